package io.godwit.bench.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.bench.cases.Cases;
import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The process of one case. It reads a command a line and answers each with one line of JSON, a
 * {@link Turn} but for one:
 *
 * <pre>
 * warm CPU-MILLIS    works until it has used so much and is warm; the answer is the last batch
 * turn UNITS         does so many units
 * memory UNITS       does so many units; the answer is the most memory in use, in bytes
 * record UNITS FILE  does a tenth of them, and then all under Flight Recorder
 * </pre>
 *
 * It ends with its standard input. A failure ends it at once, with the stack trace on its standard
 * error.
 */
public final class Worker {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long BATCH_NANOS = 400_000_000;

  /** A case is warm when the compiler works less than this share of the time. */
  private static final double SETTLED = 0.03;

  private final Driver driver;
  private final Meter meter;

  private Worker(Driver driver, Meter meter) {
    this.driver = driver;
    this.meter = meter;
  }

  /** Arguments: case, target as JSON, core or -1. */
  public static void main(String[] args) throws Exception {
    PrintStream answers = System.out;
    // What a library prints must not look like an answer.
    System.setOut(System.err);
    Case one = Cases.named(args[0]);
    Target target = JSON.readValue(args[1], Target.class);
    int core = Integer.parseInt(args[2]);
    Meter meter = new Meter(core < 0 ? OptionalInt.empty() : OptionalInt.of(core));
    try (Driver driver = one.open(target)) {
      Worker worker = new Worker(driver, meter);
      ChildJvm.answer(answers, line -> worker.execute(line.split(" ", 3)));
    } catch (Throwable e) {
      e.printStackTrace();
      // Threads of a client may keep the process alive; a worker that failed has nothing to do.
      System.exit(1);
    }
    System.exit(0);
  }

  private Object execute(String[] command) throws Exception {
    int number = Integer.parseInt(command[1]);
    return switch (command[0]) {
      case "warm" -> warm(number);
      case "turn" -> turn(number);
      case "memory" -> new LiveMemory().peakDuring(() -> driver.run(number));
      case "record" -> record(number, Path.of(command[2]));
      default -> throw new IOException("no such command: " + command[0]);
    };
  }

  /**
   * CPU time, not elapsed time: on a busy machine the compiler gets as much to do as on an idle
   * one. It goes on while the compiler is busy, up to four times as long.
   */
  private Turn warm(int millis) throws Exception {
    long wanted = millis * 1_000_000L;
    long used = 0;
    int units = 1;
    while (true) {
      Turn last = measured(units);
      used += last.cpuNanos();
      if (last.cpuNanos() < BATCH_NANOS) {
        units = 2 * last.units();
      } else if (used >= 4 * wanted || (used >= wanted && last.compilingShare() < SETTLED)) {
        return last;
      }
    }
  }

  /**
   * The first twentieth is not measured: connections that timed out are opened again, caches fill.
   */
  private Turn turn(int units) throws Exception {
    driver.run(units / 20);
    return measured(units);
  }

  /** What is answered is a turn before the recording, which changes what it looks at. */
  private Turn record(int units, Path file) throws Exception {
    Turn turn = turn(Math.max(1, units / 10));
    Driver sampled = driver.dithered();
    sampled.run(units / 20);
    try (var recording = Recorder.start()) {
      sampled.run(units);
      recording.dump(file);
    }
    return turn;
  }

  private Turn measured(int units) throws Exception {
    Meter.Reading start = meter.read();
    int done = driver.run(units);
    return start.until(meter.read(), done);
  }
}
