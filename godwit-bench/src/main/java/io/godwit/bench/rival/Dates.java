package io.godwit.bench.rival;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The Date field's value, for servers that leave it to their users: made once a second. */
final class Dates {
  static final long PERIOD_MILLIS = 1000;

  private Dates() {}

  static String now() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
  }
}
