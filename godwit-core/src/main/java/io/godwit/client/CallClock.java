package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import io.godwit.policy.given.Now;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of one call: when it has to be over, and where it went. Used by the call's thread. For
 * what is decided it is the moment of the last {@link #read()}.
 */
final class CallClock implements Now {
  private final Clock clock;
  private final long start;
  private final Duration limit;
  private final Timings timings = new Timings();
  private long deadline;
  private long lap;
  private long nanos;

  CallClock(Clock clock, Duration limit) {
    this.clock = clock;
    this.start = clock.nanos();
    this.limit = limit;
    this.deadline = Clock.after(start, limit.toNanos());
    this.lap = start;
    this.nanos = start;
  }

  /** Looks at the clock. */
  Now read() {
    nanos = clock.nanos();
    return this;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant wall() {
    return clock.wall();
  }

  /** When the call began. */
  long start() {
    return start;
  }

  /** When the whole call has to be over. */
  long deadline() {
    return deadline;
  }

  /** When a wait that begins now has to be over. */
  long deadline(Duration timeout) {
    return Math.min(deadline, Clock.after(clock.nanos(), timeout.toNanos()));
  }

  /** The time the whole call has. */
  Duration limit() {
    return limit;
  }

  /** From here on only the waits are limited, not the whole: the content may take any time. */
  void liftDeadline() {
    deadline = Clock.NEVER;
  }

  Timings timings() {
    return timings;
  }

  /** Begins to time a phase. */
  void begin() {
    lap = clock.nanos();
  }

  /** Ends that phase and begins the next. */
  void mark(Phase phase) {
    long now = clock.nanos();
    timings.add(phase, now - lap);
    timings.total(now - start);
    lap = now;
  }

  /** From here on it is the next exchange that is timed; what was before is one sum. */
  void nextExchange() {
    timings.redirected(clock.nanos() - start);
  }

  /** Ends the call. */
  void end() {
    timings.total(clock.nanos() - start);
  }

  /** The failure after a wait of that phase ran out: the phase's own time, or that of the call. */
  HttpFailure timeout(Phase phase, Timeouts timeouts, Sent sent) {
    if (clock.nanos() >= deadline) {
      return new HttpFailure.Timeout(Phase.TOTAL, limit, sent);
    }
    Duration time =
        switch (phase) {
          case REQUEST -> timeouts.request();
          case FIRST_BYTE -> timeouts.firstByte();
          default -> timeouts.body();
        };
    return new HttpFailure.Timeout(phase, time, sent);
  }
}
