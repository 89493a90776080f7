package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.Basic;
import io.godwit.policy.auth.Bearer;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.Digest;
import io.godwit.policy.auth.Keyring;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import io.godwit.policy.hsts.HstsStore;
import io.godwit.policy.hsts.StrictTransport;
import io.godwit.policy.redirect.RedirectPolicy;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the stage of credentials decides, without a socket. */
final class CallFlowAuthTest {
  private static final Request GET = Request.of(Method.GET, Uri.of("http://a.example/x"));
  private static final Request TOKEN = Request.of(Method.POST, Uri.of("https://t.example/token"));
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String CHALLENGE = "Digest realm=r, nonce=n, qop=auth";

  private long deadline = Long.MAX_VALUE;

  private static Now at(long nanos) {
    return Now.of(nanos, Instant.EPOCH);
  }

  private static final class Remembered<S> implements Cell<S> {
    private S value;

    Remembered(S value) {
      this.value = value;
    }

    @Override
    public S value() {
      return value;
    }

    @Override
    public S update(UnaryOperator<S> change) {
      value = change.apply(value);
      return value;
    }
  }

  private static AuthPolicy policy(Keyring keyring) {
    return new AuthPolicy(
        keyring, Optional.empty(), new Remembered<>(AuthMemory.empty()), bytes -> {});
  }

  private CallFlow flow(Request request, AuthPolicy auth) {
    return CallFlow.of(
        request,
        CallPolicies.builder()
            .auth(auth)
            .redirects(RedirectPolicy.standard().withDowngrade())
            .build(),
        deadline,
        LIMIT);
  }

  private CallFlow flow(Request request, Credentials own) {
    return flow(request, policy(Keyring.empty()).withOwn(own));
  }

  private static String shown(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Exchange.class);
    Decision.Exchange exchange = (Decision.Exchange) decision;
    assertThat(exchange.purpose()).isEqualTo(Purpose.CALL);
    assertThat(exchange.request().uri().userInfo()).isEmpty();
    return exchange.request().header("Authorization").orElse("");
  }

  private static Fact answered(Response response) {
    return new Fact.Answered(response, true);
  }

  private static Response redirect(String location) {
    return Response.of(307).withHeader("Location", location);
  }

  private static Response asks(String challenge) {
    return Response.of(401).withHeader("WWW-Authenticate", challenge);
  }

  private static String told(CallFlow flow) {
    return flow.trace().since(0, List.of()).toString();
  }

  /** A flow that takes these steps, whatever it is told; it writes down what that was. */
  private static final class Scripted implements AuthFlow {
    private final Deque<AuthStep> steps;
    private final List<String> heard = new ArrayList<>();

    Scripted(AuthStep... steps) {
      this.steps = new ArrayDeque<>(List.of(steps));
    }

    private AuthStep heard(String what) {
      heard.add(what);
      return steps.removeFirst();
    }

    @Override
    public AuthStep begin(Request request, Now now) {
      return heard("begin " + request.uri().host());
    }

    @Override
    public AuthStep answered(Request sent, Response response, Now now) {
      return heard("answered " + response.status().code());
    }

    @Override
    public AuthStep joined(boolean leads, Now now) {
      return heard("joined " + leads);
    }

    @Override
    public AuthStep fetched(Response response, Now now) {
      return heard("fetched " + response.status().code());
    }

    @Override
    public AuthStep resumed(Now now) {
      return heard("resumed " + now.nanos());
    }
  }

  private static AuthStep send(String token) {
    return new AuthStep.Send(GET.withHeader("Authorization", "Bearer " + token));
  }

  @Test
  void credentials_go_out_with_the_first_request_and_are_told_by_their_scheme_alone() {
    CallFlow flow = flow(GET, Basic.of("ada", "s3cret"));
    assertThat(shown(flow.start(at(0)))).isEqualTo("Basic YWRhOnMzY3JldA==");
    assertThat(flow.next(answered(Response.of(200)), at(1)))
        .isEqualTo(new Decision.Deliver(Response.of(200)));
    assertThat(told(flow)).contains("credentials shown: Basic").doesNotContain("YWRh");
  }

  @Test
  void credentials_without_a_scheme_are_not_told_at_all() {
    CallFlow flow =
        flow(
            GET,
            context ->
                (request, now) -> new AuthStep.Send(request.withHeader("Authorization", "s3cret")));
    assertThat(shown(flow.start(at(0)))).isEqualTo("s3cret");
    assertThat(told(flow)).contains("credentials shown").doesNotContain("s3cret");
  }

  @Test
  void a_challenge_is_answered_once_and_is_history_then() {
    CallFlow flow = flow(GET, Digest.of("ada", "s3cret"));
    assertThat(shown(flow.start(at(0)))).isEmpty();
    assertThat(shown(flow.next(answered(asks(CHALLENGE)), at(1)))).startsWith("Digest ");
    assertThat(flow.attempts()).isEqualTo(2);
    assertThat(flow.history()).hasSize(1);
    assertThat(flow.history().getFirst()).hasToString("GET http://a.example/x -> 401 Unauthorized");
    assertThat(flow.next(answered(asks(CHALLENGE)), at(2)))
        .isEqualTo(new Decision.Deliver(asks(CHALLENGE)));
    assertThat(flow.history()).hasSize(1);
    assertThat(told(flow))
        .contains("401 Unauthorized: credentials shown: Digest")
        .contains("name and password are refused");
  }

  @Test
  void an_answer_that_is_lost_on_a_kept_connection_is_sent_once_more() {
    CallFlow flow = flow(GET, Digest.of("ada", "s3cret"));
    flow.start(at(0));
    Fact lost =
        new Fact.Failed(new HttpFailure.ConnectionLost("gone", Sent.MAYBE, null), true, false);
    assertThat(flow.next(lost, at(1))).isEqualTo(new Decision.Exchange(GET, Purpose.CALL, true));
    Decision answer = flow.next(answered(asks(CHALLENGE)), at(2));
    assertThat(((Decision.Exchange) answer).freshConnection()).isFalse();
    Decision again = flow.next(lost, at(3));
    assertThat(((Decision.Exchange) again).freshConnection()).isTrue();
    assertThat(shown(again)).isEqualTo(shown(answer));
    assertThat(flow.next(lost, at(4))).isInstanceOf(Decision.Fail.class);
  }

  @Test
  void what_the_caller_sets_is_sent_as_it_is() {
    Request own = GET.withHeader("Authorization", "Mine x");
    CallFlow flow = flow(own, Basic.of("ada", "s3cret"));
    assertThat(shown(flow.start(at(0)))).isEqualTo("Mine x");
    assertThat(flow.next(answered(asks("Basic")), at(1)))
        .isEqualTo(new Decision.Deliver(asks("Basic")));
  }

  /** CVE-2020-5404, CVE-2026-40490, CVE-2019-19703, CVE-2023-45289: to another origin. */
  @Test
  void after_a_redirect_each_origin_sees_its_own_credentials_only() {
    Keyring keyring =
        Keyring.empty().with(Uri.of("http://b.example/").origin(), Bearer.of("for-b"));
    CallFlow flow = flow(GET, policy(keyring).withOwn(Bearer.of("for-a")));
    assertThat(shown(flow.start(at(0)))).isEqualTo("Bearer for-a");
    assertThat(shown(flow.next(answered(redirect("http://b.example/")), at(1))))
        .isEqualTo("Bearer for-b");
    assertThat(shown(flow.next(answered(redirect("http://c.example/")), at(2)))).isEmpty();
    assertThat(shown(flow.next(answered(redirect("http://a.example:81/")), at(3)))).isEmpty();
    assertThat(shown(flow.next(answered(redirect("https://a.example/")), at(4)))).isEmpty();
    assertThat(shown(flow.next(answered(redirect("http://www.a.example/")), at(5)))).isEmpty();
    assertThat(shown(flow.next(answered(redirect("http://x:y@c.example/")), at(6))))
        .as("a server has no credentials to give")
        .isEmpty();
    assertThat(shown(flow.next(answered(redirect("http://a.example/back")), at(7))))
        .as("bound to that origin")
        .isEqualTo("Bearer for-a");
  }

  @Test
  void user_information_is_shown_to_its_origin_and_sent_nowhere() {
    Request named = Request.of(Method.GET, Uri.of("http://ada:s3cret@a.example/x"));
    CallFlow flow = flow(named, Bearer.of("own"));
    Decision first = flow.start(at(0));
    assertThat(shown(first)).isEqualTo("Basic YWRhOnMzY3JldA==");
    assertThat(flow.sent().uri().text()).isEqualTo("http://a.example/x");
    assertThat(shown(flow.next(answered(redirect("/y")), at(1)))).startsWith("Basic ");
    assertThat(shown(flow.next(answered(redirect("http://b.example/")), at(1)))).isEmpty();
    assertThat(flow.history().toString()).doesNotContain("s3cret", "ada");
    Request wrong = Request.of(Method.GET, Uri.of("http://%FF@a.example/x"));
    assertThatThrownBy(() -> flow(wrong, Bearer.of("own"))).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_call_that_goes_over_tls_by_what_the_host_once_said_keeps_its_credentials() {
    HstsStore strict =
        HstsStore.empty().with("a.example", false, Instant.EPOCH.plusSeconds(1_000_000_000_000L));
    Keyring keyring = Keyring.empty().with(GET.uri().origin(), Bearer.of("for-a"));
    for (String uri : List.of("http://a.example/x", "http://ada:s3cret@a.example/x")) {
      CallPolicies policies =
          CallPolicies.builder()
              .auth(policy(keyring))
              .strictTransport(StrictTransport.sharing(new Remembered<>(strict), true))
              .build();
      CallFlow flow = CallFlow.of(Request.of(Method.GET, Uri.of(uri)), policies, deadline, LIMIT);
      assertThat(shown(flow.start(at(0))))
          .isEqualTo(uri.contains("@") ? "Basic YWRhOnMzY3JldA==" : "Bearer for-a");
      assertThat(flow.sent().uri().text()).isEqualTo("https://a.example/x");
      assertThat(shown(flow.next(answered(redirect("https://a.example:444/")), at(1)))).isEmpty();
    }
  }

  @Test
  void content_that_was_sent_and_cannot_be_sent_again_leaves_the_challenge_unanswered() {
    Request once =
        GET.withMethod(Method.POST).withBody(Body.stream(new ByteArrayInputStream(new byte[1])));
    CallFlow flow = flow(once, Digest.of("ada", "s3cret"));
    flow.start(at(0));
    assertThat(flow.next(new Fact.Answered(asks(CHALLENGE), true), at(1)))
        .isEqualTo(new Decision.Deliver(asks(CHALLENGE)));
    assertThat(told(flow))
        .contains("401 Unauthorized: not answered, as the content can be sent only once");
    CallFlow welcome = flow(once, Digest.of("ada", "s3cret"));
    welcome.start(at(0));
    welcome.next(new Fact.Answered(Response.of(200), true), at(1));
    assertThat(told(welcome)).isEmpty();
    CallFlow untouched = flow(once, Digest.of("ada", "s3cret"));
    untouched.start(at(0));
    assertThat(shown(untouched.next(new Fact.Answered(asks(CHALLENGE), false), at(1))))
        .startsWith("Digest ");
  }

  @Test
  void a_flow_may_join_fetch_and_pause_before_the_request_goes_out() {
    Scripted script =
        new Scripted(
            new AuthStep.Join("key"),
            new AuthStep.Fetch(TOKEN),
            new AuthStep.Pause(77),
            send("t"),
            new AuthStep.Accept());
    CallFlow flow = flow(GET, _ -> script);
    assertThat(flow.start(at(0))).isEqualTo(new Decision.Join("key"));
    Request withHost = TOKEN.withHeader("Host", "t.example");
    assertThat(flow.next(new Fact.Joined(true), at(1)))
        .isEqualTo(new Decision.Exchange(withHost, Purpose.TOKEN, false));
    assertThat(flow.sent()).isEqualTo(GET);
    assertThat(flow.next(answered(Response.of(400)), at(2))).isEqualTo(new Decision.Wait(77));
    assertThat(flow.next(new Fact.Resumed(), at(3))).isEqualTo(new Decision.Leave("key"));
    assertThat(shown(flow.next(new Fact.Resumed(), at(4)))).isEqualTo("Bearer t");
    assertThat(flow.next(answered(Response.of(200)), at(5)))
        .isEqualTo(new Decision.Deliver(Response.of(200)));
    assertThat(script.heard)
        .containsExactly(
            "begin a.example", "joined true", "fetched 400", "resumed 3", "answered 200");
    assertThat(flow.attempts()).isEqualTo(2);
    assertThat(flow.history()).as("a token is nobody's business").isEmpty();
    assertThat(told(flow)).contains("fetches credentials: POST https://t.example/token");
  }

  @Test
  void who_waited_for_another_call_leaves_nothing() {
    Scripted script = new Scripted(new AuthStep.Join("key"), send("t"));
    CallFlow flow = flow(GET, _ -> script);
    flow.start(at(0));
    assertThat(shown(flow.next(new Fact.Joined(false), at(1)))).isEqualTo("Bearer t");
    assertThat(script.heard).endsWith("joined false");
    assertThat(told(flow)).contains("another call has fetched the credentials");
  }

  @Test
  void a_challenge_may_lead_to_another_token() {
    Scripted script =
        new Scripted(
            send("old"),
            new AuthStep.Fetch(TOKEN.withHeader("Host", "h")),
            send("new"),
            new AuthStep.Accept());
    CallFlow flow = flow(GET, _ -> script);
    assertThat(shown(flow.start(at(0)))).isEqualTo("Bearer old");
    assertThat(flow.next(answered(asks("Bearer")), at(1)))
        .isEqualTo(new Decision.Exchange(TOKEN.withHeader("Host", "h"), Purpose.TOKEN, false));
    assertThat(flow.history()).hasSize(1);
    assertThat(shown(flow.next(answered(Response.of(200)), at(2)))).isEqualTo("Bearer new");
    assertThat(flow.history()).hasSize(1);
    flow.next(answered(Response.of(204)), at(3));
    assertThat(script.heard)
        .containsExactly("begin a.example", "answered 401", "fetched 200", "answered 204");
  }

  @Test
  void a_response_whose_content_is_gone_cannot_stand() {
    Scripted script =
        new Scripted(send("old"), new AuthStep.Fetch(TOKEN), new AuthStep.GiveUp("no token"));
    CallFlow flow = flow(GET, _ -> script);
    flow.start(at(0));
    flow.next(answered(asks("Bearer")), at(1));
    Decision end = flow.next(answered(Response.of(400)), at(2));
    HttpFailure failure = ((Decision.Fail) end).failure();
    assertThat(failure)
        .isInstanceOf(HttpFailure.Refused.class)
        .hasMessageContaining("401 Unauthorized: no token");
    assertThat(failure.sent()).isEqualTo(Sent.YES);
  }

  @Test
  void content_that_is_gone_lets_no_token_be_fetched_in_vain() {
    Request once =
        GET.withMethod(Method.POST).withBody(Body.stream(new ByteArrayInputStream(new byte[1])));
    Scripted script = new Scripted(new AuthStep.Send(once), new AuthStep.Fetch(TOKEN));
    CallFlow flow = flow(once, _ -> script);
    flow.start(at(0));
    assertThat(flow.next(answered(asks("Bearer")), at(1))).isInstanceOf(Decision.Deliver.class);
  }

  @Test
  void giving_up_before_anything_was_sent_sends_the_request_as_it_is() {
    for (AuthStep none : List.of(new AuthStep.GiveUp("no token"), new AuthStep.Accept())) {
      CallFlow flow = flow(GET, _ -> new Scripted(none, new AuthStep.Accept()));
      assertThat(flow.start(at(0))).isEqualTo(new Decision.Exchange(GET, Purpose.CALL, false));
      assertThat(flow.next(answered(Response.of(200)), at(1))).isInstanceOf(Decision.Deliver.class);
      assertThat(told(flow).contains("no token")).isEqualTo(none instanceof AuthStep.GiveUp);
    }
  }

  @Test
  void a_flow_may_fail_the_call_and_says_whether_something_was_sent() {
    HttpFailure before = new HttpFailure.Refused("no consent");
    assertThat(flow(GET, _ -> new Scripted(new AuthStep.Fail(before))).start(at(0)))
        .isEqualTo(new Decision.Fail(before));
    assertThat(before.sent()).isEqualTo(Sent.NO);
    HttpFailure after = new HttpFailure.Refused("wrong proof");
    CallFlow flow = flow(GET, _ -> new Scripted(send("t"), new AuthStep.Fail(after)));
    flow.start(at(0));
    assertThat(flow.next(answered(Response.of(200)), at(1))).isEqualTo(new Decision.Fail(after));
    assertThat(after.sent()).isEqualTo(Sent.YES);
  }

  @Test
  void a_failure_of_the_fetch_is_one_of_the_call_and_the_key_is_left_to_who_drives() {
    Scripted script = new Scripted(new AuthStep.Join("key"), new AuthStep.Fetch(TOKEN));
    CallFlow flow = flow(GET, _ -> script);
    flow.start(at(0));
    flow.next(new Fact.Joined(true), at(1));
    HttpFailure refused = new HttpFailure.Connect("t.example", "refused", null);
    assertThat(flow.next(new Fact.Failed(refused, true, false), at(2)))
        .isEqualTo(new Decision.Fail(refused));
    HttpFailure closed = new HttpFailure.ClientClosed(Sent.NO);
    CallFlow waiting = flow(GET, _ -> new Scripted(new AuthStep.Join("key")));
    waiting.start(at(0));
    assertThat(waiting.next(new Fact.Failed(closed, false, false), at(1)))
        .isEqualTo(new Decision.Fail(closed));
  }

  @Test
  void a_fetch_that_is_lost_on_a_kept_connection_is_sent_once_more_where_that_is_safe() {
    for (Sent sent : Sent.values()) {
      for (Method method : List.of(Method.GET, Method.POST)) {
        for (boolean reused : new boolean[] {true, false}) {
          Request fetch = TOKEN.withMethod(method).withHeader("Host", "h");
          CallFlow flow = flow(GET, _ -> new Scripted(new AuthStep.Fetch(fetch)));
          flow.start(at(0));
          HttpFailure gone = new HttpFailure.ConnectionLost("gone", sent, null);
          Decision next = flow.next(new Fact.Failed(gone, reused, false), at(1));
          boolean again =
              reused && (sent == Sent.NO || (sent == Sent.MAYBE && method.equals(Method.GET)));
          assertThat(next)
              .as("%s %s %s", sent, method, reused)
              .isEqualTo(
                  again
                      ? new Decision.Exchange(fetch, Purpose.TOKEN, true)
                      : new Decision.Fail(gone));
          if (again) {
            assertThat(flow.next(new Fact.Failed(gone, reused, false), at(2)))
                .isEqualTo(new Decision.Fail(gone));
          }
        }
      }
    }
  }

  @Test
  void no_token_is_fetched_when_the_call_has_no_time_left() {
    deadline = 10;
    CallFlow flow = flow(GET, _ -> new Scripted(new AuthStep.Join("k"), new AuthStep.Fetch(TOKEN)));
    flow.start(at(9));
    assertThat(flow.next(new Fact.Joined(true), at(10)))
        .isInstanceOfSatisfying(
            Decision.Fail.class,
            fail -> assertThat(fail.failure()).isInstanceOf(HttpFailure.Timeout.class));
  }

  @Test
  void a_flow_that_never_gives_up_is_ended() {
    AuthStep[] steps = new AuthStep[20];
    java.util.Arrays.fill(steps, send("t"));
    Scripted script = new Scripted(steps);
    CallFlow flow = flow(GET, _ -> script);
    Decision decision = flow.start(at(0));
    for (int i = 0; i < 8; i++) {
      assertThat(shown(decision)).isEqualTo("Bearer t");
      decision = flow.next(answered(asks("Bearer")), at(i));
    }
    assertThat(shown(decision)).isEqualTo("Bearer t");
    assertThat(flow.next(answered(asks("Bearer")), at(9))).isInstanceOf(Decision.Deliver.class);
    assertThat(told(flow)).contains("not answered any more after 8 times");
  }

  @Test
  void a_flow_that_only_sends_accepts_every_answer() {
    Credentials signs =
        _ -> (request, now) -> new AuthStep.Send(request.withHeader("X-Signed", "yes"));
    CallFlow flow = flow(GET, signs);
    Decision first = flow.start(at(0));
    assertThat(((Decision.Exchange) first).request().header("X-Signed")).contains("yes");
    assertThat(flow.next(answered(asks("Bearer")), at(1)))
        .isEqualTo(new Decision.Deliver(asks("Bearer")));
    assertThat(told(flow)).isEmpty();
  }

  @Test
  void an_interim_response_is_no_answer_to_a_fetch() {
    CallFlow flow = flow(GET, _ -> new Scripted(new AuthStep.Fetch(TOKEN)));
    flow.start(at(0));
    Fact interim =
        new Fact.Interim(io.godwit.http.Status.EARLY_HINTS, io.godwit.http.Headers.empty());
    assertThatThrownBy(() -> flow.next(interim, at(1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void without_credentials_a_challenge_is_a_response_like_any_other() {
    CallFlow flow = CallFlow.of(GET, CallPolicies.standard(), deadline, LIMIT);
    assertThat(flow.start(at(0))).isEqualTo(new Decision.Exchange(GET, Purpose.CALL, false));
    assertThat(flow.next(answered(asks(CHALLENGE)), at(1)))
        .isEqualTo(new Decision.Deliver(asks(CHALLENGE)));
    assertThat(told(flow)).isEmpty();
  }

  @Test
  void policies_without_memory_and_entropy_say_so_and_still_serve_a_uri() {
    Request named = Request.of(Method.GET, Uri.of("http://ada@a.example/x"));
    CallFlow basic = CallFlow.of(named, CallPolicies.standard(), deadline, LIMIT);
    assertThat(shown(basic.start(at(0)))).isEqualTo("Basic YWRhOg==");
    assertThatThrownBy(() -> basic.next(answered(asks(CHALLENGE)), at(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no entropy");
    AuthPolicy none = AuthPolicy.none();
    assertThat(none.memory().update(m -> m).toString()).isEqualTo("0 remembered");
  }
}
