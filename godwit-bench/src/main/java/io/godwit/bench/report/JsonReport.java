package io.godwit.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import io.godwit.bench.worker.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The report as a program reads it, with every single turn. Its records are the format. */
public final class JsonReport {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  /** Writes the file; its folder is made if need be. */
  public static void write(Report report, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text(report));
  }

  static String text(Report report) throws IOException {
    return JSON.writeValueAsString(
        new Document(
            report.conditions(),
            report.groups().stream().map(JsonReport::entry).toList(),
            report.judgements().stream().map(JsonReport::entry).toList(),
            report.failures()));
  }

  private static GroupEntry entry(GroupResult result) {
    Group group = result.group();
    return new GroupEntry(
        group.label(),
        group.description(),
        group.unit(),
        name(result.bare()),
        name(result.bestRival(Measure.CPU)),
        name(result.bestRival(Measure.BYTES)),
        result.ranking().stream().map(one -> entry(result, one)).toList());
  }

  private static CaseEntry entry(GroupResult result, CaseResult one) {
    return new CaseEntry(
        one.one().id(),
        one.one().kind(),
        one.interval(Measure.RATE),
        one.interval(Measure.CPU),
        one.interval(Measure.BYTES),
        result.ratioToBare(one, Measure.CPU).orElse(null),
        result.ratioToBestRival(one, Measure.CPU).orElse(null),
        result.ratioToBare(one, Measure.BYTES).orElse(null),
        result.ratioToBestRival(one, Measure.BYTES).orElse(null),
        one.memory().isPresent() ? one.memory().getAsLong() : null,
        one.turns());
  }

  private static MarkEntry entry(Mark.Judgement judgement) {
    return new MarkEntry(judgement.mark().text(), judgement.verdict(), judgement.interval());
  }

  private static @Nullable String name(Optional<CaseResult> one) {
    return one.map(found -> found.one().name()).orElse(null);
  }

  private record Document(
      Conditions conditions,
      List<GroupEntry> groups,
      List<MarkEntry> marks,
      Map<String, String> failures) {}

  private record GroupEntry(
      String group,
      String description,
      String unit,
      @Nullable String bare,
      @Nullable String bestRivalByCpu,
      @Nullable String bestRivalByBytes,
      List<CaseEntry> cases) {}

  private record CaseEntry(
      String id,
      Kind kind,
      Interval unitsPerSecond,
      Interval cpuNanosPerUnit,
      Interval bytesPerUnit,
      @Nullable Interval cpuToBare,
      @Nullable Interval cpuToBestRival,
      @Nullable Interval bytesToBare,
      @Nullable Interval bytesToBestRival,
      @Nullable Long memoryBytes,
      List<Turn> turns) {}

  private record MarkEntry(String mark, Mark.Verdict verdict, Interval measured) {}
}
