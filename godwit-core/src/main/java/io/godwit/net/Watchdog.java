package io.godwit.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends operations that take too long: one daemon thread over all watches, parked until the earliest
 * deadline, or for good when nothing is armed. This keeps deadlines off the operations themselves:
 * a timed read costs more than twice a plain one.
 *
 * <p>Thread-safe. The actions run on the watchdog's thread and do not block: they shut a socket.
 */
public final class Watchdog {
  private final Clock clock;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /**
   * When the thread looks next; {@link Clock#NEVER} while nothing is armed. It stays as it is when
   * the operation it was set for ends in time, so that operations with a short deadline do not wake
   * the thread one by one.
   */
  private final AtomicLong wake = new AtomicLong(Clock.NEVER);

  private Watchdog(Clock clock) {
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("godwit-watchdog").unstarted(this::run);
  }

  /** The one watchdog of the process; its thread starts with the first watch. */
  public static Watchdog system() {
    return Shared.WATCHDOG;
  }

  /** Registers a watch that runs this when its deadline comes; to be released by its owner. */
  public Watch watch(Runnable late) {
    Watch watch = new Watch(this, late);
    watches.add(watch);
    return watch;
  }

  void forget(Watch watch) {
    watches.remove(watch);
  }

  /**
   * Makes sure that the thread looks in time. The caller has stored the deadline before: either the
   * look that is under way sees it, or this call sees that no look is due early enough.
   */
  void expect(long deadline) {
    if (lookAt(deadline)) {
      LockSupport.unpark(thread);
    }
  }

  /** Sets the time of the next look; false when that was due as early already. */
  private boolean lookAt(long time) {
    long current = wake.get();
    while (time < current) {
      if (wake.compareAndSet(current, time)) {
        return true;
      }
      current = wake.get();
    }
    return false;
  }

  private void run() {
    while (true) {
      long now = clock.nanos();
      long due = wake.get();
      if (due <= now) {
        wake.set(Clock.NEVER);
        lookAt(fireWhatIsDue(now));
      } else if (due == Clock.NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, due - now);
      }
    }
  }

  private long fireWhatIsDue(long now) {
    long next = Clock.NEVER;
    for (Watch watch : watches) {
      long deadline = watch.deadline();
      if (deadline <= now) {
        fire(watch, deadline);
      } else {
        next = Math.min(next, deadline);
      }
    }
    return next;
  }

  private static void fire(Watch watch, long deadline) {
    try {
      watch.fire(deadline);
    } catch (RuntimeException | Error e) {
      log().log(System.Logger.Level.WARNING, "an operation could not be ended in time", e);
    }
  }

  /** Starts the thread with the class, not with the constructor. */
  private static final class Shared {
    static final Watchdog WATCHDOG = new Watchdog(Clock.system());

    static {
      WATCHDOG.thread.start();
    }
  }

  /** Asked for when there is something to log, which is seldom: the JDK's logging starts slowly. */
  private static System.Logger log() {
    return System.getLogger(Watchdog.class.getName());
  }
}
