package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server ends, what it leaves behind, and how many connections it takes. */
class ServerLifecycleTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A handler that waits to be released, and tells when it was called. */
  private static final class Gate implements Handler {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    @Override
    public Response handle(ServerRequest request) throws InterruptedException {
      entered.countDown();
      if (!release.await(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("never released");
      }
      return Response.text("released");
    }

    void awaitEntered() throws InterruptedException {
      assertThat(entered.await(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }
  }

  private static Thread closing(HttpServer server, Duration grace) {
    return Thread.ofPlatform().name("closing").start(() -> server.close(grace));
  }

  private static void join(Thread thread) throws InterruptedException {
    assertThat(thread.join(LONG)).isTrue();
  }

  @Test
  @Row("H50")
  void idle_connections_end_at_once_and_no_other_is_accepted() throws Exception {
    HttpServer server = HttpServer.start(0, request -> Response.text("x"));
    try (RawClient used = new RawClient(server.port());
        RawClient fresh = new RawClient(server.port())) {
      used.send(get("/")).read();
      Await.until(() -> server.connections() == 2);
      server.close(LONG);
      assertThat(used.ended()).isTrue();
      assertThat(fresh.ended()).isTrue();
      assertThat(server.connections()).isZero();
      assertThatThrownBy(() -> new RawClient(server.port())).isInstanceOf(ConnectException.class);
      server.close();
    }
  }

  @Test
  void a_running_exchange_may_finish_and_says_that_the_connection_ends() throws Exception {
    Gate gate = new Gate();
    HttpServer server = HttpServer.start(0, gate);
    try (RawClient client = new RawClient(server.port())) {
      client.send(get("/") + get("/never"));
      gate.awaitEntered();
      Thread closing = closing(server, LONG);
      Await.until(() -> isRefused(server.port()));
      Await.until(() -> closing.getState() == Thread.State.TIMED_WAITING); // all are told
      gate.release.countDown();
      Reply reply = client.read();
      assertThat(reply.text()).isEqualTo("released");
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
      client.socket().close();
      join(closing);
    }
  }

  private static boolean isRefused(int port) {
    try (RawClient probe = new RawClient(port)) {
      return probe.socket().isClosed();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void what_does_not_finish_in_time_is_cut_and_interrupted() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch entered = new CountDownLatch(1);
    Handler stuck =
        request -> {
          entered.countDown();
          try {
            new CountDownLatch(1).await();
            return Response.text("never");
          } catch (InterruptedException e) {
            thrown.complete(e);
            throw e;
          }
        };
    HttpServer server = HttpServer.start(0, stuck);
    try (LogCapture log = new LogCapture();
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
      server.close(Duration.ofMillis(50));
      assertThat(server.connections()).isZero();
      assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void a_handler_that_returns_when_it_is_cut_is_still_interrupted_where_its_content_waits()
      throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch entered = new CountDownLatch(1);
    Body endless =
        Body.producer(
            to -> {
              try {
                boolean _ = new CountDownLatch(1).await(30, TimeUnit.SECONDS);
                thrown.complete(new AssertionError("was never interrupted"));
              } catch (InterruptedException e) {
                thrown.complete(e);
              }
            });
    Handler returning =
        request -> {
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Response.ok(endless);
        };
    HttpServer server = HttpServer.start(0, returning);
    try (LogCapture log = new LogCapture();
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
      server.close(Duration.ZERO);
      assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      Await.until(() -> server.connections() == 0);
      assertThat(log.warnings()).noneMatch(line -> line.getMessage().contains("goes on although"));
    }
  }

  @Test
  void no_grace_cuts_at_once_whoever_reads_or_writes() throws Exception {
    byte[] large = new byte[32 * 1024 * 1024];
    Handler handler =
        request ->
            request.path().equals("/up")
                ? Response.text(request.text())
                : Response.ok(Body.bytes(large));
    HttpServer server = HttpServer.start(0, handler);
    try (RawClient up = new RawClient(server.port());
        RawClient down = new RawClient(server.port())) {
      up.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      down.send(get("/down"));
      assertThat(down.line()).isEqualTo("HTTP/1.1 200 OK");
      server.close(Duration.ZERO);
      assertThat(server.connections()).isZero();
      assertThatThrownBy(up::read).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> down.bytes(large.length)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_handler_may_close_its_own_server_and_still_answer() throws Exception {
    CompletableFuture<HttpServer> self = new CompletableFuture<>();
    HttpServer server =
        HttpServer.start(
            0,
            request -> {
              self.join().close(LONG);
              return Response.text("last words");
            });
    self.complete(server);
    Reply reply = RawClient.once(server.port(), get("/"));
    assertThat(reply.text()).isEqualTo("last words");
    assertThat(reply.field("Connection")).isEqualTo("close");
    Await.until(() -> server.connections() == 0);
  }

  @Test
  void so_may_one_that_writes_piece_by_piece_on_a_thread_of_its_own() throws Exception {
    CompletableFuture<HttpServer> self = new CompletableFuture<>();
    HttpServer server =
        HttpServer.start(
            0,
            Handler.streaming(
                (request, response) -> {
                  self.join().close(LONG);
                  response.write("last words");
                }));
    self.complete(server);
    try (RawClient client = new RawClient(server.port())) {
      client.socket().setSoTimeout(10_000);
      Reply reply = client.send(get("/")).read();
      assertThat(reply.text()).isEqualTo("last words");
      assertThat(reply.field("Connection")).isEqualTo("close");
    }
    Await.until(() -> server.connections() == 0);
  }

  @Test
  void an_interrupt_ends_the_wait_and_not_the_close() throws Exception {
    Gate gate = new Gate();
    HttpServer server = HttpServer.start(0, gate);
    try (LogCapture log = new LogCapture();
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      gate.awaitEntered();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread closing =
          Thread.ofPlatform()
              .start(
                  () -> {
                    server.close(LONG);
                    flag.complete(Thread.currentThread().isInterrupted());
                  });
      Await.until(() -> isRefused(server.port()));
      closing.interrupt();
      assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
      Await.until(() -> server.connections() == 0);
      assertThat(log.warnings()).isNotEmpty();
    }
  }

  @Test
  void above_the_most_connections_others_wait_until_one_ends() throws Exception {
    try (HttpServer server =
        HttpServer.builder()
            .handler(request -> Response.text(request.path()))
            .maxConnections(2)
            .start()) {
      RawClient first = new RawClient(server.port());
      RawClient second = new RawClient(server.port());
      first.send(get("/1")).read();
      second.send(get("/2")).read();
      try (RawClient third = new RawClient(server.port())) {
        third.send(get("/3"));
        assertThat(second.send(get("/2")).read().text()).isEqualTo("/2");
        assertThat(server.connections()).isEqualTo(2);
        first.close();
        assertThat(third.read().text()).isEqualTo("/3");
      }
      second.close();
    }
  }

  @Test
  void a_unix_domain_socket_is_served_and_removed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("godwit.sock");
    Handler facts = request -> Response.text(request.uri().text());
    try (HttpServer server =
            HttpServer.builder().handler(facts).bind(UnixDomainSocketAddress.of(file)).start();
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      assertThat(server.addresses()).containsExactly(UnixDomainSocketAddress.of(file));
      assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
      client.write(ByteBuffer.wrap("GET /a HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1)));
      String reply = new String(Channels.newInputStream(client).readAllBytes(), ISO_8859_1);
      assertThat(reply).startsWith("HTTP/1.0 200 OK\r\n").endsWith("\r\n\r\nhttp://localhost/a");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void content_that_is_never_read_to_its_end_gives_its_buffers_back() throws Exception {
    Handler partial =
        request -> {
          try (InputStream in = request.body().open()) {
            in.readNBytes(40_000);
          }
          return Response.text("partly");
        };
    try (HttpServer server = HttpServer.start(0, partial)) {
      upload(server, 20);
      Await.until(() -> server.connections() == 0);
      long direct = directMemory();
      upload(server, 200);
      Await.until(() -> server.connections() == 0);
      assertThat(directMemory()).isLessThanOrEqualTo(direct + 4 * 128 * 1024);
    }
  }

  private static void upload(HttpServer server, int times) throws IOException {
    byte[] content = new byte[1_000_000];
    for (int i = 0; i < times; i++) {
      try (RawClient client = new RawClient(server.port())) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n").send(content);
        assertThat(client.read().text()).isEqualTo("partly");
      }
    }
  }

  private static long directMemory() {
    return java.lang.management.ManagementFactory.getPlatformMXBeans(
            java.lang.management.BufferPoolMXBean.class)
        .stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
