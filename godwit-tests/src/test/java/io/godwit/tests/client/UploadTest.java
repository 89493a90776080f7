package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Status;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A body that is written by a thread of its own while the caller waits or reads. */
@Timeout(60)
final class UploadTest {
  private static final int LARGE = 300_000;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Row("G42")
  @Test
  void the_time_of_the_whole_call_holds_although_that_of_the_answer_begins_late() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    Timeouts timeouts =
        Timeouts.all(Duration.ofHours(1)).withTotal(Duration.ofMillis(300)); // only that can end it
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(LARGE / 2);
                  rest.countDown(); // by now the caller waits for the answer
                  peer.in.skipNBytes(LARGE / 2);
                  over.await();
                });
        HttpClient client = HttpClient.builder().timeouts(timeouts).build()) {
      Body body = Body.source(() -> new Gated(LARGE, rest)).withLength(LARGE);
      assertThatThrownBy(() -> client.post(server.uri("/")).body(body).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> assertThat(failure.phase()).isEqualTo(Phase.TOTAL));
      assertThat(client.connections().leased()).isZero();
    } finally {
      over.countDown();
    }
  }

  @Test
  void the_time_of_the_answer_does_not_count_for_content_that_has_begun() throws Exception {
    CountDownLatch rest = new CountDownLatch(1);
    CountDownLatch received = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Timeouts shortest = Timeouts.defaults().withFirstByte(Duration.ofNanos(1));
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
                  peer.in.skipNBytes(LARGE);
                  received.countDown();
                  answer.await();
                  peer.say("lf");
                });
        HttpClient client = HttpClient.builder().timeouts(shortest).build()) {
      Body body = Body.source(() -> new Gated(LARGE, rest)).withLength(LARGE);
      try (StreamingResponse response = client.post(server.uri("/")).body(body).open()) {
        assertThat(response.body().readNBytes(2)).asString().isEqualTo("ha");
        CompletableFuture<String> late = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> late.complete(readRest(response)));
        rest.countDown();
        received.await();
        giveTime();
        answer.countDown();
        assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo("lf");
      }
    }
  }

  /** Twenty calls to somebody else: time in which what must not happen would happen. */
  private static void giveTime() throws IOException {
    try (RawServer other =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say(OK);
                });
        HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(other.uri("/")).send().text()).isEqualTo("ok");
      }
    }
  }

  private static String readRest(StreamingResponse response) {
    try {
      return new String(response.body().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void a_stream_that_cannot_be_closed_is_the_callers_failure() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HttpClient client = HttpClient.create()) {
      InputStream failing =
          new ByteArrayInputStream(new byte[LARGE]) {
            @Override
            public void close() throws IOException {
              throw new IOException("the file is gone");
            }
          };
      InputStream broken =
          new ByteArrayInputStream(new byte[LARGE]) {
            @Override
            public void close() {
              throw new IllegalStateException("closed before");
            }
          };
      assertThatThrownBy(() -> client.post(server.uri("/")).stream(failing).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("the file is gone");
      assertThatThrownBy(() -> client.post(server.uri("/")).stream(broken).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("closed before");
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_body_that_fails_after_it_was_refused_does_not_take_the_answer_away() throws Exception {
    CountDownLatch rest = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(4096);
                  peer.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\n\r\n");
                  answer.await();
                  peer.say("too large");
                  peer.awaitEnd();
                });
        HttpClient client = HttpClient.create()) {
      InputStream failing =
          new Gated(LARGE, rest) {
            @Override
            void opened() throws IOException {
              throw new IOException("the file is gone");
            }

            @Override
            public void close() {
              closed.countDown();
            }
          };
      try (StreamingResponse response = client.post(server.uri("/")).stream(failing).open()) {
        assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
        rest.countDown();
        closed.await();
        giveTime();
        answer.countDown();
        assertThat(response.body().readAllBytes()).asString().isEqualTo("too large");
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_refusal_is_read_although_the_server_hangs_up_with_it() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(4096);
                  peer.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
                }); // what was not read makes the system reset the connection
        HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 50; i++) {
        var response = client.post(server.uri("/")).bytes(new byte[8 << 20]).send();
        assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
        assertThat(response.text()).isEqualTo("too large");
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_connection_serves_again_after_a_chunked_upload() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  while (!peer.head().isEmpty()) {
                    peer.chunks();
                    peer.say(OK);
                  }
                });
        HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 200; i++) {
        var in = new ByteArrayInputStream(new byte[LARGE]);
        assertThat(client.post(server.uri("/")).stream(in).send().text()).isEqualTo("ok");
      }
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  /** That many zeros; the last of them, and the end, when the gate is open. */
  private static class Gated extends InputStream {
    private final CountDownLatch gate;
    private int left;

    Gated(int size, CountDownLatch gate) {
      this.left = size;
      this.gate = gate;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = Math.min(left, length);
      if (count == left) {
        awaitGate();
        opened();
      }
      left -= count;
      return count == 0 ? -1 : count;
    }

    /** The gate is open. */
    void opened() throws IOException {}

    private void awaitGate() throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
