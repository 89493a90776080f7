package io.godwit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {

  @Test
  void a_quick_run_leaves_out_rivals_and_the_groups_it_has_no_time_for() {
    assertThat(listed("--quick", "--list"))
        .contains("sync/godwit", "c64/godwit-async", "download/bare-socket")
        .doesNotContain("sync/okhttp")
        .noneMatch(id -> id.startsWith("upload") || id.startsWith("tls-"));
  }

  @Test
  void a_quick_run_takes_any_group_that_is_asked_for() {
    assertThat(listed("--quick", "--list", "--cases={tls-upload,gzip}/**"))
        .contains("tls-upload/godwit-file", "gzip/bare-socket")
        .allMatch(id -> id.startsWith("tls-upload/") || id.startsWith("gzip/"));
  }

  @Test
  void a_full_run_has_all_cases() {
    assertThat(listed("--list"))
        .contains("sync/okhttp", "multipart/apache-classic", "upload-stream/godwit-producer");
  }

  private static List<String> listed(String... arguments) {
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(new CommandLine(new Bench()).execute(arguments)).isZero();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
