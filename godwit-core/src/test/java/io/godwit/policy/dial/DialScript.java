package io.godwit.policy.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.HttpFailure;
import io.godwit.policy.dial.DialPlan.Decision;
import io.godwit.policy.dial.DialPlan.Fact;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A plan, the facts it is told at which millisecond, and the decisions that are expected. */
final class DialScript {
  static final long NEVER = Long.MAX_VALUE;
  static final Fact STARTED = new Fact.Started();
  static final Fact TIME_PASSED = new Fact.TimePassed();

  /** 1 s to resolve, 9 s to connect, 3 s for TLS, 20 s for the call. */
  static final DialTimeouts FINITE =
      new DialTimeouts(ms(1000), ms(9000), ms(3000), ms(20_000), Duration.ofSeconds(20));

  static final DialTimeouts UNLIMITED =
      new DialTimeouts(NEVER, NEVER, NEVER, NEVER, Duration.ofSeconds(20));

  private final DialPlan plan;

  private DialScript(DialPlan plan) {
    this.plan = plan;
  }

  static DialScript inARow(Goal goal, DialTimeouts timeouts) {
    return new DialScript(DialPlan.of(goal, timeouts, DialPlan.NO_RACE));
  }

  static DialScript underRules(Goal goal, DialTimeouts timeouts, DialRules rules) {
    return new DialScript(DialPlan.of(goal, timeouts, DialPlan.NO_RACE, rules));
  }

  static DialScript by(Via via, Goal goal, DialTimeouts timeouts, DialRules rules) {
    return new DialScript(DialPlan.by(via, goal, timeouts, DialPlan.NO_RACE, rules));
  }

  static DialScript race(Goal goal, DialTimeouts timeouts) {
    return new DialScript(DialPlan.of(goal, timeouts, DialPlan.ATTEMPT_DELAY));
  }

  static Goal plain(String host) {
    return Goal.of(host, 80, false);
  }

  static Goal secure(String host) {
    return Goal.of(host, 443, true);
  }

  /** At that millisecond the fact leads to that decision. */
  DialScript at(long ms, Fact fact, Decision expected) {
    assertThat(plan.next(fact, ms(ms))).as("at %d ms, after %s", ms, fact).isEqualTo(expected);
    return this;
  }

  /** At that millisecond the fact leads to a failure; it stays when it is asked for again. */
  HttpFailure failsAt(long ms, Fact fact) {
    Decision decision = plan.next(fact, ms(ms));
    assertThat(decision).as("at %d ms, after %s", ms, fact).isInstanceOf(Decision.Fail.class);
    assertThat(plan.next(TIME_PASSED, ms(ms + 100_000))).isSameAs(decision);
    return ((Decision.Fail) decision).failure();
  }

  static long ms(long ms) {
    return ms == NEVER ? NEVER : ms * 1_000_000;
  }

  static Fact resolved(String... addresses) {
    return new Fact.Resolved(Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
  }

  static Fact resolvedToNothing() {
    return new Fact.Resolved(List.of());
  }

  static Fact connected(int attempt) {
    return new Fact.Connected(attempt);
  }

  static Fact refused(int attempt) {
    return failed(attempt, new ConnectException("Connection refused"));
  }

  static Fact failed(int attempt, IOException cause) {
    return new Fact.AttemptFailed(attempt, cause);
  }

  static Fact secured(int attempt) {
    return new Fact.Secured(attempt);
  }

  static Fact secureFailed(int attempt, HttpFailure failure) {
    return new Fact.SecureFailed(attempt, failure);
  }

  static Decision resolve(String host, long deadlineMs) {
    return new Decision.Resolve(host, ms(deadlineMs));
  }

  static Decision dial(int attempt, String address, int port, long deadlineMs) {
    return new Decision.Dial(
        attempt, new InetSocketAddress(InetAddress.ofLiteral(address), port), ms(deadlineMs));
  }

  static Decision await(long untilMs) {
    return new Decision.Wait(ms(untilMs));
  }

  static Decision abandon(int attempt) {
    return new Decision.Abandon(attempt);
  }

  static Decision startTls(int attempt, long deadlineMs) {
    return new Decision.StartTls(attempt, secure("a.example"), false, ms(deadlineMs));
  }

  static Decision ready(int attempt) {
    return new Decision.Ready(attempt);
  }
}
