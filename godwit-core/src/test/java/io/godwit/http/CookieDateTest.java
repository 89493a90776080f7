package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Expires attribute of cookies means, however it is written. */
final class CookieDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wed, 09 Jun 2021 10:18:14 GMT | 2021-06-09T10:18:14Z",
        "Wednesday, 09-Jun-21 10:18:14 GMT | 2021-06-09T10:18:14Z",
        "Wed Jun  9 10:18:14 2021 | 2021-06-09T10:18:14Z",
        "wed, 9 JUNE 2021 1:2:3 | 2021-06-09T01:02:03Z",
        "2021 9 jun 10:18:14 | 2021-06-09T10:18:14Z",
        "10:18:14 9 jun 21 | 2021-06-09T10:18:14Z",
        "9/jun/2021;10:18:14 | 2021-06-09T10:18:14Z",
        "Wed, 09 Jun 2021 10:18:14 +0900 | 2021-06-09T10:18:14Z", // zones mean nothing
        "Wed, 09 Jun 2021 10:18:14pm GMT | 2021-06-09T10:18:14Z",
        "9th jun 2021nd 10:18:14.5 | 2021-06-09T10:18:14Z",
        "31 12 Dec 1999 23:59:59 | 2012-12-31T23:59:59Z", // the second number is the year
        "9:18:x jun 2021 10:18:14 | 2021-06-09T10:18:14Z", // what is no time may be the day
        "1 Jan 70 00:00:00 | 1970-01-01T00:00:00Z",
        "1 Jan 99 00:00:00 | 1999-01-01T00:00:00Z",
        "1 Jan 69 00:00:00 | 2069-01-01T00:00:00Z",
        "1 Jan 00 00:00:00 | 2000-01-01T00:00:00Z",
        "1 Jan 1601 00:00:00 | 1601-01-01T00:00:00Z",
        "31 Dec 9999 23:59:59 | 9999-12-31T23:59:59Z",
        "29 Feb 2024 0:0:0 | 2024-02-29T00:00:00Z",
        "1 feb 2024 1:1:1 2:2:2 3 mar | 2024-02-01T01:01:01Z", // what comes second has no say
        "1 mar 2024 1:1:1|2024-03-01T01:01:01Z",
        "1 apr 2024 1:1:1|2024-04-01T01:01:01Z",
        "1 may 2024 1:1:1|2024-05-01T01:01:01Z",
        "1 jul 2024 1:1:1|2024-07-01T01:01:01Z",
        "1 aug 2024 1:1:1|2024-08-01T01:01:01Z",
        "1 sep 2024 1:1:1|2024-09-01T01:01:01Z",
        "1 oct 2024 1:1:1|2024-10-01T01:01:01Z",
        "1 nov 2024 1:1:1|2024-11-01T01:01:01Z",
      })
  void a_date_is_read_from_tokens_in_any_order(String text, String expected) {
    assertThat(CookieDate.parse(text)).contains(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", " ", "!", "/", ";", "@", "[", "`", "{", "~", "-", ",,, "})
  void tokens_are_separated_by_what_is_no_letter_digit_or_colon(String delimiter) {
    assertThat(CookieDate.parse(String.join(delimiter, "9", "jun", "2021", "10:18:14")))
        .contains(Instant.parse("2021-06-09T10:18:14Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0008", "\u001f", "\u007f", "\u00e9", ":"})
  void other_characters_belong_to_the_token(String character) {
    // The month is then the end of the day's token, and there is none.
    assertThat(CookieDate.parse("9" + character + "jun 2021 10:18:14")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "tomorrow",
        "jun 2021 10:18:14",
        "9 2021 10:18:14",
        "9 jun 10:18:14",
        "9 jun 2021",
        "9 jun 2021 10:18",
        "9 jun 2021 10:18:",
        "9 jun 2021 :18:14",
        "9 jun 2021 10::14",
        "9 jun 2021 010:18:14",
        "9 jun 2021 10:018:14",
        "9 jun 2021 10:18:014",
        "9 jun 2021 1x:18:14",
        "9 jun 2021 24:18:14",
        "9 jun 2021 10:60:14",
        "9 jun 2021 10:18:60",
        "0 jun 2021 10:18:14",
        "32 jan 2021 10:18:14",
        "30 feb 2021 10:18:14",
        "29 feb 2023 10:18:14",
        "9 ju 2021 10:18:14",
        "9 anf 2021 10:18:14",
        "9 xyz 2021 10:18:14",
        "9 jun 1600 10:18:14",
        "9 jun 100 10:18:14",
        "9 jun 20210 10:18:14",
        "9 jun 2 10:18:14",
        "123 jun 2021 10:18:14",
      })
  void anything_else_is_no_date(String text) {
    assertThat(CookieDate.parse(text)).isEmpty();
  }
}
