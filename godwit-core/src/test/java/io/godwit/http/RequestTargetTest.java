package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.godwit.http.RequestTarget.AbsoluteForm;
import io.godwit.http.RequestTarget.Asterisk;
import io.godwit.http.RequestTarget.AuthorityForm;
import io.godwit.http.RequestTarget.OriginForm;
import io.godwit.tests.Row;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four forms of a request target (RFC 9112 section 3.2). */
final class RequestTargetTest {

  static Stream<Arguments> originForms() {
    return Stream.of(
        arguments("/", "/", Optional.empty()),
        arguments("/where?q=now", "/where", Optional.of("q=now")),
        arguments("/?", "/", Optional.of("")),
        arguments("/a??b", "/a", Optional.of("?b")),
        arguments("/a/../%7e%2F;p?x=%7a", "/a/../%7e%2F;p", Optional.of("x=%7a")),
        arguments("//h/a", "//h/a", Optional.empty()),
        arguments("/http://h/", "/http://h/", Optional.empty()),
        arguments("/a@b:c", "/a@b:c", Optional.empty()),
        arguments("/-._~!$&'()*+,;=:@", "/-._~!$&'()*+,;=:@", Optional.empty()),
        arguments("/?-._~!$&'()*+,;=:@/?", "/", Optional.of("-._~!$&'()*+,;=:@/?")));
  }

  @ParameterizedTest
  @MethodSource("originForms")
  void the_origin_form_is_kept_as_received(String raw, String path, Optional<String> query) {
    assertThat(RequestTarget.parse("GET", raw)).isEqualTo(new OriginForm(path, query));
    assertThat(RequestTarget.parse("OPTIONS", raw)).isEqualTo(new OriginForm(path, query));
  }

  @Test
  void an_origin_form_without_a_query_is_not_copied() {
    String raw = "/a/b";

    assertThat(RequestTarget.parse("GET", raw))
        .isInstanceOfSatisfying(OriginForm.class, o -> assertThat(o.path()).isSameAs(raw));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, http://www.example.org/pub/WWW/TheProject.html, http://www.example.org/pub/WWW/TheProject.html",
    "GET, HTTP://H:80, http://h/",
    "GET, http://h?q, http://h/?q",
    "GET, http://h/a/../b?c/../d, http://h/b?c/../d",
    "POST, https://[2001:DB8::1]:8443/%7e, https://[2001:db8::1]:8443/~",
    "OPTIONS, http://h:8001, http://h:8001/",
    "GET, ftp://h/a, ftp://h/a",
    "GET, http://h%2eexample/, http://h.example/",
  })
  @Row("G38")
  void the_absolute_form_is_a_uri(String method, String raw, String uri) {
    assertThat(RequestTarget.parse(method, raw)).isEqualTo(new AbsoluteForm(Uri.of(uri)));
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com:80, www.example.com, 80",
    "WWW.Example.com:443, www.example.com, 443",
    "192.0.2.1:8080, 192.0.2.1, 8080",
    "[2001:DB8::1]:443, 2001:db8::1, 443",
    "h:0, h, 0",
    "h:65535, h, 65535",
    "xn--bcher-kva.example:1, xn--bcher-kva.example, 1",
  })
  @Row("G38")
  void the_authority_form_is_that_of_connect(String raw, String host, int port) {
    assertThat(RequestTarget.parse("CONNECT", raw)).isEqualTo(new AuthorityForm(host, port));
  }

  @Test
  @Row("G38")
  void the_asterisk_form_is_that_of_options() {
    assertThat(RequestTarget.parse("OPTIONS", "*")).isEqualTo(new Asterisk());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "GET, ``, 0, an empty request target",
        "CONNECT, ``, 0, an empty request target",
        "GET, *, 0, the target \"*\" of a method other than OPTIONS",
        "options, *, 0, the target \"*\" of a method other than OPTIONS",
        "OPTIONS, **, 0, neither a path nor a URI nor \"*\"",
        "GET, a, 0, neither a path nor a URI nor \"*\"",
        "GET, ?a, 0, neither a path nor a URI nor \"*\"",
        "GET, h:80, 0, neither a path nor a URI nor \"*\"",
        "GET, mailto:a, 0, neither a path nor a URI nor \"*\"",
        "GET, ` /`, 0, neither a path nor a URI nor \"*\"",
        "GET, `/a b`, 2, a character not allowed in a request target (U+0020)",
        "GET, `/ `, 1, a character not allowed in a request target (U+0020)",
        "GET, /a#b, 2, `a character not allowed in a request target ('#', U+0023)`",
        "GET, /?#, 2, `a character not allowed in a request target ('#', U+0023)`",
        "GET, /é, 1, a character not allowed in a request target (U+00E9)",
        "GET, /?é, 2, a character not allowed in a request target (U+00E9)",
        "GET, /a|b, 2, `a character not allowed in a request target ('|', U+007C)`",
        "GET, /?a[b], 3, `a character not allowed in a request target ('[', U+005B)`",
        "GET, /\\h, 1, `a character not allowed in a request target ('\\', U+005C)`",
        "GET, /%zz, 1, `a character not allowed in a request target ('%', U+0025)`",
        "GET, /?%a, 2, `a character not allowed in a request target ('%', U+0025)`",
        "GET, /%, 1, `a character not allowed in a request target ('%', U+0025)`",
        "GET, http://u@h/, 8, `a character not allowed in this request target ('@', U+0040)`",
        "GET, http://@h/, 7, `a character not allowed in this request target ('@', U+0040)`",
        "GET, http://h#f, 8, `a character not allowed in this request target ('#', U+0023)`",
        "GET, http://h/#f, 9, `a character not allowed in a request target ('#', U+0023)`",
        "GET, http://h/?a#f, 11, `a character not allowed in a request target ('#', U+0023)`",
        "GET, `http://h/a b`, 10, a character not allowed in a request target (U+0020)",
        "GET, `http://h /`, 8, a character not allowed in this request target (U+0020)",
        "GET, ` http://h/`, 0, a character not allowed in this request target (U+0020)",
        "GET, http://é/, 7, a character not allowed in this request target (U+00E9)",
        "GET, http://h/%zz, 9, `a character not allowed in a request target ('%', U+0025)`",
        "GET, http:///a, 7, the host is missing",
        "GET, http://:80/, 7, the host is missing",
        "GET, file:///a, 7, the host is missing",
        "GET, http://h:x/, 9, a port that is not a number",
        "GET, 1http://h/, 0, a scheme must begin with a letter",
        "GET, ://h/, 0, a scheme must begin with a letter",
        "GET, a/b://h/, 7, the host is missing",
        "CONNECT, h, 1, CONNECT without a port",
        "CONNECT, h:, 2, CONNECT without a port",
        "CONNECT, :80, 0, the host is missing",
        "CONNECT, /, 0, `CONNECT names a host and a port, nothing else`",
        "CONNECT, *, 0, `a character that a host cannot have ('*', U+002A)`",
        "CONNECT, h:80/, 4, `CONNECT names a host and a port, nothing else`",
        "CONNECT, h:80?, 4, `CONNECT names a host and a port, nothing else`",
        "CONNECT, h\\:80, 1, `CONNECT names a host and a port, nothing else`",
        "CONNECT, http://h:80, 5, `CONNECT names a host and a port, nothing else`",
        "CONNECT, h:80#, 4, `a character not allowed in this request target ('#', U+0023)`",
        "CONNECT, `h:80 `, 4, a character not allowed in this request target (U+0020)",
        "CONNECT, é:80, 0, a character not allowed in this request target (U+00E9)",
        "CONNECT, h:65536, 2, a port above 65535",
        "CONNECT, 127.1:80, 0, a host that ends in a number must be four decimal numbers",
        "CONNECT, ::1:80, 0, more than one colon: an IPv6 address needs brackets",
        "CONNECT, [::1:80, 1, more than one colon: an IPv6 address needs brackets",
      })
  void a_target_that_the_grammar_does_not_allow_is_refused(
      String method, String raw, int index, String reason) {
    InvalidUri fault = refusal(method, raw);

    assertThat(fault.reason()).startsWith(reason);
    if (raw.indexOf('@') < 0) {
      assertThat(fault.index()).isEqualTo(index);
    }
  }

  @Test
  void user_information_is_refused_and_not_shown() {
    InvalidUri fault = refusal("CONNECT", "me:secret@h:80");

    assertThat(fault.reason()).contains("'@'");
    assertThat(fault.getMessage()).doesNotContain("secret");
    assertThat(refusal("GET", "http://me:secret@h/").getMessage()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 10, 13, 31, 32, 127, 128, 0x85, 0xA0, 255})
  void a_control_character_is_refused_in_every_form(int octet) {
    String odd = Character.toString(octet);

    assertThat(refusal("GET", "/" + odd).index()).isEqualTo(1);
    assertThat(refusal("GET", "/?" + odd).index()).isEqualTo(2);
    assertThat(refusal("GET", "http://h/" + odd).index()).isEqualTo(9);
    assertThat(refusal("GET", "http://h" + odd).index()).isEqualTo(8);
    assertThat(refusal("CONNECT", "h:80" + odd).index()).isEqualTo(4);
    assertThat(refusal("OPTIONS", "*" + odd).index()).isZero();
  }

  private static InvalidUri refusal(String method, String raw) {
    InvalidUri fault =
        catchThrowableOfType(InvalidUri.class, () -> RequestTarget.parse(method, raw));
    assertThat(fault).as(raw).isNotNull();
    return fault;
  }
}
