package io.godwit.server;

import io.godwit.http.Response;

/**
 * Answers requests. Called on the virtual thread of the connection, so it may block: only its own
 * connection waits. Several connections call it at the same time; it must be safe for that.
 *
 * <pre>{@code
 * Handler hello = request -> Response.text("hello " + request.path());
 * }</pre>
 *
 * <p>A handler that takes longer than {@link ServerTimeouts#handler()} is interrupted, and what it
 * throws then is answered with 503; so is its next read of content that has not arrived yet, which
 * fails with an {@link java.io.InterruptedIOException}. A client that has gone is noticed when the
 * answer is written.
 */
@FunctionalInterface
public interface Handler {
  /**
   * The answer to a request. A body that is a stream is read after this method has returned, and it
   * may read the request's content meanwhile; it is closed in any case.
   *
   * @throws Exception answered with 500 and logged; with 413 when it is the {@link
   *     io.godwit.http.HttpFailure.LimitExceeded} of a request whose content is larger than what
   *     was to be collected; with what the client did wrong when it is the failure that reading the
   *     request gave
   */
  Response handle(ServerRequest request) throws Exception;

  /**
   * A handler that writes its response piece by piece, instead of giving it back. It runs on a
   * virtual thread of its own, one for each request, while the thread of the connection waits; so
   * scoped values and thread-locals of what calls this handler are not there. It may read the
   * request's content, before and while it writes. When the client goes away a write fails; when
   * the connection is cut the thread is interrupted.
   */
  static Handler streaming(StreamingHandler handler) {
    return request -> StreamedAnswer.of(handler, request);
  }
}
