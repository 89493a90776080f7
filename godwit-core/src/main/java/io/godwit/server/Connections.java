package io.godwit.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server: how many there may be, and how all of them end. Thread-safe.
 */
final class Connections {
  /** Refused connections that are told so at a time; any further one is just closed. */
  private static final int MOST_REFUSED = 64;

  /** Whether a connection may begin. */
  enum Admission {
    WELCOME,
    TOO_MANY,
    ENDING
  }

  private final Semaphore room;
  private final int perAddress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<ServerConnection> open = new HashSet<>();

  /** How many are open from each address; none that has none, so that it cannot grow. */
  private final Map<Object, Integer> byAddress = new HashMap<>();

  private int refused;
  private long endedSoFar;
  private boolean stopping;

  Connections(int most, int perAddress) {
    this.room = new Semaphore(most);
    this.perAddress = perAddress;
  }

  /** Takes the place of one connection; waits while there is none. */
  void awaitRoom() throws InterruptedException {
    room.acquire();
  }

  /** Gives back a place for which there is no connection. */
  void giveRoom() {
    room.release();
  }

  /** Notes a connection that begins, if it may. */
  Admission add(ServerConnection connection) {
    Object address = counted(connection);
    lock.lock();
    try {
      if (stopping) {
        return Admission.ENDING;
      }
      if (address != null && byAddress.getOrDefault(address, 0) >= perAddress) {
        return Admission.TOO_MANY;
      }
      open.add(connection);
      if (address != null) {
        byAddress.merge(address, 1, Integer::sum);
      }
      return Admission.WELCOME;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a connection whose address was told later; false when there are too many from there. */
  boolean count(ServerConnection connection, Object address) {
    if (perAddress == Integer.MAX_VALUE) {
      return true;
    }
    lock.lock();
    try {
      if (byAddress.getOrDefault(address, 0) >= perAddress) {
        return false;
      }
      byAddress.merge(address, 1, Integer::sum);
      connection.countedAs(address);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes a connection that is only there to be told that it is one too many; false if it is not.
   */
  boolean addRefused(ServerConnection connection) {
    lock.lock();
    try {
      if (stopping || refused == MOST_REFUSED) {
        return false;
      }
      refused++;
      return open.add(connection);
    } finally {
      lock.unlock();
    }
  }

  /** How many addresses are counted. */
  int addresses() {
    lock.lock();
    try {
      return byAddress.size();
    } finally {
      lock.unlock();
    }
  }

  /** Null for who is not counted, such as everybody when there is no limit. */
  private @Nullable Object counted(ServerConnection connection) {
    return perAddress == Integer.MAX_VALUE ? null : connection.countedAs();
  }

  private void drop(ServerConnection connection) {
    if (!open.remove(connection)) {
      return;
    }
    Object address = counted(connection);
    if (connection.refused()) {
      refused--;
    } else if (address != null) {
      byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Forgets a connection that did not begin after all; its place is still taken. */
  void forget(ServerConnection connection) {
    lock.lock();
    try {
      drop(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a connection that has ended, and gives its place back. */
  void remove(ServerConnection connection) {
    lock.lock();
    try {
      drop(connection);
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
