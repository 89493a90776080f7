package io.godwit.policy.auth;

import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.given.Now;

/**
 * The course of authentication for one request, as a pure flow: facts go in, one step comes out. It
 * reads no clock, waits for nothing and does no I/O. Confined to the thread that drives it. Must
 * end: a scheme that was refused twice gives up.
 */
@FunctionalInterface
public interface AuthFlow {
  /** The first step, for a request that is about to be sent. */
  AuthStep begin(Request request, Now now);

  /**
   * The step after the final response to what {@link AuthStep.Send} gave; its content is not read
   * yet. Any response comes here, not only a challenge: it may say what to use next time. Sends
   * nothing again unless overridden.
   */
  default AuthStep answered(Request sent, Response response, Now now) {
    return new AuthStep.Accept();
  }

  /**
   * The step after {@link AuthStep.Join}.
   *
   * @param leads whether this flow is now the one to fetch; otherwise another one was, and has
   *     ended, well or not
   */
  default AuthStep joined(boolean leads, Now now) {
    throw new IllegalStateException("this flow joins nothing");
  }

  /** The step after the response to {@link AuthStep.Fetch}, which has its content. */
  default AuthStep fetched(Response response, Now now) {
    throw new IllegalStateException("this flow fetches nothing");
  }

  /** The step after {@link AuthStep.Pause} is over. */
  default AuthStep resumed(Now now) {
    throw new IllegalStateException("this flow does not pause");
  }
}
