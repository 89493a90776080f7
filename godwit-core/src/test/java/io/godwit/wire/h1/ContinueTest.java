package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.data;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.events;
import static io.godwit.wire.h1.Messages.interim;
import static io.godwit.wire.h1.Messages.receive;
import static io.godwit.wire.h1.Messages.request;
import static io.godwit.wire.h1.Messages.response;
import static io.godwit.wire.h1.Messages.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.tests.Row;
import io.godwit.wire.HttpMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Expect: 100-continue} (RFC 9110 section 10.1.1), both sides. */
final class ContinueTest {
  private static final String ASKED =
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

  private final HttpMachine server = server();

  private static HttpMachine client() {
    HttpMachine client = Messages.client();
    client.send(request(1, "POST", 5, "Expect", "100-continue"));
    assertThat(Sink.drain(client)).isEqualTo(ASKED);
    return client;
  }

  @Row("H14")
  @Test
  void a_client_that_is_told_to_go_on_sends_its_content() {
    HttpMachine client = client();
    assertThat(events(client)).containsExactly("need input");
    receive(client, "HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(events(client)).containsExactly("interim 1 100", "need input");
    client.send(data(1, "hello"));
    client.send(end(1));
    assertThat(Sink.drain(client)).isEqualTo("hello");
    receive(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(events(client)).endsWith("end 1", "need input");
    assertThat(client.reusable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100-continue", "tea, 100-Continue"})
  void a_client_without_content_has_nothing_to_wait_with(String expectation) {
    HttpMachine client = Messages.client();
    assertThatThrownBy(() -> client.send(request(1, "POST", 0, "Expect", expectation)))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("field Expect says 100-continue, but there is no content to wait with");
    assertThat(Sink.drain(client)).isEmpty();
    assertThat(client.reusable()).isTrue();
  }

  @Test
  void a_client_that_is_refused_need_not_send_its_content_and_the_connection_is_not_used_again() {
    HttpMachine client = client();
    receive(client, "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
    assertThat(events(client)).endsWith("end 1", "need input");
    assertThat(client.reusable()).isFalse();
  }

  @Test
  void a_client_that_has_waited_long_enough_may_send_all_the_same() {
    HttpMachine client = client();
    client.send(data(1, "hello"));
    client.send(end(1));
    receive(client, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(events(client))
        .containsExactly(
            "interim 1 100",
            "response 1 HTTP/1.1 200 [OK] 0",
            "  Content-Length: 0",
            "end 1",
            "need input");
  }

  @Test
  void a_server_says_go_on_reads_and_answers() {
    receive(server, ASKED);
    assertThat(events(server)).endsWith("  Content-Length: 5", "need input");
    server.send(interim(1, 100));
    assertThat(Sink.drain(server)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    receive(server, "hello");
    assertThat(events(server)).containsExactly("data 1 hello", "end 1", "paused");
    server.send(response(1, 200, 0));
    server.send(end(1));
    assertThat(Sink.drain(server)).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(server.reusable()).isTrue();
  }

  @Row("G30")
  @Test
  void a_server_that_answers_instead_closes_because_content_may_follow_or_not() {
    receive(server, ASKED);
    assertThat(events(server)).endsWith("need input");
    server.send(interim(1, 103));
    server.send(response(1, 401, 0));
    server.send(end(1));
    assertThat(Sink.drain(server))
        .endsWith("401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(server.reusable()).isFalse();
    receive(server, "GET / HTTP/1.1\r\n");
    assertThat(events(server)).containsExactly("data 1 GET /", "end 1", "closed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no Expect             | POST / HTTP/1.1;Host: a;Content-Length: 5",
        "no content            | POST / HTTP/1.1;Host: a;Expect: 100-continue",
        "HTTP/1.0              | POST / HTTP/1.0;Connection: keep-alive;Expect: 100-continue;Content-Length: 5",
        "another expectation   | POST / HTTP/1.1;Host: a;Expect: tea;Content-Length: 5",
      })
  void a_server_that_answers_early_may_go_on_where_content_surely_follows(
      String reason, String head) {
    receive(server, head.replace(";", "\r\n") + "\r\n\r\n");
    assertThat(events(server)).as(reason).isNotEmpty();
    server.send(response(1, 401, 0));
    server.send(end(1));
    assertThat(Sink.drain(server)).doesNotContain("Connection: close");
  }

  @Test
  void content_that_has_begun_to_come_will_come() {
    receive(server, ASKED + "h");
    assertThat(events(server)).endsWith("data 1 h", "need input");
    server.send(response(1, 401, 0));
    server.send(end(1));
    assertThat(Sink.drain(server)).doesNotContain("Connection: close");
    receive(server, "ello");
    assertThat(events(server)).containsExactly("data 1 ello", "end 1", "need input");
    assertThat(server.reusable()).isTrue();
  }

  @Test
  void content_that_went_past_the_machine_has_begun_to_come() {
    receive(server, ASKED);
    assertThat(events(server)).endsWith("need input");
    server.passed(5);
    server.send(response(1, 401, 0));
    server.send(end(1));
    assertThat(Sink.drain(server)).doesNotContain("Connection: close");
    assertThat(events(server)).containsExactly("end 1", "need input");
  }

  @Test
  void chunked_content_may_be_waited_for_too() {
    receive(
        server,
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertThat(events(server)).endsWith("need input");
    server.send(response(1, 413, 0));
    server.send(end(1));
    assertThat(Sink.drain(server)).contains("\r\nConnection: close\r\n");
  }

  @Test
  void one_request_that_waits_says_nothing_about_the_next() {
    receive(server, ASKED + "hello");
    assertThat(events(server)).endsWith("paused");
    server.send(response(1, 200, 0));
    server.send(end(1));
    receive(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
    assertThat(events(server)).endsWith("need input");
    server.send(response(2, 413, 0));
    server.send(end(2));
    assertThat(Sink.drain(server)).doesNotContain("Connection: close");
  }
}
