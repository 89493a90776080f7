package io.godwit.cli;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A time as an option gives it. A class of its own, since big decimals take long to load. */
final class Seconds {
  /** Longer than any transfer, and short enough to be counted in nanoseconds. */
  private static final BigDecimal MOST = BigDecimal.valueOf(Duration.ofDays(3650).toSeconds());

  private Seconds() {}

  /**
   * The time; null for zero, which means no limit.
   *
   * @throws NumberFormatException when it is not a number, or out of range
   */
  static @Nullable Duration parse(String text) {
    BigDecimal seconds = new BigDecimal(text);
    if (seconds.signum() < 0 || seconds.compareTo(MOST) > 0) {
      throw new NumberFormatException(text);
    }
    if (seconds.signum() == 0) {
      return null;
    }
    return Duration.ofNanos(Math.max(1, seconds.movePointRight(9).longValue()));
  }
}
