package io.godwit.policy.auth;

import io.godwit.http.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of challenges (RFC 9110 section 11.6.1) and of authentication parameters (section
 * 11.6.3). A comma separates challenges as well as the parameters of one, so each element is looked
 * at by itself: a name before an equals sign is a parameter of the challenge that is open, any
 * other name opens one. Reads each character a bounded number of times.
 */
final class ChallengeParser {
  private final List<Challenge.Open> found = new ArrayList<>();
  private Challenge.@Nullable Open open;
  private String text = "";
  private int at;

  private ChallengeParser() {}

  static List<Challenge> challenges(List<String> values) {
    ChallengeParser parser = new ChallengeParser();
    values.forEach(parser::read);
    return parser.found.stream().map(Challenge.Open::done).toList();
  }

  /** What stands before any scheme: the form of Authentication-Info. */
  static Map<String, String> parameters(List<String> values) {
    ChallengeParser parser = new ChallengeParser();
    Challenge.Open info = new Challenge.Open("");
    parser.open = info;
    values.forEach(parser::read);
    return info.done().parameters();
  }

  /** Several field lines are one list (section 5.3), but quotes do not reach over their ends. */
  private void read(String value) {
    text = value;
    at = 0;
    while (at < text.length()) {
      element();
      skipElement();
      at++; // the comma
    }
  }

  private void element() {
    skipBlanks();
    int start = at;
    String word = token();
    int end = at;
    skipBlanks();
    if (word.isEmpty()) {
      return;
    }
    if (at < text.length() && text.charAt(at) == '=') {
      at = start;
      parameter();
    } else if (at > end || atElementEnd()) {
      begin(word);
      if (!atElementEnd() && !token68()) {
        parameter();
      }
    }
  }

  private void begin(String scheme) {
    open = null;
    if (found.size() < Challenge.MOST) {
      open = new Challenge.Open(scheme);
      found.add(open);
    }
  }

  /** Takes the rest of the element if it is one opaque value, otherwise nothing. */
  private boolean token68() {
    int end = at;
    while (end < text.length() && isToken68(text.charAt(end))) {
      end++;
    }
    boolean some = end > at;
    while (end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    int start = at;
    at = end;
    skipBlanks();
    if (!some || !atElementEnd()) {
      at = start;
      return false;
    }
    if (open != null) {
      open.token68(text.substring(start, end));
    }
    return true;
  }

  private void parameter() {
    String name = token();
    skipBlanks();
    if (name.isEmpty() || at == text.length() || text.charAt(at) != '=') {
      return;
    }
    at++;
    skipBlanks();
    String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    skipBlanks();
    if (value != null && atElementEnd() && open != null) {
      open.parameter(name, value);
    }
  }

  /** The text between the quotes, without the backslashes; null when they are not closed. */
  private @Nullable String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    return null;
  }

  /** Stops at the next comma that is not between quotes. */
  private void skipElement() {
    while (!atElementEnd()) {
      if (text.charAt(at) == '"') {
        quoted();
      } else {
        at++;
      }
    }
  }

  private boolean atElementEnd() {
    return at >= text.length() || text.charAt(at) == ',';
  }

  private String token() {
    int start = at;
    while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipBlanks() {
    while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
      at++;
    }
  }

  /** Whether it may stand in a token68 before its padding (section 11.2). */
  static boolean isToken68(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || Grammar.isDigit(c)
        || "-._~+/".indexOf(c) >= 0;
  }
}
