package io.godwit.policy.dial;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import java.nio.ByteBuffer;

/**
 * How a proxy is asked to pass a connection on, on a channel to it: as a pure flow, facts in, steps
 * out. One serves one plan, and possibly several connections of it, one after the other. It must
 * end: who was refused does not ask for ever. Confined to the thread that drives the plan.
 */
public interface Passage {
  /** What to do on the channel. */
  sealed interface Step {
    /**
     * Send these bytes, then read exactly so many, which are handed to {@link Passage#received}.
     *
     * @param bytes read-only; may be empty
     * @param answer at least 1
     */
    record Talk(ByteBuffer bytes, int answer) implements Step {}

    /** Send this request of HTTP/1.1; {@link Passage#answered} follows. */
    record Ask(Request request) implements Step {}

    /** Everything that follows on the channel is for the goal. */
    record Through() implements Step {}

    /** Connect to the proxy once more, and begin again there. */
    record Reconnect() implements Step {}

    /** There is no way through. */
    record Refuse(HttpFailure failure) implements Step {}
  }

  /** The first step on a new channel. */
  Step begin();

  /** What was to be read has arrived. */
  default Step received(ByteBuffer bytes) {
    throw new IllegalStateException("nothing was to be read");
  }

  /**
   * The answer to a request.
   *
   * @param response with the beginning of its content, unless it opens a tunnel
   * @param open whether the channel can take another request
   */
  default Step answered(Response response, boolean open) {
    throw new IllegalStateException("nothing was asked");
  }

  /** The channel broke in between; what to make of it. */
  HttpFailure broken(String reason, Throwable cause);
}
