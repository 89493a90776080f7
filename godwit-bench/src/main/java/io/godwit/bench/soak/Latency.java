package io.godwit.bench.soak;

import io.godwit.bench.driver.Blocking;
import java.util.Arrays;

/** How long the calls of one client take. */
final class Latency {
  private final Blocking client;
  private long[] nanos = new long[1 << 16];

  Latency(Blocking client) {
    this.client = client;
  }

  /** Calls again and again for so long; the time that 99 of 100 calls stay below. */
  long p99(long windowNanos) throws Exception {
    int count = 0;
    long end = System.nanoTime() + windowNanos;
    for (long before = System.nanoTime(); before < end; ) {
      client.call();
      long after = System.nanoTime();
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = after - before;
      before = after;
    }
    return p99(Arrays.copyOf(nanos, count));
  }

  /** Of at least one. */
  static long p99(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
  }
}
