package io.godwit.policy.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Uri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which domains belong to nobody, and what is a site. */
final class PublicSuffixesTest {
  private static final PublicSuffixes SMALL =
      PublicSuffixes.parse(
          """
          // a comment, and an empty line

          com
          uk
            co.uk and what follows
          *.ck
          !www.ck
          *.deep.example
          Köln
          COMPANY.Test
          """);

  @ParameterizedTest
  @CsvSource({
    "com, com, ''",
    "example.com, com, example.com",
    "a.b.example.com, com, example.com",
    "uk, uk, ''",
    "co.uk, co.uk, ''",
    "x.co.uk, co.uk, x.co.uk",
    "y.x.co.uk, co.uk, x.co.uk",
    "x.uk, uk, x.uk",
    "xco.uk, uk, xco.uk",
    "ck, ck, ''",
    "b.ck, b.ck, ''",
    "a.b.ck, b.ck, a.b.ck",
    "z.a.b.ck, b.ck, a.b.ck",
    "www.ck, ck, www.ck",
    "a.www.ck, ck, www.ck",
    "deep.example, example, deep.example",
    "x.deep.example, x.deep.example, ''",
    "y.x.deep.example, x.deep.example, y.x.deep.example",
    "xn--kln-sna, xn--kln-sna, ''",
    "a.xn--kln-sna, xn--kln-sna, a.xn--kln-sna",
    "a.company.test, company.test, a.company.test",
    "localhost, localhost, ''",
    "printer.internal, internal, printer.internal",
    // A dot at the end changes nothing but itself.
    "co.uk., co.uk., ''",
    "y.x.co.uk., co.uk., x.co.uk.",
    "a.www.ck., ck., www.ck.",
    "localhost., localhost., ''",
  })
  void the_rule_with_the_most_labels_holds(String host, String suffix, String registrable) {
    assertThat(SMALL.publicSuffix(host)).isEqualTo(suffix);
    assertThat(SMALL.registrableDomain(host).orElse("")).isEqualTo(registrable);
    assertThat(SMALL.isPublicSuffix(host)).isEqualTo(registrable.isEmpty());
  }

  @Test
  void an_exception_goes_before_a_longer_rule() {
    PublicSuffixes odd = PublicSuffixes.parse("*.ck\n!www.ck\na.www.ck");
    assertThat(odd.publicSuffix("b.a.www.ck")).isEqualTo("ck");
  }

  @Test
  void rules_are_kept_in_ascii() {
    assertThat(SMALL.lines())
        .isEqualTo("!www.ck\n*.ck\n*.deep.example\nco.uk\ncom\ncompany.test\nuk\nxn--kln-sna\n");
    assertThat(SMALL.size()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example.com/, https://b.example.com:8443/, true",
    "http://example.com/, http://www.example.com/, true",
    "http://example.com/, https://example.com/, true",
    "http://example.com/, http://example.org/, false",
    "http://a.co.uk/, http://b.co.uk/, false",
    "http://co.uk/, http://co.uk/, true",
    "http://co.uk/, http://a.co.uk/, false",
    "http://a.co.uk/, http://co.uk/, false",
    "http://a.example.com/, http://a.example.com./, false",
    "http://127.0.0.1/, http://127.0.0.1:81/, true",
    "http://127.0.0.1/, http://127.1.0.1/, false",
    "http://1.2.0.1/, http://3.4.0.1/, false",
    "http://x.0.0.1.com/, http://127.0.0.1/, false",
    "http://[::1]/, http://[::2]/, false",
    "http://[::1]/, http://a.example.com/, false",
  })
  void a_site_is_a_registrable_domain_or_a_host(String one, String other, boolean same) {
    assertThat(SMALL.sameSite(Uri.of(one), Uri.of(other))).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"com\n.uk", "com\nuk.", "com\n*.", "com\n!", "com\nu..k", "com\na.*.b"})
  void a_rule_that_is_none_is_refused_with_its_line(String list) {
    assertThatThrownBy(() -> PublicSuffixes.parse(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2 is no public suffix");
  }

  @Test
  void a_list_without_rules_is_refused() {
    assertThatThrownBy(() -> PublicSuffixes.parse("// nothing\n\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without any rule");
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, com",
    "a.b.co.uk, co.uk",
    "somebody.github.io, github.io",
    "x.y.s3.amazonaws.com, s3.amazonaws.com",
    "a.b.kobe.jp, b.kobe.jp",
    "a.city.kobe.jp, kobe.jp",
    "a.b.kawasaki.jp, b.kawasaki.jp",
    "www.ck, ck",
    "x.xn--55qx5d.cn, xn--55qx5d.cn",
    "example.xn--p1ai, xn--p1ai",
    "host.internal, internal",
  })
  void the_list_of_the_jar_has_both_its_parts(String host, String suffix) {
    assertThat(PublicSuffixes.bundled().publicSuffix(host)).isEqualTo(suffix);
  }

  @Test
  void the_list_of_the_jar_is_what_the_generator_makes() throws IOException {
    assertThat(resource()).isEqualTo(PublicSuffixGenerator.generate());
    assertThat(PublicSuffixes.bundled().lines())
        .isEqualTo(PublicSuffixes.parse(PublicSuffixGenerator.source()).lines());
    assertThat(PublicSuffixes.bundled().size()).isGreaterThan(9000);
  }

  @Test
  void the_list_of_the_jar_says_under_which_licence_it_is() throws IOException {
    assertThat(resource())
        .contains("Mozilla Public", "https://mozilla.org/MPL/2.0/", "VERSION: 20");
  }

  private static String resource() throws IOException {
    try (var in = PublicSuffixes.class.getResourceAsStream(PublicSuffixes.RESOURCE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
