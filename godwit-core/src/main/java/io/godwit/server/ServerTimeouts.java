package io.godwit.server;

import java.time.Duration;

/**
 * How long a server waits for its clients. All are finite; what takes longer ends the connection.
 * Immutable.
 *
 * <pre>{@code
 * ServerTimeouts.defaults().withIdle(Duration.ofMinutes(5));
 * }</pre>
 *
 * @param idle for the first byte of a request, on a new connection and between requests; then the
 *     connection is closed without a word
 * @param head for a whole request head, from its first byte; then the answer is 408
 * @param body for the next piece of a request's content; then the answer is 408
 * @param write for the client to take something of a response; then the connection is cut. What the
 *     system's buffers take counts as taken, and they report room in lumps: a client that is very
 *     slow behind a large buffer looks like one that stands still. One that goes on has to keep
 *     {@link HttpServer.Builder#minimumRate} besides.
 * @param linger for the client to end its side after the server has ended its own, while what it
 *     still sends is thrown away so that it can read the answer (RFC 9112 section 9.6)
 * @param handshake of TLS, from the connection on; then the connection is closed
 * @param handler for a handler to give its response, or to commit one that it writes piece by
 *     piece; then its thread is interrupted, and the answer is 503. What it waits for the client's
 *     content does not count, and each piece that comes gives it the whole time again.
 */
public record ServerTimeouts(
    Duration idle,
    Duration head,
    Duration body,
    Duration write,
    Duration linger,
    Duration handshake,
    Duration handler) {
  /** What a count of nanoseconds can hold: 292 years. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private static final ServerTimeouts DEFAULTS =
      new ServerTimeouts(
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));

  /**
   * Checks that each is longer than nothing, and less than 292 years.
   *
   * @throws IllegalArgumentException when one is not
   */
  public ServerTimeouts {
    requirePositive("idle", idle);
    requirePositive("head", head);
    requirePositive("body", body);
    requirePositive("write", write);
    requirePositive("linger", linger);
    requirePositive("handshake", handshake);
    requirePositive("handler", handler);
  }

  /** Idle 60 s, head 20 s, body 30 s, write 30 s, linger 5 s, handshake 10 s, handler 5 min. */
  public static ServerTimeouts defaults() {
    return DEFAULTS;
  }

  /** A copy with another time for the first byte of a request. */
  public ServerTimeouts withIdle(Duration idle) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  /** A copy with another time for a request head. */
  public ServerTimeouts withHead(Duration head) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  /** A copy with another time for a piece of a request's content. */
  public ServerTimeouts withBody(Duration body) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  /** A copy with another time for a client to take something of a response. */
  public ServerTimeouts withWrite(Duration write) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  /** A copy with another time for the client's end of a connection. */
  public ServerTimeouts withLinger(Duration linger) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  /** A copy with another time for the handshake of TLS. */
  public ServerTimeouts withHandshake(Duration handshake) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  /** A copy with another time for a handler. */
  public ServerTimeouts withHandler(Duration handler) {
    return new ServerTimeouts(idle, head, body, write, linger, handshake, handler);
  }

  private static void requirePositive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "a timeout is longer than nothing: " + name + " " + duration);
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the timeout " + name + " is too long: " + duration);
    }
  }
}
