package io.godwit.policy.auth.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the one JSON object that an authorization server answers with (RFC 8259), and refuses
 * everything else: the core takes no dependency, the platform has no JSON, and all that OAuth needs
 * are the texts and numbers right inside of that object. What is nested deeper is checked and
 * dropped. Why it is here is ADR-0004's subject.
 */
final class Json {
  /** The most objects and arrays in each other. */
  static final int DEEPEST = 32;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The value of a member. */
  sealed interface Value {
    /** A string, unescaped. */
    record Text(String text) implements Value {}

    /** A number as written. */
    record Digits(String digits) implements Value {}

    /** Anything else. */
    record Other() implements Value {}
  }

  /** The content is not one JSON object in UTF-8. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }
  }

  /**
   * The members of the object.
   *
   * @throws Malformed when it is none, or a name comes twice: two readers might take different ones
   */
  static Map<String, Value> object(byte[] content) throws Malformed {
    Json json = new Json(decoded(content));
    json.blanks();
    json.expect('{');
    Map<String, Value> members = new LinkedHashMap<>();
    json.members(members, 1);
    json.blanks();
    if (json.at != json.text.length()) {
      throw json.malformed();
    }
    return members;
  }

  private static String decoded(byte[] content) throws Malformed {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("not UTF-8");
    }
  }

  /** The rest of an object, behind its brace. */
  private void members(Map<String, Value> into, int depth) throws Malformed {
    blanks();
    if (skip('}')) {
      return;
    }
    do {
      blanks();
      expect('"');
      String name = string();
      blanks();
      expect(':');
      if (into.put(name, value(depth)) != null) {
        throw malformed();
      }
      blanks();
    } while (skip(','));
    expect('}');
  }

  private void elements(int depth) throws Malformed {
    blanks();
    if (skip(']')) {
      return;
    }
    do {
      value(depth);
      blanks();
    } while (skip(','));
    expect(']');
  }

  private Value value(int depth) throws Malformed {
    blanks();
    char c = next();
    switch (c) {
      case '"' -> {
        return new Value.Text(string());
      }
      case '{' -> members(new LinkedHashMap<>(), deeper(depth));
      case '[' -> elements(deeper(depth));
      case 't' -> word("rue");
      case 'f' -> word("alse");
      case 'n' -> word("ull");
      default -> {
        return number(c);
      }
    }
    return new Value.Other();
  }

  private int deeper(int depth) throws Malformed {
    if (depth == DEEPEST) {
      throw malformed();
    }
    return depth + 1;
  }

  private void word(String rest) throws Malformed {
    if (!text.startsWith(rest, at)) {
      throw malformed();
    }
    at += rest.length();
  }

  private Value number(char first) throws Malformed {
    int start = at - 1;
    char digit = first == '-' ? next() : first;
    if (!isDigit(digit)) {
      throw malformed();
    }
    if (digit != '0') {
      digits();
    }
    if (skip('.')) {
      someDigits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      someDigits();
    }
    return new Value.Digits(text.substring(start, at));
  }

  private void someDigits() throws Malformed {
    if (!isDigit(next())) {
      throw malformed();
    }
    digits();
  }

  private void digits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  /** The rest of a string, behind its quote. */
  private String string() throws Malformed {
    StringBuilder out = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw malformed();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    for (int i = 0; i < out.length(); i++) {
      int codePoint = out.codePointAt(i);
      if (Character.getType(codePoint) == Character.SURROGATE) { // half a pair: no text at all
        throw malformed();
      }
      i += Character.charCount(codePoint) - 1;
    }
    return out.toString();
  }

  private char escaped() throws Malformed {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw malformed();
    };
  }

  private int hex() throws Malformed {
    char c = next();
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) throws Malformed {
    if (!skip(c)) {
      throw malformed();
    }
  }

  private char next() throws Malformed {
    if (at == text.length()) {
      throw malformed();
    }
    return text.charAt(at++);
  }

  private Malformed malformed() {
    return new Malformed("no JSON object, at " + at);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
