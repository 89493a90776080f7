package io.godwit.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final Meter meter = new Meter(OptionalInt.empty());

  @Test
  void what_virtual_threads_allocate_before_and_after_they_parked_is_counted() throws Exception {
    var kept = new AtomicReference<byte[]>();
    var allParked = new CountDownLatch(100);
    Meter.Reading start = meter.read();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 100; thread++) {
        var _ =
            executor.submit(
                () -> {
                  allocate(kept);
                  allParked.countDown();
                  allParked.await();
                  allocate(kept);
                  return null;
                });
      }
    }

    assertThat(start.until(meter.read(), 1).allocatedBytes()).isBetween(100_000_000L, 130_000_000L);
  }

  @Test
  void what_threads_allocated_that_have_ended_is_counted() throws Exception {
    var kept = new AtomicReference<byte[]>();
    Meter.Reading start = meter.read();

    Thread thread = Thread.ofPlatform().start(() -> kept.set(new byte[50_000_000]));
    thread.join();

    assertThat(start.until(meter.read(), 1).allocatedBytes()).isBetween(50_000_000L, 60_000_000L);
  }

  @Test
  void a_turn_is_the_difference_of_two_readings() {
    var start = new Meter.Reading(10, 20, 30, 40, 50, 60);
    var end = new Meter.Reading(110, 220, 330, 440, 550, 660);

    assertThat(start.until(end, 7)).isEqualTo(new Turn(7, 100, 200, 300, 400, 500, 600));
  }

  @Test
  void others_have_the_share_of_the_core_that_this_process_had_not() {
    assertThat(new Turn(1, 1000, 600, 0, 0, 0, 700).othersShare()).isEqualTo(0.1);
    assertThat(new Turn(1, 1000, 600, 0, 0, 0, 590).othersShare()).isZero();
    assertThat(new Turn(1, 1000, 600, 0, 0, 0, -1).othersShare()).isNaN();
  }

  private static void allocate(AtomicReference<byte[]> kept) {
    for (int i = 0; i < 50; i++) {
      kept.set(new byte[10_000]);
    }
  }
}
