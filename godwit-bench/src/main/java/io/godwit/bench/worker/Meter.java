package io.godwit.bench.worker;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads what this process has used so far. The bytes of virtual threads are counted with the
 * threads that carry them, so they are in the total; a test shows it.
 */
public final class Meter {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final List<GarbageCollectorMXBean> COLLECTORS =
      ManagementFactory.getGarbageCollectorMXBeans();

  private final OptionalInt core;

  /** Meters this process; {@code core} is the one it is pinned to. */
  public Meter(OptionalInt core) {
    this.core = core;
  }

  public Reading read() throws IOException {
    return new Reading(
        System.nanoTime(),
        SYSTEM.getProcessCpuTime(),
        THREADS.getTotalThreadAllocatedBytes(),
        COLLECTORS.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum(),
        COMPILER.getTotalCompilationTime(),
        core.isPresent() ? CoreUsage.busyNanos(core.getAsInt()) : -1);
  }

  /** Running totals; two of them make a turn. */
  public record Reading(
      long nanos, long cpu, long allocated, long gcMillis, long jitMillis, long coreNanos) {

    public Turn until(Reading end, int units) {
      return new Turn(
          units,
          end.nanos - nanos,
          end.cpu - cpu,
          end.allocated - allocated,
          end.gcMillis - gcMillis,
          end.jitMillis - jitMillis,
          coreNanos < 0 ? -1 : end.coreNanos - coreNanos);
    }
  }
}
