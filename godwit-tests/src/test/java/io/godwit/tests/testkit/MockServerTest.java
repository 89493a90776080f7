package io.godwit.tests.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.testkit.Answer;
import io.godwit.testkit.MockServer;
import io.godwit.testkit.RecordedRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MockServerTest {
  @AutoClose private final MockServer server = start();
  @AutoClose private final HttpClient client = HttpClient.create();

  private static MockServer start() {
    try {
      return MockServer.start();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void answers_come_in_turn_and_requests_are_recorded() throws Exception {
    server.answer(Answer.text("one"), Answer.status(201));

    assertThat(client.get(server.uri("/first?q=1")).send().text()).isEqualTo("one");
    assertThat(client.post(server.uri("/second")).text("content").send().status().code())
        .isEqualTo(201);

    RecordedRequest first = server.takeRequest();
    assertThat(first.target()).isEqualTo("/first?q=1");
    assertThat(first.path()).isEqualTo("/first");
    RecordedRequest second = server.takeRequest();
    assertThat(second.method()).isEqualTo(Method.POST);
    assertThat(second.text()).isEqualTo("content");
    assertThat(second.header("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(second.connection()).as("the connection was kept").isEqualTo(1);
    assertThat(second.exchange()).isEqualTo(2);
    assertThat(server.connections()).isEqualTo(1);
    server.verify();
  }

  @Test
  void a_place_has_answers_of_its_own_and_the_last_one_stays() throws Exception {
    server
        .on(Method.GET, "/flaky", Response.of(503), Response.text("well"))
        .answer(Response.text("in turn"));

    assertThat(status("/flaky")).isEqualTo(503);
    assertThat(status("/flaky?again")).isEqualTo(200);
    assertThat(status("/flaky")).isEqualTo(200);
    assertThat(client.get(server.uri("/other")).send().text()).isEqualTo("in turn");
  }

  @Test
  void a_function_answers_the_rest() throws Exception {
    server.otherwise(request -> Answer.text(request.method() + " " + request.text()));

    assertThat(client.put(server.uri("/x")).text("seen").send().text()).isEqualTo("PUT seen");
    server.verify();
  }

  @Test
  void a_request_nothing_was_set_up_for_fails_the_test() throws Exception {
    BufferedResponse response = client.get(server.uri("/who")).send();

    assertThat(response.status().code()).isEqualTo(500);
    assertThat(response.text()).contains("GET /who");
    assertThatThrownBy(server::verify)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /who");
  }

  @Test
  void an_answer_nobody_asked_for_fails_the_test() {
    server.answer(Answer.text("lonely"));

    assertThatThrownBy(server::verify)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("200 OK");
  }

  @Test
  void a_request_that_does_not_come_is_not_waited_for_for_ever() {
    assertThatThrownBy(() -> server.takeRequest(Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void content_that_breaks_off_is_a_lost_connection() {
    server.answer(Answer.of(Response.text("x".repeat(1000))).cutAfter(500));

    assertThatThrownBy(() -> client.get(server.uri("/")).send())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
  }

  @Test
  void a_cut_leaves_exactly_so_many_bytes() throws Exception {
    server.answer(Answer.text("hello").cutAfter(20));

    assertThat(exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
        .hasSize(20)
        .startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void no_answer_at_all_is_a_lost_connection() {
    server.on(Method.POST, "/closed", Answer.close()).on(Method.POST, "/reset", Answer.reset());

    assertThatThrownBy(() -> client.post(server.uri("/closed")).text("x").send())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    assertThatThrownBy(() -> client.post(server.uri("/reset")).text("x").send())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
  }

  @Test
  void garbage_goes_out_as_it_is() throws Exception {
    server.answer(Answer.raw("HTTP/1.1 2000 What?\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

    assertThatThrownBy(() -> client.get(server.uri("/")).send())
        .isInstanceOf(HttpFailure.Protocol.class);
  }

  @Test
  void silence_lasts_until_the_client_gives_up() {
    server.answer(Answer.silence());

    assertThatThrownBy(() -> client.get(server.uri("/")).timeout(Duration.ofMillis(50)).send())
        .isInstanceOf(HttpFailure.Timeout.class);
  }

  @Test
  void closing_ends_what_is_silent_and_what_is_delayed() throws Exception {
    server.answer(Answer.silence(), Answer.text("x").after(Duration.ofDays(1)));
    CompletableFuture<BufferedResponse> silent = client.post(server.uri("/1")).sendAsync();
    server.takeRequest();
    CompletableFuture<BufferedResponse> delayed = client.post(server.uri("/2")).sendAsync();
    server.takeRequest();

    server.close();

    assertThatThrownBy(silent::get).hasCauseInstanceOf(HttpFailure.ConnectionLost.class);
    assertThatThrownBy(delayed::get).hasCauseInstanceOf(HttpFailure.ConnectionLost.class);
  }

  @Test
  void a_slow_response_comes_piece_by_piece() throws Exception {
    server.answer(Answer.text("slowly").dripping(1, Duration.ofNanos(1)));

    try (StreamingResponse response = client.get(server.uri("/")).open();
        InputStream body = response.body()) {
      assertThat(body.readAllBytes()).asString().isEqualTo("slowly");
    }
  }

  @Test
  void a_refusal_comes_before_the_content_was_read() throws Exception {
    server.answer(Answer.status(413).withoutReading());

    BufferedResponse response =
        client.post(server.uri("/")).body(Body.bytes(new byte[5_000_000])).send();

    assertThat(response.status().code()).isEqualTo(413);
    RecordedRequest refused = server.takeRequest();
    assertThat(refused.bytes()).isEmpty();
    assertThat(refused.complete()).isFalse();
  }

  @Test
  void a_request_whose_content_breaks_off_is_recorded_as_incomplete() throws Exception {
    server.answer(Answer.text("never sent"), Answer.text("to the next one"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String half = "PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf";
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      RecordedRequest broken = server.takeRequest();
      assertThat(broken.complete()).isFalse();
      assertThat(broken.text()).isEqualTo("half");
    }

    assertThat(client.get(server.uri("/again")).send().text()).isEqualTo("to the next one");
    assertThat(server.takeRequest().complete()).isTrue();
    server.verify();

    exchange("PUT /unplanned HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\noops\r\n");
    assertThat(server.takeRequest().complete()).isFalse();
    assertThatThrownBy(server::verify).hasMessageContaining("PUT /unplanned");
  }

  @Test
  void content_beyond_the_limit_is_recorded_as_incomplete() throws Exception {
    server.answer(Answer.text("never sent"));
    BufferedResponse response =
        client
            .post(server.uri("/"))
            .body(Body.stream(new java.io.ByteArrayInputStream(new byte[64 * 1024 * 1024 + 1])))
            .send();

    assertThat(response.status().code()).isEqualTo(413);
    assertThat(server.takeRequest().complete()).isFalse();
  }

  @Test
  void any_client_will_do() throws Exception {
    server.answer(Answer.text("for all"));
    try (java.net.http.HttpClient jdk = java.net.http.HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.uri("/jdk")))
              .POST(HttpRequest.BodyPublishers.ofString("from the JDK"))
              .build();

      assertThat(jdk.send(request, BodyHandlers.ofString()).body()).isEqualTo("for all");
    }
    assertThat(server.takeRequest().text()).isEqualTo("from the JDK");
  }

  private int status(String path) throws Exception {
    return client.get(server.uri(path)).send().status().code();
  }

  private String exchange(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
