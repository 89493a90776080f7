package io.godwit.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveMemoryTest {
  private static final int MUCH = 48 << 20;

  private final LiveMemory memory = new LiveMemory();
  private final AtomicReference<Object> held = new AtomicReference<>();

  /** A direct buffer goes some time after the collection that found nobody has it. */
  @AfterEach
  void letGo() {
    held.set(this);
    while (directBytes() > MUCH / 2) {
      System.gc();
    }
  }

  @Test
  void what_is_held_on_the_heap_is_seen() throws Exception {
    long nothing = memory.peakDuring(() -> {});

    long peak =
        memory.peakDuring(
            () -> {
              held.set(new byte[MUCH]);
              awaitLooks(2);
            });

    assertThat(peak - nothing).isBetween((long) MUCH * 9 / 10, (long) MUCH * 3 / 2);
  }

  @Test
  void what_is_held_in_direct_buffers_is_seen() throws Exception {
    long nothing = memory.peakDuring(() -> {});

    long peak =
        memory.peakDuring(
            () -> {
              held.set(ByteBuffer.allocateDirect(MUCH));
              awaitLooks(2);
            });

    assertThat(peak - nothing).isBetween((long) MUCH * 9 / 10, (long) MUCH * 3 / 2);
  }

  @Test
  void garbage_is_not() throws Exception {
    long nothing = memory.peakDuring(() -> {});
    long peak =
        memory.peakDuring(
            () -> {
              for (int i = 0; i < 2000; i++) {
                held.set(new byte[64 * 1024]);
              }
            });

    assertThat(peak - nothing).isLessThan(MUCH / 2);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** The first may have begun before. */
  private void awaitLooks(int looks) {
    int wanted = memory.looks() + looks;
    while (memory.looks() < wanted) {
      Thread.onSpinWait();
    }
  }
}
