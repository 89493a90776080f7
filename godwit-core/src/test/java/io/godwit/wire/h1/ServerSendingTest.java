package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.UNKNOWN;
import static io.godwit.wire.h1.Messages.data;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.events;
import static io.godwit.wire.h1.Messages.interim;
import static io.godwit.wire.h1.Messages.receive;
import static io.godwit.wire.h1.Messages.request;
import static io.godwit.wire.h1.Messages.response;
import static io.godwit.wire.h1.Messages.server;
import static io.godwit.wire.h1.Messages.serverAsked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server writes, byte for byte, and what it refuses to write. */
final class ServerSendingTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String GET_1_0 = "GET / HTTP/1.0\r\n\r\n";
  private static final String GET_1_0_KEPT = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

  private static String written(HttpMachine server, HttpEvent... events) {
    for (HttpEvent event : events) {
      server.send(event);
    }
    return Sink.drain(server);
  }

  /** Refused, and nothing is left behind of it. */
  private static void assertRefused(HttpMachine server, HttpEvent event, String message) {
    assertThatThrownBy(() -> server.send(event))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining(message);
    assertThat(Sink.drain(server)).isEmpty();
  }

  private static void assertStillGood(HttpMachine server) {
    long stream = server.nextStream();
    assertThat(written(server, response(stream, 204, 0), end(stream)))
        .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(server.reusable()).isTrue();
  }

  @Nested
  final class Heads {
    @Row("H44")
    @Test
    void a_head_goes_out_as_it_is() {
      HttpMachine server = serverAsked(GET);
      Headers headers = Headers.builder().latin1().add("x-B", "\u00fc").add("X-b", "2").build();
      ResponseHead head =
          new ResponseHead(1, Version.HTTP_1_1, Status.of(299), "Fine \u00fc", headers, 2);
      assertThat(written(server, head, data(1, "ab"), end(1)))
          .isEqualTo(
              "HTTP/1.1 299 Fine \u00fc\r\nx-B: \u00fc\r\nX-b: 2\r\nContent-Length: 2\r\n\r\nab");
      assertThat(server.reusable()).isTrue();
    }

    @Test
    void an_empty_reason_keeps_its_space() {
      HttpMachine server = serverAsked(GET);
      assertThat(
              written(
                  server,
                  new ResponseHead(1, Version.HTTP_1_1, Status.OK, "", Headers.empty(), 0),
                  end(1)))
          .isEqualTo("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n");
    }

    @Row("T47")
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\n", "a\r", "\u0000", "\u007f", "\u0100"})
    void a_reason_with_a_line_break_or_the_like_is_refused(String reason) {
      HttpMachine server = serverAsked(GET);
      assertRefused(
          server,
          new ResponseHead(1, Version.HTTP_1_1, Status.OK, reason, Headers.empty(), 0),
          "reason phrase \"");
      assertStillGood(server);
    }

    @Row("G11")
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding", "Keep-Alive", "Proxy-Connection"})
    void fields_of_the_connection_are_refused_by_name(String name) {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, response(1, 200, 0, name, "x"), "belongs to the connection");
      assertRefused(server, interim(1, 103, name, "x"), "belongs to the connection");
      assertStillGood(server);
    }

    @Test
    void connection_cannot_name_other_fields() {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, response(1, 200, 0, "Connection", "x-secret"), "cannot say");
      assertStillGood(server);
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "3, 3x", "-1, 3"})
    void a_content_length_that_is_not_the_length_is_refused(long length, String said) {
      HttpMachine server = serverAsked(GET);
      assertRefused(
          server, response(1, 200, length, "Content-Length", said), "field Content-Length says");
      assertStillGood(server);
    }

    @Test
    void a_negative_length_is_refused() {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, response(1, 200, -2), "length -2 is negative");
      assertStillGood(server);
    }
  }

  @Nested
  final class Framing {
    @Row({"G29", "H44"})
    @Test
    void a_known_length_is_announced() {
      HttpMachine server = serverAsked(GET);
      assertThat(written(server, response(1, 200, 5), data(1, "hello"), end(1)))
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(server.reusable()).isTrue();
    }

    @Row({"G29", "H44", "G31"})
    @Test
    void an_unknown_length_is_chunked_in_1_1_and_no_chunk_is_empty() {
      HttpMachine server = serverAsked(GET);
      assertThat(
              written(
                  server, response(1, 200, UNKNOWN), data(1, "ab"), data(1, ""), end(1, "A", "b")))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nA: b\r\n\r\n");
      assertThat(server.reusable()).isTrue();
    }

    @Row({"G29", "G28"})
    @Test
    void an_unknown_length_lasts_until_close_in_1_0() {
      HttpMachine server = serverAsked(GET_1_0_KEPT);
      assertThat(written(server, response(1, 200, UNKNOWN), data(1, "ab")))
          .isEqualTo("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nab");
      assertRefused(server, end(1, "A", "b"), "trailer fields need the chunked coding");
      assertRefused(
          server,
          new HttpEvent.Data(1, Messages.bytes("x"), ";a"),
          "a chunk extension needs the chunked coding");
      assertThat(written(server, end(1))).isEmpty();
      assertThat(events(server)).containsExactly("closed");
    }

    @Row("H44")
    @Test
    void more_or_less_content_than_announced_is_refused() {
      HttpMachine server = serverAsked(GET);
      assertThat(written(server, response(1, 200, 3))).isNotEmpty();
      assertRefused(server, data(1, "abcd"), "content is longer than its declared length");
      assertThat(written(server, data(1, "ab"))).isEqualTo("ab");
      assertRefused(server, end(1), "content is shorter than its declared length");
      assertThat(written(server, data(1, "c"), end(1))).isEqualTo("c");
      assertThat(server.reusable()).isTrue();
    }

    @Row("G24")
    @ParameterizedTest
    @CsvSource({
      "200, 5, 'Content-Length: 5\r\n'",
      "200, 0, 'Content-Length: 0\r\n'",
      "200, -1, ''",
      "404, 7, 'Content-Length: 7\r\n'",
      "304, 5, 'Content-Length: 5\r\n'",
      "304, 0, ''",
      "204, 0, ''",
    })
    void an_answer_to_head_announces_what_get_would_have_and_drops_content(
        int code, long length, String field) {
      HttpMachine server = serverAsked(HEAD);
      assertThat(
              written(
                  server, response(1, code, length), data(1, "anything"), end(1, "Any", "trailer")))
          .isEqualTo("HTTP/1.1 " + Status.of(code) + "\r\n" + field + "\r\n");
      assertThat(server.reusable()).isTrue();
    }

    @Test
    void content_dropped_from_an_answer_to_head_is_consumed() {
      HttpMachine server = serverAsked(HEAD);
      HttpEvent.Data data = data(1, "anything");
      assertThat(written(server, response(1, 200, 8), data)).endsWith("\r\n\r\n");
      assertThat(data.bytes().hasRemaining()).isFalse();
    }

    @Row("G24")
    @ParameterizedTest
    @CsvSource({"-1, ''", "0, ''", "5, 'Content-Length: 5\r\n'"})
    void status_304_may_announce_a_length_and_has_no_content(long length, String field) {
      HttpMachine server = serverAsked(GET);
      assertThat(written(server, response(1, 304, length)))
          .isEqualTo("HTTP/1.1 304 Not Modified\r\n" + field + "\r\n");
      assertRefused(server, data(1, "a"), "content is longer than its declared length");
      assertThat(written(server, end(1))).isEmpty();
      assertThat(server.reusable()).isTrue();
    }

    @Row("G24")
    @Test
    void status_204_has_neither_length_nor_content() {
      HttpMachine server = serverAsked(GET);
      assertRefused(
          server, response(1, 204, 5), "a response 204 No Content to this has no content");
      assertRefused(server, response(1, 204, UNKNOWN), "has no content");
      assertRefused(
          server,
          response(1, 204, 0, "Content-Length", "0"),
          "a response 204 No Content to this has no Content-Length");
      assertStillGood(server);
    }

    @Test
    void status_204_to_head_has_no_length_either() {
      HttpMachine server = serverAsked(HEAD);
      assertRefused(server, response(1, 204, 0, "Content-Length", "0"), "has no Content-Length");
      assertStillGood(server);
    }

    @Test
    void status_205_has_no_content() {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, response(1, 205, 1), "a response 205 has no content");
      assertRefused(server, response(1, 205, UNKNOWN), "a response 205 has no content");
      assertThat(written(server, response(1, 205, 0), end(1)))
          .isEqualTo("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n");
    }
  }

  @Nested
  final class TheConnection {
    @Row({"G30", "G28", "H16"})
    @ParameterizedTest
    @CsvSource({
      // version, request's Connection, length of the answer, its Connection | written, goes on
      "1.1, '',         0,  '',          '',           true",
      "1.1, '',         -1, '',          '',           true",
      "1.1, '',         0,  close,       close,        false",
      "1.1, '',         -1, close,       close,        false",
      "1.1, close,      0,  '',          close,        false",
      "1.1, close,      0,  close,       close,        false",
      "1.1, close,      0,  keep-alive,  'keep-alive, close', false",
      "1.1, keep-alive, 0,  '',          '',           true",
      "1.1, '',         0,  keep-alive,  keep-alive,   true",
      "1.0, '',         0,  '',          close,        false",
      "1.0, '',         0,  keep-alive,  'keep-alive, close', false",
      "1.0, '',         -1, '',          close,        false",
      "1.0, keep-alive, 0,  '',          keep-alive,   true",
      "1.0, Keep-Alive, 0,  keep-alive,  keep-alive,   true",
      "1.0, keep-alive, 0,  close,       close,        false",
      "1.0, keep-alive, -1, '',          close,        false",
      "1.0, 'keep-alive, close', 0, '',  close,        false",
    })
    void goes_on_when_both_sides_allow_it_and_says_what_the_version_needs(
        String version, String asked, long length, String answered, String said, boolean goesOn) {
      String connection = asked.isEmpty() ? "" : "Connection: " + asked + "\r\n";
      HttpMachine server =
          serverAsked("GET / HTTP/" + version + "\r\nHost: a\r\n" + connection + "\r\n");
      String[] fields = answered.isEmpty() ? new String[0] : new String[] {"Connection", answered};
      String head = written(server, response(1, 200, length, fields), end(1));
      assertThat(head).startsWith("HTTP/" + version + " 200 OK\r\n");
      assertThat(connectionOf(head)).isEqualTo(said);
      assertThat(server.reusable()).isEqualTo(goesOn);
      assertThat(events(server)).containsExactly(goesOn ? "need input" : "closed");
    }

    private static String connectionOf(String written) {
      return String.join(
          ", ",
          written
              .lines()
              .filter(line -> line.startsWith("Connection: "))
              .map(line -> line.substring("Connection: ".length()))
              .toList());
    }

    @Row("G28")
    @Test
    void the_version_of_the_request_is_echoed_whatever_the_answer_says() {
      assertThat(written(serverAsked(GET_1_0), response(1, 200, 0), end(1)))
          .startsWith("HTTP/1.0 200 OK\r\n");
      ResponseHead head =
          new ResponseHead(1, Version.HTTP_1_0, Status.OK, "OK", Headers.empty(), 0);
      assertThat(written(serverAsked(GET), head, end(1))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void other_connection_options_do_not_hide_the_close() {
      HttpMachine server = serverAsked("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(
              written(
                  server,
                  response(1, 426, 0, "Connection", "upgrade", "Upgrade", "bird/1"),
                  end(1)))
          .isEqualTo(
              "HTTP/1.1 426 Upgrade Required\r\nConnection: upgrade\r\nUpgrade: bird/1\r\n"
                  + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Test
    void a_failure_before_any_request_is_answered_in_1_1_and_closes() {
      HttpMachine server = server();
      receive(server, "nonsense\r\n\r\n");
      assertThat(events(server)).containsExactly("violated BAD_REQUEST_LINE");
      assertThat(written(server, response(1, 400, 2), data(1, "no"), end(1)))
          .isEqualTo(
              "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
      assertRefused(server, response(1, 400, 0), "a server cannot send this now");
      assertThat(events(server)).containsExactly("violated BAD_REQUEST_LINE");
    }
  }

  @Nested
  final class Order {
    @Test
    void nothing_can_be_sent_before_a_request() {
      HttpMachine server = server();
      assertRefused(server, response(1, 200, 0), "there is no request to answer");
      assertRefused(server, interim(1, 100), "status 100 Continue is not interim here");
      assertRefused(server, data(1, "a"), "no response is under way");
      assertRefused(server, end(1), "no response is under way");
      receive(server, GET);
      assertThat(events(server)).endsWith("paused");
      assertStillGood(server);
    }

    @Test
    void only_parts_of_the_response_under_way_can_be_sent() {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, response(2, 200, 0), "a server cannot send this now: ResponseHead");
      assertRefused(server, data(1, "a"), "no response is under way");
      assertThat(written(server, response(1, 200, 1))).isNotEmpty();
      assertRefused(server, response(1, 200, 1), "a server cannot send this now: ResponseHead");
      assertRefused(server, interim(1, 100), "a server cannot send this now: Interim");
      assertRefused(server, data(2, "a"), "a server cannot send this now: Data");
      assertRefused(server, end(2), "a server cannot send this now: End");
      assertThat(written(server, data(1, "a"), end(1))).isEqualTo("a");
      assertRefused(server, end(1), "a server cannot send this now: End");
      assertThat(server.nextStream()).isEqualTo(2);
    }

    @Test
    void what_clients_send_is_refused_without_showing_it() {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, request(1, "GET", 0), "a server cannot send this now: RequestHead");
      assertStillGood(server);
    }

    @Test
    void one_answer_per_request() {
      HttpMachine server = serverAsked("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(written(server, response(1, 200, 0), end(1))).isNotEmpty();
      assertRefused(server, response(1, 200, 0), "a server cannot send this now: ResponseHead");
    }
  }

  @Nested
  final class InterimResponses {
    @Row("H14")
    @Test
    void go_out_before_the_final_one() {
      HttpMachine server = serverAsked(GET);
      assertThat(
              written(
                  server,
                  interim(1, 103, "Link", "</a>"),
                  interim(1, 199),
                  response(1, 200, 0),
                  end(1)))
          .isEqualTo(
              "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 199 \r\n\r\n"
                  + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      assertThat(server.reusable()).isTrue();
    }

    @Row("H14")
    @Test
    void are_not_written_to_1_0() {
      HttpMachine server = serverAsked(GET_1_0);
      assertThat(written(server, interim(1, 103))).isEmpty();
      assertThat(written(server, response(1, 200, 0), end(1))).startsWith("HTTP/1.0 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 200, 404})
    void are_1xx_but_not_101(int code) {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, interim(1, code), " is not interim here");
      assertStillGood(server);
    }

    @Test
    void are_no_final_responses() {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, response(1, 100, 0), "status 100 Continue is interim");
      assertStillGood(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5"})
    void have_no_length(String length) {
      HttpMachine server = serverAsked(GET);
      assertRefused(server, interim(1, 103, "Content-Length", length), "Content-Length");
      assertStillGood(server);
    }
  }
}
