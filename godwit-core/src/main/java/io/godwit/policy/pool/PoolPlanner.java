package io.godwit.policy.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets which connection: the most recently used idle one first, within a limit per key
 * and one in all, in the order of arrival when there is none. It opens, closes and wakes nothing;
 * what is to be closed is collected for {@link #toClose}, whom to wake is returned.
 *
 * <p>Has no lock: every method is called under the one lock of the pool that owns it, connections
 * are opened and closed and waiters wait outside of it. Times are monotonic nanoseconds.
 *
 * <pre>{@code
 * Connection lease(Origin key) {                           // under the lock, but for open()
 *   Connection kept = planner.acquire(key, now);
 *   if (kept != null) return kept;                         // idle since planner.idleSince()
 *   if (planner.reserve(key)) return open(key);            // discard(key) when that fails
 *   Waiter<Origin, Connection> waiter = planner.enqueue(key);
 *   await(() -> waiter.served());                          // abandon(waiter, now) to give up
 *   return waiter.mayOpen() ? open(key) : waiter.connection();
 * }
 * }</pre>
 *
 * <p>{@code acquire}, {@code reserve} and {@code enqueue} belong into one hold of the lock: a
 * connection released in between would be sacrificed instead of used. Who wants a fresh connection
 * skips {@code acquire}, and closes a used one that it is given to open its own in that place.
 *
 * <p>Each lease ends once: by {@link #release} when the connection can serve again, otherwise by
 * {@link #discard}. A connection that is released goes to the oldest waiter of its own key, so that
 * it is used again; a place that becomes free goes to the oldest waiter of all that its key's limit
 * allows one. An idle connection never stands in the way of another key: when the limit in all is
 * reached, the longest idle one is closed.
 *
 * @param <K> what connections are kept apart by, such as an origin; a key of a map
 * @param <C> the connections
 */
public final class PoolPlanner<K, C> {
  private final int perKey;
  private final int total;
  private final long idleNanos;
  private final long ageNanos;

  private final Map<K, Site<K, C>> sites = new HashMap<>();
  private List<C> closing = new ArrayList<>();
  private int leased;
  private int idle;
  private int waiting;
  private long turns;
  private long opened;
  private long exchanges;
  private long reused;
  private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
  private long idleSince;

  /** The exact value of {@link #nextExpiry} unless {@link #nextExpiryStale}. */
  private long nextExpiry = Long.MAX_VALUE;

  private boolean nextExpiryStale;

  /**
   * A planner without connections.
   *
   * @param perKey the most connections of one key, leased and idle together
   * @param total the most connections in all, leased and idle together
   * @param idleNanos how long a connection is kept idle, in nanoseconds; 0 keeps none
   * @param ageNanos how old a connection may be to be used again, in nanoseconds; {@link
   *     Long#MAX_VALUE} for any age
   */
  public PoolPlanner(int perKey, int total, long idleNanos, long ageNanos) {
    if (perKey < 1 || total < 1 || idleNanos < 0 || ageNanos < 0) {
      throw new IllegalArgumentException(
          "limits are at least 1, times at least 0: "
              + List.of(perKey, total, idleNanos, ageNanos));
    }
    this.perKey = perKey;
    this.total = total;
    this.idleNanos = idleNanos;
    this.ageNanos = ageNanos;
  }

  /**
   * Leases the most recently used idle connection of that key; null when there is none, and when
   * others of that key wait already. Expired ones that are met go to {@link #toClose}. Allocates
   * nothing.
   */
  public @Nullable C acquire(K key, long now) {
    Site<K, C> site = sites.get(key);
    if (site == null || !site.waiters.isEmpty()) {
      return null;
    }
    while (!site.idle.isEmpty()) {
      long expiresAt = site.idle.topExpiresAt();
      boolean expired = now >= expiresAt;
      long since = site.idle.topIdleSince();
      C connection = takeTop(site);
      if (!expired) {
        idleSince = since;
        lease(site);
        return connection;
      }
      close(connection, reason(since, expiresAt));
    }
    forgetIfEmpty(site);
    return null;
  }

  /** Since when the connection of the last successful {@link #acquire} had been idle. */
  public long idleSince() {
    return idleSince;
  }

  /**
   * Reserves a place for a connection that the caller opens; it counts as leased from now on. When
   * a limit is reached, the longest idle connection in its way is sacrificed. False when only
   * leased connections are in the way, and when others of that key wait already.
   */
  public boolean reserve(K key) {
    Site<K, C> site = site(key);
    if (!mayReserve(site)) {
      forgetIfEmpty(site);
      return false;
    }
    if (site.open() == perKey) {
      evictFrom(site);
    } else if (full()) {
      evictFrom(siteOfLongestIdle());
    }
    lease(site);
    sites.putIfAbsent(key, site); // it was forgotten when its own last connection was evicted
    return true;
  }

  /**
   * Joins the queue, when {@link #acquire} and {@link #reserve} have just said no.
   *
   * @throws IllegalStateException when there is a place: nobody would ever wake this waiter
   */
  public Waiter<K, C> enqueue(K key) {
    Site<K, C> site = site(key);
    if (mayReserve(site)) {
      forgetIfEmpty(site);
      throw new IllegalStateException("there is a place for " + key + ", nothing to wait for");
    }
    var waiter = new Waiter<K, C>(key, turns++);
    site.waiters.add(waiter);
    waiting++;
    return waiter;
  }

  /**
   * Gives up waiting. What the waiter was given already is passed on, as by {@link #release} or
   * {@link #discard}.
   *
   * @return the waiter to wake in its place, or null
   */
  public @Nullable Waiter<K, C> abandon(Waiter<K, C> waiter, long now) {
    Waiter.State state = waiter.state;
    C connection = waiter.connection();
    waiter.leave();
    return switch (state) {
      case GONE -> null;
      case WAITING -> leaveQueue(waiter);
      case SERVED ->
          connection == null
              ? discard(waiter.key)
              : release(waiter.key, connection, waiter.openedAt, now);
    };
  }

  /**
   * Ends the lease of a connection that can serve again: the oldest waiter of its key gets it,
   * otherwise it becomes idle. It is closed instead when it is too old, or when a waiter of another
   * key needs its place.
   *
   * @param openedAt when the connection was opened
   * @return the waiter to wake, or null
   * @throws IllegalStateException when nothing of that key is leased
   */
  public @Nullable Waiter<K, C> release(K key, C connection, long openedAt, long now) {
    Objects.requireNonNull(connection, "connection");
    Site<K, C> site = leasedSite(key);
    long tooOldAt = after(openedAt, ageNanos);
    if (now >= tooOldAt) {
      close(connection, CloseReason.AGE);
      return discard(key);
    }
    Waiter<K, C> next = site.waiters.poll();
    if (next != null) {
      waiting--;
      next.serve(connection, openedAt);
      return next;
    }
    long expiry = Math.min(after(now, idleNanos), tooOldAt);
    if (now >= expiry || (full() && siteOfOldestWaiter() != null)) {
      close(connection, now >= expiry ? CloseReason.IDLE : CloseReason.PLACE);
      return discard(key);
    }
    unlease(site);
    site.idle.push(connection, now, expiry);
    idle++;
    nextExpiry = Math.min(nextExpiry, expiry);
    return null;
  }

  /**
   * Ends a lease without a connection to keep: it was closed, or never opened. The free place goes
   * to the oldest waiter that its key's limit allows one.
   *
   * @return the waiter to wake, which may now open a connection, or null
   * @throws IllegalStateException when nothing of that key is leased
   */
  public @Nullable Waiter<K, C> discard(K key) {
    Site<K, C> site = leasedSite(key);
    boolean wasFull = full();
    unlease(site);
    // With room in all, others wait because of their own keys, which this place does not change.
    Site<K, C> next = wasFull ? siteOfOldestWaiter() : site;
    Waiter<K, C> waiter = next == null ? null : next.waiters.poll();
    if (next != null && waiter != null) {
      waiting--;
      lease(next);
      waiter.serve(null, 0);
    }
    forgetIfEmpty(site);
    return waiter;
  }

  /** Moves the idle connections whose time has come to {@link #toClose}. */
  public void expire(long now) {
    if (now < nextExpiry()) {
      return;
    }
    for (Iterator<Site<K, C>> all = sites.values().iterator(); all.hasNext(); ) {
      Site<K, C> site = all.next();
      idle -= site.idle.size();
      site.idle.popExpired(now, this::closeExpired);
      idle += site.idle.size();
      if (site.isEmpty()) {
        all.remove();
      }
    }
    nextExpiryStale = true;
  }

  /**
   * When {@link #expire} has something to do next; {@link Long#MAX_VALUE} when nothing is idle, or
   * kept for ever. Known at once, unless the connection that was next to expire has gone: then all
   * idle ones are looked at.
   */
  public long nextExpiry() {
    if (nextExpiryStale) {
      nextExpiry = idle == 0 ? Long.MAX_VALUE : firstExpiry();
      nextExpiryStale = false;
    }
    return nextExpiry;
  }

  /**
   * The connections to close, outside the lock; each is given out once. Belongs to the caller; the
   * shared empty list when there are none.
   */
  public List<C> toClose() {
    if (closing.isEmpty()) {
      return List.of();
    }
    List<C> drained = closing;
    closing = new ArrayList<>();
    return drained;
  }

  /**
   * All connections to close when the pool ends: the idle ones, and what was still to be closed.
   */
  public List<C> clear() {
    for (Site<K, C> site : sites.values()) {
      site.idle.popExpired(Long.MAX_VALUE, (one, since, until) -> close(one, CloseReason.CLIENT));
    }
    sites.values().removeIf(Site::isEmpty);
    idle = 0;
    nextExpiryStale = true;
    return toClose();
  }

  /** Those who wait, in the order of their arrival; to wake them all when the pool ends. */
  public List<Waiter<K, C>> waiters() {
    if (waiting == 0) {
      return List.of();
    }
    return sites.values().stream()
        .flatMap(site -> site.waiters.stream())
        .sorted(Comparator.comparingLong(waiter -> waiter.turn))
        .toList();
  }

  /** The present state, as a copy. */
  public PoolSnapshot<K> snapshot() {
    Map<K, PoolSnapshot.Counts> keys = HashMap.newHashMap(sites.size());
    for (Site<K, C> site : sites.values()) {
      keys.put(
          site.key, new PoolSnapshot.Counts(site.leased, site.idle.size(), site.waiters.size()));
    }
    return new PoolSnapshot<>(leased, idle, waiting, keys, totals());
  }

  /** Counts a connection that was opened in a place reserved for it. */
  public void countOpened() {
    opened++;
  }

  /** Counts an exchange that is over, on a connection that had served before, or not. */
  public void countExchange(boolean onKept) {
    exchanges++;
    reused += onKept ? 1 : 0;
  }

  /** Counts a connection that its owner closes, and not as {@link #toClose} says. */
  public void countClosed(CloseReason reason) {
    closed.merge(reason, 1L, Long::sum);
  }

  /**
   * What stands in the way of those who wait for that key, for people: {@code 64 of 64 connections
   * to https://a.example:443 in use, 12 waiting}.
   */
  public String congestion(K key) {
    Site<K, C> site = sites.get(key);
    return site != null && site.open() >= perKey
        ? "%d of %d connections to %s in use, %d waiting"
            .formatted(site.leased, perKey, key, site.waiters.size())
        : "%d of %d connections in use, %d waiting".formatted(leased, total, waiting);
  }

  private PoolTotals totals() {
    return new PoolTotals(opened, exchanges, reused, turns, closed);
  }

  private void close(C connection, CloseReason reason) {
    closing.add(connection);
    countClosed(reason);
  }

  private void closeExpired(C connection, long since, long expiresAt) {
    close(connection, reason(since, expiresAt));
  }

  /** Why a connection expires then: its age, when it could have been idle for longer. */
  private CloseReason reason(long idleSince, long expiresAt) {
    return expiresAt < after(idleSince, idleNanos) ? CloseReason.AGE : CloseReason.IDLE;
  }

  private Site<K, C> site(K key) {
    return sites.computeIfAbsent(key, Site::new);
  }

  private @Nullable Waiter<K, C> leaveQueue(Waiter<K, C> waiter) {
    Site<K, C> site = site(waiter.key);
    site.waiters.remove(waiter);
    waiting--;
    forgetIfEmpty(site);
    return null;
  }

  private long firstExpiry() {
    long first = Long.MAX_VALUE;
    for (Site<K, C> site : sites.values()) {
      first = Math.min(first, site.idle.firstExpiry());
    }
    return first;
  }

  private C takeTop(Site<K, C> site) {
    nextExpiryStale |= site.idle.topExpiresAt() == nextExpiry;
    idle--;
    return site.idle.popTop();
  }

  private Site<K, C> leasedSite(K key) {
    Site<K, C> site = sites.get(key);
    if (site == null || site.leased == 0) {
      throw new IllegalStateException("nothing of " + key + " is leased");
    }
    return site;
  }

  private void lease(Site<K, C> site) {
    site.leased++;
    leased++;
  }

  private void unlease(Site<K, C> site) {
    site.leased--;
    leased--;
  }

  private boolean full() {
    return leased + idle >= total;
  }

  private boolean mayReserve(Site<K, C> site) {
    if (!site.waiters.isEmpty()) {
      return false;
    }
    return site.open() < perKey ? !full() || idle > 0 : !site.idle.isEmpty();
  }

  private void evictFrom(Site<K, C> site) {
    close(site.idle.popBottom(), CloseReason.PLACE);
    idle--;
    nextExpiryStale = true;
    forgetIfEmpty(site);
  }

  private Site<K, C> siteOfLongestIdle() {
    return sites.values().stream()
        .filter(site -> !site.idle.isEmpty())
        .min(Comparator.comparingLong(site -> site.idle.bottomIdleSince()))
        .orElseThrow();
  }

  /** The key whose oldest waiter has waited longest, of those whose own limit has room. */
  private @Nullable Site<K, C> siteOfOldestWaiter() {
    if (waiting == 0) {
      return null;
    }
    Site<K, C> first = null;
    long turn = Long.MAX_VALUE;
    for (Site<K, C> site : sites.values()) {
      Waiter<K, C> oldest = site.waiters.peek();
      if (oldest != null && oldest.turn < turn && site.open() < perKey) {
        first = site;
        turn = oldest.turn;
      }
    }
    return first;
  }

  private void forgetIfEmpty(Site<K, C> site) {
    if (site.isEmpty()) {
      sites.remove(site.key);
    }
  }

  private static long after(long time, long nanos) {
    long sum = time + nanos;
    return sum < time ? Long.MAX_VALUE : sum;
  }
}
