package io.godwit.bench.load;

import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Listening;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server, and wrk that sends it requests over keep-alive connections, several at a time on each
 * if the group is pipelined. wrk works for whole seconds, so a run does as many requests as come
 * nearest to what is asked for, but not fewer than a second's. Any error that wrk has met, and any
 * answer but 200, fails the run.
 */
public final class UnderLoad implements Driver {
  private final Listening server;
  private final List<String> command;
  private final Path script;

  /** Of the run before; none yet if 0. */
  private double requestsPerSecond;

  private UnderLoad(Listening server, List<String> command, Path script) {
    this.server = server;
    this.command = command;
    this.script = script;
  }

  /** The server is closed with the driver; one that does not answer as it should is refused. */
  public static UnderLoad open(Listening server, Group group, Target target) throws IOException {
    Path script = Files.createTempFile("godwit-bench-", ".lua");
    try {
      Probe.check(server.port(), group.depth());
      Files.writeString(script, pipelining(group.depth()));
    } catch (IOException | RuntimeException e) {
      try (server) {
        Files.delete(script);
      }
      throw e;
    }
    List<String> command = new ArrayList<>(target.pin());
    command.addAll(List.of("wrk", "-t1", "-c" + group.concurrency(), "--timeout", "5s"));
    if (group.depth() > 1) {
      command.addAll(List.of("-s", script.toString()));
    }
    command.add("http://" + target.host() + ":" + server.port() + target.path());
    return new UnderLoad(server, List.copyOf(command), script);
  }

  /** Name and version of what makes the load. */
  public static String description() throws IOException {
    String said = output(List.of("wrk", "-v"));
    return said.lines().findFirst().orElse("wrk").replaceAll(" (?:\\[|Copyright).*", "");
  }

  @Override
  public int run(int requests) throws IOException {
    long seconds = requestsPerSecond == 0 ? 1 : Math.round(requests / requestsPerSecond);
    List<String> whole = new ArrayList<>(command);
    whole.add(whole.size() - 1, "-d" + Math.max(1, seconds) + "s");
    WrkOutput result = WrkOutput.of(output(whole));
    requestsPerSecond = result.requestsPerSecond();
    return result.requests();
  }

  @Override
  public void close() throws IOException {
    try (server) {
      Files.deleteIfExists(script);
    }
  }

  private static String output(List<String> command) throws IOException {
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = wrk.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      wrk.destroy();
    }
  }

  /** wrk sends what {@code request} gives as it is, and counts the answers. */
  static String pipelining(int depth) {
    return """
        local batch
        init = function(args)
          local one = wrk.format()
          batch = string.rep(one, %d)
        end
        request = function()
          return batch
        end
        """
        .formatted(depth);
  }
}
