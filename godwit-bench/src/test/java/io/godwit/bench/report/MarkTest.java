package io.godwit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import io.godwit.bench.report.Mark.Judgement;
import io.godwit.bench.report.Mark.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkTest {
  private static final Mark CPU_TO_BARE =
      new Mark(Group.SYNC, "godwit", Measure.CPU, Mark.Yardstick.BARE, 1.25, 2.0);

  @Test
  void a_median_at_the_limit_meets_it() {
    assertThat(judged(125, 125, 125)).map(Judgement::verdict).contains(Verdict.MET);
  }

  @Test
  void an_interval_that_reaches_the_limit_leaves_it_open() {
    assertThat(judged(120, 130, 130)).map(Judgement::verdict).contains(Verdict.OPEN);
  }

  @Test
  void an_interval_wholly_above_the_limit_misses_it() {
    assertThat(judged(126, 130, 130)).map(Judgement::verdict).contains(Verdict.MISSED);
  }

  @Test
  void the_guard_breaks_only_if_the_whole_interval_is_above_it() {
    assertThat(judged(199, 300, 300)).map(Judgement::breaksGuard).contains(false);
    assertThat(judged(201, 300, 300)).map(Judgement::breaksGuard).contains(true);
  }

  @Test
  void what_was_not_measured_is_not_judged() {
    assertThat(CPU_TO_BARE.judge(List.of())).isEmpty();
    assertThat(CPU_TO_BARE.judge(List.of(Made.c64()))).isEmpty();
    assertThat(
            CPU_TO_BARE.judge(
                List.of(
                    new GroupResult(
                        Group.SYNC,
                        List.of(Made.result(Group.SYNC, Kind.BARE, "loop", Made.turns(0, 1)))))))
        .isEmpty();
  }

  @Test
  void the_marks_of_a_group_are_judged_against_bare_rival_and_number() {
    assertThat(Made.report().judgements())
        .extracting(Judgement::text)
        .containsExactly(
            "MET    c64/godwit: CPU / bare <= 1.25  (1.20 [1.20, 1.20])",
            "MET    c64/godwit: CPU / best rival <= 1.00  (0.80 [0.80, 0.80])",
            "MET    c64/godwit: BYTES per request <= 1500  (1000 [1000, 1000])");
  }

  private static Optional<Judgement> judged(int... micros) {
    var bare = Made.result(Group.SYNC, Kind.BARE, "loop", Made.turns(0, 100, 100, 100));
    var godwit = Made.result(Group.SYNC, Kind.GODWIT, "godwit", Made.turns(0, micros));
    return CPU_TO_BARE.judge(List.of(new GroupResult(Group.SYNC, List.of(bare, godwit))));
  }
}
