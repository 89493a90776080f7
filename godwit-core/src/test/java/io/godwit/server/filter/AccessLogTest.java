package io.godwit.server.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is written down of an exchange, and that nobody can write a line of his own. */
class AccessLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T23:40:00.5Z"), ZoneId.of("UTC"));

  /** The line that a request leaves. */
  private static String line(Function<Consumer<String>, AccessLog> form, String request)
      throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (HttpServer server =
        HttpServer.builder()
            .listener(form.apply(lines::add).withClock(CLOCK))
            .route(Method.GET, "/a/{id}", asked -> Response.text("hello"))
            .route(Method.GET, "/none", asked -> Response.of(204))
            .start()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    } // which waits for the exchange to be over
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static String get(String target, String fields) {
    return "GET " + target + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
  }

  @Test
  void common_lines_are_as_everybody_writes_them() throws IOException {
    assertThat(line(AccessLog::common, get("/a/7?password=x", "")))
        .matches(
            "127\\.0\\.0\\.1 - - \\[21/Nov/2026:23:(40:00|39:\\d\\d) \\+0000] "
                + "\"GET /a/7 HTTP/1\\.1\" 200 5");
    assertThat(line(AccessLog::common, get("/none", ""))).endsWith("\"GET /none HTTP/1.1\" 204 -");
    assertThat(line(to -> AccessLog.common(to).withQuery(), get("/a/7?q=%22", "")))
        .contains("\"GET /a/7?q=%22 HTTP/1.1\"");
  }

  @Test
  void combined_lines_have_what_the_client_says_of_itself_escaped() throws IOException {
    String fields = "User-Agent: a\"b\\c\u00e9\td\r\nReferer: http://x/\r\n";
    assertThat(line(AccessLog::combined, get("/a/7", fields)))
        .endsWith("200 5 \"http://x/\" \"a\\x22b\\x5Cc\\xE9\\x09d\"");
    assertThat(line(AccessLog::combined, get("/a/7", ""))).endsWith("200 5 \"-\" \"-\"");
    String longName = "User-Agent: " + "x".repeat(3_000) + "\r\n";
    assertThat(line(AccessLog::combined, get("/a/7", longName)))
        .endsWith("\"" + "x".repeat(2_000) + "\"");
  }

  @Test
  void json_lines_are_objects_of_what_is_known() throws IOException {
    String fields = "User-Agent: a\"b\\c\u00e9\td\r\n";
    assertThat(line(AccessLog::json, get("/a/7?secret", fields)))
        .matches(
            "\\{\"time\":\"2026-11-21T23:(40:00|39:\\d\\d)[.\\d]*Z\",\"remote\":\"127\\.0\\.0\\.1\","
                + "\"method\":\"GET\",\"path\":\"/a/7\",\"version\":\"HTTP/1\\.1\","
                + "\"route\":\"/a/\\{id}\",\"status\":200,\"bytes\":5,\"micros\":\\d+,"
                + "\"userAgent\":\"a\\\\\"b\\\\\\\\c\\\\u00e9\\\\u0009d\"}");
    assertThat(line(AccessLog::json, get("/b", "Referer: x\r\n")))
        .contains("\"status\":404")
        .contains("\"referer\":\"x\"")
        .doesNotContain("route")
        .doesNotContain("failure");
  }

  @Test
  void what_was_no_request_leaves_a_line_as_well() throws IOException {
    assertThat(line(AccessLog::combined, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"))
        .startsWith("- - - [")
        .contains("] \"-\" 400 ")
        .endsWith(" \"-\" \"-\"");
    assertThat(line(AccessLog::json, "nonsense\r\n\r\n"))
        .contains("\"status\":400")
        .doesNotContain("remote")
        .doesNotContain("path");
    assertThat(AccessLog.json(line -> {})).hasToString("access log, json");
  }
}
