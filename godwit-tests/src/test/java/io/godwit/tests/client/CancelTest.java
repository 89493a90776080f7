package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that nobody waits for any more leave nothing behind. */
@Timeout(120)
final class CancelTest {
  private static final long SEED = 0x6A11L;
  private static final int CALLS = 1_000;
  private static final int AT_ONCE = 25;

  private final AtomicLong seeds = new AtomicLong(SEED);

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
  void a_thousand_calls_cancelled_at_random_points_leave_nothing_behind() throws Exception {
    Random random = new Random(SEED);
    try (RawServer server = RawServer.start(this::answerInPieces);
        HttpClient client =
            HttpClient.builder().pool(PoolLimits.defaults().withPerOrigin(AT_ONCE - 5)).build()) {
      cancelSome(client, server, random, AT_ONCE * 4);
      settle(client, server);
      long threads = ManagementFactory.getThreadMXBean().getThreadCount();
      long buffers = directBuffers();

      int cancelled = cancelSome(client, server, random, CALLS);
      settle(client, server);

      assertThat(cancelled).as("calls that were cancelled in time").isGreaterThan(CALLS / 4);
      assertThat(client.connections().leased()).isZero();
      assertThat(client.connections().waiting()).isZero();
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
          .isLessThanOrEqualTo((int) threads + 3); // carriers come and go
      assertThat(directBuffers())
          .as("at most a buffer more for each connection at once, and the JDK's own per carrier")
          .isLessThanOrEqualTo(buffers + AT_ONCE - 5 + 8);
      assertThat(client.get(server.uri("/")).send().text()).hasSize(3000);
    }
  }

  /** Runs so many calls, some at once, and cancels each after a random moment. */
  private static int cancelSome(HttpClient client, RawServer server, Random random, int calls) {
    int cancelled = 0;
    List<CompletableFuture<BufferedResponse>> running = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      var builder =
          random.nextBoolean() ? client.get(server.uri("/")) : client.post(server.uri("/"));
      if (random.nextInt(4) == 0) {
        builder.bytes(new byte[100_000]);
      }
      running.add(builder.sendAsync());
      if (running.size() == AT_ONCE) {
        LockSupport.parkNanos(random.nextInt(3_000_000)); // a random moment, not a wait
        for (CompletableFuture<BufferedResponse> call : running) {
          cancelled += call.cancel(true) ? 1 : 0;
        }
        running.clear();
      }
    }
    return cancelled;
  }

  /** Until every lease has ended and the server has no connection but the idle ones. */
  private static void settle(HttpClient client, RawServer server) {
    Await.until(() -> client.connections().leased() == 0);
    Await.until(() -> server.open() == client.connections().idle());
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }

  private void answerInPieces(RawServer.Peer peer) throws IOException {
    Random random = new Random(seeds.incrementAndGet());
    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
      if (head.contains("Content-Length: 100000")) {
        peer.in.skipNBytes(100_000);
      }
      LockSupport.parkNanos(random.nextInt(500_000));
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        LockSupport.parkNanos(random.nextInt(500_000));
        peer.say("x".repeat(1000));
      }
    }
  }
}
