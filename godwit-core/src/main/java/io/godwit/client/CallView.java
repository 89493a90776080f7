package io.godwit.client;

import io.godwit.http.Request;
import java.util.Optional;

/**
 * A call as its listeners see it. One object for the whole call, compared by identity, so that it
 * can be the key of what a listener remembers. For the thread that the listener is told on.
 */
public final class CallView {
  private final Call call;
  private final CallClock time;

  CallView(Call call, CallClock time) {
    this.call = call;
    this.time = time;
  }

  /** The request as it was described, before interceptors and policies have changed anything. */
  public Request requested() {
    return call.asked();
  }

  /** What {@link CallBuilder#tag} attached to the call. */
  public Optional<Object> tag() {
    return call.tag();
  }

  /** How long each phase took so far. */
  public Timings timings() {
    return time.timings();
  }

  /** Method and URI, without user information. */
  @Override
  public String toString() {
    return requested().toString();
  }
}
