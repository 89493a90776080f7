package io.godwit.client;

import io.godwit.http.Response;

/** How a call ended, as listeners are told. Immutable. */
public sealed interface CallEnd {
  /**
   * There is a response, of whatever status, and its content has come whole.
   *
   * @param head the response without its content
   */
  record Answered(Response head) implements CallEnd {}

  /**
   * There is a response, and its content was closed, or forgotten, before its end.
   *
   * @param head the response without its content
   */
  record Abandoned(Response head) implements CallEnd {}

  /**
   * There is no response, or its content did not come whole, or its status is a failure for this
   * call.
   *
   * @param why what the caller gets thrown: an {@link io.godwit.http.HttpFailure}, or what an
   *     interceptor threw
   */
  record Failed(Throwable why) implements CallEnd {}
}
