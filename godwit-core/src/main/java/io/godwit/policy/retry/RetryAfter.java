package io.godwit.policy.retry;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The {@code Retry-After} field (RFC 9110 section 10.2.3). */
final class RetryAfter {
  /** More digits than that say the same: longer than anybody waits. */
  private static final int MOST_DIGITS = 9;

  private static final Duration FOREVER = Duration.ofDays(365_000);

  private RetryAfter() {}

  /**
   * How long to wait at least; none when there is no such field, or not one that says so: it is
   * ignored then.
   */
  static Optional<Duration> of(Headers headers, Instant now) {
    List<String> values = headers.all("Retry-After");
    if (values.size() != 1) {
      return Optional.empty();
    }
    String value = values.getFirst().strip();
    if (isNumber(value)) {
      return Optional.of(seconds(value));
    }
    return HttpDate.parse(value, now)
        .map(date -> date.isBefore(now) ? Duration.ZERO : Duration.between(now, date));
  }

  private static boolean isNumber(String value) {
    return !value.isEmpty() && value.chars().allMatch(Grammar::isDigit);
  }

  private static Duration seconds(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    String significant = digits.substring(zeros);
    return significant.length() > MOST_DIGITS
        ? FOREVER
        : Duration.ofSeconds(Long.parseLong(significant));
  }
}
