package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference resolution (RFC 3986 section 5), with every example of section 5.4. */
final class UriResolveTest {
  private static final Uri BASE = Uri.of("http://a/b/c/d;p?q");

  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g/",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "#s, http://a/b/c/d;p?q#s",
    "g#s, http://a/b/c/g#s",
    "g?y#s, http://a/b/c/g?y#s",
    ";x, http://a/b/c/;x",
    "g;x, http://a/b/c/g;x",
    "g;x?y#s, http://a/b/c/g;x?y#s",
    "'', http://a/b/c/d;p?q",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../, http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../, http://a/",
    "../../g, http://a/g",
  })
  void the_normal_examples_of_section_5_4_1(String reference, String target) {
    assertThat(BASE.resolve(reference).text()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({
    "../../../g, http://a/g",
    "../../../../g, http://a/g",
    "/./g, http://a/g",
    "/../g, http://a/g",
    "g., http://a/b/c/g.",
    ".g, http://a/b/c/.g",
    "g.., http://a/b/c/g..",
    "..g, http://a/b/c/..g",
    "./../g, http://a/b/g",
    "./g/., http://a/b/c/g/",
    "g/./h, http://a/b/c/g/h",
    "g/../h, http://a/b/c/h",
    "g;x=1/./y, http://a/b/c/g;x=1/y",
    "g;x=1/../y, http://a/b/c/y",
    "g?y/./x, http://a/b/c/g?y/./x",
    "g?y/../x, http://a/b/c/g?y/../x",
    "g#s/./x, http://a/b/c/g#s/./x",
    "g#s/../x, http://a/b/c/g#s/../x",
  })
  void the_abnormal_examples_of_section_5_4_2(String reference, String target) {
    assertThat(BASE.resolve(reference).text()).isEqualTo(target);
  }

  /**
   * The two examples whose targets have no authority: "g:h" is not hierarchical, and "http:g" names
   * no host (a strict reading; to take it as "g" is the loophole that section 5.2.2 warns of).
   */
  @ParameterizedTest
  @ValueSource(strings = {"g:h", "http:g"})
  void the_examples_without_an_authority_are_refused(String reference) {
    assertThatExceptionOfType(InvalidUri.class)
        .isThrownBy(() -> BASE.resolve(reference))
        .satisfies(e -> assertThat(e.input()).isEqualTo(reference));
  }

  @ParameterizedTest
  @CsvSource({
    "https://me:pw@h:444/a/b?q#f, '', https://me:pw@h:444/a/b?q",
    "https://me:pw@h:444/a/b?q#f, ?, https://me:pw@h:444/a/b?",
    "https://me:pw@h:444/a/b?q#f, c, https://me:pw@h:444/a/c",
    "https://me:pw@h:444/a/b?q#f, /c, https://me:pw@h:444/c",
    "https://me:pw@h:444/a/b?q#f, //i, https://i/",
    "https://me:pw@h:444/a/b?q#f, //i:443/x, https://i/x",
    "https://me:pw@h:444/a/b?q#f, //i:80/x, https://i:80/x",
    "https://me:pw@h:444/a/b?q#f, //i/x/../y?z#g, https://i/y?z#g",
    "https://me:pw@h:444/a/b?q#f, //i?z, https://i/?z",
    "https://me:pw@h:444/a/b?q#f, HTTP://I:80/x/../y?z#g, http://i/y?z#g",
    "http://h, a, http://h/a",
    "http://h/a/, b, http://h/a/b",
    "http://h/a//b, ../c, http://h/a/c",
    "http://h/a//b, c, http://h/a//c",
    "http://h/a, ./b:c, http://h/b:c",
    "http://h/a, /b:c, http://h/b:c",
    "http://h/a, ..//b, http://h//b",
    "http://h/a, b/%2e%2E/c d|é, http://h/c%20d%7C%C3%A9",
    "http://h/a, %2e%2e/b, http://h/b",
    "http://h/a/b, ' ../c ', http://h/c",
    "ftp://h, a, ftp://h/a",
    "ftp://h, ?a, ftp://h?a",
    "ftp://h, //i, ftp://i",
    "ftp://h/a, '', ftp://h/a",
    "ftp://h/a, //i:21, ftp://i:21",
    "http://h/a, b?x=1&x=2&y, http://h/b?x=1&x=2&y",
  })
  void a_reference_is_set_against_its_base(String base, String reference, String target) {
    assertThat(Uri.of(base).resolve(reference).text()).isEqualTo(target);
  }

  /** Browsers would go to another host with these. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/\\evil/", "\\\\evil/", "\\/evil", "//\\evil", "http:\\\\evil", "///evil"})
  void a_reference_that_some_take_for_another_host_is_refused(String reference) {
    assertThatExceptionOfType(InvalidUri.class).isThrownBy(() -> BASE.resolve(reference));
  }

  @Test
  void a_resolved_path_that_begins_with_two_slashes_stays_a_path() {
    Uri uri = BASE.resolve("/x/..//evil/");

    assertThat(uri.text()).isEqualTo("http://a//evil/");
    assertThat(uri.host()).isEqualTo("a");
    assertThat(uri.target()).isEqualTo("//evil/");
  }
}
