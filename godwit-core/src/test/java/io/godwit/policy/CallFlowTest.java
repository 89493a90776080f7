package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Explanation;
import io.godwit.http.Headers;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Violation;
import io.godwit.policy.given.Now;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallFlowTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Uri URI = Uri.of("http://a.example/x");
  private static final Fact INTERIM = new Fact.Interim(Status.EARLY_HINTS, Headers.empty());

  private enum TestViolation implements Violation {
    BROKEN;

    @Override
    public String section() {
      return "RFC 0000 section 0";
    }

    @Override
    public String text() {
      return "broken";
    }

    @Override
    public Status status() {
      return Status.BAD_REQUEST;
    }
  }

  @Test
  void a_call_is_one_exchange_and_its_response() {
    Request request = Request.of(Method.GET, URI);
    CallFlow flow = CallFlow.of(request, CallPolicies.standard(), NEVER, LIMIT);
    assertThat(flow.attempts()).isZero();
    assertThat(flow.start(at(0))).isEqualTo(new Decision.Exchange(request, Purpose.CALL, false));
    assertThat(flow.attempts()).isOne();
    Response response = Response.text("hello");
    assertThat(flow.next(new Fact.Answered(response, false), at(1)))
        .isInstanceOfSatisfying(
            Decision.Deliver.class, deliver -> assertThat(deliver.response()).isSameAs(response));
    assertThat(flow.attempts()).isOne();
  }

  @Test
  void any_number_of_interim_responses_leaves_the_exchange_going() {
    CallFlow flow = started(Method.GET);
    for (int i = 0; i < 100; i++) {
      assertThat(flow.next(INTERIM, at(i))).isEqualTo(new Decision.Continue());
    }
    assertThat(flow.attempts()).isOne();
    assertThat(flow.next(new Fact.Answered(Response.of(204), false), at(200)))
        .isEqualTo(new Decision.Deliver(Response.of(204)));
  }

  @Test
  void a_status_is_not_a_failure() {
    CallFlow flow = started(Method.GET);
    assertThat(flow.next(new Fact.Answered(Response.of(503), false), at(1)))
        .isEqualTo(new Decision.Deliver(Response.of(503)));
  }

  /**
   * When a request is sent once more: it was lost on a reused connection, repeating it does no
   * harm, and there is a body to repeat.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # method  | sent  | reused | body       | touched | again
          GET       | MAYBE | true   | none       | false   | true
          HEAD      | MAYBE | true   | none       | false   | true
          OPTIONS   | MAYBE | true   | none       | false   | true
          TRACE     | MAYBE | true   | none       | false   | true
          DELETE    | MAYBE | true   | none       | false   | true
          PUT       | MAYBE | true   | bytes      | true    | true
          QUERY     | MAYBE | true   | bytes      | true    | true
          POST      | MAYBE | true   | none       | false   | false
          POST      | MAYBE | true   | bytes      | false   | false
          PATCH     | MAYBE | true   | bytes      | false   | false
          CONNECT   | MAYBE | true   | none       | false   | false
          PURGE     | MAYBE | true   | none       | false   | false
          get       | MAYBE | true   | none       | false   | false
          GET       | NO    | true   | none       | false   | true
          POST      | NO    | true   | bytes      | true    | true
          POST      | NO    | true   | source     | true    | true
          POST      | NO    | true   | stream     | false   | true
          POST      | NO    | true   | stream     | true    | false
          PURGE     | NO    | true   | none       | false   | true
          GET       | YES   | true   | none       | false   | false
          POST      | YES   | true   | none       | false   | false
          PUT       | MAYBE | true   | source     | true    | true
          PUT       | MAYBE | true   | stream     | false   | true
          PUT       | MAYBE | true   | stream     | true    | false
          GET       | MAYBE | false  | none       | false   | false
          GET       | NO    | false  | none       | false   | false
          POST      | NO    | false  | bytes      | false   | false
          PUT       | MAYBE | false  | bytes      | true    | false
          """)
  void a_lost_request_is_sent_once_more_where_that_is_safe(
      String method, Sent sent, boolean reused, String body, boolean touched, boolean again) {
    Request request = Request.of(Method.of(method), URI).withBody(body(body));
    CallFlow flow = CallFlow.of(request, CallPolicies.standard(), NEVER, LIMIT);
    flow.start(at(0));
    HttpFailure lost = lost(sent);
    Decision decision = flow.next(new Fact.Failed(lost, reused, touched), at(1));
    if (again) {
      assertThat(decision).isEqualTo(new Decision.Exchange(request, Purpose.CALL, true));
      assertThat(flow.attempts()).isEqualTo(2);
    } else {
      assertThat(failure(decision)).isSameAs(lost);
      assertThat(flow.attempts()).isOne();
      assertThat(lost.getSuppressed()).isEmpty();
      assertThat(lost.sent()).isEqualTo(sent);
    }
  }

  static List<HttpFailure> failuresThatSayNothingAboutTheConnectionsAge() {
    return List.of(
        new HttpFailure.Resolve("a.example", "unknown host", null),
        new HttpFailure.Connect("a.example:80", "connection refused", null),
        new HttpFailure.Tls("a.example:443", "no common version", false, null),
        new HttpFailure.Timeout(Phase.FIRST_BYTE, LIMIT, Sent.NO),
        new HttpFailure.Timeout(Phase.REQUEST, LIMIT, Sent.MAYBE),
        new HttpFailure.Protocol(TestViolation.BROKEN, "", Sent.NO),
        new HttpFailure.Refused("no"),
        new HttpFailure.LimitExceeded("head", 1, Sent.NO),
        new HttpFailure.CallerBody("too short", Sent.NO, null),
        new HttpFailure.ClientClosed(Sent.NO),
        new HttpFailure.Interrupted(Sent.NO, null),
        new HttpFailure.Cancelled(Sent.NO));
  }

  @ParameterizedTest
  @MethodSource("failuresThatSayNothingAboutTheConnectionsAge")
  void nothing_but_a_lost_connection_is_tried_again(HttpFailure failure) {
    CallFlow flow = started(Method.GET);
    assertThat(failure(flow.next(new Fact.Failed(failure, true, false), at(1)))).isSameAs(failure);
    assertThat(flow.attempts()).isOne();
  }

  @Test
  void a_request_is_sent_once_more_and_not_a_third_time() {
    CallFlow flow = started(Method.GET);
    HttpFailure first = lost(Sent.MAYBE);
    flow.next(new Fact.Failed(first, true, false), at(1));
    HttpFailure second = lost(Sent.MAYBE);
    assertThat(failure(flow.next(new Fact.Failed(second, true, false), at(2)))).isSameAs(second);
    assertThat(second.getSuppressed()).containsExactly(first);
    assertThat(flow.attempts()).isEqualTo(2);
  }

  @Test
  void the_second_attempt_may_succeed() {
    CallFlow flow = started(Method.GET);
    flow.next(new Fact.Failed(lost(Sent.MAYBE), true, false), at(1));
    assertThat(flow.next(INTERIM, at(2))).isEqualTo(new Decision.Continue());
    assertThat(flow.next(new Fact.Answered(Response.of(200), false), at(3)))
        .isEqualTo(new Decision.Deliver(Response.of(200)));
  }

  @Test
  void a_server_that_was_heard_is_not_asked_again() {
    CallFlow flow = started(Method.GET);
    flow.next(INTERIM, at(1));
    HttpFailure lost = lost(Sent.MAYBE);
    assertThat(failure(flow.next(new Fact.Failed(lost, true, false), at(2)))).isSameAs(lost);
  }

  @Test
  void no_exchange_begins_at_the_deadline() {
    CallFlow flow = CallFlow.of(Request.of(Method.GET, URI), CallPolicies.standard(), 100, LIMIT);
    HttpFailure failure = failure(flow.start(at(100)));
    assertTimeout(failure, Sent.NO);
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(flow.attempts()).isZero();
  }

  @Test
  void an_exchange_begins_just_before_the_deadline() {
    CallFlow flow = CallFlow.of(Request.of(Method.GET, URI), CallPolicies.standard(), 100, LIMIT);
    assertThat(flow.start(at(99))).isInstanceOf(Decision.Exchange.class);
    assertThat(flow.next(new Fact.Failed(lost(Sent.NO), true, false), at(99)))
        .isInstanceOf(Decision.Exchange.class);
  }

  @Test
  void a_request_that_was_lost_is_not_sent_again_after_the_deadline() {
    CallFlow flow = CallFlow.of(Request.of(Method.GET, URI), CallPolicies.standard(), 100, LIMIT);
    flow.start(at(0));
    HttpFailure lost = lost(Sent.MAYBE);
    HttpFailure failure = failure(flow.next(new Fact.Failed(lost, true, false), at(100)));
    assertTimeout(failure, Sent.MAYBE);
    assertThat(failure.getSuppressed()).containsExactly(lost);
    assertThat(flow.attempts()).isOne();
  }

  @Test
  void a_response_after_the_deadline_is_delivered_all_the_same() {
    CallFlow flow = CallFlow.of(Request.of(Method.GET, URI), CallPolicies.standard(), 100, LIMIT);
    flow.start(at(0));
    assertThat(flow.next(new Fact.Answered(Response.of(200), false), at(101)))
        .isInstanceOf(Decision.Deliver.class);
  }

  @Test
  void a_refused_second_connection_does_not_make_the_first_request_unsent() {
    CallFlow flow = started(Method.DELETE);
    HttpFailure lost = lost(Sent.MAYBE);
    flow.next(new Fact.Failed(lost, true, false), at(1));
    var refused = new HttpFailure.Connect("a.example:80", "connection refused", null);
    HttpFailure failure = failure(flow.next(new Fact.Failed(refused, false, false), at(2)));
    assertThat(failure).isSameAs(lost);
    assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
    assertThat(failure.getSuppressed()).containsExactly(refused);
  }

  @Test
  void a_flow_starts_once() {
    CallFlow flow = started(Method.GET);
    assertThatThrownBy(() -> flow.start(at(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the flow was started before");
  }

  @Test
  void a_result_needs_an_exchange_under_way() {
    Fact answered = new Fact.Answered(Response.of(200), false);
    CallFlow unstarted =
        CallFlow.of(Request.of(Method.GET, URI), CallPolicies.standard(), NEVER, LIMIT);
    assertNoExchange(unstarted, answered);
    CallFlow delivered = started(Method.GET);
    delivered.next(answered, at(1));
    assertNoExchange(delivered, answered);
    CallFlow failed = started(Method.GET);
    failed.next(new Fact.Failed(lost(Sent.MAYBE), false, false), at(1));
    assertNoExchange(failed, answered);
    CallFlow late = CallFlow.of(Request.of(Method.GET, URI), CallPolicies.standard(), 0, LIMIT);
    late.start(at(0));
    assertNoExchange(late, answered);
    assertThatThrownBy(() -> late.start(at(0))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_redirect_begins_the_next_hop() {
    CallFlow flow = started(Method.GET);
    Response moved = Response.of(302).withHeader("Location", "http://b.example/y");
    Decision decision = flow.next(new Fact.Answered(moved, false), at(5));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Exchange.class,
            next -> {
              assertThat(next.request()).hasToString("GET http://b.example/y");
              assertThat(next.freshConnection()).isFalse();
            });
    assertThat(flow.sent()).hasToString("GET http://b.example/y");
    assertThat(flow.history()).containsExactly(new Hop(Request.of(Method.GET, URI), moved));
    assertThat(flow.trace().since(1, List.of()).steps())
        .containsExactly(
            new Explanation.Step(
                Duration.ofNanos(4), "302 Found: redirect 1 to GET http://b.example/y"));
    assertThat(flow.next(new Fact.Answered(Response.of(200), false), at(6)))
        .isEqualTo(new Decision.Deliver(Response.of(200)));
  }

  @Test
  void each_hop_may_lose_one_kept_connection() {
    CallFlow flow = started(Method.GET);
    Fact lost = new Fact.Failed(lost(Sent.MAYBE), true, false);
    assertThat(flow.next(lost, at(1))).isInstanceOf(Decision.Exchange.class);
    Response moved = Response.of(302).withHeader("Location", "/y");
    assertThat(flow.next(new Fact.Answered(moved, false), at(2)))
        .isInstanceOfSatisfying(
            Decision.Exchange.class, next -> assertThat(next.freshConnection()).isFalse());
    assertThat(flow.next(lost, at(3)))
        .isInstanceOfSatisfying(
            Decision.Exchange.class, next -> assertThat(next.freshConnection()).isTrue());
    HttpFailure again = lost(Sent.NO);
    HttpFailure failure = failure(flow.next(new Fact.Failed(again, true, false), at(4)));
    assertThat(failure.sent()).isEqualTo(Sent.YES);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(flow.attempts()).isEqualTo(4);
  }

  @Test
  void a_refused_redirect_is_the_last_of_the_history() {
    CallFlow flow = started(Method.GET);
    Response moved = Response.of(302).withHeader("Location", "ftp://b.example/");
    HttpFailure failure = failure(flow.next(new Fact.Answered(moved, false), at(1)));
    assertThat(failure).isInstanceOf(HttpFailure.Refused.class);
    assertThat(failure.sent()).isEqualTo(Sent.YES);
    assertThat(flow.history()).extracting(Hop::response).containsExactly(moved);
  }

  @Test
  void content_that_was_touched_and_cannot_be_replayed_is_not_sent_again() {
    Request request = Request.of(Method.POST, URI).withBody(body("stream"));
    Response moved = Response.of(307).withHeader("Location", "/y");
    for (boolean touched : List.of(true, false)) {
      CallFlow flow = CallFlow.of(request, CallPolicies.standard(), NEVER, LIMIT);
      flow.start(at(0));
      Decision decision = flow.next(new Fact.Answered(moved, touched), at(1));
      if (touched) {
        assertThat(failure(decision)).hasMessageContaining("can be sent only once");
      } else {
        assertThat(decision).isInstanceOf(Decision.Exchange.class);
      }
    }
  }

  @Test
  void more_than_two_hundred_steps_are_only_counted() {
    CallFlow flow = started(Method.GET);
    for (int i = 0; i < 205; i++) {
      flow.trace().note(i, "step " + i);
    }
    List<Explanation.Step> steps = flow.trace().since(0, List.of()).steps();
    assertThat(steps).hasSize(201);
    assertThat(steps.getLast().what()).isEqualTo("and 5 steps more");
  }

  private static void assertNoExchange(CallFlow flow, Fact result) {
    assertThatThrownBy(() -> flow.next(result, at(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no exchange is under way");
  }

  private static void assertTimeout(HttpFailure failure, Sent sent) {
    assertThat(failure).isInstanceOf(HttpFailure.Timeout.class);
    HttpFailure.Timeout timeout = (HttpFailure.Timeout) failure;
    assertThat(timeout.phase()).isEqualTo(Phase.TOTAL);
    assertThat(timeout.limit()).isEqualTo(LIMIT);
    assertThat(timeout.sent()).isEqualTo(sent);
  }

  private static CallFlow started(Method method) {
    CallFlow flow = CallFlow.of(Request.of(method, URI), CallPolicies.standard(), NEVER, LIMIT);
    flow.start(at(0));
    return flow;
  }

  private static HttpFailure lost(Sent sent) {
    return new HttpFailure.ConnectionLost("the connection was closed", sent, null);
  }

  private static HttpFailure failure(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Fail.class);
    return ((Decision.Fail) decision).failure();
  }

  private static Body body(String kind) {
    return switch (kind) {
      case "none" -> Body.empty();
      case "bytes" -> Body.text("content");
      case "source" -> Body.source(InputStream::nullInputStream);
      case "stream" -> Body.stream(InputStream.nullInputStream());
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Now at(long nanos) {
    return Now.of(nanos, Instant.EPOCH);
  }
}
