package io.godwit.tests.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.StreamingResponse;
import io.godwit.client.cache.HttpCache;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import io.godwit.wire.coding.ContentCoding;
import io.godwit.wire.coding.ContentCodings;
import io.godwit.wire.coding.ContentDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codings of content, undone and left alone, and digests. */
@Timeout(60)
final class DecodingTest {
  private static final byte[] TEXT = "grüße, ".repeat(20_000).getBytes(UTF_8);

  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, DecodingTest::answer);
    client = builder().build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpClientBuilder builder() {
    return HttpClient.builder().baseUri("http://127.0.0.1:" + server.port() + "/");
  }

  private static Response answer(ServerRequest request) throws IOException {
    byte[] gzip = gzip(TEXT);
    return switch (request.path()) {
      case "/gzip" -> coded("gzip", gzip);
      case "/chunked" ->
          coded("gzip", new byte[0]).withBody(Body.source(() -> new ByteArrayInputStream(gzip)));
      case "/twice" -> coded("gzip, gzip", gzip(gzip));
      case "/odd" -> coded("odd", gzip);
      case "/deflate" -> coded("deflate", deflate(TEXT));
      case "/brotli" -> coded("br", new byte[] {1, 2, 3});
      case "/mixed" -> coded("br, gzip", gzip);
      case "/cut" -> coded("gzip", Arrays.copyOf(gzip, gzip.length - 5));
      case "/trailing" -> coded("gzip", Arrays.copyOf(gzip, gzip.length + 3));
      case "/garbage" -> coded("gzip", "this is no gzip at all".getBytes(UTF_8));
      case "/bomb" -> coded("gzip", gzip(new byte[32 * 1024 * 1024]));
      case "/empty" -> coded("gzip", new byte[0]);
      case "/part" ->
          coded("gzip", Arrays.copyOf(gzip, 10)).withStatus(io.godwit.http.Status.of(206));
      case "/digest" -> coded("gzip", gzip).withHeader("Repr-Digest", sha256(gzip));
      case "/wrong" -> coded("gzip", gzip).withHeader("Content-Digest", sha256(TEXT));
      case "/cached" -> coded("gzip", gzip).withHeader("Cache-Control", "max-age=100");
      default -> Response.text(request.header("Accept-Encoding").orElse("none"));
    };
  }

  private static Response coded(String coding, byte[] content) {
    return Response.ok(Body.bytes(content)).withHeader("Content-Encoding", coding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "chunked", "twice", "deflate"})
  @Row({"P23", "T28"})
  void content_arrives_decoded_and_the_fields_as_they_were_sent(String path) throws IOException {
    BufferedResponse response = client.get(path).send();
    assertThat(response.bytes()).isEqualTo(TEXT);
    assertThat(response.header("Content-Encoding")).isPresent();
    try (StreamingResponse streamed = client.get(path).open()) {
      assertThat(streamed.body().readAllBytes()).isEqualTo(TEXT);
      assertThat(streamed.trailers()).isEmpty();
    }
    try (StreamingResponse streamed = client.get(path).open()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(TEXT.length + 1);
      while (streamed.channel().read(direct) >= 0) {
        // on
      }
      assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(TEXT));
    }
    assertThat(client.connections().totals().opened()).isOne();
  }

  @Test
  @Row({"P23", "H7"})
  void switched_off_the_content_is_raw_and_no_coding_is_asked_for() throws IOException {
    try (HttpClient raw = builder().decompress(false).build()) {
      assertThat(raw.get("gzip").send().bytes()).isEqualTo(gzip(TEXT));
      assertThat(raw.get("asks").send().text()).isEqualTo("identity");
      assertThat(raw.get("gzip").decompress(true).send().bytes()).isEqualTo(TEXT);
      assertThat(raw.get("asks").decompress(true).send().text()).isEqualTo("gzip, deflate");
    }
    assertThat(client.get("gzip").decompress(false).send().bytes()).isEqualTo(gzip(TEXT));
    assertThat(client.get("asks").decompress(false).send().text()).isEqualTo("identity");
    assertThat(client.get("asks").send().text()).isEqualTo("gzip, deflate");
  }

  @Test
  @Row({"T28", "P3"})
  void what_is_asked_for_by_hand_or_left_out_is_left_alone() throws IOException {
    assertThat(client.get("asks").header("Accept-Encoding", "br").send().text()).isEqualTo("br");
    assertThat(client.get("asks").header("Range", "bytes=0-9").send().text()).isEqualTo("identity");
    try (HttpClient silent = builder().withoutHeader("Accept-Encoding").build()) {
      assertThat(silent.get("asks").send().text()).isEqualTo("none");
      assertThat(silent.get("asks").decompress(false).send().text()).isEqualTo("none");
      assertThat(silent.get("asks").header("Range", "bytes=0-9").send().text()).isEqualTo("none");
      assertThat(silent.get("gzip").send().bytes()).isEqualTo(TEXT);
    }
    try (HttpClient other = builder().header("Accept-Encoding", "zstd").build()) {
      assertThat(other.get("asks").send().text()).isEqualTo("zstd");
    }
  }

  // peers.md 3.2 H: Apache CVE-2026-64607: a coding nobody knows must not cost the connection
  @ParameterizedTest
  @ValueSource(strings = {"brotli", "mixed", "part"})
  void a_coding_that_is_not_known_stays_and_the_connection_serves_on(String path)
      throws IOException {
    BufferedResponse response = client.get(path).send();
    assertThat(response.header("Content-Encoding")).isPresent();
    assertThat(response.bytes()).isNotEqualTo(TEXT).isNotEmpty();
    assertThat(response.explain().toString()).contains("is passed on as it is");
    assertThat(client.get("asks").send().status().success()).isTrue();
    assertThat(client.connections().totals().opened()).isOne();
  }

  // peers.md 3.2 H: Netty CVE-2025-58057, CVE-2026-42587; undici CVE-2026-1526
  @ParameterizedTest
  @ValueSource(strings = {"cut", "trailing", "garbage", "bomb"})
  @Row("T28")
  void damaged_content_is_a_failure_and_leaves_no_connection_leased(String path) {
    assertThatThrownBy(() -> client.get(path).send()).isInstanceOf(HttpFailure.Content.class);
    assertThatThrownBy(
            () -> {
              try (StreamingResponse response = client.get(path).open()) {
                response.body().transferTo(new ByteArrayOutputStream());
              }
            })
        .isInstanceOf(HttpFailure.Content.class);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_failure_stays_one_however_often_somebody_reads() throws IOException {
    try (StreamingResponse response = client.get("garbage").open()) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> response.body().read())
            .isInstanceOf(HttpFailure.Content.class)
            .hasMessageContaining("does not begin as gzip");
      }
      assertThatThrownBy(response::trailers).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  @Row("T28")
  void the_limit_of_collected_content_is_for_what_was_decoded() throws IOException {
    assertThat(client.get("gzip").bodyLimit(TEXT.length).send().bytes()).isEqualTo(TEXT);
    assertThatThrownBy(() -> client.get("gzip").bodyLimit(TEXT.length - 1).send())
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void nothing_is_no_content_in_any_coding() throws IOException {
    assertThat(client.get("empty").send().bytes()).isEmpty();
    assertThat(client.head("gzip").send().header("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void what_is_not_read_is_given_back_and_what_was_closed_is_not_read() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (StreamingResponse response = client.get("gzip").open()) {
        assertThat(response.body().read()).isEqualTo('g');
      }
    }
    StreamingResponse closed = client.get("gzip").open();
    closed.close();
    assertThatThrownBy(() -> closed.body().read()).isInstanceOf(HttpFailure.Cancelled.class);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_coding_that_breaks_in_its_own_way_gives_everything_back() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    ContentCodings codings = ContentCodings.standard().with(new Broken(closed));
    try (HttpClient broken = builder().codings(codings).build()) {
      assertThatThrownBy(() -> broken.get("odd").send()).hasMessage("broken");
      StreamingResponse response = broken.get("odd").open();
      assertThatThrownBy(() -> response.body().read()).hasMessage("broken");
      assertThat(broken.connections().leased()).isZero();
      CompletableFuture<Throwable> told = new CompletableFuture<>();
      broken.get("odd").open().publisher().subscribe(new Failing(told));
      assertThat(told.get(20, TimeUnit.SECONDS)).hasMessage("broken");
      Await.until(() -> closed.get() == 3);
    }
  }

  /** Knows no content. */
  private record Broken(AtomicInteger closed) implements ContentCoding {
    @Override
    public String name() {
      return "odd";
    }

    @Override
    public ContentDecoder decoder() {
      return new ContentDecoder() {
        @Override
        public void decode(ByteBuffer coded, ByteBuffer plain) {
          throw new IllegalStateException("broken");
        }

        @Override
        public void end() {}

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }
  }

  /** Waits for a failure. */
  private record Failing(CompletableFuture<Throwable> told) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      throw new AssertionError("nothing can be read");
    }

    @Override
    public void onError(Throwable failure) {
      told.complete(failure);
    }

    @Override
    public void onComplete() {
      told.complete(new AssertionError("nothing can be read"));
    }
  }

  @Test
  void listeners_and_interceptors_see_decoded_content() throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    CallListener listener =
        new CallListener() {
          @Override
          public void content(CallView call, ByteBuffer content) {
            byte[] piece = new byte[content.remaining()];
            content.get(piece);
            heard.writeBytes(piece);
          }
        };
    BufferedResponse response = client.get("gzip").listener(listener).send();
    assertThat(heard.toByteArray()).isEqualTo(TEXT);
    Response bare = response.response();
    assertThat(bare.body().bytes(TEXT.length)).isEqualTo(TEXT);
    assertThat(bare.headers().has("Content-Encoding")).isFalse();
    assertThat(bare.headers().has("Content-Length")).isFalse();
    Headers raw = client.get("gzip").decompress(false).send().response().headers();
    assertThat(raw.has("Content-Encoding")).isTrue();
  }

  @Test
  void the_cache_keeps_what_was_sent_and_gives_what_is_wanted() throws IOException {
    try (HttpClient caching = builder().cache(HttpCache.inMemory(10_000_000)).build()) {
      assertThat(caching.get("cached").send().bytes()).isEqualTo(TEXT);
      BufferedResponse kept = caching.get("cached").send();
      assertThat(kept.header("Cache-Status").orElse("")).contains("hit");
      assertThat(kept.bytes()).isEqualTo(TEXT);
    }
  }

  @Test
  void content_is_checked_against_its_digest() throws IOException {
    assertThat(client.get("digest").send().bytes()).isEqualTo(TEXT);
    assertThat(client.get("digest").decompress(false).send().bytes()).isEqualTo(gzip(TEXT));
    assertThatThrownBy(() -> client.get("wrong").send())
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessage("the content is not what its Content-Digest SHA-256 digest says");
    try (HttpClient trusting = builder().checkDigests(false).build()) {
      assertThat(trusting.get("wrong").send().bytes()).isEqualTo(TEXT);
    }
    try (StreamingResponse response = client.get("wrong").open()) {
      assertThatThrownBy(() -> response.body().readAllBytes())
          .isInstanceOf(HttpFailure.Content.class);
      assertThatThrownBy(() -> response.body().read()).isInstanceOf(HttpFailure.Content.class);
    }
    Optional<String> digest = client.head("wrong").send().header("Content-Digest");
    assertThat(digest).isPresent();
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
      out.write(plain);
    }
    return coded.toByteArray();
  }

  private static byte[] deflate(byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(coded)) {
      out.write(plain);
    }
    return coded.toByteArray();
  }
}
