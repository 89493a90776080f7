package io.godwit.client;

import io.godwit.net.Clock;

/**
 * How much of a body has left, told to who wants to know: at the end, and before that no more often
 * than ten times a second.
 */
final class SendProgress {
  private static final long PAUSE = 100_000_000; // nanoseconds

  private final Audience audience;
  private final Clock clock;
  private final long total;
  private long sent;
  private long told;

  /** Of a body that is that long; -1 when nobody knows. */
  SendProgress(Audience audience, Clock clock, long total) {
    this.audience = audience;
    this.clock = clock;
    this.total = total;
    this.told = audience.present() ? clock.nanos() : 0;
  }

  /** Whether that is all that was missing of content whose length is known. */
  boolean isLast(long bytes) {
    return sent + bytes == total;
  }

  void sent(long bytes) {
    sent += bytes;
    if (audience.present() && sent != total) {
      long now = clock.nanos();
      if (now - told >= PAUSE) {
        told = now;
        audience.sent(sent, total);
      }
    }
  }

  void end() {
    audience.sent(sent, total);
  }
}
