package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.net.Clock;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.oauth.DevicePrompt;
import io.godwit.policy.auth.oauth.OAuth1;
import io.godwit.policy.auth.oauth.OAuth1Token;
import io.godwit.policy.auth.oauth.OAuth2;
import io.godwit.policy.auth.oauth.OAuth2Client;
import io.godwit.policy.auth.oauth.OAuth2Login;
import io.godwit.policy.auth.oauth.OAuth2Server;
import io.godwit.policy.auth.oauth.OAuth2Tokens;
import io.godwit.tests.Row;
import io.godwit.tests.client.RecordingOrigin.Asked;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** OAuth over real sockets: many calls, one token, and nobody else sees a secret. */
@Timeout(60)
final class OAuthCallsTest {
  private static final int MANY = 64;
  private static final OAuth2Client APP = OAuth2Client.basic("app", "S3CRET");

  private final AtomicInteger pending = new AtomicInteger();
  private TokenOrigin origin;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    origin = new TokenOrigin(request -> Response.of(404));
    client = client(OAuth2.clientCredentials(origin.server(), APP));
  }

  @AfterEach
  void stop() {
    client.close();
    origin.close();
  }

  @Test
  @Row("P40")
  void many_calls_at_once_share_one_token() throws Exception {
    origin.shut();
    List<String> answers = atOnce(origin::open);
    assertThat(answers).hasSize(MANY).containsOnly("Bearer t1");
    assertThat(origin.asked("/token")).hasSize(1);
    assertThat(origin.asked("/api")).as("none went out without a token").hasSize(MANY);
  }

  @Test
  @Row("P40")
  void a_token_that_many_calls_learn_to_be_invalid_is_renewed_once() throws Exception {
    assertThat(client.get("api").send().text()).isEqualTo("Bearer t1");
    origin.revoke();
    origin.gather(MANY);
    List<String> answers = atOnce(() -> {});
    assertThat(answers).hasSize(MANY).containsOnly("Bearer t2");
    assertThat(origin.asked("/token"))
        .extracting(Asked::content)
        .containsExactly(
            "grant_type=client_credentials", "grant_type=refresh_token&refresh_token=r-t1");
    assertThat(origin.asked("/api")).hasSize(1 + 2 * MANY);
  }

  @Test
  void a_token_is_renewed_before_it_ends() throws Exception {
    TurnedClock clock = new TurnedClock();
    try (HttpClient timed =
        HttpClient.builder()
            .baseUri(origin.uri("/"))
            .clock(clock)
            .auth(OAuth2.clientCredentials(origin.server(), APP))
            .build()) {
      assertThat(timed.get("api").send().text()).isEqualTo("Bearer t1");
      clock.turn(Duration.ofSeconds(3500));
      assertThat(timed.get("api").send().text()).isEqualTo("Bearer t1");
      clock.turn(Duration.ofSeconds(100));
      assertThat(timed.get("api").send().text()).isEqualTo("Bearer t2");
    }
  }

  @Test
  void a_call_that_is_cancelled_while_it_gets_the_token_leaves_that_to_another() throws Exception {
    origin.shut();
    CompletableFuture<BufferedResponse> first = client.get("api").sendAsync();
    Await.until(() -> origin.asked("/token").size() == 1);
    CompletableFuture<BufferedResponse> second = client.get("api").sendAsync();
    first.cancel(true);
    Await.until(() -> origin.asked("/token").size() == 2);
    origin.open();
    assertThat(second.get().text()).startsWith("Bearer t");
    assertThat(first).isCancelled();
  }

  @Test
  void a_call_that_runs_out_of_time_while_another_gets_the_token_fails_alone() throws Exception {
    origin.shut();
    CompletableFuture<BufferedResponse> first = client.get("api").sendAsync();
    Await.until(() -> origin.asked("/token").size() == 1);
    assertThatExceptionOfType(HttpFailure.Timeout.class)
        .isThrownBy(() -> client.get("api").timeout(Duration.ofMillis(50)).send());
    origin.open();
    assertThat(first.get().text()).isEqualTo("Bearer t1");
    assertThat(origin.asked("/token")).hasSize(1);
  }

  @Test
  void a_refusal_of_the_server_fails_all_who_waited_and_nobody_hangs() throws Exception {
    try (RecordingOrigin refusing =
            new RecordingOrigin(
                "127.0.0.2",
                request ->
                    TokenOrigin.json(
                            "{\"error\":\"invalid_client\",\"error_description\":\"S3CRET?\"}")
                        .withStatus(Status.UNAUTHORIZED));
        HttpClient refused =
            client(OAuth2.clientCredentials(OAuth2Server.of(refusing.uri("/token")), APP))) {
      List<Future<BufferedResponse>> calls = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < MANY; i++) {
          calls.add(threads.submit(() -> refused.get("api").send()));
        }
      }
      for (Future<BufferedResponse> call : calls) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(call::get)
            .withCauseInstanceOf(HttpFailure.NoToken.class)
            .withMessageContaining("invalid_client, \"***?\"");
      }
      assertThat(origin.asked("/api")).isEmpty();
    }
  }

  /** What goes to another server for a token is nobody's but the flow's. */
  @Test
  @Row("P40")
  void a_request_for_a_token_has_nothing_of_the_call() throws Exception {
    List<String> listened = new CopyOnWriteArrayList<>();
    try (HttpClient own =
        HttpClient.builder()
            .baseUri(origin.uri("/"))
            .header("X-Of-Client", "1")
            .auth(OAuth2.clientCredentials(origin.server(), APP))
            .build()) {
      own.get("api")
          .header("X-Of-Call", "2")
          .header("Cookie", "sid=3")
          .secretHeader("X-Key", "4")
          .onExchange(start -> listened.add(start.toString()))
          .send();
    }
    Headers fields = origin.asked("/token").getFirst().headers();
    List<String> names = new ArrayList<>();
    fields.forEach(field -> names.add(field.name()));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "Host", "Accept", "Authorization", "Content-Type", "Content-Length");
    assertThat(fields.first("Authorization")).contains(APP_FIELD);
    assertThat(origin.asked("/api").getFirst().headers().first("Cookie")).contains("sid=3");
    assertThat(listened).as("the call's own exchange").hasSize(1);
  }

  private static final String APP_FIELD =
      "Basic " + Base64.getEncoder().encodeToString("app:S3CRET".getBytes(StandardCharsets.UTF_8));

  /** The class of CVE-2018-1000007 and CVE-2022-27774: secrets that follow a redirect. */
  @Test
  void a_redirect_of_the_token_endpoint_gets_no_secret() throws Exception {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      try (RecordingOrigin thief = new RecordingOrigin("127.0.0.3", request -> Response.of(200));
          RecordingOrigin moved =
              new RecordingOrigin(
                  "127.0.0.2",
                  request -> Response.of(status).withHeader("Location", thief.uri("/token")));
          HttpClient led =
              client(
                  OAuth2.clientCredentials(
                      OAuth2Server.of(moved.uri("/token")), OAuth2Client.post("app", "S3CRET")))) {
        assertThatExceptionOfType(HttpFailure.NoToken.class)
            .isThrownBy(() -> led.get("api").send())
            .withMessageContaining("redirects");
        assertThat(moved.asked()).hasSize(1);
        assertThat(thief.asked()).isEmpty();
      }
    }
  }

  /** The class of CVE-2020-5404 and CVE-2026-3783: a bearer token that follows a redirect. */
  @Test
  void a_token_is_not_shown_where_a_redirect_leads() throws Exception {
    try (RecordingOrigin thief = new RecordingOrigin("127.0.0.3", request -> Response.of(200));
        RecordingOrigin api =
            new RecordingOrigin(
                "127.0.0.2", request -> Response.of(302).withHeader("Location", thief.uri("/x")));
        HttpClient led =
            HttpClient.builder()
                .auth(api.origin(), OAuth2.clientCredentials(origin.server(), APP))
                .build()) {
      assertThat(led.get(api.uri("/")).send().status().code()).isEqualTo(200);
      assertThat(api.asked().getFirst().headers().first("Authorization")).contains("Bearer t1");
      assertThat(thief.asked()).hasSize(1);
      assertThat(thief.asked().getFirst().headers().has("Authorization")).isFalse();
    }
  }

  @Test
  void nothing_that_is_told_of_a_call_has_a_secret() throws Exception {
    BufferedResponse response = client.get("api").send();
    String told = response + "\n" + response.explain() + "\n" + response.request().headers();
    assertThat(told).doesNotContain("S3CRET").doesNotContain("t1").doesNotContain("r-t1");
  }

  @Test
  @Row("P40")
  void a_person_agrees_in_a_browser_and_the_code_is_shown_once() throws Exception {
    OAuth2Server server = origin.server().withAuthorization(origin.uri("/authorize"));
    OAuth2Login login =
        OAuth2Login.start(
            server,
            OAuth2Client.publicClient("app"),
            "http://127.0.0.1:1/back",
            new java.security.SecureRandom()::nextBytes);
    List<OAuth2Tokens> told = new CopyOnWriteArrayList<>();
    OAuth2 person =
        login
            .finish("http://127.0.0.1:1/back?code=c0de&state=" + login.state())
            .withListener(told::add);
    try (HttpClient own = client(person)) {
      origin.shut();
      origin.open();
      assertThat(own.get("api").send().text()).isEqualTo("Bearer t1");
      origin.revoke();
      assertThat(own.get("api").send().text()).isEqualTo("Bearer t2");
    }
    assertThat(origin.asked("/token"))
        .extracting(Asked::content)
        .containsExactly(
            "grant_type=authorization_code&code=c0de&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback"
                + "&code_verifier="
                + login.verifier()
                + "&client_id=app",
            "grant_type=refresh_token&refresh_token=r-t1&client_id=app");
    assertThat(told).extracting(OAuth2Tokens::access).containsExactly("t1", "t2");
  }

  @Test
  void a_person_agrees_with_another_device_while_the_call_waits() throws Exception {
    TurnedClock clock = new TurnedClock();
    List<DevicePrompt> prompts = new CopyOnWriteArrayList<>();
    List<Instant> polls = new CopyOnWriteArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    try (RecordingOrigin devices =
            new RecordingOrigin(
                "127.0.0.2",
                request -> {
                  if (request.path().equals("/device")) {
                    return TokenOrigin.json(
                        "{\"device_code\":\"d1\",\"user_code\":\"WDJB-MJHT\",\"expires_in\":600,"
                            + "\"verification_uri\":\"https://e.example/\",\"interval\":7}");
                  }
                  polls.add(clock.wall());
                  return switch (asked.incrementAndGet()) {
                    case 1 -> error("authorization_pending");
                    case 2 -> error("slow_down");
                    default -> origin.token();
                  };
                });
        HttpClient television =
            HttpClient.builder()
                .baseUri(origin.uri("/"))
                .clock(clock)
                .timeout(Duration.ofMinutes(10))
                .auth(
                    OAuth2.deviceCode(
                        OAuth2Server.of(devices.uri("/token")).withDevice(devices.uri("/device")),
                        OAuth2Client.publicClient("tv"),
                        prompts::add))
                .build()) {
      Instant began = clock.wall();
      assertThat(television.get("api").send().text()).isEqualTo("Bearer t1");
      assertThat(prompts).extracting(DevicePrompt::userCode).containsExactly("WDJB-MJHT");
      assertThat(polls).hasSize(3);
      assertThat(polls.get(0)).isAfterOrEqualTo(began.plusSeconds(7));
      assertThat(polls.get(1)).isAfterOrEqualTo(began.plusSeconds(14));
      assertThat(polls.get(2)).isAfterOrEqualTo(began.plusSeconds(26));
    }
  }

  @Test
  @Row("P39")
  void a_server_finds_the_signature_it_computes_itself() throws Exception {
    OAuth1 signer =
        OAuth1.hmacSha256("key", "client secret").withToken(new OAuth1Token("tok", "s&t"));
    try (RecordingOrigin api = new RecordingOrigin("127.0.0.1", request -> Response.of(204));
        HttpClient signed = HttpClient.builder().auth(api.origin(), signer).build()) {
      signed.get(api.uri("/p%20q?b=2&a=1")).send();
      signed.get(api.uri("/p%20q?b=2&a=1")).send();
      assertThat(api.asked()).hasSize(2);
      Set<String> nonces = new java.util.HashSet<>();
      for (Asked asked : api.asked()) {
        String field = asked.headers().first("Authorization").orElse("");
        nonces.add(parameter(field, "oauth_nonce"));
        String base =
            "GET&"
                + encoded(api.origin() + "/p%20q")
                + "&"
                + encoded(
                    "a=1&b=2&oauth_consumer_key=key&oauth_nonce="
                        + parameter(field, "oauth_nonce")
                        + "&oauth_signature_method=HMAC-SHA256&oauth_timestamp="
                        + parameter(field, "oauth_timestamp")
                        + "&oauth_token=tok&oauth_version=1.0");
        assertThat(parameter(field, "oauth_signature")).isEqualTo(encoded(hmac(base)));
      }
      assertThat(nonces).hasSize(2);
    }
  }

  private static String hmac(String base) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = "client%20secret&s%26t".getBytes(StandardCharsets.US_ASCII);
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] signature = mac.doFinal(base.getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(signature);
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.US_ASCII).replace("+", "%20");
  }

  private static String parameter(String field, String name) {
    Matcher found = Pattern.compile(name + "=\"([^\"]*)\"").matcher(field);
    return found.find() ? found.group(1) : "";
  }

  private static Response error(String error) {
    return TokenOrigin.json("{\"error\":\"" + error + "\"}").withStatus(Status.BAD_REQUEST);
  }

  private HttpClient client(Credentials credentials) {
    return HttpClient.builder().baseUri(origin.uri("/")).auth(credentials).build();
  }

  /** Sends {@link #MANY} calls, and does that when all of them have begun. */
  private List<String> atOnce(Runnable then) throws Exception {
    List<Future<String>> calls = new ArrayList<>();
    pending.set(MANY);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MANY; i++) {
        calls.add(
            threads.submit(
                () -> {
                  pending.decrementAndGet();
                  return client.get("api").send().text();
                }));
      }
      Await.until(() -> pending.get() == 0);
      then.run();
    }
    List<String> answers = new ArrayList<>();
    for (Future<String> call : calls) {
      answers.add(call.get());
    }
    return answers;
  }

  /** The system's clock, further on; who waits for a moment turns it there. */
  private static final class TurnedClock implements Clock {
    private final AtomicLong turned = new AtomicLong();

    void turn(Duration by) {
      turned.addAndGet(by.toNanos());
    }

    @Override
    public Instant wall() {
      return Clock.system().wall().plusNanos(turned.get());
    }

    @Override
    public long nanos() {
      return Clock.system().nanos() + turned.get();
    }

    @Override
    public void await(Condition condition, long until) {
      turned.addAndGet(Math.max(0, until - nanos()));
    }
  }
}
