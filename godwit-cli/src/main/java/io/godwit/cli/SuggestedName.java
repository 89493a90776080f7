package io.godwit.cli;

import io.godwit.http.Headers;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The name that a server suggests for a file (RFC 6266), made harmless. */
final class SuggestedName {
  private SuggestedName() {}

  /** The parameter {@code filename} of Content-Disposition, without folders. */
  static Optional<String> of(Headers headers) {
    return headers
        .first("Content-Disposition")
        .flatMap(SuggestedName::parameter)
        .map(SuggestedName::last)
        .filter(SuggestedName::harmless);
  }

  private static Optional<String> parameter(String value) {
    int at = 0;
    while (at < value.length()) {
      int end = endOfPart(value, at);
      String part = value.substring(at, end).strip();
      int equals = part.indexOf('=');
      if (equals > 0
          && part.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("filename")) {
        return Optional.of(unquoted(part.substring(equals + 1).strip()));
      }
      at = end + 1;
    }
    return Optional.empty();
  }

  /** The next semicolon that does not stand between quotes. */
  private static int endOfPart(String value, int from) {
    boolean quoted = false;
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    return value.length();
  }

  private static String unquoted(String text) {
    if (!text.startsWith("\"")) {
      return text;
    }
    StringBuilder name = new StringBuilder();
    for (int i = 1; i < text.length() && text.charAt(i) != '"'; i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      name.append(text.charAt(i));
    }
    return name.toString();
  }

  private static String last(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  private static boolean harmless(String name) {
    try {
      return !name.isBlank()
          && !name.startsWith(".")
          && name.chars().noneMatch(Character::isISOControl)
          && Path.of(name).getNameCount() == 1;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
