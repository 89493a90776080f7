package io.godwit.bench.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The cores that client and server are pinned to; none where there is no {@code taskset} or not two
 * cores.
 */
public record Cores(OptionalInt client, OptionalInt server) {

  /** The first two cores this process may use. */
  public static Cores detect() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status) || !onPath("taskset")) {
      return none();
    }
    List<Integer> allowed = allowed(Files.readAllLines(status));
    if (allowed.size() < 2) {
      return none();
    }
    return new Cores(OptionalInt.of(allowed.get(0)), OptionalInt.of(allowed.get(1)));
  }

  public static boolean onPath(String program) {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** The command, pinned to that core if there is one. */
  public static List<String> pinned(OptionalInt core, List<String> command) {
    if (core.isEmpty()) {
      return command;
    }
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "" + core.getAsInt()));
    pinned.addAll(command);
    return pinned;
  }

  /** Pins this process to the client's core, if there is one. */
  public void keepToClient() throws IOException {
    if (client.isEmpty()) {
      return;
    }
    Process pinning =
        new ProcessBuilder(
                "taskset",
                "-a",
                "-c",
                "-p",
                "" + client.getAsInt(),
                "" + ProcessHandle.current().pid())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (pinning.waitFor() != 0) {
        throw new IOException("taskset ended with " + pinning.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pinned", e);
    }
  }

  /** Reads a line like {@code Cpus_allowed_list: 0-3,8}. */
  static List<Integer> allowed(List<String> status) {
    List<Integer> cores = new ArrayList<>();
    for (String line : status) {
      if (line.startsWith("Cpus_allowed_list:")) {
        for (String range : line.substring(line.indexOf(':') + 1).strip().split(",", -1)) {
          String[] ends = range.split("-", -1);
          int last = Integer.parseInt(ends[ends.length - 1]);
          for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
            cores.add(core);
          }
        }
      }
    }
    return cores;
  }

  private static Cores none() {
    return new Cores(OptionalInt.empty(), OptionalInt.empty());
  }
}
