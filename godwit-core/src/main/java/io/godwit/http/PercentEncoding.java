package io.godwit.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding (RFC 3986 section 2.1). Characters outside ASCII are encoded as their UTF-8
 * octets.
 *
 * <p>The escapes that a text already has are brought to one form (section 6.2.2: upper-case digits,
 * none for an unreserved character), but not in a query or fragment: those belong to the
 * application, which may have signed them octet by octet.
 */
final class PercentEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  /**
   * The index of the first character in the range that does not stand for itself in the place, or
   * {@code to}: one that ends the place, one that must be encoded, or an escape to be rewritten.
   */
  static int canonicalUntil(String text, int from, int to, int place) {
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      if (UriCharacters.may(c, place)) {
        i++;
      } else if (c == '%' && isEscape(text, i, to) && isCanonicalEscape(text, i, place)) {
        i += 3;
      } else {
        return i;
      }
    }
    return to;
  }

  /** The index of the first character in the range that RFC 3986 does not allow in the place. */
  static int validUntil(String text, int from, int to, int place) {
    int i = from;
    while (i < to) {
      if (UriCharacters.may(text.charAt(i), place)) {
        i++;
      } else if (text.charAt(i) == '%' && isEscape(text, i, to)) {
        i += 3;
      } else {
        return i;
      }
    }
    return to;
  }

  /**
   * The range as it stands in the place: what is not allowed there is encoded, a percent sign that
   * begins no escape included.
   *
   * @throws InvalidUri at a control character or half a surrogate pair
   */
  static String canonical(String text, int from, int to, int place) {
    int clean = canonicalUntil(text, from, to, place);
    if (clean == to) {
      return text.substring(from, to);
    }
    StringBuilder out = new StringBuilder(to - from + 16).append(text, from, clean);
    int i = clean;
    while (i < to) {
      char c = text.charAt(i);
      if (UriCharacters.may(c, place)) {
        out.append(c);
        i++;
      } else if (c == '%' && isEscape(text, i, to)) {
        appendEscape(out, text, i, place);
        i += 3;
      } else if (UriCharacters.isControl(c)) {
        throw new InvalidUri(text, i, "a control character (" + UriExcerpt.name(c) + ")");
      } else {
        i += appendEncoded(out, text, i);
      }
    }
    return out.toString();
  }

  /**
   * Any text as a value: everything but unreserved characters is encoded.
   *
   * @throws InvalidUri at half a surrogate pair
   */
  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (UriCharacters.may(c, UriCharacters.UNRESERVED)) {
        out.append(c);
        i++;
      } else {
        i += appendEncoded(out, text, i);
      }
    }
    return out.toString();
  }

  /**
   * The range with its escapes decoded as UTF-8.
   *
   * @throws InvalidUri at a percent sign that begins no escape, and if the octets are not UTF-8
   */
  static String decode(String text, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    ByteBuffer octets = ByteBuffer.allocate((to - from) / 3);
    int i = from;
    while (i < to) {
      if (text.charAt(i) != '%') {
        out.append(text.charAt(i++));
        continue;
      }
      int start = i;
      for (; i < to && text.charAt(i) == '%'; i += 3) {
        if (!isEscape(text, i, to)) {
          throw new InvalidUri(text, i, "a '%' that begins no escape");
        }
        octets.put((byte) octet(text, i));
      }
      try {
        out.append(StandardCharsets.UTF_8.newDecoder().decode(octets.flip()));
      } catch (CharacterCodingException e) {
        throw new InvalidUri(text, start, "escapes that are not UTF-8");
      }
      octets.clear();
    }
    return out.toString();
  }

  private static boolean isEscape(String text, int at, int to) {
    return to - at > 2
        && UriCharacters.hexValue(text.charAt(at + 1)) >= 0
        && UriCharacters.hexValue(text.charAt(at + 2)) >= 0;
  }

  private static boolean isCanonicalEscape(String text, int at, int place) {
    return place == UriCharacters.QUERY
        || (!isUnreserved(octet(text, at))
            && text.charAt(at + 1) < 'a'
            && text.charAt(at + 2) < 'a');
  }

  private static void appendEscape(StringBuilder out, String text, int at, int place) {
    if (place == UriCharacters.QUERY) {
      out.append(text, at, at + 3);
      return;
    }
    int octet = octet(text, at);
    if (isUnreserved(octet)) {
      out.append((char) octet);
    } else {
      appendOctet(out, octet);
    }
  }

  /** Appends the code point at the index and says how many characters it takes. */
  private static int appendEncoded(StringBuilder out, String text, int at) {
    int c = text.codePointAt(at);
    if (c < 0x80) {
      appendOctet(out, c);
    } else if (c < 0x800) {
      appendOctet(out, 0xC0 | c >> 6);
      appendContinuation(out, c);
    } else if (c < 0x10000) {
      if (Character.isSurrogate((char) c)) {
        throw new InvalidUri(text, at, "half a surrogate pair (" + UriExcerpt.name(c) + ")");
      }
      appendOctet(out, 0xE0 | c >> 12);
      appendContinuation(out, c >> 6);
      appendContinuation(out, c);
    } else {
      appendOctet(out, 0xF0 | c >> 18);
      appendContinuation(out, c >> 12);
      appendContinuation(out, c >> 6);
      appendContinuation(out, c);
    }
    return Character.charCount(c);
  }

  private static void appendContinuation(StringBuilder out, int bits) {
    appendOctet(out, 0x80 | (bits & 0x3F));
  }

  private static void appendOctet(StringBuilder out, int octet) {
    out.append('%').append(HEX[octet >> 4]).append(HEX[octet & 0xF]);
  }

  private static int octet(String text, int at) {
    return UriCharacters.hexValue(text.charAt(at + 1)) << 4
        | UriCharacters.hexValue(text.charAt(at + 2));
  }

  private static boolean isUnreserved(int octet) {
    return UriCharacters.may((char) octet, UriCharacters.UNRESERVED);
  }
}
