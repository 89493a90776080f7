package io.godwit.policy.auth;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;

/** What a flow wants next. */
public sealed interface AuthStep {
  /** Send this request, which is the call's own with credentials or without. */
  record Send(Request request) implements AuthStep {}

  /**
   * Become the only one who fetches what that key stands for, or wait until another call has done
   * so; {@link AuthFlow#joined} follows.
   *
   * @param key equal for flows that want the same
   */
  record Join(Object key) implements AuthStep {}

  /**
   * Make an exchange of its own, without any of the call's cookies, fields and interceptors; {@link
   * AuthFlow#fetched} follows, unless the exchange fails, which fails the call.
   */
  record Fetch(Request request) implements AuthStep {}

  /**
   * Wait; {@link AuthFlow#resumed} follows.
   *
   * @param until a time of the monotonic clock, in nanoseconds
   */
  record Pause(long until) implements AuthStep {}

  /** The response stands; as with {@link GiveUp} where there is none to stand. */
  record Accept() implements AuthStep {}

  /**
   * The response stands, though it asks for credentials. Before any response, the request goes out
   * without them; when the flow has joined, fetched or paused since the response came, its content
   * is gone, and the call fails with {@link HttpFailure.Refused}.
   *
   * @param reason for people; holds no secret
   */
  record GiveUp(String reason) implements AuthStep {}

  /** The call fails. */
  record Fail(HttpFailure failure) implements AuthStep {}
}
