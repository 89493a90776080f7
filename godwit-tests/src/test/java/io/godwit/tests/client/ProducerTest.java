package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Content that is written by hand, in requests and in responses. */
@Timeout(60)
final class ProducerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static RecordingOrigin origin() throws IOException {
    return new RecordingOrigin("127.0.0.1", _ -> Response.text("ok"));
  }

  @Row({"T17", "G7"})
  @Test
  void a_producer_writes_chunked_content_and_none_of_the_connection() throws Exception {
    try (RecordingOrigin origin = origin();
        HttpClient client = HttpClient.create()) {
      Body body =
          Body.producer(
              to -> {
                assertThat(Thread.currentThread().isVirtual()).isTrue();
                to.write("grüße ");
                to.write(new byte[] {'a', 'b'});
                to.close(); // ends nothing
                to.write("c");
              });
      assertThat(client.post(origin.uri("/")).body(body).send().text()).isEqualTo("ok");
      assertThat(client.post(origin.uri("/")).body(body.withLength(11)).send().text())
          .isEqualTo("ok");
      assertThat(origin.asked())
          .extracting(RecordingOrigin.Asked::content)
          .containsOnly("grüße abc");
      assertThat(origin.asked().get(0).headers().first("Transfer-Encoding")).contains("chunked");
      assertThat(origin.asked().get(1).headers().first("Content-Length")).contains("11");
      assertThat(client.connections().totals().opened()).isEqualTo(1);
    }
  }

  @Row("P29")
  @Test
  void a_producer_waits_for_its_own_futures() throws Exception {
    try (RecordingOrigin origin = origin();
        HttpClient client = HttpClient.create()) {
      CompletableFuture<byte[]> later = new CompletableFuture<>();
      List<Object> pieces = List.of("one ", later, new byte[] {'3'});
      Body body =
          Body.producer(
              to -> {
                for (Object piece : pieces) {
                  switch (piece) {
                    case String text -> to.write(text);
                    case Future<?> future ->
                        to.write((byte[]) ((CompletableFuture<?>) future).join());
                    default -> to.write((byte[]) piece);
                  }
                  to.flush();
                }
              });
      CompletableFuture<?> running = client.post(origin.uri("/")).body(body).sendAsync();
      later.complete("two ".getBytes(StandardCharsets.US_ASCII));
      running.join();
      assertThat(origin.asked().get(0).content()).isEqualTo("one two 3");
    }
  }

  @Row("T17")
  @Test
  void a_producer_is_no_faster_than_who_reads() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    AtomicLong written = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    int piece = 256 * 1024;
    int pieces = 256; // 64 MiB: more than all buffers on the way
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  read.await();
                  peer.in.skipNBytes((long) piece * pieces);
                  peer.say(OK);
                });
        HttpClient client = HttpClient.create()) {
      Body body =
          Body.producer(
                  to -> {
                    byte[] bytes = new byte[piece];
                    for (int i = 0; i < pieces; i++) {
                      to.write(bytes);
                      written.addAndGet(piece);
                    }
                    done.set(true);
                  })
              .withLength((long) piece * pieces);
      var running = client.post(server.uri("/")).body(body).sendAsync();
      Await.until(() -> stalls(written));
      assertThat(done).isFalse();
      read.countDown();
      assertThat(running.join().text()).isEqualTo("ok");
      assertThat(done).isTrue();
    }
  }

  /** Whether something was written, and nothing more while others had ten thousand turns. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static boolean stalls(AtomicLong written) {
    long before = written.get();
    for (int i = 0; i < 10_000; i++) {
      Thread.yield();
    }
    return before > 0 && before == written.get();
  }

  @Row({"T17", "G8"})
  @Test
  void more_or_less_than_the_declared_length_is_the_callers_failure() throws Exception {
    for (int length : new int[] {4, 6}) {
      AtomicBoolean hidden = new AtomicBoolean();
      try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
          HttpClient client = HttpClient.create()) {
        Body body =
            Body.producer(
                    to -> {
                      try {
                        to.write("12345");
                        to.flush();
                      } catch (InvalidMessage e) {
                        hidden.set(true); // a producer that keeps it to itself
                      }
                    })
                .withLength(length);
        assertThatThrownBy(() -> client.post(server.uri("/")).body(body).send())
            .isInstanceOf(HttpFailure.CallerBody.class)
            .hasMessageContaining(length == 4 ? "than its declared length" : "shorter");
        assertThat(hidden.get()).isEqualTo(length == 4);
        assertThat(client.connections().idle()).as("the connection is closed").isZero();
        assertThat(client.connections().leased()).isZero();
      }
    }
  }

  @Test
  void what_a_producer_throws_is_the_callers_failure() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HttpClient client = HttpClient.create()) {
      Body body =
          Body.producer(
              to -> {
                to.write("some");
                to.flush();
                throw new IOException("the well is dry");
              });
      assertThatThrownBy(() -> client.post(server.uri("/")).body(body).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("the well is dry");
      assertThat(client.connections().idle()).isZero();
    }
  }

  @Row({"G9", "T17"})
  @Test
  void trailers_are_announced_and_follow_the_content() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  StringBuilder all = new StringBuilder(peer.head());
                  while (all.indexOf("\r\n0\r\n") < 0 || !all.toString().endsWith("\r\n\r\n")) {
                    all.append((char) peer.in.read());
                  }
                  seen.complete(all.toString());
                  peer.say(OK);
                });
        HttpClient client = HttpClient.create()) {
      Body body =
          Body.producer(
                  to -> {
                    to.write("abc");
                    to.trailers(Headers.of("X-Count", "3"));
                  })
              .withTrailers(List.of("X-Count", "X-Sum"), () -> Headers.of("X-Sum", "9"));
      client.post(server.uri("/")).body(body).header("TE", "trailers").send();
      assertThat(seen.join())
          .contains("\r\nTrailer: X-Count, X-Sum\r\n")
          .contains("\r\nTE: trailers\r\n")
          .containsIgnoringCase("\r\nConnection: te\r\n")
          .endsWith("\r\n\r\n3\r\nabc\r\n0\r\nX-Count: 3\r\nX-Sum: 9\r\n\r\n");
    }
  }

  @Row("G9")
  @Test
  void trailers_without_chunks_are_the_callers_failure() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HttpClient client = HttpClient.create()) {
      Body body =
          Body.producer(
                  to -> {
                    to.write("abc");
                    to.trailers(Headers.of("X-Count", "3"));
                  })
              .withLength(3);
      assertThatThrownBy(() -> client.post(server.uri("/")).body(body).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("chunked");
    }
  }

  @Row("G7")
  @Test
  void http_1_0_takes_no_content_of_unknown_length() throws Exception {
    try (RecordingOrigin origin = origin();
        HttpClient client = HttpClient.create()) {
      Body body = Body.producer(to -> to.write("abc"));
      var unknown = client.post(origin.uri("/")).version(Version.HTTP_1_0).body(body);
      assertThatThrownBy(unknown::send).isInstanceOf(InvalidMessage.class);
      client.post(origin.uri("/")).version(Version.HTTP_1_0).body(body.withLength(3)).send();
      assertThat(origin.asked().get(0).content()).isEqualTo("abc");
    }
  }

  @Row({"P21", "T18"})
  @Test
  void content_waits_for_the_server_to_ask_for_it_also_when_it_is_small() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean early = new AtomicBoolean();
    AtomicInteger interims = new AtomicInteger();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  String head = peer.head();
                  assertThat(head).contains("\r\nExpect: 100-continue\r\n");
                  early.set(peer.in.available() > 0);
                  asked.countDown();
                  peer.say("HTTP/1.1 100 Continue\r\n\r\n");
                  peer.in.skipNBytes(3);
                  peer.say(OK);
                });
        HttpClient client = HttpClient.create()) {
      AtomicBoolean before = new AtomicBoolean();
      Body body =
          Body.producer(
                  to -> {
                    before.set(asked.getCount() > 0);
                    to.write("abc");
                  })
              .withLength(3);
      for (int i = 0; i < 2; i++) {
        var call = client.post(server.uri("/")).expectContinue();
        call = i == 0 ? call.text("abc") : call.body(body);
        assertThat(call.onInterim(_ -> interims.incrementAndGet()).keepAlive(false).send().text())
            .isEqualTo("ok");
        assertThat(early).isFalse();
      }
      assertThat(before).isFalse();
      assertThat(interims).hasValue(2);
    }
  }

  @Row({"T18", "P21"})
  @Test
  void an_early_answer_means_that_the_producer_is_never_called() throws Exception {
    AtomicInteger called = new AtomicInteger();
    for (String status : List.of("417 Expectation Failed", "200 OK", "403 Forbidden")) {
      CompletableFuture<Integer> after = new CompletableFuture<>();
      try (RawServer server =
              RawServer.start(
                  peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
                    after.complete(peer.in.read());
                  });
          HttpClient client = HttpClient.create()) {
        Body body = Body.producer(_ -> called.incrementAndGet());
        var response = client.post(server.uri("/")).body(body).expectContinue().send();
        assertThat(response.text()).isEqualTo("no");
        assertThat(response.status().code()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(after.join()).as("nothing but the end follows").isEqualTo(-1);
        assertThat(client.connections().idle()).isZero();
      }
    }
    assertThat(called).hasValue(0);
  }

  @Row("P21")
  @Test
  void a_server_that_does_not_know_the_expectation_gets_the_content_all_the_same()
      throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(3);
                  peer.say(OK);
                });
        HttpClient client = HttpClient.create()) {
      assertThat(client.post(server.uri("/")).text("abc").expectContinue().send().text())
          .isEqualTo("ok");
    }
  }

  @Test
  void a_server_that_answers_the_last_byte_before_the_producer_returns_costs_no_connection()
      throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  while (!peer.head().isEmpty()) {
                    peer.in.skipNBytes(3);
                    peer.say(OK);
                  }
                });
        HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 20; i++) {
        CountDownLatch answered = new CountDownLatch(1);
        Body body =
            Body.producer(
                    to -> {
                      to.write("abc");
                      to.flush();
                      Await.until(() -> answered.getCount() == 0);
                    })
                .withLength(3);
        CallListener listener =
            new CallListener() {
              @Override
              public void answered(CallView call, Response head) {
                answered.countDown();
              }
            };
        var call = client.put(server.uri("/")).body(body).listener(listener);
        assertThat(call.send().text()).isEqualTo("ok");
      }
      assertThat(server.accepted()).isLessThan(10); // not one each
    }
  }

  @Test
  void content_that_was_not_asked_for_can_still_be_sent_elsewhere() throws Exception {
    AtomicReference<String> taken = new AtomicReference<>("");
    try (RawServer server =
            RawServer.start(
                peer -> {
                  if (peer.head().startsWith("PUT /a ")) {
                    peer.say("HTTP/1.1 307 x\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
                    return;
                  }
                  peer.say("HTTP/1.1 100 Continue\r\n\r\n");
                  taken.set(new String(peer.in.readNBytes(3), StandardCharsets.US_ASCII));
                  peer.say(OK);
                });
        HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 20; i++) { // two threads meet here
        Body once = Body.stream(new ByteArrayInputStream(new byte[] {'a', 'b', 'c'})).withLength(3);
        taken.set("");
        var response = client.put(server.uri("/a")).body(once).expectContinue().send();
        assertThat(response.text()).isEqualTo("ok");
        assertThat(taken).hasValue("abc");
      }
    }
  }

  @Test
  void nothing_is_expected_for_a_file_that_turns_out_to_be_empty(@TempDir Path folder)
      throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    try (RecordingOrigin origin = origin();
        HttpClient client = HttpClient.create()) {
      client.put(origin.uri("/")).upload(empty).expectContinue().send();
      client
          .put(origin.uri("/"))
          .body(Body.producer(_ -> {}).withLength(0))
          .expectContinue()
          .send();
      assertThat(origin.asked()).hasSize(2).allMatch(asked -> !asked.headers().has("Expect"));
    }
  }

  @Row({"P21", "P20"})
  @Test
  void nothing_is_expected_for_no_content_nor_in_http_1_0() throws Exception {
    try (RecordingOrigin origin = origin();
        HttpClient client = HttpClient.create()) {
      client.post(origin.uri("/")).expectContinue().send();
      client.post(origin.uri("/")).expectContinue().bytes(new byte[0]).send();
      client.post(origin.uri("/")).expectContinue().text("a").version(Version.HTTP_1_0).send();
      assertThat(origin.asked()).hasSize(3).allMatch(asked -> !asked.headers().has("Expect"));
    }
  }

  @Row("P22")
  @Test
  void an_interim_response_is_told_apart_from_the_final_one() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 100 Continue\r\nX-A: interim\r\n\r\n");
                  peer.in.skipNBytes(1);
                  peer.say("HTTP/1.1 200 OK\r\nX-A: final\r\nContent-Length: 0\r\n\r\n");
                });
        HttpClient client = HttpClient.create()) {
      List<String> seen = new ArrayList<>();
      var response =
          client
              .post(server.uri("/"))
              .text("a")
              .expectContinue()
              .onInterim(
                  interim ->
                      seen.add(interim.status() + " " + interim.headers().first("X-A").get()))
              .send();
      assertThat(seen).containsExactly(Status.CONTINUE + " interim");
      assertThat(response.header("X-A")).contains("final");
    }
  }

  @Row({"T17", "G9"})
  @Test
  void a_response_can_be_written_by_hand_as_well() throws Exception {
    try (HttpServer server =
            HttpServer.builder()
                .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .handler(ProducerTest::byHand)
                .start();
        HttpClient client =
            HttpClient.builder().baseUri("http://127.0.0.1:" + server.port()).build()) {
      var chunked = client.get("/").send();
      assertThat(chunked.text()).isEqualTo("one two");
      assertThat(chunked.header("Trailer")).contains("X-Sum");
      assertThat(chunked.trailers().first("X-Sum")).contains("2");
      assertThat(client.head("/known").send().header("Content-Length")).contains("7");
      var known = client.get("/known").send();
      assertThat(known.header("Content-Length")).contains("7");
      assertThat(known.text()).isEqualTo("one two");
      assertThat(client.get("/empty").send().bytes()).isEmpty();
      var old = client.get("/").version(Version.HTTP_1_0).send();
      assertThat(old.text()).isEqualTo("one two");
      assertThat(old.header("Trailer")).isEmpty();
      assertThatThrownBy(() -> client.get("/long").send()).isInstanceOf(HttpFailure.class);
      assertThat(client.get("/fails").send().status().code()).isEqualTo(500);
      assertThatThrownBy(() -> client.get("/breaks").send()).isInstanceOf(HttpFailure.class);
      assertThat(client.get("/parts").send().text()).isEqualTo("--x--\r\n");
    }
  }

  private static Response byHand(ServerRequest request) {
    Body body =
        Body.producer(
            to -> {
              to.write("one ");
              to.flush();
              to.write("two");
            });
    Body sent =
        switch (request.path()) {
          case "/known" -> body.withLength(7);
          case "/long" -> body.withLength(5);
          case "/empty" -> Body.producer(_ -> {});
          case "/parts" -> Body.multipart(io.godwit.http.Multipart.create().withBoundary("x"));
          case "/fails" ->
              Body.producer(
                  _ -> {
                    throw new IOException("no content");
                  });
          case "/breaks" ->
              Body.producer(
                  to -> {
                    to.write("some");
                    to.flush();
                    throw new IllegalStateException("no more content");
                  });
          default -> body.withTrailers(List.of("X-Sum"), () -> Headers.of("X-Sum", "2"));
        };
    return Response.ok(sent);
  }
}
