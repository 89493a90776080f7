package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;

/**
 * Where the content of a received message ends (RFC 9112 section 6.3): one pure function per role.
 * The result is a length in bytes, or one of the two other ways to find the end.
 */
sealed interface Framing {
  /** So many bytes. */
  record Fixed(long length) implements Framing {}

  /** The chunked coding says. */
  record Chunked() implements Framing {}

  /** All up to the end of the connection. */
  record UntilClose() implements Framing {}

  /** The length as events tell it. */
  default long length() {
    return this instanceof Fixed(long length) ? length : HttpEvent.UNKNOWN_LENGTH;
  }

  static Framing ofRequest(Method method, Version version, Headers headers, H1Settings settings) {
    Framing framing;
    if (headers.has("Transfer-Encoding")) {
      requireChunked(version, headers);
      framing = new Chunked();
    } else {
      long length = contentLength(headers, settings);
      framing = new Fixed(Math.max(length, 0));
    }
    if (method.equals(Method.CONNECT) && framing.length() != 0) {
      throw new Broken(H1Violation.CONTENT_IN_CONNECT, "");
    }
    return framing;
  }

  static Framing ofResponse(
      Method request, Version version, Status status, Headers headers, H1Settings settings) {
    if (request.equals(Method.CONNECT) && status.success()) {
      return new Fixed(0); // both fields are ignored here (section 6.3, case 2)
    }
    boolean codings = headers.has("Transfer-Encoding");
    if (codings) {
      requireChunked(version, headers);
    }
    long length = codings ? HttpEvent.UNKNOWN_LENGTH : contentLength(headers, settings);
    if (status.contentless() && status.code() != 304) {
      requireNothing(status, codings, length); // in an answer to HEAD as well
    }
    if (status.contentless() || request.equals(Method.HEAD)) {
      return new Fixed(0);
    }
    if (codings) {
      return new Chunked();
    }
    return length < 0 ? new UntilClose() : new Fixed(length);
  }

  /**
   * Neither field may stand in 1xx and 204 (RFC 9110 section 8.6, RFC 9112 section 6.1). A length
   * of zero, which many servers write there, misleads nobody and is accepted.
   */
  private static void requireNothing(Status status, boolean codings, long length) {
    if (codings) {
      throw new Broken(H1Violation.TRANSFER_ENCODING_WITHOUT_CONTENT, status.toString());
    }
    if (length > 0) {
      throw new Broken(H1Violation.LENGTH_WITHOUT_CONTENT, status.toString());
    }
  }

  /**
   * Transfer-Encoding is there: it must be chunked and nothing else, in HTTP/1.1, without length.
   */
  private static void requireChunked(Version version, Headers headers) {
    if (version == Version.HTTP_1_0) {
      throw new Broken(H1Violation.TRANSFER_ENCODING_IN_HTTP_1_0, "");
    }
    if (headers.has("Content-Length")) {
      throw new Broken(H1Violation.LENGTH_AND_TRANSFER_ENCODING, "");
    }
    String value = headers.combined("Transfer-Encoding").orElse("");
    if (value.equalsIgnoreCase("chunked")) {
      return;
    }
    throw new Broken(refusalOf(value.split(",", -1)), Grammar.quoted(value));
  }

  /** Why these transfer codings, which are not chunked alone, are refused. */
  private static H1Violation refusalOf(String[] codings) {
    int chunked = 0;
    boolean last = false;
    for (String coding : codings) {
      String[] parts = coding.strip().split("[ \t;]", 2);
      last = parts[0].equalsIgnoreCase("chunked");
      chunked += last ? 1 : 0;
      if (!Grammar.isToken(parts[0]) || (last && parts.length > 1)) { // chunked has no parameters
        return H1Violation.BAD_TRANSFER_ENCODING;
      }
    }
    if (chunked > 1) {
      return H1Violation.CHUNKED_TWICE;
    }
    return chunked == 1 && !last
        ? H1Violation.CHUNKED_NOT_LAST
        : H1Violation.UNKNOWN_TRANSFER_CODING;
  }

  /** The Content-Length; -1 when there is none. */
  private static long contentLength(Headers headers, H1Settings settings) {
    int at = headers.find("Content-Length", 0);
    if (at < 0) {
      return HttpEvent.UNKNOWN_LENGTH;
    }
    long length = headers.decimal(at);
    if (length >= 0 && headers.find("Content-Length", at + 1) < 0) {
      return length; // nearly always; the value need not become a String
    }
    return repeated(headers.combined("Content-Length").orElse(""), settings);
  }

  private static long repeated(String list, H1Settings settings) {
    String[] values = list.split(",", -1);
    long length = digits(values[0].strip());
    for (String value : values) {
      if (digits(value.strip()) != length) {
        throw new Broken(H1Violation.CONFLICTING_LENGTHS, Grammar.quoted(list));
      }
    }
    if (!settings.tolerates(H1Violation.REPEATED_LENGTH)) {
      throw new Broken(H1Violation.REPEATED_LENGTH, Grammar.quoted(list));
    }
    return length;
  }

  /** Digits only, up to 2^63 - 1; no sign, no space, nothing else. */
  private static long digits(String value) {
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9 || length > (Long.MAX_VALUE - digit) / 10) {
        throw new Broken(H1Violation.BAD_LENGTH, Grammar.quoted(value));
      }
      length = length * 10 + digit;
    }
    if (value.isEmpty()) {
      throw new Broken(H1Violation.BAD_LENGTH, "empty");
    }
    return length;
  }
}
