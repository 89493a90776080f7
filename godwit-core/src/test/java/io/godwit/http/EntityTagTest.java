package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityTagTest {
  /** The table of RFC 9110 section 8.8.3.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "W/\"1\" | W/\"1\" | false | true",
        "W/\"1\" | W/\"2\" | false | false",
        "W/\"1\" | \"1\"   | false | true",
        "\"1\"   | W/\"1\" | false | true",
        "\"1\"   | \"1\"   | true  | true",
        "\"1\"   | \"2\"   | false | false",
      })
  void tags_are_compared_strongly_or_weakly(
      String one, String other, boolean strongly, boolean weakly) {
    EntityTag first = EntityTag.received(one).orElseThrow();
    EntityTag second = EntityTag.received(other).orElseThrow();
    assertThat(first.matchesStrongly(second)).isEqualTo(strongly);
    assertThat(first.matchesWeakly(second)).isEqualTo(weakly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a\"", "W/\"a\"", "\"!#~\u0080\u00FF\"", "\"a,b\"", "W/\"\""})
  void a_tag_is_written_as_it_was_received(String text) {
    assertThat(EntityTag.received(text)).map(EntityTag::toString).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "\"",
        "W/\"",
        "W/",
        "w/\"a\"",
        "\"a",
        "a\"",
        "\"a\"b\"",
        "\"a b\"",
        "\"\t\"",
        "\"\u007F\"",
        "\"\u0100\"",
        " \"a\"",
        "W/a\"",
        "/\"a\"",
        "*"
      })
  void what_is_malformed_is_none(String text) {
    assertThat(EntityTag.received(text)).isEmpty();
  }

  @Test
  void a_tag_cannot_be_made_from_what_would_end_it() {
    assertThat(EntityTag.strong("a")).hasToString("\"a\"");
    assertThat(EntityTag.weak("a")).hasToString("W/\"a\"");
    for (String text : List.of("\"", " ", "\r\n", "\u007F", "\u0100")) {
      assertThatThrownBy(() -> EntityTag.strong(text)).isInstanceOf(InvalidMessage.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"a\"                     | \"a\"",
        "\"a\", \"b\"              | \"a\" \"b\"",
        "\"a\",\"b\"               | \"a\" \"b\"",
        ", ,\"a\" ,, W/\"b\" ,     | \"a\" W/\"b\"",
        "\"a,b\", \"c\"            | \"a,b\" \"c\"",
        "a, \"b\"                  | \"b\"",
        "\"a\"x, \"b\"             | \"b\"",
        "\"a\" \"x\", \"b\"        | \"b\"",
        "x\"a,b\", \"c\"           | \"c\"",
        "\"a\", \"b                | \"a\"",
        "\"a\", \"b, c             | \"a\"",
        "*, \"a\"                  | \"a\"",
      })
  void of_a_list_the_tags_are_taken_that_are_well_formed(String value, String expected) {
    List<String> tags = EntityTag.list(value).stream().map(EntityTag::toString).toList();
    assertThat(String.join(" ", tags)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "*", "a", "\"", "W/", "\"a"})
  void a_list_may_have_none(String value) {
    assertThat(EntityTag.list(value)).isEmpty();
  }

  @Test
  void the_tag_of_a_response_is_that_of_its_first_field() {
    assertThat(EntityTag.of(Headers.of("ETag", "W/\"a\"", "ETag", "\"b\"")))
        .hasValue(EntityTag.weak("a"));
    assertThat(EntityTag.of(Headers.of("ETag", "a"))).isEmpty();
    assertThat(EntityTag.of(Headers.empty())).isEmpty();
  }
}
