package io.godwit.policy.pool;

import java.util.ArrayDeque;

/** What a planner knows about one key; kept while there is anything to know. */
final class Site<K, C> {
  final K key;
  final IdleStack<C> idle = new IdleStack<>();

  /** The oldest first. */
  final ArrayDeque<Waiter<K, C>> waiters = new ArrayDeque<>();

  int leased;

  Site(K key) {
    this.key = key;
  }

  /** How many connections there are. */
  int open() {
    return leased + idle.size();
  }

  boolean isEmpty() {
    return leased == 0 && idle.isEmpty() && waiters.isEmpty();
  }
}
