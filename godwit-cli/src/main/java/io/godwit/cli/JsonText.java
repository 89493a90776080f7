package io.godwit.cli;

import java.util.Locale;

/** Strings as JSON has them (RFC 8259 section 7). */
final class JsonText {
  private JsonText() {}

  /**
   * Appends it between quotes. Control characters are escaped beyond what JSON asks for, so that
   * none of them reaches a terminal.
   */
  static void quote(String value, StringBuilder into) {
    into.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> into.append('\\').append(c);
        case '\n' -> into.append("\\n");
        case '\r' -> into.append("\\r");
        case '\t' -> into.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            into.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            into.append(c);
          }
        }
      }
    }
    into.append('"');
  }
}
