package io.godwit.policy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.policy.auth.UserInfo;
import io.godwit.policy.dial.Goal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies by their URLs. */
class ProxyTest {
  @ParameterizedTest
  @CsvSource({
    "http://p.example:3128, HTTP, p.example, 3128, http://p.example:3128",
    "HTTP://P.Example/, HTTP, p.example, 80, http://p.example:80",
    "p.example:3128, HTTP, p.example, 3128, http://p.example:3128",
    "p.example, HTTP, p.example, 80, http://p.example:80",
    "' p.example ', HTTP, p.example, 80, http://p.example:80",
    "https://p.example, HTTPS, p.example, 443, https://p.example:443",
    "socks4://p.example, SOCKS4A, p.example, 1080, socks4a://p.example:1080",
    "socks4a://p.example:9, SOCKS4A, p.example, 9, socks4a://p.example:9",
    "socks5://127.0.0.1:9050, SOCKS5, 127.0.0.1, 9050, socks5://127.0.0.1:9050",
    "socks5h://p.example, SOCKS5, p.example, 1080, socks5://p.example:1080",
    "socks://p.example/, SOCKS5, p.example, 1080, socks5://p.example:1080",
    "http://[::1]:3128, HTTP, ::1, 3128, http://[::1]:3128",
    "http://[2001:DB8:0::1], HTTP, 2001:db8::1, 80, http://[2001:db8::1]:80",
  })
  void a_url_names_kind_and_place(String url, Proxy.Kind kind, String host, int port, String text) {
    Proxy proxy = Proxy.of(url);
    assertThat(proxy.kind()).isEqualTo(kind);
    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy).hasToString(text);
    assertThat(proxy.login()).isEmpty();
    assertThat(proxy.credentials()).isEmpty();
    assertThat(proxy.goal()).isEqualTo(Goal.of(host, port, kind == Proxy.Kind.HTTPS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http://",
        "http:///",
        "ftp://p.example",
        "quic://p.example:443",
        "http://p.example:0",
        "http://p.example:99999",
        "http://p.example:x",
        "http://p.example/path",
        "http://p.example?query",
        "http://p.example#part",
        "socks5://p.example/path",
        "http://a b",
        "1.2.3",
        "socks4://ada:pw@p.example",
        "http://a%3Ab:pw@p.example",
        "http://a%0A:pw@p.example",
        "http://%FF:pw@p.example",
        "socks5://:pw@p.example",
        "//p.example:80",
      })
  void what_is_not_understood_is_refused(String url) {
    assertThatThrownBy(() -> Proxy.of(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_refusal_shows_no_password() {
    for (String url :
        new String[] {
          "http://ada:s3cret@p.example/path",
          "quic://ada:s3cret@p",
          "http://ada:s3cret@p:x/",
          "socks4://ada:s3cret@p.example",
          "http://ada:s3cret@a b",
          "http://s3/cret@p.example:3128",
          "http://ada:12/s3cret@p.example:3128",
          "http://ada:12#s3cret@p.example:3128",
          "ada:12?s3cret@p.example:3128",
        }) {
      assertThatThrownBy(() -> Proxy.of(url)).hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void name_and_password_are_decoded_and_never_shown() {
    Proxy proxy = Proxy.of("http://ad%40:s3%3Acret@p.example:3128");
    assertThat(proxy.login()).contains(new UserInfo("ad@", "s3:cret"));
    assertThat(proxy).hasToString("http://p.example:3128");
    assertThat(proxy.login().toString()).doesNotContain("ad@", "s3");
    assertThat(proxy.credentials()).isPresent();
    assertThat(Proxy.of("socks4a://ada@p.example").login()).contains(new UserInfo("ada", ""));
  }

  @Test
  void who_has_another_login_shares_no_connection() {
    Proxy proxy = Proxy.of("http://p.example:3128");
    Proxy ada = proxy.withLogin("ada", "one");
    assertThat(ada)
        .isEqualTo(Proxy.of("http://ada:one@p.example:3128"))
        .hasSameHashCodeAs(Proxy.of("http://ada:one@p.example:3128"))
        .isNotEqualTo(proxy)
        .isNotEqualTo(proxy.withLogin("ada", "two"))
        .isNotEqualTo(proxy.withLogin("bob", "one"))
        .isNotEqualTo(ada.preemptive(true))
        .isNotEqualTo("http://p.example:3128");
    assertThat(proxy)
        .isEqualTo(Proxy.of("p.example:3128"))
        .isNotEqualTo(Proxy.of("https://p.example:3128"))
        .isNotEqualTo(Proxy.of("http://p.example:3129"));
    assertThat(ada.preemptive(true).preemptive(false)).isEqualTo(ada);
    assertThat(ada.hashCode()).isNotEqualTo(proxy.hashCode());
  }

  @Test
  void a_login_must_be_one_that_the_kind_can_send() {
    Proxy socks = Proxy.of("socks5://p.example");
    String longest = "a".repeat(255);
    assertThat(socks.withLogin(longest, longest).login()).isPresent();
    assertThatThrownBy(() -> socks.withLogin(longest + "a", "p"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socks.withLogin("a", longest + "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socks.withLogin("ü".repeat(128), "p"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proxy.of("p.example").withLogin("a:b", "p"))
        .isInstanceOf(InvalidMessage.class);
    assertThat(socks.withLogin("a:b", "p").login()).contains(new UserInfo("a:b", "p"));
  }

  @Test
  void only_a_proxy_for_http_is_handed_requests_and_only_those_in_the_clear() {
    assertThat(Proxy.of("http://p").forwards("http")).isTrue();
    assertThat(Proxy.of("https://p").forwards("http")).isTrue();
    assertThat(Proxy.of("http://p").forwards("https")).isFalse();
    assertThat(Proxy.of("socks5://p").forwards("http")).isFalse();
    assertThat(Proxy.of("socks4a://p").forwards("http")).isFalse();
    assertThatThrownBy(() -> Passages.forwarding(Proxy.of("socks5://p")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
