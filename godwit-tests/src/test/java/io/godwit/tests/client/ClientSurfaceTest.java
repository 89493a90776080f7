package io.godwit.tests.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.CookieStore;
import io.godwit.client.ExchangeStart;
import io.godwit.client.Http;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Limits;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.TlsSettings;
import io.godwit.policy.auth.Basic;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.tests.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client and its calls can be told, and what a response tells: all of it together. */
@Timeout(60)
final class ClientSurfaceTest {
  private final AtomicLong written = new AtomicLong();
  private RawServer server;
  private RawServer other;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start(this::serve);
    other = RawServer.start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    other.close();
  }

  /** Answers with the head that it got, and the content behind it. */
  private void serve(RawServer.Peer peer) throws IOException {
    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
      int length = 0;
      for (String line : head.split("\r\n", -1)) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      String echo = head + new String(peer.in.readNBytes(length), UTF_8);
      String target = head.split(" ", 3)[1];
      String answer =
          switch (target) {
            case "/moved" -> "302 Found\r\nLocation: /final\r\nContent-Length: 0\r\n\r\n";
            case "/cookies" ->
                "200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 0\r\n\r\n";
            case "/links" -> "200 OK\r\nLink: </2>; rel=next\r\nContent-Length: 0\r\n\r\n";
            case "/long" -> "200 OK\r\nX: " + "x".repeat(5000) + "\r\nContent-Length: 0\r\n\r\n";
            case "/none" -> "204 None\r\n\r\n";
            case "/old" -> "304 Same\r\nContent-Length: 10\r\n\r\n";
            case "/chunked" ->
                "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\nX-Sum: 1\r\n\r\n";
            case "/flood" -> "200 OK\r\nContent-Length: 1000000000\r\n\r\n";
            default ->
                "200 Fine\r\nContent-Length: " + echo.getBytes(UTF_8).length + "\r\n\r\n" + echo;
          };
      String version = target.equals("/1.0") ? "HTTP/1.0 " : "HTTP/1.1 ";
      byte[] bytes = (version + answer).getBytes(UTF_8);
      peer.out.write(bytes, 0, head.startsWith("HEAD ") ? headLength(bytes) : bytes.length);
      while (target.equals("/flood")) {
        peer.out.write(new byte[64 * 1024]);
        written.addAndGet(64 * 1024);
      }
    }
  }

  private static int headLength(byte[] message) {
    return new String(message, US_ASCII).indexOf("\r\n\r\n") + 4;
  }

  @Test
  @Row("P1")
  void one_client_serves_many_hosts_and_threads_until_it_is_closed() throws Exception {
    HttpClient client = HttpClient.create();
    try (client) {
      List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(client.get((i % 2 == 0 ? server : other).uri("/" + i)).sendAsync());
      }
      for (int i = 0; i < 40; i++) {
        BufferedResponse response = calls.get(i).get(20, TimeUnit.SECONDS);
        assertThat(response.text()).startsWith("GET /" + i + " HTTP/1.1\r\n");
      }
      assertThat(client.connections().keys()).hasSize(2);
    }
    assertThatThrownBy(() -> client.get(server.uri("/")).send())
        .isInstanceOf(HttpFailure.ClientClosed.class);
  }

  @Test
  @Row({"P2", "H23", "T12"})
  void a_builder_has_an_option_for_each_default_of_a_client() throws IOException {
    try (HttpClient client =
        HttpClient.builder()
            .baseUri(server.uri("/base/"))
            .header("X-Client", "yes")
            .version(Version.HTTP_1_0)
            .timeouts(Timeouts.all(Duration.ofSeconds(20)))
            .limits(Limits.defaults().withBody(1000))
            .pool(PoolLimits.defaults().withPerOrigin(10))
            .redirects(RedirectPolicy.standard().withLimit(10))
            .cookies(CookieStore.create())
            .auth(Basic.of("ada", "s3cret"))
            .tls(TlsSettings.standard())
            .withoutProxy()
            .decompress(true)
            .throwOnStatus(true)
            .build()) {
      String asked = client.get("x?y").send().text();
      assertThat(asked)
          .startsWith("GET /base/x?y HTTP/1.0\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
          .contains("X-Client: yes\r\n", "User-Agent: godwit/", "Accept: */*\r\n")
          .contains("Accept-Encoding: gzip, deflate\r\n", "Authorization: Basic ");
      String elsewhere = client.get(other.uri("/full")).send().text();
      assertThat(elsewhere).startsWith("GET /full HTTP/1.0\r\nHost: 127.0.0.1:" + other.port());
    }
  }

  @Test
  @Row({"P4", "T8", "T12"})
  void a_call_says_otherwise_and_falls_back_to_its_client() throws IOException {
    HttpClientBuilder builder =
        HttpClient.builder()
            .header("X-Default", "client")
            .timeout(Duration.ofSeconds(20))
            .redirects(RedirectPolicy.none());
    try (HttpClient client = builder.build()) {
      assertThat(client.get(server.uri("/moved")).send().status().code()).isEqualTo(302);
      assertThat(
              client
                  .get(server.uri("/moved"))
                  .redirects(RedirectPolicy.standard())
                  .send()
                  .status()
                  .code())
          .isEqualTo(200);
      CallBuilder call =
          client
              .call(Method.of("PURGE"), server.uri("/p"))
              .header("X-Default", "call")
              .addHeader("X-Two", "1")
              .addHeader("X-Two", "2")
              .query("q", "a b")
              .version(Version.HTTP_1_0)
              .timeout(Duration.ofSeconds(5))
              .bodyLimit(10_000)
              .throwOnStatus(true)
              .keepAlive(false)
              .cookie("c", "1")
              .auth(Basic.of("ada", "s3cret"))
              .ifModifiedSince(Instant.EPOCH)
              .decompress(false)
              .tag("mine")
              .text("content");
      BufferedResponse response = call.send();
      assertThat(response.text())
          .startsWith("PURGE /p?q=a%20b HTTP/1.0\r\n")
          .contains("X-Default: call\r\n", "X-Two: 1\r\nX-Two: 2\r\n", "Cookie: c=1\r\n")
          .contains("If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n")
          .contains("Accept-Encoding: identity\r\n")
          .doesNotContain("X-Default: client")
          .endsWith("\r\n\r\ncontent");
      assertThat(response.tag()).hasValue("mine");
      assertThat(call.send().text()).isEqualTo(response.text());
      Request whole =
          Request.of(Method.PUT, Uri.of(server.uri("/whole"))).withHeader("X-Default", "request");
      assertThat(client.call(whole).send().text())
          .startsWith("PUT /whole HTTP/1.1\r\n")
          .contains("X-Default: request\r\n", "Content-Length: 0\r\n");
    }
  }

  @Test
  @Row({"P24", "T38", "Z19"})
  void a_response_tells_all_there_is_to_tell() throws IOException {
    try (HttpClient client = HttpClient.create()) {
      BufferedResponse response = client.get(server.uri("/moved#part")).send();
      assertThat(response.status().code()).isEqualTo(200);
      assertThat(response.status().success()).isTrue();
      assertThat(response).hasToString("200 Fine");
      assertThat(response.response().reason()).isEqualTo("Fine");
      assertThat(response.request().uri()).hasToString(server.uri("/final"));
      assertThat(response.requested().uri()).hasToString(server.uri("/moved"));
      assertThat(response.history()).hasSize(1);
      assertThat(response.history().getFirst().response().status().code()).isEqualTo(302);
      assertThat(response.header("CONTENT-LENGTH")).isPresent();
      assertThat(response.bytes()).isEqualTo(response.text().getBytes(UTF_8));
      assertThat(response.timings().total()).isPositive();
      assertThat(response.attempts()).isEqualTo(2);
      assertThat(response.trailers()).isEmpty();
      assertThat(response.explain().steps()).isNotEmpty();
      assertThat(client.get(server.uri("/cookies")).send().cookies().keySet())
          .containsExactly("a", "b");
    }
  }

  @Test
  @Row("P55")
  void a_link_is_found_by_its_relation() throws IOException {
    try (HttpClient client = HttpClient.create()) {
      BufferedResponse response = client.get(server.uri("/links")).send();
      assertThat(response.link("next")).hasValue(Uri.of(server.uri("/2")));
      assertThat(response.link("last")).isEmpty();
      assertThat(response.links()).hasSize(1);
      try (StreamingResponse streamed = client.get(server.uri("/links")).open()) {
        assertThat(streamed.link("next")).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Row({"P50", "T1"})
  void a_call_blocks_its_own_thread_of_either_kind_and_no_other_works_for_it(boolean virtual)
      throws Exception {
    AtomicReference<Thread> worked = new AtomicReference<>();
    CallListener listener =
        new CallListener() {
          @Override
          public void sending(CallView call, ExchangeStart exchange) {
            worked.set(Thread.currentThread());
          }
        };
    HttpClient client = HttpClient.create();
    Runnable work =
        () -> {
          try {
            client.get(server.uri("/")).listener(listener).send();
          } catch (HttpFailure e) {
            throw new AssertionError(e);
          }
        };
    Thread thread = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(work);
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    assertThat(worked.get()).isSameAs(thread);
    client.close();
    client.close(); // as often as one likes
  }

  @Test
  @Row("P51")
  void the_older_version_keeps_no_connection_unless_both_sides_say_so() throws IOException {
    try (HttpClient client = HttpClient.builder().version(Version.HTTP_1_0).build()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get(server.uri("/1.0")).send().text()).startsWith("GET /1.0 HTTP/1.0");
      }
      assertThat(server.accepted()).isEqualTo(2);
      assertThat(client.get(server.uri("/")).version(Version.HTTP_1_1).send().text())
          .startsWith("GET / HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/none", "/old", "/chunked", "/plain"})
  @Row("Z18")
  void content_is_framed_as_the_rfc_says_and_the_connection_serves_on(String path)
      throws IOException {
    try (HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.head(server.uri("/plain")).send().bytes()).isEmpty();
        BufferedResponse response = client.get(server.uri(path)).send();
        assertThat(response.bytes().length > 0)
            .isEqualTo(path.equals("/chunked") || path.equals("/plain"));
      }
    }
    assertThat(server.accepted()).isOne();
  }

  @Test
  @Row("G19")
  void trailers_stand_by_themselves() throws IOException {
    try (HttpClient client = HttpClient.create()) {
      BufferedResponse response = client.get(server.uri("/chunked")).send();
      assertThat(response.trailers()).isEqualTo(Headers.of("X-Sum", "1"));
      assertThat(response.headers().has("X-Sum")).isFalse();
    }
  }

  @Test
  @Row("G21")
  void what_is_not_read_stays_with_the_server() throws Exception {
    try (HttpClient client = HttpClient.create();
        StreamingResponse response = client.get(server.uri("/flood")).open()) {
      assertThat(response.body().read()).isZero();
      long before = -1;
      while (before != written.get()) { // until the server is stuck in its write
        before = written.get();
        assertThat(client.head(other.uri("/")).send().status().success()).isTrue();
        Thread.onSpinWait();
      }
      assertThat(written.get()).isLessThan(64L * 1024 * 1024);
      assertThat(response.body().available()).isLessThanOrEqualTo(64 * 1024);
    }
  }

  @Test
  @Row("T45")
  void limits_are_the_clients_to_choose_and_the_failure_names_them() throws IOException {
    try (HttpClient small =
        HttpClient.builder()
            .limits(Limits.defaults().withHeaderSection(4096).withBody(20))
            .build()) {
      assertThatThrownBy(() -> small.get(server.uri("/long")).send())
          .isInstanceOf(HttpFailure.class)
          .hasMessageContaining("4096");
      assertThatThrownBy(() -> small.get(server.uri("/")).send())
          .isInstanceOf(HttpFailure.LimitExceeded.class)
          .hasMessageContaining("20");
      assertThat(small.get(server.uri("/")).bodyLimit(10_000).send().bytes()).isNotEmpty();
      try (StreamingResponse large = small.get(server.uri("/")).open()) {
        assertThat(large.body().readAllBytes()).hasSizeGreaterThan(20);
      }
    }
    try (HttpClient usual = HttpClient.create()) {
      assertThat(usual.get(server.uri("/long")).send().header("X")).isPresent();
    }
  }

  @Test
  @Row("H30")
  void a_client_is_opened_and_closed_with_a_block() throws IOException {
    HttpClient seen;
    try (HttpClient client = HttpClient.builder().baseUri(server.uri("/")).build()) {
      seen = client;
      client.get("").send();
      assertThat(client.connections().idle()).isOne();
    }
    assertThat(seen.connections().idle()).isZero();
    Await.until(() -> server.open() == 0);
  }

  @Test
  @Row({"Z1", "Z2", "Z3"})
  void one_line_is_enough_for_each_method() throws IOException {
    String url = server.uri("/z?a=1");
    assertThat(Http.get(url).text()).startsWith("GET /z?a=1 ");
    assertThat(Http.post(url, "text").text()).startsWith("POST ").endsWith("\r\n\r\ntext");
    assertThat(Http.put(url, "text").text()).startsWith("PUT ").endsWith("\r\n\r\ntext");
    assertThat(Http.patch(url, "text").text()).startsWith("PATCH ").endsWith("\r\n\r\ntext");
    List<String> pieces = new ArrayList<>();
    Http.call(Method.GET, url)
        .query("b", "2")
        .header("X-Own", "yes")
        .onData(10, piece -> pieces.add(US_ASCII.decode(piece).toString()))
        .send();
    assertThat(String.join("", pieces)).startsWith("GET /z?a=1&b=2 ").contains("X-Own: yes\r\n");
    assertThat(Http.call(Method.POST, url).form(Map.of("a", "b c")).send().text())
        .contains("Content-Type: application/x-www-form-urlencoded\r\n")
        .endsWith("\r\n\r\na=b+c");
  }

  @Test
  @Row({"Z4", "Z5"})
  void methods_without_content_send_none_and_all_reuse_connections(@TempDir Path folder)
      throws IOException {
    int before = other.accepted();
    assertThat(Http.delete(other.uri("/z")).text())
        .startsWith("DELETE ")
        .doesNotContain("Content-Length");
    assertThat(Http.options(other.uri("/z")).text())
        .startsWith("OPTIONS ")
        .doesNotContain("Content-Length");
    assertThat(Http.head(other.uri("/z")).bytes()).isEmpty();
    Path file = Files.writeString(folder.resolve("file"), "from a file");
    assertThat(Http.upload(other.uri("/z"), file).text())
        .contains("Content-Type: application/octet-stream\r\n")
        .endsWith("\r\n\r\nfrom a file");
    assertThat(other.accepted() - before).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  @Row("G4")
  void host_is_as_it_was_given_with_its_port_and_the_callers_own_wins(String host)
      throws IOException {
    String url = "http://" + host + ":" + server.port() + "/";
    try (HttpClient client = HttpClient.create()) {
      assertThat(client.get(url).send().text())
          .contains("\r\nHost: " + host + ":" + server.port() + "\r\n");
      String own = client.get(url).header("Host", "own.example").send().text();
      assertThat(own).contains("\r\nHost: own.example\r\n").containsOnlyOnce("Host:");
      Uri usual = Uri.of("http://" + host + ":80/");
      assertThat(usual.authority()).isEqualTo(host);
    }
  }
}
