package io.godwit.http;

/**
 * A faulty text as an error may show it.
 *
 * @param text the text with what may be user information masked
 * @param index a place in {@code text}
 */
record UriExcerpt(String text, int index) {
  static final String MASK = "***";
  private static final int AROUND = 60;

  /**
   * Masks the text. The fault may be in the user information itself ("http://me:pass/word@host"),
   * so the grammar does not say where that ends: everything up to the last '@' goes if the
   * authority has one, or if a colon stands before it.
   */
  static UriExcerpt of(String raw, int index) {
    int start = authorityOf(raw);
    int last = raw.lastIndexOf('@');
    if (last <= start || !(atIsInAuthority(raw, start) || raw.indexOf(':', start, last) >= 0)) {
      return new UriExcerpt(raw, index);
    }
    int moved = index < last ? Math.min(index, start) : index - (last - start) + MASK.length();
    return new UriExcerpt(raw.substring(0, start) + MASK + raw.substring(last), moved);
  }

  /** The text in quotes, or the part of it around the index, with everything unusual escaped. */
  String shown() {
    int from = Math.max(0, index - AROUND);
    int to = Math.min(text.length(), index + AROUND);
    StringBuilder shown = new StringBuilder(from > 0 ? "...\"" : "\"");
    text.substring(from, to).codePoints().forEach(c -> appendEscaped(shown, c));
    return shown.append(to < text.length() ? "\"..." : "\"").toString();
  }

  /** How a single character is named: as itself only if it is visible ASCII. */
  static String name(int codePoint) {
    String number = String.format("U+%04X", codePoint);
    return codePoint > ' ' && codePoint < 0x7F
        ? "'" + Character.toString(codePoint) + "', " + number
        : number;
  }

  /** Where an authority may begin: behind "scheme://", behind slashes, or at once. */
  private static int authorityOf(String raw) {
    int i = 0;
    while (i < raw.length() && raw.charAt(i) <= ' ') {
      i++;
    }
    int scheme = i;
    while (scheme < raw.length() && UriCharacters.may(raw.charAt(scheme), UriCharacters.SCHEME)) {
      scheme++;
    }
    if (raw.startsWith(":/", scheme) || raw.startsWith(":\\", scheme)) {
      i = scheme + 1;
    }
    while (i < raw.length() && (raw.charAt(i) == '/' || raw.charAt(i) == '\\')) {
      i++;
    }
    return i;
  }

  /** Whether the first '@' behind the start, where there is one, stands before a delimiter. */
  private static boolean atIsInAuthority(String raw, int start) {
    int i = start;
    while ("@/\\?#".indexOf(raw.charAt(i)) < 0) {
      i++;
    }
    return raw.charAt(i) == '@';
  }

  private static void appendEscaped(StringBuilder shown, int c) {
    switch (c) {
      case '\r' -> shown.append("\\r");
      case '\n' -> shown.append("\\n");
      case '\t' -> shown.append("\\t");
      case '"', '\\' -> shown.append('\\').append((char) c);
      default -> {
        if ((c >= ' ' && c < 0x7F) || (c >= 0x80 && Character.isLetterOrDigit(c))) {
          shown.appendCodePoint(c);
        } else {
          shown.append(String.format(c > 0xFFFF ? "\\u{%X}" : "\\u%04X", c));
        }
      }
    }
  }
}
