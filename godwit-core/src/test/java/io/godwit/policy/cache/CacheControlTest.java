package io.godwit.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {
  private static CacheControl read(String value) {
    return CacheControl.of(Headers.builder().latin1().add("Cache-Control", value).build());
  }

  private static String text(OptionalLong seconds) {
    return seconds.isPresent() ? Long.toString(seconds.getAsLong()) : "none";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "max-age=60                  | 60",
        "MAX-AGE=60                  | 60",
        "max-age=\"60\"              | 60",
        "max-age=\"6\\0\"            | 60",
        "max-age=0                   | 0",
        "max-age=007                 | 7",
        "max-age=2147483647          | 2147483647",
        "max-age=2147483648          | 2147483648",
        "max-age=2147483649          | 2147483648",
        "max-age=99999999999999999999999999 | 2147483648",
        "foo, max-age=60 , bar       | 60",
        ",,max-age=60,,              | 60",
        "foo=\"a, max-age=5\", max-age=60 | 60",
        "foo=\"a\\\", b\", max-age=60 | 60",
        "max-age=60, max-age=60      | 60",
        "max-age=60, max-age=90      | 0",
        "max-age=90, max-age=60, max-age=90 | 0",
        "max-age                     | 0",
        "max-age=                    | 0",
        "max-age=-1                  | 0",
        "max-age=1.5                 | 0",
        "max-age=60s                 | 0",
        "max-age=0x10                | 0",
        "max-age= 60                 | 0",
        "max-age =60                 | 0",
        "max-age=\"60                | 0",
        "max-age=60\"                | 0",
        "max-age='60'                | 0",
        "max-age=60; private         | 0",
        "s-maxage=60                 | none",
        "x-max-age=60                | none",
        "max age=60                  | none",
        "=60                         | none",
      })
  void max_age_is_a_number_of_seconds_and_anything_else_is_stale(String value, String expected) {
    assertThat(text(read(value).maxAge())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-stale             | 2147483648 | none",
        "max-stale=5           | 5          | none",
        "max-stale=            | 0          | none",
        "max-stale=x           | 0          | none",
        "max-stale, max-stale  | 2147483648 | none",
        "max-stale, max-stale=5 | 0         | none",
        "min-fresh=5           | none       | 5",
        "min-fresh             | none       | 2147483648",
        "min-fresh=x           | none       | 2147483648",
        "min-fresh=5, min-fresh=6 | none    | 2147483648",
      })
  void what_a_request_says_in_vain_or_twice_keeps_least(
      String value, String maxStale, String minFresh) {
    CacheControl control = read(value);
    assertThat(text(control.maxStale())).isEqualTo(maxStale);
    assertThat(text(control.minFresh())).isEqualTo(minFresh);
  }

  @Test
  void the_windows_of_rfc_5861_are_seconds() {
    CacheControl control = read("stale-while-revalidate=30, stale-if-error=86400");
    assertThat(control.staleWhileRevalidate()).hasValue(30);
    assertThat(control.staleIfError()).hasValue(86400);
    assertThat(read("stale-while-revalidate, stale-if-error=x").staleWhileRevalidate()).hasValue(0);
    assertThat(read("stale-if-error=1, stale-if-error=2").staleIfError()).hasValue(0);
  }

  @Test
  void flags_are_told_apart() {
    assertThat(read("no-cache").noCache()).isTrue();
    assertThat(read("no-cache=\"set-cookie\"").noCache()).isTrue();
    assertThat(read("no-store").noStore()).isTrue();
    assertThat(read("only-if-cached").onlyIfCached()).isTrue();
    assertThat(read("must-revalidate").mustRevalidate()).isTrue();
    assertThat(read("must-understand").mustUnderstand()).isTrue();
    assertThat(read("public").isPublic()).isTrue();
    assertThat(read("private").isPrivate()).isTrue();
    assertThat(read("immutable").immutable()).isTrue();
    CacheControl none = read("x-unknown");
    assertThat(none.noCache() || none.noStore() || none.onlyIfCached()).isFalse();
    assertThat(none.mustRevalidate() || none.mustUnderstand()).isFalse();
    assertThat(none.isPublic() || none.isPrivate() || none.immutable()).isFalse();
    assertThat(none.isEmpty()).isFalse();
    assertThat(CacheControl.of(Headers.empty()).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo=\"bar, no-store",
        "\", no-store",
        "a=\"b\", \", no-store, x=\"",
        "foo=\"\\\", no-store",
        "no-store,",
        "NO-STORE",
        " no-store ",
      })
  void quotes_that_are_not_closed_hide_no_directive(String value) {
    assertThat(read(value).noStore()).isTrue();
  }

  @Test
  void quoted_text_is_no_directive() {
    assertThat(read("foo=\"a, no-store, b\"").noStore()).isFalse();
    assertThat(read("foo=\"a, no-store, b\"").argument("FOO")).contains("a, no-store, b");
  }

  @Test
  void several_lines_are_one_list() {
    CacheControl control =
        CacheControl.of(Headers.of("Cache-Control", "max-age=5", "cache-control", "no-store, x=1"));
    assertThat(control.maxAge()).hasValue(5);
    assertThat(control.noStore()).isTrue();
    assertThat(control.names()).containsExactly("max-age", "no-store", "x");
    assertThat(control.has("X")).isTrue();
    assertThat(control.argument("x")).contains("1");
    assertThat(control.argument("y")).isEmpty();
    assertThat(control).hasToString("max-age=5, no-store, x=1");
  }

  @Test
  void a_flood_of_unknown_directives_is_not_kept_and_hides_no_known_one() {
    StringBuilder flood = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      flood.append("x").append(i).append(", ");
    }
    CacheControl control = read(flood + "no-store");
    assertThat(control.names()).hasSize(49).startsWith("x0", "x1").endsWith("x47", "no-store");
    assertThat(control.noStore()).isTrue();
  }

  @Test
  void pragma_asks_for_validation_where_there_is_no_cache_control() {
    assertThat(CacheControl.ofRequest(Headers.of("Pragma", "x, No-Cache")).noCache()).isTrue();
    assertThat(CacheControl.ofRequest(Headers.of("Pragma", "x")).noCache()).isFalse();
    Headers both = Headers.of("Pragma", "no-cache", "Cache-Control", "max-stale");
    assertThat(CacheControl.ofRequest(both).noCache()).isFalse();
    assertThat(CacheControl.of(Headers.of("Pragma", "no-cache")).noCache()).isFalse();
  }
}
