package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.cache.Selection;
import io.godwit.policy.cache.StoredResponse;
import io.godwit.policy.given.Now;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call asks of a cache, in which order, and what it does when that is not to be had. */
class CallFlowCacheTest {
  private static final Instant THEN = Instant.parse("2026-11-21T12:00:00Z");
  private static final Uri URI = Uri.of("http://a.example/x");
  private static final CacheKey KEY = new CacheKey(URI, "");
  private static final Request GET = Request.of(Method.GET, URI);
  private static final String STALE = "max-age=60";
  private static final Fact LED = new Fact.Joined(true);
  private static final Fact DONE = new Fact.Resumed();

  private static Now at(long seconds) {
    return Now.of(seconds, THEN.plusSeconds(seconds));
  }

  private static CallFlow flow(Request request, CacheMode mode) {
    CallPolicies policies = CallPolicies.builder().cache(mode).build();
    return CallFlow.of(request, policies, Long.MAX_VALUE, Duration.ofSeconds(20));
  }

  /** Stored at once, with a tag that is its id. */
  private static StoredResponse stored(String id, String control, String... more) {
    Headers headers = Headers.of("Cache-Control", control, "ETag", "\"" + id + "\"");
    for (int i = 0; i < more.length; i += 2) {
      headers = headers.with(more[i], more[i + 1]);
    }
    Response head = Response.of(200).withHeaders(headers);
    Selection selection = Selection.of(Headers.empty(), headers).orElseThrow();
    return new StoredResponse(id, KEY, selection, head, THEN, THEN, 5);
  }

  private static Fact loaded(StoredResponse... variants) {
    return new Fact.Loaded(List.of(variants));
  }

  private static Fact answered(int status, String... fields) {
    return new Fact.Answered(Response.of(status).withHeaders(Headers.of(fields)), false);
  }

  private static Decision open(StoredResponse stored, boolean exchanged) {
    return new Decision.Open(Optional.of(stored), exchanged);
  }

  private static String delivered(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Deliver.class);
    Response response = ((Decision.Deliver) decision).response();
    return response.status().code() + " " + response.header("Cache-Status").orElse("");
  }

  private static Request exchanged(Decision decision, Purpose purpose) {
    assertThat(decision).isInstanceOf(Decision.Exchange.class);
    Decision.Exchange exchange = (Decision.Exchange) decision;
    assertThat(exchange.purpose()).isEqualTo(purpose);
    assertThat(exchange.freshConnection()).isFalse();
    return exchange.request();
  }

  /** A flow that has asked about this stale response, with the others waiting. */
  private static CallFlow asking(StoredResponse stale, long now) {
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(now));
    assertThat(flow.next(loaded(stale), at(now))).isInstanceOf(Decision.Join.class);
    assertThat(flow.next(LED, at(now))).isEqualTo(new Decision.Load(KEY));
    Request sent = exchanged(flow.next(loaded(stale), at(now)), Purpose.REVALIDATE);
    assertThat(sent.header("If-None-Match")).contains("\"" + stale.id() + "\"");
    return flow;
  }

  @Test
  void a_fresh_response_is_delivered_without_an_exchange() {
    StoredResponse fresh = stored("a", STALE);
    CallFlow flow = flow(GET, CacheMode.ON);
    assertThat(flow.start(at(9))).isEqualTo(new Decision.Load(KEY));
    assertThat(flow.next(loaded(fresh), at(9))).isEqualTo(open(fresh, false));
    assertThat(delivered(flow.next(new Fact.Opened(true), at(9))))
        .isEqualTo("200 godwit; hit; ttl=51");
    assertThat(flow.attempts()).isZero();
    assertThat(flow.sent()).isEqualTo(GET);
    assertThat(flow.trace().since(0, List.of()).toString()).contains("godwit; hit; ttl=51");
  }

  @Test
  void a_head_is_answered_without_content() {
    CallFlow flow = flow(GET.withMethod(Method.HEAD), CacheMode.ON);
    assertThat(flow.start(at(9))).isEqualTo(new Decision.Load(KEY));
    assertThat(flow.next(loaded(stored("a", STALE)), at(9)))
        .isEqualTo(new Decision.Open(Optional.empty(), false));
    assertThat(delivered(flow.next(new Fact.Opened(true), at(9)))).startsWith("200");
  }

  @Test
  void content_that_is_gone_was_not_stored() {
    StoredResponse first = stored("a", STALE, "Date", "Sat, 21 Nov 2026 12:00:00 GMT");
    StoredResponse second = stored("b", STALE, "Date", "Sat, 21 Nov 2026 11:59:50 GMT");
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(9));
    assertThat(flow.next(loaded(second, first), at(9))).isEqualTo(open(first, false));
    assertThat(flow.next(new Fact.Opened(false), at(9))).isEqualTo(open(second, false));
    assertThat(exchanged(flow.next(new Fact.Opened(false), at(9)), Purpose.CALL)).isEqualTo(GET);
    assertThat(flow.next(answered(200, "Cache-Control", STALE), at(10)))
        .isInstanceOf(Decision.Store.class);
  }

  @Test
  void an_answer_is_stored_on_its_way() {
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(0));
    assertThat(exchanged(flow.next(loaded(), at(1)), Purpose.CALL)).isEqualTo(GET);
    Decision decision = flow.next(answered(200, "Cache-Control", STALE), at(3));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Store.class,
            store -> {
              assertThat(store.entry().requestTime()).isEqualTo(THEN.plusSeconds(1));
              assertThat(store.entry().responseTime()).isEqualTo(THEN.plusSeconds(3));
              assertThat(store.entry().key()).isEqualTo(KEY);
              assertThat(store.replaced()).isEmpty();
            });
    assertThat(delivered(flow.next(new Fact.Storing(true), at(3))))
        .isEqualTo("200 godwit; fwd=uri-miss; stored");
  }

  @Test
  void an_answer_that_finds_no_room_is_told_so_and_ends_what_it_should_have_replaced() {
    StoredResponse stale = stored("a", STALE);
    CallFlow flow = asking(stale, 99);
    flow.next(answered(200, "Cache-Control", STALE), at(99));
    assertThat(flow.next(new Fact.Storing(false), at(99)))
        .isEqualTo(new Decision.Amend(List.of(), List.of(stale), List.of()));
    assertThat(delivered(flow.next(DONE, at(99)))).isEqualTo("200 godwit; fwd=stale");
  }

  @Test
  void a_confirmed_response_is_delivered_from_the_store() {
    StoredResponse stale = stored("a", STALE);
    CallFlow flow = asking(stale, 99);
    Decision decision = flow.next(answered(304, "ETag", "\"a\""), at(100));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Amend.class,
            amend ->
                assertThat(amend.updated().getFirst().responseTime()).isEqualTo(at(100).wall()));
    Decision open = flow.next(DONE, at(100));
    assertThat(open)
        .isInstanceOfSatisfying(
            Decision.Open.class,
            from -> {
              assertThat(from.stored().orElseThrow().id()).isEqualTo("a");
              assertThat(from.exchanged()).isTrue();
            });
    assertThat(delivered(flow.next(new Fact.Opened(true), at(100))))
        .isEqualTo("200 godwit; fwd=stale; fwd-status=304; ttl=59");
    assertThat(flow.attempts()).isOne();
  }

  @Test
  void what_was_confirmed_and_is_gone_is_asked_for_without_conditions() {
    CallFlow flow = asking(stored("a", STALE), 99);
    flow.next(answered(304), at(100));
    flow.next(DONE, at(100));
    Request again = exchanged(flow.next(new Fact.Opened(false), at(100)), Purpose.CALL);
    assertThat(again).isEqualTo(GET);
  }

  @Test
  void a_304_for_something_else_is_asked_again_without_conditions_once() {
    CallFlow flow = asking(stored("a", STALE), 99);
    Decision again = flow.next(answered(304, "ETag", "\"b\""), at(100));
    assertThat(exchanged(again, Purpose.CALL)).isEqualTo(GET);
    assertThat(delivered(flow.next(answered(304), at(101)))).startsWith("304");
  }

  @Test
  void who_has_waited_looks_again_and_says_so() {
    StoredResponse stale = stored("a", STALE);
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(99));
    assertThat(flow.next(loaded(stale), at(99)))
        .isEqualTo(new Decision.Join(new CacheStage.Flight("a")));
    assertThat(flow.next(new Fact.Joined(false), at(100))).isEqualTo(new Decision.Load(KEY));
    StoredResponse fresh =
        new StoredResponse(
            "a", KEY, stale.selection(), stale.head(), at(100).wall(), at(100).wall(), 5);
    assertThat(flow.next(loaded(fresh), at(100))).isEqualTo(open(fresh, false));
    assertThat(delivered(flow.next(new Fact.Opened(true), at(100))))
        .isEqualTo("200 godwit; fwd=stale; ttl=60; collapsed");
  }

  @Test
  void who_comes_when_another_has_just_asked_asks_nothing() {
    StoredResponse stale = stored("a", STALE);
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(99));
    flow.next(loaded(stale), at(99));
    flow.next(LED, at(100));
    StoredResponse fresh =
        new StoredResponse(
            "a", KEY, stale.selection(), stale.head(), at(100).wall(), at(100).wall(), 5);
    assertThat(flow.next(loaded(fresh), at(100))).isEqualTo(open(fresh, false));
    assertThat(delivered(flow.next(new Fact.Opened(true), at(100))))
        .isEqualTo("200 godwit; hit; ttl=60");
  }

  @Test
  void who_has_waited_in_vain_asks_himself() {
    StoredResponse stale = stored("a", STALE);
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(99));
    flow.next(loaded(stale), at(99));
    flow.next(new Fact.Joined(false), at(100));
    exchanged(flow.next(loaded(stale), at(100)), Purpose.REVALIDATE);
  }

  /** A page that redirects to itself, or two that redirect to each other: nobody waits for ever. */
  @Test
  void who_is_waited_for_waits_for_nobody() {
    StoredResponse stale = stored("a", STALE);
    CallFlow flow = asking(stale, 99);
    assertThat(flow.next(answered(302, "Location", "/x"), at(99)))
        .isEqualTo(new Decision.Load(KEY));
    exchanged(flow.next(loaded(stale), at(99)), Purpose.REVALIDATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=0", "no-cache, max-age=60", "max-age=60, no-cache"})
  void what_is_never_fresh_is_nothing_to_wait_for(String control) {
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(99));
    exchanged(flow.next(loaded(stored("a", control)), at(99)), Purpose.REVALIDATE);
  }

  @Test
  void a_wait_that_fails_fails_the_call() {
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(99));
    flow.next(loaded(stored("a", STALE)), at(99));
    HttpFailure timeout = new HttpFailure.Timeout(Phase.TOTAL, Duration.ofSeconds(20), Sent.NO);
    assertThat(flow.next(new Fact.Failed(timeout, false, false), at(120)))
        .isEqualTo(new Decision.Fail(timeout));
  }

  @Test
  void a_stale_response_that_may_be_served_is_and_somebody_asks_in_the_background() {
    StoredResponse stale = stored("a", "max-age=60, stale-while-revalidate=60");
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(70));
    assertThat(flow.next(loaded(stale), at(70))).isEqualTo(open(stale, false));
    assertThat(flow.next(new Fact.Opened(true), at(70))).isEqualTo(new Decision.Refresh("a", GET));
    assertThat(delivered(flow.next(DONE, at(70))))
        .isEqualTo("200 godwit; hit; ttl=-10; detail=stale-while-revalidate");
    assertThat(flow.attempts()).isZero();
  }

  @Test
  void who_asks_in_the_background_is_not_served_stale() {
    StoredResponse stale = stored("a", "max-age=60, stale-while-revalidate=60");
    CallFlow flow = flow(GET, CacheMode.REFRESH);
    flow.start(at(70));
    Request sent = exchanged(flow.next(loaded(stale), at(70)), Purpose.REVALIDATE);
    assertThat(sent.header("If-None-Match")).contains("\"a\"");
  }

  @Test
  void what_a_redirect_led_to_is_not_served_stale_while_it_is_asked_for_by_itself() {
    CallFlow flow = flow(GET.withUri(Uri.of("http://b.example/")), CacheMode.ON);
    flow.start(at(70));
    exchanged(flow.next(loaded(), at(70)), Purpose.CALL);
    Decision hop = flow.next(answered(302, "Location", "http://a.example/x"), at(70));
    assertThat(hop).isEqualTo(new Decision.Load(KEY));
    StoredResponse stale = stored("a", "max-age=60, stale-while-revalidate=60");
    exchanged(flow.next(loaded(stale), at(70)), Purpose.REVALIDATE);
  }

  @Test
  void in_place_of_an_error_a_stale_response_is_served_or_the_error_if_that_is_gone() {
    StoredResponse stale = stored("a", "max-age=60, stale-if-error=60");
    CallFlow served = asking(stale, 70);
    assertThat(served.next(answered(503), at(71))).isEqualTo(open(stale, true));
    assertThat(delivered(served.next(new Fact.Opened(true), at(71))))
        .isEqualTo("200 godwit; fwd=stale; fwd-status=503; ttl=-11; detail=stale-if-error");
    CallFlow gone = asking(stale, 70);
    gone.next(answered(503), at(71));
    assertThat(delivered(gone.next(new Fact.Opened(false), at(71)))).startsWith("503");
  }

  @Test
  void in_place_of_a_failure_a_stale_response_is_served_or_the_failure_if_that_is_gone() {
    StoredResponse stale = stored("a", "max-age=60, stale-if-error=60");
    HttpFailure lost = new HttpFailure.ConnectionLost("gone", Sent.MAYBE, null);
    CallFlow served = asking(stale, 70);
    assertThat(served.next(new Fact.Failed(lost, false, false), at(71)))
        .isEqualTo(open(stale, true));
    assertThat(delivered(served.next(new Fact.Opened(true), at(71))))
        .isEqualTo("200 godwit; fwd=stale; ttl=-11; detail=stale-if-error");
    CallFlow gone = asking(stale, 70);
    gone.next(new Fact.Failed(lost, false, false), at(71));
    assertThat(gone.next(new Fact.Opened(false), at(71))).isEqualTo(new Decision.Fail(lost));
  }

  @Test
  void what_is_not_the_origins_fault_is_not_covered_up() {
    StoredResponse stale = stored("a", "max-age=60, stale-if-error=60");
    for (HttpFailure failure :
        List.of(
            new HttpFailure.Cancelled(Sent.MAYBE),
            new HttpFailure.ClientClosed(Sent.MAYBE),
            new HttpFailure.Refused("no", Sent.NO))) {
      CallFlow flow = asking(stale, 70);
      assertThat(flow.next(new Fact.Failed(failure, false, false), at(71)))
          .isEqualTo(new Decision.Fail(failure));
    }
    CallFlow miss = flow(GET, CacheMode.ON);
    miss.start(at(0));
    miss.next(loaded(), at(0));
    HttpFailure lost = new HttpFailure.ConnectionLost("gone", Sent.MAYBE, null);
    assertThat(miss.next(new Fact.Failed(lost, false, false), at(1)))
        .isEqualTo(new Decision.Fail(lost));
  }

  @Test
  void a_question_that_was_lost_on_a_kept_connection_is_asked_again() {
    CallFlow flow = asking(stored("a", STALE), 99);
    HttpFailure lost = new HttpFailure.ConnectionLost("gone", Sent.MAYBE, null);
    Decision again = flow.next(new Fact.Failed(lost, true, false), at(100));
    assertThat(again)
        .isInstanceOfSatisfying(
            Decision.Exchange.class,
            exchange -> {
              assertThat(exchange.freshConnection()).isTrue();
              assertThat(exchange.purpose()).isEqualTo(Purpose.REVALIDATE);
              assertThat(exchange.request().header("If-None-Match")).isPresent();
            });
    assertThat(flow.next(answered(304), at(101))).isInstanceOf(Decision.Amend.class);
  }

  @Test
  void an_unsafe_method_looks_nothing_up_and_ends_what_is_stored() {
    CallFlow flow = flow(GET.withMethod(Method.POST), CacheMode.ON);
    exchanged(flow.start(at(0)), Purpose.CALL);
    assertThat(flow.next(answered(204), at(1)))
        .isEqualTo(new Decision.Amend(List.of(), List.of(), List.of(URI)));
    assertThat(delivered(flow.next(DONE, at(1)))).isEqualTo("204 godwit; fwd=method");
  }

  @Test
  void what_is_wanted_from_the_cache_alone_is_a_504_without_content_otherwise() {
    Request only = GET.withHeader("Cache-Control", "only-if-cached");
    CallFlow flow = flow(only, CacheMode.ON);
    flow.start(at(0));
    assertThat(flow.next(loaded(), at(0))).isEqualTo(new Decision.Open(Optional.empty(), false));
    Decision decision = flow.next(new Fact.Opened(true), at(0));
    assertThat(delivered(decision)).isEqualTo("504 godwit; detail=only-if-cached");
    assertThat(flow.attempts()).isZero();
  }

  @Test
  void a_stored_redirect_is_followed_without_asking_for_it() {
    StoredResponse moved =
        new StoredResponse(
            "a",
            KEY,
            Selection.of(Headers.empty(), Headers.empty()).orElseThrow(),
            Response.of(Status.MOVED_PERMANENTLY)
                .withHeaders(Headers.of("Cache-Control", STALE, "Location", "/y")),
            THEN,
            THEN,
            0);
    CallFlow flow = flow(GET, CacheMode.ON);
    flow.start(at(1));
    flow.next(loaded(moved), at(1));
    Decision next = flow.next(new Fact.Opened(true), at(1));
    assertThat(next).isEqualTo(new Decision.Load(new CacheKey(Uri.of("http://a.example/y"), "")));
    assertThat(exchanged(flow.next(loaded(), at(1)), Purpose.CALL).uri().path()).isEqualTo("/y");
    assertThat(flow.history()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ON", "REFRESH"})
  void a_fact_that_answers_nothing_is_a_mistake_of_the_driver(CacheMode mode) {
    CallFlow flow = flow(GET, mode);
    flow.start(at(0));
    assertThatThrownBy(() -> flow.next(DONE, at(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Resumed");
    CallFlow joining = flow(GET, mode);
    joining.start(at(99));
    joining.next(loaded(stored("a", STALE)), at(99));
    assertThatThrownBy(() -> joining.next(DONE, at(99))).isInstanceOf(IllegalStateException.class);
  }
}
