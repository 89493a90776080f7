package io.godwit.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import io.godwit.tests.command.Command.Ran;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command does that curl does not, or does in another way. */
@Timeout(60)
final class CommandOptionsTest {
  @TempDir Path folder;
  private RecordingPeer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingPeer();
    base = "http://127.0.0.1:" + server.port();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void the_phases_of_each_exchange_are_drawn_one_after_the_other() {
    List<String> lines = Command.run("--timings", base + "/to/302/ok").err().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("GET " + base + "/to/302/ok: 302 Moved");
    assertThat(lines).contains("GET " + base + "/ok: 200 OK, on a kept connection");
    assertThat(lines.getLast()).matches("total +[0-9.]+ ms");
    List<String> bars = lines.stream().filter(line -> line.contains("|")).toList();
    assertThat(bars)
        .allSatisfy(bar -> assertThat(bar).matches(" {2}[a-z]+ +[0-9]+\\.[0-9]{3} ms \\| *=+"));
    assertThat(bars.stream().map(bar -> bar.strip().split(" ", 2)[0]))
        .containsExactly("resolve", "connect", "wait", "content", "wait", "content");
    assertThat(bars.stream().map(bar -> bar.indexOf('='))).isSorted();
  }

  @Test
  void timings_of_what_failed_are_drawn_as_far_as_it_went() {
    Ran ran = Command.run("-s", "--timings", base + "/silent");
    assertThat(ran.code()).isEqualTo(52);
    assertThat(ran.err()).startsWith("GET " + base + "/silent: no answer\n").contains("connect ");
    assertThat(Command.run("-s", "--timings", "http://127.0.0.1:1/").err())
        .matches("total +[0-9.]+ ms\n");
  }

  @Test
  void all_variables_of_write_out_are_there_as_json() {
    Ran ran =
        Command.run("-o", "/dev/null", "-w", "%{json}", "-H", "X: \"a\"", base + "/to/302/json");
    assertThat(ran.out())
        .startsWith("{\"content_type\":\"application/json\",\"errormsg\":null,\"exitcode\":0,")
        .contains("\"http_code\":200,", "\"num_redirects\":1,", "\"redirect_url\":null,")
        .contains("\"url_effective\":\"" + base + "/json\",")
        .containsPattern("\"time_total\":[0-9]+\\.[0-9]{6},")
        .endsWith("\"godwit_version\":\"0.1.0\"}");
    assertThat(Command.run("-s", "-w", "%{header_json}", base + "/empty").out()).isEqualTo("{}");
    assertThat(Command.run("-I", "-o", "/dev/null", "-w", "%{header_json}", base + "/x").out())
        .isEqualTo("{\"content-length\":[\"6\"],\n\"x-path\":[\"/x\"]\n}");
  }

  @Test
  void json_is_laid_out_on_a_terminal_and_nowhere_else() throws IOException {
    assertThat(Command.run("-s", base + "/json").out()).isEqualTo("{\"a\":1}");
    System.setProperty("godwit.terminal", "out");
    try {
      assertThat(Command.run("-s", base + "/json").out().replaceAll("\u001b\\[[0-9;]*m", ""))
          .isEqualTo("{\n  \"a\": 1\n}\n");
      assertThat(Command.run("curl", "-s", base + "/json").out()).isEqualTo("{\"a\":1}");
      assertThat(Command.run("-s", base + "/ok").out()).isEqualTo("hello\n");
      assertThat(Command.run("-s", base + "/nojson").out()).isEqualTo("{\"a\":");
      assertThat(Command.run("-s", "--print-body=false", base + "/json").out()).isEmpty();
      Path file = folder.resolve("file");
      Command.run("-s", "-o", file.toString(), base + "/json");
      assertThat(file).hasContent("{\"a\":1}");
    } finally {
      System.clearProperty("godwit.terminal");
    }
  }

  @Test
  void only_codings_that_can_be_decoded_are_asked_for_and_others_are_a_failure() {
    Ran ran = Command.run("--compressed", "-H", "accept-encoding: br, zstd", base + "/gzip");
    assertThat(ran).isEqualTo(new Ran(0, "hello\n", ""));
    assertThat(server.takeAsked().getFirst().field("Accept-Encoding").orElse(""))
        .contains("gzip")
        .doesNotContain("br");
    assertThat(Command.run("--compressed", base + "/brotli"))
        .isEqualTo(new Ran(61, "", "godwit: (61) content in coding br cannot be decoded\n"));
    assertThat(Command.run(base + "/brotli").code()).isZero();
    assertThat(Command.run("--compressed", "-I", base + "/brotli").code()).isZero();
  }

  @Test
  void write_out_tells_of_failures_and_can_go_to_standard_error() {
    Ran ran =
        Command.run("-s", "-w", "%{exitcode} %{http_code}%{stderr}%{errormsg}", base + "/cut");
    assertThat(ran.code()).isEqualTo(18);
    assertThat(ran.out()).isEqualTo("abc18 200");
    assertThat(ran.err()).contains("connection");
    assertThat(Command.run("-s", "-w", "a%{onerror}b", base + "/ok").out()).isEqualTo("hello\na");
    assertThat(Command.run("-s", "-w", "%{nosuch}", base + "/ok").err())
        .isEqualTo("godwit: unknown --write-out variable: 'nosuch'\n");
  }

  @Test
  void the_name_that_a_server_suggests_never_replaces_a_file() throws IOException {
    Path file = Files.writeString(folder.resolve("given.txt"), "mine");
    Ran ran = Command.run("-OJ", "--output-dir", folder.toString(), base + "/named");
    assertThat(ran.code()).isEqualTo(23);
    assertThat(ran.err())
        .isEqualTo("godwit: (23) cannot write to " + file + ": it is there already\n");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0007:b", "a:b\r\nX: y"})
  void a_login_with_a_control_character_is_refused(String login) {
    Ran ran = Command.run("-u", login, base + "/ok");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("control character").doesNotContain(login).hasLineCount(1);
    assertThat(server.takeAsked()).isEmpty();
  }

  @Test
  void credentials_stay_with_the_origin_unless_everybody_is_trusted() {
    Command.run("-u", "ada:s3cret", "-b", "a=1", base + "/elsewhere");
    assertThat(server.takeAsked().getLast().fields())
        .noneMatch(field -> field.startsWith("Authorization") || field.startsWith("Cookie"));
    Command.run("--location-trusted", "-u", "ada:s3cret", base + "/elsewhere");
    assertThat(server.takeAsked().getLast().field("Authorization")).isPresent();
  }

  @Test
  void redirects_that_are_too_many_show_their_heads_and_end_with_47() {
    Ran ran = Command.run("-i", "--max-redirs", "0", base + "/to/302/ok");
    assertThat(ran.code()).isEqualTo(47);
    assertThat(ran.out()).startsWith("HTTP/1.1 302 Moved\r\n").endsWith("\r\n\r\n");
  }

  @Test
  @Row({"Z23", "T27"})
  void after_the_word_curl_nothing_is_done_that_was_not_asked_for() {
    Ran ran = Command.run("curl", "-s", "-w", "%{http_code}", base + "/cookie", base + "/digest");
    assertThat(ran.out()).isEqualTo("moved\n302who?\n401");
    assertThat(server.takeAsked().stream().map(RecordingPeer.Asked::line))
        .containsExactly("GET /cookie HTTP/1.1", "GET /digest HTTP/1.1");
    Command.run("curl", "-s", base + "/ok");
    assertThat(server.takeAsked().getFirst().fields())
        .containsExactlyInAnyOrder(
            "Host: 127.0.0.1:" + server.port(), "User-Agent: godwit/0.1", "Accept: */*");
  }

  @Test
  void cookies_are_kept_between_redirects_and_urls_without_being_asked_to() {
    Command.run(base + "/cookie", base + "/x");
    assertThat(server.takeAsked().stream().map(asked -> asked.field("Cookie").orElse("none")))
        .containsExactly("none", "a=1", "a=1");
  }

  @Test
  void a_cookie_that_is_none_is_sent_as_it_is() {
    Command.run("-b", "a={\"x\": 1}; b", base + "/x");
    assertThat(server.takeAsked().getFirst().field("Cookie")).contains("a={\"x\": 1}; b");
  }

  @Test
  void a_retry_is_told_of_and_made() {
    Ran ran = Command.run("--retry", "3", "--retry-delay", "0.01", base + "/busy");
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .isEqualTo(
            "godwit: the server answered 503 Service Unavailable: again in 1000 ms, 2 retries"
                + " left\n");
    assertThat(server.takeAsked()).hasSize(2);
  }

  @Test
  void a_family_or_a_near_end_that_does_not_fit_is_no_connection() {
    assertThat(Command.run("-6", base + "/ok").code()).isEqualTo(6);
    assertThat(Command.run("--interface", "nosuch0", base + "/ok").err())
        .startsWith("godwit: (7) ")
        .contains("nosuch0")
        .hasLineCount(1);
    assertThat(Command.run("--interface", "if!nosuch0", base + "/ok").code()).isEqualTo(7);
    assertThat(Command.run("--interface", "host!127.0.0.1", base + "/ok").out())
        .isEqualTo("hello\n");
    assertThat(Command.run("--keepalive-time", "40000", base + "/ok").code()).isEqualTo(2);
    assertThat(Command.run("--keepalive-time", "40000", "--no-keepalive", base + "/ok").code())
        .isZero();
  }

  @Test
  void a_unix_domain_socket_stands_in_for_the_host() throws Exception {
    Path path = folder.resolve("socket");
    try (ServerSocketChannel listening =
        ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual().start(() -> answerOnce(listening));
      assertThat(Command.run("--unix-socket", path.toString(), "http://any.example/").out())
          .isEqualTo("ok");
    }
  }

  private static void answerOnce(ServerSocketChannel listening) {
    try (SocketChannel client = listening.accept()) {
      client.read(ByteBuffer.allocate(4096));
      String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
      client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      // the command has hung up: asserted there
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "host:80",
        ":80:127.0.0.1",
        "h:x:127.0.0.1",
        "h:80:name",
        "h:80:",
        "h:80:1,x"
      })
  void a_name_that_is_not_to_be_looked_up_needs_an_address(String text) {
    Ran ran = Command.run("--resolve", text, base + "/ok");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("godwit: (2) option --resolve").contains("'");
  }
}
