package io.godwit.policy.auth.oauth;

import io.godwit.http.InvalidMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One pair of a query or a form, both halves percent-encoded with nothing bare but letters, digits
 * and {@code -._~} (RFC 5849 section 3.6). Every reader of {@code
 * application/x-www-form-urlencoded} reads that as well, so OAuth 2 sends its forms this way, too.
 */
record Parameter(String name, String value) implements Comparable<Parameter> {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  /** The order of RFC 5849 section 3.4.1.3.2; encoded text is ASCII, so characters are octets. */
  private static final Comparator<Parameter> ORDER =
      Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

  /** The pair of two plain texts. */
  static Parameter of(String name, String value) {
    return new Parameter(encoded(name), encoded(value));
  }

  /**
   * The pairs of a query or a form, re-encoded octet by octet, so that octets that are no text
   * survive (RFC 5849 section 3.4.1.3.1).
   *
   * @param form a character per octet
   */
  static List<Parameter> parse(String form) {
    List<Parameter> pairs = new ArrayList<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        pairs.add(
            new Parameter(
                reencoded(pair.substring(0, equals)), reencoded(pair.substring(equals + 1))));
      } else if (!pair.isEmpty()) {
        pairs.add(new Parameter(reencoded(pair), ""));
      }
    }
    return pairs;
  }

  /** The pairs as a query or a form. */
  static String form(List<Parameter> pairs) {
    StringBuilder form = new StringBuilder();
    for (Parameter pair : pairs) {
      form.append(form.isEmpty() ? "" : "&").append(pair.name).append('=').append(pair.value);
    }
    return form.toString();
  }

  /**
   * The UTF-8 of the text, encoded.
   *
   * @throws InvalidMessage when the text has half a surrogate pair
   */
  static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        append(out, c);
      } else {
        int codePoint = text.codePointAt(i);
        if (Character.getType(codePoint) == Character.SURROGATE) {
          throw new InvalidMessage("half a surrogate pair at " + i + " of a parameter");
        }
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
          append(out, octet & 0xFF);
        }
        i += Character.charCount(codePoint) - 1;
      }
    }
    return out.toString();
  }

  /** A half of a form's pair, decoded and encoded again; a bare percent sign stands for itself. */
  private static String reencoded(String half) {
    StringBuilder out = new StringBuilder(half.length() + 16);
    for (int i = 0; i < half.length(); i++) {
      char c = half.charAt(i);
      if (c == '%' && i + 2 < half.length() && digit(half, i + 1) >= 0 && digit(half, i + 2) >= 0) {
        append(out, digit(half, i + 1) << 4 | digit(half, i + 2));
        i += 2;
      } else {
        append(out, c == '+' ? ' ' : c);
      }
    }
    return out.toString();
  }

  private static int digit(String text, int at) {
    char c = text.charAt(at);
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static void append(StringBuilder out, int octet) {
    boolean bare =
        (octet >= 'a' && octet <= 'z')
            || (octet >= 'A' && octet <= 'Z')
            || (octet >= '0' && octet <= '9')
            || "-._~".indexOf(octet) >= 0;
    if (bare) {
      out.append((char) octet);
    } else {
      out.append('%').append(HEX[octet >> 4 & 0xF]).append(HEX[octet & 0xF]);
    }
  }

  @Override
  public int compareTo(Parameter other) {
    return ORDER.compare(this, other);
  }

  /** The name alone: the value may be a secret. */
  @Override
  public String toString() {
    return name + "=***";
  }
}
