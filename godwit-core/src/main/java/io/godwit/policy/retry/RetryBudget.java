package io.godwit.policy.retry;

/**
 * What all calls of a client together may spend on retries: a bucket of tokens that fills up with
 * time. When a server is down for everybody, each call would otherwise be sent several times, and
 * the server that comes back would drown.
 *
 * <pre>{@code
 * RetryBudget budget = RetryBudget.of(20, 2.0, clock.nanos());
 * RetryBudget after = budget.spend(clock.nanos());
 * show(after.granted() ? "retry" : "give up");
 * }</pre>
 *
 * @param capacity the most tokens
 * @param perSecond how many come in a second
 * @param tokens how many there were at that time
 * @param at a monotonic time in nanoseconds
 * @param granted whether the last one who asked got a token
 */
public record RetryBudget(int capacity, double perSecond, double tokens, long at, boolean granted) {
  private static final double NANOS = 1e9;

  /**
   * A full bucket.
   *
   * @throws IllegalArgumentException when a number is negative, or not a number
   */
  public static RetryBudget of(int capacity, double perSecond, long now) {
    if (capacity < 0 || !(perSecond >= 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException(
          "no retry budget: " + capacity + " and " + perSecond + " a second");
    }
    return new RetryBudget(capacity, perSecond, capacity, now, false);
  }

  /** The budget after somebody asked for a token; {@link #granted} tells whether he got one. */
  public RetryBudget spend(long now) {
    long elapsed = Math.max(0, now - at);
    double filled = Math.min(capacity, tokens + elapsed / NANOS * perSecond);
    boolean enough = filled >= 1;
    return new RetryBudget(
        capacity, perSecond, enough ? filled - 1 : filled, Math.max(at, now), enough);
  }
}
