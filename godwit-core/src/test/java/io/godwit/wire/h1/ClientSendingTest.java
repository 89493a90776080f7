package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.UNKNOWN;
import static io.godwit.wire.h1.Messages.client;
import static io.godwit.wire.h1.Messages.data;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.get;
import static io.godwit.wire.h1.Messages.interim;
import static io.godwit.wire.h1.Messages.request;
import static io.godwit.wire.h1.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client writes, byte for byte, and what it refuses to write. */
final class ClientSendingTest {
  private final HttpMachine client = client();

  private String written(HttpEvent... events) {
    for (HttpEvent event : events) {
      client.send(event);
    }
    return Sink.drain(client);
  }

  /** Refused, and nothing is left behind of it: the next good request goes out as if alone. */
  private void assertRefused(HttpEvent event, String message) {
    assertThatThrownBy(() -> client.send(event))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining(message);
    assertThat(Sink.drain(client)).isEmpty();
  }

  private void assertStillGood() {
    long stream = client.nextStream();
    assertThat(written(request(stream, "GET", 0), end(stream)))
        .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @Nested
  final class Heads {
    @Row({"G5", "H1"})
    @Test
    void a_head_goes_out_as_it_is_in_order_and_spelling() {
      assertThat(
              written(
                  new RequestHead(
                      1,
                      Method.of("PURGE"),
                      "/a%20b?c&d=e;f",
                      Version.HTTP_1_1,
                      Headers.of("x-b", "2", "HOST", "a:8080", "X-A", "1", "x-B", "3"),
                      0),
                  end(1)))
          .isEqualTo(
              "PURGE /a%20b?c&d=e;f HTTP/1.1\r\nx-b: 2\r\nHOST: a:8080\r\nX-A: 1\r\nx-B: 3\r\n\r\n");
    }

    @Row("H10")
    @Test
    void values_go_out_as_latin_1_one_line_each() {
      Headers headers =
          Headers.builder()
              .latin1()
              .add("Host", "a")
              .add("X", "gr\u00fc\u00df")
              .add("X", "b")
              .build();
      assertThat(written(new RequestHead(1, Method.GET, "/", Version.HTTP_1_1, headers, 0), end(1)))
          .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nX: gr\u00fc\u00df\r\nX: b\r\n\r\n");
    }

    @Test
    void a_head_longer_than_any_buffer_goes_out_whole() {
      String value = "v".repeat(100_000);
      assertThat(written(request(1, "GET", 0, "X", value), end(1)))
          .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nX: " + value + "\r\n\r\n");
      Messages.receive(client, "HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(Messages.events(client)).endsWith("need input");
      assertStillGood();
    }

    @ParameterizedTest
    @CsvSource({
      "GET, /",
      "GET, /a?b",
      "GET, http://a/",
      "OPTIONS, *",
      "OPTIONS, /",
      "CONNECT, a:443",
      "CONNECT, [::1]:443",
    })
    void a_target_has_a_form_that_goes_with_the_method(String method, String target) {
      assertThat(written(request(1, method, target, Version.HTTP_1_1, 0), end(1)))
          .startsWith(method + " " + target + " HTTP/1.1\r\n");
    }

    @Row("T47")
    @ParameterizedTest
    @CsvSource(
        ignoreLeadingAndTrailingWhitespace = false,
        value = {
          "GET,''",
          "GET,a",
          "GET,*",
          "GET,/a b",
          "GET,/a#b",
          "GET,/\u00e9",
          "GET,'/\r\nX: y'",
          "GET,'/\n'",
          "GET,/\u0000",
          "GET,/\u007f",
          "CONNECT,/",
          "CONNECT,a",
          "CONNECT,a:",
          "CONNECT,http://a:1",
          "OPTIONS,*/",
        })
    void any_other_target_is_refused(String method, String target) {
      assertRefused(request(1, method, target, Version.HTTP_1_1, 0), "request target ");
      assertStillGood();
    }

    @Test
    void a_refused_target_is_shown_escaped() {
      assertRefused(
          request(1, "GET", "/\r\nX: y", Version.HTTP_1_1, 0),
          "request target \"/\\r\\nX: y\" is not allowed for GET");
    }

    @Test
    void a_request_of_http_1_1_needs_a_host() {
      assertRefused(
          new RequestHead(1, Method.GET, "/", Version.HTTP_1_1, Headers.empty(), 0),
          "an HTTP/1.1 request needs a Host");
      assertStillGood();
    }

    @Test
    void a_request_of_http_1_0_needs_none() {
      assertThat(
              written(
                  new RequestHead(1, Method.GET, "/", Version.HTTP_1_0, Headers.empty(), 0),
                  end(1)))
          .isEqualTo("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    }

    @Test
    void a_request_has_one_host() {
      assertRefused(request(1, "GET", 0, "host", "b"), "a request has one Host");
      assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"a/b", "u@a", "a, b", "http://a", "a:b", "a:65536", ":80", "[::1", "a b"})
    void a_host_is_one_with_an_optional_port(String host) {
      for (Version version : Version.values()) {
        Headers headers = Headers.of("Host", host);
        assertRefused(
            new RequestHead(1, Method.GET, "/", version, headers, 0),
            "field Host says \"" + host + "\", which is not a host with an optional port");
      }
      assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:", "a:80", "[::1]:80", "a_b.example", "xn--fa-hia.de"})
    void any_host_that_a_server_would_take_goes_out(String host) {
      Headers headers = Headers.of("Host", host);
      assertThat(written(new RequestHead(1, Method.GET, "/", Version.HTTP_1_1, headers, 0), end(1)))
          .isEqualTo("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }
  }

  @Nested
  final class ConnectionFieldsOfTheCaller {
    @Row("G11")
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding", "Keep-Alive", "Proxy-Connection", "keep-alive"})
    void fields_of_the_connection_are_refused_by_name(String name) {
      assertRefused(request(1, "GET", 0, name, "chunked"), "belongs to the connection");
      assertStillGood();
    }

    @Row("G11")
    @ParameterizedTest
    @ValueSource(strings = {"X-Secret", "close, x", "", "content-length"})
    void connection_cannot_name_other_fields(String value) {
      assertRefused(request(1, "GET", 0, "Connection", value), "field Connection cannot say ");
      assertStillGood();
    }

    @Row({"G10", "G11"})
    @Test
    void te_says_trailers_and_brings_its_connection_option() {
      assertThat(written(request(1, "GET", 0, "TE", "trailers"), end(1)))
          .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
      assertThat(written(request(2, "GET", 0, "TE", "Trailers", "Connection", "close, te"), end(2)))
          .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nTE: Trailers\r\nConnection: close, te\r\n\r\n");
    }

    @Row("G11")
    @Test
    void te_can_say_nothing_else() {
      assertRefused(request(1, "GET", 0, "TE", "gzip"), "field TE can only say trailers");
      assertRefused(
          request(1, "GET", 0, "TE", "trailers", "TE", "gzip"), "field TE can only say trailers");
      assertRefused(
          request(1, "GET", 0, "TE", "trailers", "Connection", "close"),
          "field TE needs Connection: te");
      assertStillGood();
    }

    @Row("G11")
    @Test
    void upgrade_needs_its_connection_option() {
      assertRefused(
          request(1, "GET", 0, "Upgrade", "websocket"), "field Upgrade needs Connection: upgrade");
      assertStillGood();
    }

    @Test
    void an_upgrade_goes_out() {
      assertThat(
              written(
                  request(1, "GET", 0, "Connection", "Upgrade", "Upgrade", "websocket"), end(1)))
          .isEqualTo(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    }

    @Row("G10")
    @Test
    void http_1_0_asks_for_keep_alive_unless_the_caller_says_something() {
      assertThat(written(request(1, "GET", "/", Version.HTTP_1_0, 0), end(1)))
          .isEqualTo("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
      assertThat(
              written(request(2, "GET", "/", Version.HTTP_1_0, 0, "Connection", "close"), end(2)))
          .isEqualTo("GET / HTTP/1.0\r\nHost: a\r\nConnection: close\r\n\r\n");
    }
  }

  @Nested
  final class Content {
    @Row({"G7", "G6"})
    @Test
    void content_of_known_length() {
      assertThat(written(request(1, "POST", 5), data(1, "hel"), data(1, ""), data(1, "lo"), end(1)))
          .isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    }

    @Row({"G7", "G8"})
    @Test
    void content_of_unknown_length_is_chunked_and_empty_pieces_are_skipped() {
      assertThat(
              written(
                  request(1, "POST", UNKNOWN),
                  data(1, "hello"),
                  data(1, ""),
                  data(1, "0123456789abcdefg"),
                  end(1)))
          .isEqualTo(
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "5\r\nhello\r\n11\r\n0123456789abcdefg\r\n0\r\n\r\n");
    }

    @Row("G6")
    @ParameterizedTest
    @CsvSource({"GET, false", "HEAD, false", "DELETE, false", "OPTIONS, false", "FOO, false"})
    void no_content_says_nothing_where_none_is_expected(String method, boolean ignored) {
      assertThat(written(request(1, method, 0), end(1))).doesNotContain("Content-Length");
    }

    @Row("G6")
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "QUERY"})
    void no_content_says_so_where_some_is_expected(String method) {
      assertThat(written(request(1, method, 0), end(1)))
          .isEqualTo(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    }

    @Row("H3")
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "FOO"})
    void any_other_method_may_have_content(String method) {
      assertThat(written(request(1, method, 1), data(1, "x"), end(1)))
          .isEqualTo(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    }

    @Row("H3")
    @ParameterizedTest
    @CsvSource({"CONNECT, a:1, 1", "CONNECT, a:1, -1", "TRACE, /, 1", "TRACE, /, -1"})
    void connect_and_trace_have_none(String method, String target, long length) {
      assertRefused(
          request(1, method, target, Version.HTTP_1_1, length),
          "a " + method + " request has no content");
      assertStillGood();
    }

    @Test
    void the_callers_own_content_length_is_written_once() {
      assertThat(written(request(1, "POST", 2, "content-length", "2"), data(1, "ab"), end(1)))
          .isEqualTo("POST / HTTP/1.1\r\nHost: a\r\ncontent-length: 2\r\n\r\nab");
    }

    @ParameterizedTest
    @CsvSource({
      "5, 4, '\"4\", but the length of the content is 5'",
      "5, 05, '\"05\", but the length of the content is 5'",
      "0, 1, '\"1\", but the length of the content is 0'",
      "-1, 5, '\"5\", but the length of the content is not known'",
    })
    void a_content_length_that_is_not_the_length_is_refused(
        long length, String said, String message) {
      assertRefused(
          request(1, "POST", length, "Content-Length", said),
          "field Content-Length says " + message);
      assertStillGood();
    }

    @Test
    void a_repeated_content_length_is_refused() {
      assertRefused(
          request(1, "POST", 5, "Content-Length", "5", "Content-Length", "5"), "Content-Length");
      assertStillGood();
    }

    @Test
    void a_negative_length_is_refused() {
      assertRefused(request(1, "POST", -2), "length -2 is negative");
      assertStillGood();
    }

    @Row("G7")
    @Test
    void http_1_0_cannot_say_an_unknown_length() {
      assertRefused(
          request(1, "POST", "/", Version.HTTP_1_0, UNKNOWN),
          "content of unknown length cannot be sent in HTTP/1.0");
      assertStillGood();
    }

    @Row("G8")
    @Test
    void more_content_than_declared_is_refused() {
      assertThat(written(request(1, "POST", 3), data(1, "ab"))).endsWith("\r\n\r\nab");
      assertRefused(data(1, "cd"), "content is longer than its declared length, by 1 bytes");
      assertThat(written(data(1, "c"), end(1))).isEqualTo("c");
      assertStillGood();
    }

    @Row("G8")
    @Test
    void less_content_than_declared_is_refused() {
      assertThat(written(request(1, "POST", 3), data(1, "ab"))).endsWith("\r\n\r\nab");
      assertRefused(end(1), "content is shorter than its declared length, by 1 bytes");
      assertThat(written(data(1, "c"), end(1))).isEqualTo("c");
      assertStillGood();
    }

    @Test
    void content_is_held_by_reference_until_it_is_written() {
      ByteBuffer content = ByteBuffer.wrap(new byte[1025]);
      client.send(request(1, "POST", 1025));
      client.send(new Data(1, content));
      ByteBuffer[] buffers = new ByteBuffer[8];
      assertThat(client.pending(buffers)).isEqualTo(2);
      assertThat(buffers[1]).isSameAs(content);
      buffers[0].position(buffers[0].limit());
      content.position(1);
      assertThat(client.pending(buffers)).isEqualTo(1);
      assertThat(buffers[0]).isSameAs(content);
      content.position(1025);
      assertThat(client.pending(buffers)).isZero();
    }

    @Test
    void small_content_leaves_in_the_buffer_of_the_head() {
      client.send(request(1, "POST", 5));
      ByteBuffer content = ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII));
      client.send(new Data(1, content));
      ByteBuffer[] buffers = new ByteBuffer[8];

      assertThat(content.hasRemaining()).as("taken").isFalse();
      assertThat(client.pending(buffers)).isEqualTo(1);
      assertThat(StandardCharsets.US_ASCII.decode(buffers[0]).toString())
          .startsWith("POST ")
          .endsWith("\r\n\r\nhello");
    }

    @Test
    void what_a_driver_has_seen_does_not_grow() {
      client.send(request(1, "POST", 5));
      ByteBuffer[] buffers = new ByteBuffer[8];
      assertThat(client.pending(buffers)).isEqualTo(1);
      int head = buffers[0].remaining();
      client.send(data(1, "hello"));

      assertThat(buffers[0].remaining()).isEqualTo(head);
      assertThat(client.pending(buffers)).isEqualTo(2);
      assertThat(StandardCharsets.US_ASCII.decode(buffers[1]).toString()).isEqualTo("hello");
    }

    @Test
    void what_is_pending_fills_the_places_there_are() {
      client.send(request(1, "POST", UNKNOWN));
      for (int i = 0; i < 20; i++) {
        client.send(data(1, "x".repeat(1024) + i));
      }
      assertThat(client.pending(new ByteBuffer[0])).isZero();
      assertThat(client.pending(new ByteBuffer[5])).isEqualTo(5);
      assertThat(client.pending(new ByteBuffer[1000])).isBetween(21, 1000);
      assertThat(written(end(1))).contains("x0\r\n401\r\nx").endsWith("x19\r\n0\r\n\r\n");
    }
  }

  @Nested
  final class TrailersAndExtensions {
    @Row("G9")
    @Test
    void trailers_go_out_after_the_last_chunk() {
      assertThat(
              written(
                  request(1, "POST", UNKNOWN, "Trailer", "X-Sum"),
                  data(1, "ab"),
                  end(1, "X-Sum", "7f", "X-Two", "")))
          .endsWith("\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 7f\r\nX-Two: \r\n\r\n");
    }

    @Row("G9")
    @Test
    void trailers_need_the_chunked_coding() {
      assertThat(written(request(1, "POST", 1), data(1, "a"))).isNotEmpty();
      assertRefused(end(1, "X-Sum", "7f"), "trailer fields need the chunked coding");
      assertThat(written(end(1))).isEmpty();
      assertStillGood();
    }

    @Row("G9")
    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Length",
          "transfer-encoding",
          "Host",
          "Connection",
          "Keep-Alive",
          "TE",
          "Trailer",
          "Upgrade",
          "Proxy-Connection",
          "Expect",
          "Content-Encoding",
          "Content-Type",
          "Content-Range",
          "Authorization",
          "Proxy-Authorization",
          "WWW-Authenticate",
          "Proxy-Authenticate",
          "Cookie",
          "Set-Cookie",
          "Cache-Control",
          "Max-Forwards",
          "Range",
          "Location",
          "If-Match"
        })
    void what_would_change_the_message_is_no_trailer(String name) {
      assertThat(written(request(1, "POST", UNKNOWN))).isNotEmpty();
      assertRefused(end(1, "X", "y", name, "z"), "is not allowed in a trailer section");
      assertThat(written(end(1))).isEqualTo("0\r\n\r\n");
      assertStillGood();
    }

    @Row("H11")
    @Test
    void a_chunk_extension_goes_out_with_its_chunk() {
      client.send(request(1, "POST", UNKNOWN));
      assertThat(Sink.drain(client)).isNotEmpty();
      assertThat(
              written(
                  new Data(1, Messages.bytes("ab"), ";sig=\"a b\";x"),
                  new Data(1, Messages.bytes(""), ";dropped"),
                  data(1, "c"),
                  end(1)))
          .isEqualTo("2;sig=\"a b\";x\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "x",
          ";",
          " ",
          ";a=",
          ";a=\"",
          ";a=b c",
          ";a\r\n0\r\n\r\n",
          ";a=\"\r\n\"",
          ";a=\"\u00fc\"",
          ";a=\"\t\"",
          ";a=\"\u0000\"",
          ";a=\"\u0100\""
        })
    void a_chunk_extension_that_is_not_well_formed_is_refused(String extension) {
      client.send(request(1, "POST", UNKNOWN));
      assertThat(Sink.drain(client)).isNotEmpty();
      assertRefused(
          new Data(1, Messages.bytes("ab"), extension), "chunk extension is not well formed");
      assertThat(written(end(1))).isEqualTo("0\r\n\r\n");
    }

    @Test
    void a_chunk_extension_needs_the_chunked_coding() {
      client.send(request(1, "POST", 2));
      assertThat(Sink.drain(client)).isNotEmpty();
      assertRefused(
          new Data(1, Messages.bytes("ab"), ";x"), "a chunk extension needs the chunked coding");
      assertThat(written(data(1, "ab"), end(1))).isEqualTo("ab");
    }
  }

  @Nested
  final class Order {
    @Test
    void only_parts_of_the_request_under_way_can_be_sent() {
      assertRefused(data(1, "a"), "a client cannot send this now: Data");
      assertRefused(end(1), "a client cannot send this now: End");
      assertThat(written(request(1, "POST", 1))).isNotEmpty();
      assertRefused(data(2, "a"), "a client cannot send this now: Data");
      assertRefused(end(0), "a client cannot send this now: End");
      assertRefused(request(2, "GET", 0), "request 1 has not ended");
      assertThat(written(data(1, "a"), end(1))).isEqualTo("a");
      assertRefused(data(1, "a"), "the request has ended");
      assertRefused(end(1), "the request has ended");
      assertRefused(request(1, "GET", 0), "request 1 is out of turn, the next is 2");
      assertRefused(request(3, "GET", 0), "request 3 is out of turn, the next is 2");
      assertStillGood();
    }

    @Test
    void what_servers_send_is_refused_without_showing_it() {
      assertRefused(response(1, 200, 0), "a client cannot send this now: ResponseHead");
      assertRefused(interim(1, 100), "a client cannot send this now: Interim");
      assertRefused(HttpEvent.CLOSED, "a client cannot send this now: Closed");
      assertStillGood();
    }

    @Row("G15")
    @Test
    void sixteen_requests_go_out_before_the_first_answer() {
      StringBuilder expected = new StringBuilder();
      for (int i = 1; i <= 16; i++) {
        assertThat(client.nextStream()).isEqualTo(i);
        client.send(request(i, "GET", "/" + i, Version.HTTP_1_1, 0));
        client.send(end(i));
        expected.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      assertThat(Sink.drain(client)).isEqualTo(expected.toString());
      for (int i = 1; i <= 16; i++) {
        Messages.receive(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + (10 + i));
        assertThat(Messages.events(client))
            .isEqualTo(
                List.of(
                    "response " + i + " HTTP/1.1 200 [OK] 2",
                    "  Content-Length: 2",
                    "data " + i + " " + (10 + i),
                    "end " + i,
                    "need input"));
        assertThat(client.reusable()).isEqualTo(i == 16);
      }
    }

    @Row("G15")
    @Test
    void nothing_goes_out_behind_a_request_that_may_change_the_protocol() {
      client.send(request(1, "GET", 0, "Connection", "upgrade", "Upgrade", "x"));
      client.send(end(1));
      assertThat(Sink.drain(client)).isNotEmpty();
      assertRefused(request(2, "GET", 0), "request 1 may change the protocol");
      Messages.receive(client, "HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(Messages.events(client)).endsWith("end 1", "need input");
      assertStillGood();
    }

    @Test
    void nothing_goes_out_behind_connect() {
      client.send(request(1, "CONNECT", "a:443", Version.HTTP_1_1, 0));
      client.send(end(1));
      assertThat(Sink.drain(client)).isNotEmpty();
      assertRefused(request(2, "GET", 0), "request 1 may change the protocol");
    }

    @Row("G15")
    @Test
    void nothing_goes_out_behind_a_request_that_said_close() {
      client.send(request(1, "GET", 0, "Connection", "close"));
      client.send(end(1));
      assertThat(Sink.drain(client)).isNotEmpty();
      assertRefused(request(2, "GET", 0), "the connection takes no further request");
    }

    @Test
    void nothing_goes_out_behind_a_response_that_said_close() {
      get(client);
      assertThat(Sink.drain(client)).isNotEmpty();
      Messages.receive(client, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      assertThat(Messages.events(client)).endsWith("end 1", "closed");
      assertRefused(request(2, "GET", 0), "the connection takes no further request");
    }
  }
}
