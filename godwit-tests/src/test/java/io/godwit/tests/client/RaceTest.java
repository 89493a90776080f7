package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.Timeouts;
import io.godwit.http.HttpFailure;
import io.godwit.net.Channel;
import io.godwit.net.Network;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Addresses that race each other (RFC 8305). The network swallows what goes to 192.0.2.x, refuses
 * what goes to 198.51.100.x, and connects the rest to a server of the test.
 */
@Timeout(60)
final class RaceTest {
  private RawServer server;
  private final List<Hole> holes = new CopyOnWriteArrayList<>();
  private final List<String> threads = new CopyOnWriteArrayList<>();
  private final Network network = this::connect;

  @BeforeEach
  void start() throws IOException {
    server =
        RawServer.start(
            peer -> {
              while (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              }
            });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Channel connect(SocketAddress address, Consumer<Channel> opening) throws IOException {
    threads.add(Thread.currentThread().getName());
    String ip = ((InetSocketAddress) address).getAddress().getHostAddress();
    if (ip.startsWith("192.0.2.")) {
      Hole hole = new Hole(address);
      holes.add(hole);
      opening.accept(hole);
      throw hole.swallow();
    }
    if (ip.startsWith("198.51.100.")) {
      throw new ConnectException("Connection refused");
    }
    return Network.system()
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), opening);
  }

  private HttpClientBuilder racing(String... addresses) {
    return HttpClient.builder().withoutProxy().network(network).resolve("a.example", addresses);
  }

  /** A connection that never comes about; who waits for it is woken when it is closed. */
  private record Hole(SocketAddress remote, CountDownLatch closed) implements Channel {
    Hole(SocketAddress remote) {
      this(remote, new CountDownLatch(1));
    }

    IOException swallow() {
      try {
        boolean woken = closed.await(50, TimeUnit.SECONDS);
        return new IOException(woken ? "closed" : "nobody has given up");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new java.nio.channels.ClosedByInterruptException();
      }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      throw new IOException("not connected");
    }

    @Override
    public int readNow(ByteBuffer into) throws IOException {
      throw new IOException("not connected");
    }

    @Override
    public void write(ByteBuffer[] from, int count) throws IOException {
      throw new IOException("not connected");
    }

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean quiet() {
      return false;
    }

    @Override
    public Optional<SSLSession> tls() {
      return Optional.empty();
    }

    @Override
    public void close() {
      closed.countDown();
    }

    void awaitClose() throws InterruptedException {
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Row("T35")
  void an_address_that_does_not_answer_is_overtaken_and_its_attempt_is_closed() throws Exception {
    try (HttpClient client = racing("192.0.2.1", "192.0.2.2", "203.0.113.1").build()) {
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("ok");
      assertThat(holes).hasSize(2);
      for (Hole hole : holes) {
        hole.awaitClose();
      }
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("ok");
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  @Row("G3")
  void all_addresses_are_tried_and_one_that_refuses_costs_no_wait() throws Exception {
    try (HttpClient client = racing("198.51.100.1", "198.51.100.2", "203.0.113.1").build()) {
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("ok");
    }
    try (HttpClient client = racing("198.51.100.1", "198.51.100.2").build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(HttpFailure.Connect.class)
          .hasMessageContaining("198.51.100.1")
          .hasMessageContaining("198.51.100.2");
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void with_one_address_the_caller_connects_itself() throws Exception {
    Thread.currentThread().setName("caller");
    try (HttpClient client = racing("203.0.113.1").build()) {
      client.get("http://a.example/").send();
      assertThat(threads).containsExactly("caller");
    }
    threads.clear();
    try (HttpClient client = racing("203.0.113.1", "203.0.113.2").build()) {
      client.get("http://a.example/").send();
      assertThat(threads).doesNotContain("caller");
    }
  }

  @Test
  void nothing_is_left_of_a_race_that_nobody_wins_in_time() throws Exception {
    try (HttpClient client =
        racing("192.0.2.1", "192.0.2.2")
            .timeouts(Timeouts.defaults().withConnect(Duration.ofMillis(400)))
            .build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(HttpFailure.Timeout.class);
      for (Hole hole : holes) {
        hole.awaitClose();
      }
      assertThat(holes).hasSize(2);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_call_that_is_cancelled_leaves_the_race() throws Exception {
    try (HttpClient client = racing("192.0.2.1", "192.0.2.2").build()) {
      CompletableFuture<?> call = client.get("http://a.example/").sendAsync();
      Await.until(() -> holes.size() == 2);
      call.cancel(true);
      for (Hole hole : holes) {
        hole.awaitClose();
      }
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Test
  void closing_the_client_ends_the_race() throws Exception {
    HttpClient client = racing("192.0.2.1", "192.0.2.2").build();
    CompletableFuture<?> call = client.get("http://a.example/").sendAsync();
    Await.until(() -> holes.size() == 2);
    client.close();
    for (Hole hole : holes) {
      hole.awaitClose();
    }
    assertThatThrownBy(call::join).hasCauseInstanceOf(HttpFailure.ClientClosed.class);
  }

  @Test
  void what_breaks_in_the_race_is_the_callers() {
    try (HttpClient client =
        HttpClient.builder()
            .withoutProxy()
            .resolve("a.example", "203.0.113.1", "203.0.113.2")
            .network(
                (address, opening) -> {
                  throw new UnsupportedOperationException("no network today");
                })
            .build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(client.connections().leased()).isZero();
    }
  }
}
