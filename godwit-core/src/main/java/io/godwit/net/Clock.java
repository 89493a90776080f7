package io.godwit.net;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Both kinds of time. Never one for the other: the wall clock may be set, the monotonic one has no
 * date.
 */
public interface Clock {
  /** A monotonic time that never comes. */
  long NEVER = Long.MAX_VALUE;

  /** What servers and files say: dates of cookies, caches and responses. */
  Instant wall();

  /** For deadlines, waits and timings: nanoseconds since some fixed moment, never negative. */
  long nanos();

  /**
   * Waits for the condition to be signalled, at most until that time of {@link #nanos()}. The
   * caller holds its lock, and calls in a loop: the wait may end early. A clock that is turned by
   * hand turns itself instead.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  default void await(Condition condition, long until) throws InterruptedException {
    long left = until - nanos();
    if (left > 0) {
      boolean _ = condition.await(left, TimeUnit.NANOSECONDS);
    }
  }

  /** The system's clocks. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }

  /** The time so many nanoseconds after another, {@link #NEVER} instead of an overflow. */
  static long after(long nanos, long delay) {
    long sum = nanos + delay;
    return sum < nanos ? NEVER : sum;
  }
}

/** The system's clocks; the monotonic one counts from the start of the process. */
final class SystemClock implements Clock {
  static final SystemClock INSTANCE = new SystemClock();

  private final long origin = System.nanoTime();

  @Override
  public Instant wall() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }
}
