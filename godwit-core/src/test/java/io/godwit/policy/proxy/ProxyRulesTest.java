package io.godwit.policy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Uri;
import io.godwit.tests.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy is for what, as it is set and as the environment says. */
class ProxyRulesTest {
  private static final Proxy ONE = Proxy.of("http://one.example:1");
  private static final Proxy TWO = Proxy.of("socks5://two.example:2");

  private static Optional<Proxy> found(ProxyRules rules, String uri) {
    try {
      return rules.proxyFor(Uri.of(uri));
    } catch (HttpFailure failure) {
      throw new AssertionError(failure);
    }
  }

  private static ProxyRules environment(String... namesAndValues) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variables.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return ProxyRules.ofEnvironment(variables);
  }

  @Test
  @Row("P34")
  void each_scheme_may_have_its_proxy() {
    ProxyRules rules = ProxyRules.of(ONE).with("HTTPS", TWO);
    assertThat(found(rules, "http://a.example/")).contains(ONE);
    assertThat(found(rules, "https://a.example/")).contains(TWO);
    assertThat(found(ProxyRules.none().with("https", TWO), "http://a.example/")).isEmpty();
    assertThat(found(ProxyRules.none(), "http://a.example/")).isEmpty();
    assertThat(rules.constant()).isTrue();
    assertThat(rules.isEmpty()).isFalse();
    assertThat(ProxyRules.none().isEmpty()).isTrue();
    assertThat(rules.toString()).contains("https").doesNotContain("one.example");
    assertThat(ProxyRules.none()).hasToString("no proxies");
  }

  @Test
  void a_proxy_that_is_set_is_for_loopback_as_well() {
    assertThat(found(ProxyRules.of(ONE), "http://127.0.0.1/")).contains(ONE);
    assertThat(found(ProxyRules.of(ONE), "http://localhost/")).contains(ONE);
    assertThat(found(ProxyRules.of(ONE).except("localhost"), "http://localhost/")).isEmpty();
  }

  @Test
  @Row("P34")
  void the_environment_is_read_lower_case_first() {
    ProxyRules rules =
        environment(
            "http_proxy", "one.example:1",
            "HTTP_PROXY", "upper.example:1",
            "HTTPS_PROXY", "socks5://two.example:2",
            "no_proxy", ".direct.example");
    assertThat(found(rules, "http://a.example/")).contains(ONE);
    assertThat(found(rules, "https://a.example/")).contains(TWO);
    assertThat(found(rules, "http://www.direct.example/")).isEmpty();
    assertThat(found(environment("ALL_PROXY", "http://one.example:1"), "https://a/")).contains(ONE);
    assertThat(found(environment("all_proxy", "one.example:1", "http_proxy", " "), "http://a/"))
        .contains(ONE);
    assertThat(found(environment("NO_PROXY", "*", "http_proxy", "one.example:1"), "http://a/"))
        .isEmpty();
    assertThat(found(environment("ftp_proxy", "one.example:1"), "http://a/")).isEmpty();
    assertThat(environment("no_proxy", "*").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost:8080/",
    "http://127.0.0.1/",
    "http://127.1.2.3:99/",
    "http://[::1]/",
  })
  void what_the_environment_says_is_never_for_loopback(String uri) {
    assertThat(found(environment("http_proxy", "one.example:1"), uri)).isEmpty();
  }

  @Test
  void localhost_is_a_whole_label() {
    ProxyRules rules = environment("http_proxy", "one.example:1");
    assertThat(found(rules, "http://notlocalhost/")).contains(ONE);
    assertThat(found(rules, "http://localhost.example/")).contains(ONE);
    assertThat(found(rules, "http://128.0.0.1/")).contains(ONE);
  }

  @Test
  void a_field_of_a_request_names_no_proxy_for_a_cgi_program() {
    ProxyRules cgi = environment("HTTP_PROXY", "http://evil.example:1", "REQUEST_METHOD", "GET");
    assertThat(found(cgi, "http://a.example/")).isEmpty();
    ProxyRules safe = environment("http_proxy", "one.example:1", "REQUEST_METHOD", "GET");
    assertThat(found(safe, "http://a.example/")).contains(ONE);
    ProxyRules https = environment("HTTPS_PROXY", "one.example:1", "REQUEST_METHOD", "GET");
    assertThat(found(https, "https://a.example/")).contains(ONE);
  }

  @Test
  void what_cannot_be_understood_fails_the_calls_it_was_for_and_no_other() {
    ProxyRules rules =
        environment(
            "https_proxy", "quic://ada:s3cret@p.example",
            "all_proxy", "http://one.example:1",
            "no_proxy", "direct.example");
    assertThatThrownBy(() -> rules.proxyFor(Uri.of("https://a.example/")))
        .isInstanceOfSatisfying(
            HttpFailure.Proxy.class,
            failure -> {
              assertThat(failure.problem()).isEqualTo(Problem.SETTINGS);
              assertThat(failure.proxy()).isEqualTo("https_proxy");
              assertThat(failure.response()).isEmpty();
              assertThat(failure).hasMessageContaining("quic").hasMessageNotContaining("s3cret");
            });
    assertThat(found(rules, "http://a.example/")).contains(ONE);
    assertThat(found(rules, "https://direct.example/")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org | http://example.org/ | true",
        "example.org | http://www.example.org/ | true",
        "example.org | http://EXAMPLE.org./ | true",
        "Example.ORG. | http://example.org/ | true",
        "example.org | http://badexample.org/ | false",
        "example.org | http://example.org.evil/ | false",
        ".example.org | http://example.org/ | true",
        ".example.org | http://www.example.org/ | true",
        ".example.org | http://badexample.org/ | false",
        "*.example.org | http://example.org/ | false",
        "*.example.org | http://a.b.example.org/ | true",
        "* | http://anything/ | true",
        "* | http://192.0.2.1/ | true",
        "example.org:8080 | http://example.org:8080/ | true",
        "example.org:8080 | http://example.org/ | false",
        "example.org:80 | http://example.org/ | true",
        "example.org:443 | https://example.org/ | true",
        "192.0.2.1 | http://192.0.2.1/ | true",
        "192.0.2.1 | http://192.0.2.11/ | false",
        "192.0.2.1:81 | http://192.0.2.1:81/ | true",
        "192.0.2.1:81 | http://192.0.2.1/ | false",
        "2.1 | http://192.0.2.1/ | false",
        "10.0.0.0/8 | http://10.1.2.3/ | true",
        "10.0.0.0/8 | http://11.1.2.3/ | false",
        "10.0.0.0/8:80 | http://10.1.2.3/ | true",
        "10.0.0.0/8 | http://ten.example/ | false",
        "10.0.0.1/8 | http://10.1.2.3/ | true",
        "10.0.0.1/8 | http://11.1.2.3/ | false",
        "10.0.0.0/99 | http://10.1.2.3/ | false",
        "::1 | http://[::1]/ | true",
        "[::1] | http://[::1]:99/ | true",
        "[::1]:99 | http://[::1]:99/ | true",
        "[::1]:99 | http://[::1]:98/ | false",
        "fd00::/8 | http://[fd12::1]/ | true",
        "fd00::/8 | http://[fe80::1]/ | false",
        "a.example b.example | http://b.example/ | true",
        "a.example,,b.example, | http://b.example/ | true",
        "a.example,b.example | http://c.example/ | false",
        "., , : | http://a.example/ | false",
        "a.example: | http://a.example/ | false",
        "a.example:x | http://a.example/ | false",
        "a.example:123456 | http://a.example/ | false",
        "*:8080 | http://a.example:8080/ | true",
        "*:8080 | http://a.example/ | false",
        ".* | http://a.example/ | false",
        "*.* | http://a.example/ | false",
        "[*] | http://a.example/ | false",
      })
  @Row("P34")
  void exceptions_are_names_addresses_and_blocks(String list, String uri, boolean direct) {
    assertThat(ProxyExceptions.of(list).contains(Uri.of(uri))).isEqualTo(direct);
    assertThat(found(ProxyRules.of(ONE).except(list), uri).isEmpty()).isEqualTo(direct);
  }

  @Test
  void no_exceptions_except_nothing() {
    assertThat(ProxyExceptions.none().contains(Uri.of("http://localhost/"))).isFalse();
    assertThat(ProxyExceptions.none()).hasToString("0 exceptions");
    assertThat(ProxyExceptions.of("a b").withLoopback()).hasToString("2 exceptions, and loopback");
  }
}
