package io.godwit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

  @Test
  void the_median_of_an_odd_number_is_the_one_in_the_middle() {
    assertThat(Interval.of(new double[] {9, 1, 5}).median()).isEqualTo(5);
  }

  @Test
  void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
    assertThat(Interval.of(new double[] {9, 1, 5, 6}).median()).isEqualTo(5.5);
  }

  /** The ranks are those of the tables in textbooks for the sign test at 95 %. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0.0",
    "3, 1, 3, 0.75",
    "6, 1, 6, 0.96875",
    "8, 1, 8, 0.9921875",
    "9, 2, 8, 0.9609375",
    "10, 2, 9, 0.978515625",
    "12, 3, 10, 0.96142578125",
    "15, 4, 12, 0.96484375",
    "20, 6, 15, 0.9586105346679688"
  })
  void the_interval_has_the_ranks_that_hold_the_median_with_95_percent(
      int n, int low, int high, double coverage) {
    double[] ranks = IntStream.rangeClosed(1, n).asDoubleStream().toArray();

    Interval interval = Interval.of(ranks);

    assertThat(interval.low()).isEqualTo(low);
    assertThat(interval.high()).isEqualTo(high);
    assertThat(interval.coverage()).isCloseTo(coverage, within(1e-12));
  }

  @Test
  void the_true_median_is_inside_as_often_as_the_coverage_says() {
    var random = new Random(7);
    int runs = 20_000;
    int inside = 0;
    for (int run = 0; run < runs; run++) {
      Interval interval = Interval.of(random.doubles(12).map(x -> x * x * x).toArray());
      if (interval.low() <= 0.125 && 0.125 <= interval.high()) {
        inside++;
      }
    }

    assertThat((double) inside / runs).isCloseTo(0.961, within(0.006));
  }

  @Test
  void one_wild_round_of_ten_does_not_move_the_interval() {
    double[] calm = {1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08, 1.09, 1.10};
    double[] wild = calm.clone();
    wild[9] = 50;

    assertThat(Interval.of(wild)).isEqualTo(Interval.of(calm));
  }

  @Test
  void the_values_keep_their_order() {
    double[] values = {3, 1, 2};

    Interval.of(values);

    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void ratios_are_taken_round_by_round() {
    Interval interval = Interval.ofRatios(new double[] {10, 20, 30}, new double[] {10, 10, 10});

    assertThat(interval.median()).isEqualTo(2);
    assertThat(interval.low()).isEqualTo(1);
    assertThat(interval.high()).isEqualTo(3);
  }

  @Test
  void rounds_that_do_not_pair_are_refused() {
    assertThatThrownBy(() -> Interval.ofRatios(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 and 3 rounds");
  }

  @Test
  void nothing_and_what_is_not_a_number_have_no_median() {
    assertThatThrownBy(() -> Interval.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Interval.of(new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
