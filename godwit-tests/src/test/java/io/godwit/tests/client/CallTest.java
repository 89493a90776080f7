package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.Http;
import io.godwit.client.HttpClient;
import io.godwit.client.Outcome;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.TlsSettings;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a caller gets for each kind of call. */
@Timeout(60)
final class CallTest {
  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, CallTest::answer);
    client = HttpClient.builder().baseUri(base()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private String base() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  private static Response answer(ServerRequest request) throws Exception {
    return switch (request.path()) {
      case "/echo" -> {
        byte[] content = request.bytes();
        yield Response.ok(Body.bytes(content))
            .withHeader("X-Method", request.method().name())
            .withHeader("X-Length", request.header("Content-Length").orElse("none"))
            .withHeader("X-Coding", request.header("Transfer-Encoding").orElse("none"))
            .withHeader("X-Type", request.header("Content-Type").orElse("none"))
            .withHeader("X-Target", request.rawTarget());
      }
      case "/fields" -> Response.text(request.headers().toString() + "\n" + request.version());
      case "/chunked" ->
          Response.ok(
              Body.chunks(List.of(text("one "), text("two "), text("three")))
                  .withTrailers(() -> Headers.of("X-Sum", "3")));
      case "/big" -> Response.ok(Body.bytes(new byte[1_000_000]));
      case "/stream" ->
          Response.ok(Body.source(() -> new ByteArrayInputStream(new byte[1_000_000])));
      case "/hints" -> {
        request.interim(Status.EARLY_HINTS, Headers.of("Link", "</a.css>; rel=preload"));
        yield Response.text("done");
      }
      case "/empty" -> Response.of(204);
      default -> Response.of(404).withBody(Body.text("no such page"));
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_one_liner_gets_a_page() throws Exception {
    assertThat(Http.get(base() + "chunked").text()).isEqualTo("one two three");
    assertThat(Http.post(base() + "echo", "grüße").text()).isEqualTo("grüße");
    assertThat(Http.put(base() + "echo", "x").header("X-Method")).contains("PUT");
    assertThat(Http.delete(base() + "echo").header("X-Method")).contains("DELETE");
    assertThat(Http.head(base() + "big").bytes()).isEmpty();
  }

  @Row({"P5", "T14"})
  @Test
  void every_verb_has_a_method() throws Exception {
    assertThat(client.get("echo").send().header("X-Method")).contains("GET");
    assertThat(client.post("echo").send().header("X-Method")).contains("POST");
    assertThat(client.put("echo").send().header("X-Method")).contains("PUT");
    assertThat(client.patch("echo").send().header("X-Method")).contains("PATCH");
    assertThat(client.delete("echo").send().header("X-Method")).contains("DELETE");
    assertThat(client.options("echo").send().header("X-Method")).contains("OPTIONS");
    assertThat(client.query("echo").text("q").send().header("X-Method")).contains("QUERY");
    assertThat(client.head("echo").send().header("X-Method")).contains("HEAD");
    assertThat(client.call(Method.of("BREW"), "echo").send().header("X-Method")).contains("BREW");
    assertThatThrownBy(() -> client.call(Method.CONNECT, "echo"))
        .isInstanceOf(InvalidMessage.class);
  }

  @Row("G6")
  @Test
  void a_post_without_content_says_so_and_a_get_says_nothing() throws Exception {
    assertThat(client.post("echo").send().header("X-Length")).contains("0");
    assertThat(client.get("echo").send().header("X-Length")).contains("none");
  }

  @Test
  void bytes_text_and_files_go_out_with_their_length() throws Exception {
    BufferedResponse text = client.post("echo").text("grüße").send();
    assertThat(text.text()).isEqualTo("grüße");
    assertThat(text.header("X-Length")).contains("7");
    assertThat(text.header("X-Type")).contains("text/plain; charset=utf-8");

    BufferedResponse bytes =
        client.post("echo").header("Content-Type", "image/png").bytes(new byte[70_000]).send();
    assertThat(bytes.bytes()).hasSize(70_000);
    assertThat(bytes.header("X-Length")).contains("70000");
    assertThat(bytes.header("X-Type")).contains("image/png");
  }

  @Test
  void a_file_goes_out_with_its_length(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("data"), new byte[200_000]);
    BufferedResponse response = client.put("echo").file(file).send();
    assertThat(response.bytes()).hasSize(200_000);
    assertThat(response.header("X-Length")).contains("200000");
    assertThat(response.header("X-Coding")).contains("none");
  }

  @Test
  void a_file_that_is_not_there_fails_before_anything_is_sent(@TempDir Path folder) {
    assertThatThrownBy(() -> client.put("echo").file(folder.resolve("nothing")).send())
        .isInstanceOfSatisfying(
            HttpFailure.CallerBody.class, failure -> assertThat(failure.sent()).isEqualTo(Sent.NO));
    assertThat(client.connections().leased()).isZero();
  }

  @Row({"G6", "G7"})
  @Test
  void streams_and_iterables_go_out_chunked() throws Exception {
    BufferedResponse stream =
        client.post("echo").stream(new ByteArrayInputStream(new byte[300_000])).send();
    assertThat(stream.bytes()).hasSize(300_000);
    assertThat(stream.header("X-Coding")).contains("chunked");

    BufferedResponse chunks =
        client.post("echo").chunks(List.of(text("a"), text(""), text("bc"))).send();
    assertThat(chunks.text()).isEqualTo("abc");
    assertThat(chunks.header("X-Coding")).contains("chunked");
  }

  @Test
  void a_stream_of_declared_length_is_not_chunked() throws Exception {
    Body body = Body.stream(new ByteArrayInputStream(new byte[100_000])).withLength(100_000);
    BufferedResponse response = client.post("echo").body(body).send();
    assertThat(response.header("X-Length")).contains("100000");
    assertThat(response.bytes()).hasSize(100_000);
  }

  @Test
  void a_stream_that_keeps_not_to_its_length_is_the_callers_failure() {
    for (long declared : List.of(10L, 1_000L, 99_999L, 100_001L)) {
      Body body = Body.stream(new ByteArrayInputStream(new byte[100_000])).withLength(declared);
      assertThatThrownBy(() -> client.post("echo").body(body).send())
          .as("declared %d", declared)
          .isInstanceOf(HttpFailure.CallerBody.class);
    }
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_stream_that_throws_is_the_callers_failure() {
    IOException mine = new IOException("disk on fire");
    InputStream in =
        new InputStream() {
          private int left = 200_000;

          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
              throw mine;
            }
            int count = Math.min(left, length);
            left -= count;
            return count;
          }
        };
    assertThatThrownBy(() -> client.post("echo").stream(in).send())
        .isInstanceOf(HttpFailure.CallerBody.class)
        .hasMessageContaining("disk on fire")
        .hasCause(mine);
    assertThat(client.connections().leased()).isZero();
  }

  @Row("G18")
  @Test
  void chunked_content_and_its_trailers_arrive() throws Exception {
    BufferedResponse response = client.get("chunked").send();
    assertThat(response.text()).isEqualTo("one two three");
    assertThat(response.trailers().first("x-sum")).contains("3");
  }

  @Row("G9")
  @Test
  void trailers_of_a_request_arrive() throws Exception {
    try (HttpServer trailing =
            HttpServer.start(
                0,
                request -> {
                  String content = request.text();
                  return Response.text(
                      content + request.body().trailers().first("X-Sum").orElse("?"));
                });
        HttpClient other = HttpClient.create()) {
      Body body = Body.text("sum ").withTrailers(() -> Headers.of("X-Sum", "42"));
      String uri = "http://127.0.0.1:" + trailing.port() + "/";
      assertThat(other.post(uri).body(body).send().text()).isEqualTo("sum 42");
    }
  }

  @Row("G18")
  @Test
  void content_can_be_read_as_it_arrives() throws Exception {
    for (String path : List.of("big", "stream")) {
      try (StreamingResponse response = client.get(path).open()) {
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.body().read()).isZero();
        assertThat(response.body().readAllBytes()).hasSize(999_999);
        assertThat(response.body().read()).isEqualTo(-1);
        assertThat(response.trailers()).isEmpty();
      }
    }
    assertThat(client.connections().idle()).isEqualTo(1);
  }

  @Row("G18")
  @Test
  void trailers_before_the_end_of_the_content_are_refused() throws Exception {
    try (StreamingResponse response = client.get("stream").open()) {
      assertThatThrownBy(response::trailers).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_stream_closed_early_gives_its_connection_up() throws Exception {
    try (StreamingResponse response = client.get("big").open()) {
      assertThat(response.body().read()).isZero();
    }
    assertThat(client.connections().leased()).isZero();
    assertThat(client.get("echo").send().status()).isEqualTo(Status.OK);
  }

  @Test
  void a_closed_stream_cannot_be_read() throws Exception {
    StreamingResponse response = client.get("big").open();
    response.close();
    assertThatThrownBy(() -> response.body().read()).isInstanceOf(HttpFailure.Cancelled.class);
    response.close();
  }

  @Test
  void content_above_the_limit_is_refused_and_the_connection_released() throws Exception {
    assertThatThrownBy(() -> client.get("big").bodyLimit(999_999).send())
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThatThrownBy(() -> client.get("stream").bodyLimit(999_999).send())
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThat(client.get("big").bodyLimit(1_000_000).send().bytes()).hasSize(1_000_000);
    assertThat(client.get("stream").bodyLimit(1_000_000).send().bytes()).hasSize(1_000_000);
    assertThat(client.connections().leased()).isZero();
  }

  @Row("T2")
  @Test
  void an_asynchronous_call_completes_a_future() throws Exception {
    assertThat(client.get("chunked").sendAsync().get(20, TimeUnit.SECONDS).text())
        .isEqualTo("one two three");
    assertThatThrownBy(() -> client.get("ftp://x/").sendAsync().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(HttpFailure.Unsupported.class);
  }

  @Test
  void an_asynchronous_call_is_as_it_was_described_when_it_began() {
    var call = client.post("echo");
    List<CompletableFuture<BufferedResponse>> running = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      running.add(call.body(Body.text("number " + i)).sendAsync());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(running.get(i).join().text()).isEqualTo("number " + i);
    }
  }

  @Test
  void failure_can_be_had_as_a_value() {
    assertThat(client.get("echo").trySend()).isInstanceOf(Outcome.Answered.class);
    assertThat(client.get("ftp://x/").trySend())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(HttpFailure.Unsupported.class));
  }

  @Row({"T41", "T43", "Z27"})
  @Test
  void a_status_is_a_failure_only_when_asked_for() throws Exception {
    assertThat(client.get("nothing").send().status()).isEqualTo(Status.NOT_FOUND);
    assertThatThrownBy(() -> client.get("nothing").throwOnStatus(true).send())
        .isInstanceOfSatisfying(
            HttpFailure.UnexpectedStatus.class,
            failure -> {
              assertThat(failure).hasMessage("HTTP 404 Not Found");
              assertThat(text(failure.response())).isEqualTo("no such page");
            });
    assertThatThrownBy(() -> client.get("nothing").throwOnStatus(true).open())
        .isInstanceOf(HttpFailure.UnexpectedStatus.class);
    assertThat(client.connections().leased()).isZero();
  }

  private static String text(Response response) {
    try {
      return response.body().text(1000);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Row({"G10", "H6", "T10"})
  @Test
  void defaults_are_sent_unless_the_call_has_its_own() throws Exception {
    try (HttpClient own =
        HttpClient.builder()
            .baseUri(base())
            .header("X-Team", "red")
            .withoutHeader("User-Agent")
            .build()) {
      String fields = own.get("fields").header("x-team", "blue").send().text();
      assertThat(fields)
          .startsWith("Host: 127.0.0.1:" + server.port())
          .contains("Accept: */*", "x-team: blue", "HTTP/1.1")
          .doesNotContain("red", "User-Agent");
      assertThat(client.get("fields").send().text()).contains("\nUser-Agent: godwit/");
      assertThat(client.get("fields").header("User-Agent", "me").send().text())
          .contains("\nUser-Agent: me\n")
          .doesNotContain("godwit/");
      assertThat(own.get("fields").header("Host", "other.example").send().text())
          .contains("Host: other.example")
          .doesNotContain("127.0.0.1");
      assertThat(own.get("fields").addHeader("A", "1").addHeader("A", "2").send().text())
          .contains("A: 1\nA: 2");
    }
  }

  @Row("T9")
  @Test
  void a_call_changes_nothing_that_it_was_given_and_can_be_made_again() throws Exception {
    Headers own = Headers.of("X-Own", "1");
    Request request =
        Request.of(Method.POST, Uri.of(base() + "echo"))
            .withHeaders(own)
            .withBody(Body.text("again"));
    for (int i = 0; i < 2; i++) {
      assertThat(client.call(request).header("X-More", "2").send().text()).isEqualTo("again");
      assertThat(request.headers()).isSameAs(own).isEqualTo(Headers.of("X-Own", "1"));
    }
    CallBuilder call = client.post("echo").text("again");
    assertThat(call.send().text()).isEqualTo(call.send().text()).isEqualTo("again");
  }

  @Row("T11")
  @Test
  void without_failing_on_a_status_a_call_still_fails_when_there_is_no_response() throws Exception {
    try (RawServer silent = RawServer.start(peer -> peer.head())) {
      for (boolean yes : List.of(true, false)) {
        assertThatThrownBy(() -> client.post(silent.uri("/")).throwOnStatus(yes).send())
            .isInstanceOf(HttpFailure.ConnectionLost.class);
      }
    }
  }

  @Row("T15")
  @Test
  void content_that_has_no_meaning_is_refused_unless_the_caller_insists() throws Exception {
    for (Method method : List.of(Method.GET, Method.HEAD, Method.TRACE)) {
      assertThatThrownBy(() -> client.call(method, "echo").text("x").send())
          .isInstanceOf(InvalidMessage.class)
          .hasMessage("a " + method + " has no content; unusualContent() sends it all the same");
    }
    assertThat(client.get("echo").text("x").unusualContent().send().text()).isEqualTo("x");
    assertThat(client.delete("echo").text("x").send().text()).isEqualTo("x");
    assertThat(client.options("echo").text("x").send().text()).isEqualTo("x");
    for (Method method : List.of(Method.POST, Method.PUT, Method.PATCH)) {
      assertThat(client.call(method, "echo").send().header("X-Length")).contains("0");
    }
  }

  @Test
  void whatever_is_said_of_a_get_counts_although_the_plain_one_is_made_once() throws Exception {
    for (int i = 0; i < 2; i++) {
      BufferedResponse plain = client.get("fields").send();
      assertThat(plain.text()).endsWith("HTTP/1.1").doesNotContain("X-Own");
      assertThat(plain.tag()).isEmpty();
    }
    assertThat(client.get("fields").header("X-Own", "1").send().text()).contains("X-Own: 1");
    assertThat(client.get("fields").version(Version.HTTP_1_0).send().text()).endsWith("HTTP/1.0");
    assertThat(client.get("fields").keepAlive(false).send().text()).contains("close");
    assertThat(client.get("fields").query("q", "1").send().request().uri().query()).contains("q=1");
    assertThat(client.get("fields").tag("t").send().tag()).contains("t");
    assertThat(client.get("fields").cookie("c", "1").send().request().headers().has("Cookie"))
        .isTrue();
    assertThatThrownBy(() -> client.get("fields").bodyLimit(1).send())
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThatThrownBy(() -> client.get("nothing").throwOnStatus(true).send())
        .isInstanceOf(HttpFailure.UnexpectedStatus.class);
    assertThatThrownBy(() -> client.get("fields").timeout(java.time.Duration.ofNanos(1)).send())
        .isInstanceOf(HttpFailure.Timeout.class);
    List<String> told = new ArrayList<>();
    client.get("fields").onExchange(start -> told.add("exchange")).send();
    client.get("fields").interceptor(chain -> chain.proceed(noted(told, chain.request()))).send();
    assertThat(told).containsExactly("exchange", "intercepted");
    assertThat(client.get("fields").send().text()).doesNotContain("X-Own");
  }

  private static Request noted(List<String> told, Request request) {
    told.add("intercepted");
    return request;
  }

  @Row({"H21", "H22"})
  @Test
  void a_response_is_a_record_of_its_call() throws Exception {
    record Ticket(int number) {}
    BufferedResponse response =
        client.put("echo?x=1").header("X-Own", "1").text("hello").tag(new Ticket(7)).send();
    assertThat(response.response().version()).isEqualTo(Version.HTTP_1_1);
    assertThat(response.status()).isEqualTo(Status.OK);
    assertThat(response.response().reason()).isEqualTo("OK");
    assertThat(response.headers().first("x-method")).contains("PUT");
    assertThat(response.bytes()).isEqualTo(text("hello"));
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.request().headers().first("X-Own")).contains("1");
    assertThat(response.request().uri().text()).isEqualTo(base() + "echo?x=1");
    assertThat(response.history()).isEmpty();
    assertThat(response.tag()).contains(new Ticket(7));
    assertThat(response.header("X-Target")).contains("/echo?x=1");
    try (StreamingResponse streamed = client.get("echo").tag("t").open()) {
      assertThat(streamed.tag()).contains("t");
    }
    assertThat(client.get("echo").send().tag()).isEmpty();
  }

  @Row("G2")
  @Test
  void a_client_can_be_made_of_one_connection() throws Exception {
    try (HttpClient one =
        HttpClient.builder()
            .baseUri(base())
            .pool(PoolLimits.defaults().withPerOrigin(1).withTotal(1))
            .build()) {
      List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(one.get("echo").sendAsync());
      }
      for (CompletableFuture<BufferedResponse> call : calls) {
        assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_prepared_request_can_be_sent() throws Exception {
    Request request =
        Request.of(Method.PUT, Uri.of(base() + "echo?x=1")).withBody(Body.text("prepared"));
    BufferedResponse response = client.call(request).send();
    assertThat(response.text()).isEqualTo("prepared");
    assertThat(response.header("X-Target")).contains("/echo?x=1");
    assertThat(response.request().method()).isEqualTo(Method.PUT);
  }

  @Test
  void the_query_is_extended_and_never_reordered() throws Exception {
    BufferedResponse response =
        client.get("echo?b=2&a=1&b=3").query("q", "a b&c").query("ü", "").send();
    assertThat(response.header("X-Target"))
        .hasValueSatisfying(
            target ->
                assertThat(target).startsWith("/echo?b=2&a=1&b=3&q=").contains("%26c", "%C3%BC="));
  }

  @Test
  void what_the_caller_gets_wrong_is_said_at_once() {
    assertThatThrownBy(() -> client.get("echo").header("X-Bad", "a\r\nEvil: 1"))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("X-Bad")
        .hasMessageContaining("\\r");
    assertThatThrownBy(() -> client.get("echo").header("X Bad", "a"))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> client.get("http://exa mple/").send()).isInstanceOf(InvalidUri.class);
    assertThatThrownBy(() -> client.get("echo").header("Transfer-Encoding", "chunked").send())
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> client.get("echo").header("Host", "a/b").send())
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("\"a/b\"");
    assertThatThrownBy(() -> client.get("echo").header("Expect", "100-continue").send())
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("no content");
    assertThat(client.connections().leased()).isZero();
  }

  @Row("P47")
  @Test
  void a_connection_is_used_again() throws Exception {
    for (int i = 0; i < 10; i++) {
      client.get("echo").send();
    }
    assertThat(client.connections().idle()).isEqualTo(1);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Row("P47")
  @Test
  void a_call_that_says_close_leaves_nothing_in_the_pool() throws Exception {
    client.get("echo").header("Connection", "close").send();
    assertThat(client.connections().idle()).isZero();
  }

  @Test
  void http_1_0_is_spoken_when_asked_for() throws Exception {
    assertThat(client.get("fields").version(Version.HTTP_1_0).send().text()).contains("HTTP/1.0");
    assertThat(client.get("chunked").version(Version.HTTP_1_0).send().text())
        .isEqualTo("one two three");
  }

  @Row("H14")
  @Test
  void interim_responses_have_a_listener() throws Exception {
    List<Response> interim = new ArrayList<>();
    assertThat(client.get("hints").onInterim(interim::add).send().text()).isEqualTo("done");
    assertThat(interim).hasSize(1);
    assertThat(interim.getFirst().header("link")).contains("</a.css>; rel=preload");
  }

  @Test
  void a_response_without_content_is_complete_at_once() throws Exception {
    assertThat(client.get("empty").send().bytes()).isEmpty();
    assertThat(client.connections().idle()).isEqualTo(1);
  }

  @Test
  void timings_tell_where_the_time_went() throws Exception {
    BufferedResponse first = client.get("echo").send();
    assertThat(first.timings().connect()).isPositive();
    assertThat(first.timings().total())
        .isGreaterThanOrEqualTo(first.timings().connect().plus(first.timings().firstByte()));
    BufferedResponse second = client.get("echo").send();
    assertThat(second.timings().connect()).isZero();
    assertThat(second.timings().firstByte()).isPositive();
    assertThat(second.timings().toString()).contains("first byte", "total");
  }

  @Test
  void a_unix_domain_socket_can_be_the_server(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("server.sock");
    try (HttpServer unix =
            HttpServer.builder()
                .handler(request -> Response.text("over a file"))
                .bind(UnixDomainSocketAddress.of(path))
                .start();
        HttpClient local = HttpClient.builder().unixSocket(path).build()) {
      assertThat(local.get("http://service/").send().text()).isEqualTo("over a file");
      assertThat(unix.connections()).isEqualTo(1);
    }
  }

  @Test
  void the_same_call_runs_on_a_virtual_thread() throws Exception {
    List<String> texts = new ArrayList<>();
    Thread.ofVirtual()
        .start(
            () -> {
              if (client.get("chunked").trySend() instanceof Outcome.Answered(var response)) {
                texts.add(response.text());
              }
            })
        .join();
    assertThat(texts).containsExactly("one two three");
  }

  @Test
  void tls_is_verified() throws Exception {
    TestCertificates certificates = TestCertificates.shared();
    try (SSLServerSocket listener =
        (SSLServerSocket)
            certificates.localhost().context().getServerSocketFactory().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> serveTls(listener));
      String uri = "https://localhost:" + listener.getLocalPort() + "/";
      TlsSettings trusting = TlsSettings.trusting(certificates.trusted());
      try (HttpClient trusted = HttpClient.builder().tls(trusting).build()) {
        BufferedResponse response = trusted.get(uri).send();
        assertThat(response.text()).isEqualTo("secret");
        assertThat(response.timings().tls()).isPositive();
      }
      assertThatThrownBy(() -> client.get(uri).send())
          .isInstanceOfSatisfying(
              HttpFailure.Tls.class, failure -> assertThat(failure.certificateRefused()).isTrue());
    }
  }

  private static void serveTls(SSLServerSocket listener) {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        byte[] request = new byte[4096];
        if (socket.getInputStream().read(request) > 0) {
          socket
              .getOutputStream()
              .write(text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"));
        }
      } catch (IOException e) {
        // the client refused the certificate, or the test is over
      }
    }
  }
}
