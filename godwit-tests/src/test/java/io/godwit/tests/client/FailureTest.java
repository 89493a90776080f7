package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.net.Clock;
import io.godwit.net.SystemResolver;
import io.godwit.tests.Row;
import io.godwit.wire.h1.H1Violation;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way in which a call can fail: the right failure, what was sent, and nothing left behind. */
@Timeout(60)
final class FailureTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void a_refused_connection_names_the_address() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    try (HttpClient client = HttpClient.create()) {
      assertThatThrownBy(() -> client.get("http://127.0.0.1:" + port + "/").send())
          .isInstanceOfSatisfying(
              HttpFailure.Connect.class, failure -> assertThat(failure.sent()).isEqualTo(Sent.NO))
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("refused");
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Row({"Z21", "T42"})
  @Test
  void an_unknown_host_is_told_from_a_failed_connection() {
    SystemResolver nobody =
        new SystemResolver(
            host -> {
              throw new UnknownHostException(host);
            },
            Clock.system(),
            SHORT);
    try (HttpClient client = HttpClient.builder().resolver(nobody).build()) {
      assertThatThrownBy(() -> client.get("http://nosuch.invalid/").send())
          .isInstanceOf(HttpFailure.Resolve.class)
          .hasMessageContaining("nosuch.invalid");
    }
  }

  @Row({"P57", "T42"})
  @Test
  void an_answer_without_a_byte_may_have_been_acted_on() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::head);
        HttpClient client = HttpClient.create()) {
      HttpFailure.ConnectionLost failure =
          catchThrowableOfType(
              HttpFailure.ConnectionLost.class, () -> client.post(server.uri("/")).send());
      assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
      assertThat(failure).hasMessageContaining("may have been sent");
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Row({"H15", "P57"})
  @Test
  void content_that_breaks_off_is_never_taken_for_whole() throws Exception {
    List<String> heads =
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nContent-Le");
    for (String said : heads) {
      try (RawServer server = RawServer.start(answering(said));
          HttpClient client = HttpClient.create()) {
        assertThatThrownBy(() -> client.get(server.uri("/")).send())
            .isInstanceOfSatisfying(
                HttpFailure.ConnectionLost.class,
                failure -> assertThat(failure.sent()).isEqualTo(Sent.YES));
        assertThat(client.connections().leased()).isZero();
      }
    }
  }

  @Test
  void content_that_broke_off_does_not_end_when_it_is_asked_again() throws Exception {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    try (RawServer server = RawServer.start(answering(half));
        HttpClient client = HttpClient.create();
        StreamingResponse response = client.get(server.uri("/")).open()) {
      assertThat(response.body().readNBytes(4)).hasSize(4);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> response.body().read())
            .isInstanceOf(HttpFailure.ConnectionLost.class);
        assertThatThrownBy(() -> response.channel().read(ByteBuffer.allocate(1)))
            .isInstanceOf(HttpFailure.ConnectionLost.class);
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Row({"H13", "G23", "Z21"})
  @Test
  void a_broken_rule_is_named() throws Exception {
    try (RawServer server = RawServer.start(answering("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n"));
        HttpClient client = HttpClient.create()) {
      assertThatThrownBy(() -> client.get(server.uri("/")).send())
          .isInstanceOfSatisfying(
              HttpFailure.Protocol.class,
              failure -> assertThat(failure.violation()).isEqualTo(H1Violation.BAD_FIELD_NAME))
          .hasMessageContaining("RFC 9110 section 5.1");
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_change_of_protocol_is_not_supported_and_the_request_was_seen() throws Exception {
    String switches = "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: bird\r\n\r\n";
    try (RawServer server = RawServer.start(answering(switches));
        HttpClient client = HttpClient.create()) {
      assertThatThrownBy(
              () ->
                  client
                      .get(server.uri("/"))
                      .header("Connection", "upgrade")
                      .header("Upgrade", "bird")
                      .send())
          .isInstanceOfSatisfying(
              HttpFailure.Unsupported.class,
              failure -> assertThat(failure.sent()).isEqualTo(Sent.YES))
          .hasMessage("not supported: a change of protocol");
      assertThat(client.connections().leased()).isZero();
    }
  }

  private static RawServer.Script answering(String text) {
    return peer -> {
      peer.head();
      peer.say(text);
    };
  }

  @Row({"G17", "P49", "T21"})
  @Test
  void each_phase_has_its_own_timeout() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer silent = RawServer.start(peer -> over.await());
        RawServer slow =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  over.await();
                })) {
      Timeouts timeouts = Timeouts.defaults();
      assertPhase(Phase.FIRST_BYTE, timeouts.withFirstByte(SHORT), silent.uri("/"));
      assertPhase(Phase.BODY, timeouts.withBody(SHORT), slow.uri("/"));
      assertPhase(Phase.TOTAL, timeouts.withTotal(SHORT), silent.uri("/"));
      assertPhase(Phase.TOTAL, timeouts.withTotal(SHORT), slow.uri("/"));
      String tls = silent.uri("/").replace("http:", "https:");
      assertPhase(Phase.TLS, timeouts.withTls(SHORT), tls);
    } finally {
      over.countDown();
    }
  }

  private static void assertPhase(Phase phase, Timeouts timeouts, String uri) {
    try (HttpClient client = HttpClient.builder().timeouts(timeouts).build()) {
      assertThatThrownBy(() -> client.get(uri).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> {
                assertThat(failure.phase()).isEqualTo(phase);
                assertThat(failure.limit()).isEqualTo(SHORT);
              });
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_peer_that_reads_nothing_stalls_the_write_and_not_for_ever() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer deaf = RawServer.start(peer -> over.await());
        HttpClient client =
            HttpClient.builder().timeouts(Timeouts.defaults().withRequest(SHORT)).build()) {
      assertThatThrownBy(() -> client.post(deaf.uri("/")).bytes(new byte[50_000_000]).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> {
                assertThat(failure.phase()).isEqualTo(Phase.REQUEST);
                assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
              });
      assertThat(client.connections().leased()).isZero();
    } finally {
      over.countDown();
    }
  }

  @Test
  void the_first_byte_is_timed_from_the_end_of_the_upload() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(300_000);
                  over.await();
                });
        HttpClient client =
            HttpClient.builder().timeouts(Timeouts.defaults().withFirstByte(SHORT)).build()) {
      assertThatThrownBy(() -> client.post(server.uri("/")).bytes(new byte[300_000]).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> assertThat(failure.phase()).isEqualTo(Phase.FIRST_BYTE));
    } finally {
      over.countDown();
    }
  }

  @Row("T7")
  @Test
  void a_call_waits_for_its_turn_and_says_when_it_does_not_come() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
                  peer.awaitEnd();
                });
        HttpClient client =
            HttpClient.builder()
                .pool(PoolLimits.defaults().withPerOrigin(1))
                .timeouts(Timeouts.defaults().withQueue(SHORT))
                .build();
        StreamingResponse holding = client.get(server.uri("/")).open()) {
      assertThat(holding.status()).isEqualTo(Status.OK);
      assertThatThrownBy(() -> client.get(server.uri("/")).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> {
                assertThat(failure.phase()).isEqualTo(Phase.QUEUE);
                assertThat(failure.sent()).isEqualTo(Sent.NO);
                assertThat(failure)
                    .hasMessage(
                        "timeout: queue took longer than %d ms (1 of 1 connections to %s in use, 1"
                            + " waiting)",
                        SHORT.toMillis(), server.uri(""));
              });
      assertThat(client.connections().waiting()).isZero();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_time_that_cannot_be_counted_is_refused_where_it_is_set_and_a_grace_just_long() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatThrownBy(() -> Timeouts.defaults().withBody(forever))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("body is too long");
    assertThatThrownBy(() -> PoolLimits.defaults().withIdle(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idle");
    HttpClient.builder().pool(PoolLimits.defaults().withIdle(forever)).build().close(forever);
  }

  @Row("T49")
  @Test
  void a_closed_client_takes_no_call() {
    HttpClient client = HttpClient.create();
    client.close();
    client.close();
    assertThatThrownBy(() -> client.get("http://127.0.0.1:1/").send())
        .isInstanceOf(HttpFailure.ClientClosed.class);
  }

  @Row("P62")
  @Test
  void closing_the_client_ends_the_calls_in_flight() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.head();
              arrived.countDown();
              peer.awaitEnd();
            })) {
      HttpClient client = HttpClient.create();
      CompletableFuture<?> call = client.get(server.uri("/")).sendAsync();
      arrived.await();
      client.close();
      assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(HttpFailure.ClientClosed.class);
    }
  }

  @Row("P62")
  @Test
  void closing_with_a_grace_lets_calls_finish() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.head();
              arrived.countDown();
              go.await();
              peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            })) {
      HttpClient client = HttpClient.create();
      var call = client.get(server.uri("/")).sendAsync();
      arrived.await();
      Thread closing = Thread.ofVirtual().start(() -> client.close(Duration.ofSeconds(30)));
      go.countDown();
      assertThat(call.get(20, TimeUnit.SECONDS).text()).isEqualTo("ok");
      closing.join();
    }
  }

  @Test
  void an_interrupt_ends_a_call_and_is_kept() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  arrived.countDown();
                  peer.awaitEnd();
                });
        HttpClient client = HttpClient.create()) {
      for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread thread =
            builder.start(
                () -> {
                  try {
                    client.get(server.uri("/")).send();
                    seen.complete("a response");
                  } catch (HttpFailure failure) {
                    seen.complete(
                        failure.getClass().getSimpleName()
                            + " "
                            + Thread.currentThread().isInterrupted());
                  }
                });
        arrived.await();
        thread.interrupt();
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("Interrupted true");
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void an_early_refusal_of_a_large_upload_is_delivered() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(4096);
                  peer.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
                  peer.socket.shutdownOutput();
                  peer.awaitEnd();
                });
        HttpClient client = HttpClient.create()) {
      var response = client.post(server.uri("/")).bytes(new byte[64 << 20]).send();
      assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
      assertThat(response.text()).isEqualTo("too large");
      assertThat(client.connections().leased()).isZero();
      assertThat(client.connections().idle()).isZero();
    }
  }

  @Test
  void an_echo_of_64_mib_that_answers_while_it_receives_completes() throws Exception {
    int size = 64 << 20;
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                  byte[] piece = new byte[32 * 1024];
                  for (int left = size; left > 0; ) {
                    int count = peer.in.read(piece, 0, Math.min(left, piece.length));
                    peer.out.write(piece, 0, count);
                    left -= count;
                  }
                });
        HttpClient client = HttpClient.create();
        StreamingResponse response =
            client
                .post(server.uri("/"))
                .body(Body.source(() -> new ByteArrayInputStream(new byte[size])).withLength(size))
                .open()) {
      long received = 0;
      byte[] piece = new byte[100_000];
      for (int count = 0; count >= 0; count = response.body().read(piece)) {
        received += count;
      }
      assertThat(received).isEqualTo(size);
      assertThat(client.connections().idle()).isEqualTo(1);
    }
  }

  @Test
  void stuck_look_ups_do_not_stop_requests_to_literal_addresses() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    SystemResolver stuck =
        new SystemResolver(
            host -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            },
            Clock.system(),
            Duration.ofSeconds(30));
    try (RawServer server =
            RawServer.start(answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        HttpClient client =
            HttpClient.builder()
                .resolver(stuck)
                .pool(PoolLimits.defaults().withTotal(1000))
                .timeouts(Timeouts.defaults().withResolve(Duration.ofSeconds(2)))
                .build()) {
      List<CompletableFuture<?>> calls =
          IntStream.range(0, 256)
              .<CompletableFuture<?>>mapToObj(
                  i -> client.get("http://host" + i + ".test/").sendAsync())
              .toList();
      Await.until(() -> client.connections().leased() == 256);
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(server.uri("/")).send().text()).isEqualTo("ok");
        assertThat(client.get(server.uri("/")).sendAsync().join().text()).isEqualTo("ok");
      }
      for (CompletableFuture<?> call : calls) {
        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(HttpFailure.Timeout.class)
            .hasMessageContaining("resolve");
      }
      assertThat(client.connections().leased()).isZero();
    } finally {
      over.countDown();
    }
  }
}
