package io.godwit.policy.dial;

import java.time.Duration;
import java.util.Objects;

/**
 * How long opening a connection may take.
 *
 * @param resolve for the look-up, in nanoseconds; {@link Long#MAX_VALUE} for no limit, here and
 *     below
 * @param connect for all attempts together, in nanoseconds
 * @param tls for the handshake, in nanoseconds
 * @param deadline of the whole call: a monotonic time in nanoseconds
 * @param limit the time that the call has in all, as its failure then reports it
 */
public record DialTimeouts(long resolve, long connect, long tls, long deadline, Duration limit) {
  /** Checks that no time is negative. */
  public DialTimeouts {
    Objects.requireNonNull(limit, "limit");
    if (resolve < 0 || connect < 0 || tls < 0) {
      throw new IllegalArgumentException("a timeout is negative");
    }
  }
}
