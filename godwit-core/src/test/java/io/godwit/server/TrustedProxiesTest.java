package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.IpLiteral;
import io.godwit.http.Response;
import io.godwit.server.TrustedProxies.Client;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a server believes where a request came from. The client of these tests is 203.0.113.9. */
class TrustedProxiesTest {
  private static final TrustedProxies INSIDE = TrustedProxies.of("10.0.0.0/8", "fd00::/8");
  private static final InetSocketAddress PROXY = at("10.0.0.1", 55555);

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(IpLiteral.of(address), port);
  }

  private static Client client(TrustedProxies proxies, String... fields) {
    return Objects.requireNonNull(proxies.client(PROXY, Headers.of(fields)));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9, 0",
    "203.0.113.9:1234, 203.0.113.9, 1234",
    "'203.0.113.9, 10.0.0.7', 203.0.113.9, 0",
    "'203.0.113.9,10.0.0.7 ,\t10.255.0.1', 203.0.113.9, 0",
    "'1.1.1.1, 203.0.113.9', 203.0.113.9, 0",
    "'10.0.0.99, 203.0.113.9', 203.0.113.9, 0",
    "'127.0.0.1, 10.0.0.2, 203.0.113.9, 10.0.0.7', 203.0.113.9, 0",
    "'1.1.1.1,, 203.0.113.9,', 203.0.113.9, 0",
    "2001:db8::9, 2001:db8::9, 0",
    "[2001:db8::9], 2001:db8::9, 0",
    "[2001:db8::9]:80, 2001:db8::9, 80",
    "'203.0.113.9, fd00::7', 203.0.113.9, 0",
    "'203.0.113.9, ::ffff:10.0.0.7', 203.0.113.9, 0",
    "10.0.0.7, 10.0.0.7, 0",
    "'10.0.0.8, 10.0.0.7', 10.0.0.8, 0",
    "'203.0.113.9, unknown', 10.0.0.1, 55555",
    "'203.0.113.9, junk, 10.0.0.7', 10.0.0.7, 0",
    "203.0.113.9:, 10.0.0.1, 55555",
    "203.0.113.9:65536, 10.0.0.1, 55555",
    "203.0.113.9:x, 10.0.0.1, 55555",
    "203.0.113.09, 10.0.0.1, 55555",
    "example.org, 10.0.0.1, 55555",
    "fe80::1%eth0, 10.0.0.1, 55555",
    "[203.0.113.9], 10.0.0.1, 55555",
    "'', 10.0.0.1, 55555"
  })
  @Row("G35")
  void addresses_are_believed_from_the_right_as_far_as_proxies_are_trusted(
      String field, String address, int port) {
    assertThat(client(INSIDE, "X-Forwarded-For", field).remote()).isEqualTo(at(address, port));
  }

  @Test
  void several_fields_are_one_list() {
    Client found =
        client(INSIDE, "X-Forwarded-For", "1.1.1.1, 203.0.113.9", "X-Forwarded-For", "10.0.0.7");
    assertThat(found.remote()).isEqualTo(at("203.0.113.9", 0));
  }

  @Test
  void of_a_long_list_the_end_is_read() {
    String long1 = "203.0.113.9" + ", 10.0.0.7".repeat(63);
    assertThat(client(INSIDE, "X-Forwarded-For", long1).remote()).isEqualTo(at("203.0.113.9", 0));
    String long2 = "203.0.113.9" + ", 10.0.0.7".repeat(64);
    assertThat(client(INSIDE, "X-Forwarded-For", long2).remote()).isEqualTo(at("10.0.0.7", 0));
    TrustedProxies standard = INSIDE.byForwarded();
    String long3 = "for=203.0.113.9" + ", for=10.0.0.7".repeat(63);
    assertThat(client(standard, "Forwarded", long3).remote()).isEqualTo(at("203.0.113.9", 0));
    String long4 = "for=203.0.113.9" + ", for=10.0.0.7".repeat(64);
    assertThat(client(standard, "Forwarded", long4).remote()).isEqualTo(at("10.0.0.7", 0));
  }

  @Test
  @Row("G35")
  void who_is_not_trusted_is_not_believed() {
    Headers claims =
        Headers.of(
            "X-Forwarded-For",
            "10.0.0.5",
            "Forwarded",
            "for=10.0.0.5",
            "X-Forwarded-Proto",
            "https");
    assertThat(INSIDE.client(at("203.0.113.9", 1), claims)).isNull();
    assertThat(INSIDE.byForwarded().client(at("203.0.113.9", 1), claims)).isNull();
    assertThat(INSIDE.client(UnixDomainSocketAddress.of("/run/x"), claims)).isNull();
    assertThat(
            Objects.requireNonNull(
                    TrustedProxies.of("unix:").client(UnixDomainSocketAddress.of("/x"), claims))
                .remote())
        .isEqualTo(at("10.0.0.5", 0));
    assertThat(TrustedProxies.of("unix:").client(PROXY, claims)).isNull();
    assertThat(INSIDE.client(InetSocketAddress.createUnresolved("10.0.0.1", 1), claims)).isNull();
  }

  @Test
  void a_field_that_was_not_agreed_on_is_not_read() {
    String[] both = {
      "X-Forwarded-For",
      "1.1.1.1",
      "X-Forwarded-Proto",
      "https",
      "X-Forwarded-Host",
      "a.example",
      "Forwarded",
      "for=2.2.2.2;host=b.example"
    };
    Client usual = client(INSIDE, both);
    assertThat(usual.remote()).isEqualTo(at("1.1.1.1", 0));
    assertThat(usual.scheme()).contains("https");
    assertThat(usual.authority()).isEmpty();
    Client withHost = client(INSIDE.withForwardedHost(), both);
    assertThat(withHost.authority()).contains("a.example");
    Client standard = client(INSIDE.byForwarded(), both);
    assertThat(standard.remote()).isEqualTo(at("2.2.2.2", 0));
    assertThat(standard.scheme()).isEmpty();
    assertThat(standard.authority()).contains("b.example");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, https, https",
    "203.0.113.9, HTTPS, https",
    "203.0.113.9, http, http",
    "203.0.113.9, ftp, ''",
    "203.0.113.9, '', ''",
    "203.0.113.9, 'https, http', http",
    "'1.1.1.1, 203.0.113.9', 'https, http', http",
    "'203.0.113.9, 10.0.0.7', 'https, http', https",
    "'203.0.113.9, 10.0.0.7', https, https",
    "'203.0.113.9, 10.0.0.7, 10.0.0.8', 'https, http', https",
    "'', https, https"
  })
  @Row("G35")
  void the_scheme_is_what_the_believed_proxy_was_asked_by(
      String addresses, String schemes, String expected) {
    Client found = client(INSIDE, "X-Forwarded-For", addresses, "X-Forwarded-Proto", schemes);
    assertThat(found.scheme().orElse("")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org",
    "example.org:8443, example.org:8443",
    "'evil.example, example.org', example.org",
    "'[2001:db8::1]:80', '[2001:db8::1]:80'",
    "a b, ''",
    "user@example.org, ''",
    "example.org/x, ''",
    "example.org?x, ''",
    "1.2.3, ''",
    "'', ''"
  })
  void the_host_is_one_or_is_ignored(String field, String expected) {
    Client found =
        client(
            INSIDE.withForwardedHost(),
            "X-Forwarded-For",
            "203.0.113.9",
            "X-Forwarded-Host",
            field);
    assertThat(found.authority().orElse("")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "for=203.0.113.9;proto=https;host=a.example ! /203.0.113.9:0 https a.example",
        "for=\"203.0.113.9:_x\";proto=http ! /203.0.113.9:0 http -",
        "for=\"[2001:db8::9]:77\" ! /[2001:db8:0:0:0:0:0:9]:77 - -",
        "for=1.1.1.1;host=evil.example, for=203.0.113.9;host=a.example ! /203.0.113.9:0 - a.example",
        "for=203.0.113.9;proto=https, for=10.0.0.7;proto=http;host=b.example ! /203.0.113.9:0 https b.example",
        "for=203.0.113.9, for=10.0.0.7;proto=http ! /203.0.113.9:0 http -",
        "for=unknown;proto=https, for=10.0.0.7 ! /10.0.0.7:0 https -",
        "for=_hidden;proto=https;host=\"\" ! /10.0.0.1:55555 https -",
        "for=1.1.1.1;proto=https, proto=http ! /10.0.0.1:55555 http -",
        "for=1.1.1.1, for=[2001:db8::9] ! /10.0.0.1:55555 - -",
        "for=\"1.1.1.1, for=203.0.113.9 ! /10.0.0.1:55555 - -",
        "for=\"203.0.113.9:1:2\" ! /10.0.0.1:55555 - -"
      })
  @Row("G35")
  void the_standard_field_is_read_in_the_same_way(String field, String expected) {
    Client found = client(INSIDE.byForwarded(), "Forwarded", field);
    assertThat(
            found.remote() + " " + found.scheme().orElse("-") + " " + found.authority().orElse("-"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.1/8", "10.0.0.0/33", "", "unix"})
  void what_is_no_network_is_refused_at_once(String network) {
    assertThatThrownBy(() -> TrustedProxies.of(network))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_request_tells_what_a_trusted_proxy_says() throws IOException {
    Handler facts =
        request ->
            Response.text(
                String.join(
                    " ",
                    ((InetSocketAddress) request.remote()).getHostString(),
                    request.scheme(),
                    request.uri().text(),
                    ((InetSocketAddress) request.connectedFrom()).getHostString()));
    String asked =
        "GET /a?b HTTP/1.1\r\nHost: inner\r\nX-Forwarded-For: 1.1.1.1, 203.0.113.9\r\n"
            + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: outer.example\r\n\r\n";
    try (HttpServer server =
        HttpServer.builder().handler(facts).trustedProxies("127.0.0.0/8", "::1").start()) {
      assertThat(RawClient.once(server.port(), asked).text())
          .isEqualTo("203.0.113.9 https https://inner/a?b 127.0.0.1");
    }
    try (HttpServer server =
        HttpServer.builder()
            .handler(facts)
            .trustedProxies(TrustedProxies.of("127.0.0.1").withForwardedHost())
            .start()) {
      assertThat(RawClient.once(server.port(), asked).text())
          .isEqualTo("203.0.113.9 https https://outer.example/a?b 127.0.0.1");
    }
    try (HttpServer server = HttpServer.builder().handler(facts).start()) {
      assertThat(RawClient.once(server.port(), asked).text())
          .isEqualTo("127.0.0.1 http http://inner/a?b 127.0.0.1");
    }
    assertThat(TrustedProxies.of("10.0.0.0/8", "unix:"))
        .hasToString("trusted proxies [10.0.0.0/8] and Unix-domain sockets");
  }
}
