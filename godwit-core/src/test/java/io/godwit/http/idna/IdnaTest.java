package io.godwit.http.idna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** International host names: one case for every step and rule. */
final class IdnaTest {

  @ParameterizedTest
  @CsvSource({
    // Non-transitional: these four keep their meaning, where java.net.IDN maps to another host.
    "faß.de, xn--fa-hia.de",
    "βόλος.com, xn--nxasmm1c.com",
    "ශ්\u200Dරී.com, xn--10cl1a0b660p.com",
    "نامه\u200Cای.com, xn--mgba3gch31f060k.com",
    // Mapping
    "FAẞ.DE, xn--fa-hia.de",
    "Bücher.Example, xn--bcher-kva.example",
    "ＡＢＣ．ｃｏｍ, abc.com",
    "a。b．c｡d, a.b.c.d",
    "½.com, xn--12-c6t.com",
    "a\u00ADb\u200Bc.com, abc.com",
    "ǅ.com, xn--d-toa.com",
    "my＿host, my_host",
    "☃.net, xn--n3h.net",
    "😀.la, xn--e28h.la",
    "\uD840\uDC00.cn, xn--j50i.cn",
    "\uD87E\uDC00.cn, xn--viq.cn",
    // Normalization
    "bu\u0308cher, xn--bcher-kva",
    "\u1100\u1161\u11A8, xn--p39a",
    // Labels that are encoded
    "xn--fa-hia.de, xn--fa-hia.de",
    "XN--FA-HIA.de, xn--fa-hia.de",
    "ｘｎ－－fa-hia.de, xn--fa-hia.de",
    // What is ASCII stays, hyphens and all
    "example.com, example.com",
    "az09-_, az09-_",
    "-a-.b--c.1_2, -a-.b--c.1_2",
    "example.com., example.com.",
    "bücher。, xn--bcher-kva.",
    // Right to left
    "אבג.com1, xn--4dbcd.com1",
    "א1.ב, xn--1-zhc.xn--5db",
    "ا١.com, xn--mgb0j.com",
  })
  void a_name_has_one_ascii_form(String name, String ascii) {
    assertThat(Idna.toAscii(name)).isEqualTo(ascii);
    assertThat(Idna.toAscii(ascii)).isEqualTo(ascii);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        // Length
        arguments("", "a label is empty"),
        arguments(".", "a label is empty"),
        arguments("a..b", "a label is empty"),
        arguments(".a", "a label is empty"),
        arguments("a..", "a label is empty"),
        arguments("\u00AD", "a label is empty"),
        arguments("a.\u00AD.b", "a label is empty"),
        arguments("a".repeat(64), "a label is longer than 63 characters"),
        arguments("xn--" + "a".repeat(60), "a label is longer than 63 characters"),
        arguments("é".repeat(64), "a label is longer than 63 characters"),
        // Encoded labels
        arguments("xn--", "a label that begins with \"xn--\" stands for an ASCII label"),
        arguments("xn--a-", "a label that begins with \"xn--\" stands for an ASCII label"),
        arguments("xn--ü", "a label that begins with \"xn--\" has characters outside ASCII"),
        arguments("xn--b", "a label that begins with \"xn--\" is cut short"),
        arguments("xn--xn---epa", "a label is encoded twice"),
        arguments("xn--a", "a character is not allowed in a host name (U+0080)"),
        // Characters
        arguments("a b", "a character is not allowed in a host name (U+0020)"),
        arguments("a/é", "a character is not allowed in a host name (U+002F)"),
        arguments("a@b", "a character is not allowed in a host name (U+0040)"),
        arguments("a[b", "a character is not allowed in a host name (U+005B)"),
        arguments("a`b", "a character is not allowed in a host name (U+0060)"),
        arguments("a{b", "a character is not allowed in a host name (U+007B)"),
        arguments("a:b", "a character is not allowed in a host name (U+003A)"),
        arguments("a%b", "a character is not allowed in a host name (U+0025)"),
        arguments("a\u007Fb", "a character is not allowed in a host name (U+007F)"),
        arguments("℀", "a character is not allowed in a host name (U+002F)"),
        arguments("a⒈com", "a character is not allowed in a host name (U+2488)"),
        arguments("a\u202Eb", "a character is not allowed in a host name (U+202E)"),
        arguments("a\uFFFDb", "a character is not allowed in a host name (U+FFFD)"),
        arguments("a\uD800", "a character is not allowed in a host name (U+D800)"),
        arguments("\uDC00a", "a character is not allowed in a host name (U+DC00)"),
        arguments("\uDBFF\uDFFF", "a character is not allowed in a host name (U+10FFFF)"),
        arguments("\u0378", "a character is not allowed in a host name (U+0378)"),
        // Marks
        arguments("\u0308a", "a label begins with a combining mark (U+0308)"),
        arguments("a.\u0903", "a label begins with a combining mark (U+0903)"),
        arguments("\u0488a", "a label begins with a combining mark (U+0488)"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_name_that_breaks_a_rule_is_refused(String name, String reason) {
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii(name))
        .withMessage(reason);
  }

  /** U+212A maps to "k" and U+1E9B U+0323 composes: in an encoded label neither may be left. */
  @Test
  void an_encoded_label_must_be_mapped_and_normal_already() {
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("xn--" + Punycode.encode("a\u212A", 59)))
        .withMessage("a label is not in Unicode's normal form C");
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("xn--" + Punycode.encode("u\u0308", 59)))
        .withMessage("a label is not in Unicode's normal form C");
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("xn--" + Punycode.encode("Ü", 59)))
        .withMessage("a character is not allowed in a host name (U+00DC)");
  }

  @Test
  void a_label_has_at_most_63_characters_and_a_name_253() {
    String label = "é" + "a".repeat(55);
    assertThat(Idna.toAscii(label)).hasSize(63);
    assertThat(Idna.toAscii(Idna.toAscii(label))).hasSize(63);
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii(label + "a"))
        .withMessage("a label is longer than 63 characters");

    String name = ("é" + "a".repeat(54) + ".").repeat(4) + "b";
    assertThat(Idna.toAscii(name)).hasSize(253);
    assertThat(Idna.toAscii(name + ".")).hasSize(254);
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii(name + "b"))
        .withMessage("the name is longer than 253 characters");
  }

  @ParameterizedTest
  @CsvSource({
    // The virama of Devanagari makes room for both (RFC 5892 A.1 and A.2).
    "क्\u200Dष, true",
    "क्\u200Cष, true",
    "क\u200Dष, false",
    "क\u200Cष, false",
    // Letters that join on both sides, transparent marks between: the non-joiner only.
    "ب\u200Cب, true",
    "ب\u200Dب, false",
    "ب\u064B\u064B\u200C\u064B\u064Bب, true",
    "ب\u200Cا, true",
    "ا\u200Cب, false",
    "ب\u200Ca, false",
    "a\u200Cب, false",
    "\u200Cب, false",
    "ب\u200C, false",
    "\u200C, false",
    "\u200D, false",
    "\u064Bب\u200C\u064B, false",
    "ب\u064B\u200C, false",
    // Outside the basic plane: Manichaean.
    "\uD802\uDEC1\u200C\uD802\uDEC1, true",
    "\uD802\uDEC1\uD802\uDEE5\u200C\uD802\uDEE5\uD802\uDEC1, true",
    "ab\u200C, false",
  })
  void a_joiner_stands_only_where_it_has_an_effect(String name, boolean allowed) {
    check(name, allowed, "joiner|combining mark|right-to-left");
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 5893 section 2, rule by rule; the second label makes the name one of right-to-left.
    "a.א, true",
    "1.א, false",
    "-.א, false",
    "_a.א, false",
    "א.a, true",
    "א.1a, false",
    "1.a, true",
    "אa, false",
    "אaא, false",
    "א1, true",
    "א-1, true",
    "א-, false",
    "א١, true",
    "א١1, false",
    "א1١, false",
    "א\u0308, true",
    "ا\u064B, true",
    "ا-\u064B, false",
    "aא, false",
    "aאa, false",
    "a-.א, false",
    "a1.א, true",
    "a\u0301\u0323b\u0323.א, true",
    "a١, false",
    "ab-\u0323.א, false",
    "x\u0323.א, true",
    "xn--4db.1, false",
    "xn--4db.a, true",
    "١.a, false",
    "a.b-, true",
  })
  void a_name_with_right_to_left_characters_obeys_the_bidi_rule(String name, boolean allowed) {
    check(name, allowed, "right-to-left");
  }

  @Test
  void the_bidi_rule_says_which_part_is_broken() {
    String end = " in a name with right-to-left characters";
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("1.א"))
        .withMessage(
            "a label begins with neither a left-to-right nor a right-to-left letter" + end);
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("אa"))
        .withMessage("a label mixes left-to-right and right-to-left characters" + end);
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("א-"))
        .withMessage("a label ends in a character without direction" + end);
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Idna.toAscii("א1١"))
        .withMessage("a label mixes European and Arabic digits" + end);
  }

  private static void check(String name, boolean allowed, String rule) {
    if (allowed) {
      assertThat(Idna.toAscii(Idna.toAscii(name))).isEqualTo(Idna.toAscii(name));
    } else {
      assertThatExceptionOfType(InvalidDomainName.class)
          .isThrownBy(() -> Idna.toAscii(name))
          .satisfies(e -> assertThat(e.getMessage()).containsPattern(rule));
    }
  }
}
