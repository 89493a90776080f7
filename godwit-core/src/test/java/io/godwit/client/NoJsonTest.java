package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Here, where no codec is on the class path. */
class NoJsonTest {
  @Test
  void without_a_codec_json_says_what_is_missing() throws IOException {
    Response json = Response.ok(Body.text("{}").withType(MediaType.JSON));
    try (HttpServer server = HttpServer.start(0, request -> json);
        HttpClient client = HttpClient.create()) {
      CallBuilder call = client.post("http://127.0.0.1:" + server.port() + "/");
      assertThatThrownBy(() -> call.json(Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("godwit-jackson");
      BufferedResponse response = call.text("{}").send();
      assertThatThrownBy(response::decode)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("godwit-jackson");
    }
  }
}
