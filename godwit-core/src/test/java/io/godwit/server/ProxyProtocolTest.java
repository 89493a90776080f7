package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Balancers that pass on connections, and say whose they are. */
@Timeout(60)
class ProxyProtocolTest {
  private static final Handler FACTS =
      request ->
          Response.text(
              request.remote()
                  + " at "
                  + request.local().orElseThrow()
                  + " by "
                  + request.connectedFrom());

  private static HttpServer.Builder behind(Handler handler) {
    return HttpServer.builder().handler(handler).proxyProtocol("127.0.0.1");
  }

  private static String from(String client) {
    return "PROXY TCP4 " + client + " 203.0.113.7 54321 443\r\n";
  }

  @Test
  @Row({"G34", "G35"})
  void a_balancer_says_from_where_to_where_its_client_has_connected() throws IOException {
    byte[] block =
        HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111000cc0000201cb007107d43101bb");
    try (HttpServer server = behind(FACTS).start()) {
      for (byte[] header : List.of(from("192.0.2.1").getBytes(ISO_8859_1), block)) {
        try (RawClient client = new RawClient(server.port())) {
          client.send(header);
          for (int i = 0; i < 3; i++) {
            assertThat(client.send(get("/")).read().text())
                .isEqualTo("/192.0.2.1:54321 at /203.0.113.7:443 by /192.0.2.1:54321");
          }
        }
      }
    }
  }

  @Test
  void what_follows_in_the_same_packet_is_the_clients() throws IOException {
    try (HttpServer server = behind(request -> Response.text(request.path())).start();
        RawClient client = new RawClient(server.port())) {
      client.send(from("192.0.2.1") + get("/a") + get("/b"));
      assertThat(client.read().text()).isEqualTo("/a");
      assertThat(client.read().text()).isEqualTo("/b");
    }
  }

  @Test
  void who_speaks_for_himself_is_known_by_his_own_address() throws IOException {
    try (HttpServer server = behind(FACTS).start();
        RawClient client = new RawClient(server.port())) {
      client.send("PROXY UNKNOWN\r\n" + get("/"));
      String own = "/127.0.0.1:" + client.socket().getLocalPort();
      assertThat(client.read().text())
          .isEqualTo(own + " at /127.0.0.1:" + server.port() + " by " + own);
    }
  }

  @Test
  @Row("G35")
  void the_client_of_a_balancer_may_be_a_proxy_that_is_trusted() throws IOException {
    try (HttpServer server = behind(FACTS).trustedProxies("198.51.100.0/24").start()) {
      String request = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n";
      assertThat(RawClient.once(server.port(), from("198.51.100.1") + request).text())
          .isEqualTo("/192.0.2.9:0 at /203.0.113.7:443 by /198.51.100.1:54321");
      assertThat(RawClient.once(server.port(), from("192.0.2.1") + request).text())
          .startsWith("/192.0.2.1:54321 at ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 nobody\r\n", "PROXY", "\r\n\r\nGET"})
  void a_balancer_that_does_not_say_it_is_cut_off_unanswered(String begun) throws IOException {
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler recording =
        request -> {
          handled.add(request.path());
          return Response.text("x");
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = behind(recording).start();
        RawClient client = new RawClient(server.port())) {
      client.send(begun + get("/"));
      assertThat(answerOf(client)).isEmpty();
      assertThat(handled).isEmpty();
      assertThat(log.warnings()).isEmpty();
    }
  }

  /** Empty as well when the connection was reset, since not all was read. */
  private static String answerOf(RawClient client) throws IOException {
    try {
      return client.readAll();
    } catch (SocketException e) {
      return "";
    }
  }

  @Test
  void who_is_no_balancer_has_no_such_header() throws IOException {
    try (HttpServer server =
        HttpServer.builder().handler(FACTS).proxyProtocol("192.0.2.0/24").start()) {
      assertThat(RawClient.once(server.port(), from("192.0.2.1") + get("/")).status())
          .isEqualTo(400);
      assertThat(RawClient.once(server.port(), get("/")).text()).startsWith("/127.0.0.1:");
    }
  }

  @Test
  void a_silent_balancer_is_not_waited_for_for_ever() throws IOException {
    ServerTimeouts hasty = ServerTimeouts.defaults().withHead(Duration.ofMillis(200));
    try (HttpServer server = behind(FACTS).timeouts(hasty).start();
        RawClient client = new RawClient(server.port())) {
      client.send("PROXY TCP4 192.0.2.1 ");
      assertThat(answerOf(client)).isEmpty();
    }
  }

  @Test
  void connections_are_counted_by_the_clients_that_are_named() throws Exception {
    try (HttpServer server = behind(FACTS).maxConnectionsPerAddress(1).start()) {
      RawClient first = new RawClient(server.port());
      RawClient second = new RawClient(server.port());
      assertThat(first.send(from("192.0.2.1") + get("/")).read().status()).isEqualTo(200);
      assertThat(second.send(from("192.0.2.2") + get("/")).read().status()).isEqualTo(200);
      Reply refused = RawClient.once(server.port(), from("192.0.2.1") + get("/"));
      assertThat(refused.status()).isEqualTo(503);
      first.close();
      Await.until(() -> server.connections() == 1);
      assertThat(RawClient.once(server.port(), from("192.0.2.1") + get("/")).status())
          .isEqualTo(200);
      second.close();
      Await.until(() -> server.connections() == 0);
      assertThat(server.countedAddresses()).isZero();
    }
  }

  @Test
  void a_protocol_of_ones_own_knows_its_clients_as_well() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    RawHandler telling =
        channel -> {
          ByteBuffer bytes = ByteBuffer.allocate(5);
          while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all five are there
          }
          seen.complete(channel.remote() + " " + new String(bytes.array(), ISO_8859_1));
        };
    try (HttpServer server =
            HttpServer.builder().raw(telling).proxyProtocol("127.0.0.0/8").port(0).start();
        RawClient client = new RawClient(server.port())) {
      client.send(from("192.0.2.1") + "hello");
      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("/192.0.2.1:54321 hello");
    }
  }

  @Test
  void what_is_no_network_is_refused_at_once() {
    assertThatThrownBy(() -> HttpServer.builder().proxyProtocol("balancer.example"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
