package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Limits;
import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is malformed is answered once, with the connection closed: no handler sees it, and nothing
 * that follows is taken for a request.
 */
class ServerRefusalsTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n";

  /** Requests that are refused before any handler: a line that says how, its status, the bytes. */
  static Stream<Arguments> heads() {
    return Stream.of(
        refused("no version", 400, "GET /\r\nHost: a\r\n\r\n"),
        refused("method is not a token", 400, "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused(
            "TLS greeting", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003"),
        refused("two spaces", 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("space in target", 400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("fragment in target", 400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("target without slash", 400, "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("bad escape in target", 400, "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("pipe in target", 400, "GET /a|b HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("user in target", 400, "GET http://u@h/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("asterisk of GET", 400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("old version", 505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
        refused("new version", 505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        refused("no HTTP at all", 400, "GET / HTPP/1.1\r\nHost: a\r\n\r\n"),
        refused("CONNECT", 501, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("unknown expectation", 417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: fee\r\n\r\n"),
        refused("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
        refused("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        refused("bad Host", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        refused("bare LF", 400, "GET / HTTP/1.1\nHost: a\n\n"),
        refused("bare CR in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
        refused("NUL in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n"),
        refused("no colon", 400, "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"),
        refused("no name", 400, "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"),
        refused("space before the colon", 400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        refused("space before the first field", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        refused("folded value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"),
        refused("odd end of the head", 400, "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n\r\n"),
        length("length and chunked", 400, "Content-Length: 4\r\nTransfer-Encoding: chunked"),
        length("chunked and length", 400, "Transfer-Encoding: chunked\r\nContent-Length: 4"),
        length("two lengths", 400, "Content-Length: 4\r\nContent-Length: 40"),
        length("the same length twice", 400, "Content-Length: 4\r\nContent-Length: 4"),
        length("list of lengths", 400, "Content-Length: 4, 4"),
        length("plus sign", 400, "Content-Length: +4"),
        length("minus sign", 400, "Content-Length: -4"),
        length("hexadecimal length", 400, "Content-Length: 0x4"),
        length("space in the length", 400, "Content-Length: 4 0"),
        length("no length", 400, "Content-Length:"),
        length("length overflow", 400, "Content-Length: 9223372036854775808"),
        length("unknown coding", 501, "Transfer-Encoding: gzip"),
        length("identity", 501, "Transfer-Encoding: identity"),
        length("unknown before chunked", 501, "Transfer-Encoding: gzip, chunked"),
        length("chunked not last", 400, "Transfer-Encoding: chunked, identity"),
        length("chunked twice", 400, "Transfer-Encoding: chunked, chunked"),
        length(
            "chunked on two lines",
            400,
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        length("hidden by tab", 400, "Transfer-Encoding:\u000bchunked"),
        length("empty coding", 400, "Transfer-Encoding:"),
        refused(
            "chunked in 1.0",
            400,
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        refused("long line", 414, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
        refused("long line without end", 414, "GET /" + "a".repeat(20_000)),
        refused(
            "large head",
            431,
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(70_000) + "\r\n\r\n"),
        refused(
            "many fields", 431, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(300) + "\r\n"));
  }

  private static Arguments refused(String what, int status, String bytes) {
    return Arguments.of(what, status, bytes);
  }

  private static Arguments length(String what, int status, String fields) {
    return refused(what, status, "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heads")
  void a_malformed_head_is_answered_once_and_no_handler_is_called(
      String what, int status, String bytes) throws IOException {
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler recording =
        request -> {
          handled.add(request.toString());
          return Response.text("handled");
        };
    try (HttpServer server = HttpServer.start(0, recording);
        RawClient client = new RawClient(server.port())) {
      client.send(bytes + SMUGGLED);
      Reply reply = client.read();
      assertThat(reply.status()).as(what).isEqualTo(status);
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(reply.field("Content-Type")).startsWith("text/plain");
      assertThat(reply.has("Date")).isTrue();
      assertThat(reply.content()).isNotEmpty();
      assertThat(client.ended()).isTrue();
    }
    assertThat(handled).isEmpty();
  }

  /** Content that breaks the chunked coding; the handler reads it. */
  static Stream<Arguments> chunks() {
    return Stream.of(
        Arguments.of("no size", "\r\nabc\r\n0\r\n\r\n"),
        Arguments.of("negative size", "-1\r\nabc\r\n0\r\n\r\n"),
        Arguments.of("0x size", "0x3\r\nabc\r\n0\r\n\r\n"),
        Arguments.of("size overflow", "10000000000000000\r\nabc"),
        Arguments.of("huge size", "ffffffffffffffff\r\nabc"),
        Arguments.of("bare LF after the size", "3\nabc\r\n0\r\n\r\n"),
        Arguments.of("bare LF in an extension", "3;a=b\nabc\r\n0\r\n\r\n"),
        Arguments.of("bare CR in an extension", "3;a=b\rx\r\nabc\r\n0\r\n\r\n"),
        Arguments.of("bad extension", "3;;\r\nabc\r\n0\r\n\r\n"),
        Arguments.of("chunk too long", "3\r\nabcd\r\n0\r\n\r\n"),
        Arguments.of("LF after the chunk", "3\r\nabc\n0\r\n\r\n"),
        Arguments.of("no line end after the chunk", "3\r\nabc0\r\n\r\n"),
        Arguments.of("bad trailer", "0\r\nX\r\n\r\n"),
        Arguments.of("framing in the trailers", "0\r\nContent-Length: 3\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chunks")
  void malformed_content_is_answered_once_and_nothing_after_it_is_read(String what, String chunks)
      throws IOException {
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler reading =
        request -> {
          handled.add(request.path());
          return Response.text(request.text());
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, reading);
        RawClient client = new RawClient(server.port())) {
      client.send("POST /it HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send(chunks + SMUGGLED).end();
      Reply reply = client.read();
      assertThat(reply.status()).as(what).isEqualTo(400);
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
      assertThat(log.warnings()).isEmpty();
    }
    assertThat(handled).containsExactly("/it");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chunks")
  void malformed_content_that_nobody_reads_ends_the_connection(String what, String chunks)
      throws IOException {
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler ignoring =
        request -> {
          handled.add(request.path());
          return Response.text("whatever");
        };
    try (HttpServer server = HttpServer.start(0, ignoring);
        RawClient client = new RawClient(server.port())) {
      client.send("POST /it HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send(chunks + SMUGGLED).end();
      assertThat(client.read().text()).as(what).isEqualTo("whatever");
      assertThat(client.ended()).isTrue();
    }
    assertThat(handled).containsExactly("/it");
  }

  @Test
  void a_good_request_before_a_malformed_one_is_answered() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text(request.path()));
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.get("/good") + "BAD\r\n\r\n");
      assertThat(client.read().text()).isEqualTo("/good");
      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void an_answer_repeats_nothing_of_what_was_refused() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text("x"))) {
      Reply reply =
          RawClient.once(
              server.port(), "GET /<script> HTTP/1.1\r\nHost: a\r\nX<script>: a\r\n\r\n");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.text()).doesNotContain("script");
    }
  }

  @Test
  void limits_are_the_ones_that_were_set() throws IOException {
    Limits small = Limits.defaults().withStartLine(100).withHeaderSection(200).withFields(3);
    try (HttpServer server =
        HttpServer.builder().handler(request -> Response.text("x")).limits(small).start()) {
      assertThat(status(server, "GET /" + "a".repeat(100) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
          .isEqualTo(414);
      assertThat(status(server, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(200) + "\r\n\r\n"))
          .isEqualTo(431);
      assertThat(status(server, "GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 1\r\nC: 1\r\n\r\n"))
          .isEqualTo(431);
      assertThat(status(server, RawClient.get("/"))).isEqualTo(200);
    }
  }

  @Test
  void a_head_that_breaks_off_is_not_answered() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text("x"));
        RawClient client = new RawClient(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost").end();
      assertThat(client.ended()).isTrue();
    }
  }

  private static int status(HttpServer server, String request) throws IOException {
    return RawClient.once(server.port(), request).status();
  }
}
