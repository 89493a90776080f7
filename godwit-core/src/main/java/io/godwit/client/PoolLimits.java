package io.godwit.client;

import java.time.Duration;

/**
 * How many connections a client keeps and for how long. Defaults: 64 per origin, 256 in all, idle
 * ones for 30 s, any for 10 minutes. Calls for which there is no connection wait in the order of
 * their arrival, each for as long as {@link Timeouts#queue} says. Immutable.
 *
 * <pre>{@code
 * HttpClient client = HttpClient.builder().pool(PoolLimits.defaults().withTotal(10)).build();
 * }</pre>
 *
 * @param perOrigin connections to one origin, in use and idle
 * @param total connections in all
 * @param idle how long an unused connection is kept
 * @param age how old a connection may be to be used once more: so that a busy one, too, comes to
 *     where the name service, or a load balancer, sends new ones
 */
public record PoolLimits(int perOrigin, int total, Duration idle, Duration age) {
  private static final PoolLimits DEFAULTS =
      new PoolLimits(64, 256, Duration.ofSeconds(30), Duration.ofMinutes(10));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when a number is not positive or a time is negative
   */
  public PoolLimits {
    if (perOrigin < 1 || total < 1) {
      throw new IllegalArgumentException(
          "a pool has room for at least one connection: " + perOrigin + " per origin, " + total);
    }
    if (idle.isNegative() || age.isNegative()) {
      throw new IllegalArgumentException("a time is negative: idle " + idle + ", age " + age);
    }
  }

  /** The defaults. */
  public static PoolLimits defaults() {
    return DEFAULTS;
  }

  /** A copy with another number per origin. */
  public PoolLimits withPerOrigin(int connections) {
    return new PoolLimits(connections, total, idle, age);
  }

  /** A copy with another number in all. */
  public PoolLimits withTotal(int connections) {
    return new PoolLimits(perOrigin, connections, idle, age);
  }

  /** A copy with another idle time. */
  public PoolLimits withIdle(Duration time) {
    return new PoolLimits(perOrigin, total, time, age);
  }

  /** A copy with another age; zero uses each connection once. */
  public PoolLimits withMaxAge(Duration time) {
    return new PoolLimits(perOrigin, total, idle, time);
  }
}
