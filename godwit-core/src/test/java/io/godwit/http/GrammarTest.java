package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrammarTest {
  /** Spelled out from RFC 9110 section 5.6.2. */
  private static final String TCHAR =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void token_characters_are_those_of_the_rfc() {
    for (int c = -300; c < 70_000; c++) {
      assertThat(Grammar.isTokenChar(c)).as("%d", c).isEqualTo(c > 0 && TCHAR.indexOf(c) >= 0);
    }
  }

  @Test
  void field_characters_are_visible_ascii_blanks_and_80_to_ff() {
    for (int c = -300; c < 70_000; c++) {
      boolean expected = c == '\t' || (c >= 0x20 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
      assertThat(Grammar.isFieldChar(c)).as("%d", c).isEqualTo(expected);
    }
  }

  @Test
  void a_token_has_at_least_one_character_and_no_others() {
    assertThat(Grammar.isToken(TCHAR)).isTrue();
    assertThat(Grammar.isToken("")).isFalse();
    assertThat(Grammar.isToken("a b")).isFalse();
    assertThat(Grammar.isToken("a\u0161")).as("low byte is a token character").isFalse();
  }

  @Test
  void blanks_digits_and_letters_are_those_of_ascii() {
    for (int c = -300; c < 70_000; c++) {
      assertThat(Grammar.isBlank(c)).as("%d", c).isEqualTo(c == ' ' || c == '\t');
      assertThat(Grammar.isDigit(c)).as("%d", c).isEqualTo(c > 0 && "0123456789".indexOf(c) >= 0);
      assertThat(Grammar.lower(c)).as("%d", c).isEqualTo(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "``|\"\"",
        "plain text|\"plain text\"",
        "a\"b\\c|\"a\\\"b\\\\c\"",
        "`\r\n\t`|\"\\r\\n\\t\"",
        "`\u0000\u001f\u007f`|\"\\u0000\\u001F\\u007F\"",
        "\u00fc\u20ac|\"\\u00FC\\u20AC\"",
        "~|\"~\"",
      })
  void what_is_shown_is_escaped(String text, String shown) {
    assertThat(Grammar.quoted(text)).isEqualTo(shown);
  }

  @Test
  void what_is_shown_is_cut_after_60_characters() {
    assertThat(Grammar.quoted("a".repeat(60))).isEqualTo("\"" + "a".repeat(60) + "\"");
    assertThat(Grammar.quoted("a".repeat(61))).isEqualTo("\"" + "a".repeat(60) + "\"...");
  }
}
