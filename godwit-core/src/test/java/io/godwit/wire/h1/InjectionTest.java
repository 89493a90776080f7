package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever text a caller can put into a message, a line break in it makes no second line. Behind
 * each place stands a vulnerability that another product had there.
 */
final class InjectionTest {
  private static final List<String> BREAKS =
      List.of("\r\nX: y", "\r\n\r\nGET /evil HTTP/1.1", "\n", "\r", "\0", "\u010a", "\u560d\u560a");

  /** Puts a text into one place of a message and sends that. */
  private interface Place {
    void send(HttpMachine machine, String text);
  }

  private static Arguments client(String place, Place how) {
    return Arguments.of(place, Messages.client(), how);
  }

  private static Arguments server(String place, Place how) {
    return Arguments.of(place, Messages.serverAsked("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), how);
  }

  private static void get(HttpMachine machine, String... fields) {
    machine.send(Messages.request(1, "GET", 0, fields));
  }

  /** A client that is about to send content in chunks. */
  private static Arguments sending(String place, Place how) {
    HttpMachine client = Messages.client();
    client.send(Messages.request(1, "POST", Messages.UNKNOWN));
    assertThat(Sink.drain(client)).isNotEmpty();
    return Arguments.of(place, client, how);
  }

  static Stream<Arguments> places() {
    return Stream.of(
        client("a method", (to, text) -> to.send(Messages.request(1, "GET" + text, 0))),
        client( // CVE-2025-67735, CVE-2026-41417
            "a target",
            (to, text) -> to.send(Messages.request(1, "GET", "/" + text, Version.HTTP_1_1, 0))),
        client(
            "the target of CONNECT",
            (to, text) ->
                to.send(Messages.request(1, "CONNECT", "a:1" + text, Version.HTTP_1_1, 0))),
        client("a field name", (to, text) -> get(to, "A" + text, "b")),
        client("a field value", (to, text) -> get(to, "A", "b" + text)), // CVE-2018-12537
        client(
            "a field value in ISO-8859-1",
            (to, text) -> Headers.builder().latin1().add("A", "b" + text)),
        client("a Host", (to, text) -> get(to, "Host", "b" + text)),
        client( // CVE-2026-1527
            "the protocol of an upgrade",
            (to, text) -> get(to, "Connection", "upgrade", "Upgrade", "bird" + text)),
        client("a media type", (to, text) -> MediaType.of("text/plain").with("a", "b" + text)),
        sending(
            "a chunk extension",
            (to, text) -> to.send(new Data(1, Messages.bytes("x"), ";a=\"" + text + "\""))),
        sending("a trailer", (to, text) -> to.send(Messages.end(1, "A", "b" + text))),
        server( // CVE-2016-4993
            "a reason",
            (to, text) ->
                to.send(
                    new ResponseHead(
                        1, Version.HTTP_1_1, Status.OK, "OK" + text, Headers.empty(), 0))),
        server("a field of a response", (to, text) -> to.send(response(text))), // CVE-2019-16771
        server("early hints", (to, text) -> to.send(Messages.interim(1, 103, "Link", text + "x"))));
  }

  private static ResponseHead response(String text) {
    return Messages.response(1, 302, 0, "Location", "/" + text);
  }

  @Row("T47")
  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void nothing_that_a_caller_sets_breaks_a_line(String place, HttpMachine machine, Place how) {
    for (String text : BREAKS) {
      assertThatThrownBy(() -> how.send(machine, text))
          .as("%s with %s", place, EventLog.escaped(text))
          .isInstanceOf(InvalidMessage.class)
          .message()
          .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\uffff]");
      assertThat(Sink.drain(machine)).isEmpty();
    }
  }
}
