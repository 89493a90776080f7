package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
  private static AccessLog.Line line(String path, int status, long bytes) {
    return new AccessLog.Line(
        Instant.parse("2026-11-21T09:08:07Z"),
        "127.0.0.1",
        "GET",
        path,
        "HTTP/1.1",
        status,
        bytes,
        Duration.ofMillis(1500));
  }

  @Test
  void in_a_pipe_it_is_the_common_log_format() {
    assertThat(new AccessLog.Common().text(line("/a%20b", 200, 1234)))
        .isEqualTo("127.0.0.1 - - [21/Nov/2026:09:08:07 +0000] \"GET /a%20b HTTP/1.1\" 200 1234\n");
    assertThat(new AccessLog.Common().text(line("-", 0, 0))).endsWith("\"GET - HTTP/1.1\" 000 0\n");
  }

  @ParameterizedTest
  @CsvSource({"200, 32", "206, 32", "301, 36", "404, 33", "500, 31"})
  void for_a_person_the_status_has_a_colour(int status, int colour) {
    assertThat(new AccessLog.ForPerson(true).text(line("/a", status, 10)))
        .contains(" \u001b[" + colour + "m" + status + "\u001b[")
        .endsWith(" GET  /a 10 bytes, 1500.0 ms\n");
    assertThat(new AccessLog.ForPerson(false).text(line("/a", status, 0)))
        .doesNotContain("\u001b")
        .endsWith(" " + status + " GET  /a 0 bytes, 1500.0 ms\n");
  }

  @Test
  void nothing_that_a_client_says_begins_a_line_or_speaks_to_the_terminal() {
    String said = "/\u001b[2J\r\n127.0.0.1 \"x\" \\ \u0007\u007f\u009b\u202e\u00e9";
    String shown =
        "/\\x1b[2J\\x0d\\x0a127.0.0.1\\x20\\x22x\\x22\\x20\\x5c\\x20\\x07\\x7f\\x9b\\u202e\\xe9";
    assertThat(new AccessLog.Common().text(line(said, 200, 1)))
        .contains("\"GET " + shown + " HTTP");
    assertThat(new AccessLog.ForPerson(false).text(line(said, 200, 1))).contains(" " + shown + " ");
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
    AccessLog log = new AccessLog(out, new AccessLog.Common());
    for (int i = 0; i < 3; i++) {
      log.write(line("/a", 200, 1));
    }
    assertThat(written.toString(StandardCharsets.US_ASCII)).hasLineCount(1);
    assertThat(writes).hasValue(2);
  }
}
