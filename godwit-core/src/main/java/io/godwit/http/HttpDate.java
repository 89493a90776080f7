package io.godwit.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Dates as HTTP writes them (RFC 9110 section 5.6.7): in GMT, to the second. Three forms are read,
 * one is written.
 *
 * <pre>{@code
 * Optional<Instant> until = HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT", clock.wall());
 * String text = HttpDate.format(Instant.EPOCH);  // "Thu, 01 Jan 1970 00:00:00 GMT"
 * }</pre>
 */
public final class HttpDate {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> LONG_DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  /** A year of two digits that would be further ahead is one of the past century. */
  private static final int FURTHEST_YEARS = 50;

  /** The years that have four digits. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant AFTER_LAST = FIRST.plusSeconds(315_569_520_000L);

  private HttpDate() {}

  /**
   * The moment that a field's value names, in one of the three forms: {@code Sun, 06 Nov 1994
   * 08:49:37 GMT}, {@code Sunday, 06-Nov-94 08:49:37 GMT}, {@code Sun Nov 6 08:49:37 1994}. Empty
   * for anything else, in other case too. Whether the day of the week is the right one is not
   * looked at. A leap second is the second after it.
   *
   * @param now tells the century of a year of two digits
   */
  public static Optional<Instant> parse(String text, Instant now) {
    int comma = text.indexOf(',');
    try {
      return switch (comma) {
        case -1 -> asctime(text);
        case 3 -> fixed(text);
        default -> rfc850(text, comma, now);
      };
    } catch (DateTimeException e) { // such as the 30th of February
      return Optional.empty();
    }
  }

  /**
   * The text of a moment, in the form that is to be sent; fractions of a second are cut off.
   *
   * @throws IllegalArgumentException when it is not in the years 0 to 9999
   */
  public static String format(Instant moment) {
    if (moment.isBefore(FIRST) || !moment.isBefore(AFTER_LAST)) {
      throw new IllegalArgumentException("HTTP has no date for " + moment);
    }
    OffsetDateTime time = moment.atOffset(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS.get(time.getDayOfWeek().getValue() - 1)).append(", ");
    digits(text, time.getDayOfMonth()).append(' ');
    text.append(MONTHS.get(time.getMonthValue() - 1)).append(' ');
    digits(text, time.getYear() / 100);
    digits(text, time.getYear() % 100).append(' ');
    digits(text, time.getHour()).append(':');
    digits(text, time.getMinute()).append(':');
    return digits(text, time.getSecond()).append(" GMT").toString();
  }

  /** Such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static Optional<Instant> fixed(String text) {
    boolean shaped =
        text.length() == 29
            && DAYS.contains(text.substring(0, 3))
            && matches(text, 3, ", ?? ??? ???? ");
    return shaped
        ? moment(number(text, 12, 4), text.substring(8, 11), number(text, 5, 2), text, 17, " GMT")
        : Optional.empty();
  }

  /** Such as {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static Optional<Instant> rfc850(String text, int comma, Instant now) {
    boolean shaped =
        text.length() == comma + 24
            && LONG_DAYS.contains(text.substring(0, comma))
            && matches(text, comma, ", ??-???-?? ");
    if (!shaped) {
      return Optional.empty();
    }
    int year = number(text, comma + 9, 2);
    String month = text.substring(comma + 5, comma + 8);
    int day = number(text, comma + 2, 2);
    if (year < 0) {
      return Optional.empty();
    }
    OffsetDateTime present = now.atOffset(ZoneOffset.UTC);
    int full = present.getYear() / 100 * 100 + 100 + year;
    // The latest year with these digits that is not more than 50 years ahead.
    while (full > present.getYear() + FURTHEST_YEARS) {
      full -= 100;
    }
    return moment(full, month, day, text, comma + 12, " GMT");
  }

  /** Such as {@code Sun Nov 6 08:49:37 1994}. */
  private static Optional<Instant> asctime(String text) {
    boolean shaped =
        text.length() == 24
            && DAYS.contains(text.substring(0, 3))
            && matches(text, 3, " ??? ?? ")
            && text.charAt(19) == ' ';
    if (!shaped) {
      return Optional.empty();
    }
    int day = text.charAt(8) == ' ' ? number(text, 9, 1) : number(text, 8, 2);
    int year = number(text, 20, 4);
    return moment(year, text.substring(4, 7), day, text, 11, text.substring(19));
  }

  /** The moment of that day, and of the time at that place, which that follows. */
  private static Optional<Instant> moment(
      int year, String month, int day, String text, int at, String end) {
    int monthNumber = MONTHS.indexOf(month) + 1;
    int hour = number(text, at, 2);
    int minute = number(text, at + 3, 2);
    int second = number(text, at + 6, 2);
    boolean valid =
        matches(text, at, "??:??:??")
            && text.startsWith(end, at + 8)
            && year >= 0
            && monthNumber > 0
            && second <= 60
            && Math.min(Math.min(hour, minute), second) >= 0;
    if (!valid) {
      return Optional.empty();
    }
    int leap = second == 60 ? 1 : 0;
    return Optional.of(
        LocalDateTime.of(year, monthNumber, day, hour, minute, second - leap)
            .plusSeconds(leap)
            .toInstant(ZoneOffset.UTC));
  }

  /** Whether the text goes on like that; a question mark stands for any character. */
  private static boolean matches(String text, int at, String shape) {
    for (int i = 0; i < shape.length(); i++) {
      if (shape.charAt(i) != '?' && shape.charAt(i) != text.charAt(at + i)) {
        return false;
      }
    }
    return true;
  }

  /** The number that these digits are; -1 when they are none. */
  private static int number(String text, int at, int length) {
    int number = 0;
    for (int i = at; i < at + length; i++) {
      if (!Grammar.isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static StringBuilder digits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
