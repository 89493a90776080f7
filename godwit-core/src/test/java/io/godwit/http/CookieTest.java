package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Set-Cookie fields mean, and how cookies are written. */
final class CookieTest {
  static Stream<Arguments> fields() {
    return Stream.of(
        arguments("a=b", "a", "b", ""),
        arguments("a=b;", "a", "b", ""),
        arguments("a=b;;;", "a", "b", ""),
        arguments(" \ta\t = \tb c\t ", "a", "b c", ""),
        arguments("a=b=c", "a", "b=c", ""),
        arguments("a=", "a", "", ""),
        arguments("=b", "", "b", ""),
        arguments("==b", "", "=b", ""),
        arguments("b", "", "b", ""),
        arguments("a=\"b; c\"", "a", "\"b", ""),
        arguments("a=\"b\"", "a", "\"b\"", ""),
        arguments("a=b,c=d", "a", "b,c=d", ""),
        arguments("a b=c\td", "a b", "c\td", ""),
        arguments("a=\u00e4\u00ff", "a", "\u00e4\u00ff", ""),
        arguments("a=b; Secure", "a", "b", "; Secure"),
        arguments("a=b;secure=no", "a", "b", "; Secure"),
        arguments("a=b ; HTTPONLY ;", "a", "b", "; HttpOnly"),
        arguments("a=b; Secured; Http Only; Partitioned; Priority=High", "a", "b", ""),
        arguments("a=b; domain=EXAMPLE.org", "a", "b", "; Domain=example.org"),
        arguments("a=b; Domain = .example.org", "a", "b", "; Domain=example.org"),
        arguments("a=b; Domain=..example.org", "a", "b", "; Domain=..example.org"),
        arguments("a=b; Domain=. example.org", "a", "b", "; Domain=. example.org"),
        arguments("a=b; Domain=.\t.", "a", "b", "; Domain=.\t."),
        arguments("a=b; Domain=. ", "a", "b", ""),
        arguments("a=b; Domain=", "a", "b", ""),
        arguments("a=b; Domain=.", "a", "b", ""),
        arguments("a=b; Domain", "a", "b", ""),
        arguments("a=b; Domain=x.org; Domain=y.org", "a", "b", "; Domain=y.org"),
        arguments("a=b; Domain=x.org; Domain=", "a", "b", ""),
        arguments("a=b; Path=/x y", "a", "b", "; Path=/x y"),
        arguments("a=b; Path=x", "a", "b", ""),
        arguments("a=b; Path=", "a", "b", ""),
        arguments("a=b; Path=/x; Path=y", "a", "b", ""),
        arguments("a=b; Path=/x; Path=/y=z", "a", "b", "; Path=/y=z"),
        arguments("a=b; Max-Age=10", "a", "b", "; Max-Age=10"),
        arguments("a=b; Max-Age=-10", "a", "b", "; Max-Age=-10"),
        arguments("a=b; Max-Age=0", "a", "b", "; Max-Age=0"),
        arguments("a=b; Max-Age=007", "a", "b", "; Max-Age=7"),
        arguments("a=b; Max-Age=2147483646", "a", "b", "; Max-Age=2147483646"),
        arguments("a=b; Max-Age=2147483648", "a", "b", "; Max-Age=2147483647"),
        arguments("a=b; Max-Age=" + "9".repeat(1000), "a", "b", "; Max-Age=2147483647"),
        arguments("a=b; Max-Age=-" + "9".repeat(1000), "a", "b", "; Max-Age=-2147483647"),
        arguments("a=b; Max-Age=", "a", "b", ""),
        arguments("a=b; Max-Age=-", "a", "b", ""),
        arguments("a=b; Max-Age=+5", "a", "b", ""),
        arguments("a=b; Max-Age=5s", "a", "b", ""),
        arguments("a=b; Max-Age=\"5\"", "a", "b", ""),
        arguments("a=b; Max-Age=1.5", "a", "b", ""),
        arguments("a=b; Max-Age=5; Max-Age=6; Max-Age=x", "a", "b", "; Max-Age=6"),
        arguments(
            "a=b; Expires=Wed, 09-Jun-21 10:18:14 GMT",
            "a",
            "b",
            "; Expires=Wed, 09 Jun 2021 10:18:14 GMT"),
        arguments("a=b; Expires=0; Expires=never", "a", "b", ""),
        arguments("a=b; SameSite=strict", "a", "b", "; SameSite=Strict"),
        arguments("a=b; SameSite=LAX", "a", "b", "; SameSite=Lax"),
        arguments("a=b; samesite=none", "a", "b", "; SameSite=None"),
        arguments("a=b; SameSite", "a", "b", ""),
        arguments("a=b; SameSite=Strict; SameSite=Stricter", "a", "b", ""),
        arguments("a=b=; =; =Secure; Secure", "a", "b=", "; Secure"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_field_means_to_a_client(String field, String name, String value, String attributes) {
    Cookie cookie = Cookie.received(field).orElseThrow();

    assertThat(cookie.name()).isEqualTo(name);
    assertThat(cookie.value()).isEqualTo(value);
    assertThat(cookie.text()).isEqualTo(name + "=" + value + attributes);
    assertThat(cookie.toString()).isEqualTo(name + "=***" + attributes);
    assertThat(Cookie.received(cookie.text())).as("read again").contains(cookie);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t",
        "=",
        " = ",
        ";",
        "; Path=/",
        "=; Path=/",
        "a=b\u0000",
        "a=b; \u001f",
        "a\r=b",
        "a=b; Path=/\n",
        "a=\u007f",
        "a=\u0100"
      })
  void a_field_without_a_cookie_in_it_is_ignored(String field) {
    assertThat(Cookie.received(field)).isEmpty();
  }

  @Test
  void name_and_value_have_at_most_4096_octets_together() {
    assertThat(Cookie.received("ab=" + "v".repeat(4094))).isPresent();
    assertThat(Cookie.received("ab=" + "v".repeat(4095))).isEmpty();
    assertThat(Cookie.received("n".repeat(4096) + "=")).isPresent();
    assertThat(Cookie.received("n".repeat(4097) + "=; Path=/")).isEmpty();
  }

  @Test
  void an_attribute_of_more_than_1024_octets_is_as_if_it_were_not_there() {
    String longest = "/" + "p".repeat(1023);
    assertThat(Cookie.received("a=b; Path=/x; Path=" + longest).flatMap(Cookie::path))
        .contains(longest);
    assertThat(Cookie.received("a=b; Path=/x; Path=" + longest + "p").flatMap(Cookie::path))
        .contains("/x");
  }

  @Test
  void max_age_says_when_it_ends_and_expires_only_without_it() {
    Instant now = Instant.parse("2021-06-09T10:00:00Z");
    String expires = "; Expires=Wed, 09 Jun 2021 10:18:14 GMT";

    assertThat(Cookie.received("a=b").flatMap(c -> c.ends(now))).isEmpty();
    assertThat(Cookie.received("a=b" + expires).flatMap(c -> c.ends(now)))
        .contains(Instant.parse("2021-06-09T10:18:14Z"));
    assertThat(Cookie.received("a=b; Max-Age=60" + expires).flatMap(c -> c.ends(now)))
        .contains(Instant.parse("2021-06-09T10:01:00Z"));
    assertThat(Cookie.received("a=b; Max-Age=-60").flatMap(c -> c.ends(now)))
        .contains(Instant.parse("2021-06-09T09:59:00Z"));
  }

  @Test
  void all_set_cookie_fields_of_a_response_count() {
    Headers response =
        Headers.of("Set-Cookie", "a=1", "Server", "x", "set-cookie", "=", "SET-COOKIE", "b=2,c=3");

    assertThat(Cookie.received(response)).containsExactly(Cookie.of("a", "1"), received("b=2,c=3"));
    assertThat(Cookie.received(Headers.of("Server", "x"))).isEmpty();
  }

  @Test
  void a_request_brings_names_and_values() {
    Headers request = Headers.of("Cookie", "a=1; b=\"2\";c ; ;=; a=3", "Cookie", "d=4; $Path=/");

    assertThat(Cookie.sent(request).stream().map(Cookie::text))
        .containsExactly("a=1", "b=\"2\"", "=c", "a=3", "d=4", "$Path=/");
    assertThat(Cookie.sent(Headers.empty())).isEmpty();
  }

  @Test
  void a_server_writes_all_attributes() {
    Cookie cookie =
        Cookie.of("id", "7")
            .withDomain(".Example.org")
            .withPath("/a")
            .withExpires(Instant.parse("2021-06-09T10:18:14.9Z"))
            .withMaxAge(Duration.ofMillis(59_999))
            .withSecure()
            .withHttpOnly()
            .withSameSite(SameSite.NONE);

    assertThat(cookie.text())
        .isEqualTo(
            "id=7; Domain=example.org; Path=/a; Expires=Wed, 09 Jun 2021 10:18:14 GMT; Max-Age=59;"
                + " Secure; HttpOnly; SameSite=None");
    assertThat(Cookie.received(cookie.text())).contains(cookie);
    assertThat(cookie.withMaxAge(Duration.ofSeconds(Long.MAX_VALUE)).maxAge())
        .contains(Duration.ofSeconds(Integer.MAX_VALUE));
    assertThat(cookie.withMaxAge(Duration.ofSeconds(Long.MIN_VALUE)).maxAge())
        .contains(Duration.ofSeconds(-Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"a,''", "a,b", "a,!#$%&'()*+-./:<=>?@[]^_`{|}~", "a,\"b\"", "a,\"\"", "!#$,1"})
  void a_server_may_set(String name, String value) {
    assertThat(Cookie.of(name, value).text()).isEqualTo(name + "=" + value);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("", "b"),
        arguments("a b", "c"),
        arguments("a=", "c"),
        arguments("a;", "c"),
        arguments("a\r\nX", "c"),
        arguments("a", "hidden key"),
        arguments("a", "hidden;key"),
        arguments("a", "hidden,key"),
        arguments("a", "hidden\\key"),
        arguments("a", "hidden\"key"),
        arguments("a", "\"hidden"),
        arguments("a", "hidden\""),
        arguments("a", "\""),
        arguments("a", "hidden\r\nSet-Cookie: b=c"),
        arguments("a", "hidden\u007f"),
        arguments("a", "hidden\u00e9"),
        arguments("a", "hidden\u0000"),
        arguments("a", "h".repeat(4096)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_server_may_not_set_and_the_refusal_does_not_show_the_value(String name, String value) {
    assertThatThrownBy(() -> Cookie.of(name, value))
        .isInstanceOf(InvalidMessage.class)
        .message()
        .startsWith("cookie ")
        .doesNotContain("hidden", "\r", "hhhh");
  }

  @Test
  void attributes_that_would_be_read_as_something_else_are_refused() {
    Cookie cookie = Cookie.of("a", "b");
    for (String bad : List.of("", "x", " /x", "/x ", "/x;y", "/x\r\n", "/" + "x".repeat(1024))) {
      assertThatThrownBy(() -> cookie.withPath(bad)).as(bad).isInstanceOf(InvalidMessage.class);
    }
    for (String bad : List.of("", ".", "x; Secure", " x", "x\n", "x\u0100", "x".repeat(1025))) {
      assertThatThrownBy(() -> cookie.withDomain(bad)).as(bad).isInstanceOf(InvalidMessage.class);
    }
    assertThat(cookie.withPath("/" + "x".repeat(1023)).path()).isPresent();
    assertThat(cookie.withDomain("x".repeat(1024)).domain()).isPresent();
    for (String bad : List.of("1600-12-31T23:59:59Z", "+10000-01-01T00:00:00Z")) {
      assertThatThrownBy(() -> cookie.withExpires(Instant.parse(bad)))
          .as(bad)
          .isInstanceOf(InvalidMessage.class);
    }
    for (String good : List.of("1601-01-01T00:00:00Z", "9999-12-31T23:59:59.9Z")) {
      assertThat(cookie.withExpires(Instant.parse(good)).expires()).isPresent();
    }
  }

  @Test
  void a_cookie_cannot_be_made_that_is_read_as_another() {
    for (String name : List.of("a=b", "a;b", " a", "a\t", "a\n")) {
      assertThatThrownBy(() -> bare(name, "v")).as(name).isInstanceOf(InvalidMessage.class);
    }
    for (String value : List.of("a;b", " a", "a ", "a\n", "\u0100")) {
      assertThatThrownBy(() -> bare("n", value)).as(value).isInstanceOf(InvalidMessage.class);
    }
    assertThatThrownBy(() -> bare("", "")).isInstanceOf(InvalidMessage.class);
    assertThat(bare("", "a=b").text()).isEqualTo("=a=b");
  }

  private static Cookie bare(String name, String value) {
    return new Cookie(
        name,
        value,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  private static Cookie received(String field) {
    return Cookie.received(field).orElseThrow();
  }
}
