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

  private CountDownLatch over = new CountDownLatch(0);
  private Thread looking = Thread.ofPlatform().unstarted(() -> {});

  /** Not looking yet; one thread begins and ends. */
  public LiveMemory() {}

  /** What is in use now, in bytes. */
  public record Used(long heap, long direct) {

    public long total() {
      return heap + direct;
    }
  }

  /** Something that takes a while. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** The most bytes that were seen in use, looking again and again. */
  long peakDuring(Work work) throws Exception {
    begin();
    try {
      work.run();
    } finally {
      end();
    }
    return peak.get();
  }

  /** Begins to look, again and again. */
  public void begin() {
    peak.set(now().total());
    CountDownLatch latch = new CountDownLatch(1);
    over = latch;
    looking = Thread.ofPlatform().daemon().start(() -> look(latch));
  }

  /** Looks no more; the most bytes that were seen in use since the beginning. */
  public long end() throws InterruptedException {
    over.countDown();
    looking.join();
    return peak.get();
  }

  /** How often it has looked. */
  int looks() {
    return looks.get();
  }

  private void look(CountDownLatch latch) {
    try {
      do {
        peak.accumulateAndGet(now().total(), Math::max);
        looks.incrementAndGet();
      } while (!latch.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects garbage, and looks at what is left. */
  public static Used now() {
    System.gc();
    long heap = 0;
    for (MemoryPoolMXBean pool : HEAP) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      heap += afterCollection == null ? 0 : afterCollection.getUsed();
    }
    long direct = 0;
    for (BufferPoolMXBean buffers : BUFFERS) {
      direct += buffers.getMemoryUsed();
    }
    return new Used(heap, direct);
  }
}
