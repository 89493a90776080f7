package io.godwit.policy.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Entropy;
import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Violation;
import io.godwit.policy.given.Now;
import io.godwit.policy.retry.Trial.Outcome;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryPolicyTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long MS = 1_000_000;
  private static final long START = 7 * MS;
  private static final Now NOW = Now.of(START, Instant.parse("1994-11-06T08:49:37Z"));
  private static final RetryPolicy STANDARD = RetryPolicy.standard();

  /** Half of what jitter may be. */
  private static final Entropy HALF = fraction(0x80);

  private final BudgetCell budget = new BudgetCell(RetryBudget.of(5, 0, START));

  @ParameterizedTest
  @CsvSource({
    "200, false", "301, false", "400, false", "401, false", "404, false", "408, true", "425, false",
    "429, true", "500, false", "501, false", "502, true", "503, true", "504, true", "505, false"
  })
  void some_statuses_pass_and_some_do_not(int status, boolean again) {
    assertThat(again(judge(STANDARD, get(), answered(status)))).isEqualTo(again);
  }

  @Test
  void which_statuses_is_an_option() {
    RetryPolicy policy = STANDARD.withStatuses(500, 400, 599);
    for (int status : List.of(400, 500, 599)) {
      assertThat(again(judge(policy, get(), answered(status)))).isTrue();
    }
    assertThat(again(judge(policy, get(), answered(503)))).isFalse();
    assertThat(again(judge(STANDARD.withStatuses(), get(), answered(503)))).isFalse();
  }

  static List<HttpFailure> passingFailures() {
    Duration time = Duration.ofSeconds(1);
    return List.of(
        new HttpFailure.Resolve("a.example", "no answer", null),
        new HttpFailure.Connect("a.example:80", "refused", null),
        new HttpFailure.Tls("a.example:443", "closed", false, null),
        new HttpFailure.Timeout(Phase.RESOLVE, time, Sent.NO),
        new HttpFailure.Timeout(Phase.CONNECT, time, Sent.NO),
        new HttpFailure.Timeout(Phase.TLS, time, Sent.NO),
        new HttpFailure.ConnectionLost("gone", Sent.NO, null),
        ofProxy(Problem.NAME, null),
        ofProxy(Problem.HANDSHAKE, new IOException("reset")));
  }

  private static HttpFailure ofProxy(Problem problem, @Nullable Throwable cause) {
    return new HttpFailure.Proxy("http://p.example:80", problem, "no", Optional.empty(), cause);
  }

  static List<HttpFailure> lastingFailures() {
    Duration time = Duration.ofSeconds(1);
    return List.of(
        new HttpFailure.Tls("a.example:443", "expired", true, null),
        new HttpFailure.Timeout(Phase.QUEUE, time, Sent.NO),
        new HttpFailure.Timeout(Phase.REQUEST, time, Sent.NO),
        new HttpFailure.Timeout(Phase.FIRST_BYTE, time, Sent.NO),
        new HttpFailure.Timeout(Phase.BODY, time, Sent.NO),
        new HttpFailure.Timeout(Phase.TOTAL, time, Sent.NO),
        new HttpFailure.Protocol(new Broken(), "", Sent.NO),
        new HttpFailure.Refused("not public"),
        new HttpFailure.NoToken("https://a.example", "invalid_grant", ""),
        new HttpFailure.TooManyRedirects(1, List.of()),
        new HttpFailure.LimitExceeded("the head", 1, Sent.NO),
        new HttpFailure.Content("not gzip", null),
        new HttpFailure.CallerBody("too short", Sent.NO, null),
        new HttpFailure.Unsupported("that"),
        ofProxy(Problem.HANDSHAKE, null),
        ofProxy(Problem.REFUSED, null),
        ofProxy(Problem.SETTINGS, null),
        new HttpFailure.ClientClosed(Sent.NO),
        new HttpFailure.Interrupted(Sent.NO, null),
        new HttpFailure.Cancelled(Sent.NO),
        new HttpFailure.UnexpectedStatus(Response.of(503)));
  }

  private record Broken() implements Violation {
    @Override
    public String name() {
      return "BROKEN";
    }

    @Override
    public String text() {
      return "broken";
    }

    @Override
    public String section() {
      return "RFC 0";
    }

    @Override
    public Status status() {
      return Status.of(400);
    }
  }

  @Row("H32")
  @ParameterizedTest
  @MethodSource("passingFailures")
  void a_request_that_was_not_sent_is_sent_again_whatever_its_method(HttpFailure failure) {
    for (Method method : List.of(Method.GET, Method.POST)) {
      RetryDecision decision = judge(STANDARD, request(method), new Outcome.Failed(failure));
      assertThat(again(decision)).isTrue();
      assertThat(decision.reason()).isEqualTo(failure.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("lastingFailures")
  void what_would_fail_again_and_what_the_caller_ended_is_not_tried_again(HttpFailure failure) {
    RetryDecision decision =
        judge(STANDARD.withAnyMethod(true), get(), new Outcome.Failed(failure));
    assertThat(decision).isEqualTo(new RetryDecision.Stand("trying again would not help"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, NO, true", "GET, MAYBE, true", "GET, YES, true",
    "PUT, MAYBE, true", "DELETE, MAYBE, true", "QUERY, MAYBE, true",
    "POST, NO, true", "POST, MAYBE, false", "POST, YES, false",
    "PATCH, MAYBE, false", "BREW, MAYBE, false"
  })
  void a_request_that_was_perhaps_sent_is_sent_again_if_its_method_is_idempotent(
      String method, Sent sent, boolean again) {
    var lost = new Outcome.Failed(new HttpFailure.ConnectionLost("gone", sent, null));
    RetryDecision decision = judge(STANDARD, request(Method.of(method)), lost);
    assertThat(again(decision)).isEqualTo(again);
    if (!again) {
      assertThat(decision.reason()).contains("not idempotent");
    }
  }

  @Test
  void a_response_says_that_the_request_was_sent() {
    assertThat(again(judge(STANDARD, request(Method.POST), answered(503)))).isFalse();
    assertThat(again(judge(STANDARD.withAnyMethod(true), request(Method.POST), answered(503))))
        .isTrue();
    Request keyed = request(Method.POST).withHeader("Idempotency-Key", "\"8e03978e\"");
    assertThat(again(judge(STANDARD, keyed, answered(503)))).isTrue();
  }

  @Test
  void a_body_that_is_gone_is_not_sent_again() {
    Request once =
        request(Method.PUT).withBody(Body.stream(new ByteArrayInputStream(new byte[] {1})));
    Request again = request(Method.PUT).withBody(Body.bytes(new byte[] {1}));
    Outcome refused = new Outcome.Failed(passingFailures().get(1));
    RetryDecision gone = judge(STANDARD, new Trial(once, 1, refused, true, NEVER), HALF);
    assertThat(gone.reason()).isEqualTo("the body of the request cannot be sent again");
    assertThat(again(gone)).isFalse();
    assertThat(again(judge(STANDARD, new Trial(once, 1, refused, false, NEVER), HALF))).isTrue();
    assertThat(again(judge(STANDARD, new Trial(again, 1, refused, true, NEVER), HALF))).isTrue();
  }

  @Test
  void the_last_attempt_stands() {
    assertThat(again(judge(STANDARD, trial(2), HALF))).isTrue();
    RetryDecision last = judge(STANDARD, trial(3), HALF);
    assertThat(last).isEqualTo(new RetryDecision.Stand("that was the last of 3 attempts"));
    assertThat(again(judge(STANDARD.withAttempts(4), trial(3), HALF))).isTrue();
    assertThat(again(judge(STANDARD.withAttempts(2), trial(2), HALF))).isFalse();
    RetryDecision off = judge(RetryPolicy.none(), trial(1), HALF);
    assertThat(off).isEqualTo(new RetryDecision.Stand("retries are off"));
    assertThat(RetryPolicy.none().on()).isFalse();
    assertThat(STANDARD.on()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100",
    "2, 200",
    "3, 400",
    "4, 800",
    "5, 1600",
    "6, 3200",
    "7, 5000",
    "8, 5000",
    "63, 5000",
    "64, 5000",
    "65, 5000",
    "99, 5000"
  })
  void waits_double_up_to_the_longest_and_jitter_takes_from_all_of_it(int number, long halfMs) {
    RetryPolicy policy = STANDARD.withAttempts(100);
    assertThat(wait(policy, trial(number), HALF)).isEqualTo(halfMs * MS);
    assertThat(wait(policy, trial(number), fraction(0))).isZero();
    assertThat(wait(policy, trial(number), fraction(0xFF)))
        .isGreaterThan(halfMs * MS * 199 / 100)
        .isLessThan(halfMs * MS * 2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10000, 1, 0",
    "0, 10000, 70, 0",
    "8, 2, 1, 1",
    "2, 2, 1, 1",
    "2, 2, 2, 1",
    "1, 2, 2, 1"
  })
  void waits_are_an_option(long firstMs, long longestMs, int number, long halfMs) {
    RetryPolicy policy =
        STANDARD
            .withAttempts(100)
            .withDelays(Duration.ofMillis(firstMs), Duration.ofMillis(longestMs));
    assertThat(wait(policy, trial(number), HALF)).isEqualTo(halfMs * MS);
  }

  @Test
  void the_longest_waits_overflow_nothing() {
    Duration year = Duration.ofDays(365);
    RetryPolicy policy = STANDARD.withAttempts(100).withDelays(year, year);
    for (int number = 1; number < 100; number++) {
      assertThat(wait(policy, trial(number), HALF)).isEqualTo(year.toNanos() / 2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                             | 100",
        "2                             | 2100",
        "30                            | 30100",
        "Sun, 06 Nov 1994 08:49:40 GMT | 3100",
        "Sun, 06 Nov 1994 08:40:00 GMT | 100",
        "later                         | 100",
      })
  void what_the_server_asks_for_comes_on_top(String value, long ms) {
    Outcome outcome = new Outcome.Answered(Response.of(429).withHeader("Retry-After", value));
    RetryDecision decision = judge(STANDARD, get(), outcome);
    assertThat(decision)
        .isEqualTo(new RetryDecision.Retry(START + ms * MS, "status 429 Too Many Requests"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"31", "99999999999999999999", "Sun, 06 Nov 1994 08:50:08 GMT"})
  void a_wait_that_is_too_long_leaves_the_response(String value) {
    Outcome outcome = new Outcome.Answered(Response.of(503).withHeader("Retry-After", value));
    assertThat(judge(STANDARD, get(), outcome))
        .isEqualTo(new RetryDecision.Stand("the server asks for a longer wait than is allowed"));
    assertThat(budget.value().tokens()).isEqualTo(5);
    RetryPolicy patient = STANDARD.withLongestRetryAfter(Duration.ofSeconds(31));
    assertThat(again(judge(patient, get(), outcome))).isEqualTo(value.length() != 20);
  }

  @Test
  void a_wait_past_the_calls_deadline_leaves_the_outcome() {
    Outcome outcome = answered(503);
    long wait = 100 * MS;
    Trial enough = new Trial(get(), 1, outcome, false, START + wait + 1);
    assertThat(judge(STANDARD, enough, HALF))
        .isEqualTo(new RetryDecision.Retry(START + wait, "status 503 Service Unavailable"));
    Trial tooLate = new Trial(get(), 1, outcome, false, START + wait);
    assertThat(judge(STANDARD, tooLate, HALF))
        .isEqualTo(new RetryDecision.Stand("no time is left to try again"));
    assertThat(budget.value().tokens()).isEqualTo(4);
  }

  @Test
  void retries_end_when_the_budget_is_used_up() {
    for (int i = 0; i < 5; i++) {
      assertThat(again(judge(STANDARD, trial(1), HALF))).isTrue();
    }
    assertThat(judge(STANDARD, trial(1), HALF))
        .isEqualTo(new RetryDecision.Stand("the retry budget is used up"));
  }

  @Test
  void what_is_not_tried_again_costs_nothing_of_the_budget() {
    judge(STANDARD, trial(3), HALF);
    judge(STANDARD, get(), answered(404));
    judge(STANDARD, request(Method.POST), answered(503));
    assertThat(budget.value().tokens()).isEqualTo(5);
  }

  @Test
  void the_standard_is_three_attempts_and_a_budget_of_twenty() {
    assertThat(STANDARD.attempts()).isEqualTo(3);
    assertThat(STANDARD.firstDelay()).isEqualTo(Duration.ofMillis(200));
    assertThat(STANDARD.longestDelay()).isEqualTo(Duration.ofSeconds(10));
    assertThat(STANDARD.longestRetryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(STANDARD.statuses()).isEqualTo(Set.of(408, 429, 502, 503, 504));
    assertThat(STANDARD.anyMethod()).isFalse();
    assertThat(STANDARD.budget(3)).isEqualTo(RetryBudget.of(20, 2, 3));
    assertThat(STANDARD.withBudget(1, 0.5).budget(3)).isEqualTo(RetryBudget.of(1, 0.5, 3));
  }

  @Test
  void an_option_changes_nothing_else() {
    assertThat(
            STANDARD
                .withAttempts(3)
                .withDelays(Duration.ofMillis(200), Duration.ofSeconds(10))
                .withLongestRetryAfter(Duration.ofSeconds(30))
                .withStatuses(504, 503, 502, 429, 408)
                .withAnyMethod(false)
                .withBudget(20, 2))
        .isEqualTo(STANDARD);
  }

  @Test
  void numbers_out_of_range_are_refused() {
    Duration second = Duration.ofSeconds(1);
    Duration tooLong = Duration.ofDays(365).plusNanos(1);
    List<Runnable> wrong =
        List.of(
            () -> STANDARD.withAttempts(0),
            () -> STANDARD.withAttempts(101),
            () -> STANDARD.withDelays(Duration.ofNanos(-1), second),
            () -> STANDARD.withDelays(second, Duration.ofNanos(-1)),
            () -> STANDARD.withDelays(tooLong, second),
            () -> STANDARD.withLongestRetryAfter(Duration.ofNanos(-1)),
            () -> STANDARD.withLongestRetryAfter(tooLong),
            () -> STANDARD.withStatuses(399),
            () -> STANDARD.withStatuses(600),
            () -> STANDARD.withBudget(-1, 1),
            () -> STANDARD.withBudget(1, -1));
    for (Runnable option : wrong) {
      assertThatThrownBy(option::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private RetryDecision judge(RetryPolicy policy, Request request, Outcome outcome) {
    return judge(policy, new Trial(request, 1, outcome, true, NEVER), HALF);
  }

  private RetryDecision judge(RetryPolicy policy, Trial trial, Entropy entropy) {
    return policy.judge(trial, budget, entropy, NOW);
  }

  private static long wait(RetryPolicy policy, Trial trial, Entropy entropy) {
    var plenty = new BudgetCell(RetryBudget.of(1, 0, START));
    RetryDecision decision = policy.judge(trial, plenty, entropy, NOW);
    assertThat(decision).isInstanceOf(RetryDecision.Retry.class);
    return ((RetryDecision.Retry) decision).at() - START;
  }

  private static boolean again(RetryDecision decision) {
    return decision instanceof RetryDecision.Retry;
  }

  private static Trial trial(int number) {
    return new Trial(get(), number, answered(503), false, NEVER);
  }

  private static Outcome answered(int status) {
    return new Outcome.Answered(Response.of(status));
  }

  private static Request get() {
    return request(Method.GET);
  }

  private static Request request(Method method) {
    return Request.of(method, Uri.of("http://a.example/"));
  }

  private static Entropy fraction(int octet) {
    return bytes -> {
      Arrays.fill(bytes, octet == 0xFF ? (byte) octet : 0);
      bytes[0] = (byte) octet;
    };
  }
}
