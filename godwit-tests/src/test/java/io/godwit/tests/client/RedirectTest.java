package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.net.TlsSettings;
import io.godwit.policy.redirect.RedirectCase;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.server.ServerRequest;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redirects between real origins: where a call goes, and what it takes along. */
@Timeout(60)
final class RedirectTest {
  /** What target leads where, with which status; any other is answered. */
  private final Map<String, Response> redirects = new ConcurrentHashMap<>();

  private RecordingOrigin a;
  private RecordingOrigin b;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    a = new RecordingOrigin("127.0.0.1", this::answer);
    b = new RecordingOrigin("127.0.0.2", this::answer);
    client = HttpClient.create();
  }

  @AfterEach
  void stop() {
    client.close();
    a.close();
    b.close();
  }

  private Response answer(ServerRequest request) {
    Response redirect = redirects.get(request.rawTarget());
    return redirect == null ? Response.text("arrived at " + request.path()) : redirect;
  }

  private void redirect(String path, int status, String location) {
    redirects.put(
        path,
        Response.of(status)
            .withHeaders(Headers.builder().latin1().add("Location", location).build())
            .withBody(Body.text("it has moved")));
  }

  /** The table of the policy, through the whole client. */
  @Test
  @Row({"P7", "T22", "P8"})
  void every_redirect_of_the_table_leads_where_it_says() throws Exception {
    List<RedirectCase> cases = RedirectCase.all();
    assertThat(cases).hasSizeGreaterThan(40);
    for (RedirectCase template : cases) {
      RedirectCase one = template.between(a.origin(), b.origin());
      redirects.clear();
      redirect("/start", one.status(), one.location());
      CallBuilder call = client.call(Method.of(one.method()), a.uri("/start"));
      if (one.sendsContent()) {
        call.text("content");
      }
      if (one.then().startsWith("!")) {
        assertThatThrownBy(call::send)
            .as("%s", one)
            .isInstanceOf(HttpFailure.Refused.class)
            .hasMessageStartingWith("refused: " + one.then().substring(1));
      } else {
        BufferedResponse response = call.send();
        String expected =
            one.then().equals("stays") ? one.method() + " " + a.uri("/start") : one.then();
        assertThat(response.request().toString()).as("%s", one).isEqualTo(expected);
        RecordingOrigin last = expected.contains(b.origin()) ? b : a;
        RecordingOrigin.Asked asked = last.asked().getLast();
        assertThat(asked.line())
            .isEqualTo(one.then().equals("stays") ? one.method() + " /start" : line(expected));
        if (!one.then().equals("stays")) {
          assertThat(asked.content()).isEqualTo(one.content() ? "content" : "");
        }
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  private static String line(String methodAndUri) {
    int uri = methodAndUri.indexOf(' ') + 1;
    return methodAndUri.substring(0, uri)
        + methodAndUri.substring(methodAndUri.indexOf('/', uri + "http://".length()));
  }

  @Test
  @Row({"P9", "H20"})
  void a_response_tells_what_came_before_it() throws Exception {
    redirect("/1", 301, "/2");
    redirect("/2", 307, b.uri("/3"));
    BufferedResponse response = client.post(a.uri("/1")).text("x").tag("mine").send();
    assertThat(response.text()).isEqualTo("arrived at /3");
    assertThat(response.history())
        .extracting(Hop::toString)
        .containsExactly(
            "POST " + a.uri("/1") + " -> 301 Moved Permanently",
            "GET " + a.uri("/2") + " -> 307 Temporary Redirect");
    assertThat(response.history().getFirst().request().body().size()).isEqualTo(1);
    assertThat(response.requested().uri().text()).isEqualTo(a.uri("/1"));
    assertThat(response.request().uri().text()).isEqualTo(b.uri("/3"));
    assertThat(response.tag()).contains("mine");
    assertThat(response.attempts()).isEqualTo(3);
    assertThatThrownBy(() -> response.history().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @Row({"P10", "T23"})
  void a_circle_ends_at_the_limit_with_its_history() {
    redirect("/1", 302, "/2");
    redirect("/2", 302, "/1");
    for (int limit : List.of(0, 1, 5, 10)) {
      a.asked().clear();
      assertThatThrownBy(
              () ->
                  client
                      .get(a.uri("/1"))
                      .redirects(RedirectPolicy.standard().withLimit(limit))
                      .send())
          .isInstanceOfSatisfying(
              HttpFailure.TooManyRedirects.class,
              failure -> {
                assertThat(failure.limit()).isEqualTo(limit);
                assertThat(failure.history()).hasSize(limit + 1);
                assertThat(failure.history().getLast().response().header("Location")).isPresent();
                assertThat(failure.sent()).isEqualTo(Sent.YES);
              });
      assertThat(a.asked()).hasSize(limit + 1);
    }
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  @Row("T26")
  void a_redirect_that_is_not_followed_is_a_response_or_a_failure_as_asked() throws Exception {
    redirect("/1", 302, "/2");
    CallBuilder call = client.get(a.uri("/1")).redirects(RedirectPolicy.none());
    BufferedResponse response = call.send();
    assertThat(response.status().code()).isEqualTo(302);
    assertThat(response.header("Location")).contains("/2");
    assertThat(response.text()).isEqualTo("it has moved");
    assertThat(response.history()).isEmpty();
    assertThatThrownBy(() -> call.throwOnStatus(true).send())
        .isInstanceOfSatisfying(
            HttpFailure.UnexpectedStatus.class,
            failure -> assertThat(failure.response().header("Location")).contains("/2"));
    assertThat(a.asked()).extracting(RecordingOrigin.Asked::line).doesNotContain("GET /2");
  }

  /**
   * CVE-2020-5404, CVE-2026-40490, CVE-2019-19703, CVE-2023-45289, CVE-2026-45300, CVE-2025-4673,
   * CVE-2026-15075: fields that are secrets, and another port, host or name of a host.
   */
  @Test
  @Row({"P11", "T24"})
  void secrets_do_not_follow_to_another_origin() throws Exception {
    redirect("/1", 302, b.uri("/2"));
    BufferedResponse response = secretive(client.get(a.uri("/1"))).send();
    assertThat(response.text()).isEqualTo("arrived at /2");
    assertThat(a.asked().getFirst().headers().all("Authorization")).containsExactly("Basic x");
    assertThat(a.asked().getFirst().headers().all("X-Mine")).containsExactly("m");
    assertNoSecret(b.asked().getFirst().headers());
    assertThat(b.asked().getFirst().headers().first("X-Open")).contains("o");
    assertThat(b.asked().getFirst().headers().first("Host")).contains(b.origin().substring(7));
    try (RecordingOrigin otherPort = new RecordingOrigin("127.0.0.1", this::answer)) {
      redirect("/1", 307, otherPort.uri("/2"));
      assertThat(secretive(client.get(a.uri("/1"))).send().text()).isEqualTo("arrived at /2");
      assertNoSecret(otherPort.asked().getFirst().headers());
    }
  }

  /** CVE-2025-22227, CVE-2024-45336: what was dropped on the way to b is not back at a. */
  @Test
  void secrets_do_not_come_back_when_a_redirect_leads_home() throws Exception {
    redirect("/1", 302, b.uri("/2"));
    redirect("/2", 302, a.uri("/3"));
    assertThat(secretive(client.get(a.uri("/1"))).send().text()).isEqualTo("arrived at /3");
    assertThat(b.asked()).hasSize(1);
    assertNoSecret(b.asked().getFirst().headers());
    assertThat(a.asked()).hasSize(2);
    assertNoSecret(a.asked().getLast().headers());
  }

  /** CVE-2024-47081 and its kin: the host is that of the parsed URI and nothing else. */
  @Test
  void user_information_in_a_location_is_neither_sent_nor_taken_for_the_host() throws Exception {
    redirect("/1", 302, b.uri("/2").replace("http://", "http://127.0.0.1:secret@"));
    assertThat(secretive(client.get(a.uri("/1"))).send().text()).isEqualTo("arrived at /2");
    assertNoSecret(b.asked().getFirst().headers());
  }

  private static CallBuilder secretive(CallBuilder call) {
    return call.header("Authorization", "Basic x")
        .header("Cookie", "a=b")
        .header("Proxy-Authorization", "Basic y")
        .header("X-Api-Key", "k")
        .secretHeader("X-Mine", "m")
        .header("X-Open", "o");
  }

  private static void assertNoSecret(Headers headers) {
    assertThat(headers.toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("authorization", "cookie", "api-key", "x-mine");
  }

  /** CVE-2026-41715. */
  @Test
  @Row("H19")
  void a_redirect_from_https_to_http_is_refused_and_nothing_asked_there() throws Exception {
    TestCertificates certificates = TestCertificates.shared();
    try (SSLServerSocket listener =
        (SSLServerSocket)
            certificates.localhost().context().getServerSocketFactory().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> redirectOverTls(listener, a.uri("/plain")));
      String uri = "https://localhost:" + listener.getLocalPort() + "/";
      TlsSettings trusting = TlsSettings.trusting(certificates.trusted());
      try (HttpClient trusted = HttpClient.builder().tls(trusting).build()) {
        assertThatThrownBy(() -> trusted.get(uri).send())
            .isInstanceOf(HttpFailure.Refused.class)
            .hasMessage("refused: a redirect from https to http, to " + a.uri("/plain"));
        assertThat(a.asked()).isEmpty();
        assertThat(trusted.connections().leased()).isZero();
        RedirectPolicy down = RedirectPolicy.standard().withDowngrade();
        assertThat(trusted.get(uri).redirects(down).send().text()).isEqualTo("arrived at /plain");
      }
    }
  }

  private static void redirectOverTls(SSLServerSocket listener, String location) {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        if (socket.getInputStream().read(new byte[4096]) > 0) {
          String head =
              "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n";
          socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        }
      } catch (java.io.IOException e) {
        // the test is over
      }
    }
  }

  @Test
  void content_that_can_be_sent_again_is_and_other_content_fails_clearly(@TempDir Path folder)
      throws Exception {
    redirect("/1", 307, "/2");
    Path file = folder.resolve("content");
    Files.writeString(file, "of a file ".repeat(20_000));
    assertThat(client.post(a.uri("/1")).file(file).send().text()).isEqualTo("arrived at /2");
    assertThat(a.asked()).extracting(RecordingOrigin.Asked::line).endsWith("POST /1", "POST /2");
    assertThat(a.asked().getLast().content()).isEqualTo(Files.readString(file));
    ByteArrayInputStream once = new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> client.post(a.uri("/1")).stream(once).send())
        .isInstanceOfSatisfying(
            HttpFailure.Refused.class,
            failure -> {
              assertThat(failure).hasMessageContaining("can be sent only once");
              assertThat(failure.sent()).isEqualTo(Sent.YES);
            });
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_small_redirect_costs_no_connection_and_a_large_one_no_time() throws Exception {
    redirect("/1", 302, "/2");
    redirect("/2", 302, "/3");
    client.get(a.uri("/1")).send();
    assertThat(a.connections()).isEqualTo(1);
    redirects.put(
        "/1",
        Response.of(302)
            .withHeader("Location", b.uri("/2"))
            .withBody(Body.bytes(new byte[8 * 1024 * 1024])));
    redirect("/2", 302, "/3");
    assertThat(client.get(a.uri("/1")).send().text()).isEqualTo("arrived at /3");
    assertThat(client.connections().keys().keySet()).containsExactly(b.origin());
  }

  @Test
  @Row({"T39", "T40"})
  void what_earlier_exchanges_took_is_told_apart() throws Exception {
    redirect("/1", 302, b.uri("/2"));
    BufferedResponse direct = client.get(a.uri("/")).send();
    assertThat(direct.timings().redirect()).isZero();
    BufferedResponse response = client.get(a.uri("/1")).send();
    Duration sum = Duration.ZERO;
    for (Phase phase : Phase.values()) {
      assertThat(response.timings().of(phase).isNegative()).isFalse();
      sum = phase == Phase.TOTAL ? sum : sum.plus(response.timings().of(phase));
    }
    assertThat(response.timings().redirect()).isPositive();
    assertThat(response.timings().connect()).isPositive(); // to b, of the last exchange
    assertThat(sum).isLessThanOrEqualTo(response.timings().total());
  }

  @Test
  @Row("T25")
  void a_stream_is_that_of_the_last_exchange() throws Exception {
    redirect("/1", 302, b.uri("/2"));
    List<Request> exchanges = new ArrayList<>();
    try (StreamingResponse response =
        client.get(a.uri("/1")).onExchange(start -> exchanges.add(start.request())).open()) {
      assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("arrived at /2");
      assertThat(response.history()).hasSize(1);
      assertThat(response.attempts()).isEqualTo(2);
      assertThat(response.explain().toString()).contains("redirect 1 to GET " + b.uri("/2"));
    }
    assertThat(exchanges)
        .extracting(Request::toString)
        .containsExactly("GET " + a.uri("/1"), "GET " + b.uri("/2"));
  }

  @Row("G42")
  @Test
  void the_time_of_a_call_covers_its_redirects() {
    redirect("/1", 302, "/1");
    assertThatThrownBy(
            () ->
                client
                    .get(a.uri("/1"))
                    .timeout(Duration.ofMillis(200))
                    .redirects(RedirectPolicy.standard().withLimit(Integer.MAX_VALUE))
                    .send())
        .isInstanceOfSatisfying(
            HttpFailure.Timeout.class,
            failure -> {
              assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
              assertThat(failure.sent()).isEqualTo(Sent.YES);
              assertThat(failure.explain().steps()).hasSizeLessThan(210);
            });
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_failure_after_a_redirect_says_that_something_was_sent() throws Exception {
    try (RecordingOrigin gone = new RecordingOrigin("127.0.0.3", this::answer)) {
      redirect("/1", 302, gone.uri("/2"));
    }
    assertThatThrownBy(() -> client.post(a.uri("/1")).text("order").send())
        .isInstanceOfSatisfying(
            HttpFailure.Connect.class,
            failure -> {
              assertThat(failure.sent()).isEqualTo(Sent.YES);
              assertThat(failure.explain().toString())
                  .contains("302 Found: redirect 1 to GET http://127.0.0.3", "failed: cannot");
            });
  }

  @Test
  void a_call_explains_itself_without_a_secret() throws Exception {
    redirect("/1", 302, b.uri("/2"));
    BufferedResponse response = secretive(client.get(a.uri("/1"))).send();
    String told = response.explain().toString();
    assertThat(told.lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line).contains("GET " + a.uri("/1") + " on a new connection to /127"),
            line ->
                assertThat(line)
                    .contains("302 Found: redirect 1 to GET " + b.uri("/2"), "without Authoriz"),
            line -> assertThat(line).contains("GET " + b.uri("/2") + " on a new connection to /"),
            line -> assertThat(line).contains("answer: 200 OK"));
    assertThat(told).doesNotContain("Basic x", "a=b");
    assertThat(client.get(a.uri("/")).send().explain().toString()).contains("on a kept connection");
  }

  @Test
  void a_client_has_a_policy_of_its_own() throws Exception {
    redirect("/1", 302, "/2");
    try (HttpClient staying = HttpClient.builder().redirects(RedirectPolicy.none()).build()) {
      assertThat(staying.get(a.uri("/1")).send().status().code()).isEqualTo(302);
      assertThat(
              staying.get(a.uri("/1")).redirects(RedirectPolicy.standard()).send().status().code())
          .isEqualTo(200);
    }
  }

  @Test
  void a_redirect_that_never_ends_its_content_costs_its_connection_and_a_second_at_most()
      throws Exception {
    try (RawServer endless =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 302 Found\r\nContent-Length: 10\r\nLocation: ");
                  peer.say(a.uri("/2") + "\r\n\r\n12345");
                  peer.awaitEnd();
                });
        HttpClient patient =
            HttpClient.builder()
                .timeouts(Timeouts.defaults().withBody(Duration.ofMinutes(5)))
                .build()) {
      assertThat(patient.get(endless.uri("/")).send().text()).isEqualTo("arrived at /2");
      assertThat(patient.connections().keys().keySet()).containsExactly(a.origin());
    }
  }
}
