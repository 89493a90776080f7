package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the calls of a client wait for besides I/O: a moment, or another call that does the same for
 * all of them. Safe between threads; every wait ends with the call's deadline, an interrupt or the
 * client.
 */
final class Waits {
  private final Clock clock;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Set<Object> taken = new HashSet<>();
  private boolean closed;

  Waits(Clock clock) {
    this.clock = clock;
  }

  /**
   * Waits until that monotonic time.
   *
   * @throws HttpFailure when the call's time or the client ends first, or the thread is interrupted
   */
  void until(long nanos, CallClock time) throws HttpFailure {
    lock.lock();
    try {
      while (clock.nanos() < nanos) {
        await(nanos, time);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the key, or waits until the one who has it leaves it.
   *
   * @return whether it was taken, and is to be left again
   * @throws HttpFailure as for a moment
   */
  boolean join(Object key, CallClock time) throws HttpFailure {
    lock.lock();
    try {
      if (taken.add(key)) {
        return true;
      }
      while (taken.contains(key)) {
        await(Clock.NEVER, time);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the others go on. */
  void leave(Object key) {
    lock.lock();
    try {
      taken.remove(key);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await(long until, CallClock time) throws HttpFailure {
    if (closed) {
      throw new HttpFailure.ClientClosed(Sent.NO);
    }
    if (clock.nanos() >= time.deadline()) {
      throw new HttpFailure.Timeout(Phase.TOTAL, time.limit(), Sent.NO);
    }
    try {
      clock.await(changed, Math.min(until, time.deadline()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(Sent.NO, e);
    }
  }
}
