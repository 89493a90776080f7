package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That the core runs as a module on the smallest Java there is. */
final class NoOtherModuleTest {
  @Test
  void a_get_needs_the_module_java_base_and_no_other() throws Exception {
    try (HttpServer server = HttpServer.start(0, _ -> Response.text("only this"))) {
      String printed = runWithJavaBaseOnly("http://127.0.0.1:" + server.port() + "/");
      assertThat(printed.lines()).containsExactly("only this", "io.godwit", "java.base");
    }
  }

  private static String runWithJavaBaseOnly(String url) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder program =
        new ProcessBuilder(
            java,
            "--limit-modules",
            "java.base,io.godwit",
            "--module-path",
            placeOf(HttpServer.class),
            "--add-modules",
            "io.godwit",
            "--class-path",
            placeOf(GetOnce.class),
            GetOnce.class.getName(),
            url);
    Process process = program.redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String placeOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
