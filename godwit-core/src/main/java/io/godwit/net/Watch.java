package io.godwit.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The deadline of one kind of operation on one connection. The thread that is about to block stores
 * the time ({@link #arm}), and takes it back afterwards ({@link #disarm}); when it comes first, the
 * watchdog acts. Costs a store and an exchange per operation, no system call.
 */
public final class Watch {
  private static final long IDLE = Clock.NEVER;
  private static final long FIRED = Long.MIN_VALUE;
  private static final VarHandle DEADLINE;

  static {
    try {
      DEADLINE = MethodHandles.lookup().findVarHandle(Watch.class, "deadline", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Watchdog watchdog;
  private final Runnable late;

  private volatile long deadline = IDLE;

  Watch(Watchdog watchdog, Runnable late) {
    this.watchdog = watchdog;
    this.late = late;
  }

  /**
   * Starts to watch an operation.
   *
   * @param deadline of {@link Clock#nanos()}; {@link Clock#NEVER} for none
   */
  public void arm(long deadline) {
    if (this.deadline == FIRED) {
      return; // what was cut stays cut
    }
    this.deadline = deadline;
    watchdog.expect(deadline);
  }

  /**
   * Changes the time of an operation that another thread is in; not once that thread may have
   * disarmed. What has fired meanwhile stays so.
   */
  public void rearm(long deadline) {
    long seen = this.deadline;
    if (seen != FIRED && DEADLINE.compareAndSet(this, seen, deadline)) {
      watchdog.expect(deadline);
    }
  }

  /** Ends watching. True when the deadline came first, now or at an earlier operation. */
  public boolean disarm() {
    long seen = (long) DEADLINE.getAndSet(this, IDLE);
    if (seen == FIRED) {
      deadline = FIRED;
      return true;
    }
    return false;
  }

  /** Forgets the watch, when its connection is gone. */
  public void release() {
    watchdog.forget(this);
  }

  long deadline() {
    long current = deadline;
    return current == FIRED ? IDLE : current;
  }

  /** Acts when the deadline that was seen is still the one that counts. */
  void fire(long seen) {
    if (DEADLINE.compareAndSet(this, seen, FIRED)) {
      late.run();
    }
  }
}
