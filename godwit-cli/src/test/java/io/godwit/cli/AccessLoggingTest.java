package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLoggingTest {
  private static final LocalTime TIME = LocalTime.parse("09:08:07.654");

  private static String line(boolean coloured, int status, String asked) {
    return new SeenAccess(line -> {}, coloured)
        .line(TIME, status, asked, 1234, Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @CsvSource({"200, 32", "206, 32", "301, 36", "404, 33", "500, 31", "0, 31"})
  void the_status_has_a_colour(int status, int colour) {
    String shown = status == 0 ? "---" : Integer.toString(status);
    assertThat(line(true, status, "GET /a"))
        .startsWith("09:08:07 \u001b[" + colour + "m" + shown + "\u001b[")
        .endsWith(" GET /a 1234 bytes, 1500.0 ms");
    assertThat(line(false, status, "GET /a"))
        .isEqualTo("09:08:07 " + shown + " GET /a 1234 bytes, 1500.0 ms");
  }

  @Test
  void nothing_that_a_client_says_begins_a_line_or_speaks_to_the_terminal() {
    assertThat(line(false, 200, "GET /\u001b[2J\r\n09:09:09 \\ \u0007\u007f\u009b\u202e\u00e9"))
        .isEqualTo(
            "09:08:07 200 GET /\\x1B[2J\\x0D\\x0A09:09:09 \\x5C \\x07\\x7F\\x9B\\u202E\\xE9"
                + " 1234 bytes, 1500.0 ms");
  }

  @Test
  void each_line_leaves_in_one_write_and_none_when_nobody_reads() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    AtomicInteger writes = new AtomicInteger();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            if (writes.incrementAndGet() > 1) {
              throw new IOException("Broken pipe");
            }
            written.write(bytes, from, count);
          }
        };
    AccessLogging.Lines lines = new AccessLogging.Lines(out);
    lines.accept("one");
    lines.accept("two");
    lines.accept("three");
    assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo("one\n");
    assertThat(writes).hasValue(2);
  }
}
