package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.bytes;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.events;
import static io.godwit.wire.h1.Messages.receive;
import static io.godwit.wire.h1.Messages.response;
import static io.godwit.wire.h1.Messages.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields of a head are often those of the head before: what was known of them is used then. */
final class RepeatedHeadTest {
  private static final String LARGE = "X-Large: " + "x".repeat(3000) + "\r\n";

  /** Requests that share their fields, or parts of them, in versions and methods that differ. */
  private static final List<String> REQUESTS =
      List.of(
          "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /other?q HTTP/1.1\r\nHost: a\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
          "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
          "GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n",
          "GET / HTTP/1.0\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
          "CONNECT a:1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: u\r\n\r\n",
          "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
          "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\n" + LARGE + "\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX: y   z\r\n\r\n",
          "GET / HTTP/1.1\nHost: a\n\n",
          "GET / HTTP/1.1\nHost: a\r\n\r\n");

  static Stream<H1Settings> settings() {
    H1Settings strict = H1Settings.server();
    return Stream.of(
        strict, strict.tolerating(Set.of(H1Violation.BARE_LF, H1Violation.OBSOLETE_FOLD)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void what_a_head_says_does_not_depend_on_those_before(H1Settings settings) {
    for (String first : REQUESTS) {
      for (String second : REQUESTS) {
        HttpMachine server = H1Machine.server(settings);
        receive(server, first + second + first);
        events(server);
        if (answered(server, 1)) {
          assertSame(second, server, settings);
          if (answered(server, 2)) {
            assertSame(first, server, settings);
          }
        }
      }
    }
  }

  /** That the server says of its next request what one says that sees nothing else. */
  private static void assertSame(String request, HttpMachine server, H1Settings settings) {
    HttpMachine fresh = H1Machine.server(settings);
    receive(fresh, request);
    assertThat(withoutStream(events(server))).isEqualTo(withoutStream(events(fresh)));
  }

  @Test
  void what_a_head_says_does_not_depend_on_how_it_comes_in() {
    String first = "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
    String second = "GET /longer HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
    for (int cut = 1; cut < second.length(); cut++) {
      HttpMachine server = server();
      receive(server, first + second.substring(0, cut));
      events(server);
      assertThat(answered(server, 1)).isTrue();
      events(server);
      receive(server, second.substring(cut));
      assertThat(events(server))
          .containsExactly(
              "request 2 GET /longer HTTP/1.1 0", "  Host: a", "  X: y", "end 2", "paused");
    }
  }

  /** Whether that request was answered and the connection goes on. */
  private static boolean answered(HttpMachine server, long stream) {
    if (server.poll() != HttpEvent.PAUSED) {
      return false;
    }
    server.send(response(stream, 404, 0));
    server.send(end(stream));
    return server.nextStream() == stream + 1;
  }

  private static List<String> withoutStream(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("^(\\w+) \\d+", "$1")).toList();
  }

  @Test
  void fields_that_were_read_before_are_the_same_object() {
    HttpMachine server = server();
    receive(server, "GET /a HTTP/1.1\r\nHost: a\r\n\r\nPUT /bc HTTP/1.1\r\nHost: a\r\n\r\n");
    Headers first = ((RequestHead) server.poll()).headers();
    server.poll();
    assertThat(answered(server, 1)).isTrue();
    assertThat(((RequestHead) server.poll()).headers()).isSameAs(first);
  }

  @Test
  void a_client_knows_the_fields_of_responses_again() {
    HttpMachine client = Messages.client();
    String response = "HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 1\r\n\r\nx";
    List<Headers> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Messages.get(client);
      client.receive(bytes(response));
      Headers fields = ((ResponseHead) client.poll()).headers();
      assertThat(fields.first("Server")).contains("s");
      seen.add(fields);
      assertThat(fields).isSameAs(seen.getFirst());
      assertThat(events(client)).contains("end " + (i + 1));
    }
  }

  /** What one exchange has learnt of large fields is not kept for the next. */
  @Test
  void large_sections_are_not_kept() {
    HttpMachine server = server();
    String large = "GET / HTTP/1.1\r\nHost: a\r\n" + LARGE + "\r\n";
    receive(server, large + large);
    Headers first = ((RequestHead) server.poll()).headers();
    server.poll();
    assertThat(answered(server, 1)).isTrue();
    assertThat(((RequestHead) server.poll()).headers()).isEqualTo(first).isNotSameAs(first);
  }
}
