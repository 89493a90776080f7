package io.godwit.server.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.MediaType;
import io.godwit.http.Multipart;
import io.godwit.http.Part;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.Filter;
import io.godwit.server.Handler;
import io.godwit.server.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent as gzip, and what a client and a cache learn about it. */
class CompressionTest {
  private static final String LONG = "a godwit flies far. ".repeat(500);

  /** What a call gets, undecoded. */
  private static BufferedResponse ask(Handler handler, String method, String accepts)
      throws IOException {
    try (HttpServer server =
            HttpServer.builder().filter(Compression.gzip()).handler(handler).start();
        HttpClient client = HttpClient.builder().decompress(false).build()) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      CallBuilder call = method.equals("HEAD") ? client.head(url) : client.get(url);
      return (accepts.isEmpty() ? call : call.header("Accept-Encoding", accepts)).send();
    }
  }

  private static BufferedResponse get(Response response) throws IOException {
    return ask(request -> response, "GET", "gzip");
  }

  private static String unzipped(BufferedResponse response) throws IOException {
    assertThat(response.header("Content-Encoding")).contains("gzip");
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.bytes()))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "gzip ! true",
        "GZIP ! true",
        "x-gzip ! true",
        "deflate, gzip;q=0.5, br ! true",
        "* ! true",
        "*;q=0.1 ! true",
        "identity;q=0.5, gzip;q=0.5 ! true",
        "gzip;q=0.5, identity ! false",
        "gzip;q=0 ! false",
        "gzip;q=0, * ! false",
        "identity;q=0, * ! true",
        "identity;q=0.9, *;q=0.5 ! false",
        "br ! false",
        "gzip;q=x ! false",
        "identity ! false",
        "`` ! false"
      })
  void the_client_says_whether_it_likes_gzip(String accepts, boolean coded) throws IOException {
    Handler handler = request -> Response.text(LONG);
    BufferedResponse response = ask(handler, "GET", accepts);
    assertThat(response.header("Vary")).contains("Accept-Encoding");
    if (coded) {
      assertThat(unzipped(response)).isEqualTo(LONG);
      assertThat(response.header("Content-Length")).contains(response.bytes().length + "");
    } else {
      assertThat(response.header("Content-Encoding")).isEmpty();
      assertThat(response.text()).isEqualTo(LONG);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, true",
    "text/event-stream, true",
    "application/json, true",
    "application/problem+json, true",
    "image/svg+xml, true",
    "application/xml, true",
    "application/javascript, true",
    "application/wasm, true",
    "font/ttf, true",
    "image/png, false",
    "font/woff2, false",
    "application/zip, false",
    "video/mp4, false",
    "application/octet-stream, false"
  })
  void what_gains_nothing_is_left_as_it_is(String type, boolean coded) throws IOException {
    Response byBody = Response.ok(Body.text(LONG).withType(MediaType.of(type)));
    Response byField =
        Response.ok(Body.bytes(LONG.getBytes(UTF_8))).withHeader("Content-Type", type);
    for (Response response : new Response[] {byBody, byField}) {
      BufferedResponse got = get(response);
      assertThat(got.header("Content-Type")).contains(type);
      assertThat(got.header("Content-Encoding").isPresent()).isEqualTo(coded);
      assertThat(got.header("Vary").isPresent()).isEqualTo(coded);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: br",
        "Content-Range: bytes 0-9/100",
        "Content-Digest: sha-256=:x:",
        "Repr-Digest: sha-256=:x:",
        "Digest: x",
        "Content-MD5: x",
        "Cache-Control: public, no-transform"
      })
  void what_was_settled_before_is_left_as_it_is(String field) throws IOException {
    String[] parts = field.split(": ", 2);
    Response response =
        Response.text(LONG).withHeader(parts[0], parts[1]).withHeader("ETag", "\"1\"");
    BufferedResponse got = get(response);
    assertThat(got.bytes()).isEqualTo(LONG.getBytes(UTF_8));
    assertThat(got.header("ETag")).contains("\"1\"");
    assertThat(got.header("Vary")).isEmpty();
  }

  @Test
  void nothing_but_whole_content_of_some_size_is_coded() throws IOException {
    assertThat(get(Response.text("x".repeat(1023))).header("Content-Encoding")).isEmpty();
    assertThat(get(Response.text("x".repeat(1023))).header("Vary")).isEmpty();
    assertThat(get(Response.text("x".repeat(1024))).header("Content-Encoding")).contains("gzip");
    BufferedResponse part = get(Response.of(206).withBody(Body.text(LONG)));
    assertThat(part.header("Content-Encoding")).isEmpty();
    assertThat(part.header("Vary")).contains("Accept-Encoding");
    assertThat(get(Response.of(206).withBody(Body.bytes(new byte[2000]))).header("Vary")).isEmpty();
    assertThat(get(Response.of(404).withBody(Body.text(LONG))).header("Content-Encoding"))
        .contains("gzip");
    assertThat(get(Response.of(204)).header("Vary")).isEmpty();
    assertThat(get(Response.ok(Body.bytes(new byte[2000]))).header("Vary")).isEmpty();
  }

  @Test
  void a_request_that_wants_no_change_gets_none() throws IOException {
    Handler handler = request -> Response.text(LONG);
    try (HttpServer server =
            HttpServer.builder()
                .filter(Compression.gzip().withMinimum(10))
                .handler(handler)
                .start();
        HttpClient client = HttpClient.builder().decompress(false).build()) {
      CallBuilder call = client.get("http://127.0.0.1:" + server.port() + "/");
      BufferedResponse plain =
          call.header("Accept-Encoding", "gzip").header("Cache-Control", "no-transform").send();
      assertThat(plain.text()).isEqualTo(LONG);
    }
    assertThat(Compression.gzip().withMinimum(10)).hasToString("gzip from 10 bytes on");
  }

  @Test
  void a_tag_becomes_weak_and_ranges_are_not_offered() throws IOException {
    Response tagged =
        Response.text(LONG)
            .withHeaders(Headers.of("ETag", "\"1\"", "Accept-Ranges", "bytes", "Vary", "Origin"));
    BufferedResponse got = get(tagged);
    assertThat(got.header("ETag")).contains("W/\"1\"");
    assertThat(got.header("Accept-Ranges")).isEmpty();
    assertThat(got.headers().all("Vary")).containsExactly("Origin", "Accept-Encoding");
    BufferedResponse plain = ask(request -> tagged, "GET", "");
    assertThat(plain.header("ETag")).contains("\"1\"");
    assertThat(plain.header("Accept-Ranges")).contains("bytes");
    BufferedResponse weak = get(tagged.withHeader("ETag", "W/\"2\"").withHeader("Vary", "*"));
    assertThat(weak.header("ETag")).contains("W/\"2\"");
    assertThat(weak.headers().all("Vary")).containsExactly("*");
  }

  @Test
  void what_was_not_modified_has_the_tag_of_what_was_sent() throws IOException {
    Response unchanged = Response.of(304).withHeader("ETag", "\"1\"");
    assertThat(get(unchanged).header("ETag")).contains("W/\"1\"");
    assertThat(get(unchanged).header("Vary")).contains("Accept-Encoding");
    assertThat(ask(request -> unchanged, "GET", "").header("ETag")).contains("\"1\"");
    assertThat(ask(request -> Response.of(304), "GET", "").header("Vary"))
        .contains("Accept-Encoding");
  }

  @Test
  void head_says_what_get_would(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("a.txt"), LONG);
    AtomicBoolean closed = new AtomicBoolean();
    Handler stream =
        request ->
            Response.ok(
                Body.stream(
                        new FilterInputStream(new ByteArrayInputStream(LONG.getBytes(UTF_8))) {
                          @Override
                          public void close() {
                            closed.set(true);
                          }
                        })
                    .withLength(LONG.length())
                    .withType(MediaType.TEXT_PLAIN_UTF_8));
    Handler silent =
        request ->
            request.method().name().equals("HEAD")
                ? Response.of(200)
                    .withHeader("Content-Length", "" + LONG.length())
                    .withHeader("Content-Type", "text/plain")
                : Response.ok(Body.file(file)).withHeader("Content-Type", "text/plain");
    for (Handler handler :
        new Handler[] {
          request -> Response.text(LONG),
          request -> Response.ok(Body.file(file).withType(MediaType.TEXT_PLAIN_UTF_8)),
          stream,
          silent
        }) {
      BufferedResponse get = ask(handler, "GET", "gzip");
      BufferedResponse head = ask(handler, "HEAD", "gzip");
      assertThat(unzipped(get)).isEqualTo(LONG);
      assertThat(head.headers().without("Date"))
          .isEqualTo(get.headers().without("Date").without("Transfer-Encoding"));
    }
    assertThat(closed).isTrue();
    Handler small =
        request ->
            Response.of(200)
                .withHeader("Content-Length", "9")
                .withHeader("Content-Type", "text/plain");
    assertThat(ask(small, "HEAD", "gzip").header("Content-Length")).contains("9");
  }

  @Test
  void content_of_each_kind_comes_out_as_it_went_in(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("a.txt"), LONG.repeat(50));
    MediaType text = MediaType.TEXT_PLAIN_UTF_8;
    for (Body body :
        new Body[] {
          Body.text(LONG.repeat(200)), // more than is compressed at once
          Body.file(file).withType(text),
          Body.stream(new ByteArrayInputStream(LONG.getBytes(UTF_8))).withType(text),
          Body.stream(InputStream.nullInputStream()).withType(text),
          Body.producer(
                  to -> {
                    to.write(LONG);
                    to.flush();
                    to.write(LONG.getBytes(UTF_8));
                    to.write(file, 10, 100_000);
                  })
              .withType(text)
        }) {
      String expected = body.canReplay() ? new String(body.bytes(10_000_000), UTF_8) : LONG;
      String got = unzipped(get(Response.ok(body)));
      assertThat(got).isEqualTo(got.isEmpty() ? "" : expected);
    }
  }

  @Test
  void bytes_that_become_no_smaller_are_sent_plain() throws IOException {
    byte[] noise = new byte[3000];
    new Random(7).nextBytes(noise);
    BufferedResponse got = get(Response.ok(Body.bytes(noise).withType(MediaType.of("text/x"))));
    assertThat(got.header("Content-Encoding")).isEmpty();
    assertThat(got.header("Vary")).contains("Accept-Encoding");
    assertThat(got.bytes()).isEqualTo(noise);
  }

  @Test
  void each_piece_of_a_slow_stream_leaves_at_once_and_trailers_follow() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    Handler slow =
        request ->
            Response.ok(
                Body.producer(
                        to -> {
                          to.write("first");
                          to.flush();
                          await(read);
                          to.write(" second");
                          to.trailers(Headers.of("X-End", "yes"));
                        })
                    .withType(MediaType.TEXT_PLAIN_UTF_8));
    try (HttpServer server = HttpServer.builder().filter(Compression.gzip()).handler(slow).start();
        HttpClient client = HttpClient.create();
        StreamingResponse response = client.get("http://127.0.0.1:" + server.port() + "/").open()) {
      InputStream in = response.body();
      assertThat(new String(in.readNBytes(5), UTF_8)).isEqualTo("first");
      read.countDown();
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(" second");
      assertThat(response.trailers().first("X-End")).contains("yes");
    }
  }

  private static void quietly(Callable<?> test) throws Exception {
    Logger logger = Logger.getLogger("io.godwit.server");
    logger.setUseParentHandlers(false);
    try {
      test.call();
    } finally {
      logger.setUseParentHandlers(true);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("the first piece was not read");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void a_stream_whose_head_is_refused_or_without_content_after_all_is_closed(String method)
      throws Exception {
    CountDownLatch closed = new CountDownLatch(3);
    Body once =
        Body.stream(
                new FilterInputStream(new ByteArrayInputStream(LONG.getBytes(UTF_8))) {
                  @Override
                  public void close() {
                    closed.countDown();
                  }
                })
            .withType(MediaType.TEXT_PLAIN_UTF_8);
    Body parts =
        Body.multipart(
            Multipart.create().part(Part.of("a", once)).part(Part.of("b", once)).withBoundary("x"));
    Handler handler =
        request ->
            request.path().equals("/parts")
                ? Response.ok(parts.withType(MediaType.TEXT_PLAIN_UTF_8))
                : Response.ok(once);
    Filter spoiling =
        (request, next) -> {
          Response response = next.handle(request);
          return request.path().equals("/refused")
              ? response.withHeader("Keep-Alive", "1")
              : Response.of(Status.NOT_MODIFIED)
                  .withHeaders(response.headers())
                  .withBody(response.body());
        };
    Logger logger = Logger.getLogger("io.godwit.server");
    logger.setUseParentHandlers(false);
    try (HttpServer server =
            HttpServer.builder()
                .filter(spoiling)
                .filter(Compression.gzip())
                .handler(handler)
                .start();
        HttpClient client = HttpClient.create()) {
      for (String path : List.of("refused", "parts")) {
        String url = "http://127.0.0.1:" + server.port() + "/" + path;
        (method.equals("HEAD") ? client.head(url) : client.get(url)).send();
      }
      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void a_stream_that_fails_before_its_first_byte_is_an_error_and_later_a_cut() throws Exception {
    Body none =
        Body.producer(
            to -> {
              throw new IllegalStateException("nothing to say");
            });
    Body half =
        Body.producer(
            to -> {
              to.write(LONG);
              to.flush();
              throw new IllegalStateException("no more to say");
            });
    quietly(
        () -> {
          Response failing = Response.ok(none.withType(MediaType.TEXT_PLAIN_UTF_8));
          assertThat(get(failing).status().code()).isEqualTo(500);
          Response breaking = Response.ok(half.withType(MediaType.TEXT_PLAIN_UTF_8));
          return assertThatThrownBy(() -> get(breaking)).isInstanceOf(HttpFailure.class);
        });
  }
}
