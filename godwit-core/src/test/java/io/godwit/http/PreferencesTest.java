package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {
  private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");
  private static final MediaType PROBLEM = MediaType.of("application/problem+json");
  private static final List<MediaType> OFFERED =
      List.of(MediaType.TEXT_PLAIN_UTF_8, PROBLEM, HTML, MediaType.JSON);

  private static Preferences of(String value) {
    return Preferences.of(Headers.of("Accept", value), "Accept");
  }

  @ParameterizedTest
  @Row("G37")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "trailers | trailers=1000",
        "gzip;q=0.5, deflate ; q=0, br;q=1 | gzip=500 deflate=0 br=1000",
        "a;q=0.001,b;Q=0.123,c;q=1.000 | a=1 b=123 c=1000",
        "a;q=1.001, b;q=2, c;q=0.1234, d;q=, e;q=x, f;q=0x5, g;q=1-, h;q=0.a, i;q=0./ | ''",
        "a;q=0., b;q=1. | a=0 b=1000",
        ", ,a,, b , | a=1000 b=1000",
        "text/HTML;Level=1;q=0.3;ext=1 | text/html;level=1=300",
        "a;x=\"1,2;q=0\\\";q=0\";q=0.2, b | a;x=\"1,2;q=0\\\";q=0\"=200 b=1000",
        "a;x=\"never closed, b | a;x=\"never closed, b=1000",
        "a;quality=0.1 | a;quality=0.1=1000",
        ";q=0.1 | ''",
      })
  void values_and_their_weights_are_read_and_what_is_malformed_is_left_out(
      String value, String read) {
    String shown =
        of(value).entries().stream()
            .map(entry -> entry.value() + "=" + entry.weight())
            .collect(Collectors.joining(" "));
    assertThat(shown).isEqualTo(read.equals("''") ? "" : read);
  }

  @Test
  void fields_of_one_name_are_one_list_of_bounded_length() {
    Headers two = Headers.of("TE", "trailers", "TE", "gzip;q=0.5");
    assertThat(Preferences.of(two, "TE").entries())
        .containsExactly(
            new Preferences.Entry("trailers", 1000), new Preferences.Entry("gzip", 500));
    assertThat(Preferences.of(two, "Accept").entries()).isEmpty();
    assertThat(of("a,".repeat(Preferences.MOST + 1)).entries()).hasSize(Preferences.MOST);
  }

  @Test
  void a_value_has_its_own_weight_else_that_of_the_asterisk() {
    Preferences accepted = of("gzip;q=0.5, *;q=0.1, br;q=0");
    assertThat(accepted.weight("GZIP")).isEqualTo(OptionalInt.of(500));
    assertThat(accepted.weight("br")).isEqualTo(OptionalInt.of(0));
    assertThat(accepted.weight("zstd")).isEqualTo(OptionalInt.of(100));
    assertThat(of("gzip").weight("zstd")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | text/plain",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html",
        "application/json, text/plain, */* | application/json",
        "application/json, */* | application/json",
        "application/* | application/problem+json",
        "text/plain;q=0.5, application/problem+json;q=0.6 | application/problem+json",
        "text/*, application/json | application/json",
        "text/*;q=0.9, text/plain;q=0, application/json;q=0.1 | text/html",
        "text/html;charset=UTF-8 | text/html",
        "text/html;level=1, application/json;q=0.1 | application/json",
        "image/png | none",
        "image/png, text/plain;q=0 | none",
        "nonsense, text/html;q=0.1 | text/html",
        "*/*;q=0.1, text/*;q=0.2 | text/plain",
      })
  void the_type_that_is_preferred(String accept, String best) {
    String found =
        of(accept).best(OFFERED).map(type -> type.type() + "/" + type.subtype()).orElse("none");
    assertThat(found).isEqualTo(best);
  }

  @Test
  void who_prefers_nothing_gets_the_first_and_of_nothing_there_is_no_best() {
    Preferences none = Preferences.of(Headers.empty(), "Accept");
    assertThat(none.best(OFFERED)).contains(MediaType.TEXT_PLAIN_UTF_8);
    assertThat(none.best(List.of())).isEmpty();
    assertThat(of("*/*").best(List.of())).isEmpty();
  }
}
