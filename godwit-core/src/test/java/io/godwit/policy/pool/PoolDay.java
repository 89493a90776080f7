package io.godwit.policy.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A random day of a pool, lived by {@link PoolPlanner} and by {@link NaivePool} alike: each answer
 * must be the same, and what a pool promises must hold after every step.
 */
final class PoolDay {
  private static final int KEYS = 4;

  /** A connection in the hands of a caller. */
  private record Lease(int key, int connection) {}

  private record Pair(Waiter<Integer, Integer> planned, NaivePool.Waiting plain) {}

  private final Random random;
  private final int perKey;
  private final int total;
  private final PoolPlanner<Integer, Integer> planner;
  private final NaivePool plain;

  private final List<Lease> leases = new ArrayList<>();
  private final List<Pair> waiters = new ArrayList<>();

  /** When each connection was opened; a connection is its number. */
  private final Map<Integer, Long> openedAt = new HashMap<>();

  private final Set<Integer> closed = new TreeSet<>();
  private final Set<String> seen = new TreeSet<>();
  private long now = 1;
  private long closedByCallers;
  private long enqueued;

  PoolDay(int seed) {
    random = new Random(seed);
    perKey = 1 + random.nextInt(4);
    total = 1 + random.nextInt(8);
    long idle = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(60);
    long age = random.nextBoolean() ? 20 + random.nextInt(200) : Long.MAX_VALUE / 2;
    planner = new PoolPlanner<>(perKey, total, idle, age);
    plain = new NaivePool(perKey, total, idle, age);
  }

  /** What has happened so far. */
  Set<String> seen() {
    return seen;
  }

  void step() {
    now += 1 + random.nextInt(6); // never the same twice: so which one is idle longest is certain
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6 -> lease(random.nextInt(KEYS), random.nextInt(5) == 0);
      case 7, 8, 9, 10, 11, 12 -> release();
      case 13, 14 -> discard();
      case 15, 16 -> takeWhatWasServed();
      case 17 -> abandon();
      case 18 -> expire();
      default -> clearOnceInAWhile();
    }
    check();
  }

  /** All calls end; then nothing is left, and everything that was opened was closed once. */
  void end() {
    while (!waiters.isEmpty() || !leases.isEmpty()) {
      now++;
      abandon();
      release();
      check();
    }
    clear();
    check();
    assertThat(planner.snapshot().toString()).startsWith("0 in use, 0 idle, 0 waiting\n");
    assertThat(closed).isEqualTo(openedAt.keySet());
    PoolTotals totals = planner.snapshot().totals();
    long counted = totals.closed().values().stream().mapToLong(Long::longValue).sum();
    assertThat(counted).isEqualTo(closed.size() - closedByCallers);
    assertThat(totals.waited()).isEqualTo(enqueued);
  }

  private void lease(int key, boolean fresh) {
    if (!fresh && acquire(key)) {
      return;
    }
    int before = plain.closing.size();
    boolean expected = plain.reserve(key);
    assertThat(planner.reserve(key)).isEqualTo(expected);
    note(plain.closing.size() > before, "evicted");
    note(expected, "reserved");
    note(!expected, "enqueued");
    if (expected) {
      open(key);
    } else {
      waiters.add(new Pair(planner.enqueue(key), plain.enqueue(key)));
      enqueued++;
    }
  }

  private boolean acquire(int key) {
    int before = plain.closing.size();
    Optional<NaivePool.Idle> expected = plain.acquire(key, now);
    assertThat(Optional.ofNullable(planner.acquire(key, now)))
        .isEqualTo(expected.map(NaivePool.Idle::connection));
    note(plain.closing.size() > before, "expired at acquire");
    note(expected.isPresent(), "hit");
    expected.ifPresent(
        idle -> {
          assertThat(planner.idleSince()).isEqualTo(idle.since());
          leases.add(new Lease(key, idle.connection()));
        });
    return expected.isPresent();
  }

  private void open(int key) {
    int connection = openedAt.size();
    openedAt.put(connection, now);
    leases.add(new Lease(key, connection));
  }

  private void release() {
    if (leases.isEmpty()) {
      return;
    }
    Lease lease = leases.remove(random.nextInt(leases.size()));
    long opened = openedAt.getOrDefault(lease.connection(), -1L);
    int idle = plain.idle.size();
    int before = plain.closing.size();
    Optional<NaivePool.Waiting> expected =
        plain.release(lease.key(), lease.connection(), opened, now);
    assertWoken(planner.release(lease.key(), lease.connection(), opened, now), expected);
    boolean closes = plain.closing.size() > before;
    note(plain.idle.size() > idle, "kept idle");
    note(closes && expected.isEmpty(), "too old to keep");
    note(closes && isForAnother(expected, lease.key()), "closed for another key");
    note(expected.flatMap(waiter -> waiter.connection).isPresent(), "handed over");
  }

  /** The caller closes the connection itself. */
  private void discard() {
    if (leases.isEmpty()) {
      return;
    }
    Lease lease = leases.remove(random.nextInt(leases.size()));
    close(List.of(lease.connection()));
    closedByCallers++;
    Optional<NaivePool.Waiting> expected = plain.discard(lease.key());
    assertWoken(planner.discard(lease.key()), expected);
    boolean toAnother = isForAnother(expected, lease.key());
    note(true, "discarded");
    note(expected.isPresent() && !toAnother, "place passed on");
    note(toAnother, "place passed on to another key");
  }

  private void takeWhatWasServed() {
    for (Pair pair : List.copyOf(waiters)) {
      if (pair.plain().served) {
        waiters.remove(pair);
        int key = pair.plain().key;
        pair.plain()
            .connection
            .ifPresentOrElse(connection -> leases.add(new Lease(key, connection)), () -> open(key));
      }
    }
  }

  private void abandon() {
    if (waiters.isEmpty()) {
      return;
    }
    Pair pair = waiters.remove(random.nextInt(waiters.size()));
    boolean served = pair.plain().served;
    boolean connection = pair.plain().connection.isPresent();
    int idle = plain.idle.size();
    Optional<NaivePool.Waiting> expected = plain.abandon(pair.plain(), now);
    assertWoken(planner.abandon(pair.planned(), now), expected);
    note(!served, "abandoned while waiting");
    note(connection && expected.isPresent(), "abandoned with a connection, passed on");
    note(connection && plain.idle.size() > idle, "abandoned with a connection, kept");
    note(served && !connection && expected.isPresent(), "abandoned with a place, passed on");
    assertThat(planner.abandon(pair.planned(), now)).isNull();
  }

  private void expire() {
    int before = plain.closing.size();
    plain.expire(now);
    planner.expire(now);
    note(plain.closing.size() > before, "expired by the clock");
  }

  private void clearOnceInAWhile() {
    if (random.nextInt(40) == 0) {
      clear();
    }
  }

  private void clear() {
    plain.clear();
    assertClosed(planner.clear());
    note(true, "cleared");
  }

  private void check() {
    if (random.nextInt(3) == 0) {
      assertClosed(planner.toClose());
    }
    assertThat(planner.nextExpiry()).isEqualTo(plain.nextExpiry());
    assertThat(planner.snapshot()).isEqualTo(plainSnapshot());
    assertThat(plain.leases.size() + plain.idle.size()).isLessThanOrEqualTo(total);
    for (int key = 0; key < KEYS; key++) {
      assertThat(plain.leased(key) + plain.idle(key)).isLessThanOrEqualTo(perKey);
    }
    assertThat(plain.someoneStarves()).as("someone waits beside a free place").isFalse();
    assertThat(planner.waiters())
        .isEqualTo(
            waiters.stream().filter(pair -> !pair.plain().served).map(Pair::planned).toList());
    for (Pair pair : waiters) {
      assertThat(pair.planned().served()).isEqualTo(pair.plain().served);
      assertThat(Optional.ofNullable(pair.planned().connection()))
          .isEqualTo(pair.plain().connection);
    }
  }

  private PoolSnapshot<Integer> plainSnapshot() {
    Map<Integer, PoolSnapshot.Counts> keys = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      var counts = new PoolSnapshot.Counts(plain.leased(key), plain.idle(key), plain.waiting(key));
      if (!counts.equals(new PoolSnapshot.Counts(0, 0, 0))) {
        keys.put(key, counts);
      }
    }
    return new PoolSnapshot<>(
        plain.leases.size(),
        plain.idle.size(),
        plain.waiting.size(),
        keys,
        planner.snapshot().totals());
  }

  /** The order among several is not promised. */
  private void assertClosed(List<Integer> connections) {
    assertThat(connections).containsExactlyInAnyOrderElementsOf(plain.closing);
    plain.closing.clear();
    close(connections);
  }

  private void close(Collection<Integer> connections) {
    for (int connection : connections) {
      assertThat(closed.add(connection)).as("first close of %d", connection).isTrue();
    }
  }

  private void assertWoken(
      @Nullable Waiter<Integer, Integer> woken, Optional<NaivePool.Waiting> expected) {
    Optional<Waiter<Integer, Integer>> planned =
        expected.map(
            waiting ->
                waiters.stream()
                    .filter(pair -> pair.plain() == waiting)
                    .map(Pair::planned)
                    .findFirst()
                    .orElseThrow());
    assertThat(Optional.ofNullable(woken)).isEqualTo(planned);
  }

  private static boolean isForAnother(Optional<NaivePool.Waiting> woken, int key) {
    return woken.filter(waiter -> waiter.key != key).isPresent();
  }

  private void note(boolean happened, String what) {
    if (happened) {
      seen.add(what);
    }
  }
}
