package io.godwit.http.idna;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.IDNA;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Unicode's own conformance file, and ICU as an oracle for what that has not thought of. */
final class IdnaConformanceTest {
  private static final String FILE = "IdnaTestV2-15.1.0.txt.gz";
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})|\\\\x\\{([0-9A-F]+)}");

  /**
   * What 16.0 maps or ignores and 15.1, which the file is of, disallowed: capital letters of
   * Georgian and three more, and fillers of Hangul.
   */
  private static final Pattern ALLOWED_SINCE =
      Pattern.compile("[\\u10A0-\\u10C5\\u04C0\\u2132\\u2183\\u115F\\u1160\\u3164\\uFFA0]");

  /**
   * The columns toAsciiN and its status, without the codes of CheckHyphens (V2, V3), which we do
   * not check. A label that begins with "xn--" when it is decoded is refused nevertheless, as 16.0
   * says (section 4.1, criterion 4).
   */
  @Test
  void unicodes_conformance_file_is_passed() {
    List<String> failures = new ArrayList<>();
    int lines = 0;
    int valid = 0;
    for (String line : IdnaTableGenerator.lines(FILE)) {
      String[] columns = line.split(";", -1);
      String source = unescaped(columns[0]);
      String unicode = columns[1].isBlank() ? source : unescaped(columns[1]);
      String expected = columns[3].isBlank() ? unicode : unescaped(columns[3]);
      Set<String> errors = errors(columns[4].isBlank() ? columns[2] : columns[4]);
      String ascii = ascii(source);
      lines++;
      if (ascii != null) {
        valid++;
      }
      if (errors.equals(Set.of("V6")) && ALLOWED_SINCE.matcher(source).find()) {
        continue;
      }
      if (source.equals("xn--xn--a--gua.pt")) {
        assertThat(ascii).isNull();
        continue;
      }
      if (!(errors.isEmpty() ? expected.equals(ascii) : ascii == null)) {
        failures.add(source + " -> " + ascii + ", expected " + expected + " " + errors);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(lines).isGreaterThan(6_000);
    assertThat(valid).isGreaterThan(500);
  }

  @Test
  void random_names_come_out_as_in_icu() {
    IDNA icu =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
    Set<IDNA.Error> hyphens =
        EnumSet.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN, IDNA.Error.HYPHEN_3_4);
    Random random = new Random(46);
    List<String> failures = new ArrayList<>();
    int valid = 0;
    for (int i = 0; i < 60_000; i++) {
      String name = randomName(random);
      String ours = ascii(name);
      IDNA.Info info = new IDNA.Info();
      String theirs = icu.nameToASCII(name, new StringBuilder(), info).toString();
      Set<IDNA.Error> errors = EnumSet.noneOf(IDNA.Error.class);
      errors.addAll(info.getErrors());
      errors.removeAll(hyphens);

      if (!Objects.equals(ours, errors.isEmpty() ? theirs : null)) {
        failures.add(escaped(name) + " -> " + ours + ", ICU " + theirs + " " + errors);
      }
      valid += ours == null ? 0 : 1;
    }
    assertThat(failures).isEmpty();
    assertThat(valid).isGreaterThan(4_000);
  }

  private static final String[] PIECES = {
    "a",
    "b1",
    "0",
    "-",
    "--",
    ".",
    "。",
    "xn--",
    "xn--bcher-kva",
    "ü",
    "ß",
    "ς",
    "Σ",
    "\u00AD",
    "\u200C",
    "\u200D",
    "क",
    "्",
    "ب",
    "ا",
    "\u064B",
    "١",
    "א",
    "\u0308",
    "日",
    "Ａ",
    "\uD83D\uDE00",
    "\u1100",
    "\u1161",
    "ﬃ",
    "½",
    "²",
    "\uFDFA",
    "İ",
    "ı",
    "ẞ",
    "K",
    "\u2260",
    "=\u0338",
    "\u3164",
    "\uD800",
  };

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> name.appendCodePoint(random.nextInt(0x80, 0x3000));
        case 1 -> name.appendCodePoint(random.nextInt(0x80, 0x30000));
        default -> name.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    if (random.nextInt(4) == 0) {
      int at = random.nextInt(name.length() + 1);
      String inner = name.substring(at).replace("_", "").replace("\uD800", "");
      name.setLength(at);
      if (inner.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
        name.append("xn--").append(Punycode.encode(inner, 63));
      }
    }
    return name.toString().replace("_", "").replace("\uFF3F", "").replace("\uFE33", "");
  }

  private static @Nullable String ascii(String name) {
    try {
      return Idna.toAscii(name);
    } catch (InvalidDomainName e) {
      return null;
    }
  }

  private static String escaped(String text) {
    return text.codePoints().mapToObj(c -> String.format("\\u{%X}", c)).collect(joining());
  }

  private static Set<String> errors(String column) {
    Set<String> errors = new TreeSet<>();
    for (String code : column.replaceAll("[\\[\\],]", " ").strip().split("\\s+", -1)) {
      if (!code.isEmpty() && !code.equals("V2") && !code.equals("V3")) {
        errors.add(code);
      }
    }
    return errors;
  }

  private static String unescaped(String column) {
    return ESCAPE
        .matcher(column.strip())
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    Character.toString(
                        Integer.parseInt(m.group(1) != null ? m.group(1) : m.group(2), 16))));
  }
}
