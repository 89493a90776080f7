package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryingTest {
  @ParameterizedTest
  @CsvSource({
    "408, true",
    "429, true",
    "500, true",
    "502, true",
    "503, true",
    "504, true",
    "200, false",
    "400, false",
    "404, false",
    "501, false",
    "505, false",
  })
  void these_statuses_are_tried_again(int status, boolean again) {
    assertThat(retrying("--retry", "1").next(null, answer(status)).isPresent()).isEqualTo(again);
    CommandFailure failed = new CommandFailure(ExitCode.STATUS, "failed");
    assertThat(retrying("--retry", "1").next(failed, answer(status)).isPresent()).isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource({
    "TIMEOUT, '', true",
    "RESOLVE, '', true",
    "CONNECT, '', false",
    "CONNECT, --retry-connrefused, true",
    "CONNECT, --retry-all-errors, true",
    "EMPTY_REPLY, '', false",
    "EMPTY_REPLY, --retry-all-errors, true",
    "EMPTY_REPLY, --retry-connrefused, false",
    "STATUS, --retry-all-errors, true",
  })
  void these_failures_are_tried_again(ExitCode code, String option, boolean again) {
    HttpFailure refused = new HttpFailure.Connect("h:1", "connection refused", null);
    CommandFailure failure = new CommandFailure(code, "failed", refused);
    Retrying retrying =
        option.isEmpty() ? retrying("--retry", "1") : retrying("--retry", "1", option);
    assertThat(retrying.next(failure, answer(404)).isPresent()).isEqualTo(again);
  }

  @Test
  void only_a_refused_connection_is_a_refused_connection() {
    HttpFailure unreachable = new HttpFailure.Connect("h:1", "network is unreachable", null);
    assertThat(
            retrying("--retry", "1", "--retry-connrefused")
                .next(new CommandFailure(ExitCode.CONNECT, "", unreachable), Optional.empty()))
        .isEmpty();
  }

  @Test
  void the_wait_doubles_up_to_ten_minutes_and_the_number_is_kept() {
    Retrying retrying = retrying("--retry", "12");
    List<Long> seconds = new ArrayList<>();
    for (Optional<Duration> wait = retrying.next(null, answer(503));
        wait.isPresent();
        wait = retrying.next(null, answer(503))) {
      seconds.add(wait.get().toSeconds());
    }
    assertThat(seconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 600L, 600L);
    assertThat(retrying.left()).isZero();
  }

  @Test
  void what_the_server_or_the_user_says_of_the_wait_counts() {
    Retrying fixed = retrying("--retry", "9", "--retry-delay", "7");
    assertThat(fixed.next(null, answer(503))).contains(Duration.ofSeconds(7));
    assertThat(fixed.next(null, answer(503))).contains(Duration.ofSeconds(7));
    assertThat(fixed.next(null, answer(503, "30"))).contains(Duration.ofSeconds(30));
    assertThat(fixed.next(null, answer(503, "0"))).contains(Duration.ofSeconds(7));
    assertThat(fixed.next(null, answer(503, "-3"))).contains(Duration.ofSeconds(7));
    assertThat(fixed.next(null, answer(503, "soon"))).contains(Duration.ofSeconds(7));
    assertThat(fixed.next(null, answer(503, "Mon, 01 Jan 2024 00:00:00 GMT")))
        .contains(Duration.ofSeconds(7));
    assertThat(fixed.next(null, answer(503, "Fri, 01 Jan 2123 00:00:00 GMT")).orElseThrow())
        .isGreaterThan(Duration.ofDays(365));
  }

  @Test
  void no_retry_begins_after_its_time() {
    assertThat(retrying("--retry", "1", "--retry-max-time", "60").next(null, answer(503, "61")))
        .isEmpty();
    assertThat(retrying("--retry", "1", "--retry-max-time", "60").next(null, answer(503, "50")))
        .isPresent();
  }

  private static Retrying retrying(String... arguments) {
    try {
      return new Retrying(Arguments.parse(List.of(arguments)).endurance);
    } catch (CommandFailure e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<Response> answer(int status) {
    return Optional.of(Response.of(status));
  }

  private static Optional<Response> answer(int status, String retryAfter) {
    return Optional.of(Response.of(status).withHeader("Retry-After", retryAfter));
  }
}
