package io.godwit.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a representation came (RFC 9110 section 14.4).
 *
 * @param first the number of the first one; -1 when there is none (416)
 * @param last the number of the last one; -1 when there is none
 * @param total of the whole; -1 when not known
 */
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("(?i:bytes) (?:(\\d{1,18})-(\\d{1,18})|\\*)/(?:(\\d{1,18})|\\*)");

  /** Empty when it says something else, or contradicts itself. */
  static Optional<ContentRange> of(String field) {
    Matcher matcher = FORM.matcher(field);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ContentRange range =
        new ContentRange(
            number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
    boolean empty = range.first < 0;
    boolean possible =
        empty
            ? range.total >= 0
            : range.first <= range.last && (range.total < 0 || range.last < range.total);
    return possible ? Optional.of(range) : Optional.empty();
  }

  /** Whether that is all of it. */
  boolean isAll() {
    return first == 0 && last + 1 == total;
  }

  private static long number(String digits) {
    return digits == null ? -1 : Long.parseLong(digits);
  }
}
