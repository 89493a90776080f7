package io.godwit.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of the demonstration, printed row by row. */
final class DemoTable {
  private final Sink sink;
  private final List<String> failed = new ArrayList<>();
  private int rows;

  DemoTable(Sink sink) {
    this.sink = sink;
  }

  void begin(String base) throws CommandFailure {
    print("A server on " + base + ", and a client that talks to it.\n\n");
    row("step", "method", "outcome", "sent", "received", "time", "remark");
    print("-".repeat(100) + "\n");
  }

  /** Adds a row: what was shown, or what the problem was. */
  void add(String step, String method, Optional<Demo.Shown> shown, String problem, Duration time)
      throws CommandFailure {
    rows++;
    String took = String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    if (shown.isEmpty()) {
      failed.add(step);
      row(step, method, "WRONG", "", "", took, problem);
      return;
    }
    Demo.Shown it = shown.get();
    row(step, method, it.status(), size(it.sent()), size(it.received()), took, it.remark());
  }

  void end() throws CommandFailure {
    if (failed.isEmpty()) {
      print("\nAll " + rows + " steps did what they should.\n");
    } else {
      print(
          "\n"
              + failed.size()
              + " of "
              + rows
              + " steps went wrong: "
              + String.join(", ", failed)
              + "\n");
    }
  }

  boolean failed() {
    return !failed.isEmpty();
  }

  private static String size(long bytes) {
    if (bytes == 0) {
      return "-";
    }
    return bytes < 1024 * 1024 ? bytes + " B" : bytes / (1024 * 1024) + " MiB";
  }

  private void row(
      String step,
      String method,
      String outcome,
      String sent,
      String received,
      String time,
      String remark)
      throws CommandFailure {
    String row =
        String.format(
            "%-20s  %-6s  %-13s  %8s  %8s  %9s  %s",
            step, method, outcome, sent, received, time, remark);
    print(row.stripTrailing() + "\n");
  }

  private void print(String line) throws CommandFailure {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    sink.write(text, text.length);
  }
}
