package io.godwit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The halves of a form's pairs, as they are written (WHATWG URL section 5). */
enum FormCoding {
  /** As browsers write forms: a space is a plus sign, and only {@code *-._} stay bare. */
  PLUS("*-._"),

  /** As RFC 3986 has it: a space is {@code %20}, and what is unreserved stays bare. */
  PERCENT("-._~");

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final String bare;

  FormCoding(String bare) {
    this.bare = bare;
  }

  /**
   * The text in that charset, encoded.
   *
   * @throws InvalidMessage when the charset lacks one of the characters
   */
  String encoded(String text, Charset charset) {
    byte[] octets = StrictText.encoded(text, charset);
    StringBuilder out = new StringBuilder(octets.length + 16);
    for (byte octet : octets) {
      append(out, octet & 0xFF);
    }
    return out.toString();
  }

  private void append(StringBuilder out, int octet) {
    if (isLetterOrDigit(octet) || bare.indexOf(octet) >= 0) {
      out.append((char) octet);
    } else if (octet == ' ' && this == PLUS) {
      out.append('+');
    } else {
      out.append('%').append(HEX[octet >> 4]).append(HEX[octet & 0xF]);
    }
  }

  private static boolean isLetterOrDigit(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9');
  }

  /**
   * The text of an encoded half, however it was written.
   *
   * @param strict whether what is malformed is refused, and not taken as browsers do: a percent
   *     sign that begins no escape for itself, octets that are no text for U+FFFD
   * @throws InvalidMessage when it is refused
   */
  static String decoded(String half, Charset charset, boolean strict) {
    int plain = plainUntil(half);
    if (plain == half.length()) {
      return half;
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(half.length());
    Charset written = charset.canEncode() ? charset : StandardCharsets.UTF_8;
    for (int i = 0; i < half.length(); i++) {
      char c = half.charAt(i);
      if (c == '%' && isEscape(half, i)) {
        octets.write(
            UriCharacters.hexValue(half.charAt(i + 1)) << 4
                | UriCharacters.hexValue(half.charAt(i + 2)));
        i += 2;
      } else if (c == '%' && strict) {
        throw new InvalidMessage("a form has a '%' that begins no escape at " + i);
      } else if (c < 0x80) {
        octets.write(c == '+' ? ' ' : c);
      } else {
        int end = i + Character.charCount(half.codePointAt(i));
        octets.writeBytes(half.substring(i, end).getBytes(written));
        i = end - 1;
      }
    }
    return strict ? StrictText.decoded(octets.toByteArray(), charset) : octets.toString(charset);
  }

  private static int plainUntil(String half) {
    int i = 0;
    while (i < half.length() && isPlain(half.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(char c) {
    return c != '%' && c != '+' && c < 0x80;
  }

  private static boolean isEscape(String half, int at) {
    return half.length() - at > 2
        && UriCharacters.hexValue(half.charAt(at + 1)) >= 0
        && UriCharacters.hexValue(half.charAt(at + 2)) >= 0;
  }
}
