package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Uri;
import io.godwit.policy.hsts.HstsFile;
import io.godwit.policy.hsts.HstsStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What hosts say about TLS, and the file of it. The first option tells which: a field's value, or a
 * file. Neither may throw; what was read is written in a form that reads the same, holds no
 * addresses and no more than there is room for.
 */
public final class HstsTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Uri TEACHER = Uri.of("https://www.a.example/");

  private HstsTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    if (input.option(2) == 0) {
      checkField(input.line());
    } else {
      checkFile(new String(input.payload(), StandardCharsets.UTF_8));
    }
  }

  private static void checkField(String line) {
    StringBuilder value = new StringBuilder();
    line.chars()
        .filter(c -> c == '\t' || (c >= ' ' && c < 0x7F))
        .forEach(c -> value.append((char) c));
    Headers headers = Headers.of("Strict-Transport-Security", value.toString().strip());
    HstsStore learnt = HstsStore.empty().learnt(TEACHER, headers, NOW);
    assertThat(learnt.size()).isLessThanOrEqualTo(1);
    assertThat(learnt.knows("a.example", NOW)).isFalse();
    assertThat(learnt.knows("b.example", NOW)).isFalse();
    assertThat(learnt.knows("www.a.example", NOW)).isEqualTo(learnt.size() == 1);
    assertThat(learnt.knows("www.a.example", NOW.plus(Duration.ofDays(36_501)))).isFalse();
    assertThat(learnt.learnt(TEACHER, headers, NOW)).isSameAs(learnt);
    checkFile(HstsFile.write(learnt, NOW));
    assertThat(HstsFile.read(HstsFile.write(learnt, NOW), NOW)).isEqualTo(learnt);
  }

  private static void checkFile(String text) {
    HstsStore read = HstsFile.read(text, NOW);
    assertThat(read.size()).isLessThanOrEqualTo(HstsStore.MOST);
    String written = HstsFile.write(read, NOW);
    assertThat(HstsFile.read(written, NOW)).isEqualTo(read);
    assertThat(HstsFile.write(HstsFile.read(written, NOW), NOW)).isEqualTo(written);
    assertThat(written.lines().count()).isEqualTo(read.size() + 1);
    assertThat(read.knows("127.0.0.1", NOW)).isFalse();
    assertThat(HstsFile.read(text, Instant.MAX).size()).isZero();
  }
}
