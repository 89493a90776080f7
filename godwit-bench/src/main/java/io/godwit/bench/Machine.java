package io.godwit.bench;

import io.godwit.bench.report.Conditions;
import io.godwit.bench.worker.Cores;
import io.godwit.bench.worker.WorkerProcess;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what this machine and this class path are. */
final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^-]*(?:-[A-Za-z]\\w*)?)\\.jar");

  /** Jars whose version is worth a word, and what to call them. */
  private static final Map<String, String> NAMES =
      Map.of(
          "okhttp-jvm", "OkHttp",
          "httpclient5", "Apache HttpClient",
          "jetty-client", "Jetty",
          "async-http-client", "AsyncHttpClient",
          "reactor-netty-http", "Reactor Netty",
          "vertx-core", "Vert.x",
          "helidon-webclient-http1", "Helidon",
          "netty-transport", "Netty",
          "undertow-core", "Undertow",
          "godwit", "Godwit");

  private Machine() {}

  static Conditions conditions(Settings settings, String server, Cores cores, List<String> load)
      throws IOException {
    return new Conditions(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.runtime.version"),
        WorkerProcess.JVM_FLAGS,
        pinning(cores),
        server,
        settings.rounds(),
        settings.turnSeconds(),
        settings.warmSeconds(),
        List.copyOf(load),
        versions(property("java.class.path")));
  }

  /** Of the last minute. */
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : "%.2f".formatted(load);
  }

  static Map<String, String> versions(String classPath) {
    Map<String, String> versions = new TreeMap<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Matcher jar = JAR.matcher(Path.of(entry).getFileName().toString());
      if (jar.matches() && NAMES.containsKey(jar.group(1))) {
        versions.put(NAMES.get(jar.group(1)), jar.group(2));
      }
    }
    return versions;
  }

  private static String pinning(Cores cores) {
    if (cores.client().isEmpty()) {
      return "not pinned (no taskset, or one core)";
    }
    return "client on core %d, server on core %d"
        .formatted(cores.client().getAsInt(), cores.server().getAsInt());
  }

  private static String processor() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return "unknown processor";
    }
    return Files.readAllLines(CPU_INFO).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown processor");
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
