package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Short ways to make events and to run machines on text. */
final class Messages {
  static final long UNKNOWN = HttpEvent.UNKNOWN_LENGTH;

  private Messages() {}

  static HttpMachine client() {
    return H1Machine.client(H1Settings.client());
  }

  static HttpMachine server() {
    return H1Machine.server(H1Settings.server());
  }

  /** A request of HTTP/1.1 for {@code /} with {@code Host: a} in front of these fields. */
  static RequestHead request(long stream, String method, long length, String... fields) {
    return request(stream, method, "/", Version.HTTP_1_1, length, fields);
  }

  static RequestHead request(
      long stream, String method, String target, Version version, long length, String... fields) {
    Headers headers = Headers.builder().add("Host", "a").addAll(Headers.of(fields)).build();
    return new RequestHead(stream, Method.of(method), target, version, headers, length);
  }

  static ResponseHead response(long stream, int code, long length, String... fields) {
    Status status = Status.of(code);
    return new ResponseHead(
        stream, Version.HTTP_1_1, status, status.reason(), Headers.of(fields), length);
  }

  static Interim interim(long stream, int code, String... fields) {
    return new Interim(stream, Status.of(code), Headers.of(fields));
  }

  static Data data(long stream, String text) {
    return new Data(stream, bytes(text));
  }

  static End end(long stream, String... trailers) {
    return new End(stream, Headers.of(trailers));
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a GET without content. */
  static void get(HttpMachine client) {
    long stream = client.nextStream();
    client.send(request(stream, "GET", 0));
    client.send(end(stream));
  }

  /** Hands text to the machine; all of it must be taken by the next {@link #events}. */
  static void receive(HttpMachine machine, String text) {
    machine.receive(bytes(text));
  }

  /** All events up to the one that repeats, as {@link EventLog} writes them. */
  static List<String> events(HttpMachine machine) {
    EventLog log = new EventLog(false);
    while (true) {
      HttpEvent event = machine.poll();
      log.add(event);
      switch (event) {
        case HttpEvent.NeedInput _,
            HttpEvent.Paused _,
            HttpEvent.Closed _,
            HttpEvent.Violated _,
            HttpEvent.Expired _ -> {
          return new ArrayList<>(log.lines());
        }
        default -> {}
      }
    }
  }

  /** A server that has received that request, up to its end. */
  static HttpMachine serverAsked(String request) {
    HttpMachine server = server();
    receive(server, request);
    assertThat(events(server)).endsWith("paused");
    return server;
  }

  /** A client that has sent one request, all of it written. */
  static HttpMachine clientAsking(RequestHead head) {
    HttpMachine client = client();
    client.send(head);
    client.send(end(head.stream()));
    assertThat(Sink.drain(client)).isNotEmpty();
    return client;
  }
}
