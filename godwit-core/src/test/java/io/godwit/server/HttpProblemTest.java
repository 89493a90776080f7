package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProblemTest {
  private static Handler throwing(HttpProblem problem) {
    return request -> {
      throw problem;
    };
  }

  private static Reply answer(HttpProblem problem, String accept) throws IOException {
    try (HttpServer server = HttpServer.start(0, throwing(problem))) {
      return RawClient.once(server.port(), asking(accept));
    }
  }

  private static String asking(String accept) {
    String field = accept.isEmpty() ? "" : "Accept: " + accept + "\r\n";
    return "GET / HTTP/1.1\r\nHost: test\r\n" + field + "\r\n";
  }

  @Test
  @Row("H47")
  void a_problem_becomes_an_answer_in_the_form_that_the_client_prefers() throws Exception {
    HttpProblem problem =
        HttpProblem.of(Status.METHOD_NOT_ALLOWED, "not <b>this</b> \"way\" & \u00fc")
            .withTitle("Wrong 'method'")
            .withType("https://example.org/wrong?a&b")
            .withMember("fault", 7)
            .withMember("instance", "/a\\b\u0001\u2028")
            .withMember("final", true)
            .withHeader("Allow", "GET")
            .withHeader("Allow", "GET, HEAD");
    Reply text = answer(problem, "");
    assertThat(text.statusLine()).isEqualTo("HTTP/1.1 405 Method Not Allowed");
    assertThat(text.field("Allow")).isEqualTo("GET, HEAD");
    assertThat(text.field("Vary")).isEqualTo("Accept");
    assertThat(text.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(utf8(text)).isEqualTo("405 Wrong 'method'\nnot <b>this</b> \"way\" & \u00fc\n");

    Reply json = answer(problem, "application/json");
    assertThat(json.field("Content-Type")).isEqualTo("application/problem+json");
    assertThat(utf8(json))
        .isEqualTo(
            """
            {
              "status": 405,
              "type": "https://example.org/wrong?a&b",
              "title": "Wrong 'method'",
              "detail": "not \\u003cb>this\\u003c/b> \\"way\\" & \u00fc",
              "fault": 7,
              "instance": "/a\\\\b\\u0001\\u2028",
              "final": true
            }
            """);

    Reply html = answer(problem, "text/html");
    assertThat(html.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(utf8(html))
        .contains("<h1>405 Wrong &#39;method&#39;</h1>")
        .contains("<p>not &lt;b&gt;this&lt;/b&gt; &quot;way&quot; &amp; \u00fc</p>");
  }

  private static String utf8(Reply reply) {
    return new String(reply.content(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | text/plain; charset=utf-8 | 404 Not Found",
        "image/png | text/plain; charset=utf-8 | 404 Not Found",
        "application/problem+json | application/problem+json | \"title\": \"Not Found\"",
        "text/html, */*;q=0.8 | text/html; charset=utf-8 | <h1>404 Not Found</h1>",
      })
  void without_a_title_the_phrase_of_the_status_stands_for_it(
      String accept, String type, String content) throws IOException {
    Reply reply = answer(HttpProblem.of(Status.NOT_FOUND, ""), accept);
    assertThat(reply.field("Content-Type")).isEqualTo(type);
    assertThat(reply.text()).contains(content).doesNotContain("detail").doesNotContain("<p>");
  }

  @Test
  void a_status_without_a_phrase_has_no_title_of_its_own() throws IOException {
    HttpProblem odd = HttpProblem.of(Status.of(499), "odd");
    assertThat(odd).hasMessage("499: odd");
    assertThat(answer(odd, "application/json").text()).doesNotContain("title");
    assertThat(answer(odd, "text/html").text()).contains("<h1>499</h1>");
  }

  @Test
  void a_problem_within_content_that_has_not_begun_is_an_answer_as_well() throws IOException {
    Handler late =
        request ->
            Response.ok(
                Body.source(
                    () -> {
                      throw HttpProblem.of(Status.GONE, "not any more");
                    }));
    try (HttpServer server = HttpServer.start(0, late)) {
      Reply reply = RawClient.once(server.port(), asking(""));
      assertThat(reply.status()).isEqualTo(410);
      assertThat(reply.text()).isEqualTo("not any more\n");
    }
  }

  @Test
  void a_problem_that_cannot_be_sent_is_a_500() throws IOException {
    HttpProblem bad = HttpProblem.of(Status.GONE, "gone").withHeader("Content-Length", "1");
    Handler late =
        request ->
            Response.ok(
                Body.source(
                    () -> {
                      throw bad;
                    }));
    for (Handler handler : List.of(throwing(bad), late)) {
      try (LogCapture log = new LogCapture();
          HttpServer server = HttpServer.start(0, handler)) {
        assertThat(RawClient.once(server.port(), asking("")).status()).isEqualTo(500);
        assertThat(log.warnings()).hasSize(1);
      }
    }
  }

  @Test
  void the_connection_goes_on_after_a_problem() throws IOException {
    Handler handler = throwing(HttpProblem.of(Status.CONFLICT, "taken"));
    try (HttpServer server = HttpServer.start(0, handler);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(asking("")).read().status()).isEqualTo(409);
      assertThat(client.send(asking("")).read().status()).isEqualTo(409);
    }
  }

  @Test
  void the_cause_of_a_server_error_is_logged_and_not_shown() throws IOException {
    HttpProblem problem =
        HttpProblem.of(Status.BAD_GATEWAY, "the shop is closed")
            .withCause(new IOException("secret address"));
    try (LogCapture log = new LogCapture()) {
      assertThat(answer(problem, "application/json").text()).doesNotContain("secret");
      assertThat(answer(problem.withTitle("Closed"), "").text()).doesNotContain("secret");
      assertThat(log.warnings())
          .extracting(LogRecord::getThrown)
          .extracting(Throwable::getCause)
          .extracting(Throwable::getMessage)
          .containsExactly("secret address", "secret address");
    }
    try (LogCapture log = new LogCapture()) {
      answer(HttpProblem.of(Status.BAD_GATEWAY, "closed"), "");
      answer(HttpProblem.of(Status.BAD_REQUEST, "no").withCause(new IOException("their")), "");
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void what_a_problem_says_can_be_asked() {
    HttpProblem problem =
        HttpProblem.of(Status.TOO_MANY_REQUESTS, "slow down").withHeader("Retry-After", "3");
    assertThat(problem.status()).isEqualTo(Status.TOO_MANY_REQUESTS);
    assertThat(problem.title()).isEqualTo("Too Many Requests");
    assertThat(problem.detail()).isEqualTo("slow down");
    assertThat(problem.headers().first("Retry-After")).contains("3");
    assertThat(problem.members()).isEmpty();
    assertThat(problem).hasMessage("429 Too Many Requests: slow down");
    assertThat(HttpProblem.of(Status.GONE, "")).hasMessage("410 Gone");
  }

  @Test
  void what_makes_no_problem_is_refused() {
    assertThatThrownBy(() -> HttpProblem.of(Status.of(399), ""))
        .isInstanceOf(IllegalArgumentException.class);
    HttpProblem problem = HttpProblem.of(Status.of(400), "");
    for (String own : List.of("type", "title", "status", "detail")) {
      assertThatThrownBy(() -> problem.withMember(own, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(own);
    }
    assertThatThrownBy(() -> problem.withMember("x", 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Double");
    assertThatThrownBy(() -> problem.withHeader("X", "a\r\nb")).isInstanceOf(InvalidMessage.class);
  }

  @Test
  @Row({"H42", "G40"})
  void what_the_server_refuses_by_itself_is_told_in_the_same_form() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text("never"))) {
      String fields = " HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n";
      Reply target = RawClient.once(server.port(), "GET /%zz" + fields + "\r\n");
      assertThat(target.status()).isEqualTo(400);
      assertThat(target.field("Content-Type")).isEqualTo("application/problem+json");
      assertThat(target.text()).contains("\"detail\": \"the request target is not allowed");
      Reply expectation = RawClient.once(server.port(), "GET /" + fields + "Expect: fee\r\n\r\n");
      assertThat(expectation.status()).isEqualTo(417);
      assertThat(expectation.text()).contains("\"status\": 417");
      Reply method = RawClient.once(server.port(), "G@T /" + fields + "\r\n");
      assertThat(method.status()).isEqualTo(400);
      assertThat(method.field("Content-Type")).startsWith("text/plain");
      assertThat(RawClient.once(server.port(), "GET / HTTP/3.0\r\n\r\n").status()).isEqualTo(505);
    }
  }
}
