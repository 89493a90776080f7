package io.godwit.policy.dial;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Opening one connection, as decisions: look up the name, try its addresses, shake hands. Facts go
 * in, one decision comes out ({@link #next}). Who drives it acts on the decision, then reports what
 * came of it, or {@link Fact.TimePassed} when there is nothing to report yet.
 *
 * <p>The addresses are tried with the families taking turns (RFC 8305 section 4). With an attempt
 * delay they race: the next one is tried when the one before has not answered within the delay, or
 * has failed; the first connection wins, the others are abandoned (section 5). Without a delay they
 * are tried one after the other, and each gets its fair share of the connect timeout, so that one
 * that does not answer leaves time for the rest. Driving that takes one thread and no {@code Wait}:
 *
 * <pre>{@code
 * DialPlan plan = DialPlan.of(goal, timeouts, DialPlan.NO_RACE);
 * DialPlan.Fact fact = new DialPlan.Fact.Started();
 * while (true) {
 *   switch (plan.next(fact, clock.nanos())) {
 *     case Resolve resolve -> fact = lookUp(resolve.host(), resolve.deadline());
 *     case Dial dial -> fact = connect(dial.attempt(), dial.address(), dial.deadline());
 *     case StartTls tls -> fact = handshake(tls.attempt(), tls.deadline());
 *     case Abandon abandon -> fact = close(abandon.attempt());
 *     case Wait wait -> fact = awaitFact(wait.until());
 *     case Ready ready -> { return channel(ready.attempt()); }
 *     case Fail fail -> throw fail.failure();
 *   }
 * }
 * }</pre>
 *
 * <p>What {@link DialRules} say comes first: where a host is to be found without a look-up, and
 * which addresses must not be dialled. Those are left out; when there is no other, that is the
 * failure ({@link HttpFailure.Refused}).
 *
 * <p>The connect timeout bounds all attempts together. A handshake that fails is not tried at
 * another address: the answer would be the same. Confined to the thread that drives it.
 */
public final class DialPlan {
  /** The Connection Attempt Delay that RFC 8305 section 5 recommends: 250 ms, in nanoseconds. */
  public static final long ATTEMPT_DELAY = 250_000_000L;

  /** The attempt delay of a plan that tries one address after the other. */
  public static final long NO_RACE = Long.MAX_VALUE;

  /** RFC 8305 section 5: the delay must not be under 10 ms. */
  private static final long LEAST_ATTEMPT_DELAY = 10_000_000L;

  /** What an address gets at least, while there is that much: enough for two lost packets. */
  private static final long LEAST_SHARE = 2_000_000_000L;

  /** What has happened. Facts about an attempt that was abandoned or has failed are ignored. */
  public sealed interface Fact {
    /** The plan is to begin; the first fact, given once. */
    record Started() implements Fact {}

    /** The look-up gave these addresses, best first. */
    record Resolved(List<InetAddress> addresses) implements Fact {}

    /**
     * The look-up failed. When it is only late, {@link TimePassed} lets the plan say whose time.
     */
    record ResolveFailed(HttpFailure failure) implements Fact {}

    /** The attempt has a connection. */
    record Connected(int attempt) implements Fact {}

    /**
     * The attempt got no connection; its channel is closed already. A {@code cause} that is an
     * {@link HttpFailure} (cancelled, client closed ...) is not about the address and ends the
     * plan.
     */
    record AttemptFailed(int attempt, IOException cause) implements Fact {}

    /** Nothing has happened but that time went by, or the last decision is done. */
    record TimePassed() implements Fact {}

    /** The attempt's handshake is complete and the peer verified. */
    record Secured(int attempt) implements Fact {}

    /** The attempt's handshake failed, or was cut off; its channel is closed already. */
    record SecureFailed(int attempt, HttpFailure failure) implements Fact {}
  }

  /**
   * What to do next. Attempts are numbered from 0. Deadlines are monotonic times in nanoseconds,
   * {@link Long#MAX_VALUE} for none. {@link Ready} and {@link Fail} are the end; all other channels
   * have been abandoned by then.
   */
  public sealed interface Decision {
    /** Look up that name. */
    record Resolve(String host, long deadline) implements Decision {}

    /** Begin to connect to that address. */
    record Dial(int attempt, SocketAddress address, long deadline) implements Decision {}

    /** Nothing to do until there is a fact or it is that time. */
    record Wait(long until) implements Decision {}

    /** Close the attempt's channel. */
    record Abandon(int attempt) implements Decision {}

    /** Shake hands on the attempt's channel. */
    record StartTls(int attempt, long deadline) implements Decision {}

    /** The attempt's channel is the connection. */
    record Ready(int attempt) implements Decision {}

    /** There is no connection. */
    record Fail(HttpFailure failure) implements Decision {}
  }

  private enum Stage {
    NEW,
    RESOLVING,
    CONNECTING,
    SECURING,
    READY,
    FAILED
  }

  private final Goal goal;
  private final DialTimeouts timeouts;
  private final long attemptDelay;
  private final DialRules rules;

  private final Queue<Decision> pending = new ArrayDeque<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final FailedAttempts failed;

  private Stage stage = Stage.NEW;

  /** What the present stage has; before the first one, what the call has. */
  private StageTime time;

  private List<SocketAddress> addresses = List.of();
  private long nextAttemptAt;

  private DialPlan(Goal goal, DialTimeouts timeouts, long attemptDelay, DialRules rules) {
    this.goal = goal;
    this.timeouts = timeouts;
    this.attemptDelay = attemptDelay;
    this.rules = rules;
    this.failed = new FailedAttempts(goal.where());
    this.time = new StageTime(Phase.TOTAL, Long.MAX_VALUE, Long.MAX_VALUE, timeouts);
  }

  /**
   * A plan to reach that goal.
   *
   * @param attemptDelay the nanoseconds after which the next address joins the race, at least 10
   *     ms; {@link #ATTEMPT_DELAY} is a good one; {@link #NO_RACE} for one after the other
   * @throws IllegalArgumentException when the delay is too short
   */
  public static DialPlan of(Goal goal, DialTimeouts timeouts, long attemptDelay) {
    return of(goal, timeouts, attemptDelay, DialRules.none());
  }

  /**
   * A plan to reach that goal under these rules.
   *
   * @throws IllegalArgumentException when the delay is too short
   */
  public static DialPlan of(Goal goal, DialTimeouts timeouts, long attemptDelay, DialRules rules) {
    if (attemptDelay < LEAST_ATTEMPT_DELAY) {
      throw new IllegalArgumentException("an attempt delay under 10 ms floods the network");
    }
    return new DialPlan(goal, timeouts, attemptDelay, rules);
  }

  /**
   * The next decision. After the end it stays the same.
   *
   * @param now the monotonic time in nanoseconds
   * @throws IllegalStateException when the first fact is not {@link Fact.Started}, or a later one
   *     is
   * @throws IllegalArgumentException when the fact is about an attempt that was never dialled
   */
  public Decision next(Fact fact, long now) {
    if ((stage == Stage.NEW) != (fact instanceof Fact.Started)) {
      throw new IllegalStateException("Started is the first fact, and no other");
    }
    switch (fact) {
      case Fact.Started _ -> start(now);
      case Fact.Resolved resolved -> resolved(resolved.addresses(), now);
      case Fact.ResolveFailed failure -> resolveFailed(failure.failure(), now);
      case Fact.Connected connected -> connected(attempt(connected.attempt()), now);
      case Fact.AttemptFailed failure -> failed(attempt(failure.attempt()), failure.cause(), now);
      case Fact.Secured secured -> secured(attempt(secured.attempt()));
      case Fact.SecureFailed failure ->
          secureFailed(attempt(failure.attempt()), failure.failure(), now);
      case Fact.TimePassed _ -> {}
    }
    return decide(now);
  }

  private void start(long now) {
    List<SocketAddress> known = known();
    if (known.isEmpty()) {
      resolve(now);
    } else {
      connect(known, now);
    }
  }

  /** The addresses, when it takes no look-up to know them. */
  private List<SocketAddress> known() {
    List<SocketAddress> overridden =
        goal.fixed().isPresent() ? List.of() : rules.overrides().find(goal.host(), goal.port());
    return overridden.isEmpty() ? goal.address().stream().toList() : overridden;
  }

  private void resolve(long now) {
    stage = Stage.RESOLVING;
    time = StageTime.of(Phase.RESOLVE, timeouts.resolve(), timeouts, now);
    pending.add(new Decision.Resolve(goal.host(), time.end()));
  }

  private void resolved(List<InetAddress> found, long now) {
    if (stage != Stage.RESOLVING) {
      return;
    }
    if (found.isEmpty()) {
      fail(new HttpFailure.Resolve(goal.host(), "it has no address", null));
      return;
    }
    connect(AddressOrder.interleave(found).stream().map(goal::socketAddress).toList(), now);
  }

  private void resolveFailed(HttpFailure failure, long now) {
    if (stage == Stage.RESOLVING) {
      fail(time.judge(failure, now));
    }
  }

  /**
   * Goes on to connect, to those of the addresses that may be dialled. It is the last that is asked
   * before, so that no address gets past it, wherever it comes from.
   */
  private void connect(List<SocketAddress> found, long now) {
    addresses = permitted(found);
    if (addresses.isEmpty()) {
      fail(failed.refusal());
      return;
    }
    nextAttemptAt = now;
    stage = Stage.CONNECTING;
    time = StageTime.of(Phase.CONNECT, timeouts.connect(), timeouts, now);
  }

  private List<SocketAddress> permitted(List<SocketAddress> found) {
    AddressPolicy policy = rules.addresses();
    if (policy.unrestricted()) {
      return found;
    }
    List<SocketAddress> permitted = new ArrayList<>(found.size());
    for (SocketAddress address : found) {
      policy.refusal(address).ifPresentOrElse(failed::addRefused, () -> permitted.add(address));
    }
    return permitted;
  }

  private void connected(Attempt winner, long now) {
    if (stage != Stage.CONNECTING || !winner.open) {
      return;
    }
    for (Attempt attempt : attempts) {
      if (attempt != winner) {
        abandon(attempt);
      }
    }
    if (!goal.tls()) {
      ready(winner);
      return;
    }
    stage = Stage.SECURING;
    time = StageTime.of(Phase.TLS, timeouts.tls(), timeouts, now);
    pending.add(new Decision.StartTls(winner.number, time.end()));
  }

  private void failed(Attempt attempt, IOException cause, long now) {
    if (stage != Stage.CONNECTING || !attempt.open) {
      return;
    }
    attempt.open = false;
    if (cause instanceof HttpFailure failure) {
      fail(failure);
      return;
    }
    failed.add(attempt, cause, now);
    nextAttemptAt = now;
  }

  private void secured(Attempt attempt) {
    if (stage == Stage.SECURING && attempt.open) {
      ready(attempt);
    }
  }

  private void ready(Attempt attempt) {
    stage = Stage.READY;
    pending.add(new Decision.Ready(attempt.number));
  }

  private void secureFailed(Attempt attempt, HttpFailure failure, long now) {
    if (stage == Stage.SECURING && attempt.open) {
      attempt.open = false;
      fail(time.judge(failure, now));
    }
  }

  private Decision decide(long now) {
    if (!ended() && time.over(now)) {
      fail(time.failure());
    }
    if (stage == Stage.CONNECTING) {
      dialOrGiveUp(now);
    }
    if (ended()) {
      return pending.size() > 1 ? pending.remove() : pending.element(); // the last one stays
    }
    return pending.isEmpty() ? new Decision.Wait(nextWakeUp()) : pending.remove();
  }

  private boolean ended() {
    return stage == Stage.READY || stage == Stage.FAILED;
  }

  private void dialOrGiveUp(long now) {
    for (Attempt attempt : attempts) {
      if (attempt.open && attempt.late(now)) {
        abandon(attempt);
        failed.addSilent(attempt);
      }
    }
    if (!pending.isEmpty()) {
      return;
    }
    boolean alone = attempts.stream().noneMatch(attempt -> attempt.open);
    boolean more = attempts.size() < addresses.size();
    if (more && (alone || now >= nextAttemptAt)) {
      dial(now);
    } else if (alone) {
      fail(failed.summary());
    }
  }

  private void dial(long now) {
    int number = attempts.size();
    var attempt = new Attempt(number, addresses.get(number), now, attemptDeadline(now));
    attempts.add(attempt);
    nextAttemptAt = StageTime.after(now, attemptDelay);
    pending.add(new Decision.Dial(number, attempt.address, attempt.deadline));
  }

  /** How long the next attempt may take: in a race all that is left, in a row its share of it. */
  private long attemptDeadline(long now) {
    long end = time.end();
    if (attemptDelay != NO_RACE || end == Long.MAX_VALUE) {
      return end;
    }
    long share = (end - now) / (addresses.size() - attempts.size());
    return Math.min(end, StageTime.after(now, Math.max(LEAST_SHARE, share)));
  }

  private long nextWakeUp() {
    long next = time.end();
    if (stage == Stage.CONNECTING) {
      if (attempts.size() < addresses.size()) {
        next = Math.min(next, nextAttemptAt);
      }
      for (Attempt attempt : attempts) {
        next = attempt.open ? Math.min(next, attempt.deadline) : next;
      }
    }
    return next;
  }

  private void fail(HttpFailure failure) {
    pending.removeIf(decision -> !(decision instanceof Decision.Abandon));
    attempts.forEach(this::abandon);
    failed.suppressIn(failure);
    stage = Stage.FAILED;
    pending.add(new Decision.Fail(failure));
  }

  private void abandon(Attempt attempt) {
    if (attempt.open) {
      attempt.open = false;
      pending.add(new Decision.Abandon(attempt.number));
    }
  }

  private Attempt attempt(int number) {
    if (number < 0 || number >= attempts.size()) {
      throw new IllegalArgumentException("attempt " + number + " was never dialled");
    }
    return attempts.get(number);
  }
}
