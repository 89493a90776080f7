package io.godwit.tests.command;

import io.godwit.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the command within this process. */
final class Command {
  private Command() {}

  /** What a run came to: exit code, standard output and standard error. */
  record Ran(int code, String out, String err) {}

  static Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run("", out, arguments);
  }

  static Ran runWithInput(String in, String... arguments) {
    return run(in, new ByteArrayOutputStream(), arguments);
  }

  static Ran runInto(OutputStream out, String... arguments) {
    return run("", out, arguments);
  }

  private static Ran run(String in, OutputStream out, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            arguments,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    String written =
        out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
    return new Ran(code, written, err.toString(StandardCharsets.UTF_8));
  }
}
