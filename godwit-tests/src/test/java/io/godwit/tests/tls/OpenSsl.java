package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.godwit.testkit.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code openssl}, which is typed at and read line by line. */
final class OpenSsl implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final Writer input;
  private final List<String> seen = new ArrayList<>();

  private OpenSsl(Process process) {
    this.process = process;
    // what does not come would be waited for without end
    CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS).execute(process::destroyForcibly);
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.input = process.outputWriter(UTF_8);
  }

  /** Skips the test, visibly, where there is no such program. */
  static void assumeInstalled() {
    boolean installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
    assumeTrue(installed, "openssl is not installed");
  }

  static OpenSsl run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return new OpenSsl(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** A server on a free port with that certificate; the files go into the folder. */
  static OpenSsl server(Path folder, TestCertificates.Identity identity, String... arguments)
      throws IOException {
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    Files.writeString(certificate, identity.certificatePem());
    Files.writeString(key, identity.keyPem());
    List<String> all = new ArrayList<>(List.of("s_server", "-accept", "127.0.0.1:0"));
    all.addAll(List.of("-cert", certificate.toString(), "-key", key.toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /** The port a server has chosen. */
  int port() throws IOException {
    String line = await("ACCEPT ");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
  }

  /** Reads on up to a line that contains the text, and returns it. */
  String await(String text) throws IOException {
    for (String line; (line = output.readLine()) != null; ) {
      seen.add(line);
      if (line.contains(text)) {
        return line;
      }
    }
    assertThat(seen).as("what openssl said before it ended").contains(text);
    return text;
  }

  void type(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
