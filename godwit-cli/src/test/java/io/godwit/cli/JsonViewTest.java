package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonViewTest {
  @Test
  void members_and_elements_stand_in_lines_of_their_own() {
    assertThat(plain("{\"b\":[1,{\"c\":null}],\"a\":{},\"e\":[ ],\"b\":true}"))
        .contains(
            """
            {
              "b": [
                1,
                {
                  "c": null
                }
              ],
              "a": {},
              "e": [],
              "b": true
            }
            """);
  }

  @Test
  void numbers_stay_as_they_are_written() {
    assertThat(plain("[1.0E400,-0,123456789012345678901234567890,1.10]"))
        .contains("[\n  1.0E400,\n  -0,\n  123456789012345678901234567890,\n  1.10\n]\n");
  }

  @Test
  void one_value_after_the_other_is_laid_out_too() {
    assertThat(plain("{\"a\":1}\n{\"a\":2}\n")).contains("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n");
    assertThat(plain("\"x\"")).contains("\"x\"\n");
  }

  @Test
  void what_would_command_a_terminal_is_escaped() {
    assertThat(plain("[\"\\u001b[31m\\u009b \\\"\\\\ \u00e9\"]"))
        .contains("[\n  \"\\u001b[31m\\u009b \\\"\\\\ \u00e9\"\n]\n");
  }

  @Test
  void names_strings_and_numbers_have_colours_of_their_own() {
    assertThat(JsonView.of("{\"a\":[\"b\",1]}".getBytes(StandardCharsets.UTF_8), true))
        .contains(
            "{\n  \u001b[34m\"a\"\u001b[39m: [\n    \u001b[32m\"b\"\u001b[39m,\n"
                + "    \u001b[36m1\u001b[39m\n  ]\n}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\":1", "nonsense", "[1] x", "{'a':1}"})
  void what_is_no_json_is_not_laid_out(String text) {
    assertThat(plain(text)).isEmpty();
  }

  @Test
  void what_is_nested_too_deeply_is_not_laid_out() {
    assertThat(plain("[".repeat(5000) + "]".repeat(5000))).isEmpty();
  }

  private static Optional<String> plain(String text) {
    return JsonView.of(text.getBytes(StandardCharsets.UTF_8), false);
  }
}
