package io.godwit.policy.cache;

import io.godwit.http.Grammar;
import java.util.ArrayList;
import java.util.List;

/** The elements of a comma-separated list (RFC 9110 section 5.6.1). */
final class FieldList {
  private FieldList() {}

  /**
   * The elements without the blanks around them; empty ones are skipped. A comma in quotes does not
   * separate. Quotes that are never closed, or stand where none belong, are characters like any
   * other, so that they cannot hide the elements behind them.
   */
  static List<String> elements(String value) {
    List<String> elements = new ArrayList<>();
    boolean quotes = true;
    int from = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || value.charAt(i) == ',') {
        add(elements, value, from, i);
        from = i + 1;
      } else if (quotes && opens(value, i)) {
        int close = closing(value, i);
        quotes = close >= 0; // if this one is never closed, no later one is
        i = quotes ? close : i;
      }
    }
    return elements;
  }

  /** Quotes belong behind an equals sign. */
  private static boolean opens(String value, int i) {
    return i > 0 && value.charAt(i) == '"' && value.charAt(i - 1) == '=';
  }

  /** Where the quotes that open there are closed; -1 when they are not. */
  static int closing(String value, int open) {
    for (int i = open + 1; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '"' -> {
          return i;
        }
        case '\\' -> i++;
        default -> {}
      }
    }
    return -1;
  }

  private static void add(List<String> elements, String value, int from, int to) {
    while (from < to && Grammar.isBlank(value.charAt(from))) {
      from++;
    }
    while (to > from && Grammar.isBlank(value.charAt(to - 1))) {
      to--;
    }
    if (from < to) {
      elements.add(value.substring(from, to));
    }
  }
}
