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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
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
}
