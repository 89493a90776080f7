package io.godwit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  @Test
  void the_text_has_a_line_for_each_case_with_its_costs_and_ratios() {
    assertThat(TextReport.of(Made.report()).lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "> godwit 1,000 12.00 1,000 1.20 [1.20, 1.20] 0.80 [0.80, 0.80] - 2.00 [2.00, 2.00]",
            " loop 1,000 10.00 0 1.00 [1.00, 1.00] 0.67 [0.67, 0.67] - 0.00 [0.00, 0.00]");
  }

  @Test
  void the_text_says_how_noisy_it_was_and_what_failed() {
    assertThat(TextReport.of(Made.report()).lines())
        .contains(
            "noise: other processes had 2.0 % of the measured core (median turn; worst 2.0 %)",
            "  c64/broken: it broke", "bare = loop", "best rival in CPU = fast");
  }

  @Test
  void only_a_group_with_much_content_has_a_column_for_memory() {
    assertThat(
            TextReport.of(Made.report(Made.upload()))
                .lines()
                .map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("case GiBs/s ") && line.endsWith(" memory MiB"))
        .anyMatch(line -> line.startsWith("> godwit-file 1000.00 0.01 ") && line.endsWith(" 3.3"))
        .anyMatch(line -> line.startsWith(" loop 1000.00 0.01 ") && line.endsWith(" -"));
    assertThat(TextReport.of(Made.report()).lines()).noneMatch(line -> line.endsWith("memory MiB"));
  }

  @Test
  void the_json_file_has_the_memory_that_was_looked_at() throws Exception {
    JsonNode cases =
        new JsonMapper()
            .readTree(JsonReport.text(Made.report(Made.upload())))
            .at("/groups/0/cases");

    assertThat(cases.at("/0/memoryBytes").isNull()).isTrue();
    assertThat(cases.at("/1/memoryBytes").asLong()).isEqualTo(3_407_872);
  }

  @Test
  void the_json_file_has_the_same_numbers_and_every_turn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new/result.json");

    JsonReport.write(Made.report(), file);

    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(json.at("/conditions/server").asText()).isEqualTo("nginx/1");
    assertThat(json.at("/groups/0/bare").asText()).isEqualTo("loop");
    JsonNode godwit = json.at("/groups/0/cases/3");
    assertThat(godwit.at("/id").asText()).isEqualTo("c64/godwit");
    assertThat(godwit.at("/cpuToBare/median").asDouble()).isEqualTo(1.2);
    assertThat(godwit.at("/bytesToBare").isNull()).isTrue();
    assertThat(godwit.at("/turns")).hasSize(3);
    assertThat(godwit.at("/turns/0/cpuNanos").asLong()).isEqualTo(12_000_000);
    assertThat(json.at("/marks/0/verdict").asText()).isEqualTo("MET");
    assertThat(json.at("/failures/c64~1broken").asText()).isEqualTo("it broke");
  }
}
