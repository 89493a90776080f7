package io.godwit.policy.retry;

import io.godwit.http.Entropy;
import io.godwit.http.Status;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A {@link RetryPolicy} with what it needs of its client: the place of the budget that calls share,
 * and a source of jitter. Immutable but for that place.
 */
public final class Retries {
  private static final Retries NONE = new Retries(RetryPolicy.none(), new NoBudget(), bytes -> {});

  private final RetryPolicy policy;
  private final Cell<RetryBudget> budget;
  private final Entropy entropy;

  private Retries(RetryPolicy policy, Cell<RetryBudget> budget, Entropy entropy) {
    this.policy = policy;
    this.budget = budget;
    this.entropy = entropy;
  }

  /** Nothing is tried again. */
  public static Retries none() {
    return NONE;
  }

  /** The retries of a client with that policy. */
  public static Retries of(RetryPolicy policy, Cell<RetryBudget> budget, Entropy entropy) {
    return new Retries(
        Objects.requireNonNull(policy, "policy"),
        Objects.requireNonNull(budget, "budget"),
        Objects.requireNonNull(entropy, "entropy"));
  }

  /** A copy with another policy and the same budget, for one call. */
  public Retries with(RetryPolicy other) {
    return new Retries(Objects.requireNonNull(other, "policy"), budget, entropy);
  }

  /** Whether anything is tried again. */
  public boolean on() {
    return policy.on();
  }

  /** How often a request is sent at most. */
  public int attempts() {
    return policy.attempts();
  }

  /** Whether a response of that status is one to try again. */
  public boolean concern(Status status) {
    return policy.statuses().contains(status.code());
  }

  /** What is to become of an exchange. */
  public RetryDecision judge(Trial trial, Now now) {
    return policy.judge(trial, budget, entropy, now);
  }

  @Override
  public String toString() {
    return policy.toString();
  }

  /** The budget of nobody: nothing is ever taken from it. */
  private record NoBudget() implements Cell<RetryBudget> {
    @Override
    public RetryBudget value() {
      return RetryBudget.of(0, 0, 0);
    }

    @Override
    public RetryBudget update(UnaryOperator<RetryBudget> change) {
      return change.apply(value());
    }
  }
}
