package io.godwit.bench.worker;

/**
 * What one case used for one turn, as the whole process: garbage collection and compilation count.
 *
 * @param units done: requests, GiB, or what else the group counts
 * @param wallNanos elapsed
 * @param cpuNanos of all threads of the process, user and system; known in steps of 10 ms
 * @param allocatedBytes in the Java heap by all threads, virtual ones included
 * @param gcMillis spent in garbage collection (part of the CPU time)
 * @param jitMillis spent compiling (part of the CPU time); much of it means: not warmed up
 * @param coreNanos the core was busy with anything, or -1 if that is not known; what it exceeds
 *     {@code cpuNanos} by is the work of others, that is: noise
 */
public record Turn(
    int units,
    long wallNanos,
    long cpuNanos,
    long allocatedBytes,
    long gcMillis,
    long jitMillis,
    long coreNanos) {

  public double unitsPerSecond() {
    return units * 1e9 / wallNanos;
  }

  public double cpuNanosPerUnit() {
    return (double) cpuNanos / units;
  }

  public double bytesPerUnit() {
    return (double) allocatedBytes / units;
  }

  /** The share of the turn in which the compiler was at work, on one core. */
  public double compilingShare() {
    return jitMillis * 1e6 / wallNanos;
  }

  /** The share of the turn in which the core worked for another process; NaN if not known. */
  public double othersShare() {
    if (coreNanos < 0) {
      return Double.NaN;
    }
    return Math.max(0.0, (double) (coreNanos - cpuNanos) / wallNanos);
  }
}
