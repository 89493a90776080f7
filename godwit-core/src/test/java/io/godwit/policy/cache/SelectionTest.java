package io.godwit.policy.cache;

import static io.godwit.policy.cache.Scene.fields;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 section 4.1, as a table. */
class SelectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Vary | the request it was stored for | another one | whether that gets it
        "                | A: 1          | A: 2          | true",
        "A               | A: 1          | A: 1          | true",
        "A               | A: 1          | a: 1 ~ B: 5   | true",
        "a               | A: 1          | A: 2          | false",
        "A               | A: 1          | B: 1          | false",
        "A               | B: 1          | A: 1          | false",
        "A               | B: 1          | B: 2          | true",
        "A               | A:            | B: 2          | false",
        "A               | A: 1 ~ A: 2   | A: 1, 2       | true",
        "A               | A: 1 ~ A: 2   | A: 2 ~ A: 1   | false",
        "A               | A: x          | A: X          | false",
        "A, B            | A: 1 ~ B: 2   | B: 2 ~ A: 1   | true",
        "A, B            | A: 1 ~ B: 2   | A: 1          | false",
        "A, B            | A: 12 ~ B: 3  | A: 1 ~ B: 23  | false",
        "A,,A            | A: 1          | A: 1          | true",
        // credentials are always looked at
        "                | Authorization: Basic x | Authorization: Basic x | true",
        "                | Authorization: Basic x | Authorization: Basic y | false",
        "                | Authorization: Basic x | A: 1             | false",
        "                | A: 1             | Authorization: Basic x | false",
      })
  void a_response_is_for_requests_with_the_same_values(
      String vary, String stored, String asked, boolean same) {
    String response = vary == null ? "" : "Vary: " + vary;
    Selection selection = Selection.of(fields(stored), fields(response)).orElseThrow();
    assertThat(selection.matches(fields(asked))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Vary: *", "Vary: A, *", "Vary: A ~ Vary: B,*"})
  void a_star_selects_nothing(String response) {
    assertThat(Selection.of(fields("A: 1"), fields(response))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Digest a=b, false", "OAuth x, false", "x, false", "BASIC x, true", "bearer x, true"})
  void credentials_that_are_made_anew_each_time_select_nothing(String credentials, boolean lasts) {
    boolean selects = Selection.of(fields("Authorization: " + credentials), fields("")).isPresent();
    assertThat(selects).isEqualTo(lasts);
  }

  @Test
  void several_lines_of_vary_are_one_list() {
    Selection selection = Selection.of(fields(""), fields("Vary: b, A ~ Vary: C")).orElseThrow();
    assertThat(selection.names()).containsExactly("a", "b", "c");
  }

  @Test
  void more_names_than_anyone_means_select_nothing() {
    String names = IntStream.range(0, 64).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    assertThat(Selection.of(fields(""), fields("Vary: " + names))).isPresent();
    assertThat(Selection.of(fields(""), fields("Vary: " + names + ",y"))).isEmpty();
  }

  @Test
  void no_value_is_kept_in_the_clear() {
    Selection selection =
        Selection.of(
                fields("Authorization: Basic c2VjcmV0 ~ Cookie: s=secret"), fields("Vary: Cookie"))
            .orElseThrow();
    assertThat(selection.toString()).doesNotContain("secret", "c2VjcmV0").contains("cookie");
  }
}
