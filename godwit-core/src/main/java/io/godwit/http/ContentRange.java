package io.godwit.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a representation a message has (RFC 9110 section 14.4). Immutable.
 *
 * <pre>{@code
 * ContentRange.of(new ByteRange(0, 499), 1234).toString();  // bytes 0-499/1234
 * }</pre>
 *
 * @param first the number of the first one; -1 when there is none (416)
 * @param last the number of the last one; -1 when there is none
 * @param total of the whole; -1 when not known
 */
public record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("(?i:bytes) (?:(\\d{1,18})-(\\d{1,18})|\\*)/(?:(\\d{1,18})|\\*)");

  /**
   * Checks that the numbers do not contradict each other.
   *
   * @throws InvalidMessage when they do
   */
  public ContentRange {
    if (!isPossible(first, last, total)) {
      throw new InvalidMessage("no range: " + first + "-" + last + " of " + total);
    }
  }

  /**
   * These bytes of so many.
   *
   * @param total of the whole; -1 when not known
   * @throws InvalidMessage when there are fewer
   */
  public static ContentRange of(ByteRange range, long total) {
    return new ContentRange(range.first(), range.last(), total);
  }

  /** None of so many, for a response of status 416. */
  public static ContentRange unsatisfied(long total) {
    return new ContentRange(-1, -1, total);
  }

  /** What was received; empty when it says something else, or contradicts itself. */
  public static Optional<ContentRange> received(String field) {
    Matcher matcher = FORM.matcher(field);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = number(matcher.group(1));
    long last = number(matcher.group(2));
    long total = number(matcher.group(3));
    return isPossible(first, last, total)
        ? Optional.of(new ContentRange(first, last, total))
        : Optional.empty();
  }

  private static boolean isPossible(long first, long last, long total) {
    return first < 0
        ? first == -1 && last == -1 && total >= 0
        : first <= last && total >= -1 && (total < 0 || last < total);
  }

  /** Whether that is all of it. */
  public boolean isAll() {
    return first == 0 && last + 1 == total;
  }

  private static long number(String digits) {
    return digits == null ? -1 : Long.parseLong(digits);
  }

  /** The value of the field. */
  @Override
  public String toString() {
    String part = first < 0 ? "*" : first + "-" + last;
    return "bytes " + part + "/" + (total < 0 ? "*" : Long.toString(total));
  }
}
