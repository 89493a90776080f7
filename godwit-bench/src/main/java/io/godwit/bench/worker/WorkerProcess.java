package io.godwit.bench.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The JVM of one case, started once and then given its turns. */
public final class WorkerProcess implements AutoCloseable {
  /**
   * The same for all. The collector is the one a JVM picks on one core; the memory access is what
   * Netty needs to be as fast as its authors mean it to be.
   */
  public static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Allocations are sampled once per buffer of a thread; small ones give enough samples. */
  private static final List<String> SAMPLING = List.of("-XX:TLABSize=16k", "-XX:-ResizeTLAB");

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LINES_OF_FAILURE = 12;

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;
  private final Path errors;

  private WorkerProcess(Process process, Path errors) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  public static WorkerProcess start(Case one, Target target, OptionalInt core) throws IOException {
    return start(one, target, core, List.of());
  }

  /** As {@link #start}, in a JVM that is to be recorded. */
  public static WorkerProcess startForRecording(Case one, Target target, OptionalInt core)
      throws IOException {
    return start(one, target, core, SAMPLING);
  }

  private static WorkerProcess start(Case one, Target target, OptionalInt core, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.addAll(List.of(one.id(), JSON.writeValueAsString(target), "" + core.orElse(-1)));
    Path errors = Files.createTempFile("godwit-bench-", ".err");
    Process process =
        new ProcessBuilder(Cores.pinned(core, command)).redirectError(errors.toFile()).start();
    return new WorkerProcess(process, errors);
  }

  /** Lets it use so much CPU time, unmeasured; the answer tells its pace. */
  public Turn warm(int millis) throws IOException {
    return ask("warm " + millis, Turn.class);
  }

  public Turn turn(int units) throws IOException {
    return ask("turn " + units, Turn.class);
  }

  /** Does so many, and answers how many bytes of memory were in use at the most. */
  public long memory(int units) throws IOException {
    return ask("memory " + units, Long.class);
  }

  /** Does so many under Flight Recorder; the answer is a smaller turn before that. */
  public Turn record(int units, Path file) throws IOException {
    return ask("record " + units + " " + file.toAbsolutePath(), Turn.class);
  }

  /** The end of its input tells the worker to close its driver and end. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(errors);
  }

  private <T> T ask(String command, Class<T> type) throws IOException {
    String answer;
    try {
      commands.write(command + "\n");
      commands.flush();
      answer = answers.readLine();
    } catch (IOException e) {
      throw new IOException("the worker ended: " + whatItSaid(), e);
    }
    if (answer == null) {
      throw new IOException("the worker ended: " + whatItSaid());
    }
    return JSON.readValue(answer, type);
  }

  private String whatItSaid() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return String.join("\n    ", lines.subList(0, Math.min(LINES_OF_FAILURE, lines.size())));
  }
}
