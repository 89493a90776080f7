package io.godwit.server.text;

/** Any text as part of a page or of JSON, where it can be nothing but text. */
public final class Escaped {
  private Escaped() {}

  /** Appends it as content or attribute value of HTML. */
  public static void html(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> to.append("&amp;");
        case '<' -> to.append("&lt;");
        case '>' -> to.append("&gt;");
        case '"' -> to.append("&quot;");
        case '\'' -> to.append("&#39;");
        default -> to.append(c);
      }
    }
  }

  /** Appends it as a string of JSON, with its quotes (RFC 8259 section 7). */
  public static void json(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
        // Beyond the RFC: so that the text can stand in a page and in a script.
        to.append(String.format("\\u%04x", (int) c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }
}
