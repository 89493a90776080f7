package io.godwit.policy.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random days in the life of a pool, see {@link PoolDay}. A failing test is named by its seed, and
 * fails again.
 */
class PoolPlannerModelTest {
  private static final int STEPS = 500;

  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void the_planner_does_what_the_plain_description_says(int seed) {
    var day = new PoolDay(seed);
    for (int step = 0; step < STEPS; step++) {
      day.step();
    }
    day.end();
  }

  /** Guards the test above: a day on which nothing happens would prove nothing. */
  @Test
  void the_days_are_eventful() {
    var seen = new TreeSet<String>();
    for (int seed = 0; seed < 10; seed++) {
      var day = new PoolDay(seed);
      for (int step = 0; step < STEPS; step++) {
        day.step();
      }
      seen.addAll(day.seen());
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "abandoned while waiting",
            "abandoned with a connection, kept",
            "abandoned with a connection, passed on",
            "abandoned with a place, passed on",
            "cleared",
            "closed for another key",
            "discarded",
            "enqueued",
            "evicted",
            "expired at acquire",
            "expired by the clock",
            "handed over",
            "hit",
            "kept idle",
            "place passed on",
            "place passed on to another key",
            "reserved",
            "too old to keep");
  }
}
