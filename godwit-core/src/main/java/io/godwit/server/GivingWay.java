package io.godwit.server;

/**
 * Decides whether a connection lets others run before it reads its next request. On a busy server
 * that has arrived by then, so the read need not wait for it: no poller is asked and nobody has to
 * be woken, which saves a fifth of all that a small request costs. On a quiet server it would be
 * for nothing, so it is left off for a while whenever it was.
 *
 * <p>Used by the thread of one connection.
 */
final class GivingWay {
  /** A read that takes no longer has not waited. */
  private static final long READY_NANOS = 10_000;

  private static final int REQUESTS_WITHOUT = 16;

  private int without;

  /** Whether to let others run now. */
  boolean due() {
    if (without == 0) {
      return true;
    }
    without--;
    return false;
  }

  /** Notes how long the read took that came after others had run. */
  void read(long nanos) {
    without = nanos < READY_NANOS ? 0 : REQUESTS_WITHOUT;
  }
}
