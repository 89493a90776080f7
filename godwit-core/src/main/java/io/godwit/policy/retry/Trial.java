package io.godwit.policy.retry;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;

/**
 * One exchange of a call, as a policy judges it.
 *
 * @param request what was to be sent
 * @param number which attempt it was, from 1; an attempt that only met a kept connection already
 *     closed does not count
 * @param outcome what came of it
 * @param bodyTouched whether the caller's body was opened, so that part of it may be gone
 * @param deadline of the call: a monotonic time in nanoseconds
 */
public record Trial(
    Request request, int number, Outcome outcome, boolean bodyTouched, long deadline) {
  /** What came of an exchange. */
  public sealed interface Outcome {
    /** The head of a final response. */
    record Answered(Response head) implements Outcome {}

    /** No response. */
    record Failed(HttpFailure failure) implements Outcome {}
  }
}
