package io.godwit.client;

import java.time.Duration;

/**
 * How many connections a client keeps and for how long. Defaults: 64 per origin, 256 in all, idle
 * ones for 30 s. Immutable.
 *
 * @param perOrigin connections to one origin, in use and idle
 * @param total connections in all
 * @param idle how long an unused connection is kept
 */
public record PoolLimits(int perOrigin, int total, Duration idle) {
  private static final PoolLimits DEFAULTS = new PoolLimits(64, 256, Duration.ofSeconds(30));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when a number is not positive or the time is negative
   */
  public PoolLimits {
    if (perOrigin < 1 || total < 1) {
      throw new IllegalArgumentException(
          "a pool has room for at least one connection: " + perOrigin + " per origin, " + total);
    }
    if (idle.isNegative()) {
      throw new IllegalArgumentException("the idle time is negative: " + idle);
    }
  }

  /** The defaults. */
  public static PoolLimits defaults() {
    return DEFAULTS;
  }

  /** A copy with another number per origin. */
  public PoolLimits withPerOrigin(int connections) {
    return new PoolLimits(connections, total, idle);
  }

  /** A copy with another number in all. */
  public PoolLimits withTotal(int connections) {
    return new PoolLimits(perOrigin, connections, idle);
  }

  /** A copy with another idle time. */
  public PoolLimits withIdle(Duration time) {
    return new PoolLimits(perOrigin, total, time);
  }
}
