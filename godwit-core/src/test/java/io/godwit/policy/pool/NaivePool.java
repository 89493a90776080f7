package io.godwit.policy.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What {@link PoolPlanner} is to do, said as plainly as possible: flat lists, searched from end to
 * end. Slow, and meant to be read.
 */
final class NaivePool {
  record Idle(int key, int connection, long since, long expiry) {}

  /** One who waits; compared by identity. */
  static final class Waiting {
    final int key;
    boolean served;
    boolean gone;
    Optional<Integer> connection = Optional.empty();
    long openedAt;

    Waiting(int key) {
      this.key = key;
    }
  }

  /** One entry per lease: its key. */
  final List<Integer> leases = new ArrayList<>();

  /** The longest idle first. */
  final List<Idle> idle = new ArrayList<>();

  /** The oldest first. */
  final List<Waiting> waiting = new ArrayList<>();

  final List<Integer> closing = new ArrayList<>();

  private final int perKey;
  private final int total;
  private final long idleNanos;
  private final long ageNanos;

  NaivePool(int perKey, int total, long idleNanos, long ageNanos) {
    this.perKey = perKey;
    this.total = total;
    this.idleNanos = idleNanos;
    this.ageNanos = ageNanos;
  }

  Optional<Idle> acquire(int key, long now) {
    if (anyoneWaitsFor(key)) {
      return Optional.empty();
    }
    for (Idle candidate : idle.reversed().stream().filter(i -> i.key() == key).toList()) {
      idle.remove(candidate);
      if (now < candidate.expiry()) {
        leases.add(key);
        return Optional.of(candidate);
      }
      closing.add(candidate.connection());
    }
    return Optional.empty();
  }

  boolean reserve(int key) {
    if (anyoneWaitsFor(key)) {
      return false;
    }
    boolean keyIsFull = leased(key) + idle(key) >= perKey;
    if (keyIsFull || leases.size() + idle.size() >= total) {
      Optional<Idle> victim =
          idle.stream()
              .filter(i -> !keyIsFull || i.key() == key)
              .min(Comparator.comparingLong(Idle::since));
      if (victim.isEmpty()) {
        return false;
      }
      idle.remove(victim.get());
      closing.add(victim.get().connection());
    }
    leases.add(key);
    return true;
  }

  Waiting enqueue(int key) {
    var waiter = new Waiting(key);
    waiting.add(waiter);
    return waiter;
  }

  Optional<Waiting> abandon(Waiting waiter, long now) {
    if (waiter.gone) {
      return Optional.empty();
    }
    waiter.gone = true;
    if (!waiter.served) {
      waiting.remove(waiter);
      return Optional.empty();
    }
    return waiter.connection.isPresent()
        ? release(waiter.key, waiter.connection.get(), waiter.openedAt, now)
        : discard(waiter.key);
  }

  Optional<Waiting> release(int key, int connection, long openedAt, long now) {
    boolean old = now - openedAt >= ageNanos;
    Optional<Waiting> next = waiting.stream().filter(w -> w.key == key).findFirst();
    if (!old && next.isPresent()) {
      serve(next.get());
      next.get().connection = Optional.of(connection);
      next.get().openedAt = openedAt;
      return next;
    }
    Optional<Waiting> inItsPlace = discard(key);
    if (old || inItsPlace.isPresent() || idleNanos == 0) {
      closing.add(connection);
    } else {
      idle.add(new Idle(key, connection, now, Math.min(now + idleNanos, openedAt + ageNanos)));
    }
    return inItsPlace;
  }

  Optional<Waiting> discard(int key) {
    leases.remove(Integer.valueOf(key));
    if (leases.size() + idle.size() >= total) {
      return Optional.empty();
    }
    Optional<Waiting> next =
        waiting.stream().filter(w -> leased(w.key) + idle(w.key) < perKey).findFirst();
    if (next.isPresent()) {
      serve(next.get());
      leases.add(next.get().key);
    }
    return next;
  }

  void expire(long now) {
    List<Idle> due = idle.stream().filter(i -> now >= i.expiry()).toList();
    idle.removeAll(due);
    due.forEach(i -> closing.add(i.connection()));
  }

  long nextExpiry() {
    return idle.stream().mapToLong(Idle::expiry).min().orElse(Long.MAX_VALUE);
  }

  void clear() {
    idle.forEach(i -> closing.add(i.connection()));
    idle.clear();
  }

  /** Whether somebody waits though nothing is in the way, or nothing but idle connections. */
  boolean someoneStarves() {
    return waiting.stream().anyMatch(w -> leased(w.key) < perKey && leases.size() < total);
  }

  int leased(int key) {
    return (int) leases.stream().filter(k -> k == key).count();
  }

  int idle(int key) {
    return (int) idle.stream().filter(i -> i.key() == key).count();
  }

  int waiting(int key) {
    return (int) waiting.stream().filter(w -> w.key == key).count();
  }

  private boolean anyoneWaitsFor(int key) {
    return waiting(key) > 0;
  }

  private void serve(Waiting waiter) {
    waiting.remove(waiter);
    waiter.served = true;
  }
}
