package io.godwit.policy.given;

import java.time.Instant;

/**
 * The moment at which something is decided, as both kinds of time. Never one for the other: the
 * wall clock may be set, the monotonic one has no date. Both stay as they are for the length of one
 * decision.
 */
public interface Now {
  /** For deadlines, waits and backoff: nanoseconds since some fixed moment, never negative. */
  long nanos();

  /** What servers and files say: dates of cookies, caches, tokens and of Retry-After. */
  Instant wall();

  /** That pair. */
  static Now of(long nanos, Instant wall) {
    return new Moment(nanos, wall);
  }
}

/** A fixed pair. */
record Moment(long nanos, Instant wall) implements Now {}
