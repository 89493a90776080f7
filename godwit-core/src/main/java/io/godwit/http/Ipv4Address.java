package io.godwit.http;

/**
 * IPv4 addresses as text: four decimal numbers and nothing else (RFC 3986 section 3.2.2). The other
 * ways to write one (octal, hexadecimal, fewer parts) mean different addresses to different
 * programs, which is how filters are bypassed, so they are recognized only to be refused.
 */
final class Ipv4Address {
  private Ipv4Address() {}

  /** The address in the range as a 32-bit number, or -1 if it is not one in the strict form. */
  static long parse(String text, int from, int to) {
    long address = 0;
    int parts = 0;
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i < to && text.charAt(i) != '.') {
        continue;
      }
      int octet = octet(text, start, i);
      if (octet < 0) {
        return -1;
      }
      address = address << 8 | octet;
      parts++;
      start = i + 1;
    }
    return parts == 4 ? address : -1;
  }

  /**
   * Whether some program would take the name, which has no dot at its end, for an IPv4 address: its
   * last label is a number, decimal or with "0x".
   */
  static boolean isLikeOne(String name) {
    int start = name.lastIndexOf('.') + 1;
    boolean hex = name.startsWith("0x", start);
    for (int i = hex ? start + 2 : start; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(hex ? UriCharacters.hexValue(c) >= 0 : UriCharacters.isDigit(c))) {
        return false;
      }
    }
    return true;
  }

  private static int octet(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int octet = 0;
    for (int i = from; i < to; i++) {
      if (!UriCharacters.isDigit(text.charAt(i))) {
        return -1;
      }
      octet = octet * 10 + text.charAt(i) - '0';
    }
    return octet <= 255 ? octet : -1;
  }
}
