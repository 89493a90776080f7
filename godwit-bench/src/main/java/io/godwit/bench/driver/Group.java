package io.godwit.bench.driver;

/**
 * Cases that do the same work and are compared with each other.
 *
 * <p>{@code unit} is what one run of a driver counts, and {@code cpuScale} turns CPU nanoseconds
 * per unit into the {@code cpuUnit} that is printed.
 */
public enum Group {
  SYNC("sync", "one platform thread, one call after the other", 1, "request", "us", 1e3),
  C64("c64", "64 calls at a time: virtual threads, or callbacks", 64, "request", "us", 1e3),
  DOWNLOAD("download", "1 GiB, read as a stream by one thread", 1, "GiB", "ms", 1e6);

  private final String label;
  private final String description;
  private final int concurrency;
  private final String unit;
  private final String cpuUnit;
  private final double cpuScale;

  Group(
      String label,
      String description,
      int concurrency,
      String unit,
      String cpuUnit,
      double cpuScale) {
    this.label = label;
    this.description = description;
    this.concurrency = concurrency;
    this.unit = unit;
    this.cpuUnit = cpuUnit;
    this.cpuScale = cpuScale;
  }

  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /** Calls in flight at any time. */
  public int concurrency() {
    return concurrency;
  }

  public String unit() {
    return unit;
  }

  public String cpuUnit() {
    return cpuUnit;
  }

  public double cpuScale() {
    return cpuScale;
  }
}
