package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.Http;
import io.godwit.client.HttpClient;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.Basic;
import io.godwit.policy.auth.Bearer;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.Login;
import io.godwit.policy.auth.Netrc;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which credentials real origins get to see, and which they never do. */
@Timeout(60)
final class AuthTest {
  private static final Login ADA = Login.of("ada", "s3cret");
  private static final String BASIC_ADA = "Basic YWRhOnMzY3JldA==";

  /** What target is answered how; any other is welcome. */
  private final Map<String, Response> answers = new ConcurrentHashMap<>();

  private RecordingOrigin a;
  private RecordingOrigin b;

  @BeforeEach
  void start() throws Exception {
    a = new RecordingOrigin("127.0.0.1", this::answer);
    b = new RecordingOrigin("127.0.0.2", this::answer);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private Response answer(ServerRequest request) {
    if (request.path().startsWith("/basic") && request.header("Authorization").isEmpty()) {
      return asks("Negotiate, Basic realm=\"r\"");
    }
    Response set = answers.get(request.rawTarget());
    return set == null ? Response.text("welcome") : set;
  }

  private static Response asks(String challenge) {
    return Response.of(401)
        .withHeader("WWW-Authenticate", challenge)
        .withHeader("Set-Cookie", "session=1; Path=/")
        .withBody(io.godwit.http.Body.text("who are you?"));
  }

  private void redirect(String path, String location) {
    answers.put(path, Response.of(307).withHeader("Location", location));
  }

  /** What an origin was shown, request by request; "" for nothing. */
  private static List<String> shown(RecordingOrigin origin) {
    return origin.asked().stream()
        .map(asked -> asked.headers().first("Authorization").orElse(""))
        .toList();
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  @Row("P37")
  @Test
  void basic_goes_with_every_request_to_its_origin_and_to_no_other() throws Exception {
    try (HttpClient client =
        HttpClient.builder().baseUri(a.uri("/api/")).auth(Basic.of("J\u00e4", "\u20ac")).build()) {
      client.get("x").send();
      client.post("y").text("z").send();
      client.get(a.uri("/other")).send();
      client.get(b.uri("/")).send();
    }
    String value = basic("J\u00e4:\u20ac");
    assertThat(shown(a)).containsExactly(value, value, value);
    assertThat(shown(b)).containsExactly("");
  }

  @Row("P37")
  @Test
  void a_login_answers_when_it_is_asked_on_the_same_connection() throws Exception {
    try (HttpClient client = HttpClient.builder().auth(a.uri("/"), ADA).build()) {
      BufferedResponse response = client.get(a.uri("/basic")).send();
      assertThat(response.text()).isEqualTo("welcome");
      assertThat(response.attempts()).isEqualTo(2);
      assertThat(response.history().getFirst().response().status().code()).isEqualTo(401);
      assertThat(response.explain().toString())
          .contains("401 Unauthorized: credentials shown: Basic", "on a kept connection")
          .doesNotContain("s3cret", "YWRh");
      assertThat(client.get(a.uri("/basic/deeper")).send().attempts())
          .as("it knows by now")
          .isOne();
    }
    assertThat(shown(a)).containsExactly("", BASIC_ADA, BASIC_ADA);
    assertThat(a.asked().getLast().headers().first("Cookie"))
        .as("what came with the challenge")
        .contains("session=1");
  }

  @Test
  void a_call_has_credentials_of_its_own() throws Exception {
    try (HttpClient client = HttpClient.builder().auth(a.uri("/"), Bearer.of("client")).build()) {
      client.get(a.uri("/")).auth(Bearer.of("call")).send();
      client.get(a.uri("/")).send();
      client.get(a.uri("/")).auth(Bearer.of("call")).header("Authorization", "Mine x").send();
    }
    assertThat(shown(a)).containsExactly("Bearer call", "Bearer client", "Mine x");
  }

  @Row({"T19", "Z24"})
  @Test
  void user_information_becomes_credentials_and_stands_nowhere_else() throws Exception {
    String named = a.uri("/x?y").replace("http://", "http://ada:s3%63ret@");
    redirect("/x?y", "/z");
    BufferedResponse response = Http.get(named);
    assertThat(response.text()).isEqualTo("welcome");
    assertThat(shown(a)).containsExactly(BASIC_ADA, BASIC_ADA);
    assertThat(a.asked().getFirst().line()).isEqualTo("GET /x?y");
    assertThat(a.asked().toString().replace(BASIC_ADA, "")).doesNotContain("ada", "s3cret");
    assertThat(a.asked().getFirst().headers().first("Host"))
        .contains(a.origin().substring("http://".length()));
    assertThat(response.request().uri().userInfo()).isEmpty();
    assertThat(response.history() + response.explain().toString() + response.requested())
        .doesNotContain("ada", "s3cret");
    String nameless = a.uri("/x?y").replace("http://", "http://ada@");
    try (HttpClient client = HttpClient.builder().auth(a.uri("/"), Bearer.of("t")).build()) {
      client.get(nameless).auth(Bearer.of("u")).send();
    }
    assertThat(shown(a)).endsWith(basic("ada:"), basic("ada:"));
  }

  /**
   * A1, credentials to another origin: Reactor Netty CVE-2020-5404, AsyncHttpClient CVE-2026-40490,
   * Ktor CVE-2019-19703, Go CVE-2023-45289, requests CVE-2023-32681.
   */
  @Test
  void credentials_do_not_follow_a_redirect_to_another_host_port_or_scheme() throws Exception {
    try (RecordingOrigin port = new RecordingOrigin("127.0.0.1", this::answer);
        HttpClient client =
            HttpClient.builder().baseUri(a.uri("/")).auth(Bearer.of("s3cret")).build()) {
      redirect("/host", b.uri("/basic"));
      redirect("/port", port.uri("/basic"));
      redirect("/name", a.uri("/basic").replace("127.0.0.1", "localhost"));
      assertThat(client.get("host").send().status().code()).isEqualTo(401);
      assertThat(client.get("port").send().status().code()).isEqualTo(401);
      assertThat(shown(b)).containsExactly("");
      assertThat(shown(port)).containsExactly("");
      assertThat(client.get("name").send().status().code()).isEqualTo(401);
      assertThat(shown(a)).containsExactly("Bearer s3cret", "Bearer s3cret", "Bearer s3cret", "");
      client.get("host").auth(ADA.preemptive(true)).send();
      client.get(a.uri("/host").replace("http://", "http://u:p@")).send();
      assertThat(shown(b)).containsExactly("", "", "");
    }
  }

  /** A2, credentials given back by a detour: Reactor Netty CVE-2025-22227, Go CVE-2024-45336. */
  @Test
  void after_a_detour_an_origin_sees_what_is_bound_to_it_and_not_what_was_sent_there_by_hand()
      throws Exception {
    redirect("/start", b.uri("/on"));
    redirect("/on", a.uri("/end"));
    try (HttpClient client = HttpClient.create()) {
      client.get(a.uri("/start")).header("Authorization", "Mine s3cret").send();
      assertThat(shown(a)).containsExactly("Mine s3cret", "");
      client.get(a.uri("/start")).auth(Bearer.of("bound")).send();
      assertThat(shown(a)).endsWith("Bearer bound", "Bearer bound");
      assertThat(shown(b)).containsExactly("", "");
    }
  }

  /** A4, what is for a proxy: Go CVE-2025-4673, curl CVE-2026-6253. */
  @Test
  void what_is_for_a_proxy_is_not_shown_to_origins() throws Exception {
    redirect("/start", b.uri("/on"));
    answers.put("/407", Response.of(407).withHeader("Proxy-Authenticate", "Basic realm=\"proxy\""));
    try (HttpClient client = HttpClient.builder().auth(a.uri("/"), ADA).build()) {
      client.get(a.uri("/start")).header("Proxy-Authorization", "Basic s3cret").send();
      assertThat(b.asked().getLast().headers().has("Proxy-Authorization")).isFalse();
      assertThat(client.get(a.uri("/407")).send().status().code()).isEqualTo(407);
      assertThat(shown(a)).as("an origin is no proxy").containsExactly("", "");
      Headers last = a.asked().getLast().headers();
      assertThat(last.has("Proxy-Authorization")).isFalse();
    }
  }

  /**
   * A7, netrc: requests CVE-2024-47081, curl CVE-2026-6429, CVE-2026-3783, CVE-2022-27774,
   * CVE-2022-27776.
   */
  @Test
  void a_redirect_gets_nothing_out_of_the_netrc_but_for_the_own_https_of_a_host() throws Exception {
    Netrc netrc =
        Netrc.parse(
            "machine 127.0.0.1 login ada password s3cret\n"
                + "machine 127.0.0.2 login bob password other\n"
                + "default login d password e");
    try (RecordingOrigin port = new RecordingOrigin("127.0.0.1", this::answer);
        RecordingOrigin unknown = new RecordingOrigin("127.0.0.3", this::answer);
        HttpClient client = HttpClient.builder().netrc(netrc).build()) {
      client.get(a.uri("/basic")).send();
      assertThat(shown(a)).containsExactly("", BASIC_ADA);
      redirect("/b", b.uri("/basic"));
      redirect("/port", port.uri("/basic"));
      redirect("/unknown", unknown.uri("/basic"));
      for (String path : List.of("/b", "/port", "/unknown")) {
        assertThat(client.get(a.uri(path)).send().status().code()).isEqualTo(401);
        assertThat(client.get(a.uri(path)).auth(Bearer.of("t")).send().status().code())
            .isEqualTo(401);
      }
      assertThat(shown(b)).containsExactly("", "");
      assertThat(shown(port)).containsExactly("", "");
      assertThat(shown(unknown)).containsExactly("", "");
      client.get(unknown.uri("/basic")).send();
      assertThat(shown(unknown)).as("called by name").endsWith("", basic("d:e"));
      String disguised = a.uri("/basic").replace("http://", "http://127.0.0.2:x@");
      client.get(disguised).send();
      assertThat(shown(a)).as("the host is what was parsed").endsWith(basic("127.0.0.2:x"));
    }
  }

  /**
   * A8, connections reused under other credentials: curl CVE-2026-1965, CVE-2026-5545. All schemes
   * here belong to a request and none to a connection, so connections are shared and credentials
   * are not.
   */
  @Test
  void a_connection_that_is_used_again_carries_the_credentials_of_each_request() throws Exception {
    try (HttpClient client = HttpClient.create()) {
      client.get(a.uri("/")).auth(Bearer.of("one")).send();
      client.get(a.uri("/")).auth(ADA.preemptive(true)).send();
      client.get(a.uri("/")).send();
      assertThat(client.get(a.uri("/")).auth(Bearer.of("two")).send().explain().toString())
          .contains("on a kept connection");
      assertThat(a.connections()).isOne();
    }
    assertThat(shown(a)).containsExactly("Bearer one", BASIC_ADA, "", "Bearer two");
  }

  @Test
  void a_scheme_of_ones_own_is_a_flow() throws Exception {
    Credentials signed =
        _ -> (request, now) -> new AuthStep.Send(request.withHeader("X-Signed", "" + now.wall()));
    try (HttpClient client = HttpClient.builder().auth(a.uri("/"), signed).build()) {
      client.get(a.uri("/")).send();
    }
    assertThat(a.asked().getFirst().headers().first("X-Signed").orElse("")).startsWith("2");
  }

  @Test
  void a_netrc_is_read_from_its_file(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("netrc");
    Files.writeString(file, "machine 127.0.0.1 login J\u00e4 password p");
    Path latin1 = folder.resolve("latin1");
    Files.writeString(
        latin1, "machine 127.0.0.1 login J\u00e4 password q", StandardCharsets.ISO_8859_1);
    for (Path each : List.of(file, latin1)) {
      try (HttpClient client = HttpClient.builder().netrc(each).build()) {
        client.get(a.uri("/basic")).send();
      }
    }
    assertThat(shown(a)).containsExactly("", basic("J\u00e4:p"), "", basic("J\u00e4:q"));
    Path broken = folder.resolve("broken");
    Files.writeString(broken, "\nmachine a login \"s3cret");
    assertThatThrownBy(() -> HttpClient.builder().netrc(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(broken + ": the entry in line 2 has no login where one is announced");
    assertThatThrownBy(() -> HttpClient.builder().netrc(folder.resolve("none")))
        .isInstanceOf(UncheckedIOException.class);
    Files.writeString(broken, "#".repeat(Netrc.MOST_CHARACTERS));
    assertThat(HttpClient.builder().netrc(broken)).isNotNull();
    Files.writeString(broken, "#".repeat(Netrc.MOST_CHARACTERS + 1));
    assertThatThrownBy(() -> HttpClient.builder().netrc(broken))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void credentials_for_nowhere_are_refused_when_the_client_is_built() {
    assertThatThrownBy(() -> HttpClient.builder().auth(ADA).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("base URI");
    assertThatThrownBy(() -> HttpClient.builder().auth("/x", ADA))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> HttpClient.builder().auth("ftp://a.example/", ADA))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> HttpClient.builder().auth("http://u:s3cret@a.example/", ADA))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageNotContaining("s3cret");
    try (HttpClient client = HttpClient.create()) {
      assertThatThrownBy(() -> client.get("http://%00@127.0.0.1:1/").send())
          .isInstanceOf(InvalidMessage.class);
    }
  }
}
