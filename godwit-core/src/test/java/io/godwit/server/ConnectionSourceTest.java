package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Response;
import io.godwit.net.Channel;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionSourceTest {
  /** Hands over what the test gives it. */
  private static final class Given implements ConnectionSource {
    final LinkedBlockingQueue<Channel> coming = new LinkedBlockingQueue<>();
    volatile boolean open = true;

    Channel connect() {
      MemoryChannel[] ends = MemoryChannel.pair();
      coming.add(ends[0]);
      return ends[1];
    }

    @Override
    public Channel accept() throws IOException {
      try {
        return coming.take();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }

    @Override
    public boolean open() {
      return open;
    }

    @Override
    public void close() {
      open = false;
      coming.add(MemoryChannel.pair()[0]);
    }

    @Override
    public String authority() {
      return "in-memory";
    }
  }

  private static String exchange(Channel client, String request) throws IOException {
    client.write(new ByteBuffer[] {ByteBuffer.wrap(request.getBytes(ISO_8859_1))}, 1);
    ByteBuffer answer = ByteBuffer.allocate(4096);
    while (client.read(answer) >= 0) {}
    return new String(answer.array(), 0, answer.position(), ISO_8859_1);
  }

  @Test
  @Row("G25")
  void connections_in_memory_are_served_and_need_no_socket() throws Exception {
    Given source = new Given();
    try (HttpServer server =
        HttpServer.builder()
            .handler(request -> Response.text(request.uri() + " from " + request.remote()))
            .source(source)
            .start()) {
      assertThat(server.addresses()).isEmpty();
      assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
      for (int i = 0; i < 3; i++) {
        assertThat(exchange(source.connect(), "GET /a HTTP/1.0\r\n\r\n"))
            .startsWith("HTTP/1.0 200 ")
            .endsWith("http://in-memory/a from memory/<unresolved>:1");
      }
    }
    assertThat(source.open).isFalse();
  }

  @Test
  void a_source_serves_beside_addresses() throws Exception {
    Given source = new Given();
    try (HttpServer server =
        HttpServer.builder()
            .handler(request -> Response.text("both"))
            .port(0)
            .source(source)
            .start()) {
      assertThat(RawClient.once(server.port(), get("/")).text()).isEqualTo("both");
      assertThat(exchange(source.connect(), "GET / HTTP/1.0\r\n\r\n")).endsWith("both");
    }
  }

  @Test
  void a_socket_that_was_bound_elsewhere_is_served_and_closed(@TempDir Path folder)
      throws Exception {
    ServerSocketChannel tcp = ServerSocketChannel.open();
    tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    tcp.configureBlocking(false); // as somebody else has left it
    Path file = folder.resolve("socket");
    ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    unix.bind(UnixDomainSocketAddress.of(file));
    try (HttpServer server =
        HttpServer.builder()
            .handler(request -> Response.text("inherited"))
            .source(ConnectionSource.of(tcp))
            .source(ConnectionSource.of(unix))
            .start()) {
      assertThat(server.addresses())
          .containsExactly(tcp.getLocalAddress(), UnixDomainSocketAddress.of(file));
      assertThat(RawClient.once(server.port(), get("/")).text()).isEqualTo("inherited");
    }
    assertThat(tcp.isOpen()).isFalse();
    assertThat(Files.exists(file)).as("made by somebody else").isTrue();
  }

  @Test
  void a_socket_that_is_not_bound_is_no_source() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open()) {
      assertThatThrownBy(() -> ConnectionSource.of(socket))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Whatever a handler has opened for a tunnel is closed by the takeover, and by nothing else. */
  @Test
  void what_was_to_follow_a_switch_is_called_though_the_client_has_gone() throws Exception {
    CompletableFuture<Object> read = new CompletableFuture<>();
    CountDownLatch gone = new CountDownLatch(1);
    Given source = new Given();
    Takeover tunnel =
        channel -> {
          try {
            read.complete(channel.read(ByteBuffer.allocate(1)));
          } catch (IOException e) {
            read.complete(e);
          }
        };
    try (HttpServer server =
        HttpServer.builder()
            .handler(request -> Response.text(""))
            .onConnect(
                request -> {
                  assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
                  return request.tunnel(tunnel);
                })
            .source(source)
            .start()) {
      Channel client = source.connect();
      write(client, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n");
      client.close();
      gone.countDown();
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(-1); // the pipe of a test just ends
      Await.until(() -> server.connections() == 0);
    }
  }

  @Test
  void a_request_that_was_read_when_the_server_begins_to_stop_is_answered() throws Exception {
    Given source = new Given();
    CompletableFuture<HttpServer> self = new CompletableFuture<>();
    CountDownLatch stopping = new CountDownLatch(1);
    MemoryChannel[] ends = MemoryChannel.pair();
    InvocationHandler stopAfterRead =
        (_, method, arguments) -> {
          Object result = method.invoke(ends[0], arguments);
          if (method.getName().equals("shutdownInput")) {
            stopping.countDown();
          } else if (method.getName().equals("read") && stopping.getCount() > 0) {
            Thread.ofVirtual().start(() -> self.join().close());
            assertThat(stopping.await(30, TimeUnit.SECONDS)).isTrue();
          }
          return result;
        };
    source.coming.add(
        (Channel)
            Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, stopAfterRead));
    write(ends[1], get("/"));
    try (HttpServer server =
        HttpServer.builder().handler(request -> Response.text("last")).source(source).start()) {
      self.complete(server);
      ByteBuffer reply = ByteBuffer.allocate(1024);
      while (ends[1].read(reply) >= 0) {
        assertThat(reply.hasRemaining()).isTrue();
      }
      assertThat(ISO_8859_1.decode(reply.flip()).toString())
          .startsWith("HTTP/1.1 200 OK")
          .contains("Connection: close")
          .endsWith("last");
      ends[1].close();
    }
  }

  private static void write(Channel to, String text) throws IOException {
    to.write(new ByteBuffer[] {ByteBuffer.wrap(text.getBytes(ISO_8859_1))}, 1);
  }
}
