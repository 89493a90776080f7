package io.godwit.http;

import java.util.Optional;

/** Reads the value of a field from its start to its end: the parts that grammars are made of. */
final class FieldCursor {
  private final String text;
  private int at;

  FieldCursor(String text) {
    this.text = text;
  }

  /** How much was read. */
  int position() {
    return at;
  }

  /** Goes back to where it was. */
  void position(int earlier) {
    at = earlier;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Whether that is the next character. */
  boolean sees(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /** Passes over that character; false when another one is next. */
  boolean skip(char c) {
    if (sees(c)) {
      at++;
      return true;
    }
    return false;
  }

  /** Passes over spaces and tabs. */
  void skipBlanks() {
    while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
      at++;
    }
  }

  /** A token (RFC 9110 section 5.6.2); empty when there is none. */
  String token() {
    int start = at;
    while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** A token or a quoted string; stays where it is when there is neither. */
  Optional<String> value() {
    if (sees('"')) {
      return quotedString();
    }
    String token = token();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  /** What a quoted string stands for (section 5.6.4). */
  private Optional<String> quotedString() {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        return Optional.of(value.toString());
      }
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      if (!Grammar.isFieldChar(c)) {
        return Optional.empty();
      }
      value.append(c);
    }
    return Optional.empty();
  }
}
