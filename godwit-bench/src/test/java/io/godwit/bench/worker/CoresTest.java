package io.godwit.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CoresTest {

  @Test
  void the_cores_of_a_process_are_read_from_its_status() {
    List<String> status = List.of("Name:\tjava", "Cpus_allowed_list:\t1,4-6,9", "Threads:\t8");

    assertThat(Cores.allowed(status)).containsExactly(1, 4, 5, 6, 9);
  }

  @Test
  void a_command_is_pinned_only_where_there_is_a_core_for_it() {
    assertThat(Cores.pinned(OptionalInt.of(3), List.of("nginx")))
        .containsExactly("taskset", "-c", "3", "nginx");
    assertThat(Cores.pinned(OptionalInt.empty(), List.of("nginx"))).containsExactly("nginx");
  }

  @Test
  void a_core_is_busy_with_all_but_idling_and_waiting_for_disks() {
    List<String> stat =
        List.of("cpu  9 9 9 9 9 9 9 9 9 9", "cpu1 1 2 4 1000 2000 8 16 32 64 128", "cpu10 7 0 0 0");

    assertThat(CoreUsage.busyNanos(stat, 1)).isEqualTo((1 + 2 + 4 + 8 + 16 + 32) * 10_000_000L);
    assertThat(CoreUsage.busyNanos(stat, 2)).isEqualTo(-1);
  }
}
