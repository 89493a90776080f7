package io.godwit.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriversTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
  void every_driver_does_exactly_as_many_requests_as_asked(int requests) throws Exception {
    new OneThread(counting()).run(requests);
    assertThat(calls.getAndSet(0)).isEqualTo(requests);

    VirtualThreads.sharing(counting(), 64).run(requests);
    assertThat(calls.getAndSet(0)).isEqualTo(requests);

    VirtualThreads.each(this::counting, 64).run(requests);
    assertThat(calls.getAndSet(0)).isEqualTo(requests);

    try (var client = new CallbackClient()) {
      new InFlight(client, 64).run(requests);
    }
    assertThat(calls.get()).isEqualTo(requests);
  }

  @Test
  void calls_in_flight_stay_within_their_number_and_reach_it() throws Exception {
    try (var client = new CallbackClient()) {
      new InFlight(client, 8).run(5000);

      assertThat(client.mostWaiting.get()).isLessThanOrEqualTo(8);
      assertThat(client.firstBatch.get()).isEqualTo(8);
    }
  }

  @Test
  void a_failure_ends_the_run_of_every_driver() {
    Blocking failing = blocking(() -> new IOException("it broke"));

    assertThatThrownBy(() -> new OneThread(failing).run(10)).hasMessage("it broke");
    assertThatThrownBy(() -> VirtualThreads.sharing(failing, 4).run(10))
        .hasRootCauseMessage("it broke");
    assertThatThrownBy(() -> new InFlight(new FailingClient(), 4).run(10))
        .hasRootCauseMessage("it broke");
  }

  @Test
  void a_shared_client_is_closed_once_and_connections_each() throws Exception {
    VirtualThreads.sharing(counting(), 64).close();
    assertThat(closed.getAndSet(0)).isEqualTo(1);

    VirtualThreads.each(this::counting, 64).close();
    assertThat(closed.get()).isEqualTo(64);
  }

  @Test
  void an_answer_that_is_not_as_expected_is_refused() {
    var target = new Target("127.0.0.1", 80, "/x", 5);

    target.check(200, "text/plain", 5);
    assertThatThrownBy(() -> target.check(404, "text/plain", 5)).hasMessageContaining("404");
    assertThatThrownBy(() -> target.check(200, null, 5)).hasMessageContaining("null");
    assertThatThrownBy(() -> target.check(200, "text/plain", 4)).hasMessageContaining("4 bytes");
  }

  @Test
  void an_origin_that_has_not_got_all_is_refused() {
    var target = new Target("127.0.0.1", 80, "/x", 5000);

    target.checkSent(200, "text/plain", "5000");
    target.checkSent(200, "text/plain", "9095");
    assertThatThrownBy(() -> target.checkSent(200, "text/plain", "4999"))
        .hasMessageContaining("4999");
    assertThatThrownBy(() -> target.checkSent(200, "text/plain", "9096"))
        .hasMessageContaining("9096");
    assertThatThrownBy(() -> target.checkSent(200, "text/plain", "all"))
        .hasMessageContaining("all");
    assertThatThrownBy(() -> target.checkSent(413, "text/plain", "5000"))
        .hasMessageContaining("413");
  }

  @Test
  void content_in_memory_has_its_length_and_no_more() throws IOException {
    assertThat(new Drain().count(new MemoryContent(200_000))).isEqualTo(200_000);
    assertThat(new MemoryContent(2).readAllBytes()).hasSize(2);
    var one = new MemoryContent(1);
    assertThat(one.read()).isZero();
    assertThat(one.read()).isEqualTo(-1);
    assertThat(one.read(new byte[3])).isEqualTo(-1);
  }

  private Blocking counting() {
    return new Blocking() {
      @Override
      public void call() {
        calls.incrementAndGet();
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  private static Blocking blocking(Supplier<IOException> failure) {
    return new Blocking() {
      @Override
      public void call() throws IOException {
        throw failure.get();
      }

      @Override
      public void close() {}
    };
  }

  /** Answers on a thread of its own, in order. */
  private final class CallbackClient implements Async {
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ConcurrentLinkedQueue<Report> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final AtomicInteger firstBatch = new AtomicInteger();

    @Override
    public void start(Runnable firstCalls) {
      loop.execute(
          () -> {
            firstCalls.run();
            firstBatch.set(waiting.size());
            answer();
          });
    }

    @Override
    public void get(Report report) {
      calls.incrementAndGet();
      waiting.add(report);
      mostWaiting.accumulateAndGet(waiting.size(), Math::max);
    }

    @Override
    public void close() {
      loop.close();
    }

    private void answer() {
      for (Report report = waiting.poll(); report != null; report = waiting.poll()) {
        report.done(null);
      }
    }
  }

  private static final class FailingClient implements Async {
    @Override
    public void get(Report report) {
      report.checked(
          () -> {
            throw new IllegalStateException("it broke");
          });
    }

    @Override
    public void close() {}
  }
}
