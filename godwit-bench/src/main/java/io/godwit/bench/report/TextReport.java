package io.godwit.bench.report;

import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The report as a person reads it in a terminal. */
public final class TextReport {
  private static final String NONE = "-";
  private static final double MIB = 1 << 20;

  private final Report report;
  private final StringBuilder out = new StringBuilder();

  private TextReport(Report report) {
    this.report = report;
  }

  public static String of(Report report) {
    TextReport text = new TextReport(report);
    text.conditions();
    report.groups().forEach(text::group);
    text.failures();
    text.marks();
    return text.out.toString();
  }

  private void conditions() {
    Conditions now = report.conditions();
    line("%s, %d processors, %s".formatted(now.machine(), now.processors(), now.system()));
    line("%s; %s".formatted(now.jdk(), String.join(" ", now.jvmFlags())));
    line("server: %s; %s".formatted(now.server(), now.pinning()));
    line(
        "%d rounds, interleaved, in random order; turns of %.1f CPU s, warm-up %.1f; a JVM per case"
            .formatted(now.rounds(), now.turnSeconds(), now.warmSeconds()));
    line("load average at each start of a group and in the end: " + String.join(" | ", now.load()));
    noise();
    notWarm();
    line("versions: " + joined(new TreeMap<>(now.versions())));
    line("");
    line("CPU is that of the whole process. A cell is the median of the rounds; ratios are taken");
    line("round by round, and [low, high] holds their true median with at least 95 % (with fewer");
    line("than six rounds: is all there was). bare: the bare loop with the least CPU. memory: the");
    line("most in use at a time during one unit, heap without garbage and direct buffers.");
  }

  private void noise() {
    double[] shares = report.othersShares();
    if (shares.length == 0) {
      return;
    }
    line(
        "noise: other processes had %.1f %% of the measured core (median turn; worst %.1f %%)"
            .formatted(100 * shares[shares.length / 2], 100 * shares[shares.length - 1]));
  }

  private void notWarm() {
    if (!report.notWarm().isEmpty()) {
      line("not warm, still being compiled while measured: " + String.join(", ", report.notWarm()));
    }
  }

  private void group(GroupResult result) {
    Group group = result.group();
    line("");
    line("%s: %s".formatted(group.label(), group.description()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(header(group));
    result.ranking().forEach(one -> rows.add(row(result, one)));
    table(rows);
    result.bare().ifPresent(bare -> line("bare = " + bare.one().name()));
    for (Measure measure : List.of(Measure.CPU, Measure.BYTES)) {
      result
          .bestRival(measure)
          .ifPresent(rival -> line("best rival in " + measure + " = " + rival.one().name()));
    }
  }

  private static List<String> header(Group group) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                "case",
                group.unit() + "s/s",
                "CPU " + group.cpuUnit() + "/" + group.unit(),
                "bytes/" + group.unit(),
                "CPU : bare",
                "CPU : best rival",
                "bytes : bare",
                "bytes : best rival"));
    if (group.bulk()) {
      cells.add("memory MiB");
    }
    return cells;
  }

  private static List<String> row(GroupResult result, CaseResult one) {
    Interval rate = one.interval(Measure.RATE);
    Interval cpu = one.interval(Measure.CPU);
    Interval bytes = one.interval(Measure.BYTES);
    List<String> cells =
        new ArrayList<>(
            List.of(
                (one.one().kind() == Kind.GODWIT ? "> " : "  ") + one.one().name(),
                (result.group().bulk() ? "%.2f" : "%,.0f").formatted(rate.median()),
                "%.2f".formatted(cpu.median() / result.group().cpuScale()),
                "%,.0f".formatted(bytes.median()),
                ratio(result.ratioToBare(one, Measure.CPU)),
                ratio(result.ratioToBestRival(one, Measure.CPU)),
                ratio(result.ratioToBare(one, Measure.BYTES)),
                ratio(result.ratioToBestRival(one, Measure.BYTES))));
    if (result.group().bulk()) {
      cells.add(one.memory().isPresent() ? "%.1f".formatted(one.memory().getAsLong() / MIB) : NONE);
    }
    return cells;
  }

  private void failures() {
    if (report.failures().isEmpty()) {
      return;
    }
    line("");
    line("failed, and left out:");
    new TreeMap<>(report.failures()).forEach((id, why) -> line("  " + id + ": " + why));
  }

  private void marks() {
    List<Mark.Judgement> judgements = report.judgements();
    if (judgements.isEmpty()) {
      return;
    }
    line("");
    line("marks (missed: the whole interval is above; open: only the median is):");
    judgements.forEach(judgement -> line("  " + judgement.text()));
  }

  /** Columns as wide as their widest cell; the first to the left, the others to the right. */
  private void table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var text = new StringBuilder(("%-" + widths[0] + "s").formatted(row.getFirst()));
      for (int i = 1; i < columns; i++) {
        text.append(("  %" + widths[i] + "s").formatted(row.get(i)));
      }
      line(text.toString());
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String ratio(Optional<Interval> ratio) {
    return ratio
        .map(one -> "%.2f [%.2f, %.2f]".formatted(one.median(), one.low(), one.high()))
        .orElse(NONE);
  }

  private static String joined(Map<String, String> versions) {
    List<String> parts = new ArrayList<>();
    versions.forEach((name, version) -> parts.add(name + " " + version));
    return String.join(", ", parts);
  }
}
