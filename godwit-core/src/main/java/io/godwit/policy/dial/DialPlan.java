package io.godwit.policy.dial;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

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
 *     case StartTls tls -> fact = handshake(tls.attempt(), tls.peer(), tls.deadline());
 *     case Talk talk -> fact = writeAndRead(talk.bytes(), talk.answer(), talk.deadline());
 *     case Ask ask -> fact = exchange(ask.request(), ask.deadline());
 *     case Abandon abandon -> fact = close(abandon.attempt());
 *     case Wait wait -> fact = awaitFact(wait.until());
 *     case Ready ready -> { return channel(ready.attempt()); }
 *     case Fail fail -> throw fail.failure();
 *   }
 * }
 * }</pre>
 *
 * <p>With a {@link Via} a proxy is dialled in place of the goal, TLS is spoken with it if it wants
 * that, and it is asked to pass the connection on ({@link Passage}); then TLS is spoken with the
 * goal, through it. That has the connect timeout once more.
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

    /** What {@link Decision.Talk} wanted to read. */
    record Received(int attempt, ByteBuffer bytes) implements Fact {}

    /**
     * What a proxy answered to {@link Decision.Ask}.
     *
     * @param open whether the channel can take another request
     */
    record Answered(int attempt, Response response, boolean open) implements Fact {}

    /** The channel broke or was cut off while the proxy was talked to; it is closed already. */
    record TalkFailed(int attempt, IOException cause) implements Fact {}
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

    /**
     * Shake hands with that peer on the attempt's channel.
     *
     * @param proxy whether it is the proxy, and not the goal
     */
    record StartTls(int attempt, Goal peer, boolean proxy, long deadline) implements Decision {}

    /** Send these bytes on the attempt's channel and read exactly so many. */
    record Talk(int attempt, ByteBuffer bytes, int answer, long deadline) implements Decision {}

    /** Send this request to the proxy on the attempt's channel. */
    record Ask(int attempt, Request request, long deadline) implements Decision {}

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
    PASSING,
    READY,
    FAILED
  }

  /** What the connection is to reach in the end. */
  private final Goal goal;

  /** What is dialled: the same, or a proxy that leads there. */
  private final Goal dialled;

  private final @Nullable Via via;

  /** How the proxy is still to be asked to pass the connection on. */
  private @Nullable Passage passage;

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

  private DialPlan(
      Goal goal, @Nullable Via via, DialTimeouts timeouts, long attemptDelay, DialRules rules) {
    if (attemptDelay < LEAST_ATTEMPT_DELAY) {
      throw new IllegalArgumentException("an attempt delay under 10 ms floods the network");
    }
    this.goal = goal;
    this.via = via;
    this.dialled = via == null ? goal : via.proxy();
    this.passage = via == null ? null : via.passage().orElse(null);
    this.timeouts = timeouts;
    this.attemptDelay = attemptDelay;
    this.rules = rules;
    this.failed = new FailedAttempts(via == null ? goal.where() : "the proxy " + dialled.where());
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
    return new DialPlan(goal, null, timeouts, attemptDelay, rules);
  }

  /**
   * A plan to reach that goal by a proxy. The proxy's name is looked up and its addresses are tried
   * as those of any host; what {@link DialRules} say of addresses is asked of the goal, as far as
   * its host is one ({@link AddressPolicy#refusalByProxy}), and not of the proxy.
   *
   * @throws IllegalArgumentException when the delay is too short
   */
  public static DialPlan by(
      Via via, Goal goal, DialTimeouts timeouts, long attemptDelay, DialRules rules) {
    return new DialPlan(goal, via, timeouts, attemptDelay, rules);
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
      case Fact.Secured secured -> secured(attempt(secured.attempt()), now);
      case Fact.SecureFailed failure ->
          secureFailed(attempt(failure.attempt()), failure.failure(), now);
      case Fact.Received talked -> passed(attempt(talked.attempt()), talked, now);
      case Fact.Answered talked -> passed(attempt(talked.attempt()), talked, now);
      case Fact.TalkFailed failure -> talkFailed(attempt(failure.attempt()), failure.cause(), now);
      case Fact.TimePassed _ -> {}
    }
    return decide(now);
  }

  /**
   * Whether the attempt that was dialled last is the only one that is open, and no other is to join
   * it: then there is nothing to do but to wait for it.
   */
  public boolean alone() {
    return attempts.stream().filter(attempt -> attempt.open).count() == 1
        && (attemptDelay == NO_RACE || attempts.size() == addresses.size());
  }

  private void start(long now) {
    Optional<String> forbidden =
        passage == null ? Optional.empty() : rules.addresses().refusalByProxy(goal);
    if (forbidden.isPresent()) {
      fail(new HttpFailure.Refused("the address policy forbids " + forbidden.get()));
      return;
    }
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
        dialled.fixed().isPresent()
            ? List.of()
            : rules.overrides().find(dialled.host(), dialled.port());
    return overridden.isEmpty() ? dialled.address().stream().toList() : overridden;
  }

  private void resolve(long now) {
    stage = Stage.RESOLVING;
    time = StageTime.of(Phase.RESOLVE, timeouts.resolve(), timeouts, now);
    pending.add(new Decision.Resolve(dialled.host(), time.end()));
  }

  private void resolved(List<InetAddress> found, long now) {
    if (stage != Stage.RESOLVING) {
      return;
    }
    if (found.isEmpty()) {
      fail(unresolved(new HttpFailure.Resolve(dialled.host(), "it has no address", null)));
      return;
    }
    connect(AddressOrder.interleave(found).stream().map(dialled::socketAddress).toList(), now);
  }

  private void resolveFailed(HttpFailure failure, long now) {
    if (stage == Stage.RESOLVING) {
      fail(unresolved(time.judge(failure, now)));
    }
  }

  /** That a proxy has no address is not the fault of the URI. */
  private HttpFailure unresolved(HttpFailure failure) {
    return via != null && failure instanceof HttpFailure.Resolve
        ? new HttpFailure.Proxy(
            via.name(),
            Problem.NAME,
            String.valueOf(failure.getMessage()),
            Optional.empty(),
            failure)
        : failure;
  }

  /**
   * Goes on to connect, to those of the addresses that may be dialled. It is the last that is asked
   * before, so that no address gets past it, wherever it comes from.
   */
  private void connect(List<SocketAddress> found, long now) {
    List<SocketAddress> reachable = found.stream().filter(rules.family()::has).toList();
    if (reachable.isEmpty()) {
      fail(
          unresolved(new HttpFailure.Resolve(dialled.host(), "it has no " + rules.family(), null)));
      return;
    }
    addresses = via == null ? permitted(reachable) : reachable;
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
    if (dialled.tls()) {
      secure(winner, dialled, via != null, now);
    } else {
      reached(winner, now);
    }
  }

  private void secure(Attempt attempt, Goal peer, boolean proxy, long now) {
    stage = Stage.SECURING;
    time = StageTime.of(Phase.TLS, timeouts.tls(), timeouts, now);
    pending.add(new Decision.StartTls(attempt.number, peer, proxy, time.end()));
  }

  /** There is a channel to what was dialled. */
  private void reached(Attempt attempt, long now) {
    if (passage == null) {
      ready(attempt);
      return;
    }
    stage = Stage.PASSING;
    time = StageTime.of(Phase.CONNECT, timeouts.connect(), timeouts, now);
    step(attempt, passage.begin(), now);
  }

  private void passed(Attempt attempt, Fact fact, long now) {
    Passage asked = passage;
    if (stage != Stage.PASSING || !attempt.open || asked == null) {
      return;
    }
    switch (fact) {
      case Fact.Received received -> step(attempt, asked.received(received.bytes()), now);
      case Fact.Answered answered ->
          step(attempt, asked.answered(answered.response(), answered.open()), now);
      default -> throw new IllegalArgumentException("a proxy does not say " + fact);
    }
  }

  private void step(Attempt attempt, Passage.Step step, long now) {
    switch (step) {
      case Passage.Step.Talk talk ->
          pending.add(new Decision.Talk(attempt.number, talk.bytes(), talk.answer(), time.end()));
      case Passage.Step.Ask ask ->
          pending.add(new Decision.Ask(attempt.number, ask.request(), time.end()));
      case Passage.Step.Through _ -> through(attempt, now);
      case Passage.Step.Reconnect _ -> reconnect(attempt, now);
      case Passage.Step.Refuse refuse -> fail(refuse.failure());
    }
  }

  private void through(Attempt attempt, long now) {
    passage = null;
    if (goal.tls()) {
      secure(attempt, goal, false, now);
    } else {
      ready(attempt);
    }
  }

  /** To the address that has just answered, in the time of all attempts of before. */
  private void reconnect(Attempt attempt, long now) {
    abandon(attempt);
    List<SocketAddress> dialledSoFar = new ArrayList<>(addresses.subList(0, attempts.size()));
    dialledSoFar.add(attempt.address);
    addresses = List.copyOf(dialledSoFar);
    nextAttemptAt = now;
    stage = Stage.CONNECTING;
  }

  private void talkFailed(Attempt attempt, IOException cause, long now) {
    Passage asked = passage;
    if (stage == Stage.PASSING && attempt.open && asked != null) {
      attempt.open = false;
      fail(time.over(now) ? late(cause) : broken(asked, cause));
    }
  }

  private HttpFailure late(IOException cause) {
    HttpFailure failure = time.failure();
    failure.addSuppressed(cause);
    return failure;
  }

  private static HttpFailure broken(Passage asked, IOException cause) {
    return cause instanceof HttpFailure failure
        ? failure
        : asked.broken("the connection to it broke: " + cause.getMessage(), cause);
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

  private void secured(Attempt attempt, long now) {
    if (stage == Stage.SECURING && attempt.open) {
      reached(attempt, now);
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
