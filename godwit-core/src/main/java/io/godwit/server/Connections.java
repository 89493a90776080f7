package io.godwit.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open connections of a server: how many there may be, and how all of them end. Thread-safe.
 */
final class Connections {
  private final Semaphore room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<ServerConnection> open = new HashSet<>();
  private long endedSoFar;
  private boolean stopping;

  Connections(int most) {
    this.room = new Semaphore(most);
  }

  /** Takes the place of one connection; waits while there is none. */
  void awaitRoom() throws InterruptedException {
    room.acquire();
  }

  /** Gives back a place for which there is no connection. */
  void giveRoom() {
    room.release();
  }

  /** Notes a connection that begins; false when the server ends, and it must not. */
  boolean add(ServerConnection connection) {
    lock.lock();
    try {
      return !stopping && open.add(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a connection that did not begin after all; its place is still taken. */
  void forget(ServerConnection connection) {
    lock.lock();
    try {
      open.remove(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a connection that has ended, and gives its place back. */
  void remove(ServerConnection connection) {
    lock.lock();
    try {
      open.remove(connection);
      endedSoFar++;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
    room.release();
  }

  int count() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets no other connection begin, and the open ones end when their exchange does. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
    snapshot().forEach(ServerConnection::stop);
  }

  /** Ends all connections at once. */
  void cut() {
    snapshot().forEach(ServerConnection::cut);
  }

  /** Waits until a connection ends, for so long at most. */
  void awaitEnd(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long seen = endedSoFar;
      long left = nanos;
      while (endedSoFar == seen && left > 0) {
        left = ended.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no connection is left but the caller's own; false when that took longer. */
  boolean awaitNone(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (anyButOwn()) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean anyButOwn() {
    return open.size() > 1 || (open.size() == 1 && !open.iterator().next().isCurrentThread());
  }

  private List<ServerConnection> snapshot() {
    lock.lock();
    try {
      return new ArrayList<>(open);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return snapshot().toString();
  }
}
