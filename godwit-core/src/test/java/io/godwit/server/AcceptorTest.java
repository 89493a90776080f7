package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Watchdog;
import io.godwit.wire.h1.H1Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accepting goes on, whatever happens. */
class AcceptorTest {
  /** A listener whose next calls fail in turn. */
  private static final class Failing implements ConnectionSource {
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Listener listener;
    final CountDownLatch exhausted = new CountDownLatch(1);

    Failing() throws IOException {
      listener = Listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public Channel accept() throws IOException {
      switch (failures.poll()) {
        case null -> exhausted.countDown();
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new AssertionError(e);
      }
      return listener.accept();
    }

    @Override
    public boolean open() {
      return listener.open();
    }

    @Override
    public void close() {
      listener.close();
    }

    @Override
    public String authority() {
      return listener.authority();
    }

    int port() {
      return ((InetSocketAddress) listener.address()).getPort();
    }
  }

  private static ServerSettings settings(Handler handler) {
    Clock clock = Clock.system();
    return new ServerSettings(
        Answering.by(handler),
        Asked.settings(),
        H1Settings.server(),
        ServerTimeouts.defaults(),
        0,
        null,
        new ServerFields(clock, Headers.empty()),
        clock,
        Watchdog.system());
  }

  @Test
  void every_failure_to_accept_is_survived_and_a_series_logged_once() throws Exception {
    Failing source = new Failing();
    source.failures.addAll(
        List.of(
            new IOException("Too many open files"),
            new IOException("Too many open files"),
            new IllegalStateException("odd"),
            new OutOfMemoryError("thread")));
    Connections connections = new Connections(1, 1);
    Acceptor acceptor =
        new Acceptor(source, null, connections, settings(request -> Response.text("alive")));
    try (LogCapture log = new LogCapture()) {
      acceptor.start();
      assertThat(source.exhausted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(log.warnings()).hasSize(1);
      for (int i = 0; i < 3; i++) { // the one place is there again each time
        assertThat(RawClient.once(source.port(), get("/")).text()).isEqualTo("alive");
      }
      acceptor.stop();
      connections.stop();
      assertThat(connections.awaitNone(TimeUnit.SECONDS.toNanos(30))).isTrue();
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void stopping_ends_the_pause_after_a_failure_and_the_wait_for_room() throws Exception {
    Failing source = new Failing();
    for (int i = 0; i < 1000; i++) {
      source.failures.add(new IOException("Too many open files"));
    }
    Connections connections = new Connections(1, 1);
    try (LogCapture log = new LogCapture()) {
      Acceptor pausing =
          new Acceptor(source, null, connections, settings(request -> Response.of(200)));
      pausing.start();
      Await.until(() -> !log.warnings().isEmpty());
      pausing.stop();
    }
    connections.awaitRoom();
    Acceptor waiting =
        new Acceptor(new Failing(), null, connections, settings(request -> Response.of(200)));
    waiting.start();
    waiting.stop();
    assertThat(connections.count()).isZero();
  }

  @Test
  void a_connection_that_comes_while_the_server_ends_is_closed() throws Exception {
    Failing source = new Failing();
    Connections connections = new Connections(1, 1);
    connections.stop();
    Acceptor acceptor =
        new Acceptor(source, null, connections, settings(request -> Response.of(200)));
    acceptor.start();
    try (RawClient client = new RawClient(source.port())) {
      assertThat(client.ended()).isTrue();
    }
    acceptor.stop();
  }

  @Test
  void a_closed_listener_accepts_nothing() throws IOException {
    Listener listener = Listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.close();
    listener.close();
    assertThat(listener.open()).isFalse();
    org.assertj.core.api.Assertions.assertThatThrownBy(listener::accept)
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void the_authority_of_a_listener_is_its_address() throws IOException {
    assertThat(authority(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)))
        .startsWith("127.0.0.1:");
    assertThat(authority(new InetSocketAddress(0))).startsWith("localhost:");
    assertThat(authority(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0)))
        .startsWith("[0:0:0:0:0:0:0:1]:");
  }

  private static String authority(InetSocketAddress address) throws IOException {
    Listener listener = Listener.bind(address);
    try {
      return listener.authority();
    } finally {
      listener.close();
    }
  }

  /** The server of the test below, in a process with few file handles. */
  static final class FewHandles {
    private FewHandles() {}

    public static void main(String[] args) throws Exception {
      // The platform's logger needs file handles for its first line.
      System.getLogger("test").log(System.Logger.Level.WARNING, "starting");
      try (HttpServer server = HttpServer.start(0, request -> Response.text("alive"))) {
        // Nor can classes be loaded from a folder without them: each kind of end happens once.
        RawClient.once(server.port(), get("/"));
        new RawClient(server.port()).close();
        RawClient.once(server.port(), "GET / HTTP/1.0\r\n\r\n");
        Await.until(() -> server.connections() == 0);
        System.out.println(server.port());
        System.in.readAllBytes();
      }
    }
  }

  @Test
  void running_out_of_file_handles_is_survived(@TempDir Path folder) throws Exception {
    List<String> command =
        List.of(
            "sh",
            "-c",
            "ulimit -n 80; exec \"$0\" \"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-MaxFDLimit",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            FewHandles.class.getName());
    Path log = folder.resolve("log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(out.readLine());
      assertThat(RawClient.once(port, get("/")).text()).isEqualTo("alive");
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        clients.add(new RawClient(port)); // the system queues those that are not accepted
      }
      Await.until(() -> text(log).contains("cannot accept"));
      assertThat(clients.getFirst().send(get("/")).read().text()).isEqualTo("alive");
      for (RawClient client : clients) {
        client.close();
      }
      assertThat(RawClient.once(port, get("/")).text()).isEqualTo("alive");
      process.getOutputStream().close();
      assertThat(process.waitFor(Duration.ofSeconds(30))).isTrue();
      assertThat(process.exitValue()).as(text(log)).isZero();
      assertThat(text(log).split("cannot accept", -1)).as(text(log)).hasSize(2);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
