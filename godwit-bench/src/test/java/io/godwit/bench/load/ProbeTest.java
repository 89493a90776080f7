package io.godwit.bench.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.bench.driver.Hello;
import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ProbeTest {

  @Test
  void the_answer_of_all_is_accepted() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text(Hello.TEXT))) {
      Probe.check(server.port(), 1);
      Probe.check(server.port(), 16);
    }
  }

  @Test
  void another_status_is_refused() throws IOException {
    refused(Response.text(Hello.TEXT).withStatus(Status.NOT_FOUND), "404");
  }

  @Test
  void another_type_is_refused() throws IOException {
    refused(Response.ok(Body.bytes(Hello.bytes())), "not the answer of all");
  }

  @Test
  void another_text_is_refused() throws IOException {
    refused(Response.text("Hello, Wrong!"), "not the content of all: Hello, Wrong!");
  }

  private static void refused(Response response, String because) throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> response)) {
      assertThatThrownBy(() -> Probe.check(server.port(), 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(because);
    }
  }
}
