package io.godwit.client;

import io.godwit.http.Phase;
import java.time.Duration;

/**
 * How long each phase of a call may take; see {@link Phase}. All are positive; there is no value
 * for "forever", because every wait ends. Immutable.
 *
 * <p>Defaults: queue 30 s, resolve 10 s, connect 10 s, tls 10 s, request 30 s, first byte 30 s,
 * body 30 s, total 5 minutes.
 *
 * @param queue waiting for a place in the pool
 * @param resolve looking up a name
 * @param connect opening a connection, over all addresses of the name
 * @param tls the TLS handshake
 * @param request for the server to take something of the request, as far as the system tells (see
 *     {@link io.godwit.net.blocking.BlockingDriver#flush(long, int, long)}): a slow one has the
 *     time of the call for all of it, one that stands still has this
 * @param firstByte from the end of the request to the response's head
 * @param body each wait for more of the content
 * @param total the whole call; for {@link CallBuilder#open()} up to the head, unless the call sets
 *     a {@linkplain CallBuilder#timeout timeout of its own}, which then covers the content too
 */
public record Timeouts(
    Duration queue,
    Duration resolve,
    Duration connect,
    Duration tls,
    Duration request,
    Duration firstByte,
    Duration body,
    Duration total) {
  /** What a count of nanoseconds can hold: 292 years. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private static final Timeouts DEFAULTS =
      all(Duration.ofSeconds(30))
          .withTotal(Duration.ofMinutes(5))
          .withResolve(Duration.ofSeconds(10))
          .withConnect(Duration.ofSeconds(10))
          .withTls(Duration.ofSeconds(10));

  /**
   * Checks that each is positive, and less than 292 years.
   *
   * @throws IllegalArgumentException when one is not
   */
  public Timeouts {
    requirePositive(queue, Phase.QUEUE);
    requirePositive(resolve, Phase.RESOLVE);
    requirePositive(connect, Phase.CONNECT);
    requirePositive(tls, Phase.TLS);
    requirePositive(request, Phase.REQUEST);
    requirePositive(firstByte, Phase.FIRST_BYTE);
    requirePositive(body, Phase.BODY);
    requirePositive(total, Phase.TOTAL);
  }

  /** The defaults. */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /** The same time for every phase. */
  public static Timeouts all(Duration each) {
    return new Timeouts(each, each, each, each, each, each, each, each);
  }

  /** A copy with another time for the queue. */
  public Timeouts withQueue(Duration time) {
    return new Timeouts(time, resolve, connect, tls, request, firstByte, body, total);
  }

  /** A copy with another time for look-ups. */
  public Timeouts withResolve(Duration time) {
    return new Timeouts(queue, time, connect, tls, request, firstByte, body, total);
  }

  /** A copy with another time for connecting. */
  public Timeouts withConnect(Duration time) {
    return new Timeouts(queue, resolve, time, tls, request, firstByte, body, total);
  }

  /** A copy with another time for the TLS handshake. */
  public Timeouts withTls(Duration time) {
    return new Timeouts(queue, resolve, connect, time, request, firstByte, body, total);
  }

  /** A copy with another time for a piece of the request. */
  public Timeouts withRequest(Duration time) {
    return new Timeouts(queue, resolve, connect, tls, time, firstByte, body, total);
  }

  /** A copy with another time for the response's head. */
  public Timeouts withFirstByte(Duration time) {
    return new Timeouts(queue, resolve, connect, tls, request, time, body, total);
  }

  /** A copy with another time for each wait within the content. */
  public Timeouts withBody(Duration time) {
    return new Timeouts(queue, resolve, connect, tls, request, firstByte, time, total);
  }

  /** A copy with another time for the whole call. */
  public Timeouts withTotal(Duration time) {
    return new Timeouts(queue, resolve, connect, tls, request, firstByte, body, time);
  }

  private static void requirePositive(Duration time, Phase phase) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("timeout of phase " + phase + " is not positive: " + time);
    }
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout of phase " + phase + " is too long: " + time);
    }
  }
}
