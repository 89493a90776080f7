package io.godwit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupResultTest {
  private final GroupResult result = Made.c64();

  @Test
  void the_yardstick_is_the_bare_loop_with_the_least_cpu_and_never_a_reference() {
    assertThat(result.bare()).map(one -> one.one().name()).contains("loop");
  }

  @Test
  void each_measure_has_its_own_best_rival() {
    assertThat(result.bestRival(Measure.CPU)).map(one -> one.one().name()).contains("fast");
    assertThat(result.bestRival(Measure.BYTES)).map(one -> one.one().name()).contains("frugal");
  }

  @Test
  void costs_are_divided_by_those_of_the_yardstick() {
    CaseResult godwit = result.cases().get(1);

    assertThat(result.ratioToBare(godwit, Measure.CPU)).map(Interval::median).contains(1.2);
    assertThat(result.ratioToBestRival(godwit, Measure.CPU)).map(Interval::median).contains(0.8);
    assertThat(result.ratioToBestRival(godwit, Measure.BYTES)).map(Interval::median).contains(2.0);
  }

  @Test
  void there_is_no_ratio_to_a_loop_that_allocates_nothing() {
    assertThat(result.ratioToBare(result.cases().get(1), Measure.BYTES)).isEmpty();
  }

  @Test
  void without_a_bare_loop_and_rivals_there_are_no_ratios() {
    CaseResult alone = Made.result(Group.SYNC, Kind.GODWIT, "godwit", Made.turns(1, 1));
    var lonely = new GroupResult(Group.SYNC, List.of(alone));

    assertThat(lonely.ratioToBare(alone, Measure.CPU)).isEmpty();
    assertThat(lonely.ratioToBestRival(alone, Measure.CPU)).isEmpty();
  }

  @Test
  void the_ranking_begins_with_the_least_cpu() {
    assertThat(result.ranking())
        .extracting(one -> one.one().name())
        .containsExactly("selector", "loop", "slow-loop", "godwit", "fast", "frugal");
  }
}
