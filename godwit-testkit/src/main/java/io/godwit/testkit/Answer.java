package io.godwit.testkit;

import io.godwit.http.Response;
import io.godwit.http.Status;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MockServer} does with a request: a response, and what goes wrong with it.
 * Immutable; each method gives a copy that does that as well.
 *
 * <pre>{@code
 * Answer.text("hello");
 * Answer.text("hello").after(Duration.ofMillis(50)).cutAfter(20);     // the head breaks off
 * Answer.raw("HTTP/1.1 2000 What?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
 * Answer.reset();
 * }</pre>
 */
public final class Answer {
  /** How a connection ends. */
  enum End {
    /** As a peer ends it that has nothing more to say. */
    CLOSE,
    /** As a crash ends it; what the client has not read yet is lost. */
    RESET
  }

  /** A response that leaves byte by byte, or as many at a time as that. */
  record Drip(int bytes, Duration pause) {}

  /** After so many bytes of the response, its head included, the connection ends. */
  record Cut(long bytes, End end) {}

  private static final Answer EMPTY = new Answer(Response.of(Status.OK));

  private final Response response;
  private final byte @Nullable [] raw;
  private final boolean silent;
  private final boolean unread;
  private final Duration delay;
  private final @Nullable Drip drip;
  private final @Nullable Cut cut;

  private Answer(Response response) {
    this(response, null, false, false, Duration.ZERO, null, null);
  }

  private Answer(
      Response response,
      byte @Nullable [] raw,
      boolean silent,
      boolean unread,
      Duration delay,
      @Nullable Drip drip,
      @Nullable Cut cut) {
    this.response = response;
    this.raw = raw;
    this.silent = silent;
    this.unread = unread;
    this.delay = delay;
    this.drip = drip;
    this.cut = cut;
  }

  /** That response, as any server would send it. */
  public static Answer of(Response response) {
    return new Answer(Objects.requireNonNull(response));
  }

  /** 200 with a text. */
  public static Answer text(String text) {
    return of(Response.text(text));
  }

  /** That status without content. */
  public static Answer status(int status) {
    return of(Response.of(status));
  }

  /** These bytes in place of a response, whatever they are; then the connection ends. */
  public static Answer raw(byte[] bytes) {
    return new Answer(EMPTY.response, bytes.clone(), false, false, Duration.ZERO, null, null);
  }

  /** No response; the connection ends. */
  public static Answer close() {
    return EMPTY.cutAfter(0);
  }

  /** No response; the connection is reset. */
  public static Answer reset() {
    return EMPTY.resetAfter(0);
  }

  /** Nothing at all, until the client gives up or the server is closed. */
  public static Answer silence() {
    return new Answer(EMPTY.response, null, true, false, Duration.ZERO, null, null);
  }

  /** The same, but nothing of it leaves before so much time has gone by. */
  public Answer after(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay is not negative: " + delay);
    }
    return new Answer(response, raw, silent, unread, delay, drip, cut);
  }

  /**
   * The same, but the connection ends after so many bytes, those of the head included. When it is
   * more than there is, nothing happens.
   */
  public Answer cutAfter(long bytes) {
    return cut(bytes, End.CLOSE);
  }

  /** As {@link #cutAfter}, but the connection is reset. */
  public Answer resetAfter(long bytes) {
    return cut(bytes, End.RESET);
  }

  private Answer cut(long bytes, End end) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a number of bytes is not negative: " + bytes);
    }
    return new Answer(response, raw, silent, unread, delay, drip, new Cut(bytes, end));
  }

  /** The same, but so many bytes at a time, with a pause after each piece. */
  public Answer dripping(int bytes, Duration pause) {
    if (bytes < 1 || pause.isNegative()) {
      throw new IllegalArgumentException("at least a byte, and a pause that is not negative");
    }
    return new Answer(response, raw, silent, unread, delay, new Drip(bytes, pause), cut);
  }

  /**
   * The same, but before the content of the request was read: as a server that refuses it. The
   * content is not recorded then.
   */
  public Answer withoutReading() {
    return new Answer(response, raw, silent, true, delay, drip, cut);
  }

  Response response() {
    return response;
  }

  Optional<byte[]> raw() {
    return Optional.ofNullable(raw);
  }

  boolean silent() {
    return silent;
  }

  boolean unread() {
    return unread;
  }

  Duration delay() {
    return delay;
  }

  Optional<Drip> drip() {
    return Optional.ofNullable(drip);
  }

  Optional<Cut> cut() {
    return Optional.ofNullable(cut);
  }

  /** What it does, for messages of tests that fail. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(silent ? "silence" : response.toString());
    if (raw != null) {
      text.replace(0, text.length(), raw.length + " raw bytes");
    }
    if (!delay.isZero()) {
      text.append(" after ").append(delay);
    }
    if (drip != null) {
      text.append(", ").append(drip.bytes()).append(" bytes at a time");
    }
    if (cut != null) {
      text.append(", ").append(cut.end()).append(" after ").append(cut.bytes()).append(" bytes");
    }
    return text.toString();
  }
}
