package io.godwit.policy.pool;

import java.util.Arrays;

/**
 * The idle connections of one key, the most recently used on top. Arrays instead of nodes, so that
 * a connection can come and go without anything being allocated.
 */
final class IdleStack<C> {
  private static final int FIRST_CAPACITY = 4;

  /** Is handed what is taken out, with its times. */
  @FunctionalInterface
  interface Taker<C> {
    void take(C connection, long idleSince, long expiresAt);
  }

  private Object[] connections = new Object[FIRST_CAPACITY];
  private long[] idleSince = new long[FIRST_CAPACITY];
  private long[] expiresAt = new long[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void push(C connection, long since, long expiry) {
    if (size == connections.length) {
      grow();
    }
    connections[size] = connection;
    idleSince[size] = since;
    expiresAt[size] = expiry;
    size++;
  }

  /** Since when the one on top has been idle. */
  long topIdleSince() {
    return idleSince[size - 1];
  }

  /** When the one on top is to be closed. */
  long topExpiresAt() {
    return expiresAt[size - 1];
  }

  /** Since when the one at the bottom, the longest idle, has been idle. */
  long bottomIdleSince() {
    return idleSince[0];
  }

  C popTop() {
    size--;
    C top = at(size);
    connections[size] = null;
    return top;
  }

  C popBottom() {
    C bottom = at(0);
    copyDown(1, 0, size - 1);
    size--;
    connections[size] = null;
    return bottom;
  }

  /** Takes out those whose time has come, the longest idle first. */
  void popExpired(long now, Taker<? super C> taker) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (now >= expiresAt[i]) {
        taker.take(at(i), idleSince[i], expiresAt[i]);
      } else {
        copyDown(i, kept, 1);
        kept++;
      }
    }
    Arrays.fill(connections, kept, size, null);
    size = kept;
  }

  /** When the first of them is to be closed; {@link Long#MAX_VALUE} when there is none. */
  long firstExpiry() {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      first = Math.min(first, expiresAt[i]);
    }
    return first;
  }

  @SuppressWarnings("unchecked") // only push() stores
  private C at(int index) {
    return (C) connections[index];
  }

  private void copyDown(int from, int to, int count) {
    System.arraycopy(connections, from, connections, to, count);
    System.arraycopy(idleSince, from, idleSince, to, count);
    System.arraycopy(expiresAt, from, expiresAt, to, count);
  }

  private void grow() {
    int capacity = size * 2;
    connections = Arrays.copyOf(connections, capacity);
    idleSince = Arrays.copyOf(idleSince, capacity);
    expiresAt = Arrays.copyOf(expiresAt, capacity);
  }
}
