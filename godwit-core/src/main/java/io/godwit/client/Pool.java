package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import io.godwit.policy.Decision;
import io.godwit.policy.pool.CloseReason;
import io.godwit.policy.pool.PoolPlanner;
import io.godwit.policy.pool.PoolSnapshot;
import io.godwit.policy.pool.Waiter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client. {@link PoolPlanner} decides under the lock; opening, closing and
 * looking whether a connection lives happen outside of it.
 */
final class Pool implements Lease {
  /** A connection that was idle for longer is looked at before it is used. */
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClientOptions options;
  private final Listeners listeners;
  private final Clock clock;
  private final Dialer dialer;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition allReturned = lock.newCondition();
  private final PoolPlanner<Route, Connection> planner;
  private final Set<Connection> open = new HashSet<>();
  private final Set<Dialer.Dialling> dialling = new HashSet<>();
  private long opened;
  private @Nullable Watch sweep;
  private boolean closed;

  Pool(ClientOptions options, Listeners listeners) {
    this.options = options;
    this.listeners = listeners;
    this.clock = options.clock();
    this.dialer = new Dialer(options);
    PoolLimits limits = options.pool();
    this.planner =
        new PoolPlanner<>(
            limits.perOrigin(),
            limits.total(),
            TimeUnit.NANOSECONDS.convert(limits.idle()),
            TimeUnit.NANOSECONDS.convert(limits.age()));
  }

  /**
   * A connection for one exchange: an idle one that looks alive, or a new one.
   *
   * @throws HttpFailure when there is none in time, or it cannot be opened
   */
  Connection lease(Route route, Decision.Exchange exchange, CallClock time) throws HttpFailure {
    QueueWaitEvent recorded = Flight.queueWait();
    Connection kept =
        recorded == null ? place(route, exchange, time) : place(route, exchange, time, recorded);
    if (kept == null) {
      return open(route, time);
    }
    if (!exchange.freshConnection() && alive(kept, exchange.request())) {
      listeners.reused(kept);
      return kept;
    }
    close(kept, exchange.freshConnection() ? CloseReason.PLACE : CloseReason.GONE);
    return open(route, time); // in the place of the other
  }

  /**
   * A place in the pool, waited for if need be, with the connection that is there already, if any.
   */
  private @Nullable Connection place(Route route, Decision.Exchange exchange, CallClock time)
      throws HttpFailure {
    List<Connection> unwanted;
    lock.lock();
    try {
      return placed(route, exchange, time);
    } catch (HttpFailure failure) {
      scheduleSweep(); // what came too late for this call may be idle now
      throw failure;
    } finally {
      unwanted = closed ? planner.clear() : planner.toClose();
      lock.unlock();
      close(unwanted);
    }
  }

  /** The same, with its wait recorded if there is one. */
  private @Nullable Connection place(
      Route route, Decision.Exchange exchange, CallClock time, QueueWaitEvent recorded)
      throws HttpFailure {
    long before = time.timings().nanos(Phase.QUEUE);
    HttpFailure why = null;
    try {
      return place(route, exchange, time);
    } catch (HttpFailure failure) {
      why = failure;
      throw failure;
    } finally {
      if (time.timings().nanos(Phase.QUEUE) > before) {
        recorded.ended(route, why);
      }
    }
  }

  private @Nullable Connection placed(Route route, Decision.Exchange exchange, CallClock time)
      throws HttpFailure {
    requireOpen();
    requireUninterrupted();
    Connection kept = exchange.freshConnection() ? null : planner.acquire(route, clock.nanos());
    if (kept != null) {
      kept.idleSince = planner.idleSince();
      return kept;
    }
    return planner.reserve(route) ? null : await(planner.enqueue(route), time);
  }

  /**
   * Whether to trust a connection that was idle. Right after use it is, unless the request is one
   * that must not be sent twice: a lost one could not be repeated.
   */
  private boolean alive(Connection connection, Request request) {
    boolean replayable = request.method().idempotent() && request.body().canReplay();
    boolean trusted = replayable && clock.nanos() - connection.idleSince < TRUSTED_NANOS;
    return trusted || connection.driver.channel().quiet();
  }

  /** Waits in the queue; the lock is held by the caller and let go while waiting. */
  private @Nullable Connection await(Waiter<Route, Connection> waiter, CallClock time)
      throws HttpFailure {
    long start = clock.nanos();
    long timeout = options.timeouts().queue().toNanos();
    Condition turn = lock.newCondition();
    waiter.attach(turn);
    try {
      long deadline = Math.min(Clock.after(start, timeout), time.deadline());
      while (!waiter.served()) {
        requireOpen();
        if (clock.nanos() >= deadline) {
          String where = planner.congestion(waiter.key());
          throw deadline == time.deadline()
              ? new HttpFailure.Timeout(Phase.TOTAL, time.limit(), Sent.NO, where)
              : new HttpFailure.Timeout(Phase.QUEUE, options.timeouts().queue(), Sent.NO, where);
        }
        clock.await(turn, deadline);
      }
      Connection given = waiter.connection();
      if (given != null) {
        given.idleSince = clock.nanos();
      }
      return given;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      wake(planner.abandon(waiter, clock.nanos()));
      throw new HttpFailure.Interrupted(Sent.NO, e);
    } catch (HttpFailure failure) {
      wake(planner.abandon(waiter, clock.nanos()));
      throw failure;
    } finally {
      time.timings().add(Phase.QUEUE, clock.nanos() - start);
    }
  }

  private Connection open(Route route, CallClock time) throws HttpFailure {
    Dialer.Dialling begun = dialer.to(route, time);
    Connection connection = null;
    try {
      begin(begun);
      connection = begun.run();
    } finally {
      if (connection == null) {
        forget(begun);
        freePlace(route);
      }
    }
    boolean late;
    lock.lock();
    try {
      dialling.remove(begun);
      open.add(connection);
      planner.countOpened();
      connection.number(++opened);
      late = closed;
    } finally {
      lock.unlock();
    }
    listeners.opened(connection);
    if (!late) {
      return connection;
    }
    close(connection, CloseReason.CLIENT);
    freePlace(route);
    throw new HttpFailure.ClientClosed(Sent.NO);
  }

  private void begin(Dialer.Dialling begun) throws HttpFailure {
    lock.lock();
    try {
      requireOpen();
      dialling.add(begun);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Dialer.Dialling failed) {
    lock.lock();
    try {
      dialling.remove(failed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean canGoOn(Connection connection) {
    return connection.driver.reusable();
  }

  @Override
  public void giveBack(Connection connection) {
    List<Connection> unwanted;
    lock.lock();
    try {
      planner.countExchange(connection.reused());
      if (!closed) {
        wake(planner.release(connection.route, connection, connection.openedAt, clock.nanos()));
        scheduleSweep();
        unwanted = planner.toClose();
      } else {
        planner.discard(connection.route);
        planner.countClosed(CloseReason.CLIENT);
        unwanted = List.of(connection);
      }
      allReturned.signalAll();
    } finally {
      lock.unlock();
    }
    close(unwanted);
  }

  @Override
  public void discard(Connection connection) {
    connection.driver.close();
    end(connection);
  }

  /** Ends the lease of a connection at rest that is not to serve again. */
  void part(Connection connection) {
    connection.driver.leave();
    end(connection);
  }

  private void end(Connection connection) {
    forget(connection);
    lock.lock();
    try {
      planner.countExchange(connection.reused());
      planner.countClosed(closed ? CloseReason.CLIENT : CloseReason.ENDED);
      wake(planner.discard(connection.route));
      allReturned.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes a connection on which there was no exchange in this lease. */
  private void close(Connection connection, CloseReason reason) {
    close(List.of(connection));
    lock.lock();
    try {
      planner.countClosed(reason);
    } finally {
      lock.unlock();
    }
  }

  private void freePlace(Route route) {
    lock.lock();
    try {
      wake(planner.discard(route));
      allReturned.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void wake(@Nullable Waiter<Route, Connection> waiter) {
    if (waiter != null && waiter.attachment() instanceof Condition turn) {
      turn.signal();
    }
  }

  /** Arms the watchdog for the first idle connection to expire, once at a time. */
  private void scheduleSweep() {
    if (sweep == null && !closed && planner.nextExpiry() != Clock.NEVER) {
      sweep = Watchdog.system().watch(this::sweep);
      sweep.arm(planner.nextExpiry());
    }
  }

  /** Run by the watchdog, which must not wait for anybody: nor for a listener. */
  private void sweep() {
    List<Connection> expired;
    lock.lock();
    try {
      if (sweep != null) {
        sweep.release();
        sweep = null;
      }
      planner.expire(clock.nanos());
      expired = planner.toClose();
      scheduleSweep();
    } finally {
      lock.unlock();
    }
    if (!expired.isEmpty() && listeners.present()) {
      Thread.ofVirtual().name("godwit-closed").start(() -> close(expired)); // see who runs this
    } else {
      close(expired);
    }
  }

  /** Connections at rest. */
  private void close(List<Connection> connections) {
    for (Connection connection : connections) {
      connection.driver.leave();
      forget(connection);
    }
  }

  private void forget(Connection closed) {
    boolean first;
    lock.lock();
    try {
      first = open.remove(closed);
    } finally {
      lock.unlock();
    }
    if (first) {
      listeners.closed(closed);
    }
  }

  /** Leased, idle and waiting, in all and per route. */
  PoolSnapshot<Route> snapshot() {
    lock.lock();
    try {
      return planner.snapshot();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no further call, closes idle connections, waits so long for leased ones and then ends
   * them; their calls fail with {@link HttpFailure.ClientClosed}.
   */
  void close(Duration grace) {
    List<Connection> idle;
    lock.lock();
    try {
      closed = true;
      idle = planner.clear();
      planner.waiters().forEach(Pool::wake);
      if (sweep != null) {
        sweep.release();
        sweep = null;
      }
    } finally {
      lock.unlock();
    }
    close(idle);
    awaitReturn(grace);
    List<Connection> left;
    List<Dialer.Dialling> begun;
    lock.lock();
    try {
      left = List.copyOf(open);
      begun = List.copyOf(dialling);
    } finally {
      lock.unlock();
    }
    left.forEach(connection -> connection.driver.abort());
    begun.forEach(Dialer.Dialling::end);
  }

  private void awaitReturn(Duration grace) {
    long until = Clock.after(clock.nanos(), TimeUnit.NANOSECONDS.convert(grace));
    lock.lock();
    try {
      while (clock.nanos() < until && planner.snapshot().leased() > 0) {
        clock.await(allReturned, until);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever interrupts a closing client wants it closed now
    } finally {
      lock.unlock();
    }
  }

  /** A call that was cancelled before it has a connection does not take one. */
  private static void requireUninterrupted() throws HttpFailure.Interrupted {
    if (Thread.currentThread().isInterrupted()) {
      throw new HttpFailure.Interrupted(Sent.NO, null);
    }
  }

  private void requireOpen() throws HttpFailure.ClientClosed {
    if (closed) {
      throw new HttpFailure.ClientClosed(Sent.NO);
    }
  }
}
