package io.godwit.tests.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The curl of this machine. */
final class CurlProgram {
  private static final int SECONDS = 30;

  private CurlProgram() {}

  /** Its version, such as {@code 7.88.1}; nothing when there is none. */
  static Optional<String> version() throws IOException, InterruptedException {
    try {
      String said = new String(run("", List.of("curl", "--version")).out(), StandardCharsets.UTF_8);
      return Optional.of(said.split(" ", 3)[1]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a run came to. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its content where it is compared
  record Ran(int code, byte[] out, String err) {}

  static Ran curl(String in, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-q"));
    command.addAll(arguments);
    return run(in, command);
  }

  /** Any program, in files, so that nothing waits for who reads what first. */
  static Ran run(String in, List<String> command) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("curl");
    Path input = Files.writeString(folder.resolve("in"), in);
    Path output = folder.resolve("out");
    Path errors = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().put("HOME", folder.toString());
    try {
      Process process = builder.start();
      try {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("not done after " + SECONDS + " seconds: " + command);
        }
      } finally {
        process.destroyForcibly();
      }
      return new Ran(process.exitValue(), Files.readAllBytes(output), Files.readString(errors));
    } finally {
      for (Path file : List.of(input, output, errors, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
