package io.godwit.policy.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Cookie;
import io.godwit.http.Method;
import io.godwit.http.Uri;
import io.godwit.policy.cookie.CookieJar.Receipt;
import io.godwit.policy.cookie.CookieJar.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cookies a jar takes, and which requests get them. */
final class CookieJarTest {
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
  private static final CookieLimits FEW = new CookieLimits(3, 5, 100, 100, 8190);

  @ParameterizedTest
  @CsvSource({
    // host-only
    "http://example.org/, a=1, http://example.org/, true",
    "http://example.org/, a=1, http://example.org:8080/, true",
    "http://example.org/, a=1, https://example.org/, true",
    "http://example.org/, a=1, ws://example.org/, true",
    "http://EXAMPLE.org/, a=1, http://example.ORG/, true",
    "http://example.org/, a=1, http://www.example.org/, false",
    "http://www.example.org/, a=1, http://example.org/, false",
    "http://example.org/, a=1, http://badexample.org/, false",
    // Domain
    "http://example.org/, a=1; Domain=example.org, http://www.example.org/, true",
    "http://example.org/, a=1; Domain=.EXAMPLE.org, http://a.b.example.org/, true",
    "http://www.example.org/, a=1; Domain=example.org, http://example.org/, true",
    "http://www.example.org/, a=1; Domain=example.org, http://other.example.org/, true",
    "http://www.example.org/, a=1; Domain=example.org, http://badexample.org/, false",
    "http://a.b.example.org/, a=1; Domain=b.example.org, http://example.org/, false",
    "http://example.org/, a=1; Domain=, http://www.example.org/, false",
    "http://example.org/, a=1; Domain=, http://example.org/, true",
    "http://b\u00fccher.example/, a=1; Domain=xn--bcher-kva.example, http://x.b\u00fccher.example/, true",
    // public suffixes: as Domain of the same host they only mean the host
    "http://somebody.github.io/, a=1, http://github.io/, false",
    "http://github.io/, a=1; Domain=github.io, http://github.io/, true",
    "http://github.io/, a=1; Domain=github.io, http://somebody.github.io/, false",
    "http://localhost/, a=1; Domain=localhost, http://localhost/, true",
    "http://localhost/, a=1; Domain=localhost, http://x.localhost/, false",
    // addresses
    "http://127.0.0.1/, a=1, http://127.0.0.1:99/, true",
    "http://127.0.0.1/, a=1; Domain=127.0.0.1, http://127.0.0.1/, true",
    "http://127.0.0.1/, a=1, http://127.0.0.2/, false",
    "http://[::1]/, a=1, http://[0:0::1]/, true",
    "http://[::1]/, a=1; Domain=::1, http://[::1]/, true",
    // a dot at the end is another host
    "http://example.org./, a=1, http://example.org./, true",
    "http://example.org./, a=1, http://example.org/, false",
    "http://example.org/, a=1; Domain=example.org, http://example.org./, false",
    "http://example.org/, a=1; Domain=example.org, http://www.example.org./, false",
    // paths
    "http://example.org/a/b, a=1, http://example.org/a/, true",
    "http://example.org/a/b, a=1, http://example.org/a, true",
    "http://example.org/a/b, a=1, http://example.org/a/c/d, true",
    "http://example.org/a/b, a=1, http://example.org/ab, false",
    "http://example.org/a/b, a=1, http://example.org/, false",
    "http://example.org/a/b, a=1; Path=/, http://example.org/, true",
    "http://example.org/, a=1; Path=/x/, http://example.org/x, false",
    "http://example.org/, a=1; Path=/x/, http://example.org/x/?y, true",
    "http://example.org/a/b, a=1; Path=x, http://example.org/a/x, true",
    // Secure
    "https://example.org/, a=1; Secure, https://example.org/, true",
    "https://example.org/, a=1; Secure, wss://example.org/, true",
    "https://example.org/, a=1; Secure, http://example.org/, false",
    "https://localhost/, a=1; Secure, http://localhost/, false",
    "https://example.org/, a=1, http://example.org/, true",
    // prefixes
    "https://example.org/, __Secure-a=1; Secure; Domain=example.org, https://x.example.org/, true",
    "https://example.org/, __Host-a=1; Secure; Path=/, https://example.org/x, true",
    "https://example.org/, __HostX-a=1, https://example.org/, true",
    "http://example.org/, a=__Host-b, http://example.org/, true",
    // lifetime
    "http://example.org/, a=1; Max-Age=1, http://example.org/, true",
    "http://example.org/, a=1; Max-Age=0, http://example.org/, false",
    "http://example.org/, a=1; Max-Age=-1, http://example.org/, false",
    "'http://example.org/', 'a=1; Expires=Sat, 21 Nov 2026 16:00:01 GMT', http://example.org/, true",
    "'http://example.org/', 'a=1; Expires=Sat, 21 Nov 2026 16:00:00 GMT', http://example.org/, false",
    "'http://example.org/', 'a=1; Expires=Sat, 21 Nov 2026 16:00:00 GMT; Max-Age=9', http://example.org/, true",
  })
  void a_cookie_goes_where_it_belongs(String from, String field, String to, boolean sent) {
    Receipt receipt = received(CookieJar.empty(), from, field);

    assertThat(receipt.refused()).isEmpty();
    assertThat(!sent(receipt.jar(), to).isEmpty()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/, a=1; Domain=www.example.org, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=example.com, OTHER_DOMAIN",
    "http://badexample.org/, a=1; Domain=example.org, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=..example.org, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=. example.org, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=*.example.org, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=example.org:80, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=b\u00fccher.example, OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=org, PUBLIC_SUFFIX",
    "http://example.co.uk/, a=1; Domain=co.uk, PUBLIC_SUFFIX",
    "http://example.co.uk/, a=1; Domain=.uk, PUBLIC_SUFFIX",
    "http://somebody.github.io/, a=1; Domain=github.io, PUBLIC_SUFFIX",
    "http://printer.internal/, a=1; Domain=internal, PUBLIC_SUFFIX",
    "http://127.0.0.1/, a=1; Domain=0.0.1, OTHER_DOMAIN",
    "http://127.0.0.1/, a=1; Domain=127.0.0.2, OTHER_DOMAIN",
    "http://127.0.0.1/, a=1; Domain=.1, OTHER_DOMAIN",
    "http://[::1]/, a=1; Domain=:1, OTHER_DOMAIN",
    "http://example.org./, a=1; Domain=example.org, OTHER_DOMAIN",
    "http://example.org./, a=1; Domain=example.org., OTHER_DOMAIN",
    "http://www.example.org./, a=1; Domain=example.org., OTHER_DOMAIN",
    "http://example.org/, a=1; Domain=example.org., OTHER_DOMAIN",
    "http://example.org/, a=1; Secure, SECURE_FROM_INSECURE",
    "http://127.0.0.1/, a=1; Secure, SECURE_FROM_INSECURE",
    "ws://example.org/, a=1; Secure, SECURE_FROM_INSECURE",
    "https://example.org/, a=1; SameSite=None, NONE_WITHOUT_SECURE",
    "http://example.org/, __Secure-a=1, SECURE_PREFIX",
    "https://example.org/, __secure-a=1, SECURE_PREFIX",
    "https://example.org/, __Host-a=1; Path=/, HOST_PREFIX",
    "https://example.org/, __Host-a=1; Secure, HOST_PREFIX",
    "https://example.org/, __HOST-a=1; Secure; Path=/x, HOST_PREFIX",
    "https://example.org/, __host-a=1; Secure; Path=/; Domain=example.org, HOST_PREFIX",
    "https://example.org/, =__Host-a=1, HIDDEN_PREFIX",
    "https://example.org/, __SECURE-a, HIDDEN_PREFIX",
    "http://example.org/, 'a=1\t2', TAB",
    "http://example.org/, 'a\t1=2', TAB",
    "http://example.org/, 'a=1; Path=/\tx', TAB",
  })
  void a_cookie_that_does_not_belong_is_refused(String from, String field, CookieRefusal why) {
    Receipt receipt = received(CookieJar.empty(), from, field);

    assertThat(receipt.jar().isEmpty()).isTrue();
    assertThat(receipt.refused()).extracting(Refused::why).containsExactly(why);
  }

  // Answers curl CVE-2026-8924: the list of suffixes was asked about "co.uk." and did not know it.
  @ParameterizedTest
  @ValueSource(strings = {"co.uk.", ".co.uk.", "uk.", "example.co.uk."})
  void a_dot_at_the_end_of_a_domain_is_no_way_around_the_public_suffixes(String domain) {
    for (String host : List.of("evil.example.co.uk", "evil.example.co.uk.")) {
      Receipt receipt =
          received(CookieJar.empty(), "http://" + host + "/", "a=1; Domain=" + domain);
      assertThat(receipt.jar().isEmpty()).isTrue();
    }
  }

  // Answers Apache HttpClient CVE-2025-27820: the check of public suffixes was not switched on.
  @Test
  void public_suffixes_are_refused_without_being_asked_for() {
    for (String suffix : List.of("com", "co.uk", "github.io", "xn--p1ai", "b.kobe.jp")) {
      Receipt receipt =
          received(CookieJar.empty(), "https://evil." + suffix + "/", "a=1; Domain=" + suffix);
      assertThat(receipt.refused())
          .as(suffix)
          .containsExactly(new Refused("a", CookieRefusal.PUBLIC_SUFFIX));
    }
  }

  @Test
  void another_list_of_suffixes_may_be_used() {
    CookieJar jar =
        CookieJar.empty(CookieLimits.STANDARD, PublicSuffixes.parse("org\nexample.org"));
    Receipt receipt =
        received(
            jar, "http://a.example.org/", "a=1; Domain=example.org", "b=2; Domain=a.example.org");

    assertThat(receipt.refused()).containsExactly(new Refused("a", CookieRefusal.PUBLIC_SUFFIX));
    assertThat(sent(receipt.jar(), "http://x.a.example.org/")).isEqualTo("b=2");
    assertThat(jar.sameSite(Uri.of("http://a.example.org"), Uri.of("http://b.example.org")))
        .isFalse();
    assertThat(
            CookieJar.empty()
                .sameSite(Uri.of("http://a.example.org"), Uri.of("http://example.org")))
        .isTrue();
  }

  @Test
  void the_later_of_two_replaces_the_earlier_and_keeps_its_place() {
    CookieJar jar = jar("http://a.example.org/", "a=1", "b=2", "a=3; Max-Age=9; HttpOnly");

    assertThat(sent(jar, "http://a.example.org/")).isEqualTo("a=3; b=2");
    assertThat(jar.size()).isEqualTo(2);
    assertThat(jar.cookies(NOW).getFirst().toString())
        .isEqualTo("a=***; Host=a.example.org; Path=/; Expires=2026-11-21T16:00:09Z; HttpOnly");
  }

  @Test
  void another_path_domain_or_case_is_another_cookie() {
    CookieJar jar =
        jar(
            "http://a.example.org/x/y",
            "a=1; Path=/",
            "a=2",
            "A=3; Path=/",
            "a=4; Path=/; Domain=a.example.org",
            "a=5; Path=/; Domain=example.org",
            "a=6; Path=/x/");

    assertThat(sent(jar, "http://a.example.org/x/y")).isEqualTo("a=6; a=2; a=1; A=3; a=4; a=5");
    assertThat(sent(jar, "http://b.example.org/x/y")).isEqualTo("a=5");
  }

  @Test
  void a_server_removes_a_cookie_by_one_that_has_ended() {
    CookieJar jar = jar("http://example.org/", "a=1", "b=2", "c=3; Path=/x");
    jar = received(jar, "http://example.org/", "a=; Max-Age=0", "c=; Max-Age=0").jar();

    assertThat(sent(jar, "http://example.org/x")).isEqualTo("c=3; b=2");
    assertThat(jar.size()).isEqualTo(2);
  }

  @Test
  void a_cookie_without_a_name_is_sent_as_its_value() {
    assertThat(sent(jar("http://example.org/", "token", "a="), "http://example.org/"))
        .isEqualTo("token; a=");
  }

  @Test
  void a_cookie_ends_when_it_said_and_after_400_days_at_the_latest() {
    CookieJar jar =
        jar(
            "http://example.org/",
            "a=1; Max-Age=10",
            "b=2",
            "c=3; Max-Age=99999999",
            "d=4; Max-Age=34560000");

    assertThat(sent(jar, "http://example.org/", NOW.plusSeconds(9)))
        .isEqualTo("a=1; b=2; c=3; d=4");
    assertThat(sent(jar, "http://example.org/", NOW.plusSeconds(10))).isEqualTo("b=2; c=3; d=4");
    Instant last = NOW.plus(Duration.ofDays(400));
    assertThat(sent(jar, "http://example.org/", last.minusSeconds(1))).isEqualTo("b=2; c=3; d=4");
    assertThat(sent(jar, "http://example.org/", last)).isEqualTo("b=2");
    assertThat(jar.cookies(last)).extracting(StoredCookie::name).containsExactly("b");
    assertThat(jar.cookies(NOW)).extracting(StoredCookie::expires).contains(Optional.of(last));
  }

  @ParameterizedTest
  @CsvSource({
    "a=1, HIDES_SECURE",
    "a=1; Path=/login, HIDES_SECURE",
    "a=1; Path=/login/x, HIDES_SECURE",
    "a=1; Domain=example.org; Path=/login, HIDES_SECURE",
    "a=1; Domain=www.example.org; Path=/login, HIDES_SECURE",
    "a=1; Path=/, ",
    "a=1; Path=/log, ",
    "b=1; Path=/login, ",
    "A=1; Path=/login, ",
  })
  void what_comes_in_the_clear_hides_no_secure_cookie(String field, CookieRefusal why) {
    CookieJar jar = jar("https://www.example.org/login/", "a=s; Secure; Domain=www.example.org");

    Receipt clear = received(jar, "http://www.example.org/login/", field);
    assertThat(clear.refused().stream().map(Refused::why))
        .isEqualTo(why == null ? List.of() : List.of(why));
    assertThat(received(jar, "https://www.example.org/login/", field).refused()).isEmpty();
  }

  @Test
  void a_secure_cookie_is_not_hidden_from_below_or_above_but_beside_it() {
    CookieJar above = jar("https://example.org/", "a=s; Secure; Domain=example.org");
    assertThat(received(above, "http://x.example.org/", "a=1").refused()).hasSize(1);
    CookieJar below = jar("https://x.example.org/", "a=s; Secure");
    assertThat(received(below, "http://y.example.org/", "a=1; Domain=example.org").refused())
        .hasSize(1);
    assertThat(received(below, "http://y.example.org/", "a=1").refused()).isEmpty();
    CookieJar insecure = jar("https://example.org/", "a=s");
    assertThat(received(insecure, "http://example.org/", "a=1").refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, false, none=1; lax=1; strict=1; unset=1",
    "POST, false, none=1; lax=1; strict=1; unset=1",
    "GET, true, none=1; lax=1; unset=1",
    "HEAD, true, none=1; lax=1; unset=1",
    "POST, true, none=1",
    "DELETE, true, none=1",
  })
  void same_site_decides_what_other_sites_requests_bring_along(
      String method, boolean crossSite, String expected) {
    Uri uri = Uri.of("https://example.org/");
    CookieJar jar =
        jar(
            "https://example.org/",
            "none=1; SameSite=None; Secure",
            "lax=1; SameSite=Lax",
            "strict=1; SameSite=Strict",
            "unset=1");

    assertThat(jar.select(uri, Method.of(method), crossSite, NOW).field()).isEqualTo(expected);
  }

  @Test
  void over_the_limit_of_a_domain_insecure_cookies_go_first_then_those_not_used_for_longest() {
    CookieJar jar = CookieJar.empty(FEW, PublicSuffixes.bundled());
    jar = received(jar, "https://example.org/", "s=1; Secure").jar();
    jar = received(jar, NOW.plusSeconds(1), "https://example.org/", "a=1").jar();
    jar = received(jar, NOW.plusSeconds(2), "https://example.org/", "b=1").jar();
    assertThat(sent(jar, "https://example.org/")).isEqualTo("s=1; a=1; b=1");

    // The one that is set again has been used.
    CookieJar used = received(jar, NOW.plusSeconds(3), "https://example.org/", "a=2").jar();
    used = received(used, NOW.plusSeconds(4), "https://example.org/", "c=1").jar();
    assertThat(sent(used, "https://example.org/")).isEqualTo("s=1; a=2; c=1");

    CookieJar secure = received(jar, "https://example.org/", "t=1; Secure", "u=1; Secure").jar();
    assertThat(sent(secure, "https://example.org/")).isEqualTo("s=1; t=1; u=1");
    CookieJar newest = received(secure, "https://example.org/", "d=1").jar();
    assertThat(sent(newest, "https://example.org/")).isEqualTo("s=1; t=1; u=1");
    CookieJar later =
        received(secure, NOW.plusSeconds(9), "https://example.org/", "v=1; Secure").jar();
    assertThat(sent(later, "https://example.org/")).isEqualTo("t=1; u=1; v=1");
  }

  @Test
  void over_the_limit_of_a_domain_expired_cookies_go_before_all_others() {
    CookieJar jar = CookieJar.empty(FEW, PublicSuffixes.bundled());
    jar = received(jar, "https://example.org/", "a=1", "s=1; Secure; Max-Age=5", "b=1").jar();
    jar = received(jar, NOW.plusSeconds(5), "https://example.org/", "c=1").jar();

    assertThat(sent(jar, "https://example.org/", NOW.plusSeconds(5))).isEqualTo("a=1; b=1; c=1");
    assertThat(jar.size()).isEqualTo(3);
  }

  @Test
  void over_the_limit_in_all_expired_ones_go_first_then_those_not_used_for_longest() {
    CookieJar jar = CookieJar.empty(FEW, PublicSuffixes.bundled());
    for (int i = 0; i < 5; i++) {
      String field = i == 3 ? "c=3; Max-Age=10" : "c=" + i;
      jar = received(jar, NOW.plusSeconds(i), "http://h" + i + ".test/", field).jar();
    }
    assertThat(jar.size()).isEqualTo(5);
    jar = received(jar, NOW.plusSeconds(20), "http://h5.test/", "c=5").jar();
    assertThat(values(jar)).containsExactly("0", "1", "2", "4", "5");
    jar = jar.select(Uri.of("http://h0.test/"), Method.GET, false, NOW.plusSeconds(90)).jar();
    jar = received(jar, NOW.plusSeconds(91), "http://h6.test/", "c=6", "d=7").jar();
    assertThat(values(jar)).containsExactly("0", "4", "5", "6", "7");
    assertThat(jar.toString()).isEqualTo("5 cookies of 4 domains");
  }

  @Test
  void a_jar_remembers_the_last_use_to_the_minute_and_does_not_change_in_between() {
    CookieJar jar = jar("http://example.org/", "a=1", "b=2; Path=/x");
    Uri uri = Uri.of("http://example.org/");
    Instant minute = NOW.plusSeconds(60);

    assertThat(jar.select(uri, Method.GET, false, minute).jar()).isSameAs(jar);
    CookieJar used = jar.select(uri, Method.GET, false, minute.plusMillis(1)).jar();
    assertThat(used).isNotSameAs(jar);
    assertThat(used.domains().getOrDefault("example.org", List.of()))
        .extracting(CookieJar.Entry::used)
        .containsExactly(minute.plusMillis(1), NOW);
    assertThat(used.cookies(NOW)).isEqualTo(jar.cookies(NOW));
    assertThat(used.select(uri, Method.GET, false, minute.plusSeconds(60)).jar()).isSameAs(used);
  }

  // Answers curl CVE-2022-32205: so many cookies that servers refuse every request that has them.
  @Test
  void a_flood_of_cookies_is_bounded_and_the_request_stays_small() {
    List<Cookie> flood = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      flood.add(Cookie.received("n" + i + "=" + "v".repeat(1000)).orElseThrow());
    }
    Uri uri = Uri.of("http://example.org/");
    Receipt receipt = CookieJar.empty().received(uri, flood, NOW);

    assertThat(receipt.jar().size()).isEqualTo(50);
    assertThat(receipt.refused())
        .hasSize(10)
        .startsWith(new Refused("n50", CookieRefusal.TOO_MANY));
    assertThat(receipt.jar().select(uri, Method.GET, false, NOW).field().length()).isLessThan(8190);

    CookieJar jar = CookieJar.empty();
    for (int i = 0; i < 4000; i += 50) {
      for (int j = 0; j < 50; j++) {
        flood.set(j, Cookie.of("n" + (i + j), "v"));
      }
      jar = jar.received(Uri.of("http://h" + i / 100 + ".test/"), flood, NOW.plusSeconds(i)).jar();
    }
    assertThat(jar.size()).isEqualTo(3000);
  }

  @Test
  void of_one_domain_there_are_180_cookies_and_150_of_them_are_sent() {
    CookieJar jar = CookieJar.empty();
    for (int i = 0; i < 200; i++) {
      jar = received(jar, "http://example.org/", "n" + i + "=v").jar();
    }
    assertThat(jar.size()).isEqualTo(180);
    assertThat(jar.select(Uri.of("http://example.org/"), Method.GET, false, NOW).cookies())
        .hasSize(150)
        .extracting(StoredCookie::name)
        .startsWith("n20")
        .endsWith("n169");
  }

  @Test
  void a_cookie_that_no_longer_fits_stays_out_and_leaves_room_to_smaller_ones() {
    CookieJar jar = CookieJar.empty(new CookieLimits(9, 9, 9, 3, 12), PublicSuffixes.bundled());
    Uri uri = Uri.of("http://example.org/");

    jar = received(jar, "http://example.org/", "aa=111", "b=345", "c=1234", "d=34").jar();
    assertThat(jar.select(uri, Method.GET, false, NOW).field()).isEqualTo("aa=111; d=34");
    jar = received(jar, "http://example.org/", "aa=1", "b=").jar();
    assertThat(jar.select(uri, Method.GET, false, NOW).field()).isEqualTo("aa=1; b=");
    jar = received(jar, "http://example.org/", "aa=", "c=", "d=", "b=").jar();
    assertThat(jar.select(uri, Method.GET, false, NOW).field()).isEqualTo("aa=; b=; c=");
    jar = received(jar, "http://example.org/", "b=", "aa=1234567890").jar();
    assertThat(jar.select(uri, Method.GET, false, NOW).field()).isEqualTo("b=; c=; d=");
  }

  @Test
  void limits_are_positive() {
    assertThat(new CookieLimits(1, 1, 1, 1, 1)).isNotNull();
    for (int zero = 0; zero < 5; zero++) {
      int[] l = {1, 1, 1, 1, 1};
      l[zero] = 0;
      assertThatThrownBy(() -> new CookieLimits(l[0], l[1], l[2], l[3], l[4]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cookies_are_removed_one_by_one_or_all() {
    CookieJar jar = jar("http://example.org/", "a=1", "b=2; Max-Age=5", "c=3");

    CookieJar less = jar.without(cookie -> cookie.name().equals("a"), NOW);
    assertThat(values(less)).containsExactly("2", "3");
    assertThat(values(less.without(cookie -> false, NOW.plusSeconds(5)))).containsExactly("3");
    assertThat(jar.without(cookie -> true, NOW).isEmpty()).isTrue();
    assertThat(jar.cleared().isEmpty()).isTrue();
    assertThat(jar.cleared().cookies(NOW)).isEmpty();
    assertThat(jar.size()).isEqualTo(3);
  }

  @Test
  void what_a_file_holds_is_checked_like_what_a_server_sets() {
    CookieFile.Contents file =
        CookieFile.parse(
            """
            .co.uk	TRUE	/	FALSE	0	a	1
            co.uk	FALSE	/	FALSE	0	b	2
            .example.org.	TRUE	/	FALSE	0	c	3
            example.org.	FALSE	/	FALSE	0	d	4
            example.org	FALSE	/	FALSE	0	__Secure-e	5
            example.org	FALSE	/	TRUE	0	__Host-f	6
            .example.org	TRUE	/	TRUE	0	__Host-g	7
            example.org	FALSE	/x	TRUE	0	__Host-h	8
            example.org	FALSE	/	FALSE	1000000000	i	9
            # SameSite=None
            example.org	FALSE	/	FALSE	0	j	10
            """);
    Receipt receipt = CookieJar.empty().with(file.cookies(), NOW);

    assertThat(file.ignored()).isEmpty();
    assertThat(receipt.refused())
        .containsExactly(
            new Refused("a", CookieRefusal.PUBLIC_SUFFIX),
            new Refused("c", CookieRefusal.OTHER_DOMAIN),
            new Refused("__Secure-e", CookieRefusal.SECURE_PREFIX),
            new Refused("__Host-g", CookieRefusal.HOST_PREFIX),
            new Refused("__Host-h", CookieRefusal.HOST_PREFIX),
            new Refused("j", CookieRefusal.NONE_WITHOUT_SECURE));
    assertThat(receipt.jar().cookies(NOW))
        .extracting(StoredCookie::name)
        .containsExactly("b", "d", "__Host-f");
  }

  @Test
  void every_refusal_says_why() {
    assertThat(CookieRefusal.values()).allSatisfy(why -> assertThat(why.text()).isNotBlank());
  }

  @Test
  void nothing_of_a_jar_shows_a_value_by_itself() {
    Receipt receipt =
        received(CookieJar.empty(), "https://example.org/", "a=hidden", "b=hidden; Domain=org");
    var selection = receipt.jar().select(Uri.of("https://example.org/"), Method.GET, false, NOW);

    assertThat(receipt.toString() + selection).contains("a=***").doesNotContain("hidden");
    assertThat(selection.field()).isEqualTo("a=hidden");
  }

  private static CookieJar jar(String from, String... fields) {
    Receipt receipt = received(CookieJar.empty(), from, fields);
    assertThat(receipt.refused()).isEmpty();
    return receipt.jar();
  }

  private static Receipt received(CookieJar jar, String from, String... fields) {
    return received(jar, NOW, from, fields);
  }

  private static Receipt received(CookieJar jar, Instant now, String from, String... fields) {
    List<Cookie> cookies = new ArrayList<>();
    for (String field : fields) {
      cookies.add(Cookie.received(field).orElseThrow());
    }
    return jar.received(Uri.of(from), cookies, now);
  }

  private static String sent(CookieJar jar, String to) {
    return sent(jar, to, NOW);
  }

  private static String sent(CookieJar jar, String to, Instant now) {
    return jar.select(Uri.of(to), Method.GET, false, now).field();
  }

  private static List<String> values(CookieJar jar) {
    return jar.cookies(NOW).stream().map(StoredCookie::value).toList();
  }
}
