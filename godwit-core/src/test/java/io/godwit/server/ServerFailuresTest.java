package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers that fail: what the client sees, what is logged, and that the server goes on. */
class ServerFailuresTest {
  static Stream<Arguments> beforeTheFirstByte() {
    return Stream.of(
        failing(
            "exception",
            request -> {
              throw new IOException("broken");
            }),
        failing(
            "error",
            request -> {
              throw new StackOverflowError();
            }),
        failing("no response", request -> nothing()),
        failing(
            "interrupted",
            request -> {
              Thread.currentThread().interrupt();
              throw new InterruptedException();
            }),
        failing("field of the connection", request -> Response.text("x").withHeader("TE", "gzip")),
        failing("wrong length", request -> Response.text("x").withHeader("Content-Length", "2")),
        failing("no length", request -> Response.ok(unknown()).withHeader("Content-Length", "x")),
        failing("content of a 204", request -> Response.text("x").withStatus(status(204))),
        failing("interim as final", request -> Response.of(103)),
        failing("switch of protocols", request -> Response.of(101)),
        failing("missing file", request -> Response.ok(Body.file(Path.of("/no/such/file")))),
        failing(
            "source that does not open",
            request ->
                Response.ok(
                    Body.source(
                        () -> {
                          throw new IOException("closed");
                        }))),
        failing("stream that fails at once", request -> Response.ok(Body.stream(breaking(0)))));
  }

  private static Arguments failing(String what, Handler handler) {
    return Arguments.of(what, handler);
  }

  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // what a handler written without NullAway may do
  private static Response nothing() {
    return null;
  }

  private static io.godwit.http.Status status(int code) {
    return io.godwit.http.Status.of(code);
  }

  private static Body unknown() {
    return Body.source(InputStream::nullInputStream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("beforeTheFirstByte")
  @Row({"G26", "H44", "G31"})
  void a_failure_before_the_first_byte_is_a_500_and_one_line_in_the_log(
      String what, Handler handler) throws IOException {
    Handler sometimes =
        request -> request.path().equals("/good") ? Response.text("good") : handler.handle(request);
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, sometimes)) {
      try (RawClient client = new RawClient(server.port())) {
        Reply reply = client.send(get("/it?secret=1")).read();
        assertThat(reply.status()).as(what).isEqualTo(500);
        assertThat(reply.text()).isEqualTo("the request could not be answered\n");
        if (reply.field("Connection").equals("close")) {
          assertThat(client.ended()).isTrue();
        } else {
          assertThat(client.send(get("/good")).read().text()).isEqualTo("good");
        }
      }
      assertThat(RawClient.once(server.port(), get("/good")).text()).isEqualTo("good");
      assertThat(log.warnings()).hasSize(1);
      LogRecord line = log.warnings().getFirst();
      assertThat(line.getMessage())
          .startsWith("GET /it, exchange 1 of connection ")
          .contains(" from /127.0.0.1:")
          .doesNotContain("secret");
      assertThat(line.getThrown()).isNotNull();
    }
  }

  static Stream<Arguments> afterTheFirstByte() {
    Body longer = Body.source(() -> new java.io.ByteArrayInputStream(new byte[20]));
    return Stream.of(
        failing("stream that breaks", request -> Response.ok(Body.stream(breaking(200)))),
        failing("fewer bytes than declared", request -> Response.ok(longer.withLength(30))),
        failing(
            "bytes on top of the declared",
            request ->
                Response.ok(
                    Body.source(
                            () ->
                                new java.io.SequenceInputStream(
                                    new java.io.ByteArrayInputStream(new byte[20]), breaking(1)))
                        .withLength(30))),
        failing(
            "trailers that fail",
            request ->
                Response.ok(
                    longer.withTrailers(
                        () -> {
                          throw new IllegalStateException("no digest");
                        }))),
        failing(
            "trailers that are not allowed",
            request ->
                Response.ok(
                    longer.withTrailers(() -> io.godwit.http.Headers.of("Content-Length", "1")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("afterTheFirstByte")
  void a_failure_after_the_first_byte_cuts_the_connection(String what, Handler handler)
      throws IOException {
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, handler);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/it"));
      assertThatThrownBy(client::read).as(what).isInstanceOf(IOException.class);
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().getFirst().getMessage())
          .startsWith("GET /it, exchange 1 of connection ")
          .endsWith(": the response broke off");
    }
  }

  @Test
  void a_response_that_ends_with_the_connection_is_reset_when_it_breaks_off() throws IOException {
    try (LogCapture log = new LogCapture();
        HttpServer server =
            HttpServer.start(0, request -> Response.ok(Body.stream(breaking(100))));
        RawClient client = new RawClient(server.port())) {
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void a_client_that_breaks_off_what_it_is_sent_back_is_no_failure_of_the_server()
      throws Exception {
    Handler echo = request -> Response.ok(Body.source(() -> request.body().open()));
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, echo);
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      client.send("oops\r\n");
      assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
      assertThat(log.warnings()).isEmpty();
    }
  }

  /** Gives so many bytes and fails then. */
  private static InputStream breaking(int after) {
    return new InputStream() {
      private int left = after;

      @Override
      public int read() throws IOException {
        if (left == 0) {
          throw new IOException("the source broke");
        }
        left--;
        return 'x';
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        into[offset] = (byte) read();
        return 1;
      }
    };
  }
}
