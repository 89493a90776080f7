package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.Timeouts;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.net.LocalEnd;
import io.godwit.net.Network;
import io.godwit.net.TcpKeepAlive;
import io.godwit.policy.dial.AddressFamily;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The near end of a connection: its address, its family, its socket; and networks of one's own. */
@Timeout(60)
final class LocalEndTest {
  private RawServer server;
  private final List<InetAddress> callers = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server =
        RawServer.start(
            peer -> {
              callers.add(peer.socket.getInetAddress());
              while (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              }
            });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @Test
  @Row("T32")
  void a_connection_begins_at_the_address_that_was_said_for_the_client_or_the_call()
      throws Exception {
    try (HttpClient client = HttpClient.builder().localAddress(ip("127.0.0.7")).build()) {
      client.get(server.uri("/")).send();
      client.get(server.uri("/")).send();
      client.get(server.uri("/")).localAddress(ip("127.0.0.8")).send();
      client.get(server.uri("/")).send();
      assertThat(callers).containsExactly(ip("127.0.0.7"), ip("127.0.0.8"));
    }
  }

  @Test
  @Row("T32")
  void a_connection_begins_at_an_address_of_the_interface_that_was_said() throws Exception {
    String loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()).getName();
    try (HttpClient client = HttpClient.builder().localInterface(loopback).build()) {
      assertThat(client.get(server.uri("/")).send().text()).isEqualTo("ok");
      assertThat(callers.getFirst().isLoopbackAddress()).isTrue();
      assertThatThrownBy(() -> client.get(server.uri("/")).localInterface("nosuch9").send())
          .isInstanceOf(HttpFailure.Connect.class)
          .hasMessageContaining("there is no interface nosuch9");
    }
  }

  @Test
  @Row("T32")
  void a_local_end_of_the_wrong_family_is_a_clear_failure() {
    try (HttpClient client = HttpClient.builder().localAddress(ip("::1")).build()) {
      assertThatThrownBy(() -> client.get(server.uri("/")).send())
          .isInstanceOf(HttpFailure.Resolve.class)
          .hasMessage("cannot resolve 127.0.0.1: it has no IPv6 address");
      assertThatThrownBy(
              () -> client.get(server.uri("/")).addressFamily(AddressFamily.IPV4_ONLY).send())
          .isInstanceOf(HttpFailure.Connect.class)
          .hasMessageContaining("the local address 0:0:0:0:0:0:0:1 is not of IPv4");
    }
    assertThatThrownBy(() -> new LocalEnd.Address(ip("127.0.0.1")).toward(ip("::1")))
        .isInstanceOf(SocketException.class)
        .hasMessage("the local address 127.0.0.1 is not of IPv6");
  }

  @Test
  @Row("T35")
  void a_family_is_said_for_the_client_or_the_call() throws Exception {
    try (HttpClient client =
        HttpClient.builder()
            .addressFamily(AddressFamily.IPV6_ONLY)
            .resolve("a.example", "127.0.0.1:" + server.port())
            .build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(HttpFailure.Resolve.class)
          .hasMessage("cannot resolve a.example: it has no IPv6 address");
      assertThat(
              client.get("http://a.example/").addressFamily(AddressFamily.IPV4_ONLY).send().text())
          .isEqualTo("ok");
    }
  }

  @Test
  @Row("T31")
  void a_hook_gets_each_socket_before_it_connects() throws Exception {
    AtomicReference<SocketChannel> prepared = new AtomicReference<>();
    try (HttpClient client =
        HttpClient.builder()
            .prepareSockets(
                (socket, remote) -> {
                  assertThat(socket.isConnected()).isFalse();
                  assertThat(((InetSocketAddress) remote).getPort()).isEqualTo(server.port());
                  socket.setOption(StandardSocketOptions.SO_RCVBUF, 20_000);
                  prepared.set(socket);
                })
            .tcpKeepAlive(new TcpKeepAlive(Duration.ofSeconds(77), Duration.ofSeconds(11), 5))
            .build()) {
      client.get(server.uri("/")).send();
      SocketChannel socket = Objects.requireNonNull(prepared.get());
      assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(77);
      assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(11);
      assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(5);
    }
    try (HttpClient client =
        HttpClient.builder()
            .prepareSockets(
                (socket, remote) -> {
                  throw new IOException("not this one");
                })
            .build()) {
      assertThatThrownBy(() -> client.get(server.uri("/")).send())
          .isInstanceOf(HttpFailure.Connect.class)
          .hasMessageContaining("not this one");
    }
  }

  @Test
  void keep_alive_takes_times_that_systems_have() {
    Duration second = Duration.ofSeconds(1);
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofMillis(1500), Duration.ofSeconds(32_768))) {
      assertThatThrownBy(() -> new TcpKeepAlive(wrong, second, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new TcpKeepAlive(second, wrong, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new TcpKeepAlive(second, second, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TcpKeepAlive(second, second, 128))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Row("Z25")
  void a_network_of_ones_own_carries_the_calls_and_refuses_what_it_cannot_do() throws Exception {
    Network elsewhere =
        (address, opening) ->
            Network.system()
                .connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                    opening);
    try (HttpClient client =
        HttpClient.builder().network(elsewhere).resolve("a.example", "192.0.2.1").build()) {
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("ok");
      assertThatThrownBy(() -> client.get("http://a.example/").localAddress(ip("127.0.0.1")).send())
          .isInstanceOf(HttpFailure.Unsupported.class);
    }
  }

  @Test
  @Row("G3")
  void a_connection_that_is_there_already_can_be_given_to_a_client() throws Exception {
    SocketChannel connected =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    try (HttpClient client =
        HttpClient.builder()
            .network(Network.over(connected))
            .resolve("a.example", "192.0.2.1")
            .build()) {
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("ok");
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("ok");
      assertThat(server.accepted()).isEqualTo(1);
      assertThatThrownBy(() -> client.get("http://b.example:1/").localAddress(ip("::1")).send())
          .isInstanceOf(HttpFailure.class);
      assertThatThrownBy(() -> client.get("http://127.0.0.1:1/").send())
          .isInstanceOf(HttpFailure.Connect.class)
          .hasMessageContaining("used up");
    }
    assertThat(connected.isOpen()).isFalse();
  }

  @Test
  @Row("T37")
  void a_place_in_the_queue_is_waited_for_by_the_clock_of_the_client() throws Exception {
    TurnedClock clock = new TurnedClock();
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer slow =
            RawServer.start(
                peer -> {
                  peer.head();
                  answer.await();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        HttpClient client =
            HttpClient.builder()
                .clock(clock)
                .pool(PoolLimits.defaults().withPerOrigin(1))
                .timeouts(
                    Timeouts.defaults().withQueue(Duration.ofDays(1)).withTotal(Duration.ofDays(9)))
                .build()) {
      var first = client.get(slow.uri("/")).sendAsync();
      Await.until(() -> slow.accepted() == 1);
      assertThatThrownBy(() -> client.get(slow.uri("/")).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> assertThat(failure.phase()).isEqualTo(Phase.QUEUE));
      assertThat(clock.waits()).anyMatch(wait -> wait.compareTo(Duration.ofHours(23)) > 0);
      answer.countDown();
      first.cancel(true);
    }
  }
}
