package io.godwit.policy.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Uri;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matching of hosts and paths. */
final class CookieScopeTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, true",
    "a.example.org, example.org, true",
    "a.b.example.org, example.org, true",
    "example.org, a.example.org, false",
    "badexample.org, example.org, false",
    "example.org., example.org, false",
    "example.org.evil.test, example.org, false",
    "example.com, example.org, false",
  })
  void a_host_matches_a_domain(String host, String domain, boolean matches) {
    assertThat(CookieScope.domainMatches(host, domain)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /, true",
    "/a, /, true",
    "/a, /a, true",
    "/a/, /a, true",
    "/a/b, /a, true",
    "/a/b, /a/, true",
    "/a, /a/, false",
    "/ab, /a, false",
    "/, /a, false",
    "/A, /a, false",
    "/b/a, /a, false",
  })
  void a_path_matches_that_of_a_cookie(String path, String cookiePath, boolean matches) {
    assertThat(CookieScope.pathMatches(path, cookiePath)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "http://x/, /",
    "http://x/a, /",
    "http://x/a/, /a",
    "http://x/a/b?c=/d/e, /a",
    "http://x/a/b/c, /a/b",
    "http://x, /",
    "http://x?/a/b, /",
  })
  void the_default_path_ends_before_the_last_slash(String uri, String path) {
    assertThat(CookieScope.defaultPath(Uri.of(uri))).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({"https, true", "wss, true", "http, false", "ws, false"})
  void secure_is_what_uses_tls(String scheme, boolean secure) {
    assertThat(CookieScope.secure(Uri.of(scheme + "://localhost/"))).isEqualTo(secure);
  }
}
