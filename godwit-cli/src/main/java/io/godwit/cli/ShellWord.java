package io.godwit.cli;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import java.util.Locale;

/**
 * A word of a command line for a POSIX shell. In place of a secret it has a variable, such as
 * {@code "${PASSWORD:?}"}: the command shows nothing, says what it misses, and works as soon as
 * that is set.
 */
final class ShellWord {
  private ShellWord() {}

  /** The text as one word. */
  static String of(String text) {
    if (!text.isEmpty() && text.chars().allMatch(ShellWord::plain)) {
      return text;
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** The value of that variable, which must be set. */
  static String variable(String name) {
    return "\"${" + name + ":?}\"";
  }

  /** The text with a variable for what is behind its first colon. */
  static String behindColon(String text, String variable) {
    int colon = text.indexOf(':');
    return colon < 0 ? of(text) : of(text.substring(0, colon + 1)) + variable(variable);
  }

  /** A URL with a variable for the password in it. */
  static String ofUrl(String url, String variable) {
    int scheme = url.indexOf("://");
    int begin = scheme < 0 ? 0 : scheme + 3;
    int end = begin;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    int colon = url.indexOf(':', begin);
    if (at < begin || colon < 0 || colon > at) {
      return of(url);
    }
    return of(url.substring(0, colon + 1)) + variable(variable) + of(url.substring(at));
  }

  /** A header field, with a variable for its value when its name says that it is a secret. */
  static String ofField(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0 || line.substring(colon + 1).isBlank()) {
      return of(line);
    }
    String name = line.substring(0, colon).strip();
    return secret(name)
        ? of(name + ": ") + variable(name.toUpperCase(Locale.ROOT).replace('-', '_'))
        : of(line);
  }

  private static boolean secret(String name) {
    try {
      return Headers.of(name, "").secret(name);
    } catch (InvalidMessage e) {
      return false;
    }
  }

  private static boolean plain(int c) {
    return DataPart.letterOrDigit(c) || "-._/:@%+=,".indexOf(c) >= 0;
  }
}
