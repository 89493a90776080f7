package io.godwit.policy.retry;

/** What is to become of an exchange that went wrong. */
public sealed interface RetryDecision {
  /** Why, for people; holds no secret. */
  String reason();

  /**
   * Try again then.
   *
   * @param at a monotonic time in nanoseconds, not before now
   */
  record Retry(long at, String reason) implements RetryDecision {}

  /** Its outcome stands. */
  record Stand(String reason) implements RetryDecision {}
}
