package io.godwit.bench.report;

import io.godwit.bench.worker.Turn;

/** What of a turn is looked at. */
public enum Measure {
  RATE {
    @Override
    double of(Turn turn) {
      return turn.unitsPerSecond();
    }
  },
  CPU {
    @Override
    double of(Turn turn) {
      return turn.cpuNanosPerUnit();
    }
  },
  BYTES {
    @Override
    double of(Turn turn) {
      return turn.bytesPerUnit();
    }
  };

  /** Per second, CPU nanoseconds per unit, or bytes per unit. */
  abstract double of(Turn turn);
}
