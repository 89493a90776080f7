package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.UNKNOWN;
import static io.godwit.wire.h1.Messages.client;
import static io.godwit.wire.h1.Messages.data;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.events;
import static io.godwit.wire.h1.Messages.get;
import static io.godwit.wire.h1.Messages.receive;
import static io.godwit.wire.h1.Messages.request;
import static io.godwit.wire.h1.Messages.response;
import static io.godwit.wire.h1.Messages.server;
import static io.godwit.wire.h1.Messages.serverAsked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How connections begin, go on and end, apart from what the messages say. */
final class LifecycleTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private static void assertTakesNothing(HttpMachine machine, long stream) {
    assertThatThrownBy(() -> machine.send(request(stream, "GET", 0)))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> machine.send(response(stream, 200, 0)))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> machine.send(data(stream, "a"))).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> machine.send(end(stream))).isInstanceOf(InvalidMessage.class);
    assertThat(Sink.drain(machine)).isEmpty();
    assertThat(machine.sendable(stream)).isZero();
    assertThat(machine.reusable()).isFalse();
    assertThat(machine.passThrough()).isZero();
  }

  @Nested
  final class Client {
    private final HttpMachine client = client();

    @Row("G39")
    @Test
    void a_new_connection_is_reusable_and_waits() {
      assertThat(client.reusable()).isTrue();
      assertThat(client.nextStream()).isEqualTo(1);
      assertThat(client.sendable(1)).isZero();
      assertThat(client.deadline()).isEqualTo(Long.MAX_VALUE);
      assertThat(events(client)).containsExactly("need input");
    }

    @Row("H16")
    @ParameterizedTest
    @CsvSource({
      // version, Connection, framing of the answer | goes on (RFC 9112 section 9.3)
      "1.1, '',         length,  true",
      "1.1, keep-alive, length,  true",
      "1.1, close,      length,  false",
      "1.1, '',         chunked, true",
      "1.1, close,      chunked, false",
      "1.1, '',         none,    false",
      "1.1, keep-alive, none,    false",
      "1.0, '',         length,  false",
      "1.0, keep-alive, length,  true",
      "1.0, 'keep-alive, close', length, false",
      "1.0, close,      length,  false",
      "1.0, keep-alive, none,    false",
      "1.0, '',         none,    false",
    })
    void goes_on_when_the_answer_allows_it_and_ends_by_itself(
        String version, String connection, String framing, boolean goesOn) {
      get(client);
      assertThat(Sink.drain(client)).isNotEmpty();
      String end =
          switch (framing) {
            case "length" -> "Content-Length: 1\r\n\r\nx";
            case "chunked" -> "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
            default -> "\r\nx";
          };
      receive(client, "HTTP/" + version + " 200 OK\r\nConnection: " + connection + "\r\n" + end);
      if (framing.equals("none")) {
        client.receiveEof();
      }
      assertThat(events(client)).endsWith("data 1 x", "end 1", goesOn ? "need input" : "closed");
      assertThat(client.reusable()).isEqualTo(goesOn);
    }

    @Row({"G17", "H11"})
    @Test
    void a_head_is_given_when_it_is_whole_and_content_as_it_comes() {
      get(client);
      receive(client, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r");
      assertThat(events(client)).containsExactly("need input");
      receive(client, "\n");
      assertThat(events(client))
          .containsExactly("response 1 HTTP/1.1 200 [OK] 4", "  Content-Length: 4", "need input");
      receive(client, "ab");
      assertThat(events(client)).containsExactly("data 1 ab", "need input");
      receive(client, "cd");
      assertThat(events(client)).containsExactly("data 1 cd", "end 1", "need input");
    }

    @Row("H11")
    @Test
    void an_extension_is_told_once_with_the_content_it_begins_and_trailers_with_the_end() {
      get(client);
      receive(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;sig=\"a;b\"\r\nab");
      assertThat(events(client)).endsWith("data 1[;sig=\"a;b\"] ab", "need input");
      receive(client, "cd\r\n1\r\ne\r\n0;last\r\nX-Sum: 7\r\n\r\n");
      assertThat(events(client)).containsExactly("data 1 cde", "end 1", "  X-Sum: 7", "need input");
    }

    @Row("G24")
    @Test
    void each_answer_has_the_content_that_its_own_request_allows() {
      client.send(request(1, "GET", 0));
      client.send(end(1));
      client.send(request(2, "HEAD", 0));
      client.send(end(2));
      client.send(request(3, "GET", 0));
      client.send(end(3));
      receive(
          client,
          "HTTP/1.1 103 Early Hints\r\n\r\n"
              + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"
              + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
              + "HTTP/1.1 304 Not Modified\r\nContent-Length: 1\r\n\r\n");
      assertThat(events(client))
          .filteredOn(line -> !line.startsWith(" "))
          .containsExactly(
              "interim 1 103",
              "response 1 HTTP/1.1 200 [OK] 1",
              "data 1 a",
              "end 1",
              "response 2 HTTP/1.1 200 [OK] 0",
              "end 2",
              "response 3 HTTP/1.1 304 [Not Modified] 0",
              "end 3",
              "need input");
    }

    @Row("G16")
    @Test
    void the_next_response_is_not_read_while_content_is_unread() {
      get(client);
      get(client);
      ByteBuffer input = Messages.bytes(OK.replace(": 0", ": 2") + "ab" + OK);
      client.receive(input);
      assertThat(client.poll()).isInstanceOf(HttpEvent.ResponseHead.class);
      assertThat(input.remaining()).isEqualTo(2 + OK.length());
      assertThat(client.poll()).isInstanceOf(HttpEvent.Data.class);
      assertThat(client.poll()).isEqualTo(end(1));
      assertThat(input.remaining()).isEqualTo(OK.length());
      assertThat(events(client)).endsWith("end 2", "need input");
    }

    @Test
    void is_reusable_when_all_was_written_and_all_was_read() {
      client.send(request(1, "POST", 2));
      assertThat(client.sendable(1)).isEqualTo(Long.MAX_VALUE);
      assertThat(client.sendable(2)).isZero();
      client.send(data(1, "ab"));
      client.send(end(1));
      assertThat(client.sendable(1)).isZero();
      receive(client, OK);
      assertThat(events(client)).endsWith("end 1", "need input");
      assertThat(client.reusable()).isFalse();
      assertThat(Sink.drain(client)).isNotEmpty();
      assertThat(client.reusable()).isTrue();
    }

    @Test
    void is_not_reusable_with_bytes_that_nobody_asked_for() {
      receive(client, "H");
      assertThat(client.reusable()).isFalse();
      assertThat(events(client)).containsExactly("violated UNSOLICITED_RESPONSE");
    }

    @Test
    void is_not_reusable_at_the_end_of_the_input() {
      client.receiveEof();
      assertThat(client.reusable()).isFalse();
      assertThat(events(client)).containsExactly("closed");
      assertTakesNothing(client, 1);
    }

    @Row("G23")
    @Test
    void a_violation_is_final() {
      get(client);
      assertThat(Sink.drain(client)).isNotEmpty();
      receive(client, "nonsense");
      assertThat(events(client)).containsExactly("violated BAD_STATUS_LINE");
      receive(client, OK);
      client.receiveEof();
      client.expire(0);
      assertThat(events(client)).containsExactly("violated BAD_STATUS_LINE");
      assertTakesNothing(client, 2);
    }

    @Test
    void expires_while_idle() {
      client.expire(5);
      assertThat(client.reusable()).isFalse();
      assertThat(events(client)).containsExactly("expired 0");
    }

    @Test
    void what_has_come_before_the_deadline_is_still_read() {
      get(client);
      receive(client, OK);
      client.expire(5);
      assertThat(client.passThrough()).isZero();
      assertThat(events(client))
          .containsExactly(
              "response 1 HTTP/1.1 200 [OK] 0", "  Content-Length: 0", "end 1", "expired 1");
    }

    @Test
    void drained_it_finishes_what_is_outstanding() {
      get(client);
      get(client);
      assertThat(Sink.drain(client)).isNotEmpty();
      client.drain();
      assertThatThrownBy(() -> client.send(request(3, "GET", 0)))
          .hasMessage("the connection takes no further request");
      receive(client, OK + OK);
      assertThat(events(client))
          .containsExactly(
              "response 1 HTTP/1.1 200 [OK] 0",
              "  Content-Length: 0",
              "end 1",
              "response 2 HTTP/1.1 200 [OK] 0",
              "  Content-Length: 0",
              "end 2",
              "closed");
    }

    @Test
    void drained_it_finishes_the_request_it_is_sending() {
      client.send(request(1, "POST", 2));
      client.drain();
      receive(client, OK);
      assertThat(events(client)).endsWith("end 1", "need input");
      client.send(data(1, "ab"));
      client.send(end(1));
      assertThat(Sink.drain(client)).endsWith("\r\n\r\nab");
      assertThat(events(client)).containsExactly("closed");
    }

    @Test
    void drained_while_idle_it_is_closed() {
      client.drain();
      assertThat(client.reusable()).isFalse();
      assertThat(events(client)).containsExactly("closed");
      assertTakesNothing(client, 1);
    }

    @Test
    void closed_it_forgets_what_was_not_written() {
      client.send(request(1, "POST", 5));
      client.close();
      assertThat(events(client)).containsExactly("closed");
      assertTakesNothing(client, 1);
      assertTakesNothing(client, 2);
      receive(client, OK);
      assertThat(events(client)).containsExactly("closed");
    }

    @Test
    void reset_is_the_end_of_the_connection() {
      get(client);
      client.reset(1, 0);
      assertThat(events(client)).containsExactly("closed");
      assertTakesNothing(client, 1);
    }

    @Test
    void credit_means_nothing() {
      client.consumed(1, 1000);
      assertThat(client.reusable()).isTrue();
    }

    @Test
    void an_early_413_is_read_while_the_request_is_still_being_sent() {
      client.send(request(1, "POST", 1_000_000));
      client.send(data(1, "x".repeat(4096)));
      assertThat(Sink.drain(client)).hasSizeGreaterThan(4096);
      receive(
          client,
          "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
      assertThat(events(client)).endsWith("data 1 no", "end 1", "closed");
      assertTakesNothing(client, 1);
    }

    @Test
    void after_an_early_answer_that_keeps_the_connection_the_request_may_be_finished() {
      client.send(request(1, "POST", 3));
      receive(client, OK);
      assertThat(events(client)).endsWith("end 1", "need input");
      assertThat(client.reusable()).isFalse();
      client.send(data(1, "abc"));
      client.send(end(1));
      assertThat(Sink.drain(client)).endsWith("abc");
      assertThat(client.reusable()).isTrue();
    }

    @Test
    void bytes_behind_an_early_answer_were_not_asked_for() {
      client.send(request(1, "POST", 3));
      receive(client, OK + OK);
      assertThat(events(client)).endsWith("end 1", "violated UNSOLICITED_RESPONSE");
    }

    @Test
    void an_interim_limit_counts_anew_for_each_request() {
      String interims = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(16);
      for (int i = 1; i <= 3; i++) {
        get(client);
        assertThat(Sink.drain(client)).isNotEmpty();
        receive(client, interims + OK);
        assertThat(events(client)).hasSize(16 + 4).endsWith("end " + i, "need input");
      }
    }
  }

  @Nested
  final class Server {
    private final HttpMachine server = server();

    @Row("G39")
    @Test
    void a_new_connection_waits() {
      assertThat(server.reusable()).isTrue();
      assertThat(server.nextStream()).isEqualTo(1);
      assertThat(server.sendable(1)).isZero();
      assertThat(server.deadline()).isEqualTo(Long.MAX_VALUE);
      assertThat(events(server)).containsExactly("need input");
    }

    @Test
    void is_reusable_between_exchanges_only() {
      receive(server, "G");
      assertThat(events(server)).containsExactly("need input");
      assertThat(server.reusable()).isFalse();
      receive(server, GET.substring(1));
      assertThat(events(server)).endsWith("paused");
      assertThat(server.reusable()).isFalse();
      server.send(response(1, 200, 1));
      assertThat(server.sendable(1)).isEqualTo(Long.MAX_VALUE);
      assertThat(server.sendable(2)).isZero();
      assertThat(server.reusable()).isFalse();
      server.send(data(1, "x"));
      server.send(end(1));
      assertThat(server.sendable(1)).isZero();
      assertThat(server.reusable()).isTrue();
      server.receiveEof();
      assertThat(server.reusable()).isFalse();
    }

    @Row("H13")
    @Test
    void a_late_head_is_answered_by_408() {
      receive(server, "GET / HTTP/1.1\r\n");
      assertThat(events(server)).containsExactly("need input");
      server.expire(7);
      assertThat(server.reusable()).isFalse();
      assertThat(events(server)).containsExactly("expired 1");
      server.send(response(1, 408, 0));
      server.send(end(1));
      assertThat(Sink.drain(server))
          .isEqualTo(
              "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      assertThat(events(server)).containsExactly("expired 1");
    }

    @Test
    void late_content_is_answered_by_408_in_the_version_of_the_request() {
      receive(server, "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nab");
      assertThat(events(server)).endsWith("data 1 ab", "need input");
      server.expire(7);
      assertThat(events(server)).containsExactly("expired 1");
      server.send(response(1, 408, 0));
      server.send(end(1));
      assertThat(Sink.drain(server))
          .isEqualTo(
              "HTTP/1.0 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Test
    void a_deadline_does_not_disturb_a_handler_that_is_at_work() {
      HttpMachine asked = serverAsked(GET);
      asked.expire(7);
      assertThat(events(asked)).containsExactly("paused");
      asked.send(response(1, 200, 0));
      asked.send(end(1));
      assertThat(Sink.drain(asked)).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(events(asked)).containsExactly("expired 2");
    }

    @Test
    void a_violation_within_content_can_be_answered_while_nothing_was_sent() {
      receive(server, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx");
      assertThat(events(server)).endsWith("violated BAD_CHUNK_SIZE");
      server.send(response(1, 400, 0));
      server.send(end(1));
      assertThat(Sink.drain(server))
          .isEqualTo("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Test
    void a_violation_within_content_leaves_the_answer_under_way_to_be_finished() {
      receive(server, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(events(server)).endsWith("need input");
      server.send(response(1, 200, UNKNOWN));
      receive(server, "x");
      assertThat(events(server)).containsExactly("violated BAD_CHUNK_SIZE");
      assertThatThrownBy(() -> server.send(response(1, 400, 0)))
          .hasMessage("a server cannot send this now: ResponseHead");
      server.send(end(1));
      assertThat(Sink.drain(server)).endsWith("\r\n\r\n0\r\n\r\n");
      assertThat(events(server)).containsExactly("violated BAD_CHUNK_SIZE");
    }

    @Row("G15")
    @Test
    void sixteen_requests_behind_each_other_are_read_one_at_a_time() {
      StringBuilder all = new StringBuilder();
      for (int i = 1; i <= 16; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      ByteBuffer input = Messages.bytes(all.toString());
      server.receive(input);
      for (int i = 1; i <= 16; i++) {
        assertThat(events(server))
            .containsExactly(
                "request " + i + " GET /" + i + " HTTP/1.1 0", "  Host: a", "end " + i, "paused");
        assertThat(server.nextStream()).isEqualTo(i);
        server.send(response(i, 200, 2));
        server.send(data(i, "" + (10 + i)));
        server.send(end(i));
        assertThat(Sink.drain(server)).endsWith("\r\n\r\n" + (10 + i));
      }
      assertThat(input.hasRemaining()).isFalse();
      assertThat(events(server)).containsExactly("need input");
    }

    @Row("G16")
    @Test
    void the_next_request_is_not_read_while_content_is_unread() {
      receive(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
      assertThat(events(server)).endsWith("need input");
      server.send(response(1, 200, 0));
      server.send(end(1));
      assertThat(server.nextStream()).isEqualTo(1);
      assertThat(server.reusable()).isFalse();
      receive(server, "cd" + GET);
      assertThat(events(server))
          .containsExactly(
              "data 1 cd", "end 1", "request 2 GET / HTTP/1.1 0", "  Host: a", "end 2", "paused");
    }

    @Test
    void drained_while_idle_it_is_closed() {
      server.drain();
      assertThat(server.reusable()).isFalse();
      assertThat(events(server)).containsExactly("closed");
      assertTakesNothing(server, 1);
    }

    @Test
    void drained_with_input_at_hand_it_answers_one_more_and_says_close() {
      receive(server, GET + GET);
      server.drain();
      assertThat(events(server)).endsWith("end 1", "paused");
      server.send(response(1, 200, 0));
      server.send(end(1));
      assertThat(Sink.drain(server))
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      assertThat(events(server)).containsExactly("closed");
    }

    @Test
    void drained_within_a_head_it_answers_that_request_and_says_close() {
      receive(server, "GET / HT");
      assertThat(events(server)).containsExactly("need input");
      server.drain();
      receive(server, "TP/1.1\r\nHost: a\r\n\r\n");
      assertThat(events(server)).endsWith("end 1", "paused");
      server.send(response(1, 200, 0));
      server.send(end(1));
      assertThat(Sink.drain(server)).contains("\r\nConnection: close\r\n");
      assertThat(events(server)).containsExactly("closed");
    }

    @Test
    void drained_within_an_exchange_it_finishes_that() {
      HttpMachine asked = serverAsked(GET);
      asked.send(response(1, 200, 2));
      asked.drain();
      asked.send(data(1, "ab"));
      asked.send(end(1));
      assertThat(Sink.drain(asked)).endsWith("\r\n\r\nab");
      assertThat(events(asked)).containsExactly("closed");
      assertTakesNothing(asked, 2);
    }

    @Test
    void drained_after_a_violation_it_stays_violated() {
      receive(server, "\u0000");
      assertThat(events(server)).containsExactly("violated BAD_METHOD");
      server.drain();
      assertThat(events(server)).containsExactly("violated BAD_METHOD");
    }

    @Test
    void closed_it_forgets_what_was_not_written() {
      HttpMachine asked = serverAsked(GET);
      asked.send(response(1, 200, 2));
      asked.close();
      assertThat(events(asked)).containsExactly("closed");
      assertTakesNothing(asked, 1);
    }

    @Test
    void reset_is_the_end_of_the_connection() {
      HttpMachine asked = serverAsked(GET);
      asked.reset(1, 0);
      assertThat(events(asked)).containsExactly("closed");
      assertTakesNothing(asked, 1);
    }

    @Test
    void credit_means_nothing() {
      server.consumed(1, 1000);
      assertThat(server.reusable()).isTrue();
    }

    @Test
    void content_behind_a_final_answer_is_still_given_and_then_it_is_closed() {
      receive(
          server, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n");
      assertThat(events(server)).endsWith("need input");
      server.send(response(1, 413, 0));
      server.send(end(1));
      receive(server, "abcd" + GET);
      assertThat(events(server)).containsExactly("data 1 abcd", "end 1", "closed");
    }
  }
}
