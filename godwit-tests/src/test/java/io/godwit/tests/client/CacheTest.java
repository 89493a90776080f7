package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.client.cache.HttpCache;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.net.Clock;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client with a cache, an origin that counts, and a wall clock that the test sets. */
@Timeout(60)
final class CacheTest {
  private static final long ROOMY = 32L * 1024 * 1024;

  /** The system's, but for the time of day. */
  private static final class SetClock implements Clock {
    private volatile Instant wall = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    public Instant wall() {
      return wall;
    }

    @Override
    public long nanos() {
      return Clock.system().nanos();
    }

    void pass(Duration time) {
      wall = wall.plus(time);
    }
  }

  /** What a page says at the moment. */
  private static final class Text {
    private volatile String now;

    Text(String now) {
      this.now = now;
    }
  }

  /** What the origin says to a request for a path. */
  private interface Page {
    Response answer(ServerRequest request) throws Exception;
  }

  enum Store {
    MEMORY,
    DISK
  }

  @TempDir Path folder;

  private final SetClock clock = new SetClock();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private HttpCache cache;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, this::answer);
    cache = HttpCache.inMemory(ROOMY);
    client = client(cache);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpClient client(HttpCache store) {
    return HttpClient.builder()
        .baseUri("http://127.0.0.1:" + server.port() + "/")
        .clock(clock)
        .cache(store)
        .build();
  }

  private Response answer(ServerRequest request) throws Exception {
    String condition = request.header("If-None-Match").map(tag -> " if " + tag).orElse("");
    asked.add(request.method() + " " + request.path() + condition);
    Page page = pages.get(request.path());
    // the server's Date would be that of today
    return (page == null ? Response.of(404) : page.answer(request)).withHeader("Date", "unknown");
  }

  private static Response page(String text, String... fields) {
    return Response.text(text).withHeaders(Headers.of(fields));
  }

  /** Answers 304 while the tag is the same. */
  private static Page tagged(Text text, String control) {
    return request -> {
      String now = text.now;
      String tag = "\"" + now + "\"";
      boolean same = request.header("If-None-Match").orElse("").contains(tag);
      return (same ? Response.of(304) : Response.text(now))
          .withHeaders(Headers.of("ETag", tag, "Cache-Control", control));
    };
  }

  private static String told(BufferedResponse response) {
    return response.text() + " | " + response.header("Cache-Status").orElse("none");
  }

  private String get(String path) throws HttpFailure {
    return told(client.get(path).send());
  }

  // ---- hits

  @ParameterizedTest
  @EnumSource
  void a_fresh_response_is_used_without_an_exchange(Store store) throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60", "X", "1"));
    HttpCache kept =
        store == Store.DISK ? HttpCache.onDisk(folder, ROOMY) : HttpCache.inMemory(ROOMY);
    try (HttpClient own = client(kept)) {
      assertThat(told(own.get("a").send())).isEqualTo("hello | godwit; fwd=uri-miss; stored");
      clock.pass(Duration.ofSeconds(20));
      BufferedResponse hit = own.get("a").send();
      assertThat(told(hit)).isEqualTo("hello | godwit; hit; ttl=40");
      assertThat(hit.header("X")).contains("1");
      assertThat(hit.header("Age")).contains("20");
      assertThat(hit.attempts()).isZero();
      assertThat(hit.history()).isEmpty();
      assertThat(hit.trailers().isEmpty()).isTrue();
      assertThat(hit.request().uri().path()).isEqualTo("/a");
      assertThat(hit.timings().total()).isPositive();
      assertThat(hit.timings().connect()).isZero();
      assertThat(hit.explain().toString()).contains("cache: godwit; hit; ttl=40", "answer: 200");
      try (StreamingResponse streamed = own.get("a").open()) {
        assertThat(streamed.body().readAllBytes()).asString().isEqualTo("hello");
        assertThat(streamed.trailers().isEmpty()).isTrue();
      }
      clock.pass(Duration.ofSeconds(40));
      assertThat(told(own.get("a").send())).isEqualTo("hello | godwit; fwd=stale; stored");
    }
    assertThat(asked).containsExactly("GET /a", "GET /a");
  }

  @Test
  void without_a_cache_nothing_is_kept_and_nothing_is_said() throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60"));
    try (HttpClient plain = HttpClient.create()) {
      String uri = "http://127.0.0.1:" + server.port() + "/a";
      assertThat(told(plain.get(uri).send())).isEqualTo("hello | none");
      assertThat(told(plain.get(uri).send())).isEqualTo("hello | none");
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_head_is_answered_from_what_a_get_has_stored() throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60"));
    get("a");
    BufferedResponse head = client.head("a").send();
    assertThat(told(head)).isEqualTo(" | godwit; hit; ttl=60");
    assertThat(head.header("Content-Length")).contains("5");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_query_is_known_by_its_content() throws Exception {
    pages.put("/q", request -> page(request.text() + "!", "Cache-Control", "max-age=60"));
    assertThat(told(client.query("q").text("one").send()))
        .startsWith("one! | godwit; fwd=uri-miss");
    assertThat(told(client.query("q").text("two").send()))
        .startsWith("two! | godwit; fwd=uri-miss");
    assertThat(told(client.query("q").text("one").send())).isEqualTo("one! | godwit; hit; ttl=60");
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_redirect_that_was_stored_is_followed_without_asking() throws Exception {
    pages.put(
        "/old",
        _ ->
            Response.of(301)
                .withBody(Body.text("moved"))
                .withHeaders(Headers.of("Location", "/new", "Cache-Control", "max-age=60")));
    pages.put("/new", _ -> page("here", "Cache-Control", "no-store"));
    assertThat(get("old")).isEqualTo("here | godwit; fwd=uri-miss");
    BufferedResponse again = client.get("old").send();
    assertThat(told(again)).isEqualTo("here | godwit; fwd=uri-miss");
    assertThat(again.history()).hasSize(1);
    assertThat(again.attempts()).isOne();
    assertThat(asked).containsExactly("GET /old", "GET /new", "GET /new");
  }

  @Test
  void other_values_of_what_varies_are_other_responses() throws Exception {
    pages.put(
        "/a",
        request ->
            page(
                request.header("Accept-Language").orElse("none"),
                "Cache-Control",
                "max-age=60",
                "Vary",
                "Accept-Language"));
    for (String language : List.of("de", "fr", "de", "fr")) {
      BufferedResponse response = client.get("a").header("Accept-Language", language).send();
      assertThat(response.text()).isEqualTo(language);
    }
    assertThat(get("a")).isEqualTo("none | godwit; fwd=vary-miss; stored");
    assertThat(asked).hasSize(3);
  }

  /** What requests-cache and others got wrong: one person's page shown to another. */
  @Test
  void what_was_given_for_credentials_is_given_to_no_others() throws Exception {
    pages.put(
        "/me",
        request ->
            page(
                "for " + request.header("Authorization").orElse("nobody"),
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"same for all\""));
    for (String who : List.of("Bearer a", "Bearer b", "Bearer a")) {
      BufferedResponse response = client.get("me").header("Authorization", who).send();
      assertThat(response.text()).isEqualTo("for " + who);
    }
    assertThat(get("me")).isEqualTo("for nobody | godwit; fwd=vary-miss; stored");
    assertThat(asked).containsExactly("GET /me", "GET /me", "GET /me");
  }

  @Test
  void only_if_cached_asks_nobody() throws Exception {
    BufferedResponse response = client.get("a").header("Cache-Control", "only-if-cached").send();
    assertThat(response.status().code()).isEqualTo(504);
    assertThat(told(response)).isEqualTo(" | godwit; detail=only-if-cached");
    assertThat(asked).isEmpty();
  }

  // ---- validation

  @ParameterizedTest
  @EnumSource
  void a_stale_response_is_confirmed_and_used_again(Store store) throws Exception {
    Text text = new Text("one");
    pages.put("/a", tagged(text, "max-age=60"));
    HttpCache kept =
        store == Store.DISK ? HttpCache.onDisk(folder, ROOMY) : HttpCache.inMemory(ROOMY);
    try (HttpClient own = client(kept)) {
      assertThat(told(own.get("a").send())).isEqualTo("one | godwit; fwd=uri-miss; stored");
      clock.pass(Duration.ofSeconds(61));
      BufferedResponse confirmed = own.get("a").send();
      assertThat(told(confirmed)).isEqualTo("one | godwit; fwd=stale; fwd-status=304; ttl=60");
      assertThat(confirmed.attempts()).isOne();
      assertThat(confirmed.status().code()).isEqualTo(200);
      assertThat(told(own.get("a").send())).isEqualTo("one | godwit; hit; ttl=60");
      clock.pass(Duration.ofSeconds(61));
      text.now = "two";
      assertThat(told(own.get("a").send())).isEqualTo("two | godwit; fwd=stale; stored");
      assertThat(told(own.get("a").send())).isEqualTo("two | godwit; hit; ttl=60");
      assertThat(own.get("a").header("Cache-Control", "no-cache").send().header("Cache-Status"))
          .contains("godwit; fwd=request; fwd-status=304; ttl=60");
    }
    assertThat(kept.statistics().responses()).isOne();
    assertThat(asked)
        .containsExactly("GET /a", "GET /a if \"one\"", "GET /a if \"one\"", "GET /a if \"two\"");
  }

  @Row("T20")
  @Test
  void a_caller_may_ask_what_has_changed_since_and_goes_past_the_cache() throws Exception {
    Instant changed = Instant.parse("2026-11-21T11:00:00Z");
    pages.put(
        "/a",
        request ->
            request.header("If-Modified-Since").equals(Optional.of("Sat, 21 Nov 2026 11:00:00 GMT"))
                ? Response.of(304)
                : page("hello", "Cache-Control", "max-age=60"));
    assertThat(client.get("a").send().notModified()).isFalse();
    BufferedResponse response = client.get("a").ifModifiedSince(changed.plusMillis(5)).send();
    assertThat(response.notModified()).isTrue();
    assertThat(told(response)).isEqualTo(" | godwit; fwd=bypass");
    try (StreamingResponse streamed = client.get("a").ifModifiedSince(changed).open()) {
      assertThat(streamed.notModified()).isTrue();
    }
    assertThatThrownBy(() -> client.get("a").ifModifiedSince(Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(get("a")).isEqualTo("hello | godwit; hit; ttl=60");
  }

  @Test
  void a_range_goes_past_the_cache() throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60"));
    get("a");
    assertThat(told(client.get("a").header("Range", "bytes=0-1").send()))
        .isEqualTo("hello | godwit; fwd=bypass");
  }

  /** 64 calls find the same response stale: one asks, and its answer is that of all. */
  @Test
  void many_calls_share_one_question() throws Exception {
    Text text = new Text("one");
    pages.put("/a", tagged(text, "max-age=60"));
    get("a");
    clock.pass(Duration.ofSeconds(61));
    asked.clear();
    int calls = 64;
    CyclicBarrier together = new CyclicBarrier(calls);
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < calls; i++) {
        answers.add(
            threads.submit(
                () -> {
                  together.await(30, TimeUnit.SECONDS);
                  return get("a");
                }));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).startsWith("one | godwit; ");
      }
    }
    assertThat(asked).containsExactly("GET /a if \"one\"");
  }

  // ---- stale

  @Test
  void a_stale_response_is_served_while_it_is_asked_for_anew() throws Exception {
    Text text = new Text("one");
    CountDownLatch mayAnswer = new CountDownLatch(1);
    Page page = tagged(text, "max-age=60, stale-while-revalidate=60");
    pages.put("/a", page);
    get("a");
    clock.pass(Duration.ofSeconds(70));
    text.now = "two";
    pages.put(
        "/a",
        request -> {
          assertThat(mayAnswer.await(30, TimeUnit.SECONDS)).isTrue();
          return page.answer(request);
        });
    String stale = "one | godwit; hit; ttl=-10; detail=stale-while-revalidate";
    assertThat(get("a")).isEqualTo(stale);
    assertThat(get("a")).isEqualTo(stale);
    mayAnswer.countDown();
    Await.until(() -> cache.statistics().stored() == 2);
    assertThat(get("a")).isEqualTo("two | godwit; hit; ttl=60");
    assertThat(asked).containsExactly("GET /a", "GET /a if \"one\"");
  }

  @Test
  void a_question_in_the_background_ends_with_the_client() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    pages.put("/a", _ -> page("one", "Cache-Control", "max-age=60, stale-while-revalidate=60"));
    get("a");
    clock.pass(Duration.ofSeconds(70));
    pages.put(
        "/a",
        _ -> {
          assertThat(never.await(30, TimeUnit.SECONDS)).isTrue();
          return page("two", "Cache-Control", "max-age=60");
        });
    assertThat(get("a")).startsWith("one");
    Await.until(() -> asked.size() == 2);
    client.close();
    Await.until(() -> client.connections().leased() == 0);
    never.countDown();
    assertThat(cache.statistics().stored()).isOne();
  }

  @Test
  void in_place_of_an_error_a_stale_response_is_served() throws Exception {
    pages.put("/a", _ -> page("one", "Cache-Control", "max-age=60, stale-if-error=60"));
    get("a");
    clock.pass(Duration.ofSeconds(70));
    pages.put("/a", _ -> Response.of(503).withBody(Body.text("down")));
    assertThat(get("a"))
        .isEqualTo("one | godwit; fwd=stale; fwd-status=503; ttl=-10; detail=stale-if-error");
    pages.put("/a", _ -> page("two", "Cache-Control", "max-age=60, stale-if-error=60"));
    assertThat(get("a")).isEqualTo("two | godwit; fwd=stale; stored");
    clock.pass(Duration.ofSeconds(70));
    server.close();
    BufferedResponse served = client.get("a").send();
    assertThat(told(served)).isEqualTo("two | godwit; fwd=stale; ttl=-10; detail=stale-if-error");
    assertThat(served.explain().toString()).contains("in place of");
    clock.pass(Duration.ofSeconds(51));
    assertThatThrownBy(() -> client.get("a").send()).isInstanceOf(HttpFailure.class);
  }

  // ---- invalidation

  @Test
  void what_was_changed_is_asked_for_anew() throws Exception {
    pages.put("/a", _ -> page("a", "Cache-Control", "max-age=60"));
    pages.put("/b", _ -> page("b", "Cache-Control", "max-age=60"));
    pages.put("/c", _ -> page("c", "Cache-Control", "max-age=60"));
    get("a");
    get("b");
    get("c");
    pages.put("/a", _ -> Response.of(201).withHeader("Location", "/b"));
    client.post("a").text("new").send();
    pages.put("/a", _ -> page("A", "Cache-Control", "max-age=60"));
    assertThat(get("a")).isEqualTo("A | godwit; fwd=uri-miss; stored");
    assertThat(get("b")).isEqualTo("b | godwit; fwd=uri-miss; stored");
    assertThat(get("c")).isEqualTo("c | godwit; hit; ttl=60");
    pages.put("/c", _ -> Response.of(500));
    client.delete("c").send();
    assertThat(get("c")).isEqualTo("c | godwit; hit; ttl=60");
  }

  // ---- content

  @Test
  void content_is_kept_when_it_has_arrived_whole_however_it_is_read() throws Exception {
    byte[] large = new byte[300_000];
    Arrays.fill(large, (byte) 'x');
    pages.put(
        "/large",
        _ -> Response.ok(Body.bytes(large)).withHeaders(Headers.of("Cache-Control", "max-age=60")));
    pages.put(
        "/chunked",
        _ ->
            Response.ok(Body.chunks(List.of(large, large)).withTrailers(() -> Headers.of("T", "1")))
                .withHeaders(Headers.of("Cache-Control", "max-age=60")));
    try (StreamingResponse response = client.get("large").open()) {
      ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
      while (response.channel().read(piece) >= 0) {
        piece.clear();
      }
    }
    try (StreamingResponse response = client.get("chunked").open();
        InputStream body = response.body()) {
      assertThat(body.readAllBytes()).hasSize(600_000);
      assertThat(response.trailers().first("T")).contains("1");
    }
    BufferedResponse hit = client.get("large").send();
    assertThat(hit.header("Cache-Status")).contains("godwit; hit; ttl=60");
    assertThat(hit.bytes()).isEqualTo(large);
    BufferedResponse chunked = client.get("chunked").send();
    assertThat(chunked.header("Cache-Status")).contains("godwit; hit; ttl=60");
    assertThat(chunked.bytes()).hasSize(600_000).containsOnly('x');
    assertThat(asked).hasSize(2);
  }

  @Test
  void content_that_was_not_read_to_its_end_or_broke_off_is_not_kept() throws Exception {
    pages.put(
        "/a",
        _ ->
            Response.ok(Body.bytes(new byte[5_000_000]))
                .withHeaders(Headers.of("Cache-Control", "max-age=60")));
    try (StreamingResponse response = client.get("a").open()) {
      assertThat(response.body().read()).isZero();
    }
    assertThatThrownBy(() -> client.get("a").bodyLimit(1000).send())
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThat(cache.statistics().responses()).isZero();
    try (RawServer broken =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n");
                  peer.say("Content-Length: 10\r\n\r\nhello");
                });
        HttpClient other = HttpClient.builder().cache(cache).build()) {
      String uri = "http://127.0.0.1:" + broken.port() + "/";
      assertThatThrownBy(() -> other.get(uri).send()).isInstanceOf(HttpFailure.class);
    }
    assertThat(cache.statistics().responses()).isZero();
  }

  @Test
  void what_is_too_large_is_delivered_and_not_kept() throws Exception {
    pages.put(
        "/a",
        _ ->
            Response.ok(Body.bytes(new byte[50_000]))
                .withHeaders(Headers.of("Cache-Control", "max-age=60")));
    HttpCache small = HttpCache.inMemory(100_000);
    try (HttpClient own = client(small)) {
      BufferedResponse response = own.get("a").send();
      assertThat(response.bytes()).hasSize(50_000);
      assertThat(response.header("Cache-Status")).contains("godwit; fwd=uri-miss");
    }
    assertThat(small.statistics().responses()).isZero();
  }

  // ---- on disk

  @Test
  void what_is_on_disk_outlives_the_client() throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60", "ETag", "\"1\""));
    try (HttpClient first = client(HttpCache.onDisk(folder, ROOMY))) {
      first.get("a").send();
    }
    clock.pass(Duration.ofSeconds(9));
    try (HttpClient second = client(HttpCache.onDisk(folder, ROOMY))) {
      assertThat(told(second.get("a").send())).isEqualTo("hello | godwit; hit; ttl=51");
    }
  }

  /** A file that was cut short, at every length there is: the page itself, or asked for anew. */
  @Test
  void a_torn_file_is_never_an_answer() throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60"));
    try (HttpClient first = client(HttpCache.onDisk(folder, ROOMY))) {
      first.get("a").send();
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSize(2);
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length; length += 7) {
        Path parent = folder.resolve("copy" + length + file.getFileName());
        Path copy = parent.resolve("godwit-1");
        Files.createDirectories(copy);
        for (Path other : files) {
          Files.copy(other, copy.resolve(other.getFileName()));
        }
        Files.write(copy.resolve(file.getFileName()), Arrays.copyOf(whole, length));
        try (HttpClient torn = client(HttpCache.onDisk(parent, ROOMY))) {
          assertThat(told(torn.get("a").send())).isEqualTo("hello | godwit; fwd=uri-miss; stored");
          assertThat(told(torn.get("a").send())).isEqualTo("hello | godwit; hit; ttl=60");
        }
      }
    }
  }

  @Test
  void large_content_that_turns_out_damaged_is_a_failure_once() throws Exception {
    byte[] large = new byte[2_000_000];
    pages.put(
        "/a",
        _ -> Response.ok(Body.bytes(large)).withHeaders(Headers.of("Cache-Control", "max-age=60")));
    HttpCache disk = HttpCache.onDisk(folder, ROOMY);
    try (HttpClient own = client(disk)) {
      own.get("a").send();
      try (Stream<Path> all = Files.walk(folder)) {
        Path body = all.filter(file -> file.toString().endsWith(".body")).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(body);
        bytes[1_000_000] = 1;
        Files.write(body, bytes);
      }
      assertThatThrownBy(() -> own.get("a").send())
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageContaining("damaged");
      assertThat(own.get("a").send().header("Cache-Status"))
          .contains("godwit; fwd=uri-miss; stored");
      try (StreamingResponse hit = own.get("a").open()) {
        assertThat(hit.body().read()).isZero();
      }
      assertThat(own.get("a").send().bytes()).isEqualTo(large);
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void secrets_of_the_request_are_not_on_disk() throws Exception {
    pages.put("/a", _ -> page("hello", "Cache-Control", "max-age=60", "Vary", "Cookie, X-Api-Key"));
    try (HttpClient own = client(HttpCache.onDisk(folder, ROOMY))) {
      own.get("a")
          .header("Authorization", "Bearer s3cret")
          .header("Cookie", "session=s3cret")
          .header("X-Api-Key", "s3cret")
          .send();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("s3cret");
      }
    }
  }
}
