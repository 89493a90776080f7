package io.godwit.bench.report;

import io.godwit.bench.driver.Group;
import java.util.List;
import java.util.Optional;

/**
 * What Godwit has set itself to reach, and the much wider bound that a quick run guards.
 *
 * @param name of the case
 * @param limit reached if the median is at most this; missed only if the whole interval is above
 * @param guard a quick run fails if the whole interval is above this; wide, for noisy machines
 */
public record Mark(
    Group group, String name, Measure measure, Yardstick yardstick, double limit, double guard) {
  private static final String GODWIT = "godwit";
  private static final double UNGUARDED = Double.POSITIVE_INFINITY;

  public static final List<Mark> ALL =
      List.of(
          new Mark(Group.SYNC, GODWIT, Measure.CPU, Yardstick.BARE, 1.25, 2.0),
          new Mark(Group.SYNC, GODWIT, Measure.BYTES, Yardstick.NONE, 1500, 3000),
          new Mark(Group.C64, GODWIT, Measure.CPU, Yardstick.BARE, 1.25, 2.0),
          new Mark(Group.C64, GODWIT, Measure.CPU, Yardstick.BEST_RIVAL, 1.0, UNGUARDED),
          new Mark(Group.C64, GODWIT, Measure.BYTES, Yardstick.NONE, 1500, 3000),
          new Mark(Group.DOWNLOAD, "godwit-64k", Measure.CPU, Yardstick.BARE, 1.1, 1.6),
          new Mark(Group.DOWNLOAD, "godwit-stream", Measure.CPU, Yardstick.BARE, 1.1, 2.0),
          new Mark(Group.UPLOAD, "godwit-file", Measure.CPU, Yardstick.BARE, 1.1, 1.6),
          new Mark(Group.UPLOAD_STREAM, "godwit-stream", Measure.CPU, Yardstick.BARE, 1.1, 1.6),
          new Mark(Group.TLS_DOWNLOAD, "godwit-64k", Measure.CPU, Yardstick.BARE, 1.15, 1.6),
          new Mark(Group.TLS_DOWNLOAD, "godwit-stream", Measure.CPU, Yardstick.BARE, 1.15, 1.6),
          new Mark(Group.TLS_UPLOAD, "godwit-file", Measure.CPU, Yardstick.BARE, 1.15, 1.6),
          new Mark(Group.GZIP, "godwit-stream", Measure.CPU, Yardstick.BEST_RIVAL, 1.0, 1.6),
          new Mark(Group.MULTIPART, GODWIT, Measure.CPU, Yardstick.BEST_RIVAL, 1.0, 1.6),
          new Mark(Group.SERVER_SMALL, GODWIT, Measure.CPU, Yardstick.BARE, 1.25, 2.0),
          new Mark(Group.SERVER_SMALL, GODWIT, Measure.CPU, Yardstick.BEST_RIVAL, 1.0, UNGUARDED),
          new Mark(Group.SERVER_PIPELINED, GODWIT, Measure.CPU, Yardstick.BARE, 1.25, UNGUARDED),
          new Mark(
              Group.SERVER_PIPELINED, GODWIT, Measure.CPU, Yardstick.BEST_RIVAL, 1.0, UNGUARDED));

  /** Judges it; empty if the case or its yardstick was not measured. */
  public Optional<Judgement> judge(List<GroupResult> results) {
    return results.stream()
        .filter(result -> result.group() == group)
        .findFirst()
        .flatMap(this::measured)
        .map(interval -> new Judgement(this, interval, verdict(interval)));
  }

  /** Like {@code c64/godwit: CPU / best rival <= 1.00}. */
  public String text() {
    String against =
        switch (yardstick) {
          case BARE -> " / bare";
          case BEST_RIVAL -> " / best rival";
          case NONE -> " per " + group.unit();
        };
    return "%s/%s: %s%s <= %s".formatted(group.label(), name, measure, against, shown(limit));
  }

  private Optional<Interval> measured(GroupResult result) {
    return result.cases().stream()
        .filter(one -> one.one().name().equals(name))
        .findFirst()
        .flatMap(
            one ->
                switch (yardstick) {
                  case BARE -> result.ratioToBare(one, measure);
                  case BEST_RIVAL -> result.ratioToBestRival(one, measure);
                  case NONE -> Optional.of(one.interval(measure));
                });
  }

  private Verdict verdict(Interval interval) {
    if (interval.median() <= limit) {
      return Verdict.MET;
    }
    return interval.low() <= limit ? Verdict.OPEN : Verdict.MISSED;
  }

  private static String shown(double number) {
    return number >= 100 ? "%.0f".formatted(number) : "%.2f".formatted(number);
  }

  /** What a cost is divided by. */
  public enum Yardstick {
    BARE,
    BEST_RIVAL,
    NONE
  }

  /** OPEN: the median is above the limit, but the interval reaches it. */
  public enum Verdict {
    MET,
    OPEN,
    MISSED
  }

  /** A mark and how it was met. */
  public record Judgement(Mark mark, Interval interval, Verdict verdict) {

    /** True if this is so far off that noise does not explain it. */
    public boolean breaksGuard() {
      return interval.low() > mark.guard();
    }

    public String text() {
      return "%-6s %s  (%s [%s, %s])"
          .formatted(
              verdict,
              mark.text(),
              shown(interval.median()),
              shown(interval.low()),
              shown(interval.high()));
    }
  }
}
