package io.godwit.policy.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                              | PT0S",
        "120                            | PT2M",
        "007                            | PT7S",
        "00000000000000000005           | PT5S",
        "000                            | PT0S",
        "999999999                      | PT999999999S",
        "Sun, 06 Nov 1994 08:49:40 GMT  | PT3S",
        "Sunday, 06-Nov-94 08:50:37 GMT | PT1M",
        "Sun Nov  6 09:49:37 1994       | PT1H",
        "Sun, 06 Nov 1994 08:49:37 GMT  | PT0S",
        "Sun, 06 Nov 1994 08:49:36 GMT  | PT0S",
        "Thu, 01 Jan 1970 00:00:00 GMT  | PT0S",
      })
  void seconds_and_dates_are_read(String value, Duration expected) {
    assertThat(RetryAfter.of(Headers.of("Retry-After", value), NOW)).contains(expected);
  }

  @Test
  void a_date_is_counted_from_now_with_its_fraction() {
    Headers headers = Headers.of("Retry-After", "Sun, 06 Nov 1994 08:49:38 GMT");
    assertThat(RetryAfter.of(headers, NOW.plusMillis(400))).contains(Duration.ofMillis(600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000", "99999999999999999999999999"})
  void more_seconds_than_can_be_counted_are_a_very_long_time(String value) {
    assertThat(RetryAfter.of(Headers.of("Retry-After", value), NOW).orElseThrow())
        .isGreaterThan(Duration.ofDays(365_000 - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.5", "1s", "0x10", "soon", "1, 2", "Sun, 06 Nov 1994"})
  void anything_else_is_ignored(String value) {
    assertThat(RetryAfter.of(Headers.of("Retry-After", value), NOW)).isEmpty();
  }

  @Test
  void none_and_several_say_nothing() {
    assertThat(RetryAfter.of(Headers.empty(), NOW)).isEmpty();
    assertThat(RetryAfter.of(Headers.of("Retry-After", "1", "retry-after", "1"), NOW)).isEmpty();
  }
}
