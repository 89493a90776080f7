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
 * @param totals what has happened so far
 */
public record PoolSnapshot<K>(
    int leased, int idle, int waiting, Map<K, Counts> keys, PoolTotals totals) {
  /** The counts of one key. */
  public record Counts(int leased, int idle, int waiting) {
    @Override
    public String toString() {
      return leased + " in use, " + idle + " idle, " + waiting + " waiting";
    }
  }

  /** Copies the map. */
  public PoolSnapshot {
    keys = Map.copyOf(keys);
  }

  /**
   * For people: a line for the whole, a line for what has happened, a line for each key in the
   * order of their names.
   *
   * <pre>{@code
   * show(client.connections().toString());
   * // 2 in use, 1 idle, 0 waiting
   * // opened 4, closed 1 (1 too old); 40 exchanges, 36 on a kept connection; waited 0 times
   * // https://a.example:443: 2 in use, 0 idle, 0 waiting
   * // https://b.example:443: 0 in use, 1 idle, 0 waiting
   * }</pre>
   */
  @Override
  public String toString() {
    String total = new Counts(leased, idle, waiting) + "\n" + totals;
    return keys.entrySet().stream()
        .map(entry -> "\n" + entry.getKey() + ": " + entry.getValue())
        .sorted()
        .collect(Collectors.joining("", total, ""));
  }
}
