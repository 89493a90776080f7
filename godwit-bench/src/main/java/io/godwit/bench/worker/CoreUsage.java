package io.godwit.bench.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How busy a core of a Linux machine was, whoever used it. */
final class CoreUsage {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;
  private static final long NANOS_PER_TICK = 10_000_000;

  private CoreUsage() {}

  /** Since the machine started; what the hypervisor took counts. */
  static long busyNanos(int core) throws IOException {
    if (!Files.isReadable(STAT)) {
      return -1;
    }
    return busyNanos(Files.readAllLines(STAT), core);
  }

  static long busyNanos(List<String> stat, int core) {
    String name = "cpu" + core + " ";
    return stat.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> busyTicks(line.split(" +", -1)) * NANOS_PER_TICK)
        .findFirst()
        .orElse(-1);
  }

  /** Fields after the name: user nice system idle iowait irq softirq steal, then guest shares. */
  private static long busyTicks(String[] fields) {
    long ticks = 0;
    for (int i = 1; i <= STEAL && i < fields.length; i++) {
      if (i != IDLE && i != IO_WAIT) {
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks;
  }
}
