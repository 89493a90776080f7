package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that happens on other threads and tells nobody. */
final class Await {
  private Await() {}

  /** Looks until it is so; fails after a long time. */
  static void until(BooleanSupplier condition) {
    long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawClient.PATIENCE_MILLIS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
