package io.godwit.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentTextTest {
  private static final String MARK = "\uFEFF";

  private static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("", UTF_8, "grüße", "grüße"),
        Arguments.of("", UTF_8, MARK + "grüße", "grüße"),
        Arguments.of("", UTF_16BE, MARK + "grüße", "grüße"),
        Arguments.of("", UTF_16LE, MARK + "grüße", "grüße"),
        Arguments.of("utf-8", UTF_8, MARK + "grüße", "grüße"),
        Arguments.of("iso-8859-1", ISO_8859_1, "grüße", "grüße"),
        Arguments.of("iso-8859-1", UTF_8, MARK + "x", "ï»¿x"),
        Arguments.of("utf-16le", UTF_16LE, "grüße", "grüße"),
        Arguments.of("", UTF_8, "", ""),
        Arguments.of("", UTF_8, "x", "x"),
        Arguments.of("", UTF_8, MARK, ""),
        Arguments.of("", ISO_8859_1, "ï»x", "\uFFFDx"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void the_charset_is_the_declared_one_or_that_of_the_mark(
      String declared, Charset charset, String written, String read) throws IOException {
    byte[] content = written.getBytes(charset);
    Optional<MediaType> type =
        Optional.of(declared)
            .filter(name -> !name.isEmpty())
            .map(name -> MediaType.of("text/plain; charset=" + name));
    assertThat(ContentCharset.text(type, content)).isEqualTo(read);
    StringWriter streamed = new StringWriter();
    ContentCharset.reader(type, new ByteArrayInputStream(content)).transferTo(streamed);
    assertThat(streamed).hasToString(read);
  }

  @Test
  void nobody_waits_for_a_mark_that_cannot_come() throws IOException {
    for (String start : List.of("\n", "a\n", "\u00EFx", "\u00EF\u00BBx")) {
      byte[] arrived = start.getBytes(ISO_8859_1);
      InputStream open =
          new InputStream() {
            private int at;

            @Override
            public int read() {
              if (at == arrived.length) {
                throw new AssertionError("this would wait, after " + start.length());
              }
              return arrived[at++] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
              into[offset] = (byte) read();
              return 1;
            }

            @Override
            public int available() {
              return arrived.length - at;
            }
          };
      assertThat(ContentCharset.reader(Optional.empty(), open).read()).isNotNegative();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | 0 | ''",
        "a             | 1 | a",
        "a/n           | 1 | a",
        "a/nb          | 2 | a,b",
        "a/r/nb/rc/n/n | 4 | a,b,c,",
        "/n            | 1 | ''",
        "/r/r/n        | 2 | ,",
      })
  void lines_end_in_any_of_three_ways(String text, int count, String lines) {
    String real = text.replace("/n", "\n").replace("/r", "\r");
    List<String> read = lines(real);
    assertThat(read).hasSize(count);
    assertThat(String.join(",", read)).isEqualTo(lines);
    assertThat(read).isEqualTo(real.lines().toList());
  }

  @Test
  void a_text_without_line_ends_is_not_collected_for_ever() {
    assertThat(lines("x".repeat(TextLines.LONGEST))).hasSize(1);
    assertThatThrownBy(() -> lines("x".repeat(TextLines.LONGEST + 1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(HttpFailure.LimitExceeded.class);
  }

  private static List<String> lines(String text) {
    return StreamSupport.stream(new TextLines(new StringReader(text)), false).toList();
  }
}
