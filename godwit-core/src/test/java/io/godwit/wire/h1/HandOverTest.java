package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.UNKNOWN;
import static io.godwit.wire.h1.Messages.clientAsking;
import static io.godwit.wire.h1.Messages.data;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.events;
import static io.godwit.wire.h1.Messages.receive;
import static io.godwit.wire.h1.Messages.request;
import static io.godwit.wire.h1.Messages.response;
import static io.godwit.wire.h1.Messages.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Switched;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that leave HTTP: by 101 and by CONNECT, with the bytes that came too early. */
final class HandOverTest {
  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: bird/1\r\n\r\n";
  private static final String CONNECT = "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n";

  /** The rest of the events must be the switch with these bytes, then the end. */
  private static void assertSwitched(HttpMachine machine, long stream, String leftOver) {
    HttpEvent event = machine.poll();
    assertThat(event).isInstanceOf(Switched.class);
    Switched switched = (Switched) event;
    assertThat(switched.stream()).isEqualTo(stream);
    assertThat(switched.leftOver().isReadOnly()).isTrue();
    assertThat(switched.leftOver()).isEqualTo(Messages.bytes(leftOver));
    assertThat(events(machine)).containsExactly("closed");
    assertThat(machine.reusable()).isFalse();
    assertThat(machine.passThrough()).isZero();
  }

  @Nested
  final class Client {
    @Test
    void takes_101_and_hands_over_what_came_behind_it() {
      HttpMachine client =
          clientAsking(request(1, "GET", 0, "Connection", "upgrade", "Upgrade", "bird/1"));
      ByteBuffer input = Messages.bytes("HTTP/1.1 101 Switching Protocols\r\n\r\ntweet");
      client.receive(input);
      assertThat(client.poll()).isInstanceOf(HttpEvent.ResponseHead.class);
      assertThat(client.passThrough()).isZero();
      assertSwitched(client, 1, "tweet");
      assertThat(input.hasRemaining()).isFalse();
      assertThatThrownBy(() -> client.send(request(2, "GET", 0)))
          .hasMessage("the connection takes no further request");
    }

    @Test
    void takes_200_to_connect_with_nothing_behind_it() {
      HttpMachine client = clientAsking(request(1, "CONNECT", "a:443", Version.HTTP_1_1, 0));
      receive(client, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.poll()).isInstanceOf(HttpEvent.ResponseHead.class);
      assertSwitched(client, 1, "");
    }

    @Test
    void takes_interim_responses_before_101() {
      HttpMachine client =
          clientAsking(request(1, "GET", 0, "Connection", "upgrade", "Upgrade", "bird/1"));
      receive(client, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\ntweet");
      assertThat(client.poll()).isInstanceOf(HttpEvent.Interim.class);
      assertThat(client.poll()).isInstanceOf(HttpEvent.ResponseHead.class);
      assertSwitched(client, 1, "tweet");
    }
  }

  @Nested
  final class Server {
    private final HttpMachine server = server();

    @Test
    void sends_101_and_hands_over_what_came_behind_the_request() {
      ByteBuffer input = Messages.bytes(UPGRADE + "tweet");
      server.receive(input);
      assertThat(events(server)).endsWith("end 1", "paused");
      server.send(response(1, 101, 0, "Connection", "Upgrade", "Upgrade", "bird/1"));
      assertThat(server.poll()).isEqualTo(HttpEvent.PAUSED);
      server.send(end(1));
      assertThat(Sink.drain(server))
          .isEqualTo(
              "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: bird/1\r\n\r\n");
      assertSwitched(server, 1, "tweet");
      assertThat(input.hasRemaining()).isFalse();
      assertThatThrownBy(() -> server.send(response(1, 200, 0)))
          .hasMessage("the connection has ended");
    }

    @Test
    void reads_the_content_of_the_request_before_it_hands_over() {
      receive(server, UPGRADE.replace("\r\n\r\n", "\r\nContent-Length: 3\r\n\r\nab"));
      assertThat(events(server)).endsWith("data 1 ab", "need input");
      server.send(response(1, 101, 0, "Connection", "Upgrade", "Upgrade", "bird/1"));
      server.send(end(1));
      receive(server, "ctweet");
      assertThat(server.poll()).isInstanceOf(HttpEvent.Data.class);
      assertThat(server.poll()).isInstanceOf(HttpEvent.End.class);
      assertSwitched(server, 1, "tweet");
    }

    @Test
    void says_100_before_101_to_a_client_that_waits_for_it() {
      receive(
          server,
          UPGRADE.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"));
      assertThat(events(server)).endsWith("need input");
      HttpEvent switches = response(1, 101, 0, "Connection", "Upgrade", "Upgrade", "bird/1");
      assertThatThrownBy(() -> server.send(switches))
          .isInstanceOf(InvalidMessage.class)
          .hasMessage("101 needs 100 before it: the client waits for that with its content");
      assertThat(Sink.drain(server)).isEmpty();
      server.send(Messages.interim(1, 100));
      server.send(switches);
      server.send(end(1));
      assertThat(Sink.drain(server)).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 ");
      receive(server, "xtweet");
      assertThat(server.poll()).isInstanceOf(HttpEvent.Data.class);
      assertThat(server.poll()).isInstanceOf(HttpEvent.End.class);
      assertSwitched(server, 1, "tweet");
    }

    @Test
    void may_decline_and_go_on() {
      receive(server, UPGRADE);
      assertThat(events(server)).endsWith("paused");
      server.send(response(1, 200, 0));
      server.send(end(1));
      assertThat(Sink.drain(server)).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(server.reusable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: bird/1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\r\n",
          "GET / HTTP/1.0\r\nConnection: upgrade, keep-alive\r\nUpgrade: bird/1\r\n\r\n"
        })
    void sends_no_101_that_was_not_asked_for(String request) {
      receive(server, request);
      assertThat(events(server)).endsWith("paused");
      assertThatThrownBy(
              () -> server.send(response(1, 101, 0, "Connection", "upgrade", "Upgrade", "bird/1")))
          .isInstanceOf(InvalidMessage.class)
          .hasMessage("101 needs a request to upgrade");
      assertThat(Sink.drain(server)).isEmpty();
      server.send(response(1, 204, 0));
      server.send(end(1));
      assertThat(server.reusable()).isTrue();
    }

    @Test
    void sends_101_only_with_the_name_of_the_protocol_and_without_content() {
      receive(server, UPGRADE);
      assertThat(events(server)).endsWith("paused");
      assertThatThrownBy(() -> server.send(response(1, 101, 0)))
          .hasMessage("101 needs the fields Upgrade and Connection: upgrade");
      assertThatThrownBy(() -> server.send(response(1, 101, 0, "Connection", "upgrade")))
          .hasMessage("101 needs the fields Upgrade and Connection: upgrade");
      String[] fields = {"Connection", "upgrade", "Upgrade", "bird/1"};
      assertThatThrownBy(() -> server.send(response(1, 101, 5, fields)))
          .hasMessageContaining("has no content");
      assertThatThrownBy(() -> server.send(response(1, 101, UNKNOWN, fields)))
          .hasMessageContaining("has no content");
      assertThat(Sink.drain(server)).isEmpty();
    }

    @Test
    void sends_no_101_before_any_request() {
      assertThatThrownBy(() -> server.send(response(1, 101, 0)))
          .hasMessage("there is no request to answer");
      receive(server, "\u0000");
      assertThat(events(server)).containsExactly("violated BAD_METHOD");
      assertThatThrownBy(() -> server.send(response(1, 101, 0)))
          .hasMessage("101 needs a request to upgrade");
    }

    @Test
    void opens_a_tunnel_by_200_and_hands_over_what_came_behind_the_request() {
      receive(server, CONNECT + "\u0016\u0003");
      assertThat(events(server)).endsWith("end 1", "paused");
      server.send(response(1, 200, 0));
      server.send(end(1));
      assertThat(Sink.drain(server)).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
      assertSwitched(server, 1, "\u0016\u0003");
    }

    @Test
    void opens_a_tunnel_for_a_client_that_says_close() {
      receive(server, CONNECT.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      assertThat(events(server)).endsWith("paused");
      server.send(response(1, 204, 0));
      server.send(end(1));
      assertThat(Sink.drain(server)).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
      assertSwitched(server, 1, "");
    }

    @Test
    void opens_no_tunnel_with_content_or_a_length() {
      receive(server, CONNECT);
      assertThat(events(server)).endsWith("paused");
      assertThatThrownBy(() -> server.send(response(1, 200, 2)))
          .hasMessageContaining("has no content");
      assertThatThrownBy(() -> server.send(response(1, 200, 0, "Content-Length", "0")))
          .hasMessageContaining("has no Content-Length");
      assertThat(Sink.drain(server)).isEmpty();
    }

    @Test
    void may_refuse_the_tunnel_with_content_and_go_on() {
      receive(server, CONNECT);
      assertThat(events(server)).endsWith("paused");
      server.send(response(1, 403, 2));
      server.send(data(1, "no"));
      server.send(end(1));
      assertThat(Sink.drain(server))
          .isEqualTo("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
      assertThat(server.reusable()).isTrue();
    }
  }
}
