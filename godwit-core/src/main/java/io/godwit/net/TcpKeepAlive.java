package io.godwit.net;

import java.time.Duration;

/**
 * When TCP asks whether the other end of a silent connection is still there (RFC 9293 section
 * 3.8.4): so that networks on the way do not forget it, and one that is gone is noticed.
 *
 * @param idle how long it is silent before the first probe; whole seconds
 * @param interval between probes; whole seconds
 * @param probes how many stay without an answer before the connection counts as lost
 */
public record TcpKeepAlive(Duration idle, Duration interval, int probes) {
  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException when one is not from 1 to 32767 seconds, or the probes are not
   *     from 1 to 127
   */
  public TcpKeepAlive {
    if (!usable(idle) || !usable(interval) || probes < 1 || probes > 127) {
      throw new IllegalArgumentException(
          "keep-alive takes whole seconds from 1 to 32767, and 1 to 127 probes");
    }
  }

  private static boolean usable(Duration time) {
    long seconds = time.toSeconds();
    return seconds >= 1 && seconds <= 32_767 && time.equals(Duration.ofSeconds(seconds));
  }
}
