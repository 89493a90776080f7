package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.http.HttpFailure;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that nobody waits for any more leave nothing behind. */
@Timeout(120)
final class CancelTest {
  private static final long SEED = 0x6A11L;
  private static final int CALLS = 1_000;
  private static final int AT_ONCE = 25;
  private static final int LARGE = 100_000;

  private final AtomicLong seeds = new AtomicLong(SEED);
  private final AtomicInteger heads = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();

  @Row("T50")
  @Test
  void a_cancelled_call_ends_its_exchange() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  arrived.countDown();
                  peer.awaitEnd();
                  ended.countDown();
                });
        HttpClient client = HttpClient.create()) {
      CompletableFuture<BufferedResponse> call = client.get(server.uri("/")).sendAsync();
      arrived.await();
      assertThat(call.cancel(true)).isTrue();
      ended.await();
      assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Test
  void a_stream_closed_by_another_thread_ends_the_read() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  peer.awaitEnd();
                });
        HttpClient client = HttpClient.create()) {
      StreamingResponse response = client.get(server.uri("/")).open();
      assertThat(response.body().readNBytes(4)).hasSize(4);
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      seen.complete(new AssertionError("read " + response.body().read()));
                    } catch (IOException e) {
                      seen.complete(e);
                    }
                  });
      Await.until(() -> reader.getState() == Thread.State.WAITING);
      response.close();
      assertThat(seen.join()).isInstanceOf(HttpFailure.Cancelled.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_thousand_calls_cancelled_at_random_points_leave_nothing_behind(@TempDir Path folder)
      throws Exception {
    Random random = new Random(SEED);
    try (RawServer server = RawServer.start(this::answerInPieces);
        HttpClient client =
            HttpClient.builder().pool(PoolLimits.defaults().withPerOrigin(AT_ONCE - 5)).build()) {
      cancel(client, server, random, CALLS / 4); // until threads, buffers and handles are there
      settle(client, server);
      long threads = threads();
      long handles = handles();
      long buffers = directBuffers();
      int began = heads.get();

      int made = cancel(client, server, random, CALLS);
      settle(client, server);

      assertThat(heads.get() - began).as("requests that arrived").isBetween(CALLS / 4, made - 1);
      assertThat(answers).as("answers that were begun, of those").hasValueLessThan(heads.get());
      assertThat(ends).as("answers that were given whole").hasValueLessThan(answers.get());
      assertThat(client.connections().leased()).isZero();
      assertThat(client.connections().waiting()).isZero();
      assertThat(threads()).isLessThanOrEqualTo(threads + 3); // carriers come and go
      assertThat(handles()).isLessThanOrEqualTo(handles + 2L * AT_ONCE); // idle connections
      assertThat(directBuffers())
          .as("a buffer more for each call at once, if that was never so many before, and carrier")
          .isLessThanOrEqualTo(buffers + AT_ONCE + 8);
      assertThat(client.get(server.uri("/")).send().bytes()).isNotEmpty();
      Path dump = folder.resolve("threads.json");
      Await.until(() -> !working(dump));
    }
  }

  /** Runs calls, some at once, and cancels each after a random moment; returns how many it took. */
  private static int cancel(HttpClient client, RawServer server, Random random, int enough) {
    int made = 0;
    int cancelled = 0;
    while (cancelled < enough) {
      List<CompletableFuture<BufferedResponse>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(call(client, server, random).sendAsync());
      }
      made += AT_ONCE;
      for (CompletableFuture<BufferedResponse> call : running) {
        LockSupport.parkNanos(random.nextInt(500_000)); // a random moment, not a wait
        cancelled += call.cancel(true) ? 1 : 0;
      }
    }
    return made;
  }

  private static CallBuilder call(HttpClient client, RawServer server, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> client.get(server.uri("/"));
      case 1 -> client.post(server.uri("/")).text("small");
      case 2 -> client.post(server.uri("/")).bytes(new byte[LARGE]);
      default -> client.post(server.uri("/")).stream(new ByteArrayInputStream(new byte[LARGE]));
    };
  }

  /** Until every lease has ended and the server has no connection but the idle ones. */
  private static void settle(HttpClient client, RawServer server) {
    Await.until(() -> client.connections().leased() == 0);
    Await.until(() -> server.open() == client.connections().idle());
  }

  private static long threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** Files and sockets that this process has open. */
  private static long handles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }

  /** Whether a thread of a call or of its body is left; virtual ones are in no other list. */
  private static boolean working(Path dump) {
    try {
      Files.deleteIfExists(dump);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
      String threads = Files.readString(dump);
      return threads.contains("godwit-call") || threads.contains("godwit-body");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerInPieces(RawServer.Peer peer) throws IOException {
    Random random = new Random(seeds.incrementAndGet());
    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
      heads.incrementAndGet();
      if (head.contains("Transfer-Encoding: chunked")) {
        peer.chunks();
      } else if (head.contains("Content-Length: 5\r\n")) {
        peer.in.skipNBytes(5);
      } else if (head.contains("Content-Length: ")) {
        peer.in.skipNBytes(LARGE);
      }
      LockSupport.parkNanos(random.nextInt(500_000));
      int piece = random.nextInt(4) == 0 ? 1000 : 20_000; // most of it is read in bulk
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + 3 * piece + "\r\n\r\n");
      answers.incrementAndGet();
      for (int i = 0; i < 3; i++) {
        LockSupport.parkNanos(random.nextInt(500_000));
        peer.say("x".repeat(piece));
      }
      ends.incrementAndGet();
    }
  }
}
