package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SuggestedNameTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiterString = "->",
      textBlock =
          """
          attachment; filename=a.txt               -> a.txt
          attachment; filename="a b;c.txt"; size=1 -> a b;c.txt
          attachment; FileName = "a\\"b.txt"       -> a"b.txt
          inline;filename="x";filename="y"         -> x
          attachment; filename="../../etc/passwd"  -> passwd
          attachment; filename="C:\\\\dir\\\\a.txt" -> a.txt
          attachment; title="filename=no"; filename=yes -> yes
          """)
  void a_name_is_taken_without_its_folders(String value, String name) {
    assertThat(SuggestedName.of(Headers.of("Content-Disposition", value))).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attachment",
        "attachment; filename=",
        "attachment; filename=\"\"",
        "attachment; filename=\"..\"",
        "attachment; filename=\".profile\"",
        "attachment; filename=\"dir/\"",
        "attachment; filename=\"a\tb\"",
        "attachment; filename*=UTF-8''a.txt",
        "attachment; filename=\"/",
      })
  void what_is_no_harmless_name_is_not_taken(String value) {
    assertThat(SuggestedName.of(Headers.of("Content-Disposition", value))).isEmpty();
  }

  @Test
  void without_the_field_there_is_none() {
    assertThat(SuggestedName.of(Headers.empty())).isEmpty();
  }
}
