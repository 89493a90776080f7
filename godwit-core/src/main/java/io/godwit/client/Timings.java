package io.godwit.client;

import io.godwit.http.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long each phase of a call took, under the names of {@link Phase}. A phase that did not
 * happen, such as {@code connect} on a reused connection, took no time. They are those of the last
 * exchange; what came before it, with its waits, is the one sum {@link #redirect()}. Only a request
 * that was lost on a kept connection and sent once more counts as one exchange. Final when the call
 * has returned its content; while that is streamed they go on, and are for the thread that reads
 * it.
 */
public final class Timings {
  /** Null while the connection cost nothing, which is so for most calls. */
  private @Nullable Opening opening;

  private long request;
  private long firstByte;
  private long body;
  private long redirect;
  private long total;

  /** What it took to get a connection that was not there yet. */
  private static final class Opening {
    private long queue;
    private long resolve;
    private long connect;
    private long tls;
  }

  Timings() {}

  /** The time of that phase. */
  public Duration of(Phase phase) {
    return Duration.ofNanos(nanos(phase));
  }

  /** Waiting for a place in the pool. */
  public Duration queue() {
    return of(Phase.QUEUE);
  }

  /** Looking up the name. */
  public Duration resolve() {
    return of(Phase.RESOLVE);
  }

  /** Connecting. */
  public Duration connect() {
    return of(Phase.CONNECT);
  }

  /** The TLS handshake. */
  public Duration tls() {
    return of(Phase.TLS);
  }

  /**
   * From the lease of the connection until the request, or its head and first part, was written.
   */
  public Duration request() {
    return of(Phase.REQUEST);
  }

  /** From then until the response's head was there. */
  public Duration firstByte() {
    return of(Phase.FIRST_BYTE);
  }

  /** From then until the content was complete; none yet while it is streamed. */
  public Duration body() {
    return of(Phase.BODY);
  }

  /** The exchanges before the last one: redirects, challenges, what was retried. */
  public Duration redirect() {
    return of(Phase.REDIRECT);
  }

  /** The whole call, up to the head while the content is streamed. */
  public Duration total() {
    return of(Phase.TOTAL);
  }

  /** Every phase with its time in milliseconds. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Phase phase : Phase.values()) {
      text.append(text.isEmpty() ? "" : ", ").append(phase).append(' ');
      text.append(nanos(phase) / 1_000_000.0).append(" ms");
    }
    return text.toString();
  }

  void add(Phase phase, long nanos) {
    switch (phase) {
      case QUEUE -> opening().queue += nanos;
      case RESOLVE -> opening().resolve += nanos;
      case CONNECT -> opening().connect += nanos;
      case TLS -> opening().tls += nanos;
      case REQUEST -> request += nanos;
      case FIRST_BYTE -> firstByte += nanos;
      case BODY -> body += nanos;
      case REDIRECT -> redirect += nanos;
      case TOTAL -> total += nanos;
    }
  }

  /** The next exchange begins, so long after the call did. */
  void redirected(long nanos) {
    opening = null;
    request = 0;
    firstByte = 0;
    body = 0;
    redirect = nanos;
    total = nanos;
  }

  /** The time of the whole call so far. */
  void total(long nanos) {
    total = nanos;
  }

  private Opening opening() {
    Opening begun = opening == null ? new Opening() : opening;
    opening = begun;
    return begun;
  }

  long nanos(Phase phase) {
    Opening opened = opening;
    return switch (phase) {
      case QUEUE -> opened == null ? 0 : opened.queue;
      case RESOLVE -> opened == null ? 0 : opened.resolve;
      case CONNECT -> opened == null ? 0 : opened.connect;
      case TLS -> opened == null ? 0 : opened.tls;
      case REQUEST -> request;
      case FIRST_BYTE -> firstByte;
      case BODY -> body;
      case REDIRECT -> redirect;
      case TOTAL -> total;
    };
  }
}
