package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a handler learns about a request. */
class ServerRequestTest {
  private static final Handler FACTS =
      request ->
          Response.text(
              String.join(
                  " ",
                  request.method().name(),
                  request.rawTarget(),
                  request.path(),
                  request.query().orElse("-"),
                  request.version().toString()));

  @ParameterizedTest
  @CsvSource({
    "GET /a%20b/../c?x=1&y HTTP/1.1, GET /a%20b/../c?x=1&y /a%20b/../c x=1&y HTTP/1.1",
    "QUERY / HTTP/1.1, QUERY / / - HTTP/1.1",
    "OPTIONS * HTTP/1.1, OPTIONS * * - HTTP/1.1",
    "GET http://else.example/a?b HTTP/1.1, GET http://else.example/a?b /a b HTTP/1.1",
    "GET http://else.example HTTP/1.1, GET http://else.example / - HTTP/1.1",
    "brew /pot? HTTP/1.0, brew /pot? /pot '' HTTP/1.0"
  })
  @Row("H43")
  void the_parts_of_a_request_line(String line, String facts) throws IOException {
    try (HttpServer server = HttpServer.start(0, FACTS)) {
      assertThat(RawClient.once(server.port(), line + "\r\nHost: test\r\n\r\n").text())
          .isEqualTo(facts.replace("''", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /a?b HTTP/1.1, Host: Example.COM, http://example.com/a?b",
    "GET /a HTTP/1.1, Host: example.com:8080, http://example.com:8080/a",
    "OPTIONS * HTTP/1.1, Host: example.com, http://example.com/",
    "GET http://other.example/x HTTP/1.1, Host: example.com, http://other.example/x",
    "GET /a HTTP/1.1, Host:, http://127.0.0.1:PORT/a",
    "GET /a HTTP/1.0, Accept: */*, http://127.0.0.1:PORT/a"
  })
  @Row("H43")
  void the_uri_is_that_of_the_target_and_the_host(String line, String field, String uri)
      throws IOException {
    Handler uris = request -> Response.text(request.request().uri().text());
    try (HttpServer server = HttpServer.start(0, uris)) {
      assertThat(RawClient.once(server.port(), line + "\r\n" + field + "\r\n\r\n").text())
          .isEqualTo(uri.replace("PORT", Integer.toString(server.port())));
    }
  }

  @Test
  void a_host_that_makes_no_uri_is_the_clients_mistake() throws IOException {
    Handler wraps =
        request -> {
          try {
            return Response.text(request.uri().text());
          } catch (IllegalArgumentException e) {
            throw new IllegalStateException("wrapped", e);
          }
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, wraps)) {
      Reply reply = RawClient.once(server.port(), "GET / HTTP/1.1\r\nHost: 1.2.3\r\n\r\n");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  @Row("G34")
  void the_clients_address_and_the_fields_are_there() throws IOException {
    CompletableFuture<ServerRequest> seen = new CompletableFuture<>();
    Handler keeping =
        request -> {
          seen.complete(request);
          return Response.of(204);
        };
    try (HttpServer server = HttpServer.start(0, keeping);
        RawClient client = new RawClient(server.port())) {
      client.send("GET /?password=1 HTTP/1.1\r\nHost: test\r\nX-A: 1\r\nx-a: 2\r\n\r\n").read();
      ServerRequest request = seen.join();
      assertThat(((InetSocketAddress) request.remote()).getPort())
          .isEqualTo(client.socket().getLocalPort());
      assertThat(request.local()).contains(client.socket().getRemoteSocketAddress());
      assertThat(request.headers().all("X-A")).containsExactly("1", "2");
      assertThat(request.header("x-a")).contains("1");
      assertThat(request.uri())
          .isEqualTo(Uri.of("http://test/?password=1"))
          .isSameAs(request.uri());
      assertThat(request).hasToString("GET /");
      assertThat(request.body().isEmpty()).isTrue();
      assertThat(request.bytes()).isEmpty();
      assertThat(request.text()).isEmpty();
    }
  }
}
