package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormFieldTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiterString = "->",
      textBlock =
          """
          a=                                   -> ||
          a=b=c                                -> b=c||
          a=b;type=text/x                      -> b|text/x|
          a=b; type=text/x;charset=utf-8       -> b|text/x;charset=utf-8|
          a=b;type=text/x;x=y;filename=n       -> b|text/x;x=y|n
          a=b;filename=n;type=text/x           -> b|text/x|n
          a="b;c\\"d\\\\";filename="e;f"       -> b;c"d\\||e;f
          a="@b"                               -> @b||
          """)
  void a_value_is_a_text_with_parameters_behind(String field, String expected)
      throws CommandFailure, IOException {
    Part part = part(field, false);
    assertThat(part.name()).isEqualTo("a");
    assertThat(shown(part)).isEqualTo(expected);
  }

  @Test
  void a_literal_value_has_no_parameters_and_no_file() throws CommandFailure, IOException {
    assertThat(shown(part("a=@b;type=c", true))).isEqualTo("@b;type=c||");
  }

  @Test
  void a_file_has_its_name_and_a_type_that_follows_from_it() throws CommandFailure, IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "text");
    assertThat(shown(part("a=@" + file, false))).isEqualTo("text|text/html|page.html");
    assertThat(shown(part("a=@" + file + ";filename=x.png", false)))
        .isEqualTo("text|image/png|x.png");
    assertThat(shown(part("a=@" + file + ";type=x/y", false))).isEqualTo("text|x/y|page.html");
    assertThat(shown(part("a=<" + file, false))).isEqualTo("text||");
    assertThat(shown(part("a=@\"" + file + "\"", false))).isEqualTo("text|text/html|page.html");
  }

  @Test
  void standard_input_is_a_file_without_a_name_of_its_own() throws CommandFailure, IOException {
    assertThat(shown(part("a=@-", false))).isEqualTo("input|application/octet-stream|-");
    assertThat(shown(part("a=<-", false))).isEqualTo("input||");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "=b", "a=b;c", "a=b;headers=X: 1", "a=\"b", "a=\"b\"c", "a=b;filename=\"c"})
  void what_is_malformed_is_refused(String field) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> part(field, false))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
        .withMessageStartingWith("option -F ");
  }

  @Test
  void a_type_that_is_none_and_a_file_that_is_not_there_are_refused() {
    assertThatExceptionOfType(InvalidMessage.class).isThrownBy(() -> part("a=b;type=c", false));
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> part("a=@" + folder.resolve("none"), false))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ExitCode.READ));
  }

  private static Part part(String text, boolean literal) throws CommandFailure {
    InputStream in = new ByteArrayInputStream("input".getBytes(StandardCharsets.UTF_8));
    return new FormField(text, literal).part(in);
  }

  private static String shown(Part part) throws IOException {
    return part.body().text(1000)
        + "|"
        + part.body().type().map(MediaType::toString).orElse("").replace("; ", ";")
        + "|"
        + part.filename().orElse("");
  }
}
