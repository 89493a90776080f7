package io.godwit.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know the JDK's API alone. They find Godwit by having it on the class path. */
@Timeout(60)
final class UnchangedProgramsTest {
  @AutoClose private final HttpClient client = HttpClient.create();

  @Test
  void an_exporter_of_metrics_exports_them() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(
        () ->
            GaugeSnapshot.builder()
                .name("birds")
                .dataPoint(GaugeDataPointSnapshot.builder().value(7).build())
                .build());
    try (HTTPServer exporter = HTTPServer.builder().port(0).registry(registry).buildAndStart()) {
      String base = "http://127.0.0.1:" + exporter.getPort();
      BufferedResponse metrics = client.get(base + "/metrics").send();

      assertThat(metrics.text()).contains("birds 7.0");
      assertThat(metrics.header("Content-Encoding")).as("our client asks for it").contains("gzip");
      assertThat(client.get(base + "/-/healthy").send().status().code()).isEqualTo(200);
    }
  }

  @Test
  void the_file_server_of_the_jdk_serves_files(@TempDir Path folder) throws Exception {
    Path root = folder.toRealPath();
    Files.writeString(root.resolve("page.html"), "<p>hello</p>");
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), root, OutputLevel.NONE);
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();

      assertThat(server).isInstanceOf(PlainServer.class);
      assertThat(client.get(base + "/page.html").send().text()).isEqualTo("<p>hello</p>");
      assertThat(client.get(base + "/").send().text()).contains("page.html");
    } finally {
      server.stop(0);
    }
  }
}
