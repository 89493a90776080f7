package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content in both directions, and what becomes of content that nobody reads. */
class ServerContentTest {
  private static final int LARGE = 64 * 1024 * 1024;

  private static final Handler COLLECT = request -> Response.text("got " + request.text());
  private static final Handler ECHO =
      request -> Response.ok(Body.source(() -> request.body().open()));
  private static final Handler IGNORE = request -> Response.text("ignored " + request.path());

  private static String post(String path, String fields, String content) {
    return "POST " + path + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n\r\n" + content;
  }

  private static String post(String content) {
    return post("/", "Content-Length: " + content.length(), content);
  }

  @Test
  void content_of_known_length_is_read() throws IOException {
    try (HttpServer server = HttpServer.start(0, COLLECT);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(post("hello")).read().text()).isEqualTo("got hello");
      assertThat(client.send(post("")).read().text()).isEqualTo("got ");
      assertThat(client.send(post("a") + post("b")).read().text()).isEqualTo("got a");
      assertThat(client.read().text()).isEqualTo("got b");
    }
  }

  @Test
  @Row("G9")
  void chunked_content_and_its_trailers_are_read() throws IOException {
    Handler trailing =
        request -> {
          assertThatThrownBy(() -> request.body().trailers())
              .isInstanceOf(IllegalStateException.class);
          String text = request.text();
          return Response.text(text + " " + request.body().trailers().first("Digest").orElse("-"));
        };
    String chunks = "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nDigest: 42\r\n\r\n";
    try (HttpServer server = HttpServer.start(0, trailing);
        RawClient client = new RawClient(server.port())) {
      String request = post("/", "Transfer-Encoding: chunked", chunks);
      assertThat(client.send(request).read().text()).isEqualTo("abcde 42");
      assertThat(client.send(request).read().text()).isEqualTo("abcde 42");
    }
  }

  @Test
  void the_content_is_read_in_the_charset_of_its_type_and_once() throws IOException {
    Handler twice =
        request -> {
          String text = request.text();
          assertThatThrownBy(() -> request.body().open())
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("once");
          return Response.text(text);
        };
    String fields = "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 1";
    try (HttpServer server = HttpServer.start(0, twice);
        RawClient client = new RawClient(server.port())) {
      byte[] utf8 = client.send(post("/", fields, "\u00e9")).read().content();
      assertThat(utf8).containsExactly(0xC3, 0xA9);
    }
  }

  @Test
  @Row("G29")
  void a_stream_goes_out_chunked_and_to_1_0_until_the_end_of_the_connection() throws IOException {
    Handler chunks =
        request ->
            Response.ok(
                Body.chunks(
                    List.of("one ".getBytes(US_ASCII), new byte[0], "two".getBytes(US_ASCII))));
    try (HttpServer server = HttpServer.start(0, chunks);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 2; i++) {
        Reply reply = client.send(get("/")).read();
        assertThat(reply.field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(reply.has("Content-Length")).isFalse();
        assertThat(reply.text()).isEqualTo("one two");
      }
      Reply old = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read();
      assertThat(old.has("Transfer-Encoding")).isFalse();
      assertThat(old.field("Connection")).isEqualTo("close");
      assertThat(old.text()).isEqualTo("one two");
    }
  }

  @Test
  @Row("H46")
  void each_stream_of_a_kept_connection_is_chunked_anew() throws IOException {
    Handler streaming =
        request -> Response.ok(Body.stream(new ByteArrayInputStream(path(request))));
    try (HttpServer server = HttpServer.start(0, streaming);
        RawClient client = new RawClient(server.port())) {
      for (String path : List.of("/first", "/second", "/third")) {
        Reply reply = client.send(get(path)).read();
        assertThat(reply.field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(reply.text()).isEqualTo(path);
      }
    }
  }

  private static byte[] path(ServerRequest request) {
    return request.path().getBytes(US_ASCII);
  }

  @Test
  @Row("H44")
  void empty_pieces_are_never_written_as_chunks() throws IOException {
    Handler empty = request -> Response.ok(Body.chunks(List.of(new byte[0], new byte[0])));
    try (HttpServer server = HttpServer.start(0, empty);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/")).end();
      assertThat(client.readAll()).endsWith("\r\n\r\n0\r\n\r\n");
    }
  }

  @Test
  void trailers_that_fail_are_an_error_while_nothing_has_left() throws IOException {
    Body none = Body.producer(to -> {});
    Body little = Body.producer(to -> to.write("a little"));
    Body nothing = Body.chunks(List.of());
    for (Body content : List.of(none, little, nothing)) {
      Body failing =
          content.withTrailers(
              () -> {
                throw new IllegalStateException("no digest");
              });
      try (LogCapture log = new LogCapture();
          HttpServer server = HttpServer.start(0, request -> Response.ok(failing));
          RawClient client = new RawClient(server.port())) {
        assertThat(client.send(get("/")).read().status()).isEqualTo(500);
        assertThat(client.send(get("/")).read().status()).isEqualTo(500);
        assertThat(log.warnings()).hasSize(2);
      }
    }
  }

  @Test
  @Row("G9")
  void trailers_go_out_after_a_chunked_body_and_not_to_1_0() throws IOException {
    Handler trailing =
        request ->
            Response.ok(
                Body.chunks(List.of("abc".getBytes(US_ASCII)))
                    .withTrailers(() -> Headers.of("Digest", "42")));
    try (HttpServer server = HttpServer.start(0, trailing);
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send(get("/")).read();
      assertThat(reply.text()).isEqualTo("abc");
      assertThat(reply.trailers()).containsExactly("Digest: 42");
      assertThat(client.send("GET / HTTP/1.0\r\n\r\n").read().text()).isEqualTo("abc");
    }
  }

  @Test
  @Row("G29")
  void a_stream_with_a_length_is_not_chunked() throws IOException {
    Handler sized =
        request ->
            switch (request.path()) {
              case "/field" -> Response.ok(abc()).withHeader("Content-Length", "3");
              default -> Response.ok(abc().withLength(3));
            };
    try (HttpServer server = HttpServer.start(0, sized);
        RawClient client = new RawClient(server.port())) {
      for (String path : List.of("/field", "/body")) {
        Reply reply = client.send(get(path)).read();
        assertThat(reply.field("Content-Length")).isEqualTo("3");
        assertThat(reply.text()).isEqualTo("abc");
      }
    }
  }

  private static Body abc() {
    return Body.chunks(List.of("ab".getBytes(US_ASCII), "c".getBytes(US_ASCII)));
  }

  @Test
  @Row("H46")
  void a_stream_is_closed_whether_it_was_sent_or_not() throws Exception {
    AtomicReference<CountDownLatch> closed = new AtomicReference<>(new CountDownLatch(0));
    Handler watched =
        request -> {
          InputStream in =
              new java.io.ByteArrayInputStream(new byte[] {'a'}) {
                @Override
                public void close() {
                  requireNonNull(closed.get()).countDown();
                }
              };
          Response response = Response.ok(Body.stream(in));
          return request.path().equals("/bad") ? response.withHeader("Keep-Alive", "1") : response;
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, watched)) {
      String head = "HEAD / HTTP/1.1\r\nHost: test\r\n\r\n";
      for (String request : List.of(get("/"), head, get("/bad"))) {
        closed.set(new CountDownLatch(1));
        RawClient client = new RawClient(server.port());
        client.send(request).readHead();
        assertThat(
                requireNonNull(closed.get())
                    .await(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
            .isTrue();
        client.close();
      }
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void a_stream_that_cannot_be_closed_was_sent_all_the_same() throws Exception {
    Handler failing =
        request ->
            Response.ok(
                Body.stream(
                    new java.io.ByteArrayInputStream(new byte[200]) {
                      @Override
                      public void close() throws IOException {
                        if (request.path().equals("/io")) {
                          throw new IOException("the file is gone");
                        }
                        throw new IllegalStateException("closed before");
                      }
                    }));
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, failing);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/io")).read().content()).hasSize(200);
      assertThat(client.send(get("/")).read().content()).hasSize(200);
      assertThat(client.send(get("/io")).read().content()).hasSize(200);
      assertThat(log.warnings()).hasSize(3);
    }
  }

  @Test
  void reading_asks_a_client_that_waits_to_go_on() throws IOException {
    try (HttpServer server = HttpServer.start(0, COLLECT);
        RawClient client = new RawClient(server.port())) {
      String fields = "Content-Length: 3\r\nExpect: 100-Continue";
      for (int i = 0; i < 2; i++) {
        Reply go = client.send(post("/", fields, "")).read();
        assertThat(go.statusLine()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(client.send("abc").read().text()).isEqualTo("got abc");
      }
    }
  }

  @Test
  void reading_while_the_response_is_sent_asks_before_the_response_begins() throws IOException {
    try (HttpServer server = HttpServer.start(0, ECHO);
        RawClient client = new RawClient(server.port())) {
      String fields = "Transfer-Encoding: chunked\r\nExpect: 100-continue";
      assertThat(client.send(post("/", fields, "")).read().status()).isEqualTo(100);
      assertThat(client.send("3\r\nabc\r\n0\r\n\r\n").read().text()).isEqualTo("abc");
      assertThat(client.send(get("/")).read().text()).isEmpty();
    }
  }

  @Test
  void a_client_whose_content_has_arrived_is_not_asked_for_it() throws IOException {
    try (HttpServer server = HttpServer.start(0, COLLECT);
        RawClient client = new RawClient(server.port())) {
      String fields = "Content-Length: 3\r\nExpect: 100-continue";
      assertThat(client.send(post("/", fields, "abc")).read().text()).isEqualTo("got abc");
    }
  }

  @Test
  void a_client_of_1_0_is_never_asked() throws IOException {
    try (HttpServer server = HttpServer.start(0, COLLECT);
        RawClient client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.send("abc").read().text()).isEqualTo("got abc");
    }
  }

  @Test
  void a_client_that_waits_for_nothing_gets_the_answer_and_the_end() throws IOException {
    try (HttpServer server = HttpServer.start(0, IGNORE);
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send(post("/", "Content-Length: 3\r\nExpect: 100-continue", "")).read();
      assertThat(reply.text()).isEqualTo("ignored /");
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000, 65_536})
  @Row({"G27", "G16"})
  void little_content_that_nobody_reads_is_thrown_away(int length) throws IOException {
    String content = "x".repeat(length);
    String chunked = Integer.toHexString(length) + "\r\n" + content + "\r\n0\r\n\r\n";
    try (HttpServer server = HttpServer.start(0, IGNORE);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/a", "Content-Length: " + length, content));
      client.send(post("/b", "Transfer-Encoding: chunked", chunked));
      client.send(get("/c"));
      assertThat(client.read().text()).isEqualTo("ignored /a");
      assertThat(client.read().text()).isEqualTo("ignored /b");
      assertThat(client.read().text()).isEqualTo("ignored /c");
    }
  }

  @Test
  void the_answer_does_not_wait_for_content_that_nobody_reads() throws IOException {
    try (HttpServer server = HttpServer.start(0, IGNORE);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/a", "Content-Length: 4", "12"));
      assertThat(client.read().text()).isEqualTo("ignored /a");
      assertThat(client.send("34" + get("/b")).read().text()).isEqualTo("ignored /b");
    }
  }

  @Test
  @Row({"G27", "G16"})
  void much_content_that_nobody_reads_ends_the_connection() throws IOException {
    String content = "x".repeat(200_000);
    try (HttpServer server = HttpServer.start(0, IGNORE);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/a", "Content-Length: 200000", content) + get("/smuggled"));
      Reply reply = client.read();
      assertThat(reply.text()).isEqualTo("ignored /a");
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
    String chunk = Integer.toHexString(200_000) + "\r\n" + content + "\r\n0\r\n\r\n";
    try (HttpServer server = HttpServer.start(0, IGNORE);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/a", "Transfer-Encoding: chunked", chunk) + get("/smuggled"));
      assertThat(client.read().text()).isEqualTo("ignored /a");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void content_above_the_limit_is_refused_before_it_is_asked_for() throws IOException {
    try (LogCapture log = new LogCapture();
        HttpServer server = limited();
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send(post("/", "Content-Length: 11\r\nExpect: 100-continue", "")).read();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void content_that_turns_out_above_the_limit_is_refused() throws IOException {
    try (LogCapture log = new LogCapture();
        HttpServer server = limited();
        RawClient client = new RawClient(server.port())) {
      String chunked = "Transfer-Encoding: chunked";
      assertThat(client.send(post("/", chunked, "a\r\n1234567890\r\n0\r\n\r\n")).read().text())
          .isEqualTo("got 1234567890");
      String more = "b\r\n12345678901\r\n0\r\n\r\n";
      assertThat(client.send(post("/", chunked, more)).read().status()).isEqualTo(413);
      assertThat(client.send(get("/")).read().text()).isEqualTo("got ");
      assertThat(log.warnings()).isEmpty();
    }
  }

  private static HttpServer limited() throws IOException {
    return HttpServer.builder().handler(COLLECT).limits(Limits.defaults().withBody(10)).start();
  }

  @Test
  void an_answer_in_the_midst_of_a_large_upload_can_be_read() throws Exception {
    Handler early =
        request -> {
          try (InputStream in = request.body().open()) {
            assertThat(in.readNBytes(4096)).hasSize(4096);
          }
          return Response.of(413).withBody(Body.text("enough"));
        };
    try (HttpServer server = HttpServer.start(0, early);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/", "Content-Length: " + LARGE, ""));
      byte[] piece = new byte[64 * 1024];
      for (int sent = 0; sent < LARGE; sent += piece.length) {
        client.send(piece); // all of it before anything is read: nothing resets the connection
      }
      Reply reply = client.read();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text()).isEqualTo("enough");
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_is_received_is_sent_back_while_more_is_received(boolean chunked) throws Exception {
    try (HttpServer server = HttpServer.start(0, ECHO);
        RawClient client = new RawClient(server.port())) {
      CompletableFuture<Long> sent = new CompletableFuture<>();
      Thread sender = Thread.ofVirtual().unstarted(() -> upload(client, chunked, sent));
      sender.start();
      long received = checksumOfChunks(client);
      assertThat(received).isEqualTo(sent.get(30, TimeUnit.SECONDS));
      assertThat(client.send(get("/")).read().text()).isEmpty();
    }
  }

  private static void upload(RawClient client, boolean chunked, CompletableFuture<Long> done) {
    try {
      CRC32 crc = new CRC32();
      client.send(
          post("/", chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LARGE, ""));
      byte[] piece = new byte[64 * 1024];
      for (int sent = 0; sent < LARGE; sent += piece.length) {
        java.util.Arrays.fill(piece, (byte) (sent / piece.length));
        crc.update(piece);
        if (chunked) {
          client.send(Integer.toHexString(piece.length) + "\r\n").send(piece).send("\r\n");
        } else {
          client.send(piece);
        }
      }
      if (chunked) {
        client.send("0\r\n\r\n");
      }
      done.complete(crc.getValue());
    } catch (IOException | RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** Reads a chunked response without keeping it. */
  private static long checksumOfChunks(RawClient client) throws IOException {
    CRC32 crc = new CRC32();
    String line = client.line();
    assertThat(line).isEqualTo("HTTP/1.1 200 OK");
    while (!line.isEmpty()) {
      line = client.line();
    }
    int size = Integer.parseInt(client.line(), 16);
    long total = 0;
    while (size > 0) {
      crc.update(client.bytes(size));
      total += size;
      assertThat(client.line()).isEmpty();
      size = Integer.parseInt(client.line(), 16);
    }
    assertThat(client.line()).isEmpty();
    assertThat(total).isEqualTo(LARGE);
    return crc.getValue();
  }

  @Test
  void another_thread_may_read_the_content_and_leaves_when_the_response_is_sent() throws Exception {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    CountDownLatch inRead = new CountDownLatch(1);
    Handler duplex =
        request -> {
          InputStream in = request.body().open();
          Thread.ofVirtual().start(() -> readToTheEnd(in, inRead, outcome));
          assertThat(inRead.await(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
          return Response.text("early");
        };
    try (HttpServer server = HttpServer.start(0, duplex);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/", "Content-Length: 1000", "a"));
      assertThat(client.read().text()).isEqualTo("early");
      assertThat(client.ended()).isTrue();
      assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  private static void readToTheEnd(
      InputStream in, CountDownLatch begun, CompletableFuture<Throwable> outcome) {
    try {
      int first = in.read();
      begun.countDown();
      while (first >= 0) {
        first = in.read();
      }
      outcome.completeExceptionally(new AssertionError("read to the end"));
    } catch (IOException | RuntimeException e) {
      outcome.complete(e);
    }
  }

  @Test
  void content_kept_beyond_the_exchange_cannot_be_read() throws Exception {
    CompletableFuture<InputStream> kept = new CompletableFuture<>();
    Handler keeping =
        request -> {
          kept.complete(request.body().open());
          return Response.text("x");
        };
    try (HttpServer server = HttpServer.start(0, keeping);
        RawClient client = new RawClient(server.port())) {
      client.send(post("abc")).read();
      client.send(get("/")).close();
    }
    assertThatThrownBy(() -> kept.get().read()).isInstanceOf(IOException.class);
  }

  @Test
  void a_client_that_breaks_off_its_content_is_told_when_it_listens() throws IOException {
    AtomicBoolean failed = new AtomicBoolean();
    Handler reading =
        request -> {
          try {
            return Response.text(request.text());
          } catch (IOException e) {
            failed.set(true);
            throw new IllegalStateException("wrapped", e);
          }
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, reading);
        RawClient client = new RawClient(server.port())) {
      client.send(post("/", "Content-Length: 10", "abc")).end();
      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
      assertThat(failed).isTrue();
      assertThat(log.warnings()).isEmpty();
    }
  }
}
