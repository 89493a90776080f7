package io.godwit.bench.report;

import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import io.godwit.bench.worker.Turn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Results made up for tests. */
final class Made {
  private Made() {}

  static CaseResult result(Group group, Kind kind, String name, Turn... turns) {
    var one =
        new Case(
            group,
            kind,
            name,
            target -> {
              throw new AssertionError("no test opens this");
            });
    return new CaseResult(one, List.of(turns), OptionalLong.empty());
  }

  /** A group whose memory was looked at, but for one case. */
  static GroupResult upload() {
    CaseResult bare = result(Group.UPLOAD, Kind.BARE, "loop", turns(5, 10));
    CaseResult godwit = result(Group.UPLOAD, Kind.GODWIT, "godwit-file", turns(50, 11));
    return new GroupResult(
        Group.UPLOAD,
        List.of(bare, new CaseResult(godwit.one(), godwit.turns(), OptionalLong.of(3_407_872))));
  }

  /** A thousand units in one second each. */
  static Turn[] turns(int bytesPerUnit, int... cpuMicrosPerUnit) {
    return Arrays.stream(cpuMicrosPerUnit)
        .mapToObj(
            micros ->
                new Turn(
                    1000,
                    1_000_000_000,
                    micros * 1_000_000L,
                    bytesPerUnit * 1000L,
                    0,
                    0,
                    micros * 1_000_000L + 20_000_000))
        .toArray(Turn[]::new);
  }

  static GroupResult c64() {
    return new GroupResult(
        Group.C64,
        List.of(
            result(Group.C64, Kind.RIVAL, "frugal", turns(500, 40, 40, 40)),
            result(Group.C64, Kind.GODWIT, "godwit", turns(1000, 12, 12, 12)),
            result(Group.C64, Kind.RIVAL, "fast", turns(4000, 15, 15, 15)),
            result(Group.C64, Kind.BARE, "slow-loop", turns(0, 11, 11, 11)),
            result(Group.C64, Kind.BARE, "loop", turns(0, 10, 10, 10)),
            result(Group.C64, Kind.REFERENCE, "selector", turns(0, 8, 8, 8))));
  }

  static Report report() {
    return report(c64());
  }

  static Report report(GroupResult result) {
    var conditions =
        new Conditions(
            "2026-01-02T03:04:05Z",
            "a machine",
            2,
            "Linux",
            "a JVM",
            List.of("-flag"),
            "client on core 0, server on core 1",
            "nginx/1",
            3,
            1,
            8,
            List.of("0.10", "0.20"),
            Map.of("Netty", "4"));
    return new Report(conditions, List.of(result), Map.of("c64/broken", "it broke"));
  }
}
