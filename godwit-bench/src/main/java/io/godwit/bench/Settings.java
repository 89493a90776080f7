package io.godwit.bench;

import io.godwit.bench.driver.Case;
import java.util.List;

/**
 * How a session goes.
 *
 * @param cases to run, in any order
 * @param rounds each case gets one turn in each
 * @param turnSeconds CPU time of a turn, about; at least one unit is done
 * @param warmSeconds CPU time each case uses before it is measured; more while the JIT is busy
 */
public record Settings(List<Case> cases, int rounds, double turnSeconds, double warmSeconds) {

  public Settings {
    cases = List.copyOf(cases);
  }
}
