package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.godwit.tests.Row;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Uri} makes of the texts it takes. */
final class UriTest {

  @Test
  void an_absolute_uri_comes_apart() {
    Uri uri = Uri.of("HTTPS://Me:Se%63ret@Example.COM:8443/a/./b/../c;p=1?q=1&q=2&r#Top/?x");

    assertThat(uri.absolute()).isTrue();
    assertThat(uri.scheme()).isEqualTo("https");
    assertThat(uri.userInfo()).contains("Me:Secret");
    assertThat(uri.host()).isEqualTo("example.com");
    assertThat(uri.hostIsLiteral()).isFalse();
    assertThat(uri.port()).isEqualTo(8443);
    assertThat(uri.authority()).isEqualTo("example.com:8443");
    assertThat(uri.hostAndPort()).isEqualTo("example.com:8443");
    assertThat(uri.path()).isEqualTo("/a/c;p=1");
    assertThat(uri.query()).contains("q=1&q=2&r");
    assertThat(uri.fragment()).contains("Top/?x");
    assertThat(uri.target()).isEqualTo("/a/c;p=1?q=1&q=2&r");
    assertThat(uri.origin()).isEqualTo(new Origin("https", "example.com", 8443));
    assertThat(uri.text()).isEqualTo("https://Me:Secret@example.com:8443/a/c;p=1?q=1&q=2&r#Top/?x");
  }

  @Test
  void the_least_absolute_uri_has_a_path_and_nothing_else() {
    Uri uri = Uri.of("http://h");

    assertThat(uri.text()).isEqualTo("http://h/");
    assertThat(uri.userInfo()).isEmpty();
    assertThat(uri.port()).isEqualTo(80);
    assertThat(uri.authority()).isEqualTo("h");
    assertThat(uri.hostAndPort()).isEqualTo("h:80");
    assertThat(uri.path()).isEqualTo("/");
    assertThat(uri.query()).isEmpty();
    assertThat(uri.fragment()).isEmpty();
    assertThat(uri.target()).isEqualTo("/");
  }

  @ParameterizedTest
  @CsvSource({
    "http,80",
    "ws,80",
    "https,443",
    "wss,443",
    "HTTP,80",
    "Ws,80",
    "hTTPs,443",
    "wsS,443"
  })
  void a_port_that_the_scheme_means_anyway_is_dropped(String scheme, int port) {
    Uri uri = Uri.of(scheme + "://h:" + port + "/x");

    assertThat(uri).isEqualTo(Uri.of(scheme + "://h/x"));
    assertThat(uri.port()).isEqualTo(port);
    assertThat(uri.authority()).isEqualTo("h");
    assertThat(uri.hostAndPort()).isEqualTo("h:" + port);
    assertThat(uri.origin()).isEqualTo(new Origin(uri.scheme(), "h", port));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:443/, 443, h:443",
    "https://h:80/, 80, h:80",
    "http://h:0/, 0, h:0",
    "http://h:65535/, 65535, h:65535",
    "http://h:0080/, 80, h",
    "http://h:/, 80, h",
    "https://[::1]:/, 443, [::1]",
    "https://[::1]:8443, 8443, [::1]:8443",
    "ftp://h:21/, 21, h:21",
    "ftp://h:/, -1, h",
    "httpx://h/, -1, h",
  })
  void a_port_is_what_is_written_or_what_the_scheme_means(String text, int port, String authority) {
    assertThat(Uri.of(text).port()).isEqualTo(port);
    assertThat(Uri.of(text).authority()).isEqualTo(authority);
    if (port >= 0) {
      assertThat(Uri.of(text).hostAndPort()).endsWith(":" + port);
    }
  }

  static Stream<Arguments> canonicalForms() {
    return Stream.of(
        // What people paste.
        arguments(" http://h/ ", "http://h/"),
        arguments("\t\r\n\f http://h/a\n", "http://h/a"),
        arguments("\u00A0\uFEFFhttp://h/a\u3000", "http://h/a"),
        arguments("http://h/a b?c d#e f", "http://h/a%20b?c%20d#e%20f"),
        arguments("http://h/a|b?c|d#e|f", "http://h/a%7Cb?c%7Cd#e%7Cf"),
        arguments(
            "http://h/\"<>^`{}?\"<>^`{}#\"<>^`{}",
            "http://h/%22%3C%3E%5E%60%7B%7D?%22%3C%3E%5E%60%7B%7D#%22%3C%3E%5E%60%7B%7D"),
        arguments("http://h/[a]?b[]=1#[c]", "http://h/%5Ba%5D?b%5B%5D=1#%5Bc%5D"),
        arguments("http://h/a\\b?c\\d", "http://h/a%5Cb?c%5Cd"),
        arguments("http://h/é?é#é", "http://h/%C3%A9?%C3%A9#%C3%A9"),
        arguments(
            "http://h/\u07FF\u0800\uFFFD\uD83D\uDE00\uDBFF\uDFFD",
            "http://h/%DF%BF%E0%A0%80%EF%BF%BD%F0%9F%98%80%F4%8F%BF%BD"),
        arguments("http://h/\u0080\u2028-", "http://h/%C2%80%E2%80%A8-"),
        arguments("http://h/?a#b#c", "http://h/?a#b%23c"),
        arguments("http://ü:é|@h/", "http://%C3%BC:%C3%A9%7C@h/"),
        // What may stand as it is.
        arguments(
            "http://h/-._~!$&'()*+,;=:@/?-._~!$&'()*+,;=:@/?#-._~!$&'()*+,;=:@/?",
            "http://h/-._~!$&'()*+,;=:@/?-._~!$&'()*+,;=:@/?#-._~!$&'()*+,;=:@/?"),
        arguments("http://-._~!$&'()*+,;=:%40@h/", "http://-._~!$&'()*+,;=:%40@h/"),
        // Percent signs.
        arguments("http://h/100%?50%#1%", "http://h/100%25?50%25#1%25"),
        arguments("http://h/%?%", "http://h/%25?%25"),
        arguments("http://h/%a?%a", "http://h/%25a?%25a"),
        arguments("http://h/%ag?%ga", "http://h/%25ag?%25ga"),
        arguments("http://h/%%41?%%41", "http://h/%25A?%25%41"),
        arguments("http://h/%2?%", "http://h/%252?%25"),
        arguments("http://h/%\uFF11\uFF11", "http://h/%25%EF%BC%91%EF%BC%91"),
        // Escapes: one form in a path, as they came in a query.
        arguments("http://h/%2f%2F%3a%c3%A9%Ab%aB", "http://h/%2F%2F%3A%C3%A9%AB%AB"),
        arguments("http://h/%7e%41%7A%30%2D%5f%2e", "http://h/~Az0-_."),
        arguments("http://h/%25%2541%00%0d%0A", "http://h/%25%2541%00%0D%0A"),
        arguments("http://h/?%7e%2f%41%c3%A9#%7e%2f%41", "http://h/?%7e%2f%41%c3%A9#%7e%2f%41"),
        arguments("http://%7e%3a%41@h/", "http://~%3AA@h/"),
        // Queries: nothing lost, nothing moved.
        arguments("http://h?", "http://h/?"),
        arguments("http://h/?", "http://h/?"),
        arguments("http://h/?#", "http://h/?#"),
        arguments("http://h/#", "http://h/#"),
        arguments("http://h?a=1", "http://h/?a=1"),
        arguments("http://h#a?b", "http://h/#a?b"),
        arguments("http://h/?b=2&a=1&b=2&&=&c", "http://h/?b=2&a=1&b=2&&=&c"),
        arguments("http://h/?a+b=%20&c;d", "http://h/?a+b=%20&c;d"),
        arguments("http://h/?a/../b", "http://h/?a/../b"),
        // Dot segments.
        arguments("http://h/.", "http://h/"),
        arguments("http://h/..", "http://h/"),
        arguments("http://h/a/.", "http://h/a/"),
        arguments("http://h/a/..", "http://h/"),
        arguments("http://h/a/b/../../../c", "http://h/c"),
        arguments("http://h/a/./b/./c/./", "http://h/a/b/c/"),
        arguments("http://h/a//../b", "http://h/a/b"),
        arguments("http://h/a/..//b", "http://h//b"),
        arguments("http://h/a/%2e%2E/b/%2e/.%2e/c", "http://h/c"),
        arguments("http://h/.a/..b/c./d../...", "http://h/.a/..b/c./d../..."),
        arguments("http://h/a/..?x=/../y", "http://h/?x=/../y"),
        arguments("http://h/a/..#f", "http://h/#f"),
        arguments("http://h/a/.?", "http://h/a/?"),
        arguments("http://h/..%2f", "http://h/..%2F"),
        // Authorities.
        arguments("http://@h/", "http://h/"),
        arguments("http://:@h/", "http://:@h/"),
        arguments("http://u@h/", "http://u@h/"),
        arguments("http://u:@h/", "http://u:@h/"),
        arguments("http://u:p:q@h/", "http://u:p:q@h/"),
        arguments("http://EXAMPLE.com./", "http://example.com./"),
        arguments("http://my_service:8080/", "http://my_service:8080/"),
        arguments("http://-a-.b--c/", "http://-a-.b--c/"),
        arguments("http://%65xample.%43om/", "http://example.com/"),
        arguments("http://1a/", "http://1a/"),
        arguments("http://1.com/", "http://1.com/"),
        arguments("http://0x.com/", "http://0x.com/"),
        arguments("http://0xg/", "http://0xg/"),
        // International host names.
        arguments("http://faß.de/", "http://xn--fa-hia.de/"),
        arguments("http://FAẞ.de/", "http://xn--fa-hia.de/"),
        arguments("http://Bücher.example/", "http://xn--bcher-kva.example/"),
        arguments("http://B%C3%BCcher.example/", "http://xn--bcher-kva.example/"),
        arguments("http://bu\u0308cher.example/", "http://xn--bcher-kva.example/"),
        arguments("http://日本語。ＪＰ/", "http://xn--wgv71a119e.jp/"),
        arguments("http://XN--BCHER-KVA.example/", "http://xn--bcher-kva.example/"),
        arguments("http://a.xn--bcher-kva/", "http://a.xn--bcher-kva/"),
        arguments("http://ex\u00ADample.com/", "http://example.com/"),
        arguments("http://bücher.example。/", "http://xn--bcher-kva.example./"),
        arguments("http://１２７．０．０．１/", "http://127.0.0.1/"),
        // Other schemes.
        arguments("FTP://H/a/../b", "ftp://h/b"),
        arguments("ftp://h", "ftp://h"),
        arguments("ftp://h?q", "ftp://h?q"),
        arguments("file:///etc/hosts", "file:///etc/hosts"),
        arguments("file://", "file://"),
        arguments("z://h/", "z://h/"),
        arguments("A://h/", "a://h/"),
        arguments("Z://h/", "z://h/"),
        arguments("a+b-c.1://h/", "a+b-c.1://h/"));
  }

  @Row("P54")
  @ParameterizedTest
  @MethodSource("canonicalForms")
  void a_text_has_one_canonical_form(String text, String canonical) {
    assertThat(Uri.of(text).text()).isEqualTo(canonical);
    assertThat(Uri.of(canonical).text()).isEqualTo(canonical);
    assertThat(Uri.of(text)).isEqualTo(Uri.of(canonical)).hasSameHashCodeAs(Uri.of(canonical));
  }

  static Stream<Arguments> relativeReferences() {
    return Stream.of(
        arguments("a/../b?c#d", "a/../b?c#d"),
        arguments("../%7e%2e", "../~."),
        arguments("/a/./b", "/a/./b"),
        arguments("/", "/"),
        arguments("", ""),
        arguments("  ", ""),
        arguments("?é=|", "?%C3%A9=%7C"),
        arguments("?", "?"),
        arguments("#a:b", "#a:b"),
        arguments("./a:b", "./a:b"),
        arguments("/a:b", "/a:b"),
        arguments("?a:b", "?a:b"),
        arguments("//H:443/A", "//h:443/A"),
        arguments("//h", "//h"),
        arguments("//u:p@h/", "//u:p@h/"),
        arguments("a\\b", "a%5Cb"),
        arguments("1/2", "1/2"),
        arguments("@", "@"),
        arguments("faß.de", "fa%C3%9F.de"));
  }

  @ParameterizedTest
  @MethodSource("relativeReferences")
  void a_relative_reference_keeps_its_dot_segments(String text, String canonical) {
    Uri uri = Uri.of(text);

    assertThat(uri.text()).isEqualTo(canonical);
    assertThat(uri.absolute()).isFalse();
    assertThat(uri.scheme()).isEmpty();
  }

  @Test
  void a_relative_reference_has_no_host_and_no_target() {
    Uri uri = Uri.of("a?b");

    assertThat(uri.host()).isEmpty();
    assertThat(uri.hostIsLiteral()).isFalse();
    assertThat(uri.port()).isEqualTo(-1);
    assertThat(uri.authority()).isEmpty();
    assertThat(uri.userInfo()).isEmpty();
    assertThat(uri.path()).isEqualTo("a");
    assertThat(uri.query()).contains("b");
    assertThatIllegalStateException().isThrownBy(uri::target).withMessageContaining("a?b");
    assertThatIllegalStateException().isThrownBy(uri::origin).withMessageContaining("a?b");
    assertThatIllegalStateException().isThrownBy(uri::hostAndPort).withMessageContaining("a?b");
    assertThatIllegalStateException().isThrownBy(() -> uri.resolve("c"));
  }

  @Test
  void a_reference_to_another_host_has_a_host_but_no_target() {
    Uri uri = Uri.of("//me:secret@H:80/a");

    assertThat(uri.host()).isEqualTo("h");
    assertThat(uri.port()).isEqualTo(80);
    assertThat(uri.userInfo()).contains("me:secret");
    assertThat(uri.hostAndPort()).isEqualTo("h:80");
    assertThatIllegalStateException().isThrownBy(uri::target).withMessageContaining("//***@h:80/a");
    assertThatIllegalStateException().isThrownBy(uri::origin);
    assertThatIllegalStateException().isThrownBy(() -> Uri.of("//h/").hostAndPort());
  }

  @Test
  void a_scheme_of_others_has_a_target_and_no_port_of_its_own() {
    Uri uri = Uri.of("ftp://h?q");

    assertThat(uri.path()).isEmpty();
    assertThat(uri.target()).isEqualTo("/?q");
    assertThat(Uri.of("ftp://h").target()).isEqualTo("/");
    assertThat(uri.origin()).isEqualTo(new Origin("ftp", "h", -1));
    assertThatIllegalStateException().isThrownBy(uri::hostAndPort);
    assertThatIllegalStateException().isThrownBy(() -> Uri.of("file:///a").hostAndPort());
    assertThat(Uri.of("file:///a").origin()).isEqualTo(new Origin("file", "", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/, 192.0.2.1, 192.0.2.1",
    "http://0.0.0.0/, 0.0.0.0, 0.0.0.0",
    "http://255.255.255.255/, 255.255.255.255, 255.255.255.255",
    "http://[2001:DB8::1]/, 2001:db8::1, [2001:db8::1]",
    "http://[::]:8080/, ::, [::]:8080",
  })
  void an_address_is_a_literal(String text, String host, String authority) {
    Uri uri = Uri.of(text);

    assertThat(uri.hostIsLiteral()).isTrue();
    assertThat(uri.host()).isEqualTo(host);
    assertThat(uri.authority()).isEqualTo(authority);
    assertThat(uri.hostAndPort())
        .isEqualTo(authority.endsWith("8080") ? authority : authority + ":80");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/, http://h/?n=v",
    "http://h/?, http://h/?n=v",
    "http://h/?a=1, http://h/?a=1&n=v",
    "http://h/?a=1&, http://h/?a=1&n=v",
    "http://h/?n=v, http://h/?n=v&n=v",
    "http://h/p?b&a%2f#f, http://h/p?b&a%2f&n=v#f",
    "a, a?n=v",
  })
  void a_pair_goes_to_the_end_of_the_query(String before, String after) {
    assertThat(Uri.of(before).withQuery("n", "v").text()).isEqualTo(after);
  }

  @Test
  void a_pair_is_encoded_all_but_unreserved_characters() {
    Uri uri = Uri.of("http://h/").withQuery("a b&c=d", "+/?#%é\r\n\u0000😀-._~Az09 ");

    assertThat(uri.query())
        .contains("a%20b%26c%3Dd=%2B%2F%3F%23%25%C3%A9%0D%0A%00%F0%9F%98%80-._~Az09%20");
    assertThat(uri.target()).isEqualTo("/?" + uri.query().orElseThrow());
    assertThat(Uri.of(uri.text())).isEqualTo(uri);
    assertThat(Uri.of("http://h/").withQuery("", "").query()).contains("=");
  }

  @Test
  void half_a_surrogate_pair_in_a_pair_is_refused() {
    Uri uri = Uri.of("http://h/");

    assertThatExceptionOfType(InvalidUri.class)
        .isThrownBy(() -> uri.withQuery("a", "b\uD800"))
        .satisfies(e -> assertThat(e.index()).isEqualTo(1));
    assertThatExceptionOfType(InvalidUri.class).isThrownBy(() -> uri.withQuery("\uDC00a", "b"));
  }

  @Test
  void user_information_and_fragment_can_be_taken_away() {
    Uri uri = Uri.of("http://u:p@h:81/a?b#c");

    assertThat(uri.withoutFragment().text()).isEqualTo("http://u:p@h:81/a?b");
    assertThat(uri.withoutUserInfo().text()).isEqualTo("http://h:81/a?b#c");
    assertThat(uri.withoutUserInfo().userInfo()).isEmpty();
    assertThat(uri.withoutFragment().fragment()).isEmpty();

    Uri bare = Uri.of("http://h/");
    assertThat(bare.withoutFragment()).isSameAs(bare);
    assertThat(bare.withoutUserInfo()).isSameAs(bare);
    Uri relative = Uri.of("a");
    assertThat(relative.withoutUserInfo()).isSameAs(relative);
  }

  @Test
  void what_it_shows_of_itself_has_no_user_information() {
    assertThat(Uri.of("https://me:secret@h:81/a?b#c")).hasToString("https://***@h:81/a?b#c");
    assertThat(Uri.of("https://token@h/")).hasToString("https://***@h/");
    assertThat(Uri.of("https://h/@a?b@c")).hasToString("https://h/@a?b@c");
    assertThat(Uri.of("../a")).hasToString("../a");
  }

  @Test
  void uris_are_equal_if_their_texts_are() {
    Uri uri = Uri.of("http://h/a");

    assertThat(uri).isEqualTo(Uri.of("HTTP://H:80/b/../%61")).isNotEqualTo(Uri.of("http://h/b"));
    assertThat(uri).isNotEqualTo(Uri.of("http://h/a#")).isNotEqualTo(Uri.of("http://u@h/a"));
    assertThat(uri.equals((Object) "http://h/a")).isFalse();
    assertThat(uri.hashCode()).isNotEqualTo(Uri.of("http://h/b").hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://u:p@[2001:db8::1]:8443/a/b%20c?x=1&x=2#f",
        "https://example.com/",
        "http://h/?",
        "http://h/#",
        "//h:80",
        "a/../b?c",
        "",
      })
  void a_text_that_is_canonical_already_is_not_copied(String text) {
    assertThat(Uri.of(text).text()).isSameAs(text);
  }
}
