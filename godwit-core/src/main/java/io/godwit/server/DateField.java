package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.net.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The Date of responses (RFC 9110 section 6.6.1), built once a second and not per message.
 * Thread-safe: two threads may build the same second's field, and one of the two is kept.
 */
final class DateField {
  private static final long SECOND = 1_000_000_000L;

  private final Clock clock;
  private volatile Dated dated;

  private record Dated(Headers field, long until) {}

  DateField(Clock clock) {
    this.clock = clock;
    this.dated = build();
  }

  /** The field alone in a section. */
  Headers field() {
    Dated current = dated;
    if (clock.nanos() >= current.until()) {
      current = build();
      dated = current;
    }
    return current.field();
  }

  /** Valid up to the next full second of the wall clock, told by the monotonic one. */
  private Dated build() {
    Instant wall = clock.wall();
    long intoSecond = wall.truncatedTo(ChronoUnit.SECONDS).until(wall, ChronoUnit.NANOS);
    long until = Clock.after(clock.nanos(), SECOND - intoSecond);
    return new Dated(Headers.of("Date", HttpDate.format(wall)), until);
  }
}
