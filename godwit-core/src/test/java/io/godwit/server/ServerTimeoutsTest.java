package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Clients that keep the server waiting. The times are short, and only that they end is asserted.
 */
class ServerTimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final ServerTimeouts LONG = ServerTimeouts.defaults();

  private static HttpServer server(ServerTimeouts timeouts, Handler handler) throws IOException {
    return HttpServer.builder().handler(handler).timeouts(timeouts).start();
  }

  private static HttpServer server(ServerTimeouts timeouts) throws IOException {
    return server(timeouts, request -> Response.text(request.text()));
  }

  @Test
  @Row("H41")
  void a_connection_on_which_nothing_comes_is_closed_without_a_word() throws IOException {
    try (HttpServer server = server(LONG.withIdle(SHORT));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  @Row("H41")
  void a_connection_that_is_idle_between_requests_is_closed_without_a_word() throws IOException {
    try (HttpServer server = server(LONG.withIdle(SHORT));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/")).read().status()).isEqualTo(200);
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  @Row("H41")
  void a_head_that_does_not_end_is_answered_with_408() throws IOException {
    try (HttpServer server = server(LONG.withHead(SHORT));
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send("GET / HTTP/1.1\r\nHost").read();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_head_that_drips_gains_no_time_by_it() throws Exception {
    try (HttpServer server = server(LONG.withHead(SHORT));
        RawClient client = new RawClient(server.port())) {
      Thread dripping = Thread.ofVirtual().unstarted(() -> drip(client));
      dripping.start();
      Reply reply = client.read();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
      client.socket().close();
      dripping.join();
    }
  }

  /** A byte every now and then, for as long as the socket takes them. */
  private static void drip(RawClient client) {
    try {
      client.send("GET / HTTP/1.1\r\nX: ");
      while (true) {
        client.send("x");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    } catch (IOException e) {
      return; // closed by the server or by the test
    }
  }

  @Test
  void the_head_of_a_pipelined_request_has_its_time_as_well() throws IOException {
    try (HttpServer server = server(LONG.withHead(SHORT));
        RawClient client = new RawClient(server.port())) {
      client.send(get("/") + "GET / HTTP");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void content_that_stops_coming_is_answered_with_408() throws IOException {
    try (LogCapture log = new LogCapture();
        HttpServer server = server(LONG.withBody(SHORT));
        RawClient client = new RawClient(server.port())) {
      Reply reply =
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc").read();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void unread_content_that_stops_coming_ends_the_connection() throws IOException {
    try (HttpServer server = server(LONG.withLinger(SHORT), request -> Response.text("early"));
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      assertThat(client.read().text()).isEqualTo("early");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_client_that_does_not_end_its_side_is_left_after_a_while() throws Exception {
    try (HttpServer server = server(LONG.withLinger(SHORT));
        RawClient client = new RawClient(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.ended()).isTrue();
      Await.until(() -> server.connections() == 0);
    }
  }

  @Test
  void a_client_that_does_not_read_is_cut() throws Exception {
    byte[] large = new byte[32 * 1024 * 1024];
    CountDownLatch called = new CountDownLatch(1);
    Handler handler =
        request -> {
          called.countDown();
          return Response.ok(Body.bytes(large));
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = server(LONG.withWrite(SHORT), handler);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
      Await.until(() -> server.connections() == 0);
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void a_timeout_is_longer_than_nothing() {
    assertThatThrownBy(() -> LONG.withIdle(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LONG.withWrite(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_timeout_that_cannot_be_counted_is_refused_and_a_grace_just_long() throws IOException {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatThrownBy(() -> ServerTimeouts.defaults().withIdle(forever))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idle is too long");
    HttpServer.start(0, request -> Response.text("x")).close(forever);
  }
}
