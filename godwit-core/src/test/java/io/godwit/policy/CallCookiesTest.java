package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Cookie;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.CookiePolicy;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Cookies on the way of a call: when they are attached and kept. */
final class CallCookiesTest {
  private static final Now NOW = Now.of(0, Instant.parse("2026-11-21T16:00:00Z"));

  private final Place jar = new Place();
  private final List<String> sent = new ArrayList<>();

  private static final class Place implements Cell<CookieJar> {
    private CookieJar value = CookieJar.empty();

    @Override
    public CookieJar value() {
      return value;
    }

    @Override
    public CookieJar update(UnaryOperator<CookieJar> change) {
      value = change.apply(value);
      return value;
    }
  }

  @Test
  void a_cookie_that_a_redirect_sets_goes_along_to_where_it_leads() {
    run(
        "https://a.test/login",
        redirect("/home", "session=1; Path=/", "elsewhere=2; Path=/elsewhere"),
        Response.of(200));

    assertThat(sent).containsExactly("https://a.test/login: ", "https://a.test/home: session=1");
  }

  @Test
  void each_hop_gets_its_own_cookies_and_no_others() {
    keep("https://a.test/", "a=1; Path=/");
    keep("https://b.test/", "b=2; Path=/");
    run(
        "https://a.test/",
        redirect("https://b.test/", "a=3; Path=/"),
        redirect("https://a.test/", "b=4; Path=/", "c=5; Domain=a.test"),
        redirect("https://b.test/"),
        Response.of(200));

    assertThat(sent)
        .containsExactly(
            "https://a.test/: a=1",
            "https://b.test/: b=2",
            "https://a.test/: a=3",
            "https://b.test/: b=4");
  }

  @Test
  void cookies_of_the_call_and_a_written_field_do_not_leave_its_origin() {
    CookiePolicy own = CookiePolicy.sharing(jar).withOwn(Cookie.of("own", "1"));
    Request request = Request.of(Method.GET, Uri.of("https://a.test/"));
    run(
        request.withHeader("Cookie", "written=2"),
        own,
        redirect("/same", "new=3; Path=/"),
        redirect("https://b.test/"),
        redirect("https://a.test/"),
        Response.of(200));

    assertThat(sent)
        .containsExactly(
            "https://a.test/: written=2; own=1",
            "https://a.test/same: written=2; own=1",
            "https://b.test/: ",
            "https://a.test/: new=3");
    assertThat(jar.value.cookies(NOW.wall()).stream().map(cookie -> cookie.name()))
        .containsExactly("new");
  }

  @Test
  void a_request_that_was_lost_goes_out_again_with_its_cookies() {
    keep("https://a.test/", "a=1; Path=/");
    CallFlow flow = flow(Request.of(Method.GET, Uri.of("https://a.test/")), policy());
    note(flow.start(NOW));
    note(
        flow.next(
            new Fact.Failed(new HttpFailure.ConnectionLost("gone", Sent.MAYBE, null), true, false),
            NOW));

    assertThat(sent).containsExactly("https://a.test/: a=1", "https://a.test/: a=1");
  }

  @Test
  void the_site_that_asks_counts_from_the_first_exchange_on() {
    keep("https://a.test/", "strict=1; SameSite=Strict", "lax=1");
    run(
        Request.of(Method.POST, Uri.of("https://a.test/")).withBody(Body.text("x")),
        policy().withSite(Uri.of("https://b.test/")),
        redirect("/next"),
        Response.of(200));

    assertThat(sent).containsExactly("https://a.test/: ", "https://a.test/next: lax=1");
  }

  @Test
  void what_was_set_is_told() {
    CallFlow flow = flow(Request.of(Method.GET, Uri.of("https://a.test/")), policy());
    flow.start(NOW);
    flow.next(new Fact.Answered(set(Response.of(200), "a=hidden", "b=1; Domain=test"), false), NOW);

    assertThat(flow.trace().since(0, List.of()).toString())
        .contains("cookies set: 1; refused \"b\", because its domain is a public suffix")
        .doesNotContain("hidden");
  }

  private CookiePolicy policy() {
    return CookiePolicy.sharing(jar);
  }

  private void keep(String from, String... fields) {
    policy().keep(set(Response.of(200), fields), Uri.of(from), NOW);
  }

  private void run(String uri, Response... responses) {
    run(Request.of(Method.GET, Uri.of(uri)), policy(), responses);
  }

  private void run(Request request, CookiePolicy cookies, Response... responses) {
    CallFlow flow = flow(request, cookies);
    Decision decision = flow.start(NOW);
    for (Response response : responses) {
      note(decision);
      decision = flow.next(new Fact.Answered(response, false), NOW);
    }
    assertThat(decision).isInstanceOf(Decision.Deliver.class);
  }

  private void note(Decision decision) {
    Request request = ((Decision.Exchange) decision).request();
    sent.add(request.uri() + ": " + request.header("Cookie").orElse(""));
  }

  private static CallFlow flow(Request request, CookiePolicy cookies) {
    CallPolicies policies = CallPolicies.builder().cookies(cookies).build();
    return CallFlow.of(request, policies, Long.MAX_VALUE, Duration.ofSeconds(20));
  }

  private static Response redirect(String location, String... cookies) {
    return set(Response.of(302).withHeader("Location", location), cookies);
  }

  private static Response set(Response response, String... fields) {
    Headers.Builder headers = response.headers().toBuilder();
    for (String field : fields) {
      headers.add("Set-Cookie", field);
    }
    return response.withHeaders(headers.build());
  }
}
