package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import java.util.Optional;

/**
 * The fields that speak about the connection and not about the message (RFC 9110 section 7.6.1).
 * The machine writes them itself; what a caller may say by them is checked here.
 */
final class ConnectionFields {
  /** Would change framing, routing or the connection after the fact (RFC 9110 section 6.5.1). */
  private static final String[] NOT_IN_TRAILERS = {
    "Content-Length",
    "Transfer-Encoding",
    "Host",
    "Connection",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Upgrade",
    "Proxy-Connection",
    "Expect",
    "Content-Encoding",
    "Content-Type",
    "Content-Range"
  };

  /**
   * Received in a trailer section these mislead nobody, as trailers are kept apart; but whoever
   * sends them there will not be understood (RFC 9110 section 6.5.1).
   */
  private static final String[] NOT_SENT_IN_TRAILERS = {
    "Authorization",
    "Proxy-Authorization",
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Cookie",
    "Set-Cookie",
    "Cache-Control",
    "Max-Forwards",
    "Range",
    "Location",
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "If-Unmodified-Since",
    "If-Range"
  };

  private static final String[] NEVER_SENT = {
    "Transfer-Encoding", "Keep-Alive", "Proxy-Connection"
  };

  private ConnectionFields() {}

  /** Whether the connection may be used again after a message (RFC 9112 section 9.3). */
  static boolean persistent(Version version, Headers headers) {
    if (headers.hasToken("Connection", "close")) {
      return false;
    }
    return version == Version.HTTP_1_1 || headers.hasToken("Connection", "keep-alive");
  }

  /** Whether the message asks to change the protocol; never in 1.0 (RFC 9110 section 7.8). */
  static boolean upgrades(Version version, Headers headers) {
    return version == Version.HTTP_1_1
        && headers.has("Upgrade")
        && headers.hasToken("Connection", "upgrade");
  }

  /** The name of a field that must not stand in a trailer section, if there is one. */
  static Optional<String> forbiddenTrailer(Headers trailers) {
    return trailers.isEmpty() ? Optional.empty() : firstOf(NOT_IN_TRAILERS, trailers);
  }

  /**
   * Checks a trailer section that is about to be sent.
   *
   * @throws InvalidMessage when a field has no meaning there, or a dangerous one
   */
  static void checkSentTrailers(Headers trailers) {
    if (trailers.isEmpty()) {
      return;
    }
    firstOf(NOT_IN_TRAILERS, trailers)
        .or(() -> firstOf(NOT_SENT_IN_TRAILERS, trailers))
        .ifPresent(
            name -> {
              throw new InvalidMessage("field " + name + " is not allowed in a trailer section");
            });
  }

  private static Optional<String> firstOf(String[] names, Headers fields) {
    for (String name : names) {
      if (fields.has(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * Checks what a caller put into a head that is about to be sent.
   *
   * @throws InvalidMessage when a field belongs to the connection
   */
  static void checkSent(Headers headers) {
    for (String name : NEVER_SENT) {
      if (headers.has(name)) {
        throw new InvalidMessage("field " + name + " belongs to the connection and is not set");
      }
    }
    checkConnection(headers);
    checkTe(headers);
  }

  /** Whether fields have none of those that {@link #checkSent} and {@link #checkLength} read. */
  static boolean silent(Headers headers) {
    for (String name : NEVER_SENT) {
      if (headers.has(name)) {
        return false;
      }
    }
    return !headers.has("Connection")
        && !headers.has("Upgrade")
        && !headers.has("TE")
        && !headers.has("Content-Length");
  }

  /** The machine itself says {@code Connection: TE} when the caller says nothing about it. */
  private static void checkTe(Headers headers) {
    if (!headers.has("TE")) {
      return;
    }
    if (!headers.combined("TE").orElse("").equalsIgnoreCase("trailers")) {
      throw new InvalidMessage("field TE can only say trailers");
    }
    if (headers.has("Connection") && !headers.hasToken("Connection", "te")) {
      throw new InvalidMessage("field TE needs Connection: te");
    }
  }

  private static void checkConnection(Headers headers) {
    for (String value : headers.all("Connection")) {
      for (String option : value.split(",", -1)) {
        String name = option.strip();
        if (!name.equalsIgnoreCase("close")
            && !name.equalsIgnoreCase("keep-alive")
            && !name.equalsIgnoreCase("upgrade")
            && !name.equalsIgnoreCase("te")) {
          throw new InvalidMessage("field Connection cannot say " + Grammar.quoted(name) + " here");
        }
      }
    }
    if (headers.has("Upgrade") && !headers.hasToken("Connection", "upgrade")) {
      throw new InvalidMessage("field Upgrade needs Connection: upgrade");
    }
  }

  /** Refuses a Content-Length in a message that must not have one (RFC 9110 section 8.6). */
  static void refuseLength(Status status, Headers headers) {
    if (headers.has("Content-Length")) {
      throw new InvalidMessage("a response " + status + " to this has no Content-Length");
    }
  }

  /**
   * Checks that the fields do not contradict the length of the content.
   *
   * @throws InvalidMessage when they do
   */
  static void checkLength(Headers headers, long length) {
    if (length < HttpEvent.UNKNOWN_LENGTH) {
      throw new InvalidMessage("length " + length + " is negative");
    }
    int at = headers.find("Content-Length", 0);
    if (at < 0) {
      return;
    }
    boolean repeated = headers.find("Content-Length", at + 1) >= 0;
    if (repeated
        || length == HttpEvent.UNKNOWN_LENGTH
        || !headers.value(at).equals(Long.toString(length))) {
      throw new InvalidMessage(
          "field Content-Length says "
              + Grammar.quoted(headers.value(at))
              + ", but the length of the content is "
              + (length < 0 ? "not known" : Long.toString(length)));
    }
  }
}
