package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
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

  /** {@code uri-host [":" port]}, possibly empty; an IP literal in brackets, else a reg-name. */
  private static boolean wellFormed(String value) {
    int end = value.startsWith("[") ? value.indexOf(']') + 1 : nameEnd(value);
    if (value.startsWith("[") && !literal(value, end)) {
      return false;
    }
    return end == value.length() || (value.charAt(end) == ':' && portDigits(value, end + 1));
  }

  private static boolean literal(String value, int end) {
    for (int i = 1; i < end - 1; i++) {
      char c = value.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return false;
      }
    }
    return end > 3;
  }

  private static int nameEnd(String value) {
    int i = 0;
    while (i < value.length() && isNameChar(value.charAt(i))) {
      i++;
    }
    return i;
  }

  /** unreserved, sub-delims and percent signs of RFC 3986 section 3.2.2. */
  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~!$&'()*+,;=%".indexOf(c) >= 0;
  }

  /** Whether a port stands from there to the end: up to five digits, or nothing. */
  static boolean portDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!Grammar.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.length() - from <= 5;
  }
}
