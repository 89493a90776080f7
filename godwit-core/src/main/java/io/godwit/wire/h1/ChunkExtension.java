package io.godwit.wire.h1;

import io.godwit.http.Grammar;

/**
 * The grammar of chunk extensions (RFC 9112 section 7.1.1): {@code *( BWS ";" BWS name [ BWS "="
 * BWS value ] )}, a value being a token or a quoted string.
 */
final class ChunkExtension {
  private final CharSequence text;
  private int at;

  private ChunkExtension(CharSequence text) {
    this.text = text;
  }

  /** Refuses what is not well formed; the text has no control characters but tab. */
  static void check(CharSequence text) {
    if (!wellFormed(text)) {
      throw new Broken(H1Violation.BAD_CHUNK_EXTENSION, Grammar.quoted(text));
    }
  }

  static boolean wellFormed(CharSequence text) {
    return text.isEmpty() || new ChunkExtension(text).parse();
  }

  private boolean parse() {
    while (at < text.length()) {
      skipBlanks();
      if (!skip(';')) {
        return false;
      }
      skipBlanks();
      if (!token()) {
        return false;
      }
      int afterName = at;
      skipBlanks();
      if (!skip('=')) {
        at = afterName;
        continue;
      }
      skipBlanks();
      if (!token() && !quotedString()) {
        return false;
      }
    }
    return true;
  }

  private boolean token() {
    int start = at;
    while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
      at++;
    }
    return at > start;
  }

  private boolean quotedString() {
    if (!skip('"')) {
      return false;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c == '\\') {
        at++; // a quoted pair: any field character, and at the end there is no closing quote left
      }
    }
    return false;
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
      at++;
    }
  }
}
