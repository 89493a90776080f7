package io.godwit.bench;

import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Target;
import io.godwit.bench.origin.Origin;
import io.godwit.bench.report.CaseResult;
import io.godwit.bench.report.GroupResult;
import io.godwit.bench.worker.Cores;
import io.godwit.bench.worker.Turn;
import io.godwit.bench.worker.WorkerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/**
 * One run: group by group, it starts a process per case and lets them work in turns, each round in
 * another order. A case that fails is left out of the result, and said.
 */
final class Session {
  private static final long SEED = 20;

  private final Settings settings;
  private final Origin origin;
  private final Cores cores;
  private final PrintStream progress;
  private final Random order = new Random(SEED);
  private final Map<String, String> failures = new TreeMap<>();
  private final List<String> load = new ArrayList<>();

  Session(Settings settings, Origin origin, Cores cores, PrintStream progress) {
    this.settings = settings;
    this.origin = origin;
    this.cores = cores;
    this.progress = progress;
  }

  List<GroupResult> run() throws IOException {
    List<GroupResult> results = new ArrayList<>();
    for (Group group : Group.values()) {
      List<Case> cases = settings.cases().stream().filter(one -> one.group() == group).toList();
      if (!cases.isEmpty()) {
        load.add(Machine.load());
        results.add(run(group, cases));
      }
    }
    load.add(Machine.load());
    return results;
  }

  /** Warms one case up and lets it do one turn under Flight Recorder. */
  Turn record(Case one, Path file) throws IOException {
    Target target = target(one.group());
    try (WorkerProcess worker =
        WorkerProcess.startForRecording(one, target, measured(one.group()))) {
      progress.println("warming up " + one.id());
      Turn last = worker.warm((int) (settings.warmSeconds() * 1000));
      progress.println("recording " + one.id());
      return worker.record(units(last), file);
    }
  }

  /** Why cases failed, by their ids. */
  Map<String, String> failures() {
    return failures;
  }

  /** The load average before each group and in the end. */
  List<String> load() {
    return load;
  }

  private GroupResult run(Group group, List<Case> cases) throws IOException {
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Case one : cases) {
        progress.println("warming up " + one.id());
        start(one, contenders);
      }
      for (int round = 1; round <= settings.rounds(); round++) {
        progress.printf("%s: round %d of %d%n", group.label(), round, settings.rounds());
        round(contenders);
      }
      if (group.bulk()) {
        progress.printf("%s: memory%n", group.label());
        memory(contenders);
      }
      List<CaseResult> results = new ArrayList<>();
      for (Case one : cases) {
        contenders.stream()
            .filter(contender -> contender.one.equals(one))
            .forEach(contender -> results.add(contender.result()));
      }
      return new GroupResult(group, results);
    } finally {
      for (Contender contender : contenders) {
        contender.worker.close();
      }
    }
  }

  private void start(Case one, List<Contender> contenders) throws IOException {
    Target target;
    try {
      target = target(one.group());
    } catch (IOException e) {
      fail(one, e);
      return;
    }
    WorkerProcess worker = WorkerProcess.start(one, target, measured(one.group()));
    try {
      Turn last = worker.warm((int) (settings.warmSeconds() * 1000));
      contenders.add(new Contender(one, worker, units(last)));
    } catch (IOException e) {
      fail(one, e);
      worker.close();
    }
  }

  private void round(List<Contender> contenders) throws IOException {
    List<Contender> shuffled = new ArrayList<>(contenders);
    Collections.shuffle(shuffled, order);
    for (Contender contender : shuffled) {
      try {
        contender.turns.add(contender.worker.turn(contender.units));
      } catch (IOException e) {
        drop(contender, contenders, e);
      }
    }
  }

  /** One unit each: enough to see whether it is held as a whole. */
  private void memory(List<Contender> contenders) throws IOException {
    for (Contender contender : List.copyOf(contenders)) {
      try {
        contender.memory = OptionalLong.of(contender.worker.memory(1));
      } catch (IOException e) {
        drop(contender, contenders, e);
      }
    }
  }

  private void drop(Contender contender, List<Contender> contenders, IOException why)
      throws IOException {
    fail(contender.one, why);
    contenders.remove(contender);
    contender.worker.close();
  }

  private Target target(Group group) throws IOException {
    return origin.target(group).loadedBy(Cores.pinned(cores.client(), List.of()));
  }

  /** The core of what is measured; the other side has the other one. */
  private OptionalInt measured(Group group) {
    return group.serving() ? cores.server() : cores.client();
  }

  /** As many as use the CPU for one turn at that pace. */
  private int units(Turn pace) {
    double units = settings.turnSeconds() * 1e9 / pace.cpuNanosPerUnit();
    return (int) Math.max(1, Math.round(units));
  }

  private void fail(Case one, IOException why) {
    progress.println(one.id() + " failed: " + why.getMessage());
    failures.put(one.id(), String.valueOf(why.getMessage()));
  }

  /** A case with its process, and what it did so far. */
  private static final class Contender {
    private final Case one;
    private final WorkerProcess worker;
    private final int units;
    private final List<Turn> turns = new ArrayList<>();
    private OptionalLong memory = OptionalLong.empty();

    Contender(Case one, WorkerProcess worker, int units) {
      this.one = one;
      this.worker = worker;
      this.units = units;
    }

    CaseResult result() {
      return new CaseResult(one, turns, memory);
    }
  }
}
