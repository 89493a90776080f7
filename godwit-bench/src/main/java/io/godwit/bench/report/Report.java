package io.godwit.bench.report;

import io.godwit.bench.worker.Turn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * All of one session.
 *
 * @param failures of cases that did not get through, by id
 */
public record Report(
    Conditions conditions, List<GroupResult> groups, Map<String, String> failures) {

  public Report {
    groups = List.copyOf(groups);
    failures = Map.copyOf(failures);
  }

  public List<Mark.Judgement> judgements() {
    return Mark.ALL.stream().map(mark -> mark.judge(groups)).flatMap(Optional::stream).toList();
  }

  /** Cases for which the compiler was at work in a tenth of the turns' time or more. */
  List<String> notWarm() {
    return groups.stream()
        .flatMap(group -> group.cases().stream())
        .filter(
            one ->
                one.turns().stream().mapToDouble(Turn::compilingShare).average().orElse(0) >= 0.1)
        .map(one -> one.one().id())
        .toList();
  }

  /** The share of the client's core that went to other processes, of all turns; in order. */
  double[] othersShares() {
    return groups.stream()
        .flatMap(group -> group.cases().stream())
        .flatMap(one -> one.turns().stream())
        .flatMapToDouble(turn -> DoubleStream.of(turn.othersShare()))
        .filter(share -> !Double.isNaN(share))
        .sorted()
        .toArray();
  }
}
