package io.godwit.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import io.godwit.tests.command.Command.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against Godwit's own server. */
final class CommandTest {
  @TempDir Path folder;
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, CommandTest::answer);
    base = "127.0.0.1:" + server.port();
  }

  @AfterEach
  void stop() {
    server.close(Duration.ZERO);
  }

  private static Response answer(ServerRequest request) throws IOException {
    return switch (request.path()) {
      case "/a" -> Response.text("page a\n");
      case "/b" -> Response.text("page b\n");
      case "/echo" ->
          Response.text(
              request.method() + "\n" + visible(request.headers()) + "\n\n" + request.text());
      case "/chunks" ->
          Response.ok(
              Body.chunks(
                      List.of(
                          "one ".getBytes(StandardCharsets.UTF_8),
                          "two\n".getBytes(StandardCharsets.UTF_8)))
                  .withTrailers(() -> Headers.of("X-Sum", "2")));
      case "/moved" -> Response.of(Status.FOUND).withHeader("Location", "/a");
      case "/empty" -> Response.of(Status.NO_CONTENT);
      default -> Response.text("nothing here\n").withStatus(Status.NOT_FOUND);
    };
  }

  /** The fields but Host, whose port is another each time. */
  private static String visible(Headers fields) {
    StringBuilder text = new StringBuilder();
    for (Headers.Field field : fields.without("Host")) {
      text.append(field.name()).append('=').append(field.value()).append(';');
    }
    return text.toString();
  }

  @Test
  @Row("T52")
  void redirects_are_followed_unless_said_otherwise() throws Exception {
    assertThat(Command.run(base + "/moved").out()).isEqualTo("page a\n");
    assertThat(Command.run("--follow_redirects=false", "-i", base + "/moved").out())
        .startsWith("HTTP/1.1 302 Found\r\n")
        .doesNotContain("page a");
    assertThat(Command.run("-L", "-i", base + "/moved").out())
        .startsWith("HTTP/1.1 302 Found\r\n")
        .contains("\r\n\r\nHTTP/1.1 200 OK\r\n")
        .endsWith("page a\n");
  }

  @Test
  void what_happened_is_told_when_asked_for() throws Exception {
    Ran ran = Command.run("--explain", base + "/moved");
    assertThat(ran.out()).isEqualTo("page a\n");
    assertThat(ran.err().lines().toList())
        .hasSize(4)
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .contains("GET http://" + base + "/moved on a new connection");
              assertThat(lines.get(1))
                  .contains("302 Found: redirect 1 to GET http://" + base + "/a");
              assertThat(lines.get(2)).contains("GET http://" + base + "/a on a kept connection");
              assertThat(lines.get(3)).contains("answer: 200 OK");
            });
    assertThat(Command.run("--explain", "-s", "http://127.0.0.1:1/").err())
        .contains("failed: cannot connect to 127.0.0.1:1");
  }

  @Test
  @Row("T52")
  void the_content_of_each_url_is_printed_in_turn_and_an_error_status_is_no_failure() {
    Ran ran = Command.run(base + "/a", "http://" + base + "/none", "HTTP://" + base + "/b");
    assertThat(ran).isEqualTo(new Ran(0, "page a\nnothing here\npage b\n", ""));
  }

  @Test
  @Row("T52")
  void tornados_flags_choose_what_is_printed() {
    Ran both = Command.run("--print_headers", base + "/a");
    assertThat(both.out()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\npage a\n");
    Ran fields = Command.run("--print-headers=true", "--print_body=false", base + "/a");
    assertThat(fields.out()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    Ran content = Command.run("--print_headers=false", "--print_body=true", base + "/a");
    assertThat(content.out()).isEqualTo("page a\n");
  }

  @Test
  @Row("T52")
  void a_url_that_fails_does_not_stop_the_next_and_the_last_one_gives_the_exit_code() {
    Ran good = Command.run("foo://x/", base + "/a");
    assertThat(good)
        .isEqualTo(new Ran(0, "page a\n", "godwit: (1) protocol 'foo' is not supported\n"));
    Ran bad = Command.run(base + "/a", "http://a b/");
    assertThat(bad.code()).isEqualTo(3);
    assertThat(bad.out()).isEqualTo("page a\n");
    assertThat(bad.err()).startsWith("godwit: (3) ").hasLineCount(1);
  }

  @Test
  void a_head_is_printed_without_content() {
    Ran ran = Command.run("-I", base + "/a");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Length: 7\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void what_is_sent_is_what_the_letters_ask_for() {
    Ran plain = Command.run(base + "/echo");
    assertThat(plain.out()).isEqualTo("GET\nUser-Agent=godwit/0.1;Accept=*/*;\n\n");
    Ran ran =
        Command.run(
            "-X", "PUT", "-A", "", "-H", "Accept:", "-H", "X: 1", "-d", "a", base + "/echo");
    assertThat(ran.out())
        .startsWith("PUT\n")
        .contains("X=1;", "Content-Type=application/x-www-form-urlencoded;", "Content-Length=1;")
        .doesNotContain("Accept", "User-Agent")
        .endsWith("\n\na");
    assertThat(Command.runWithInput("in\nput", "-d", "@-", base + "/echo").out())
        .endsWith("\n\ninput");
  }

  @Test
  void user_information_in_the_url_is_sent_as_credentials_and_not_as_part_of_the_url() {
    Ran ran = Command.run("http://Aladdin:open%20sesame@" + base + "/echo");
    assertThat(ran.out()).contains("Authorization=Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==;");
  }

  @Test
  void a_file_of_any_size_is_sent_from_its_disk() throws IOException {
    Path file = folder.resolve("upload");
    Files.writeString(file, "x\n".repeat(100_000));
    Ran ran = Command.run("--data-binary", "@" + file, base + "/echo");
    assertThat(ran.out()).contains("Content-Length=200000;").endsWith("x\nx\n");
  }

  @Test
  void content_goes_into_files_the_nth_for_the_nth_url() throws IOException {
    Path one = folder.resolve("one");
    Ran ran = Command.run("-o", one.toString(), base + "/a", base + "/b");
    assertThat(ran).isEqualTo(new Ran(0, "page b\n", ""));
    assertThat(one).hasContent("page a\n");
  }

  @Test
  void an_empty_content_makes_an_empty_file_and_a_failure_leaves_the_file_alone()
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "before");
    assertThat(Command.run("-f", "-o", file.toString(), base + "/none").code()).isEqualTo(22);
    assertThat(file).hasContent("before");
    assertThat(Command.run("-o", file.toString(), base + "/empty").code()).isZero();
    assertThat(file).isEmptyFile();
  }

  @Test
  void a_status_of_400_or_above_fails_when_asked_to_and_prints_no_content() {
    Ran ran = Command.run("-f", base + "/none");
    assertThat(ran).isEqualTo(new Ran(22, "", "godwit: (22) the server answered 404 Not Found\n"));
    assertThat(Command.run("-f", base + "/a").code()).isZero();
  }

  @Test
  void silence_covers_errors_unless_they_are_asked_for() {
    assertThat(Command.run("-sf", base + "/none")).isEqualTo(new Ran(22, "", ""));
    assertThat(Command.run("-sSf", base + "/none").err()).startsWith("godwit: (22) ");
  }

  @Test
  void verbose_shows_both_heads_and_trailers_but_no_secret() {
    Ran ran = Command.run("-v", "-u", "me:secret", "-d", "abc", base + "/chunks");
    assertThat(ran.out()).isEqualTo("one two\n");
    assertThat(ran.err())
        .contains("* Connected to 127.0.0.1 port " + server.port() + "\n")
        .contains("> POST /chunks HTTP/1.1\n", "> Host: " + base + "\n", "> Content-Length: 3\n")
        .contains("> Authorization: ***\n")
        .contains("< HTTP/1.1 200 OK\n", "< Transfer-Encoding: chunked\n", "< X-Sum: 2\n")
        .doesNotContain("secret", "bWU6c2VjcmV0");
    assertThat(ran.err().indexOf("> POST")).isLessThan(ran.err().indexOf("< HTTP/1.1"));
  }

  @Test
  void verbose_shows_the_heads_of_redirects_as_they_come() {
    Ran ran = Command.run("-v", base + "/moved");
    assertThat(ran.err().lines().filter(line -> line.matches("[<>] (GET|HTTP).*")))
        .containsExactly(
            "> GET /moved HTTP/1.1",
            "< HTTP/1.1 302 Found",
            "> GET /a HTTP/1.1",
            "< HTTP/1.1 200 OK");
  }

  @Test
  void a_connection_serves_the_urls_after_the_first() {
    Ran ran = Command.run("-v", base + "/a", base + "/b");
    assertThat(ran.err().lines().filter(line -> line.startsWith("* Connected"))).hasSize(1);
    assertThat(ran.err()).contains("* Reusing the connection to 127.0.0.1 port " + server.port());
  }

  @Test
  void the_version_and_the_help_go_to_standard_output() {
    assertThat(Command.run("--version").out()).startsWith("godwit ");
    assertThat(Command.run("-V").err()).isEmpty();
    Ran help = Command.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: godwit");
  }

  @Test
  void wrong_usage_is_one_line_with_a_hint() {
    assertThat(Command.run("--frob", base))
        .isEqualTo(
            new Ran(
                2, "", "godwit: (2) unknown option: '--frob' (godwit --help lists the options)\n"));
    assertThat(Command.run().err())
        .isEqualTo("godwit: (2) no URL (godwit --help lists the options)\n");
  }

  @Test
  void the_demonstration_succeeds_and_shows_each_step() {
    Ran ran = Command.run("demo");
    assertThat(ran.out())
        .contains("echo while sending", "trailer X-Chunks: 3", "refused", "timeout", "cancelled")
        .contains("All 11 steps did what they should.")
        .doesNotContain("WRONG");
    assertThat(ran.code()).isZero();
    assertThat(Command.run("demo", "x").code()).isEqualTo(2);
  }
}
