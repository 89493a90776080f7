package io.godwit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.client.HttpClient;
import io.godwit.http.Status;
import io.godwit.server.HttpServer;
import io.godwit.tests.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpbinServerTest {
  @Test
  @Row({"P61", "G41"})
  void it_is_the_testkits_application_on_a_port() throws Exception {
    try (HttpServer server = HttpbinServer.start(0);
        HttpClient client =
            HttpClient.builder().baseUri("http://127.0.0.1:" + server.port() + "/").build()) {
      assertThat(client.get("/get").query("page", "2").send().text()).contains("\"page\"");
      assertThat(client.get("/redirect/2").send().status()).isEqualTo(Status.OK);
      assertThat(client.get("/").send().text()).contains("/digest-auth");
    }
  }
}
