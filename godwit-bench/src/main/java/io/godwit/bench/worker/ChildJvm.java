package io.godwit.bench.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with a main class of this class path. It is asked a line at a time over its standard input,
 * and answers each with a line of JSON; it ends with its input.
 */
public final class ChildJvm implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LINES_OF_FAILURE = 12;

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;
  private final Path errors;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  /** Starts it on that core, if there is one. */
  public static ChildJvm start(
      List<String> flags, Class<?> main, List<String> arguments, OptionalInt core)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Path errors = Files.createTempFile("godwit-bench-", ".err");
    Process process =
        new ProcessBuilder(Cores.pinned(core, command)).redirectError(errors.toFile()).start();
    return new ChildJvm(process, errors);
  }

  /**
   * Asks it, and waits for the answer.
   *
   * @throws IOException when it has ended instead, with what it said
   */
  public <T> T ask(String question, Class<T> type) throws IOException {
    String answer;
    try {
      questions.write(question + "\n");
      questions.flush();
      answer = answers.readLine();
    } catch (IOException e) {
      throw new IOException("the worker ended: " + whatItSaid(), e);
    }
    if (answer == null) {
      throw new IOException("the worker ended: " + whatItSaid());
    }
    return JSON.readValue(answer, type);
  }

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

  private String whatItSaid() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return String.join("\n    ", lines.subList(0, Math.min(LINES_OF_FAILURE, lines.size())));
  }

  /**
   * The other end: for the main method of such a JVM, which hands in its standard output. Returns
   * with the end of the input.
   */
  public static void answer(PrintStream answers, Answering answering) throws Exception {
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      answers.println(JSON.writeValueAsString(answering.answer(line)));
      answers.flush();
    }
  }

  /** Answers a line with something to be written as JSON. */
  @FunctionalInterface
  public interface Answering {
    Object answer(String question) throws Exception;
  }
}
