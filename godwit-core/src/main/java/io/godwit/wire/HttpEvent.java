package io.godwit.wire;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.http.Violation;
import java.nio.ByteBuffer;

/**
 * What goes through an {@link HttpMachine}: the parts of messages, in both directions, and what
 * else {@link HttpMachine#poll()} has to say. Events that belong to a message carry its stream
 * number; in HTTP/1.1 that is the ordinal of the exchange on its connection, from 1.
 */
public sealed interface HttpEvent {
  /** A length that is not known beforehand: chunked, or up to the end of the connection. */
  long UNKNOWN_LENGTH = -1;

  /** The machine needs more input before it can say anything. */
  HttpEvent NEED_INPUT = new NeedInput();

  /** The machine takes no input until it was told to send something. */
  HttpEvent PAUSED = new Paused();

  /** The connection is at its end. */
  HttpEvent CLOSED = new Closed();

  /**
   * The head of a request.
   *
   * @param target the request target as it stands in the request line (RFC 9112 section 3.2)
   * @param length of the content in bytes, 0 for none, {@link #UNKNOWN_LENGTH} when it is not
   *     known. When sent, it decides the framing; the fields that say so are written by the
   *     machine.
   */
  record RequestHead(
      long stream, Method method, String target, Version version, Headers headers, long length)
      implements HttpEvent {}

  /**
   * The head of a final response, or of 101, which ends HTTP on the connection.
   *
   * @param length of the content to come, as for a request: received it is 0 in an answer to HEAD
   *     and in 304, whatever the fields announce. To be sent in an answer to HEAD and in 304, what
   *     GET would have had.
   */
  record ResponseHead(
      long stream, Version version, Status status, String reason, Headers headers, long length)
      implements HttpEvent {}

  /** An interim response: 1xx but 101 (RFC 9110 section 15.2). */
  record Interim(long stream, Status status, Headers headers) implements HttpEvent {}

  /**
   * A piece of content. Received: a read-only slice of the driver's buffer, valid until the next
   * {@code receive} or {@code poll}. Sent: held by reference until it is drained.
   *
   * @param extension of the chunk it begins, such as {@code ;name=value}; usually empty
   */
  record Data(long stream, ByteBuffer bytes, String extension) implements HttpEvent {
    /** A piece of content without a chunk extension. */
    public Data(long stream, ByteBuffer bytes) {
      this(stream, bytes, "");
    }
  }

  /** The end of a message. */
  record End(long stream, Headers trailers) implements HttpEvent {}

  /** The connection left HTTP, by 101 or CONNECT; the bytes received beyond that point. */
  record Switched(long stream, ByteBuffer leftOver) implements HttpEvent {}

  /** The peer broke a rule. Final: every further poll gives it again. */
  record Violated(long stream, Violation violation, String detail) implements HttpEvent {}

  /** The driver's deadline ran out, see {@link HttpMachine#expire}. Final. */
  record Expired(long stream) implements HttpEvent {}

  /** The stream was reset by the peer; does not occur in HTTP/1.1. */
  record Reset(long stream, long code) implements HttpEvent {}

  /** See {@link #NEED_INPUT}. */
  record NeedInput() implements HttpEvent {}

  /** See {@link #PAUSED}. */
  record Paused() implements HttpEvent {}

  /** See {@link #CLOSED}. */
  record Closed() implements HttpEvent {}
}
