package io.godwit.policy.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Cookie;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes along with a request, from the jar and from the call itself. */
final class CookiePolicyTest {
  private static final Now NOW = Now.of(0, Instant.parse("2026-11-21T16:00:00Z"));
  private static final Uri HOME = Uri.of("https://a.example.org/x");

  private final Place jar = new Place();
  private final CookiePolicy shared = CookiePolicy.sharing(jar);

  /** A cell for one thread that runs each change twice, as one for many may do. */
  private static final class Place implements Cell<CookieJar> {
    private CookieJar value = CookieJar.empty();
    private int updates;

    @Override
    public CookieJar value() {
      return value;
    }

    @Override
    public CookieJar update(UnaryOperator<CookieJar> change) {
      updates++;
      CookieJar _ = change.apply(value);
      value = change.apply(value);
      return value;
    }
  }

  @Test
  void nothing_is_touched_where_there_are_no_cookies() {
    Request request = Request.of(Method.GET, HOME);
    Response response = Response.text("hello");

    for (CookiePolicy policy : List.of(CookiePolicy.none(), shared)) {
      assertThat(policy.attach(request, policy.begin(HOME), NOW)).isSameAs(request);
      assertThat(policy.keep(response, HOME, NOW)).isEmpty();
    }
    assertThat(jar.updates).isZero();
  }

  @Test
  void what_a_response_sets_goes_along_with_the_next_request() {
    keep(HOME, "a=1; Path=/", "b=2; Path=/other", "c=\u00e9");

    assertThat(sent(shared, HOME)).isEqualTo("a=1; c=\u00e9");
    assertThat(sent(shared, Uri.of("https://b.example.org/x"))).isEmpty();
    assertThat(CookiePolicy.none().attach(Request.of(Method.GET, HOME), start(), NOW).headers())
        .isEqualTo(Request.of(Method.GET, HOME).headers());
  }

  @Test
  void what_is_set_and_refused_is_told() {
    assertThat(shared.keep(set("a=1", "\u0085b=2; Domain=org", "c=3; Domain=b.test"), HOME, NOW))
        .contains(
            "cookies set: 1; refused \"\\u0085b\", because its domain is a public suffix; refused"
                + " \"c\", because its domain is not that of the host");
    assertThat(shared.keep(set("="), HOME, NOW)).isEmpty();
    assertThat(CookiePolicy.none().keep(set("a=1"), HOME, NOW)).isEmpty();
    assertThat(jar.value().size()).isOne();
  }

  @Test
  void cookies_of_the_call_join_those_of_the_jar_and_replace_the_ones_of_their_name() {
    keep(HOME, "a=1; Path=/", "b=2; Path=/");
    CookiePolicy call =
        shared
            .withOwn(Cookie.of("b", "3"))
            .withOwn(Cookie.of("c", "4"))
            .withOwn(Cookie.of("b", "5"));

    assertThat(sent(call, HOME)).isEqualTo("a=1; c=4; b=5");
    assertThat(sent(shared, HOME)).isEqualTo("a=1; b=2");
    assertThat(sent(CookiePolicy.none().withOwn(Cookie.of("d", "6")), HOME)).isEqualTo("d=6");
  }

  @ParameterizedTest
  @CsvSource({
    // where to, whether the call's own cookies go along
    "https://a.example.org/y, true",
    "https://a.example.org:443/y, true",
    "http://a.example.org/x, false",
    "https://a.example.org:8443/x, false",
    "https://b.a.example.org/x, false",
    "https://example.org/x, false",
    "https://a.example.test/x, false",
  })
  void cookies_of_the_call_stay_with_its_origin(String to, boolean stays) {
    CookiePolicy call = CookiePolicy.none().withOwn(Cookie.of("own", "1"));
    CookieContext there = call.redirected(call.begin(HOME), HOME, Uri.of(to));
    Request onward = Request.of(Method.GET, Uri.of(to));

    assertThat(call.attach(onward, there, NOW).headers().has("Cookie")).isEqualTo(stays);
    CookieContext back = call.redirected(there, Uri.of(to), HOME);
    assertThat(call.attach(Request.of(Method.GET, HOME), back, NOW).headers().has("Cookie"))
        .as("a redirect that leads back does not bring them back")
        .isEqualTo(stays);
  }

  // Answers AsyncHttpClient CVE-2024-53990 and CVE-2026-107228: a store that replaces, or adds to,
  // the Cookie field that the caller has written.
  @Test
  void a_cookie_field_that_was_written_is_left_without_those_of_the_jar() {
    keep(HOME, "a=1; Path=/", "b=2; Path=/");
    Request written = Request.of(Method.GET, HOME).withHeader("Cookie", "a=mine");

    assertThat(shared.attach(written, start(), NOW)).isSameAs(written);
    assertThat(
            shared
                .withOwn(Cookie.of("c", "3"))
                .attach(written, start(), NOW)
                .headers()
                .all("Cookie"))
        .containsExactly("a=mine; c=3");
    Request twice = written.withHeaders(written.headers().withAdded("cookie", "d=4"));
    assertThat(shared.attach(twice, start(), NOW)).isSameAs(twice);
    assertThat(
            shared.withOwn(Cookie.of("c", "3")).attach(twice, start(), NOW).headers().all("Cookie"))
        .containsExactly("a=mine; d=4; c=3");
  }

  // Answers curl CVE-2026-6276: the scope taken from a Host field that the caller has set.
  @Test
  void a_host_field_has_no_say_in_where_cookies_belong() {
    keep(HOME, "a=1; Path=/");
    Request elsewhere =
        Request.of(Method.GET, Uri.of("https://b.example.test/"))
            .withHeader("Host", "a.example.org");
    Request here = Request.of(Method.GET, HOME).withHeader("Host", "b.example.test");

    assertThat(shared.attach(elsewhere, start(), NOW)).isSameAs(elsewhere);
    assertThat(shared.attach(here, start(), NOW).header("Cookie")).contains("a=1");
  }

  @ParameterizedTest
  @CsvSource({
    // from, to, the site that asks, sent with GET, sent with POST
    "https://a.example.org/, https://a.example.org/y, , lax none strict, lax none strict",
    "http://a.example.org/, https://a.example.org/y, , lax none strict, lax none strict",
    "https://b.example.org/, https://a.example.org/, , lax none strict, lax none strict",
    "https://other.test/, https://a.example.org/, , lax none, none",
    "https://example.org.other.test/, https://a.example.org/, , lax none, none",
    "https://a.example.org/, https://a.example.org/y, https://b.example.org/, lax none strict, lax none strict",
    "https://a.example.org/, https://a.example.org/y, https://other.test/, lax none, none",
    "https://other.test/, https://a.example.org/, https://a.example.org/, lax none, none",
  })
  void a_call_that_another_site_has_a_part_in_gets_fewer_cookies(
      String from, String to, String site, String withGet, String withPost) {
    keep(
        Uri.of("https://a.example.org/"),
        "lax=1",
        "none=1; SameSite=None; Secure",
        "strict=1; SameSite=Strict");
    CookiePolicy call = site == null ? shared : shared.withSite(Uri.of(site));
    CookieContext context = call.redirected(call.begin(Uri.of(from)), Uri.of(from), Uri.of(to));

    assertThat(names(call, Method.GET, to, context)).isEqualTo(withGet);
    assertThat(names(call, Method.POST, to, context)).isEqualTo(withPost);
  }

  @Test
  void a_redirect_back_home_is_still_cross_site() {
    keep(HOME, "strict=1; SameSite=Strict; Path=/", "lax=1; Path=/");
    Uri other = Uri.of("https://other.test/");
    CookieContext away = shared.redirected(start(), HOME, other);
    CookieContext back = shared.redirected(away, other, HOME);
    CookieContext onward = shared.redirected(back, HOME, Uri.of("https://a.example.org/y"));

    assertThat(names(shared, Method.GET, HOME.text(), start())).isEqualTo("strict lax");
    assertThat(names(shared, Method.GET, HOME.text(), back)).isEqualTo("lax");
    assertThat(names(shared, Method.GET, HOME.text(), onward)).isEqualTo("lax");
    assertThat(names(shared, Method.POST, HOME.text(), back)).isEmpty();
  }

  @Test
  void the_jar_is_touched_by_a_use_only_once_a_minute() {
    keep(HOME, "a=1");
    jar.updates = 0;

    shared.attach(Request.of(Method.GET, HOME), start(), NOW);
    assertThat(jar.updates).isZero();
    Now later = Now.of(0, NOW.wall().plusSeconds(61));
    shared.attach(Request.of(Method.GET, HOME), start(), later);
    shared.attach(Request.of(Method.GET, HOME), start(), later);
    assertThat(jar.updates).isOne();
    assertThat(sent(shared, HOME)).isEqualTo("a=1");
  }

  private CookieContext start() {
    return shared.begin(HOME);
  }

  private void keep(Uri from, String... fields) {
    assertThat(shared.keep(set(fields), from, NOW)).contains("cookies set: " + fields.length);
  }

  private static Response set(String... fields) {
    Headers.Builder headers = Headers.builder().latin1();
    for (String field : fields) {
      headers.add("Set-Cookie", field);
    }
    return Response.of(200).withHeaders(headers.build());
  }

  private static String sent(CookiePolicy policy, Uri to) {
    Request request = Request.of(Method.GET, to);
    return policy.attach(request, policy.begin(to), NOW).header("Cookie").orElse("");
  }

  private static String names(
      CookiePolicy policy, Method method, String to, CookieContext context) {
    Headers headers = policy.attach(Request.of(method, Uri.of(to)), context, NOW).headers();
    return String.join(" ", Cookie.sent(headers).stream().map(Cookie::name).toList());
  }
}
