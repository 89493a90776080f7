package io.godwit.bench.report;

import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The cases of a group that got through all rounds. */
public record GroupResult(Group group, List<CaseResult> cases) {
  /** Bare loops that allocate less than this per unit allocate nothing; a ratio would be noise. */
  private static final double LEAST_BYTES = 16;

  public GroupResult {
    cases = List.copyOf(cases);
  }

  /** The bare loop that used the least CPU. */
  public Optional<CaseResult> bare() {
    return least(Kind.BARE, Measure.CPU);
  }

  /** The rival that is best in this very measure: a hard one to beat, on purpose. */
  public Optional<CaseResult> bestRival(Measure measure) {
    return least(Kind.RIVAL, measure);
  }

  /** Empty if there is no bare loop, or none that spends anything of this. */
  public Optional<Interval> ratioToBare(CaseResult one, Measure measure) {
    return bare()
        .filter(bare -> measure != Measure.BYTES || median(bare, measure) >= LEAST_BYTES)
        .map(bare -> one.ratioTo(bare, measure));
  }

  public Optional<Interval> ratioToBestRival(CaseResult one, Measure measure) {
    return bestRival(measure).map(rival -> one.ratioTo(rival, measure));
  }

  /** By what they used of the CPU, least first. */
  public List<CaseResult> ranking() {
    return cases.stream()
        .sorted(Comparator.comparingDouble(one -> median(one, Measure.CPU)))
        .toList();
  }

  private Optional<CaseResult> least(Kind kind, Measure measure) {
    return cases.stream()
        .filter(one -> one.one().kind() == kind)
        .min(Comparator.comparingDouble(one -> median(one, measure)));
  }

  private static double median(CaseResult one, Measure measure) {
    return one.interval(measure).median();
  }
}
