package io.godwit.http.idna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of Unicode's data: where it comes from, and that it is read back right. */
final class IdnaTableTest {

  @Test
  void the_table_in_the_jar_is_what_the_generator_makes() throws IOException {
    assertThat(resource()).isEqualTo(IdnaTableGenerator.generate());
  }

  @Test
  void the_table_says_which_unicode_it_is_of() {
    assertThat(IdnaTable.unicode().version()).isEqualTo(IdnaTableGenerator.VERSION);
  }

  /** The normalizer must know every character that the table lets through. */
  @Test
  void the_jdk_knows_every_character_of_the_table() {
    IdnaTable table = IdnaTable.unicode();
    assertThat(exceptions(c -> c < 0x80 || !table.isValid(c) || Character.isDefined(c))).isEmpty();
  }

  /** ICU has the same mapping by another way, run together with normalization. */
  @Test
  void every_code_point_maps_as_in_icu() {
    Normalizer2 icu = Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);
    IdnaTable table = IdnaTable.unicode();
    assertThat(
            exceptions(
                c -> {
                  String text = Character.toString(c);
                  String mapped = Normalizer.normalize(table.map(text), Normalizer.Form.NFC);
                  String expected = icu.normalize(text);
                  boolean disallowed = expected.equals("\uFFFD");
                  return mapped.equals(disallowed ? text : expected)
                      && table.isValid(c) == (!disallowed && expected.equals(text));
                }))
        .isEmpty();
  }

  @Test
  void every_code_point_joins_as_in_icu() {
    IdnaTable table = IdnaTable.unicode();
    assertThat(
            exceptions(
                c -> {
                  int type = UCharacter.getIntPropertyValue(c, UProperty.JOINING_TYPE);
                  boolean dual = type == UCharacter.JoiningType.DUAL_JOINING;
                  boolean left = type == UCharacter.JoiningType.LEFT_JOINING;
                  boolean right = type == UCharacter.JoiningType.RIGHT_JOINING;
                  boolean transparent = type == UCharacter.JoiningType.TRANSPARENT;
                  return table.joinsForward(c) == (dual || left)
                      && table.joinsBackward(c) == (dual || right)
                      && table.isTransparent(c) == transparent
                      && table.isVirama(c) == (UCharacter.getCombiningClass(c) == 9);
                }))
        .isEmpty();
  }

  @Test
  void half_a_surrogate_pair_is_not_valid() {
    IdnaTable table = IdnaTable.unicode();
    assertThat(table.isValid(0xD800)).isFalse();
    assertThat(table.isValid(0xDFFF)).isFalse();
  }

  /** The characters, of all of Unicode, for which the statement does not hold. */
  private static List<String> exceptions(IntPredicate statement) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .filter(statement.negate())
        .mapToObj(c -> String.format("U+%04X", c))
        .toList();
  }

  /** Read from its octets, not the one that is shared: so this test sees how reading goes wrong. */
  @Test
  void what_is_read_is_what_unicode_says() throws IOException {
    IdnaTable table = IdnaTable.read(new ByteArrayInputStream(resource()));

    assertThat(table.version()).isEqualTo("16.0.0");
    // Distances up and down, near and far; texts short and long; ignored; disallowed; deviations.
    assertThat(table.map("AZ\u0178\u212A\uFF21\uD840\uDC00")).isEqualTo("az\u00FFka\uD840\uDC00");
    assertThat(table.map("\uD87E\uDC00")).isEqualTo("\u4E3D");
    assertThat(table.map("\uFB03\u0149\u33A9")).isEqualTo("ffi\u02BCnpa");
    assertThat(table.map("\uFDFA")).isEqualTo("صلى الله عليه وسلم");
    assertThat(table.map("a\u00AD\u200B\uFE0Fb")).isEqualTo("ab");
    assertThat(table.map("\u00DF\u03C2\u200C\u200D")).isEqualTo("\u00DF\u03C2\u200C\u200D");
    assertThat(table.map("\u0000\u2024\uDBFF\uDFFF")).isEqualTo("\u0000\u2024\uDBFF\uDFFF");
    assertThat(table.isValid('a')).isTrue();
    assertThat(table.isValid('A')).isFalse();
    assertThat(table.isValid(0x00DF)).isTrue();
    assertThat(table.isValid(0x00AD)).isFalse();
    assertThat(table.isValid(0x2024)).isFalse();
    assertThat(table.isValid(0xFB03)).isFalse();
    assertThat(table.isValid(0x323AF)).isTrue();
    assertThat(table.isValid(0x323B0)).isFalse();
    assertThat(table.isValid(0x10FFFF)).isFalse();
    // Beh joins on both sides, alef backward, alaph of Phags-pa forward; fatha is looked through.
    assertThat(joining(table, 0x0628)).isEqualTo("forward backward");
    assertThat(joining(table, 0x0627)).isEqualTo("backward");
    assertThat(joining(table, 0xA872)).isEqualTo("forward");
    assertThat(joining(table, 0x064E)).isEqualTo("transparent");
    assertThat(joining(table, 0x094D)).isEqualTo("transparent virama");
    assertThat(joining(table, 0x1B44)).isEqualTo("virama");
    assertThat(joining(table, 'a')).isEmpty();
    assertThat(joining(table, 0)).isEmpty();
    assertThat(joining(table, 0x10FFFF)).isEmpty();
  }

  private static String joining(IdnaTable table, int c) {
    return ((table.joinsForward(c) ? "forward " : "")
            + (table.joinsBackward(c) ? "backward " : "")
            + (table.isTransparent(c) ? "transparent " : "")
            + (table.isVirama(c) ? "virama" : ""))
        .strip();
  }

  @Test
  void what_is_not_the_table_is_refused() throws IOException {
    byte[] magic = resource();
    magic[0] ^= 1;
    assertThatIOException().isThrownBy(() -> IdnaTable.read(new ByteArrayInputStream(magic)));
    byte[] format = resource();
    format[4]++;
    assertThatIOException().isThrownBy(() -> IdnaTable.read(new ByteArrayInputStream(format)));
    byte[] cut = Arrays.copyOf(resource(), resource().length - 1);
    assertThatIOException()
        .isThrownBy(() -> IdnaTable.read(new ByteArrayInputStream(cut)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void the_licence_of_the_data_is_beside_it() throws IOException {
    try (var in = IdnaTable.class.getResourceAsStream("UNICODE-LICENSE.txt")) {
      assertThat(Objects.requireNonNull(in).readAllBytes())
          .asString()
          .contains("UNICODE LICENSE V3");
    }
  }

  private static byte[] resource() throws IOException {
    try (var in = IdnaTable.class.getResourceAsStream(IdnaTable.RESOURCE)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
