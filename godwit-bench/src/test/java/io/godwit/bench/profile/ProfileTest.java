package io.godwit.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {

  @Test
  void bytes_are_shared_out_to_the_clients_places_and_ours_are_left_out(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("test.jfr");
    String digits = "[" + "7,".repeat(5000) + "7]";
    List<Object> kept = new ArrayList<>();
    try (var recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "10000/s").withStackTrace();
      recording.start();
      for (int i = 0; i < 100; i++) {
        kept.add(new long[20_000]);
        kept.add(new JsonMapper().readTree(digits));
      }
      recording.dump(file);
    }

    String text = Profile.read(file).text(1, "us", 1000);

    assertThat(kept).hasSize(200);
    assertThat(text).contains(" in com.fasterxml.jackson.").doesNotContain("[J in ");
  }

  @Test
  void the_heaviest_comes_first_and_overlaps_are_not_in_the_total() {
    var tally = new Tally();
    tally.add("a", 1);
    tally.add("b", 2);
    tally.add("a", 4);
    tally.addOverlapping("c", 100);

    assertThat(tally.total()).isEqualTo(7);
    assertThat(tally.top(2)).containsExactly(Map.entry("c", 100L), Map.entry("a", 5L));
  }

  @Test
  void the_clients_frames_are_those_of_neither_the_jdk_nor_the_benchmark() {
    assertThat(Profile.isClient("io.godwit.client.HttpClient")).isTrue();
    assertThat(Profile.isClient("jdk.internal.net.http.HttpClientImpl")).isFalse();
    assertThat(Profile.isClient("okhttp3.Call")).isTrue();
    assertThat(Profile.isClient("java.net.Socket")).isFalse();
    assertThat(Profile.isClient("io.godwit.bench.driver.OneThread")).isFalse();
  }
}
