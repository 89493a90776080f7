package io.godwit.policy.pool;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The state of a pool at one moment.
 *
 * @param leased connections in use, and places reserved for those being opened
 * @param idle connections that wait for their next use
 * @param waiting calls that wait for a connection
 * @param keys the same for each key that has any of them, in no order
 */
public record PoolSnapshot<K>(int leased, int idle, int waiting, Map<K, Counts> keys) {
  /** The counts of one key. */
  public record Counts(int leased, int idle, int waiting) {
    @Override
    public String toString() {
      return "leased " + leased + ", idle " + idle + ", waiting " + waiting;
    }
  }

  /** Copies the map. */
  public PoolSnapshot {
    keys = Map.copyOf(keys);
  }

  /** Such as {@code leased 2, idle 1, waiting 0 (a.example:443: leased 2, idle 1, waiting 0)}. */
  @Override
  public String toString() {
    String total = new Counts(leased, idle, waiting).toString();
    return keys.isEmpty()
        ? total
        : keys.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .sorted()
            .collect(Collectors.joining("; ", total + " (", ")"));
  }
}
