package io.godwit.bench;

import io.godwit.bench.cases.Cases;
import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Kind;
import io.godwit.bench.load.UnderLoad;
import io.godwit.bench.origin.Embedded;
import io.godwit.bench.origin.Nginx;
import io.godwit.bench.origin.Origin;
import io.godwit.bench.origin.Site;
import io.godwit.bench.profile.Profile;
import io.godwit.bench.report.GroupResult;
import io.godwit.bench.report.JsonReport;
import io.godwit.bench.report.Mark;
import io.godwit.bench.report.Report;
import io.godwit.bench.report.TextReport;
import io.godwit.bench.soak.Soak;
import io.godwit.bench.worker.Cores;
import io.godwit.bench.worker.Turn;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
    name = "godwit-bench/run",
    description =
        "Compares Godwit with bare sockets and with other HTTP clients and servers, side by side.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {
  private static final int FAILED = 1;

  /** What a quick run has time for. */
  private static final String QUICK = "{sync,c64,download}/*";

  @Option(
      names = "--quick",
      description =
          "bare loops and Godwit only, three short rounds, and unless --cases says otherwise only"
              + " sync, c64 and download; fails on a gross regression")
  private boolean quick;

  @Option(
      names = "--cases",
      split = ",(?![^{]*\\})", // not those within braces
      paramLabel = "GLOB",
      description = "only these, like 'sync/*' or 'c64/bare*,c64/godwit'; ratios need a bare loop")
  private @Nullable List<String> globs;

  @Option(names = "--rounds", paramLabel = "N", description = "default: 12, quick: 3")
  private int rounds;

  @Option(
      names = "--turn",
      paramLabel = "SECONDS",
      description = "CPU time; default: 1.0, quick: 0.5")
  private double turnSeconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "CPU time; default: 8, quick: 4")
  private double warmSeconds;

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "nginx or embedded; default: nginx where it is installed")
  private @Nullable Server server;

  @Option(names = "--json", paramLabel = "FILE", description = "writes the result there as well")
  private @Nullable Path json;

  @Option(
      names = "--profile",
      paramLabel = "CASE",
      description = "prints where the CPU time and the bytes of one case go, and measures nothing")
  private @Nullable String profiled;

  @Option(
      names = "--recording",
      paramLabel = "FILE",
      description = "keeps the Flight Recorder file of --profile there")
  private @Nullable Path recording;

  @Option(
      names = "--soak",
      paramLabel = "PART",
      description =
          "idle, slow, bulk or all: what Godwit's server stands, in place of what requests cost")
  private Soak.@Nullable Part soak;

  @Option(names = "--list", description = "prints the cases and ends")
  private boolean list;

  public static void main(String[] args) {
    var line = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (soak != null) {
      new Soak(Cores.detect(), System.out).run(soak);
      return CommandLine.ExitCode.OK;
    }
    Settings settings = settings();
    if (settings.cases().isEmpty()) {
      System.err.println("no case matches " + String.join(",", wanted()));
      return CommandLine.ExitCode.USAGE;
    }
    if (list) {
      settings.cases().forEach(one -> System.out.println(one.id()));
      return CommandLine.ExitCode.OK;
    }
    if (profiled != null) {
      System.out.print(profile(Cases.named(profiled)));
      return CommandLine.ExitCode.OK;
    }
    Report report = run(settings);
    System.out.println();
    System.out.print(TextReport.of(report));
    if (json != null) {
      JsonReport.write(report, json);
    }
    return verdict(report);
  }

  private Settings settings() {
    List<PathMatcher> filters =
        wanted().stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    List<Case> cases =
        Cases.ALL.stream()
            .filter(one -> !quick || one.kind() == Kind.BARE || one.kind() == Kind.GODWIT)
            .filter(one -> filters.stream().anyMatch(it -> it.matches(Path.of(one.id()))))
            .toList();
    return new Settings(
        cases,
        rounds > 0 ? rounds : quick ? 3 : 12,
        turnSeconds > 0 ? turnSeconds : quick ? 0.5 : 1.0,
        warmSeconds > 0 ? warmSeconds : quick ? 4 : 8);
  }

  private List<String> wanted() {
    return globs != null ? globs : List.of(quick ? QUICK : "**");
  }

  private Report run(Settings settings) throws IOException {
    Cores cores = Cores.detect();
    try (Site site = Site.create(Site.Sizes.FULL);
        Origin origin = serve(site, cores)) {
      Session session = new Session(settings, origin, cores, System.err);
      List<GroupResult> results = session.run();
      return new Report(
          Machine.conditions(settings, otherSide(settings, origin), cores, session.load()),
          results,
          session.failures());
    }
  }

  /** What clients are served by, and what servers are loaded by. */
  private static String otherSide(Settings settings, Origin origin) throws IOException {
    boolean servers = settings.cases().stream().anyMatch(one -> one.group().serving());
    if (!servers || !Cores.onPath("wrk")) {
      return origin.description();
    }
    return origin.description() + "; servers are loaded by " + UnderLoad.description();
  }

  private Origin serve(Site site, Cores cores) throws IOException {
    List<String> pin = Cores.pinned(cores.server(), List.of());
    Server chosen = server;
    if (chosen == null) {
      chosen = Nginx.installed() ? Server.NGINX : Server.EMBEDDED;
    }
    return switch (chosen) {
      case NGINX -> Nginx.start(site, pin);
      case EMBEDDED -> Embedded.start(site, pin);
    };
  }

  /** One long turn: the kernel samples CPU time a hundred times a second at most. */
  private String profile(Case one) throws IOException {
    var settings = new Settings(List.of(one), 1, turnSeconds > 0 ? turnSeconds : 20, 8);
    Path file = recording != null ? recording : Files.createTempFile("godwit-bench-", ".jfr");
    Cores cores = Cores.detect();
    try (Site site = Site.create(Site.Sizes.FULL);
        Origin origin = serve(site, cores)) {
      Turn turn = new Session(settings, origin, cores, System.err).record(one, file);
      double cpu = turn.cpuNanosPerUnit() / one.group().cpuScale();
      return "%s: %.2f %s and %.0f bytes per %s before it was recorded%n%s"
          .formatted(
              one.id(),
              cpu,
              one.group().cpuUnit(),
              turn.bytesPerUnit(),
              one.group().unit(),
              Profile.read(file).text(cpu, one.group().cpuUnit(), turn.bytesPerUnit()));
    } finally {
      if (recording == null) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A full run reports; a quick one guards. A case that failed is a failure in both. */
  private int verdict(Report report) {
    boolean broken = !report.failures().isEmpty();
    if (quick) {
      for (Mark.Judgement judgement : report.judgements()) {
        if (judgement.breaksGuard()) {
          System.err.println(
              "guard: " + judgement.text() + ", and the guard is " + judgement.mark().guard());
          broken = true;
        }
      }
    }
    return broken ? FAILED : CommandLine.ExitCode.OK;
  }

  /** What all cases talk to. */
  enum Server {
    NGINX,
    EMBEDDED
  }
}
