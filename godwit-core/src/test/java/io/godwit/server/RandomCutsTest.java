package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.net.Channel;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the client at any byte of all kinds of exchanges, and counts what is left of them in the
 * server: threads, file handles, buffers. {@code -Dgodwit.cuts=100000} for more of them.
 */
@Timeout(600)
class RandomCutsTest {
  private static final int CUTS = Integer.getInteger("godwit.cuts", 10_000);

  /** After so many, whatever is kept for later is there. */
  private static final int FIRST = 500;

  private static final int OPEN = 20;

  /** What one client sends, one request behind the other. */
  private static List<byte[]> scripts() {
    String chunked = "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    return List.of(
            "POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /echo HTTP/1.1\r\n"
                + chunked
                + "POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue"
                + "\r\n\r\nabc"
                + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n"
                + "x".repeat(70_000)
                + get("/large"),
            "POST /streaming HTTP/1.1\r\n" + chunked + get("/streaming") + get("/endless"),
            "HEAD /endless HTTP/1.1\r\nHost: a\r\n\r\n" + get("/file") + get("/problem"),
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\nhello.",
            "POST /text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
            get("/file") + "nonsense\r\n\r\n")
        .stream()
        .map(script -> script.getBytes(ISO_8859_1))
        .toList();
  }

  private static Handler handler(Path file) {
    Handler streaming =
        Handler.streaming(
            (request, response) -> {
              try (var in = request.body().open()) {
                in.transferTo(response);
              }
              for (int i = 0; i < 3 || request.path().equals("/endless"); i++) {
                response.write(new byte[5_000]);
                response.flush();
              }
            });
    return request ->
        switch (request.path()) {
          case "/echo" -> Response.ok(Body.source(() -> request.body().open()));
          case "/large" -> Response.ok(Body.bytes(new byte[300_000]));
          case "/file" -> Response.ok(Body.file(file));
          case "/streaming", "/endless" -> streaming.handle(request);
          case "/chat" -> request.upgrade("chat", Headers.empty(), RandomCutsTest::echo);
          case "/problem" -> throw HttpProblem.of(Status.GONE, "gone");
          default -> Response.text(request.text());
        };
  }

  private static void echo(Channel channel) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(16);
    while (channel.read(piece.clear()) >= 0) {
      channel.write(new ByteBuffer[] {piece.flip()}, 1);
    }
  }

  @Test
  @Row("G26")
  void connections_cut_at_any_byte_leave_nothing_behind(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[200_000]);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, handler(file))) {
      cutAtRandom(server, random, FIRST);
      Await.until(() -> server.connections() == 0);
      long handles = openHandles();
      long buffers = directBuffers();
      cutAtRandom(server, random, CUTS);
      Await.until(() -> server.connections() == 0);
      assertThat(log.warnings()).as("seed " + seed).extracting(LogRecord::getThrown).isEmpty();
      Await.until(() -> threads("godwit-connection-") == 0);
      Await.until(() -> openHandles() <= handles);
      assertThat(server.countedAddresses()).isZero();
      assertThat(directBuffers()).as("seed " + seed).isLessThanOrEqualTo(buffers + 4 * OPEN);
      assertThat(RawClient.once(server.port(), get("/text")).status()).isEqualTo(200);
    }
    Await.until(() -> threads("godwit-accept") == 0);
  }

  private static void cutAtRandom(HttpServer server, Random random, int times) throws IOException {
    List<byte[]> scripts = scripts();
    List<RawClient> open = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      RawClient client = new RawClient(server.port());
      byte[] script = scripts.get(random.nextInt(scripts.size()));
      int most = random.nextBoolean() ? Math.min(500, script.length) : script.length;
      try {
        client.send(Arrays.copyOf(script, random.nextInt(most + 1)));
        if (random.nextInt(4) == 0) {
          client.socket().setSoTimeout(1 + random.nextInt(5));
          client.in().readNBytes(random.nextInt(400_000));
        }
      } catch (IOException e) {
        // it has answered and closed, or has nothing more to say
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|timed out).*");
      }
      if (random.nextBoolean()) {
        client.socket().setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      open.add(client);
      if (open.size() > OPEN) {
        open.remove(random.nextInt(open.size())).close();
      }
    }
    for (RawClient client : open) {
      client.close();
    }
  }

  /** What this process holds: sockets, files, pipes. */
  private static long openHandles() {
    Path list = Path.of("/proc/self/fd");
    if (!Files.isDirectory(list)) {
      return 0; // another system than Linux: the connections were counted
    }
    try (var handles = Files.list(list)) {
      return handles.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }

  /** Virtual threads are not among all threads; a dump of them is. */
  private static long threads(String name) {
    try {
      Path dump = Files.createTempFile("threads", ".txt");
      Files.delete(dump);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
      try (var lines = Files.lines(dump)) {
        return lines.filter(line -> line.contains(name)).count();
      } finally {
        Files.delete(dump);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
