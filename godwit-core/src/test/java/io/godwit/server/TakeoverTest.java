package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Watchdog;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TakeoverTest {
  private static final String ASK =
      "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: other, Chat\r\n\r\n";

  /** Sends back what comes, up to a full stop. */
  private static void echo(Channel channel) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(16);
    while (channel.read(piece.clear()) >= 0) {
      boolean last = piece.get(piece.position() - 1) == '.';
      channel.write(new ByteBuffer[] {piece.flip()}, 1);
      if (last) {
        return;
      }
    }
  }

  private static final Handler CHAT =
      request -> request.upgrade("chat", Headers.of("X", "y"), TakeoverTest::echo);

  @Test
  @Row("G25")
  void another_protocol_begins_after_101_with_what_came_early() throws Exception {
    try (HttpServer server = HttpServer.start(0, CHAT);
        RawClient client = new RawClient(server.port())) {
      client.send(ASK + "early bytes, many more than sixteen, ");
      Reply reply = client.read();
      assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(reply.field("Upgrade")).isEqualTo("chat");
      assertThat(reply.field("Connection")).isEqualTo("upgrade");
      assertThat(reply.field("X")).isEqualTo("y");
      assertThat(new String(client.bytes(37), StandardCharsets.ISO_8859_1))
          .isEqualTo("early bytes, many more than sixteen, ");
      client.send("then ");
      assertThat(client.bytes(5)).asString().isEqualTo("then ");
      client.send("the end.");
      assertThat(client.readAll()).isEqualTo("the end.");
      client.socket().close();
      Await.until(() -> server.connections() == 0);
    }
  }

  @Test
  void a_client_that_does_not_offer_it_is_told_what_it_takes() throws Exception {
    try (HttpServer server = HttpServer.start(0, CHAT);
        RawClient client = new RawClient(server.port())) {
      for (String request :
          List.of(
              get("/"),
              "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: chat\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n")) {
        Reply reply = client.send(request).read();
        assertThat(reply.status()).isEqualTo(426);
        assertThat(reply.field("Upgrade")).isEqualTo("chat");
        assertThat(reply.field("Connection")).isEqualTo("upgrade");
      }
      String old = "GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n";
      assertThat(RawClient.once(server.port(), old).status()).isEqualTo(426);
    }
  }

  @Test
  void the_content_is_read_before_another_protocol_begins() throws Exception {
    Handler reading =
        request -> {
          String before = request.path().equals("/read") ? request.text() : "";
          return request.upgrade("chat", Headers.of("X", "got " + before), TakeoverTest::echo);
        };
    String fields = "Host: a\r\nConnection: upgrade\r\nUpgrade: chat\r\nContent-Length: 4\r\n\r\n";
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, reading)) {
      try (RawClient client = new RawClient(server.port())) {
        client.send("POST /read HTTP/1.1\r\n" + fields + "bodychat.");
        assertThat(client.read().field("X")).isEqualTo("got body");
        assertThat(client.readAll()).isEqualTo("chat.");
      }
      Reply refused = RawClient.once(server.port(), "POST / HTTP/1.1\r\n" + fields + "body");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void who_switches_without_saying_what_follows_has_failed() throws Exception {
    Handler bare =
        request ->
            request.method().name().equals("CONNECT")
                ? Response.of(200)
                : Response.of(101)
                    .withHeader("Upgrade", "chat")
                    .withHeader("Connection", "upgrade");
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.builder().handler(bare).onConnect(bare).start()) {
      assertThat(RawClient.once(server.port(), ASK).status()).isEqualTo(500);
      String connect = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";
      assertThat(RawClient.once(server.port(), connect).status()).isEqualTo(500);
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void an_answer_that_does_not_switch_after_all_is_an_ordinary_one() throws Exception {
    Handler changing =
        request -> {
          Response unused = request.upgrade("chat", Headers.empty(), TakeoverTest::echo);
          return Response.text("no " + unused.status().code());
        };
    try (HttpServer server = HttpServer.start(0, changing);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(ASK).read().text()).isEqualTo("no 101");
      assertThat(client.send(ASK).read().text()).isEqualTo("no 101");
    }
  }

  @Test
  @Row("G25")
  void connect_opens_a_tunnel_where_there_is_a_handler_for_it() throws Exception {
    Handler tunnels =
        request ->
            request.rawTarget().equals("allowed:443")
                ? request.tunnel(TakeoverTest::echo)
                : Response.of(Status.FORBIDDEN);
    try (HttpServer server =
            HttpServer.builder()
                .handler(request -> Response.text("plain"))
                .onConnect(tunnels)
                .start();
        RawClient client = new RawClient(server.port())) {
      client.send("CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(403);
      assertThat(client.send(get("/")).read().text()).isEqualTo("plain");
      client.send("CONNECT allowed:443 HTTP/1.1\r\nHost: allowed:443\r\n\r\nearly ");
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      for (String line = client.line(); !line.isEmpty(); line = client.line()) {
        assertThat(line).doesNotStartWith("Content-Length").doesNotStartWith("Transfer-Encoding");
      }
      assertThat(client.bytes(6)).asString().isEqualTo("early ");
      assertThat(client.send("late.").readAll()).isEqualTo("late.");
    }
  }

  @Test
  void a_tunnel_is_for_connect_alone() throws Exception {
    Handler wrong = request -> request.tunnel(TakeoverTest::echo);
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, wrong)) {
      assertThat(RawClient.once(server.port(), get("/")).status()).isEqualTo(500);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void what_a_takeover_throws_cuts_the_connection() throws Exception {
    Handler failing =
        request ->
            request.upgrade(
                "chat",
                Headers.empty(),
                channel -> {
                  if (request.path().equals("/io")) {
                    throw new IOException("lost");
                  }
                  throw new IllegalStateException("bad");
                });
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, failing)) {
      for (String path : List.of("/chat", "/io")) {
        try (RawClient client = new RawClient(server.port())) {
          client.send(ASK.replace("/chat", path));
          assertThat(client.read().status()).isEqualTo(101);
          Await.until(() -> server.connections() == 0);
        }
      }
      assertThat(log.warnings()).as("a lost connection is no failure").hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_end_of_the_server_ends_the_input_and_after_the_grace_everything(boolean polite)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> ended = new CompletableFuture<>();
    Takeover waiting =
        channel -> {
          begun.countDown();
          int last = channel.read(ByteBuffer.allocate(1));
          if (polite) {
            channel.write(
                new ByteBuffer[] {ByteBuffer.wrap("bye".getBytes(StandardCharsets.US_ASCII))}, 1);
            ended.complete("saw " + last);
            return;
          }
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            ended.complete("interrupted");
          }
        };
    HttpServer server =
        HttpServer.start(0, request -> request.upgrade("chat", Headers.empty(), waiting));
    try (RawClient client = new RawClient(server.port())) {
      client.send(ASK);
      assertThat(client.read().status()).isEqualTo(101);
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      server.close(polite ? Duration.ofSeconds(30) : Duration.ofMillis(50));
      assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(polite ? "saw -1" : "interrupted");
      assertThat(server.connections()).isZero();
      if (polite) {
        assertThat(client.readAll()).isEqualTo("bye");
      }
    } finally {
      server.close();
    }
  }

  @Test
  @Row("H48")
  void a_protocol_of_ones_own_has_whole_connections() throws Exception {
    try (HttpServer server = HttpServer.builder().raw(TakeoverTest::echo).start();
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send("GET / is just text ").bytes(19))
          .asString()
          .isEqualTo("GET / is just text ");
      assertThat(client.send("end.").readAll()).isEqualTo("end.");
    }
  }

  /** As the documentation of {@link RawHandler} has it. */
  private static void serveTargets(Channel channel) throws IOException {
    Clock clock = Clock.system();
    long patience = TimeUnit.SECONDS.toNanos(30);
    BlockingDriver driver =
        new BlockingDriver(
            H1Machine.server(H1Settings.server()), channel, clock, Watchdog.system());
    while (driver.next(clock.nanos() + patience) instanceof HttpEvent.RequestHead head) {
      byte[] target = head.target().getBytes(StandardCharsets.US_ASCII);
      driver.send(
          new HttpEvent.ResponseHead(
              head.stream(), head.version(), Status.OK, "", Headers.empty(), target.length));
      driver.send(new HttpEvent.Data(head.stream(), ByteBuffer.wrap(target)));
      driver.send(new HttpEvent.End(head.stream(), Headers.empty()));
      driver.flush(clock.nanos() + patience);
      assertThat(driver.next(clock.nanos() + patience)).isInstanceOf(HttpEvent.End.class);
    }
    driver.handOver();
  }

  @Test
  @Row({"H48", "G25"})
  void the_machines_of_the_wire_can_be_used_below_the_handler() throws Exception {
    try (HttpServer server = HttpServer.builder().raw(TakeoverTest::serveTargets).start();
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/one")).read().text()).isEqualTo("/one");
      assertThat(client.send(get("/two")).read().text()).isEqualTo("/two");
      client.end();
      assertThat(client.ended()).isTrue();
      Await.until(() -> server.connections() == 0);
    }
  }

  @Test
  void a_server_needs_somebody_who_answers() {
    assertThatThrownBy(() -> HttpServer.builder().onConnect(CHAT).start())
        .isInstanceOf(IllegalStateException.class);
  }
}
