package io.godwit.server;

/**
 * Decides whether a response may wait for the next one, so that both leave in one write. That is
 * only ever asked when the next request has arrived already, and only allowed once the handler has
 * shown on this connection that it answers at once: otherwise a client would wait for an answer
 * that is there while a slow handler works on the next. One slow answer ends it for a while.
 *
 * <p>Used by the thread of one connection.
 */
final class HoldBack {
  private static final int FAST_ANSWERS = 8;
  private static final long FAST_NANOS = 100_000;
  private static final int MOST_RESPONSES = 16;
  private static final long MOST_BYTES = 64 * 1024;

  private int fastInTurn;
  private int responses;
  private long bytes;

  /** Notes how long the handler took for one of several requests in turn. */
  void answered(long nanos) {
    fastInTurn = nanos < FAST_NANOS ? Math.min(fastInTurn + 1, FAST_ANSWERS) : 0;
  }

  /** Notes a response that is complete and not yet written. */
  void held(long length) {
    responses++;
    bytes += length;
  }

  /** Notes that everything was written. */
  void flushed() {
    responses = 0;
    bytes = 0;
  }

  /** Whether what is held may wait for one more response. */
  boolean allowed() {
    return fastInTurn == FAST_ANSWERS && responses < MOST_RESPONSES && bytes < MOST_BYTES;
  }
}
