package io.godwit.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * The dates of the Expires attribute, which servers write in every way there is (RFC 6265bis
 * section 5.1.1): tokens in any order, of which the first that looks like a time is the time, and
 * so on for day, month and year. All are UTC, whatever zone they name.
 */
final class CookieDate {
  private static final int UNSET = -1;
  private static final int FIRST_YEAR = 1601;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private int hour = UNSET;
  private int minute;
  private int second;
  private int day = UNSET;
  private int month = UNSET;
  private int year = UNSET;

  private CookieDate() {}

  /** The moment that the text means; empty if it means none. */
  static Optional<Instant> parse(String text) {
    CookieDate date = new CookieDate();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isDelimiter(text.charAt(i))) {
        if (i > from) {
          date.take(text.substring(from, i));
        }
        from = i + 1;
      }
    }
    return date.instant();
  }

  /** Gives the token to the first part that is missing and that it can be. */
  private void take(String token) {
    if (hour == UNSET && takeTime(token)) {
      return;
    }
    if (day == UNSET) {
      day = number(token, 1, 2);
      if (day != UNSET) {
        return;
      }
    }
    if (month == UNSET) {
      month = month(token);
      if (month != UNSET) {
        return;
      }
    }
    if (year == UNSET) {
      year = fourDigits(number(token, 2, 4));
    }
  }

  private Optional<Instant> instant() {
    if (hour == UNSET || day == UNSET || month == UNSET || year < FIRST_YEAR) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty(); // no such date, such as 30 February, or no such time
    }
  }

  private boolean takeTime(String token) {
    int first = token.indexOf(':');
    int second = token.indexOf(':', first + 1);
    if (first < 0 || second < 0) {
      return false;
    }
    int hours = wholeField(token.substring(0, first));
    int minutes = wholeField(token.substring(first + 1, second));
    int seconds = number(token.substring(second + 1), 1, 2);
    if (hours == UNSET || minutes == UNSET || seconds == UNSET) {
      return false;
    }
    this.hour = hours;
    this.minute = minutes;
    this.second = seconds;
    return true;
  }

  /** One or two digits and nothing else. */
  private static int wholeField(String text) {
    return text.length() <= 2 && digits(text) == text.length() ? number(text, 1, 2) : UNSET;
  }

  /** The number at the start of the token if it has that many digits; anything may follow it. */
  private static int number(String token, int least, int most) {
    int digits = digits(token);
    return digits >= least && digits <= most ? Integer.parseInt(token, 0, digits, 10) : UNSET;
  }

  private static int digits(String token) {
    int digits = 0;
    while (digits < token.length() && Grammar.isDigit(token.charAt(digits))) {
      digits++;
    }
    return digits;
  }

  private static int month(String token) {
    if (token.length() < 3) {
      return UNSET;
    }
    int at = MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
    return at >= 0 && at % 3 == 0 ? at / 3 + 1 : UNSET;
  }

  private static int fourDigits(int year) {
    if (year >= 70 && year <= 99) {
      return year + 1900;
    }
    return year >= 0 && year <= 69 ? year + 2000 : year;
  }

  private static boolean isDelimiter(char c) {
    return c == '\t'
        || (c >= ' ' && c <= '/')
        || (c >= ';' && c <= '@')
        || (c >= '[' && c <= '`')
        || (c >= '{' && c <= '~');
  }
}
