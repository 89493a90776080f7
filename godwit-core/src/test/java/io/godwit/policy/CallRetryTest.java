package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import io.godwit.policy.retry.Retries;
import io.godwit.policy.retry.RetryBudget;
import io.godwit.policy.retry.RetryPolicy;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Retries on the way of a call. Jitter is always half of what it may be: 100 ms, 200 ms ... */
final class CallRetryTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Instant WALL = Instant.parse("2026-11-21T16:00:00Z");
  private static final Request GET = Request.of(Method.GET, Uri.of("http://a.example/x"));
  private static final Fact RESUMED = new Fact.Resumed();

  private final Budget budget = new Budget();

  private static final class Budget implements Cell<RetryBudget> {
    private RetryBudget value = RetryBudget.of(20, 0, 0);

    @Override
    public RetryBudget value() {
      return value;
    }

    @Override
    public RetryBudget update(UnaryOperator<RetryBudget> change) {
      value = change.apply(value);
      return value;
    }
  }

  @Test
  void a_response_that_may_pass_is_waited_out_and_asked_for_again() {
    CallFlow flow = flow(GET, RetryPolicy.standard());
    assertThat(flow.start(at(0))).isEqualTo(exchange(GET));
    assertThat(flow.next(answered(503), at(10))).isEqualTo(waitUntil(110));
    assertThat(flow.next(RESUMED, at(110))).isEqualTo(exchange(GET));
    assertThat(flow.next(answered(429), at(200))).isEqualTo(waitUntil(400));
    assertThat(flow.next(RESUMED, at(400))).isEqualTo(exchange(GET));
    assertThat(flow.next(answered(200), at(410))).isEqualTo(new Decision.Deliver(Response.of(200)));
    assertThat(flow.attempts()).isEqualTo(3);
    assertThat(flow.history())
        .containsExactly(new Hop(GET, Response.of(503)), new Hop(GET, Response.of(429)));
    assertThat(flow.trace().since(0, List.of()).toString())
        .contains("status 503 Service Unavailable: tried again in 100 ms, attempt 2 of 3")
        .contains("status 429 Too Many Requests: tried again in 200 ms, attempt 3 of 3");
  }

  @Test
  void the_last_response_stands_and_the_call_says_why() {
    CallFlow flow = flow(GET, RetryPolicy.standard().withAttempts(2));
    flow.start(at(0));
    flow.next(answered(503), at(0));
    flow.next(RESUMED, at(100));
    assertThat(flow.next(answered(502), at(110))).isEqualTo(new Decision.Deliver(Response.of(502)));
    assertThat(flow.trace().since(0, List.of()).toString())
        .contains("502 Bad Gateway stands: that was the last of 2 attempts");
  }

  @Test
  void a_response_that_nobody_tries_again_leaves_no_trace() {
    CallFlow flow = flow(GET, RetryPolicy.standard());
    flow.start(at(0));
    assertThat(flow.next(answered(404), at(0))).isEqualTo(new Decision.Deliver(Response.of(404)));
    assertThat(flow.trace().since(0, List.of()).toString()).doesNotContain("404");
  }

  @Row("H32")
  @Test
  void a_failure_tells_of_all_attempts() {
    CallFlow flow = flow(GET, RetryPolicy.standard());
    flow.start(at(0));
    HttpFailure first = new HttpFailure.Connect("a.example:80", "refused", null);
    HttpFailure last = new HttpFailure.Resolve("a.example", "no answer", null);
    assertThat(flow.next(failed(first), at(0))).isEqualTo(waitUntil(100));
    flow.next(RESUMED, at(100));
    assertThat(flow.next(answered(503), at(100))).isEqualTo(waitUntil(300));
    flow.next(RESUMED, at(300));
    assertThat(flow.next(failed(last), at(300))).isEqualTo(new Decision.Fail(last));
    assertThat(last.getSuppressed()).hasSize(2);
    assertThat(last.getSuppressed()[0]).isSameAs(first);
    assertThat(last.getSuppressed()[1])
        .isInstanceOf(HttpFailure.UnexpectedStatus.class)
        .hasMessageContaining("503");
    assertThat(last.sent()).isEqualTo(Sent.YES);
    assertThat(flow.trace().since(0, List.of()).toString())
        .contains("not tried again: that was the last of 3 attempts");
  }

  @Test
  void a_failure_says_what_an_earlier_attempt_may_have_done() {
    CallFlow flow = flow(GET, RetryPolicy.standard().withAttempts(2));
    flow.start(at(0));
    flow.next(failed(new HttpFailure.ConnectionLost("gone", Sent.MAYBE, null)), at(0));
    flow.next(RESUMED, at(100));
    HttpFailure last = new HttpFailure.Connect("a.example:80", "refused", null);
    flow.next(failed(last), at(100));
    assertThat(last.sent()).isEqualTo(Sent.MAYBE);
  }

  @Test
  void of_many_attempts_a_failure_tells_of_the_last_ten() {
    CallFlow flow = flow(GET, RetryPolicy.standard().withAttempts(15));
    flow.start(at(0));
    HttpFailure failure = new HttpFailure.Connect("a.example:80", "0", null);
    for (int i = 1; i < 15; i++) {
      flow.next(failed(failure), at(0));
      flow.next(RESUMED, at(0));
      failure = new HttpFailure.Connect("a.example:80", "attempt " + i, null);
    }
    assertThat(flow.next(failed(failure), at(0))).isEqualTo(new Decision.Fail(failure));
    assertThat(failure.getSuppressed()).hasSize(10);
    assertThat(failure.getSuppressed()[0]).hasMessageContaining("attempt 4");
    assertThat(failure.getSuppressed()[9]).hasMessageContaining("attempt 13");
  }

  @Test
  void a_request_lost_on_a_kept_connection_is_sent_at_once_and_does_not_count() {
    CallFlow flow = flow(GET, RetryPolicy.standard().withAttempts(2));
    flow.start(at(0));
    var stale = new HttpFailure.ConnectionLost("stale", Sent.MAYBE, null);
    var again = new Decision.Exchange(GET, Purpose.CALL, true);
    assertThat(flow.next(new Fact.Failed(stale, true, false), at(0))).isEqualTo(again);
    var lost = new HttpFailure.ConnectionLost("lost", Sent.MAYBE, null);
    assertThat(flow.next(new Fact.Failed(lost, false, false), at(0))).isEqualTo(waitUntil(100));
    assertThat(flow.next(RESUMED, at(100))).isEqualTo(exchange(GET));
    var staleAgain = new HttpFailure.ConnectionLost("stale again", Sent.MAYBE, null);
    assertThat(flow.next(new Fact.Failed(staleAgain, true, false), at(100))).isEqualTo(again);
    var last = new HttpFailure.ConnectionLost("last", Sent.MAYBE, null);
    assertThat(flow.next(new Fact.Failed(last, false, false), at(100)))
        .isEqualTo(new Decision.Fail(last));
    assertThat(last.getSuppressed()).containsExactly(staleAgain, lost);
    assertThat(lost.getSuppressed()).containsExactly(stale);
  }

  @Test
  void each_place_that_a_redirect_leads_to_has_its_own_attempts() {
    CallFlow flow = flow(GET, RetryPolicy.standard().withAttempts(2));
    flow.start(at(0));
    flow.next(answered(503), at(0));
    flow.next(RESUMED, at(100));
    Response redirect = Response.of(302).withHeader("Location", "/y");
    flow.next(new Fact.Answered(redirect, false), at(100));
    assertThat(flow.next(answered(503), at(100))).isEqualTo(waitUntil(200));
    flow.next(RESUMED, at(200));
    HttpFailure last = new HttpFailure.Connect("a.example:80", "refused", null);
    assertThat(flow.next(failed(last), at(200))).isEqualTo(new Decision.Fail(last));
    assertThat(last.getSuppressed()).hasSize(1);
  }

  @Test
  void a_wait_that_is_cut_off_fails_the_call_with_what_came_before() {
    CallFlow flow = flow(GET, RetryPolicy.standard());
    flow.start(at(0));
    HttpFailure first = new HttpFailure.Connect("a.example:80", "refused", null);
    flow.next(failed(first), at(0));
    HttpFailure cut = new HttpFailure.Cancelled(Sent.NO);
    assertThat(flow.next(failed(cut), at(50))).isEqualTo(new Decision.Fail(cut));
    assertThat(cut.getSuppressed()).containsExactly(first);
  }

  @Test
  void a_call_that_has_no_time_to_wait_ends_at_once() {
    CallFlow flow = CallFlow.of(GET, policies(RetryPolicy.standard()), 100 * 1_000_000L, LIMIT);
    flow.start(at(0));
    HttpFailure failure = new HttpFailure.Timeout(Phase.CONNECT, LIMIT, Sent.NO);
    assertThat(flow.next(failed(failure), at(0))).isEqualTo(new Decision.Fail(failure));
    assertThat(budget.value().tokens()).isEqualTo(20);
  }

  @Test
  void a_body_that_is_gone_ends_the_call_and_one_that_is_not_goes_out_again() {
    Request once = put(Body.stream(new ByteArrayInputStream(new byte[] {1})));
    CallFlow gone = flow(once, RetryPolicy.standard());
    gone.start(at(0));
    Response unavailable = Response.of(503);
    assertThat(gone.next(new Fact.Answered(unavailable, true), at(0)))
        .isEqualTo(new Decision.Deliver(unavailable));
    Request again = put(Body.bytes(new byte[] {1}));
    CallFlow there = flow(again, RetryPolicy.standard());
    there.start(at(0));
    assertThat(there.next(new Fact.Answered(unavailable, true), at(0))).isEqualTo(waitUntil(100));
    assertThat(there.next(RESUMED, at(100))).isEqualTo(exchange(again));
  }

  @Test
  void what_a_cache_answers_is_not_tried_again() {
    Request only = GET.withHeader("Cache-Control", "only-if-cached");
    CallPolicies policies =
        policies(RetryPolicy.standard()).toBuilder().cache(CacheMode.ON).build();
    CallFlow flow = CallFlow.of(only, policies, NEVER, LIMIT);
    assertThat(flow.start(at(0))).isInstanceOf(Decision.Load.class);
    flow.next(new Fact.Loaded(List.of()), at(0));
    assertThat(flow.next(new Fact.Opened(true), at(0)))
        .isInstanceOfSatisfying(
            Decision.Deliver.class,
            deliver -> assertThat(deliver.response().status().code()).isEqualTo(504));
    assertThat(budget.value().tokens()).isEqualTo(20);
  }

  @Test
  void nothing_is_tried_again_unless_it_is_asked_for() {
    CallFlow flow = CallFlow.of(GET, CallPolicies.standard(), NEVER, LIMIT);
    flow.start(at(0));
    HttpFailure failure = new HttpFailure.Connect("a.example:80", "refused", null);
    assertThat(flow.next(failed(failure), at(0))).isEqualTo(new Decision.Fail(failure));
    assertThat(Retries.none().on()).isFalse();
    assertThat(Retries.none().with(RetryPolicy.standard()).on()).isTrue();
    assertThat(Retries.none()).hasToString(RetryPolicy.none().toString());
  }

  @Test
  void a_call_without_a_budget_of_its_client_has_none() {
    Retries none = Retries.none().with(RetryPolicy.standard());
    CallFlow flow = CallFlow.of(GET, CallPolicies.builder().retries(none).build(), NEVER, LIMIT);
    flow.start(at(0));
    assertThat(flow.next(answered(503), at(0))).isEqualTo(new Decision.Deliver(Response.of(503)));
  }

  private static Request put(Body body) {
    return Request.of(Method.PUT, Uri.of("http://a.example/x")).withBody(body);
  }

  private CallFlow flow(Request request, RetryPolicy policy) {
    return CallFlow.of(request, policies(policy), NEVER, LIMIT);
  }

  private CallPolicies policies(RetryPolicy policy) {
    Retries retries = Retries.of(policy, budget, bytes -> bytes[0] = (byte) 0x80);
    return CallPolicies.builder().retries(retries).build().toBuilder().build();
  }

  private static Decision exchange(Request request) {
    return new Decision.Exchange(request, Purpose.CALL, false);
  }

  private static Decision waitUntil(long ms) {
    return new Decision.Wait(ms * 1_000_000);
  }

  private static Fact answered(int status) {
    return new Fact.Answered(Response.of(status), false);
  }

  private static Fact failed(HttpFailure failure) {
    return new Fact.Failed(failure, false, false);
  }

  private static Now at(long ms) {
    return Now.of(ms * 1_000_000, WALL);
  }
}
