package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamingHandlerTest {
  private static HttpServer serve(StreamingHandler handler) throws IOException {
    return HttpServer.start(0, Handler.streaming(handler));
  }

  @Test
  @Row({"H44", "H45", "G32"})
  void status_and_fields_can_be_changed_until_the_first_byte_leaves() throws Exception {
    StreamingHandler changing =
        (request, response) -> {
          response.status(Status.CREATED).header("X", "one");
          response.write("some ");
          response.write('c');
          response.status(Status.ACCEPTED).header("X", "two");
          response.write("ontent");
          assertThat(response.committed()).isFalse();
          assertThat(response.status()).isEqualTo(Status.ACCEPTED);
          assertThat(response.headers().all("X")).containsExactly("two");
        };
    try (HttpServer server = serve(changing);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 2; i++) { // the connection goes on
        Reply reply = client.send(get("/")).read();
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.field("X")).isEqualTo("two");
        assertThat(reply.field("Content-Length")).isEqualTo("12");
        assertThat(reply.text()).isEqualTo("some content");
      }
    }
  }

  @Test
  @Row({"G32", "H44"})
  void a_flush_commits_and_what_is_written_arrives_while_the_handler_goes_on() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    AtomicReference<Throwable> late = new AtomicReference<>();
    StreamingHandler slow =
        (request, response) -> {
          response.status(Status.CREATED);
          response.flush();
          response.write("first");
          response.flush();
          assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
          try {
            response.status(Status.OK);
          } catch (IllegalStateException e) {
            late.set(e);
          }
          response.trailers(Headers.of("Sum", "2"));
          response.write("second");
        };
    try (HttpServer server = serve(slow);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      assertThat(client.line()).isEqualTo("HTTP/1.1 201 Created");
      String line = client.line();
      while (!line.isEmpty()) {
        assertThat(line).doesNotStartWith("Content-Length");
        line = client.line();
      }
      assertThat(client.line()).isEqualTo("5");
      assertThat(client.line()).isEqualTo("first");
      seen.countDown();
      assertThat(client.line()).isEqualTo("6");
      assertThat(client.line()).isEqualTo("second");
      assertThat(client.line()).isEqualTo("0");
      assertThat(client.line()).isEqualTo("Sum: 2");
      assertThat(client.line()).isEmpty();
      assertThat(late.get()).hasMessageContaining("committed");
      assertThat(client.send(get("/")).read().status()).isEqualTo(201);
    }
  }

  /** Whoever listens to server-sent events waits for the head, not for the first event. */
  @Test
  void a_flush_before_any_content_sends_the_head() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    StreamingHandler events =
        (request, response) -> {
          response.header("Content-Type", "text/event-stream");
          response.flush();
          assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
          response.write("late");
        };
    try (HttpServer server = serve(events);
        RawClient client = new RawClient(server.port())) {
      client.socket().setSoTimeout(10_000);
      client.send(get("/"));
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      seen.countDown();
      assertThat(client.end().readAll()).contains("late");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void a_status_without_content_can_be_flushed(int status) throws Exception {
    StreamingHandler empty =
        (request, response) -> {
          response.status(Status.of(status)).header("X", "y");
          response.flush();
        };
    try (HttpServer server = serve(empty);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 2; i++) { // the connection goes on
        Reply reply = client.send(get("/")).read();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.field("X")).isEqualTo("y");
        assertThat(reply.has("Transfer-Encoding")).isFalse();
      }
    }
  }

  @Test
  void more_than_8_kibibytes_commit_with_the_length_that_was_said() throws Exception {
    StreamingHandler large =
        (request, response) -> {
          response.header("Content-Length", "100000");
          response.write(new byte[8 * 1024]);
          assertThat(response.committed()).isFalse();
          response.write(new byte[1]);
          assertThat(response.committed()).isTrue();
          for (int i = 0; i < 100_000 - 8 * 1024 - 1; i++) {
            response.write(i);
          }
        };
    try (HttpServer server = serve(large);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/")).read().content()).hasSize(100_000);
      assertThat(client.send(get("/")).read().content()).hasSize(100_000);
    }
  }

  @Test
  @Row("G33")
  void trailers_follow_a_small_response_as_well_and_are_dropped_for_1_0() throws Exception {
    StreamingHandler trailing =
        (request, response) -> {
          response.trailers(Headers.of("Sum", "1"));
          response.write("x");
        };
    try (HttpServer server = serve(trailing)) {
      Reply reply = RawClient.once(server.port(), get("/"));
      assertThat(reply.text()).isEqualTo("x");
      assertThat(reply.trailers()).containsExactly("Sum: 1");
      assertThat(RawClient.once(server.port(), "GET / HTTP/1.0\r\n\r\n").text()).isEqualTo("x");
    }
  }

  @Test
  @Row("H45")
  void what_is_thrown_before_the_commit_is_an_answer() throws Exception {
    StreamingHandler failing =
        (request, response) -> {
          response.status(Status.CREATED).header("X", "gone");
          response.write("never sent");
          switch (request.path()) {
            case "/problem" -> throw HttpProblem.of(Status.CONFLICT, "taken");
            case "/error" -> throw new AssertionError("bad");
            default -> throw new Exception("bad");
          }
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = serve(failing);
        RawClient client = new RawClient(server.port())) {
      Reply problem = client.send(get("/problem")).read();
      assertThat(problem.status()).isEqualTo(409);
      assertThat(problem.has("X")).isFalse();
      assertThat(client.send(get("/")).read().status()).isEqualTo(500);
      assertThat(client.send(get("/error")).read().status()).isEqualTo(500);
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/exception", "/error", "/runtime", "/io"})
  @Row("H45")
  void what_is_thrown_after_the_commit_cuts_the_connection(String path) throws Exception {
    StreamingHandler failing =
        (request, response) -> {
          response.write("begun");
          response.flush();
          switch (request.path()) {
            case "/error" -> throw new AssertionError("a");
            case "/runtime" -> throw new IllegalStateException("b");
            case "/io" -> throw new IOException("c");
            default -> throw new Exception("d");
          }
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = serve(failing);
        RawClient client = new RawClient(server.port())) {
      client.send(get(path));
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      Await.until(() -> server.connections() == 0);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void content_is_read_and_sent_back_by_the_handlers_thread() throws Exception {
    StreamingHandler echo =
        (request, response) -> {
          response.header("Content-Type", "application/octet-stream");
          try (var in = request.body().open()) {
            in.transferTo(response);
          }
        };
    byte[] content = new byte[300_000];
    new Random(5).nextBytes(content);
    try (HttpServer server = serve(echo);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n");
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, content));
        assertThat(client.read().content()).isEqualTo(content);
        sent.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static void sendAll(RawClient client, byte[] content) {
    try {
      client.send(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StreamingHandler endless(CompletableFuture<Throwable> ended) {
    return (request, response) -> {
      try {
        while (true) {
          response.write("on and on ");
          response.flush();
        }
      } catch (IOException e) {
        ended.complete(e);
        throw e;
      }
    };
  }

  @Test
  void head_ends_a_handler_that_would_write_for_ever() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (HttpServer server = serve(endless(ended));
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(ended.get(30, TimeUnit.SECONDS)).hasMessageContaining("not wanted");
      }
    }
  }

  @Test
  void a_client_that_goes_away_ends_the_handler_and_is_no_failure_of_it() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (LogCapture log = new LogCapture();
        HttpServer server = serve(endless(ended))) {
      try (RawClient client = new RawClient(server.port())) {
        client.send(get("/"));
        assertThat(client.line()).startsWith("HTTP/1.1 200");
      }
      assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      Await.until(() -> server.connections() == 0);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cutting_interrupts_the_handler_before_and_after_the_commit(boolean commits)
      throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    StreamingHandler patient =
        (request, response) -> {
          if (commits) {
            response.flush();
          }
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            ended.complete(e);
            throw e;
          }
        };
    HttpServer server = serve(patient);
    try (LogCapture _ = new LogCapture();
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
      server.close(Duration.ZERO);
      assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(server.connections()).isZero();
    } finally {
      server.close();
    }
  }

  @Test
  void what_stands_around_the_handler_sees_an_ordinary_response() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Handler inner = Handler.streaming(endless(ended));
    Handler outer =
        request -> {
          Response response = inner.handle(request);
          assertThat(response.status()).isEqualTo(Status.OK);
          return Response.text("instead").withHeader("X", "outer");
        };
    try (HttpServer server = HttpServer.start(0, outer);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/")).read().text()).isEqualTo("instead");
      assertThat(ended.get(30, TimeUnit.SECONDS)).as("nobody wants it").isNotNull();
      assertThat(client.send(get("/")).read().field("X")).isEqualTo("outer");
    }
  }

  @Test
  void a_response_that_is_kept_beyond_its_exchange_reaches_no_other() throws Exception {
    AtomicReference<ServerResponse> kept = new AtomicReference<>();
    StreamingHandler keeping =
        (request, response) -> {
          kept.set(response);
          response.write("mine");
          if (request.path().equals("/flushed")) {
            response.flush();
          }
        };
    try (HttpServer server = serve(keeping);
        RawClient client = new RawClient(server.port())) {
      for (String path : new String[] {"/", "/flushed"}) {
        assertThat(client.send(get(path)).read().text()).isEqualTo("mine");
        ServerResponse old = Objects.requireNonNull(kept.get());
        assertThatThrownBy(() -> old.write("more")).isInstanceOf(IOException.class);
        assertThatThrownBy(old::flush).isInstanceOf(IOException.class);
        assertThat(client.send(get(path)).read().text()).isEqualTo("mine");
      }
    }
  }

  @Test
  void an_empty_handler_answers_200_and_an_interim_status_is_none() throws Exception {
    StreamingHandler checking =
        (request, response) ->
            assertThatThrownBy(() -> response.status(Status.EARLY_HINTS))
                .isInstanceOf(InvalidMessage.class);
    try (HttpServer server = serve(checking)) {
      Reply reply = RawClient.once(server.port(), get("/"));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("Content-Length")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "3"})
  void content_that_does_not_keep_its_length_cuts_the_connection(String length) throws Exception {
    StreamingHandler wrong =
        (request, response) -> {
          response.header("Content-Length", length);
          response.flush();
          response.write("12345");
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = serve(wrong);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/"));
      assertThatThrownBy(client::read).isInstanceOfAny(EOFException.class, SocketException.class);
      Await.until(() -> server.connections() == 0);
      assertThat(log.warnings()).hasSize(1);
    }
  }
}
