package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.CookiePolicy;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import io.godwit.policy.hsts.HstsStore;
import io.godwit.policy.hsts.StrictTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP Strict Transport Security on the way of a call. */
final class CallStrictTransportTest {
  private static final Now NOW = Now.of(0, Instant.parse("2026-11-21T16:00:00Z"));

  private final Place<HstsStore> store =
      new Place<>(HstsStore.empty().with("strict.example", true, Instant.MAX));

  private static final class Place<S> implements Cell<S> {
    private S value;

    Place(S value) {
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

  @ParameterizedTest
  @CsvSource({
    "http://strict.example/a,          https://strict.example/a,          strict.example",
    "http://www.strict.example:8080/a, https://www.strict.example:8080/a, www.strict.example:8080",
    "http://strict.example:443/a,      https://strict.example/a,          strict.example",
    "http://other.example/a,           http://other.example/a,            other.example",
    "https://strict.example/a,         https://strict.example/a,          strict.example"
  })
  void a_request_to_a_known_host_leaves_over_tls(String asked, String sent, String host) {
    Uri uri = Uri.of(asked);
    Request request = Request.of(Method.GET, uri).withHeader("Host", uri.authority());
    CallFlow flow = flow(request, StrictTransport.sharing(store, true));
    Request out = ((Decision.Exchange) flow.start(NOW)).request();
    assertThat(out.uri().text()).isEqualTo(sent);
    assertThat(out.headers().all("Host")).containsExactly(host);
    assertThat(told(flow).contains("is only asked over TLS")).isEqualTo(!asked.equals(sent));
  }

  @Test
  void a_host_field_of_the_callers_own_stays() {
    Request request =
        Request.of(Method.GET, Uri.of("http://strict.example:443/")).withHeader("Host", "other");
    CallFlow flow = flow(request, StrictTransport.sharing(store, true));
    assertThat(((Decision.Exchange) flow.start(NOW)).request().headers().first("Host"))
        .contains("other");
  }

  @Test
  void where_a_redirect_leads_is_asked_over_tls_as_well() {
    CallFlow flow = flow(get("http://other.example/"), StrictTransport.sharing(store, true));
    flow.start(NOW);
    Decision next =
        flow.next(answered(Response.of(302), "Location", "http://strict.example/"), NOW);
    assertThat(((Decision.Exchange) next).request().uri().text())
        .isEqualTo("https://strict.example/");
  }

  @Test
  void a_redirect_back_to_http_of_a_known_host_is_no_way_back() {
    CallFlow flow = flow(get("https://strict.example/"), StrictTransport.sharing(store, true));
    flow.start(NOW);
    Response redirect = Response.of(302).withHeader("Location", "http://www.strict.example/x");
    Decision next = flow.next(new Fact.Answered(redirect, false), NOW);
    assertThat(((Decision.Exchange) next).request().uri().text())
        .isEqualTo("https://www.strict.example/x");
    assertThat(flow.history().getFirst().response()).isSameAs(redirect);
  }

  @ParameterizedTest
  @CsvSource({"http://other.example/", "http://[", "''"})
  void any_other_redirect_is_left_to_who_follows_it(String location) {
    Response redirect = Response.of(302).withHeader("Location", location);
    StrictTransport policy = StrictTransport.sharing(store, true);
    Uri uri = Uri.of("https://strict.example/");
    assertThat(policy.secured(redirect, uri, NOW)).isSameAs(redirect);
    assertThat(policy.secured(Response.of(302), uri, NOW)).isEqualTo(Response.of(302));
    Response two =
        Response.of(302)
            .withHeaders(
                Headers.of(
                    "Location", "http://strict.example/", "Location", "http://strict.example/"));
    assertThat(policy.secured(two, uri, NOW)).isSameAs(two);
    StrictTransport empty = StrictTransport.sharing(new Place<>(HstsStore.empty()), true);
    Response known = Response.of(302).withHeader("Location", "http://strict.example/");
    assertThat(empty.secured(known, uri, NOW)).isSameAs(known);
    assertThat(StrictTransport.none().secured(known, uri, NOW)).isSameAs(known);
  }

  @Test
  void what_a_host_says_over_tls_holds_for_the_next_call() {
    StrictTransport policy = StrictTransport.sharing(store, true);
    CallFlow teaching = flow(get("https://new.example/"), policy);
    teaching.start(NOW);
    teaching.next(answered(Response.of(200), "Strict-Transport-Security", "max-age=9"), NOW);
    assertThat(told(teaching)).contains("new.example wants to be asked over TLS only, from now on");
    CallFlow later = flow(get("http://new.example/"), policy);
    assertThat(((Decision.Exchange) later.start(NOW)).request().uri().scheme()).isEqualTo("https");
    CallFlow revoking = flow(get("https://new.example/"), policy);
    revoking.start(NOW);
    revoking.next(answered(Response.of(200), "Strict-Transport-Security", "max-age=0"), NOW);
    assertThat(told(revoking)).contains("new.example no longer wants to be asked over TLS only");
    assertThat(store.value().knows("new.example", NOW.wall())).isFalse();
  }

  @Test
  void a_redirect_teaches_as_well_and_what_is_said_again_is_not_told_again() {
    StrictTransport policy = StrictTransport.sharing(store, true);
    CallFlow flow = flow(get("https://new.example/"), policy);
    flow.start(NOW);
    Response redirect = Response.of(302).withHeader("Location", "/next");
    flow.next(answered(redirect, "Strict-Transport-Security", "max-age=9000"), NOW);
    HstsStore learnt = store.value();
    assertThat(learnt.knows("new.example", NOW.wall())).isTrue();
    flow.next(answered(Response.of(200), "Strict-Transport-Security", "max-age=9000"), NOW);
    assertThat(store.value()).isSameAs(learnt);
    assertThat(told(flow)).containsOnlyOnce("from now on");
  }

  @Test
  void nothing_is_learnt_from_one_who_was_not_verified_and_nothing_at_all_unless_asked_for() {
    CallFlow unverified = flow(get("https://new.example/"), StrictTransport.sharing(store, false));
    unverified.start(NOW);
    unverified.next(answered(Response.of(200), "Strict-Transport-Security", "max-age=9"), NOW);
    CallFlow plain = flow(get("http://new.example/"), StrictTransport.sharing(store, true));
    plain.start(NOW);
    plain.next(answered(Response.of(200), "Strict-Transport-Security", "max-age=9"), NOW);
    CallFlow off = flow(get("https://new.example/"), StrictTransport.none());
    off.start(NOW);
    off.next(answered(Response.of(200), "Strict-Transport-Security", "max-age=9"), NOW);
    assertThat(store.value().knows("new.example", NOW.wall())).isFalse();
    CallFlow still = flow(get("http://strict.example/"), StrictTransport.sharing(store, false));
    assertThat(((Decision.Exchange) still.start(NOW)).request().uri().scheme()).isEqualTo("https");
  }

  @Test
  void cookies_see_the_request_as_it_leaves() {
    Place<CookieJar> jar = new Place<>(CookieJar.empty());
    CookiePolicy cookies = CookiePolicy.sharing(jar);
    CallPolicies policies =
        CallPolicies.builder()
            .cookies(cookies)
            .strictTransport(StrictTransport.sharing(store, true))
            .build();
    CallFlow first =
        CallFlow.of(get("https://strict.example/"), policies, Long.MAX_VALUE, Duration.ofDays(1));
    first.start(NOW);
    first.next(
        answered(Response.of(200), "Set-Cookie", "id=1; Secure; SameSite=Strict; Path=/"), NOW);
    CallFlow second =
        CallFlow.of(get("http://strict.example/"), policies, Long.MAX_VALUE, Duration.ofDays(1));
    assertThat(((Decision.Exchange) second.start(NOW)).request().headers().first("Cookie"))
        .contains("id=1");
  }

  private static Request get(String uri) {
    return Request.of(Method.GET, Uri.of(uri));
  }

  private static CallFlow flow(Request request, StrictTransport policy) {
    CallPolicies policies = CallPolicies.builder().strictTransport(policy).build();
    return CallFlow.of(request, policies.toBuilder().build(), Long.MAX_VALUE, Duration.ofDays(1));
  }

  private static String told(CallFlow flow) {
    return flow.trace().since(0, List.of()).toString();
  }

  private static Fact answered(Response response, String name, String value) {
    return new Fact.Answered(response.withHeader(name, value), false);
  }
}
