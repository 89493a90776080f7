package io.godwit.bench.report;

import io.godwit.bench.driver.Case;
import io.godwit.bench.worker.Turn;
import java.util.List;
import java.util.OptionalLong;

/**
 * The turns of one case, one a round, in the order of the rounds.
 *
 * @param memory in use at the most during one unit more, in bytes: heap without garbage, and direct
 *     buffers; empty if nobody looked
 */
public record CaseResult(Case one, List<Turn> turns, OptionalLong memory) {

  public CaseResult {
    turns = List.copyOf(turns);
  }

  public Interval interval(Measure measure) {
    return Interval.of(values(measure));
  }

  /** This case's cost in units of the other's, of the same rounds. */
  public Interval ratioTo(CaseResult other, Measure measure) {
    return Interval.ofRatios(values(measure), other.values(measure));
  }

  double[] values(Measure measure) {
    return turns.stream().mapToDouble(measure::of).toArray();
  }
}
