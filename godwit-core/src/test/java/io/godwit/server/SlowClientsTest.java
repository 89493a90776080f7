package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.tests.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take or give nothing any more, in whatever state: nobody else is to notice. */
@Timeout(60)
class SlowClientsTest {
  /** Of each kind; there are as few carriers as processors. */
  private static final int MANY = 50;

  private static final int LARGE = 20_000_000;

  @Test
  @Row({"G1", "G26"})
  void slow_readers_and_slow_writers_hold_only_their_own_connection(@TempDir Path folder)
      throws IOException {
    byte[] large = new byte[LARGE];
    Path file = Files.write(folder.resolve("film"), large);
    Handler writing =
        Handler.streaming(
            (request, response) -> {
              while (true) {
                response.write(large, 0, 100_000);
              }
            });
    Handler handler =
        request ->
            switch (request.path()) {
              case "/file" -> Response.ok(Body.file(file));
              case "/memory" -> Response.ok(Body.bytes(large));
              case "/written" -> writing.handle(request);
              default -> Response.text(request.text());
            };
    String post = "POST /up HTTP/1.1\r\nHost: a\r\n";
    Map<String, String> begun =
        Map.of(
            "a file that is not read",
            get("/file"),
            "memory that is not read",
            get("/memory"),
            "a producer that is not read",
            get("/written"),
            "half a head",
            "GET / HTTP/1.1\r\nHost: ",
            "half the content",
            post + "Content-Length: 100000\r\n\r\nabc",
            "half a chunk",
            post + "Transfer-Encoding: chunked\r\n\r\n1000\r\nabc",
            "nothing",
            "");
    List<RawClient> slow = new ArrayList<>();
    try (HttpServer server = HttpServer.start(0, handler)) {
      for (String request : begun.values()) {
        for (int i = 0; i < MANY; i++) {
          slow.add(new RawClient(server.port()).send(request));
        }
      }
      try (RawClient quick = new RawClient(server.port())) {
        for (int i = 0; i < 200; i++) {
          String sent = post + "Content-Length: 5\r\n\r\nhello";
          assertThat(quick.send(sent).read().text()).isEqualTo("hello");
        }
      }
      assertThat(RawClient.once(server.port(), get("/")).status()).isEqualTo(200);
      assertThat(server.connections()).isGreaterThanOrEqualTo(slow.size());
      for (RawClient client : slow) {
        client.close();
      }
    }
  }
}
