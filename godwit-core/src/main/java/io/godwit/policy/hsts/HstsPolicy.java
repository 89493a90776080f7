package io.godwit.policy.hsts;

import io.godwit.http.Grammar;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@code Strict-Transport-Security} field says (RFC 6797 section 6.1).
 *
 * @param maxAge how long it holds; zero takes back what was said before
 * @param includeSubDomains whether it holds for all names below the host, too
 */
record HstsPolicy(Duration maxAge, boolean includeSubDomains) {
  /** Longer times are cut to this: nobody promises more. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private static final int MOST_DIGITS = 10;

  /**
   * Reads the value of a field; empty when it is not as the RFC says, and so to be ignored as a
   * whole: no max-age, a directive twice, anything that is no directive.
   */
  static Optional<HstsPolicy> parse(String value) {
    return new Reader(value).policy();
  }

  /** {@code [ directive ] *( ";" [ directive ] )}, a directive being {@code token [ "=" ... ]}. */
  private static final class Reader {
    private final String text;
    private final Set<String> seen = new HashSet<>();
    private int at;
    private Optional<Duration> maxAge = Optional.empty();
    private boolean includeSubDomains;

    Reader(String text) {
      this.text = text;
    }

    Optional<HstsPolicy> policy() {
      do {
        skipBlanks();
        if (at < text.length() && text.charAt(at) != ';' && !directive()) {
          return Optional.empty();
        }
        skipBlanks();
      } while (skip(';'));
      return at < text.length()
          ? Optional.empty()
          : maxAge.map(age -> new HstsPolicy(age, includeSubDomains));
    }

    private boolean directive() {
      String name = token().toLowerCase(Locale.ROOT);
      if (name.isEmpty() || !seen.add(name)) {
        return false;
      }
      skipBlanks();
      Optional<String> argument = Optional.empty();
      if (skip('=')) {
        skipBlanks();
        argument = at < text.length() && text.charAt(at) == '"' ? quoted() : word();
        if (argument.isEmpty()) {
          return false;
        }
      }
      switch (name) {
        case "max-age" -> {
          maxAge = argument.flatMap(HstsPolicy::seconds);
          return maxAge.isPresent();
        }
        case "includesubdomains" -> {
          includeSubDomains = true;
          return argument.isEmpty();
        }
        default -> {
          return true; // section 6.1: what is not known is ignored
        }
      }
    }

    private Optional<String> word() {
      String word = token();
      return word.isEmpty() ? Optional.empty() : Optional.of(word);
    }

    private String token() {
      int start = at;
      while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    /** A quoted-string (RFC 9110 section 5.6.4); empty when it has no end. */
    private Optional<String> quoted() {
      StringBuilder content = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          return Optional.of(content.toString());
        }
        if (c == '\\' && at < text.length()) {
          c = text.charAt(at++);
        }
        content.append(c);
      }
      return Optional.empty();
    }

    private void skipBlanks() {
      while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
        at++;
      }
    }

    private boolean skip(char c) {
      boolean there = at < text.length() && text.charAt(at) == c;
      if (there) {
        at++;
      }
      return there;
    }
  }

  private static Optional<Duration> seconds(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(Grammar::isDigit)) {
      return Optional.empty();
    }
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    String significant = digits.substring(zeros);
    if (significant.length() > MOST_DIGITS) {
      return Optional.of(LONGEST);
    }
    Duration said = Duration.ofSeconds(Long.parseLong(significant));
    return Optional.of(said.compareTo(LONGEST) > 0 ? LONGEST : said);
  }
}
