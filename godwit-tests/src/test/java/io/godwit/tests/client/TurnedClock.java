package io.godwit.tests.client;

import io.godwit.net.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/**
 * A clock that runs as the system's does and can be turned forward, both kinds of time together: by
 * a test, and by a call that waits for a time, which so comes at once.
 */
final class TurnedClock implements Clock {
  private final AtomicLong turned = new AtomicLong();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();

  @Override
  public Instant wall() {
    return Clock.system().wall().plusNanos(turned.get());
  }

  @Override
  public long nanos() {
    return Clock.system().nanos() + turned.get();
  }

  @Override
  public void await(Condition condition, long until) {
    long left = until - nanos();
    if (left > 0) {
      waits.add(Duration.ofNanos(left));
      turned.addAndGet(left);
    }
  }

  void turn(Duration time) {
    turned.addAndGet(time.toNanos());
  }

  /** What calls have waited for, each rounded up by what time went by meanwhile. */
  List<Duration> waits() {
    return waits;
  }
}
