package io.godwit.wire.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartHeadTest {
  private static Optional<String> safe(String filename) {
    return new PartHead(Headers.empty(), "a", Optional.of(filename)).safeFilename();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "godwit.jpg ! godwit.jpg",
        "größe 2.txt ! größe 2.txt",
        "../../etc/passwd ! passwd",
        "C:\\temp\\a.exe ! a.exe",
        "a/b\\c ! c",
        "a\\b/c ! c",
        "..\\..\\.ssh ! ssh",
        ".htaccess ! htaccess",
        "`.. . x` ! x",
        "`a. . ` ! a",
        "a:stream ! a_stream",
        "`<>\"|?*` ! ______",
        "con ! _con",
        "NUL.txt ! _NUL.txt",
        "nul .txt ! _nul .txt",
        "Com1 ! _Com1",
        "LPT9.a.b ! _LPT9.a.b",
        "com\u00B2 ! _com\u00B2",
        "com ! com",
        "comx ! comx",
        "com10 ! com10",
        "xcon ! xcon",
        "aux1 ! aux1"
      })
  void a_file_name_is_made_safe(String raw, String expected) {
    assertThat(safe(raw)).contains(expected);
  }

  @Test
  void characters_that_deceive_are_gone() {
    assertThat(safe("a\u0000b\u007fc\u0085d\u202Egpj.exe")).contains("abcdgpj.exe");
    assertThat(safe("\uD800x")).contains("_x");
  }

  @Test
  void nothing_is_left_of_a_name_without_a_file() {
    for (String raw : new String[] {"", ".", "..", "...", "a/", "a\\", "/", " ", "\u0000"}) {
      assertThat(safe(raw)).as(raw).isEmpty();
    }
    assertThat(new PartHead(Headers.empty(), "a", Optional.empty()).safeFilename()).isEmpty();
  }

  @Test
  void of_a_long_name_the_end_is_kept() {
    assertThat(safe("x".repeat(77) + ".gz")).contains("x".repeat(77) + ".gz");
    assertThat(safe("yx" + "x".repeat(76) + ".gz")).contains("x".repeat(77) + ".gz");
    assertThat(safe("\uD83D\uDC26" + "x".repeat(79))).contains("x".repeat(79));
  }
}
