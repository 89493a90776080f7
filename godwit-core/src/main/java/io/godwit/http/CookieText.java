package io.godwit.http;

/** What the parts of a cookie are made of (RFC 6265bis sections 4.1.1 and 5.6). */
final class CookieText {
  /** The longest name and value together, in octets. */
  static final int MAX_PAIR = 4096;

  private CookieText() {}

  /** Whether the text could stand in a field: octets, and no control characters but tab. */
  static boolean hasOnlyFieldChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Grammar.isFieldChar(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether name and value are neither both empty nor together too long. */
  static boolean fits(String name, String value) {
    int length = name.length() + value.length();
    return length > 0 && length <= MAX_PAIR;
  }

  /** The text in the range without the blanks around it. */
  static String trimmed(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && Grammar.isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && Grammar.isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** A lifetime in seconds; longer ones are not told apart. */
  static long bounded(long seconds) {
    return Math.clamp(seconds, -Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * How a domain is written so that it is read again: one dot before it is dropped, and blanks are
   * too, but not those behind a dot.
   */
  static String written(String domain) {
    return domain.startsWith(".") || (!domain.isEmpty() && Grammar.isBlank(domain.charAt(0)))
        ? "." + domain
        : domain;
  }

  static String withoutLeadingDot(String domain) {
    return domain.startsWith(".") ? domain.substring(1) : domain;
  }

  /** Whether a well-behaved server may set that value: cookie octets, perhaps in quotes. */
  static boolean isCookieValue(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    int end = quoted ? value.length() - 1 : value.length();
    for (int i = quoted ? 1 : 0; i < end; i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '"' || c == ',' || c == ';' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
