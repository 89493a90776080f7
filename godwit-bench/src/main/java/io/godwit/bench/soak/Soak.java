package io.godwit.bench.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.godwit.bench.bare.BareChannel;
import io.godwit.bench.driver.Blocking;
import io.godwit.bench.godwit.GodwitDownload;
import io.godwit.bench.godwit.GodwitUpload;
import io.godwit.bench.worker.Cores;
import io.godwit.bench.worker.LiveMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What Godwit's server has to stand, part by part; each in a fresh server. */
public final class Soak {
  private static final double KIB = 1024;
  private static final double MIB = 1024 * KIB;

  private static final int IDLE = 10_000;
  private static final int IDLE_WARM_UP = 20;
  private static final double IDLE_MARK = 8 * KIB;

  private static final int SLOW = 1000;
  private static final int WINDOWS = 8;
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(3);
  private static final double SLOW_MARK = 1.5;

  private static final long BULK = 1L << 30;
  private static final long BULK_WARM_UP = 16L << 20;
  private static final double BULK_MARK = 4 * MIB;

  private static final int BUFFER = 64 * 1024;

  private final Cores cores;
  private final PrintStream out;

  public Soak(Cores cores, PrintStream out) {
    this.cores = cores;
    this.out = out;
  }

  /** What can be asked for. */
  public enum Part {
    IDLE,
    SLOW,
    BULK,
    ALL
  }

  public void run(Part part) throws Exception {
    cores.keepToClient();
    switch (part) {
      case IDLE -> idle(IDLE);
      case SLOW -> slow(SLOW, WINDOWS, WINDOW);
      case BULK -> bulk(BULK);
      case ALL -> {
        idle(IDLE);
        slow(SLOW, WINDOWS, WINDOW);
        bulk(BULK);
      }
    }
  }

  /** The memory of connections that wait for their next request. */
  void idle(int connections) throws IOException {
    requireFiles(connections + 200);
    try (SoakServer server = SoakServer.start(cores.server())) {
      IdleCrowd.open(IDLE_WARM_UP, server.hello()).close();
      LiveMemory.Used before = server.memory();
      long residentBefore = server.residentBytes();
      try (IdleCrowd crowd = IdleCrowd.open(connections, server.hello())) {
        long resident = server.residentBytes();
        LiveMemory.Used with = server.memory();
        int open = server.connections();
        if (open < crowd.size()) {
          throw new IOException("only " + open + " of " + crowd.size() + " are open in the end");
        }
        double heap = (double) (with.heap() - before.heap()) / open;
        double direct = (double) (with.direct() - before.direct()) / open;
        line(
            "idle: %,d keep-alive connections, each with one exchange done".formatted(connections));
        line(
            "  heap %.2f KiB and direct buffers %.2f KiB each".formatted(heap / KIB, direct / KIB));
        line(
            "  resident %.0f MiB before, %.0f MiB with them"
                .formatted(residentBefore / MIB, resident / MIB));
        mark(
            "heap and direct buffers of a connection, KiB", (heap + direct) / KIB, IDLE_MARK / KIB);
      }
    }
  }

  /** How long a client waits among slow ones. */
  void slow(int count, int windows, long window) throws Exception {
    requireFiles(count + 200);
    try (SoakServer server = SoakServer.start(cores.server());
        Blocking client = BareChannel.open(server.hello(), BUFFER)) {
      var latency = new Latency(client);
      latency.p99(window);
      double[] before = windows(latency, windows, window);
      double[] among;
      int refused;
      try (SlowHeads slow = SlowHeads.start(count, server.hello())) {
        among = windows(latency, windows, window);
        refused = slow.refused();
      }
      line(
          "slow: one client's GETs, one after the other, before and while %,d clients"
              .formatted(count));
      line(
          "  send their heads one byte a second (%,d were answered 408 and came again)"
              .formatted(refused));
      line("  p99 in us of each window before: %s".formatted(shown(before)));
      line("  p99 in us of each window with them: %s".formatted(shown(among)));
      double ratio = median(among) / median(before);
      mark("median p99 with them / before", ratio, SLOW_MARK);
    }
  }

  /** The memory of one big exchange. */
  void bulk(long length) throws Exception {
    try (SoakServer server = SoakServer.start(cores.server())) {
      for (Direction direction : Direction.values()) {
        transfer(direction, server, BULK_WARM_UP);
        long before = server.memory().total();
        server.watch();
        transfer(direction, server, length);
        long peak = server.peakBytes();
        long after = server.memory().total();
        String name = direction.name().toLowerCase(Locale.ROOT);
        line(
            "%s: %.0f MiB over one connection, heap without garbage and direct buffers"
                .formatted(name, length / MIB));
        line(
            "  %.1f MiB before, %.1f at the most, %.1f after"
                .formatted(before / MIB, peak / MIB, after / MIB));
        mark("more at the most than before, MiB", (peak - before) / MIB, BULK_MARK / MIB);
      }
    }
  }

  private enum Direction {
    UPLOAD,
    DOWNLOAD
  }

  private static void transfer(Direction direction, SoakServer server, long length)
      throws Exception {
    try (Blocking client =
        switch (direction) {
          case UPLOAD -> GodwitUpload.stream(server.content(length));
          case DOWNLOAD -> GodwitDownload.stream(server.content(length));
        }) {
      client.call();
    }
  }

  private static double[] windows(Latency latency, int count, long window) throws Exception {
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      micros[i] = latency.p99(window) / 1e3;
    }
    return micros;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** The JVM asks for as many as it may have when it starts; the server's has the same limit. */
  private static void requireFiles(long handles) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() < handles) {
      throw new IOException(
          "%d file handles are needed, and %d allowed: see ulimit -n"
              .formatted(handles, unix.getMaxFileDescriptorCount()));
    }
  }

  private void mark(String what, double value, double limit) {
    line(
        "  %-6s %s: %.2f <= %.2f".formatted(value <= limit ? "MET" : "MISSED", what, value, limit));
  }

  private static String shown(double[] micros) {
    List<String> all = new ArrayList<>();
    for (double each : micros) {
      all.add("%.0f".formatted(each));
    }
    return String.join(" ", all);
  }

  private void line(String text) {
    out.println(text);
  }
}
