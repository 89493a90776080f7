package io.godwit.policy.pool;

import org.jspecify.annotations.Nullable;

/**
 * One call that waits for its turn. It gets either a connection, or the right to open one. Mutable,
 * and like the planner only to be touched under the pool's lock.
 *
 * @param <K> what connections are kept apart by
 * @param <C> the connections
 */
public final class Waiter<K, C> {
  enum State {
    WAITING,
    SERVED,
    GONE
  }

  final K key;

  /** The order of arrival over all keys. */
  final long turn;

  State state = State.WAITING;
  long openedAt;

  private @Nullable C connection;
  private @Nullable Object attachment;

  Waiter(K key, long turn) {
    this.key = key;
    this.turn = turn;
  }

  /** What it waits for a connection to. */
  public K key() {
    return key;
  }

  /** Whether its turn has come: there is a {@link #connection()}, or else it may open one. */
  public boolean served() {
    return state == State.SERVED;
  }

  /** The connection it was given; null while it waits, and when it may open one itself. */
  public @Nullable C connection() {
    return connection;
  }

  /** Whether it may open a connection itself; its place is reserved already. */
  public boolean mayOpen() {
    return served() && connection == null;
  }

  /** What {@link #attach} stored. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Stores what the pool needs to wake this waiter; the planner does not look at it. */
  public void attach(Object attachment) {
    this.attachment = attachment;
  }

  void serve(@Nullable C connection, long openedAt) {
    this.state = State.SERVED;
    this.connection = connection;
    this.openedAt = openedAt;
  }

  void leave() {
    state = State.GONE;
    connection = null;
  }
}
