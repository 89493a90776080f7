package io.godwit.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends operations that take too long: one daemon thread over all watches, parked until the earliest
 * deadline, or for good when nothing is armed. This keeps deadlines off the operations themselves:
 * a timed read costs more than twice a plain one.
 *
 * <p>Thread-safe. The actions run on the watchdog's thread and do not block: they shut a socket.
 */
public final class Watchdog {
  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());

  private final Clock clock;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /** When the thread wakes by itself; MAX_VALUE while it looks and while nothing is armed. */
  private volatile long wake = Clock.NEVER;

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
   * Makes sure that the thread wakes in time. The caller has stored the deadline before: either the
   * thread's next look sees it, or this call sees the time the thread has chosen.
   */
  void expect(long deadline) {
    if (deadline < wake) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (true) {
      wake = Clock.NEVER;
      long next = fireWhatIsDue(clock.nanos());
      wake = next;
      if (next == Clock.NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, next - clock.nanos());
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
      LOG.log(System.Logger.Level.WARNING, "an operation could not be ended in time", e);
    }
  }

  /** Starts the thread with the class, not with the constructor. */
  private static final class Shared {
    static final Watchdog WATCHDOG = new Watchdog(Clock.system());

    static {
      WATCHDOG.thread.start();
    }
  }
}
