package io.godwit.bench.worker;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory is in use at the most while something is done: the objects of the Java heap that
 * are not garbage, and direct buffers. Garbage is left out because how much of it lies about is the
 * collector's choice: a collection is made before each look. That costs so much time that this is
 * no part of a turn.
 */
public final class LiveMemory {
  private static final long PAUSE_MILLIS = 5;
  private static final List<MemoryPoolMXBean> HEAP =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private static final List<BufferPoolMXBean> BUFFERS =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  private final AtomicLong peak = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  LiveMemory() {}

  /** Something that takes a while. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** The most bytes that were seen in use, looking again and again. */
  long peakDuring(Work work) throws Exception {
    peak.set(now());
    CountDownLatch over = new CountDownLatch(1);
    Thread looking = Thread.ofPlatform().daemon().start(() -> look(over));
    try {
      work.run();
    } finally {
      over.countDown();
      looking.join();
    }
    return peak.get();
  }

  /** How often it has looked. */
  int looks() {
    return looks.get();
  }

  private void look(CountDownLatch over) {
    try {
      do {
        peak.accumulateAndGet(now(), Math::max);
        looks.incrementAndGet();
      } while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long now() {
    System.gc();
    long bytes = 0;
    for (MemoryPoolMXBean pool : HEAP) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      bytes += afterCollection == null ? 0 : afterCollection.getUsed();
    }
    for (BufferPoolMXBean buffers : BUFFERS) {
      bytes += buffers.getMemoryUsed();
    }
    return bytes;
  }
}
