package io.godwit.http.idna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Punycode, with the samples of RFC 3492 section 7.1 (those in lower case or without case). */
final class PunycodeTest {

  @ParameterizedTest
  @CsvSource({
    "ليهمابتكلموشعربي؟, egbpdaj6bu4bxfgehfvwxn",
    "他们为什么不说中文, ihqwcrb4cv8a8dqg056pqjye",
    "他們爲什麽不說中文, ihqwctvzc91f659drss3x8bo0yb",
    "pročprostěnemluvíčesky, proprostnemluvesky-uyb24dma41a",
    "למההםפשוטלאמדבריםעברית, 4dbcagdahymbxekheh6e0a7fei0b",
    "यहलोगहिन्दीक्योंनहींबोलसकतेहैं, i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd",
    "なぜみんな日本語を話してくれないのか, n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
    "почемужеонинеговорятпорусски, b1abfaaepdrnnbgefbadotcwatmq2g4l",
    "porquénopuedensimplementehablarenespañol, porqunopuedensimplementehablarenespaol-fmd56a",
    "tạisaohọkhôngthểchỉnóitiếngviệt, tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g",
    "3年b組金八先生, 3b-ww4c5e180e575a65lsy2b",
    "安室奈美恵-with-super-monkeys, -with-super-monkeys-pc58ag80a8qai00g7n9n",
    "hello-another-way-それぞれの場所, hello-another-way--fc4qua05auwb3674vfr0b",
    "ひとつ屋根の下2, 2-u9tlzr9756bt3uc0v",
    "majiでkoiする5秒前, majikoi5-783gue6qz075azm5e",
    "パフィーdeルンバ, de-jg4avhby1noc0d",
    "そのスピードで, d9juau41awczczp",
    "ü, tda",
    "bücher, bcher-kva",
    "üëäö♥, 4can8av2009b",
    "-ü, --eha",
    "\uD83D\uDE00, e28h",
    "a\uDBFF\uDFFD, a-d023p",
    "\uDBFF\uDFFD, bn32g",
    "\uDBFF\uDFFF, dn32g",
    "\uD7FF, hb9b",
    "\uE000, 0y0c",
    "zzz\u0080, zzz-da",
    "xyz\uF980\uF981, xyz-ef2sfa",
  })
  void a_label_and_its_ascii_form_turn_into_each_other(String label, String ascii) {
    assertThat(Punycode.encode(label, 63)).isEqualTo(ascii);
    assertThat(Punycode.decode(ascii)).isEqualTo(label);
  }

  @Test
  void whatever_is_encoded_decodes_to_itself() {
    Random random = new Random(3492);
    int[] bounds = {0x80, 0x100, 0x3000, 0xD800, 0x110000};
    for (int i = 0; i < 5_000; i++) {
      StringBuilder label = new StringBuilder();
      for (int j = random.nextInt(40); j >= 0; j--) {
        int c = random.nextInt(bounds[random.nextInt(bounds.length)]);
        label.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
      }
      String encoded = Punycode.encode(label.toString(), 63);

      assertThat(Punycode.decode(encoded)).isEqualTo(label.toString());
    }
  }

  /** So an international name has one ASCII form, and a look-up cannot be split by a second one. */
  @Test
  void whatever_decodes_is_encoded_to_the_same_text() {
    Random random = new Random(6);
    String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-";
    int decoded = 0;
    for (int i = 0; i < 60_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(9); j >= 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String label;
      try {
        label = Punycode.decode(text.toString());
      } catch (InvalidDomainName e) {
        continue;
      }
      decoded++;
      assertThat(Punycode.encode(label, 63)).isEqualTo(text.toString());
    }
    assertThat(decoded).isGreaterThan(6_000);
  }

  @ParameterizedTest
  @CsvSource({
    "b, is cut short",
    "zz, is cut short",
    "tda9, is cut short",
    "999999999, stands for no Unicode text",
    "99999999999999999999999999999999999999999999999999999999999, stands for no Unicode text",
    // The code point after the last one; the first and the last half of a surrogate pair.
    "en32g, stands for no Unicode text",
    "a-j023p, stands for no Unicode text",
    "ib9b, stands for no Unicode text",
    "zy0c, stands for no Unicode text",
    "a_b, has an odd character (U+005F)",
    "B, has an odd character (U+0042)",
    "-tda, has an odd character (U+002D)",
    "tda{, has an odd character (U+007B)",
    "`a, has an odd character (U+0060)",
    "/a, has an odd character (U+002F)",
    ":a, has an odd character (U+003A)",
  })
  void what_no_encoder_makes_is_refused(String text, String reason) {
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Punycode.decode(text))
        .withMessage("a label that begins with \"xn--\" " + reason);
  }

  @Test
  void a_label_with_more_code_points_than_the_limit_is_refused() {
    assertThat(Punycode.encode("é".repeat(20), 20)).startsWith("9c");
    assertThatExceptionOfType(InvalidDomainName.class)
        .isThrownBy(() -> Punycode.encode("é".repeat(21), 20))
        .withMessage("a label is longer than 63 characters");
    assertThat(Punycode.encode("\uD83D\uDE00".repeat(20), 20)).isNotEmpty();
  }
}
