package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Version;

/** The Host of a request: exactly one in HTTP/1.1, and well formed (RFC 9112 section 3.2). */
final class HostField {
  private HostField() {}

  static void check(Version version, Headers headers) {
    int first = headers.find("Host", 0);
    if (first < 0) {
      if (version == Version.HTTP_1_1) {
        throw new Broken(H1Violation.MISSING_HOST, "");
      }
      return;
    }
    if (headers.find("Host", first + 1) >= 0) {
      throw new Broken(H1Violation.REPEATED_HOST, "");
    }
    String value = headers.value(first);
    if (!wellFormed(value)) {
      throw new Broken(H1Violation.BAD_HOST, Grammar.quoted(value));
    }
  }

  /**
   * Checks the Host of a request that is about to be sent: the rules are the same.
   *
   * @throws InvalidMessage when it breaks one
   */
  static void checkSent(Version version, Headers headers) {
    int first = headers.find("Host", 0);
    if (first < 0) {
      if (version == Version.HTTP_1_1) {
        throw new InvalidMessage("an HTTP/1.1 request needs a Host");
      }
      return;
    }
    if (headers.find("Host", first + 1) >= 0) {
      throw new InvalidMessage("a request has one Host");
    }
    String value = headers.value(first);
    if (!wellFormed(value)) {
      throw new InvalidMessage(
          "field Host says "
              + Grammar.quoted(value)
              + ", which is not a host with an optional port");
    }
  }

  /** The target of CONNECT: a host and a port, neither of them empty (RFC 9112 section 3.2.3). */
  static boolean authorityForm(String target) {
    int end = hostEnd(target);
    return end > 0 && end < target.length() - 1 && isPort(target, end);
  }

  /** {@code uri-host [":" port]}, possibly empty. */
  private static boolean wellFormed(String value) {
    int end = hostEnd(value);
    return end == value.length() || (end > 0 && isPort(value, end));
  }

  /** Where the host ends: an IP literal in brackets, else a registered name; -1 for neither. */
  private static int hostEnd(String value) {
    return value.startsWith("[") ? literalEnd(value) : nameEnd(value);
  }

  private static int literalEnd(String value) {
    int colons = 0;
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ']') {
        return colons >= 2 ? i + 1 : -1;
      }
      if (c == ':') {
        colons++;
      } else if (c != '.' && !isHexDigit(value, i)) {
        return -1;
      }
    }
    return -1;
  }

  private static int nameEnd(String value) {
    int i = 0;
    while (i < value.length() && isNameChar(value.charAt(i))) {
      if (value.charAt(i) == '%' && !(isHexDigit(value, i + 1) && isHexDigit(value, i + 2))) {
        return -1;
      }
      i++;
    }
    return i;
  }

  /** unreserved, sub-delims and percent signs of RFC 3986 section 3.2.2. */
  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || Grammar.isDigit(c)
        || "-._~!$&'()*+,;=%".indexOf(c) >= 0;
  }

  private static boolean isHexDigit(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }

  /** Whether a colon and a port stand from there to the end: a number below 65536, or nothing. */
  private static boolean isPort(String text, int colon) {
    int port = 0;
    for (int i = colon + 1; i < text.length(); i++) {
      port = port * 10 + text.charAt(i) - '0';
      if (!Grammar.isDigit(text.charAt(i)) || port > 0xFFFF) {
        return false;
      }
    }
    return text.charAt(colon) == ':';
  }
}
