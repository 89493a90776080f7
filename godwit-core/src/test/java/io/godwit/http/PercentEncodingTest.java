package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Percent-encoding, character by character, against the grammar and against the JDK. */
final class PercentEncodingTest {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String SUB_DELIMS = "!$&'()*+,;=";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"1, :", "2, :@/", "4, :@/?"})
  void a_character_stands_for_itself_only_where_the_grammar_says_so(int place, String more) {
    String allowed = UNRESERVED + SUB_DELIMS + more;
    for (char c = ' '; c < 0x7F; c++) {
      String expected = allowed.indexOf(c) >= 0 ? "" + c : String.format("%%%02X", (int) c);

      assertThat(PercentEncoding.canonical("<" + c + ">", 1, 2, place)).isEqualTo(expected);
      assertThat(PercentEncoding.validUntil("a" + c, 1, 2, place))
          .isEqualTo(allowed.indexOf(c) >= 0 ? 2 : 1);
    }
  }

  @Test
  void the_other_places_are_those_of_the_grammar() {
    for (char c = 0; c < 0x100; c++) {
      boolean alphanumeric = c < 0x80 && Character.isLetterOrDigit(c);
      assertThat(UriCharacters.may(c, UriCharacters.UNRESERVED))
          .isEqualTo(UNRESERVED.indexOf(c) >= 0);
      assertThat(UriCharacters.may(c, UriCharacters.SCHEME))
          .isEqualTo(alphanumeric || c == '+' || c == '-' || c == '.');
      assertThat(UriCharacters.may(c, UriCharacters.HOST))
          .isEqualTo(alphanumeric || c == '_' || c == '-' || c == '.');
      assertThat(UriCharacters.isControl(c)).isEqualTo(c < 0x80 && Character.isISOControl(c));
      assertThat(UriCharacters.hexValue(c))
          .isEqualTo("0123456789abcdef".indexOf(c < 0x80 ? Character.toLowerCase(c) : c));
    }
    assertThat(UriCharacters.hexValue('\uFF11')).isEqualTo(-1);
  }

  @Test
  void every_code_point_is_encoded_as_utf_8() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c >= 0xD800 && c <= 0xDFFF) {
        continue;
      }
      String text = Character.toString(c);
      String encoded = PercentEncoding.encode(text);

      assertThat(encoded)
          .isEqualTo(
              URLEncoder.encode(text, StandardCharsets.UTF_8)
                  .replace("+", "%20")
                  .replace("*", "%2A")
                  .replace("%7E", "~"));
      assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(PercentEncoding.decode(encoded, 0, encoded.length())).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7F, %7F",
    "80, %C2%80",
    "7FF, %DF%BF",
    "800, %E0%A0%80",
    "D7FF, %ED%9F%BF",
    "E000, %EE%80%80",
    "FFFF, %EF%BF%BF",
    "10000, %F0%90%80%80",
    "3FFFF, %F0%BF%BF%BF",
    "10FFFF, %F4%8F%BF%BF",
  })
  void the_first_and_last_of_each_length_are_encoded(String codePoint, String encoded) {
    assertThat(PercentEncoding.encode(Character.toString(Integer.parseInt(codePoint, 16))))
        .isEqualTo(encoded);
  }

  @Test
  void every_octet_has_one_escape_in_a_path() {
    for (int octet = 0; octet < 0x100; octet++) {
      String lower = String.format("%%%02x", octet);
      String upper = String.format("%%%02X", octet);
      boolean unreserved = UNRESERVED.indexOf(octet) >= 0;
      String canonical = unreserved ? Character.toString(octet) : upper;

      assertThat(PercentEncoding.canonical(lower, 0, 3, UriCharacters.PATH)).isEqualTo(canonical);
      assertThat(PercentEncoding.canonical(upper, 0, 3, UriCharacters.USER_INFO))
          .isEqualTo(canonical);
      assertThat(PercentEncoding.canonical("|" + lower, 0, 4, UriCharacters.QUERY))
          .isEqualTo("%7C" + lower);
      assertThat(PercentEncoding.canonicalUntil(lower, 0, 3, UriCharacters.QUERY)).isEqualTo(3);
      assertThat(PercentEncoding.canonicalUntil(upper, 0, 3, UriCharacters.PATH))
          .isEqualTo(unreserved ? 0 : 3);
    }
    assertThat(PercentEncoding.canonicalUntil("%aF", 0, 3, UriCharacters.PATH)).isZero();
    assertThat(PercentEncoding.canonicalUntil("%Fa", 0, 3, UriCharacters.PATH)).isZero();
  }

  @Test
  void a_canonical_range_is_not_rewritten() {
    String text = "/a/%2F?b";

    assertThat(PercentEncoding.canonical(text, 0, 6, UriCharacters.PATH)).isEqualTo("/a/%2F");
    assertThat(PercentEncoding.canonicalUntil(text, 0, 8, UriCharacters.PATH)).isEqualTo(6);
    assertThat(PercentEncoding.canonicalUntil(text, 0, 5, UriCharacters.PATH)).isEqualTo(3);
    assertThat(PercentEncoding.validUntil(text, 0, 5, UriCharacters.PATH)).isEqualTo(3);
    assertThat(PercentEncoding.validUntil(text, 0, 8, UriCharacters.PATH)).isEqualTo(6);
    assertThat(PercentEncoding.validUntil("%2f%aF%zF%Fz", 0, 12, UriCharacters.PATH)).isEqualTo(6);
    assertThat(PercentEncoding.validUntil("%Fz", 0, 3, UriCharacters.PATH)).isZero();
  }

  @Test
  void decoding_keeps_what_is_not_escaped() {
    assertThat(PercentEncoding.decode("é%C3%A9a%41+%F0%9F%98%80z", 0, 25)).isEqualTo("ééaA+😀z");
    assertThat(PercentEncoding.decode("x%41%42%43x", 1, 10)).isEqualTo("ABC");
    assertThat(PercentEncoding.decode("", 0, 0)).isEmpty();
    assertThatExceptionOfType(InvalidUri.class)
        .isThrownBy(() -> PercentEncoding.decode("x%41%42", 1, 6))
        .satisfies(e -> assertThat(e.index()).isEqualTo(4));
  }
}
