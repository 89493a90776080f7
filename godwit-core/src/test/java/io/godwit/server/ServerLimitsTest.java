package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client may cost, and what it is told when it is more. */
@Timeout(60)
class ServerLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private static HttpServer.Builder serving(Handler handler) {
    return HttpServer.builder().handler(handler);
  }

  static Stream<Arguments> answers() {
    String head = "POST / HTTP/1.1\r\nHost: a\r\n";
    return Stream.of(
        Arguments.of(408, head),
        Arguments.of(408, head + "Content-Length: 5\r\n\r\nab"),
        Arguments.of(408, head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
        Arguments.of(413, head + "Content-Length: 101\r\n\r\n"),
        Arguments.of(
            413, head + "Transfer-Encoding: chunked\r\n\r\n65\r\n" + "a".repeat(101) + "\r\n0\r\n"),
        Arguments.of(414, "GET /" + "a".repeat(300) + " HTTP/1.1\r\n"),
        Arguments.of(431, head + "X: " + "a".repeat(2000) + "\r\n\r\n"),
        Arguments.of(431, head + "X: a\r\n".repeat(20) + "\r\n"),
        Arguments.of(503, get("/slow")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  @Row({"H41", "G42"})
  void each_limit_has_its_answer(int status, String request) throws Exception {
    Handler handler =
        asked -> {
          if (asked.path().equals("/slow")) {
            new CountDownLatch(1).await();
          }
          return Response.text(asked.text());
        };
    Limits limits =
        Limits.defaults().withBody(100).withStartLine(200).withHeaderSection(1000).withFields(10);
    ServerTimeouts hasty =
        ServerTimeouts.defaults().withHead(SHORT).withBody(SHORT).withHandler(SHORT);
    try (LogCapture _ = new LogCapture();
        HttpServer server = serving(handler).limits(limits).timeouts(hasty).start()) {
      assertThat(RawClient.once(server.port(), request).status()).isEqualTo(status);
    }
  }

  @Test
  void a_handler_that_takes_too_long_is_interrupted_and_the_connection_goes_on() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Handler slow =
        request -> {
          if (request.path().equals("/slow")) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              thrown.complete(e);
              throw e;
            }
          }
          return Response.text("quick");
        };
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandler(SHORT);
    try (LogCapture log = new LogCapture();
        HttpServer server = serving(slow).timeouts(hasty).start();
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(get("/")).read().text()).isEqualTo("quick");
        Reply late = client.send(get("/slow")).read();
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.text()).contains("in time");
        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      }
      assertThat(log.warnings()).hasSize(3);
      assertThat(log.warnings().getFirst().getMessage()).contains("longer than PT0.2S");
    }
  }

  @Test
  void a_late_answer_is_sent_all_the_same_and_a_streaming_handler_is_interrupted_too()
      throws Exception {
    Handler deaf =
        request -> {
          CountDownLatch never = new CountDownLatch(1);
          try {
            never.await();
          } catch (InterruptedException e) {
            return Response.text("late");
          }
          return Response.text("never");
        };
    CompletableFuture<String> ended = new CompletableFuture<>();
    Handler streaming =
        Handler.streaming(
            (request, response) -> {
              response.write("not enough to commit");
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                ended.complete("interrupted");
                throw e;
              }
            });
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandler(SHORT);
    try (LogCapture log = new LogCapture();
        HttpServer first = serving(deaf).timeouts(hasty).start();
        HttpServer second = serving(streaming).timeouts(hasty).start()) {
      assertThat(RawClient.once(first.port(), get("/")).text()).isEqualTo("late");
      assertThat(log.warnings()).isEmpty();
      assertThat(RawClient.once(second.port(), get("/")).status()).isEqualTo(503);
      assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }
  }

  @Test
  void a_handler_that_ignores_the_interrupt_and_turns_to_the_client_is_still_answered_for()
      throws Exception {
    Handler deaf =
        request -> {
          Await.until(() -> Thread.currentThread().isInterrupted());
          if (request.path().equals("/interim")) {
            request.interim(Status.EARLY_HINTS, Headers.of("Link", "</a>"));
          }
          return Response.text(request.text());
        };
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandler(SHORT);
    String post = " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n";
    try (LogCapture log = new LogCapture();
        HttpServer server = serving(deaf).timeouts(hasty).start()) {
      try (RawClient client = new RawClient(server.port())) {
        assertThat(client.send("POST /" + post + "\r\n").read().status()).isEqualTo(503);
        client.send("abcde"); // it was not read, and is thrown away
        assertThat(client.send(get("/interim")).read().status()).isEqualTo(503);
      }
      Reply waiting =
          RawClient.once(server.port(), "POST /" + post + "Expect: 100-continue\r\n\r\n");
      assertThat(waiting.status()).isEqualTo(503);
      assertThat(log.warnings()).hasSize(3);
      assertThat(log.warnings().getFirst().getMessage()).contains("longer than");
    }
  }

  @Test
  void a_streaming_handler_that_ignores_the_interrupt_and_reads_on_is_still_answered_for()
      throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Handler deaf =
        Handler.streaming(
            (request, response) -> {
              late.await();
              InputStream content = request.body().open();
              while (!ended.isDone()) {
                try {
                  ended.complete(new AssertionError("there was no content: " + content.read()));
                } catch (InterruptedIOException e) {
                  Thread.onSpinWait(); // not even that ends it
                } catch (IOException e) {
                  ended.complete(e);
                }
              }
            });
    Filter waiting =
        (request, next) -> {
          try {
            return next.handle(request);
          } catch (InterruptedException e) {
            late.countDown(); // the handler's thread reads from now on
            throw e;
          }
        };
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandler(SHORT);
    try (LogCapture _ = new LogCapture();
        HttpServer server = serving(deaf).filter(waiting).timeouts(hasty).start()) {
      String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
      assertThat(RawClient.once(server.port(), post).status()).isEqualTo(503);
      assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void what_a_handler_waits_for_content_is_not_its_own_time() throws Exception {
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandler(Duration.ofMillis(400));
    try (HttpServer server =
            serving(request -> Response.text(request.text())).timeouts(hasty).start();
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
      for (int i = 0; i < 5; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // as a slow client does
        client.send("x");
      }
      assertThat(client.read().text()).isEqualTo("xxxxx");
    }
  }

  /** Sends a byte now and then until it cannot, or was told. */
  private static void drip(RawClient client, int pieces) {
    try {
      for (int i = 0; i < pieces; i++) {
        client.send("x");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // as a slow client does
      }
    } catch (IOException e) {
      // it was cut off, as it should be
    }
  }

  @Test
  @Row("H41")
  void content_that_drips_below_the_minimum_rate_is_answered_with_408() throws Exception {
    ServerTimeouts hasty = ServerTimeouts.defaults().withBody(Duration.ofMillis(300));
    for (int length : new int[] {20_000, 100_000}) { // read through the machine, and past it
      try (HttpServer server =
              serving(request -> Response.text("" + request.text().length()))
                  .timeouts(hasty)
                  .minimumRate(100_000)
                  .start();
          RawClient client = new RawClient(server.port())) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
        CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(client, 5000));
        assertThat(client.read().status()).isEqualTo(408);
        client.socket().close();
        dripping.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void content_that_drips_is_served_when_any_rate_will_do_and_so_is_a_slow_handler()
      throws Exception {
    ServerTimeouts hasty = ServerTimeouts.defaults().withBody(Duration.ofSeconds(1));
    try (HttpServer server =
            serving(request -> Response.text("" + request.text().length()))
                .timeouts(hasty)
                .minimumRate(0)
                .start();
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 80\r\n\r\n");
      CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(client, 80));
      assertThat(client.read().text()).isEqualTo("80");
      dripping.get(30, TimeUnit.SECONDS);
    }
    Handler slow =
        request -> {
          try (var in = request.body().open()) {
            long count = 0;
            byte[] piece = new byte[64 * 1024];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
              count += n;
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // slow itself
            }
            return Response.text("" + count);
          }
        };
    try (HttpServer server = serving(slow).timeouts(hasty).minimumRate(10_000_000).start();
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
      client.send(new byte[500_000]);
      assertThat(client.read().text()).isEqualTo("500000");
    }
  }

  @Test
  @Row("G25")
  void one_connection_too_many_from_an_address_is_told_so_and_others_are_not_touched()
      throws Exception {
    try (HttpServer server =
        serving(request -> Response.text("hello")).maxConnectionsPerAddress(2).start()) {
      List<RawClient> welcome = List.of(new RawClient(server.port()), new RawClient(server.port()));
      for (RawClient client : welcome) {
        assertThat(client.send(get("/")).read().status()).isEqualTo(200);
      }
      Reply refused = RawClient.once(server.port(), get("/"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("Connection")).isEqualTo("close");
      assertThat(refused.field("Retry-After")).isEqualTo("1");
      assertThat(fromElsewhere(server.port())).startsWith("HTTP/1.0 200 ");
      welcome.getFirst().close();
      Await.until(() -> server.connections() == 1);
      assertThat(RawClient.once(server.port(), get("/")).status()).isEqualTo(200);
      welcome.getLast().close();
    }
  }

  private static String fromElsewhere(int port) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral("127.0.0.2"), 0)) {
      socket.setSoTimeout(RawClient.PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void very_many_connections_too_many_are_just_closed_and_nothing_of_them_is_kept()
      throws Exception {
    try (HttpServer server =
        serving(request -> Response.text("hello")).maxConnectionsPerAddress(1).start()) {
      RawClient welcome = new RawClient(server.port());
      assertThat(welcome.send(get("/")).read().status()).isEqualTo(200);
      List<RawClient> refused = new ArrayList<>();
      int told = 0;
      for (int i = 0; i < 100; i++) {
        refused.add(new RawClient(server.port()));
      }
      for (RawClient client : refused) {
        told += client.readAll().isEmpty() ? 0 : 1;
      }
      assertThat(told).isEqualTo(64); // none of them has ended its side
      for (RawClient client : refused) {
        client.close();
      }
      welcome.close();
      Await.until(() -> server.connections() == 0);
      assertThat(server.countedAddresses()).isZero();
      assertThat(RawClient.once(server.port(), get("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void times_beyond_all_measure_do_not_end_before_they_have_begun() throws Exception {
    ServerTimeouts patient = ServerTimeouts.defaults().withBody(Duration.ofNanos(Long.MAX_VALUE));
    try (HttpServer server =
            serving(request -> Response.text(request.text())).timeouts(patient).start();
        RawClient client = new RawClient(server.port())) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(100);
      client.send("a");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // so that the rest comes apart
      assertThat(client.send("b").read().text()).isEqualTo("ab");
    }
  }

  @Test
  @Row("H41")
  void all_times_and_sizes_are_finite_unless_set() throws Exception {
    for (RecordComponent time : ServerTimeouts.class.getRecordComponents()) {
      assertThat((Duration) time.getAccessor().invoke(ServerTimeouts.defaults()))
          .as(time.getName())
          .isPositive()
          .isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
    for (RecordComponent size : Limits.class.getRecordComponents()) {
      assertThat(((Number) size.getAccessor().invoke(Limits.defaults())).longValue())
          .as(size.getName())
          .isBetween(1L, 64L * 1024 * 1024);
    }
  }

  @Test
  void limits_that_are_none_are_refused() {
    assertThatThrownBy(() -> HttpServer.builder().maxConnectionsPerAddress(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HttpServer.builder().minimumRate(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_body_that_is_read_while_it_is_sent_back_knows_no_handler_limit() throws Exception {
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandler(SHORT);
    Handler echo = request -> Response.ok(Body.source(() -> request.body().open()));
    try (HttpServer server = serving(echo).timeouts(hasty).start();
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500)); // as a slow client does
      client.send("bc");
      assertThat(client.read().text()).isEqualTo("abc");
    }
  }
}
