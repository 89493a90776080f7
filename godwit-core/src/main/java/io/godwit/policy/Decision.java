package io.godwit.policy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;

/**
 * What to do next for a call. Whoever drives the flow does it, and reports what came of it as a
 * {@link Fact}; {@link Deliver} and {@link Fail} end the call.
 */
public sealed interface Decision {
  /**
   * Run this exchange; {@link Fact.Answered}, {@link Fact.Interim} or {@link Fact.Failed} follows.
   * An exchange before it is over: what is left of its response is not wanted.
   *
   * @param request what to send
   * @param purpose what for
   * @param freshConnection whether a connection that has served before must not be used
   */
  record Exchange(Request request, Purpose purpose, boolean freshConnection) implements Decision {}

  /** The interim response is noted: go on reading the same exchange. */
  record Continue() implements Decision {
    static final Continue INSTANCE = new Continue();
  }

  /**
   * Wait; {@link Fact.Resumed} follows. An exchange before it is over.
   *
   * @param until a time of the monotonic clock, in nanoseconds
   */
  record Wait(long until) implements Decision {}

  /**
   * Become the only call that does what the key stands for, or wait until the one that does it has
   * left; {@link Fact.Joined} follows.
   *
   * @param key equal for calls that want the same
   */
  record Join(Object key) implements Decision {}

  /** Let others do what the key stands for; {@link Fact.Resumed} follows at once. */
  record Leave(Object key) implements Decision {}

  /** This is the call's response. */
  record Deliver(Response response) implements Decision {}

  /** The call has failed; what failed before it is among the suppressed. */
  record Fail(HttpFailure failure) implements Decision {}
}
