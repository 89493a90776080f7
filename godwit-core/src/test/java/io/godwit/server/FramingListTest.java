package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What has gone wrong in other servers, by class: D1 lengths beside codings, D2 chunks, D3 codings,
 * D4 odd line ends and white space, E injection into the output, G what a request may cost. The
 * commoner cases are in {@link ServerRefusalsTest}.
 */
@Timeout(60)
class FramingListTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n";
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] \\d{3} ");

  static Stream<Arguments> heads() {
    return Stream.of(
        post("D1 length in a list with nothing first", 400, "Content-Length: ,4"),
        post("D1 length in a list with nothing behind", 400, "Content-Length: 4,"),
        post(
            "D1 lengths that differ in their names' case",
            400,
            "Content-Length: 4\r\ncontent-length: 5"),
        post("D1 CVE-2023-40167 plus sign before nought", 400, "Content-Length: +0"),
        post("D1 minus nought", 400, "Content-Length: -0"),
        post("D1 exponent", 400, "Content-Length: 1e1"),
        post("D1 decimal point", 400, "Content-Length: 4.0"),
        post("D1 underscore", 400, "Content-Length: 1_0"),
        post("D1 digits of another script", 400, "Content-Length: \u00b2"),
        post("D1 quoted", 400, "Content-Length: \"4\""),
        post("D1 parameter", 400, "Content-Length: 4;a"),
        post("D1 wraps to 4 in 64 bits", 400, "Content-Length: 18446744073709551620"),
        post("D1 wraps to 4 in 32 bits and more digits", 400, "Content-Length: 1" + "0".repeat(40)),
        post(
            "D1 length nought and chunked", 400, "Content-Length: 0\r\nTransfer-Encoding: chunked"),
        post(
            "D1 CVE-2017-7658 chunked between lengths",
            400,
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\nContent-Length: 4"),
        post(
            "D1 length and a coding nobody knows",
            400,
            "Content-Length: 4\r\nTransfer-Encoding: x"),
        post(
            "D1 chunked in a name with a space",
            400,
            "Content-Length: 4\r\nTransfer-Encoding : chunked"),
        post("D1 chunked in a name with a tab", 400, "Transfer-Encoding\t: chunked"),
        post("D1 chunked in a folded line", 400, "X: a\r\n Transfer-Encoding: chunked"),
        post("D1 chunked behind a bare LF", 400, "X: a\nTransfer-Encoding: chunked"),
        post("D1 chunked behind a bare CR", 400, "X: a\rTransfer-Encoding: chunked"),
        post("D1 chunked behind a NUL", 400, "X: a\u0000\r\nTransfer-Encoding: chunked"),
        post(
            "D3 CVE-2026-42585 identity before chunked",
            501,
            "Transfer-Encoding: identity, chunked"),
        post("D3 a name that only begins so", 501, "Transfer-Encoding: chunkedx"),
        post("D3 a name that only ends so", 501, "Transfer-Encoding: xchunked"),
        post("D3 quoted", 400, "Transfer-Encoding: \"chunked\""),
        post("D3 two words", 400, "Transfer-Encoding: chunked chunked"),
        post("D3 NUL behind", 400, "Transfer-Encoding: chunked\u0000"),
        post("D3 vertical tab before", 400, "Transfer-Encoding: \u000bchunked"),
        post(
            "D3 another behind it on a second line",
            400,
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x"),
        bytes("D4 CVE-2026-28367 head ended by CR CR CR", 400, "GET / HTTP/1.1\r\nHost: a\r\r\r"),
        bytes("D4 CR CR LF behind the request line", 400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        bytes("D4 LF CR", 400, "GET / HTTP/1.1\n\rHost: a\n\r\n\r"),
        bytes(
            "D4 CVE-2026-28369 space before the first field",
            400,
            "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        bytes("D4 tab before the first field", 400, "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n"),
        bytes(
            "D4 CVE-2026-28368 name with a parenthesis",
            400,
            "GET / HTTP/1.1\r\nHost: a\r\nX(: a\r\n\r\n"),
        bytes("D4 name with NUL", 400, "GET / HTTP/1.1\r\nHost: a\r\nX\u0000: a\r\n\r\n"),
        bytes("D4 name above ASCII", 400, "GET / HTTP/1.1\r\nHost: a\r\nX\u00fc: a\r\n\r\n"),
        bytes("D4 line of spaces alone", 400, "GET / HTTP/1.1\r\nHost: a\r\n   \r\n\r\n"),
        bytes("D4 space before the request line", 400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bytes("D4 space behind the version", 400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        bytes("D4 tabs in the request line", 400, "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"),
        bytes("D4 version in lower case", 400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
        bytes("D4 version of three digits", 400, "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
        bytes("D4 octet above ASCII in the target", 400, "GET /\u00fc HTTP/1.1\r\nHost: a\r\n\r\n"),
        bytes(
            "D4 CVE-2025-12543 Host with a backslash", 400, "GET / HTTP/1.1\r\nHost: a\\b\r\n\r\n"),
        bytes("D4 Host with a user", 400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        bytes("D4 Host with a space", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        bytes("D4 Host with half a literal", 400, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        bytes("D4 Host with a port that is none", 400, "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
        bytes("D4 Host with a path", 400, "GET http://a/ HTTP/1.1\r\nHost: a/\r\n\r\n"));
  }

  private static Arguments post(String what, int status, String fields) {
    return bytes(what, status, "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n0\r\n\r\n");
  }

  private static Arguments bytes(String what, int status, String bytes) {
    return Arguments.of(what, status, bytes);
  }

  /** Sends it with a whole request behind; the one answer, after which the connection ends. */
  private static int onlyAnswer(HttpServer server, String bytes) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.send(bytes + SMUGGLED).end();
      String all = client.readAll();
      assertThat(STATUS_LINE.matcher(all).results().count()).as(all).isEqualTo(1);
      assertThat(all).contains("\r\nConnection: close\r\n");
      return Integer.parseInt(all.substring(9, 12));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heads")
  @Row("G40")
  void a_head_that_could_be_read_in_two_ways_is_refused_before_any_handler(
      String what, int status, String bytes) throws IOException {
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler recording =
        request -> {
          handled.add(request.path());
          return Response.text("handled");
        };
    try (HttpServer server = HttpServer.start(0, recording)) {
      assertThat(onlyAnswer(server, bytes)).as(what).isEqualTo(status);
    }
    assertThat(handled).isEmpty();
  }

  static Stream<Arguments> chunks() {
    return Stream.of(
        bytes("D2 CVE-2025-22871 bare LF behind the last chunk", 400, "0\n\r\n"),
        bytes("D2 bare LF as the end of the trailers", 400, "0\r\n\n"),
        bytes("D2 bare CR behind the size", 400, "3\rabc\r\n0\r\n\r\n"),
        bytes("D2 CVE-2025-58056 bare LF behind an extension's name", 400, "3;a\nabc\r\n0\r\n\r\n"),
        bytes("D2 CVE-2026-33870 quote that does not end", 400, "3;a=\"\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 line end in a quoted extension", 400, "3;a=\"b\r\nc\"\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 CVE-2026-2332 escaped quote", 400, "3;a=\"\\\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 NUL in an extension", 400, "3;a=\u0000\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 plus sign", 400, "+3\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 space before the size", 400, " 3\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 underscore", 400, "1_0\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 letter that is no digit", 400, "g\r\nabc\r\n0\r\n\r\n"),
        bytes(
            "D2 CVE-2026-42580 wraps to 3 in 32 bits",
            400,
            "100000000000000000000000000000003\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 semicolon alone", 400, ";\r\nabc\r\n0\r\n\r\n"),
        bytes("D2 chunk longer than its size by a line", 400, "3\r\nabc\r\n\r\n0\r\n\r\n"),
        bytes("D2 chunked in the trailers", 400, "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
        bytes("D2 Host in the trailers", 400, "0\r\nHost: b\r\n\r\n"),
        bytes("D2 folded trailer", 400, "0\r\nX: a\r\n b\r\n\r\n"),
        bytes("G line of a chunk without end", 400, "3;" + "a".repeat(20_000)),
        bytes(
            "G extensions that cost more than the content",
            400,
            "1;aaaaaaaaaaaaaaaaaaaaaaaa=b\r\nx\r\n".repeat(20_000)),
        bytes(
            "G trailers without end",
            431,
            "0\r\n" + "X: aaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(5_000)),
        bytes("G one trailer without end", 431, "0\r\nX: " + "a".repeat(100_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chunks")
  @Row("G40")
  void content_that_could_be_read_in_two_ways_is_refused_and_hides_no_request(
      String what, int status, String chunks) throws IOException {
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler reading =
        request -> {
          handled.add(request.path());
          try (var in = request.body().open()) {
            return Response.text("" + in.transferTo(OutputStream.nullOutputStream()));
          }
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, reading)) {
      String head = "POST /it HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
      assertThat(onlyAnswer(server, head + chunks)).as(what).isEqualTo(status);
      assertThat(log.warnings()).isEmpty();
    }
    assertThat(handled).containsExactly("/it");
  }

  @Test
  void what_is_odd_but_means_one_thing_only_is_served() throws IOException {
    Handler echo = request -> Response.text(request.path() + " " + request.text());
    try (HttpServer server = HttpServer.start(0, echo);
        RawClient client = new RawClient(server.port())) {
      String chunked = "Host: a\r\nTransfer-Encoding: ";
      for (String request :
          List.of(
              "POST /a HTTP/1.1\r\n" + chunked + "CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
              "POST /a HTTP/1.1\r\n"
                  + chunked
                  + "chunked\r\n\r\n0003;a=\"\\\";b\"\r\nabc\r\n00\r\n\r\n",
              "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length:\t3 \r\n\r\nabc",
              "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0003\r\n\r\nabc",
              "\r\nPOST /a HTTP/1.1\r\nhOsT:a\r\ncOnTeNt-LeNgTh:3\r\n\r\nabc")) {
        assertThat(client.send(request).read().text()).as(request).isEqualTo("/a abc");
      }
    }
  }

  /** What a handler could be talked into by what its clients send. */
  static Stream<Arguments> injections() {
    String evil = "a\r\nInjected: yes";
    return Stream.of(
        injection("E value", request -> Response.text("x").withHeader("X", evil)),
        injection(
            "E value with LF", request -> Response.text("x").withHeader("X", "a\nInjected: y")),
        injection(
            "E value with CR", request -> Response.text("x").withHeader("X", "a\rInjected: y")),
        injection("E value with NUL", request -> Response.text("x").withHeader("X", "a\u0000b")),
        injection("E name", request -> Response.text("x").withHeader("X: a\r\nInjected", "yes")),
        injection(
            "E name with a space", request -> Response.text("x").withHeader("X Injected", "a")),
        injection(
            "E target sent back", request -> Response.of(302).withHeader("Location", "/" + evil)),
        injection(
            "E reason",
            request ->
                new Response(Version.HTTP_1_1, Status.OK, evil, Headers.empty(), Body.empty())),
        injection(
            "E trailer's name",
            request ->
                Response.ok(Body.text("x").withTrailers(List.of("X\r\nInjected"), Headers::empty))),
        injection(
            "E interim",
            request -> {
              request.interim(Status.EARLY_HINTS, Headers.of("Link", evil));
              return Response.text("x");
            }),
        injection(
            "E upgrade token",
            request ->
                Response.of(426).withHeader("Upgrade", evil).withHeader("Connection", "upgrade")),
        injection(
            "E problem",
            request -> {
              throw HttpProblem.of(Status.CONFLICT, "x").withHeader("Allow", evil);
            }),
        injection("E cookie", request -> Response.text("x").withHeader("Set-Cookie", "a=" + evil)),
        injection(
            "E media type",
            request ->
                Response.ok(
                    Body.text("x").withType(MediaType.of("text/plain;a=\"" + evil + "\"")))),
        injection(
            "E streamed field",
            Handler.streaming((request, response) -> response.header("X", evil))));
  }

  private static Arguments injection(String what, Handler handler) {
    return Arguments.of(what, handler);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("injections")
  void nothing_that_a_handler_passes_on_becomes_a_field_of_its_own(String what, Handler handler)
      throws IOException {
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, handler);
        RawClient client = new RawClient(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").end();
      String all = client.readAll();
      assertThat(all).as(what).startsWith("HTTP/1.1 500 ").doesNotContain("Injected");
      assertThat(STATUS_LINE.matcher(all).results().count()).isEqualTo(1);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void a_trailer_that_is_none_cuts_the_connection_since_the_response_has_begun()
      throws IOException {
    Handler trailing =
        request ->
            Response.ok(
                Body.stream(new ByteArrayInputStream(new byte[] {'x'}))
                    .withTrailers(() -> Headers.of("X", "a\r\nInjected: yes")));
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, trailing);
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.get("/"));
      assertThatThrownBy(client::read).isInstanceOfAny(EOFException.class, SocketException.class);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void what_a_problem_repeats_of_the_request_stays_text() throws IOException {
    Handler repeating =
        request -> {
          throw HttpProblem.of(
              Status.NOT_FOUND, request.query().orElse("") + "\r\n\r\nInjected: yes");
        };
    try (HttpServer server = HttpServer.start(0, repeating)) {
      for (String accept : List.of("text/html", "application/json", "text/plain")) {
        Reply reply =
            RawClient.once(
                server.port(), "GET /?q HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n");
        assertThat(reply.has("Injected")).isFalse();
        assertThat(reply.status()).isEqualTo(404);
      }
    }
  }

  @Test
  void lines_without_anything_before_a_request_have_an_end() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text("x"))) {
      int status = onlyAnswer(server, "\r\n".repeat(50_000));
      assertThat(status).isGreaterThanOrEqualTo(400);
    }
  }

  @Test
  void a_request_beyond_the_limits_of_its_server_hides_none_behind_it() throws IOException {
    Limits small = Limits.defaults().withStartLine(64).withHeaderSection(256).withFields(4);
    try (HttpServer server =
        HttpServer.builder().handler(request -> Response.text("x")).limits(small).start()) {
      String padding = "X: " + "a".repeat(300) + "\r\n";
      assertThat(onlyAnswer(server, "GET /" + "a".repeat(64) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
          .isEqualTo(414);
      assertThat(onlyAnswer(server, "GET / HTTP/1.1\r\nHost: a\r\n" + padding + "\r\n"))
          .isEqualTo(431);
      assertThat(
              onlyAnswer(server, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(4) + "\r\n"))
          .isEqualTo(431);
    }
  }
}
