package io.godwit.policy.dial;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import java.time.Duration;

/**
 * The time that one stage of a plan has: its own, or what is left of the call's when that is less.
 *
 * @param phase what the stage is called
 * @param nanos the stage's timeout
 * @param ownEnd when that is over
 * @param timeouts those of the plan, with the deadline of the call
 */
record StageTime(Phase phase, long nanos, long ownEnd, DialTimeouts timeouts) {
  static StageTime of(Phase phase, long nanos, DialTimeouts timeouts, long now) {
    return new StageTime(phase, nanos, after(now, nanos), timeouts);
  }

  long end() {
    return Math.min(ownEnd, timeouts.deadline());
  }

  boolean over(long now) {
    return now >= end();
  }

  /** The failure when the time is over: the stage's own, or that of the whole call. */
  HttpFailure failure() {
    return timeouts.deadline() <= ownEnd
        ? new HttpFailure.Timeout(Phase.TOTAL, timeouts.limit(), Sent.NO)
        : new HttpFailure.Timeout(phase, Duration.ofNanos(nanos), Sent.NO);
  }

  /**
   * What a failure at that time is. Who cuts off a look-up or a handshake at its deadline sees a
   * broken connection or a timeout, and not whose time it was: then it is this stage's failure. A
   * certificate that was refused, or a name that is unknown, is the reason however late.
   */
  HttpFailure judge(HttpFailure failure, long now) {
    boolean cutOff =
        switch (failure) {
          case HttpFailure.Timeout _, HttpFailure.ConnectionLost _ -> true;
          case HttpFailure.Tls tls -> !tls.certificateRefused();
          default -> false;
        };
    if (!cutOff || !over(now)) {
      return failure;
    }
    HttpFailure late = failure();
    late.addSuppressed(failure);
    return late;
  }

  /** That many nanoseconds later; never, instead of an overflow. */
  static long after(long now, long nanos) {
    long sum = now + nanos;
    return sum < now ? Long.MAX_VALUE : sum;
  }
}
