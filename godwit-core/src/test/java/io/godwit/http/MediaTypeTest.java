package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text/html                              | text/html",
        "Text/HTML                              | text/html",
        "` text/html `                          | text/html",
        "text/html;charset=UTF-8                | text/html; charset=UTF-8",
        "text/html ; Charset=utf-8 ; a=b        | text/html; charset=utf-8; a=b",
        "text/html;                             | text/html",
        "text/html;;  ;a=b;                     | text/html; a=b",
        "text/html; a=\"b c\"                   | text/html; a=\"b c\"",
        "text/html; a=\"b\"                     | text/html; a=b",
        "text/html; a=\"\"                      | text/html; a=\"\"",
        "text/html; a=\"\\\"b\\\\\"             | text/html; a=\"\\\"b\\\\\"",
        "text/html; a=\"\\b\"                   | text/html; a=b",
        "text/html; a=\"x;y=z\"; b=c            | text/html; a=\"x;y=z\"; b=c",
        "text/html; a=1; A=2                    | text/html; a=1",
        "application/vnd.a+json; v=1            | application/vnd.a+json; v=1",
        "*/*; q=0.5                             | */*; q=0.5",
        "text/html; a=\"gr\u00fc\"              | text/html; a=\"gr\u00fc\"",
      })
  void well_formed_types_are_read_both_ways(String text, String canonical) {
    assertThat(MediaType.of(text)).hasToString(canonical);
    assertThat(MediaType.received(text)).contains(MediaType.of(text));
    assertThat(MediaType.of(canonical)).isEqualTo(MediaType.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text/html charset=utf-8           | text/html",
        "text/html, text/plain             | text/html",
        "text/html; charset                | text/html",
        "text/html; charset=               | text/html",
        "text/html; charset =utf-8         | text/html",
        "text/html; charset= utf-8         | text/html",
        "text/html; a=b c=d                | text/html; a=b",
        "text/html; a=b; =c; d=e           | text/html; a=b",
        "text/html; a=\"b                  | text/html",
        "text/html; a=b; c=\"d\\           | text/html; a=b",
        "text/html; a=b; c=\"\u0000\"      | text/html; a=b",
        "text/html; a=b; c=\"\u20ac\"      | text/html; a=b",
        "text/html; a=b; c=\"\\\u0001\"    | text/html; a=b",
        "text/html; (comment)              | text/html",
        "text/html/x                       | text/html",
      })
  void what_follows_a_fault_is_dropped_when_received_and_refused_when_set(
      String text, String understood) {
    assertThat(MediaType.received(text)).contains(MediaType.of(understood));
    assertThatThrownBy(() -> MediaType.of(text))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageStartingWith("media type \"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "text",
        "text/",
        "/html",
        "text /html",
        "text/ html",
        "/",
        ";a=b",
        "te\u00e4xt/html"
      })
  void without_a_type_and_a_subtype_there_is_nothing(String text) {
    assertThat(MediaType.received(text)).isEmpty();
    assertThatThrownBy(() -> MediaType.of(text)).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_fault_is_shown_with_its_place() {
    assertThatThrownBy(() -> MediaType.of("text/html\r\nX: y"))
        .hasMessage("media type \"text/html\\r\\nX: y\": unexpected at 9");
    assertThatThrownBy(() -> MediaType.of("html"))
        .hasMessage("media type \"html\": no type and subtype, as in text/html");
  }

  @Test
  void the_charset_is_that_of_the_parameter_if_it_is_known_here() {
    assertThat(MediaType.of("text/plain; charset=ISO-8859-1").charset())
        .contains(StandardCharsets.ISO_8859_1);
    assertThat(MediaType.of("text/plain; charset=\"utf-8\"").charset())
        .contains(StandardCharsets.UTF_8);
    assertThat(MediaType.of("text/plain").charset()).isEmpty();
    assertThat(MediaType.of("text/plain; charset=x-nobody-knows").charset()).isEmpty();
    assertThat(MediaType.of("text/plain; charset=\"not a name\"").charset()).isEmpty();
    assertThat(MediaType.of("text/plain; charset=\"\"").charset()).isEmpty();
  }

  @Test
  void parameters_are_found_in_any_case() {
    MediaType type = MediaType.of("multipart/form-data; Boundary=\"a b\"");
    assertThat(type.parameter("BOUNDARY")).contains("a b");
    assertThat(type.parameter("charset")).isEmpty();
    assertThat(type.is("Multipart", "FORM-DATA")).isTrue();
    assertThat(type.is("multipart", "mixed")).isFalse();
    assertThat(type.is("text", "form-data")).isFalse();
  }

  @Test
  void a_copy_has_one_more_parameter_or_another_value() {
    MediaType type = MediaType.of("text/plain").with("Charset", "utf-8").with("a", "x y");
    assertThat(type).hasToString("text/plain; charset=utf-8; a=\"x y\"");
    assertThat(type.with("charset", "us-ascii"))
        .hasToString("text/plain; charset=us-ascii; a=\"x y\"");
  }

  @Test
  void names_are_made_lower_case_and_checked_however_they_come() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Charset", "utf-8");
    parameters.put("CHARSET", "us-ascii");
    MediaType type = new MediaType("Text", "Plain", parameters);
    parameters.clear();
    assertThat(type).hasToString("text/plain; charset=utf-8");
    assertThat(type.parameter("charset")).contains("utf-8");
    assertThatThrownBy(() -> type.parameters().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Row("T47")
  @Test
  void nothing_that_breaks_a_line_can_be_set() {
    MediaType type = MediaType.of("text/plain");
    assertThatThrownBy(() -> type.with("a", "b\r\nX: y")).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> type.with("a b", "c"))
        .hasMessage("media type: \"a b\" is not a token");
    assertThatThrownBy(() -> new MediaType("a\n", "b", Map.of()))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> new MediaType("a", "", Map.of())).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void the_constants_are_what_they_are_called() {
    assertThat(MediaType.TEXT_PLAIN_UTF_8).hasToString("text/plain; charset=utf-8");
    assertThat(MediaType.OCTET_STREAM).hasToString("application/octet-stream");
    assertThat(MediaType.JSON).hasToString("application/json");
    assertThat(MediaType.received("application/json")).isEqualTo(Optional.of(MediaType.JSON));
  }
}
