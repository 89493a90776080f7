package io.godwit.bench.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights by name. */
final class Tally {
  private final Map<String, Long> weights = new HashMap<>();
  private long total;

  void add(String name, long weight) {
    weights.merge(name, weight, Long::sum);
    total += weight;
  }

  /** Adds to a name, but not to the total: for counts that overlap. */
  void addOverlapping(String name, long weight) {
    weights.merge(name, weight, Long::sum);
  }

  long total() {
    return total;
  }

  /** The heaviest first; ties by name, so that the order is always the same. */
  List<Map.Entry<String, Long>> top(int limit) {
    return weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .toList();
  }
}
