package io.godwit.http;

/**
 * The character classes that every HTTP message is made of (RFC 9110 section 5.6) and the one way
 * in which messages show characters that must not be shown raw.
 */
public final class Grammar {
  private static final byte TCHAR = 1;
  private static final byte FIELD = 2;
  private static final byte[] CLASSES = classes();

  private Grammar() {}

  /** Whether the octet may stand in a token (RFC 9110 section 5.6.2). */
  public static boolean isTokenChar(int octet) {
    return octet >= 0 && octet < 256 && (CLASSES[octet] & TCHAR) != 0;
  }

  /**
   * Whether the octet may stand in a field value (RFC 9110 section 5.5): visible ASCII, space, tab
   * and the octets 80-FF.
   */
  public static boolean isFieldChar(int octet) {
    return octet >= 0 && octet < 256 && (CLASSES[octet] & FIELD) != 0;
  }

  /** Whether the text is a token: one or more token characters. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether the octet is optional white space: space or tab (RFC 9110 section 5.6.3). */
  public static boolean isBlank(int octet) {
    return octet == ' ' || octet == '\t';
  }

  /** Whether the octet is a decimal digit of ASCII. */
  public static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }

  /** The lower-case form of an ASCII letter; any other octet unchanged. */
  public static int lower(int octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
  }

  /** The text in quotes with everything but visible ASCII escaped, cut after 60 characters. */
  public static String quoted(CharSequence text) {
    StringBuilder shown = new StringBuilder().append('"');
    int length = Math.min(text.length(), 60);
    for (int i = 0; i < length; i++) {
      appendEscaped(shown, text.charAt(i));
    }
    return shown.append(length < text.length() ? "\"..." : "\"").toString();
  }

  private static void appendEscaped(StringBuilder shown, char c) {
    switch (c) {
      case '\r' -> shown.append("\\r");
      case '\n' -> shown.append("\\n");
      case '\t' -> shown.append("\\t");
      case '"', '\\' -> shown.append('\\').append(c);
      default -> {
        if (c >= ' ' && c < 0x7F) {
          shown.append(c);
        } else {
          shown.append("\\u").append(String.format("%04X", (int) c));
        }
      }
    }
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int c = '!'; c < 0x7F; c++) {
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean tchar = letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      classes[c] = tchar ? TCHAR | FIELD : FIELD;
    }
    classes[' '] = FIELD;
    classes['\t'] = FIELD;
    for (int c = 0x80; c < 256; c++) {
      classes[c] = FIELD;
    }
    return classes;
  }
}
