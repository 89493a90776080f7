package io.godwit.policy.pool;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a pool has done since it was made.
 *
 * @param opened connections opened
 * @param exchanges exchanges that are over
 * @param reused those of them on a connection that had served before
 * @param waited how often a call had to wait for a connection
 * @param closed connections closed, by reason; a reason that never was is not there
 */
public record PoolTotals(
    long opened, long exchanges, long reused, long waited, Map<CloseReason, Long> closed) {
  /** Copies the map. */
  public PoolTotals {
    Map<CloseReason, Long> copy = new EnumMap<>(CloseReason.class);
    copy.putAll(closed);
    closed = Collections.unmodifiableMap(copy);
  }

  /** Such as {@code opened 3, closed 1 (1 too old); 40 exchanges, 37 on a kept connection}. */
  @Override
  public String toString() {
    String reasons =
        closed.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
    long all = closed.values().stream().mapToLong(Long::longValue).sum();
    return "opened %d, closed %d%s; %d exchanges, %d on a kept connection; waited %d times"
        .formatted(opened, all, all == 0 ? "" : reasons, exchanges, reused, waited);
  }
}
