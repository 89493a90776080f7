package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z",
        "Sun Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z",
        "Mon, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
        "Thu, 01 Jan 1970 00:00:00 GMT     | 1970-01-01T00:00:00Z",
        "Thu, 29 Feb 2024 23:59:59 GMT     | 2024-02-29T23:59:59Z",
        "Sat, 31 Dec 2016 23:59:60 GMT     | 2017-01-01T00:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT     | 9999-12-31T23:59:59Z",
        "Sat, 01 Jan 0000 00:00:00 GMT     | 0000-01-01T00:00:00Z",
        "Wednesday, 21-Nov-76 08:49:37 GMT | 2076-11-21T08:49:37Z",
        "Monday, 21-Nov-77 08:49:37 GMT    | 1977-11-21T08:49:37Z",
        "Tuesday, 21-Nov-00 08:49:37 GMT   | 2000-11-21T08:49:37Z",
        "Thursday, 21-Nov-26 08:49:37 GMT  | 2026-11-21T08:49:37Z",
        "Friday, 21-Nov-99 08:49:37 GMT    | 1999-11-21T08:49:37Z",
        "Saturday, 21-Nov-20 08:49:37 GMT  | 2020-11-21T08:49:37Z",
      })
  void each_of_the_three_forms_is_read(String text, String expected) {
    assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse(expected));
  }

  @Test
  void a_year_of_two_digits_may_be_one_of_the_next_century() {
    Instant late = Instant.parse("2080-01-01T00:00:00Z");
    assertThat(HttpDate.parse("Friday, 01-Jan-30 00:00:00 GMT", late))
        .contains(Instant.parse("2130-01-01T00:00:00Z"));
    assertThat(HttpDate.parse("Friday, 01-Jan-31 00:00:00 GMT", late))
        .contains(Instant.parse("2031-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "soon",
        "120",
        "Sun,",
        "Sunday,",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 gmt",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "sun, 06 Nov 1994 08:49:37 GMT",
        "Day, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun,  6 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 00:00:00 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 -8:49:37 GMT",
        "Sun, 06 Nov 1994 08:4x:37 GMT",
        "Sun, 06 Nov 1994 08:49:3x GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT",
        "Sunday, 06-Nov-9x 08:49:37 GMT",
        "Sunday, xx-Nov-94 08:49:37 GMT",
        "Someday, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06 Nov 94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 UTC",
        "Sun Nov  6 08:49:37 199x",
        "Sun Nov  x 08:49:37 1994",
        "Sun Nov  0 08:49:37 1994",
        "Day Nov  6 08:49:37 1994",
        "Sun Nov  6 08:49:37-1994",
        "Sun-Nov  6 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 ",
        "Sun Nov 06 08:49:37 \u0661994",
      })
  void anything_else_is_no_date(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1994-11-06T08:49:37Z     | Sun, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37.999Z | Sun, 06 Nov 1994 08:49:37 GMT",
        "0000-01-01T00:00:00Z     | Sat, 01 Jan 0000 00:00:00 GMT",
        "9999-12-31T23:59:59Z     | Fri, 31 Dec 9999 23:59:59 GMT",
        "2026-11-23T10:20:30Z     | Mon, 23 Nov 2026 10:20:30 GMT",
      })
  void one_form_is_written(String moment, String expected) {
    assertThat(HttpDate.format(Instant.parse(moment))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0001-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
  void what_has_no_year_of_four_digits_is_not_written(String moment) {
    assertThatThrownBy(() -> HttpDate.format(Instant.parse(moment)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_written_is_read_again() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Instant moment = Instant.ofEpochSecond(random.nextLong(0, 253_402_300_800L));
      assertThat(HttpDate.parse(HttpDate.format(moment), NOW)).contains(moment);
    }
  }
}
