package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {
  private static String shown(String... lines) {
    Headers.Builder headers = Headers.builder();
    for (String line : lines) {
      headers.add("Forwarded", line);
    }
    return Forwarded.of(headers.build()).stream()
        .map(
            hop ->
                String.join(
                    " ",
                    hop.forNode().orElse("-"),
                    hop.byNode().orElse("-"),
                    hop.host().orElse("-"),
                    hop.proto().orElse("-")))
        .collect(Collectors.joining(" | "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.43 ! 192.0.2.43 - - -",
        "For=\"[2001:db8:cafe::17]:4711\" ! [2001:db8:cafe::17]:4711 - - -",
        "for=192.0.2.60;proto=http;by=203.0.113.43 ! 192.0.2.60 203.0.113.43 - http",
        "for=a, for=b ! a - - - | b - - -",
        "for=a,,for=b, ! a - - - | b - - -",
        "for=a ; HOST=\"x.example:8\" , proto=https ! a - x.example:8 - | - - - https",
        "for=a;;proto=b; ! a - - b",
        "for=\"a\\\"b\\\\\" ! a\"b\\ - - -",
        "secret=x;for=a ! a - - -",
        "for=\"a,b;c\" ! a,b;c - - -",
        "for=\"\" ! ` - - -`"
      })
  void elements_are_read_as_rfc_7239_has_them(String line, String expected) {
    assertThat(shown(line)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "for=[2001:db8::1]",
        "for",
        "for=",
        "=a",
        "for =a",
        "for=a for=b",
        "for=a;for=b",
        "for=a;FOR=a",
        "for=\"a",
        "for=\"a\\",
        "for=\"a\"b",
        "for=a:80",
        "for=\"x, for=192.0.2.1"
      })
  void a_malformed_line_hides_what_stands_before_it(String line) {
    assertThat(shown(line)).isEmpty();
    assertThat(shown("for=left", line, "for=right")).isEqualTo("right - - -");
    assertThat(shown("for=right," + line)).isEmpty();
  }

  @Test
  void without_a_field_nobody_says_anything() {
    assertThat(Forwarded.of(Headers.of("X-Forwarded-For", "a"))).isEmpty();
    assertThat(shown("")).isEmpty();
    assertThat(shown(" \t,")).isEmpty();
    assertThat(Forwarded.of(Headers.of("Forwarded", "by=a")).getFirst().forNode())
        .isEqualTo(Optional.empty());
  }
}
