package io.godwit.policy.auth.oauth;

import static io.godwit.policy.auth.oauth.Flows.NOW;
import static io.godwit.policy.auth.oauth.Flows.form;
import static io.godwit.policy.auth.oauth.Flows.json;
import static io.godwit.policy.auth.oauth.Flows.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Origin;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How tokens are had, kept, shown and renewed. */
final class OAuth2Test {
  private static final OAuth2Server SERVER = OAuth2Server.of("https://as.example/token");
  private static final OAuth2Client CLIENT = OAuth2Client.basic("app", "s3cret");
  private static final OAuth2 ROBOT = OAuth2.clientCredentials(SERVER, CLIENT);
  private static final Response INVALID =
      Response.of(401).withHeader("WWW-Authenticate", "Bearer realm=x, error=\"invalid_token\"");

  private final AuthContext context = Flows.context("https://api.example/");
  private final Request request =
      Request.of(Method.GET, Uri.of("https://api.example/x")).withHeader("X-Own", "1");

  @Test
  @Row("P40")
  void the_first_call_gets_a_token_and_later_ones_show_it() {
    AuthFlow first = ROBOT.withScope("read", "write").flow(context);
    AuthStep.Join join = (AuthStep.Join) first.begin(request, NOW);
    Request asked = Flows.fetch(first.joined(true, NOW));
    assertThat(asked.method()).isEqualTo(Method.POST);
    assertThat(asked.uri().text()).isEqualTo("https://as.example/token");
    assertThat(asked.header("Authorization")).contains("Basic YXBwOnMzY3JldA==");
    assertThat(asked.header("Accept")).contains("application/json");
    assertThat(asked.headers().size()).isEqualTo(3);
    assertThat(form(asked)).isEqualTo("grant_type=client_credentials&scope=read%20write");
    Request sent =
        Flows.sent(
            first.fetched(
                json("{\"access_token\":\"t1\",\"token_type\":\"bearer\",\"expires_in\":3600}"),
                NOW));
    assertThat(sent).isEqualTo(request.withHeader("Authorization", "Bearer t1"));
    assertThat(first.answered(sent, Response.of(200), NOW)).isInstanceOf(AuthStep.Accept.class);

    AuthFlow second =
        OAuth2.clientCredentials(SERVER, CLIENT).withScope("read", "write").flow(context);
    assertThat(shown(second.begin(request, later(3569)))).isEqualTo("Bearer t1");
    AuthFlow other = ROBOT.withScope("read").flow(context);
    assertThat(other.begin(request, NOW)).isNotEqualTo(join).isInstanceOf(AuthStep.Join.class);
  }

  @Test
  void a_token_is_renewed_before_it_ends_by_the_wall_clock() {
    obtain(ROBOT, "t1", 3600);
    assertThat(shown(ROBOT.flow(context).begin(request, later(3569.9)))).isEqualTo("Bearer t1");
    assertThat(ROBOT.flow(context).begin(request, later(3570))).isInstanceOf(AuthStep.Join.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 3599, 3600", "10, 3589, 3590", "1800, 1799, 1800", "9000, 1799, 1800"})
  void the_skew_is_at_most_half_of_the_lifetime(long skew, double good, double late) {
    OAuth2 robot = ROBOT.withSkew(Duration.ofSeconds(skew));
    obtain(robot, "t1", 3600);
    assertThat(shown(robot.flow(context).begin(request, later(good)))).isEqualTo("Bearer t1");
    assertThat(robot.flow(context).begin(request, later(late))).isInstanceOf(AuthStep.Join.class);
  }

  @Test
  void the_lifetime_counts_from_the_question_and_not_from_the_answer() {
    AuthFlow flow = ROBOT.flow(context);
    flow.begin(request, NOW);
    flow.joined(true, NOW);
    Flows.sent(flow.fetched(json(granted("t1", 100)), later(60)));
    assertThat(shown(ROBOT.flow(context).begin(request, later(69)))).isEqualTo("Bearer t1");
    assertThat(ROBOT.flow(context).begin(request, later(70))).isInstanceOf(AuthStep.Join.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"expires_in\":null",
        ",\"expires_in\":\"soon\"",
        ",\"expires_in\":[]",
        ",\"expires_in\":\"\"",
        ",\"expires_in\":1e999",
        ",\"expires_in\":\"999999999999999999\""
      })
  void a_token_without_a_known_end_is_good_until_it_is_refused(String end) {
    obtainWith("{\"access_token\":\"t1\",\"token_type\":\"Bearer\"" + end + "}");
    assertThat(shown(ROBOT.flow(context).begin(request, later(3.1e9)))).isEqualTo("Bearer t1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000", "1000.9", "1e3", "\"1000\""})
  void a_lifetime_is_a_number_in_any_spelling(String seconds) {
    obtainWith(
        "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    assertThat(shown(ROBOT.flow(context).begin(request, later(969)))).isEqualTo("Bearer t1");
    assertThat(ROBOT.flow(context).begin(request, later(970))).isInstanceOf(AuthStep.Join.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "-1e999"})
  void a_token_that_ends_at_once_serves_the_call_that_got_it(String seconds) {
    obtainWith(
        "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    assertThat(ROBOT.flow(context).begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
  }

  @Test
  @Row("P40")
  void a_refresh_token_is_used_and_kept_and_replaced() {
    OAuth2 person = OAuth2.refreshToken(SERVER, OAuth2Client.publicClient("app"), "r0");
    AuthFlow first = joined(person);
    assertThat(form(Flows.fetch(first.joined(true, NOW))))
        .isEqualTo("grant_type=refresh_token&refresh_token=r0&client_id=app");
    first.fetched(
        json(
            "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"refresh_token\":\"r1\","
                + "\"expires_in\":100}"),
        NOW);

    AuthFlow second = person.flow(context);
    second.begin(request, later(100));
    assertThat(form(Flows.fetch(second.joined(true, later(100))))).contains("refresh_token=r1&");
    second.fetched(json(granted("t2", 100)), later(100));

    AuthFlow third = person.flow(context);
    third.begin(request, later(200));
    assertThat(form(Flows.fetch(third.joined(true, later(200)))))
        .as("the server did not replace it")
        .contains("refresh_token=r1&");
    third.fetched(
        json("{\"access_token\":\"t3\",\"token_type\":\"Bearer\",\"refresh_token\":\"\"}"),
        later(200));
    AuthFlow fourth = person.flow(context);
    Request sent = Flows.sent(fourth.begin(request, later(200)));
    fourth.answered(sent, INVALID, later(200));
    assertThat(form(Flows.fetch(fourth.joined(true, later(200))))).contains("refresh_token=r1&");
  }

  @Test
  void a_refresh_token_that_is_refused_is_not_shown_again() {
    OAuth2 person = OAuth2.refreshToken(SERVER, CLIENT, "r0");
    AuthFlow flow = joined(person);
    flow.joined(true, NOW);
    assertNoToken(
        flow.fetched(
            json("{\"error\":\"invalid_grant\",\"error_description\":\"r0 is gone\"}"), NOW),
        "no token from https://as.example: invalid_grant, \"*** is gone\"");
    AuthFlow next = joined(person);
    assertNoToken(
        next.joined(true, NOW), "no token from https://as.example: invalid_grant, \"*** is gone\"");
  }

  @Test
  void another_error_does_not_cost_the_refresh_token() {
    OAuth2 person = OAuth2.refreshToken(SERVER, CLIENT, "r0");
    AuthFlow flow = joined(person);
    flow.joined(true, NOW);
    assertNoToken(
        flow.fetched(
            json("{\"error\":\"temporarily_unavailable\"}")
                .withStatus(io.godwit.http.Status.of(503)),
            NOW),
        "no token from https://as.example: temporarily_unavailable");
    assertThat(form(Flows.fetch(joined(person).joined(true, NOW)))).contains("refresh_token=r0");
  }

  @Test
  void an_application_without_a_valid_refresh_token_asks_by_itself_again() {
    AuthFlow first = joined(ROBOT);
    first.joined(true, NOW);
    first.fetched(
        json(
            "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"refresh_token\":\"r1\","
                + "\"expires_in\":10}"),
        NOW);
    AuthFlow second = ROBOT.flow(context);
    second.begin(request, later(10));
    assertThat(form(Flows.fetch(second.joined(true, later(10))))).contains("refresh_token=r1");
    assertThat(form(Flows.fetch(second.fetched(json("{\"error\":\"invalid_grant\"}"), later(10)))))
        .isEqualTo("grant_type=client_credentials");
    assertThat(shown(second.fetched(json(granted("t2", 10)), later(10)))).isEqualTo("Bearer t2");
    AuthFlow third = ROBOT.flow(context);
    third.begin(request, later(20));
    assertThat(form(Flows.fetch(third.joined(true, later(20)))))
        .isEqualTo("grant_type=client_credentials");
  }

  @Test
  @Row("P40")
  void an_invalid_token_is_renewed_once() {
    obtain(ROBOT, "t1", 3600);
    AuthFlow flow = ROBOT.flow(context);
    Request sent = Flows.sent(flow.begin(request, NOW));
    assertThat(flow.answered(sent, INVALID, NOW)).isInstanceOf(AuthStep.Join.class);
    flow.joined(true, NOW);
    Request again = Flows.sent(flow.fetched(json(granted("t2", 3600)), NOW));
    assertThat(again.headers().all("Authorization")).containsExactly("Bearer t2");
    assertThat(flow.answered(again, INVALID, NOW)).isInstanceOf(AuthStep.GiveUp.class);
    assertThat(shown(ROBOT.flow(context).begin(request, NOW))).isEqualTo("Bearer t2");
  }

  @Test
  void whoever_learns_late_that_a_token_is_invalid_takes_the_new_one() {
    obtain(ROBOT, "t1", 3600);
    AuthFlow early = ROBOT.flow(context);
    AuthFlow late = ROBOT.flow(context);
    AuthFlow waiting = ROBOT.flow(context);
    Request sent = Flows.sent(early.begin(request, NOW));
    late.begin(request, NOW);
    waiting.begin(request, NOW);
    assertThat(early.answered(sent, INVALID, NOW)).isInstanceOf(AuthStep.Join.class);
    assertThat(waiting.answered(sent, INVALID, NOW)).isInstanceOf(AuthStep.Join.class);
    early.joined(true, NOW);
    early.fetched(json(granted("t2", 3600)), NOW);
    assertThat(shown(late.answered(sent, INVALID, NOW))).isEqualTo("Bearer t2");
    assertThat(shown(waiting.joined(false, NOW))).isEqualTo("Bearer t2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=x",
        "Bearer",
        "Bearer error=\"insufficient_scope\"",
        "Digest error=\"invalid_token\"",
        "Bearer realm=\"invalid_token\""
      })
  void a_challenge_that_a_new_token_does_not_answer_stands(String challenge) {
    obtain(ROBOT, "t1", 3600);
    AuthFlow flow = ROBOT.flow(context);
    Request sent = Flows.sent(flow.begin(request, NOW));
    Response response = Response.of(401).withHeader("WWW-Authenticate", challenge);
    assertThat(flow.answered(sent, response, NOW)).isInstanceOf(AuthStep.GiveUp.class);
    assertThat(shown(ROBOT.flow(context).begin(request, NOW))).isEqualTo("Bearer t1");
  }

  @Test
  void only_401_is_about_the_token() {
    obtain(ROBOT, "t1", 3600);
    AuthFlow flow = ROBOT.flow(context);
    Request sent = Flows.sent(flow.begin(request, NOW));
    for (int status : new int[] {200, 400, 403, 407}) {
      Response response = Response.of(status).withHeaders(INVALID.headers());
      assertThat(flow.answered(sent, response, NOW)).isInstanceOf(AuthStep.Accept.class);
    }
  }

  @Test
  void content_that_cannot_be_repeated_is_not_but_the_next_call_gets_a_new_token() {
    obtain(ROBOT, "t1", 3600);
    AuthFlow flow = ROBOT.flow(context);
    Request upload = request.withBody(Body.stream(new ByteArrayInputStream(new byte[1])));
    Request sent = Flows.sent(flow.begin(upload, NOW));
    assertThat(flow.answered(sent, INVALID, NOW)).isInstanceOf(AuthStep.GiveUp.class);
    assertThat(ROBOT.flow(context).begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
  }

  @Test
  void tokens_from_before_are_used_until_they_end_or_are_refused() {
    OAuth2Tokens saved = OAuth2Tokens.of("t0").withRefresh("r0").withExpires(later(1000).wall());
    OAuth2 person = OAuth2.refreshToken(SERVER, CLIENT, "old").withTokens(saved);
    assertThat(shown(person.flow(context).begin(request, later(969)))).isEqualTo("Bearer t0");
    AuthFlow flow = person.flow(context);
    flow.begin(request, later(970));
    assertThat(form(Flows.fetch(flow.joined(true, later(970))))).contains("refresh_token=r0");

    OAuth2 bare = OAuth2.refreshToken(SERVER, CLIENT, "r").withTokens(OAuth2Tokens.of("t"));
    AuthFlow refused = bare.flow(context);
    Request sent = Flows.sent(refused.begin(request, NOW));
    assertThat(refused.answered(sent, INVALID, NOW)).isInstanceOf(AuthStep.Join.class);
    assertThat(form(Flows.fetch(refused.joined(true, NOW)))).contains("refresh_token=r");
  }

  @Test
  void who_waited_shares_what_the_server_said_and_who_comes_later_asks_again() {
    AuthFlow leader = joined(ROBOT);
    AuthFlow waiting = joined(ROBOT);
    leader.joined(true, NOW);
    String message = "no token from https://as.example: invalid_client, \"no \\\"app\\\"\"";
    AuthStep.Fail led =
        (AuthStep.Fail)
            leader.fetched(
                json("{\"error\":\"invalid_client\",\"error_description\":\"no \\\"app\\\"\"}"),
                NOW);
    assertThat(led.failure()).hasMessage(message);
    AuthStep followed = waiting.joined(false, NOW);
    assertNoToken(followed, message);
    assertThat(((AuthStep.Fail) followed).failure()).isNotSameAs(led.failure());
    AuthFlow later = joined(ROBOT);
    assertThat(later.joined(false, NOW))
        .as("the refusal was before it waited")
        .isInstanceOf(AuthStep.Join.class);
    assertThat(later.joined(true, NOW)).isInstanceOf(AuthStep.Fetch.class);
  }

  @Test
  void a_leader_that_was_cancelled_is_replaced() {
    AuthFlow waiting = joined(ROBOT);
    AuthFlow patient = joined(ROBOT);
    assertThat(waiting.joined(false, NOW)).isInstanceOf(AuthStep.Join.class);
    assertThat(waiting.joined(true, NOW)).isInstanceOf(AuthStep.Fetch.class);
    for (int i = 1; i < 1000; i++) {
      assertThat(patient.joined(false, NOW)).isInstanceOf(AuthStep.Join.class);
    }
    assertNoToken(
        patient.joined(false, NOW), "no token from https://as.example: nobody else could get one");
  }

  @Test
  void a_leader_who_finds_the_token_already_there_asks_nobody() {
    AuthFlow flow = joined(ROBOT);
    obtain(ROBOT, "t1", 100);
    assertThat(shown(flow.joined(true, NOW))).isEqualTo("Bearer t1");
  }

  @Test
  void new_tokens_are_told_before_they_are_used() {
    List<OAuth2Tokens> told = new ArrayList<>();
    OAuth2 person = OAuth2.refreshToken(SERVER, CLIENT, "r0").withListener(told::add);
    AuthFlow flow = joined(person);
    flow.joined(true, NOW);
    flow.fetched(
        json(
            "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":60,"
                + "\"scope\":\"a b\"}"),
        later(5));
    assertThat(told)
        .containsExactly(
            new OAuth2Tokens(
                "t1",
                java.util.Optional.of("r0"),
                java.util.Optional.of(later(60).wall()),
                java.util.Optional.of("a b")));
    OAuth2 failing =
        person
            .withScope("other")
            .withListener(
                tokens -> {
                  throw new IllegalStateException("disk full");
                });
    AuthFlow fails = joined(failing);
    fails.joined(true, NOW);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> fails.fetched(json(granted("t2", 60)), NOW));
  }

  /** A list that is its own listener equals another one with each token. */
  @Test
  void tokens_are_found_again_whatever_the_listener_equals() {
    ListeningList told = new ListeningList();
    OAuth2 listening = ROBOT.withListener(told);
    obtain(listening, "t1", 100);
    assertThat(told).hasSize(1);
    assertThat(shown(listening.flow(context).begin(request, NOW))).isEqualTo("Bearer t1");
    assertThat(shown(ROBOT.flow(context).begin(request, NOW))).isEqualTo("Bearer t1");
  }

  private static final class ListeningList extends ArrayList<OAuth2Tokens>
      implements java.util.function.Consumer<OAuth2Tokens> {
    private static final long serialVersionUID = 1L;

    @Override
    public void accept(OAuth2Tokens tokens) {
      add(tokens);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {}                                                     | the answer has no access_token",
        "200 | {\"access_token\":1,\"token_type\":\"Bearer\"}         | the answer has no access_token",
        "200 | {\"access_token\":\"\",\"token_type\":\"Bearer\"}      | the answer has no access_token",
        "200 | {\"access_token\":\"a b\",\"token_type\":\"Bearer\"}   | the answer has no access_token",
        "200 | {\"access_token\":\"\\u007f\",\"token_type\":\"Bearer\"} | the answer has no access_token",
        "200 | {\"access_token\":\"a\\r\\nb\",\"token_type\":\"Bearer\"} | the answer has no access_token",
        "200 | {\"access_token\":\"a\"}                | the token is of another type than Bearer",
        "200 | {\"access_token\":\"a\",\"token_type\":\"mac\"} | the token is of another type than Bearer, \"mac\"",
        "200 | {\"error\":\"bad_verification_code\"}   | bad_verification_code",
        "400 | {\"error\":\"a\\nb\"}                   | \"a\\nb\"",
        "401 | {\"error\":\"invalid_client\",\"error_description\":\"s3cret?\"} | invalid_client, \"***?\"",
        "400 | {\"error\":1}                           | the answer, HTTP 400, gives no reason",
        "300 | {\"access_token\":\"a\",\"token_type\":\"Bearer\"} | the server redirects, which no secret follows",
        "500 | {\"access_token\":\"a\",\"token_type\":\"Bearer\"} | the answer, HTTP 500, gives no reason",
        "502 | <html>                                  | the answer, HTTP 502, is no JSON object"
      })
  void what_an_answer_lacks_is_told(int status, String content, String reason) {
    AuthFlow flow = joined(ROBOT);
    flow.joined(true, NOW);
    Response answer = json(content).withStatus(io.godwit.http.Status.of(status));
    assertNoToken(flow.fetched(answer, NOW), "no token from https://as.example: " + reason);
  }

  @Test
  void an_answer_is_read_up_to_64_kib() {
    String token = "{\"access_token\":\"a\",\"token_type\":\"Bearer\"";
    String padded = token + " ".repeat(64 * 1024 - token.length() - 1) + "}";
    AuthFlow flow = joined(ROBOT);
    flow.joined(true, NOW);
    assertThat(shown(flow.fetched(json(padded), NOW))).isEqualTo("Bearer a");
    OAuth2 other = ROBOT.withScope("other");
    AuthFlow longer = joined(other);
    longer.joined(true, NOW);
    assertNoToken(
        longer.fetched(json(padded + " "), NOW),
        "no token from https://as.example: the answer, HTTP 200, is too long");
    AuthFlow broken = joined(other);
    broken.joined(true, NOW);
    Body unreadable =
        Body.source(
            () -> {
              throw new java.io.IOException("disk");
            });
    assertNoToken(
        broken.fetched(Response.ok(unreadable), NOW),
        "no token from https://as.example: the answer, HTTP 200, cannot be read");
  }

  @Test
  void an_application_shows_its_secret_where_the_server_wants_it() {
    OAuth2 post = OAuth2.clientCredentials(SERVER, OAuth2Client.post("a&b", "c=d"));
    Request asked = Flows.fetch(joined(post).joined(true, NOW));
    assertThat(asked.headers().has("Authorization")).isFalse();
    assertThat(form(asked))
        .isEqualTo("grant_type=client_credentials&client_id=a%26b&client_secret=c%3Dd");
    // The percent-encoding of RFC 6749 section 2.3.1: a colon in the id would end it.
    assertThat(OAuth2Client.basic("a:b", "c d%é").field())
        .isEqualTo(
            "Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString(
                        "a%3Ab:c%20d%25%C3%A9"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    assertThat(OAuth2Client.basic("a", "").field()).isEqualTo("Basic YTo=");
  }

  @Test
  void more_parameters_go_along() {
    OAuth2 robot = ROBOT.withParameter("resource", "https://x/").withParameter("audience", "y");
    assertThat(form(Flows.fetch(joined(robot).joined(true, NOW))))
        .startsWith("grant_type=client_credentials&")
        .contains("&resource=https%3A%2F%2Fx%2F", "&audience=y");
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> ROBOT.withParameter("grant_type", "x"));
  }

  @Test
  void tokens_and_secrets_stay_off_networks_without_tls() {
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> OAuth2.clientCredentials(OAuth2Server.of("http://as.example/t"), CLIENT))
        .withMessage("secrets would go over http to http://as.example");
    AuthContext plain = Flows.context("http://api.example/");
    AuthStep refused = ROBOT.withTokens(OAuth2Tokens.of("t")).flow(plain).begin(request, NOW);
    assertThat(((AuthStep.Fail) refused).failure())
        .isInstanceOf(HttpFailure.Refused.class)
        .hasMessage("refused: a bearer token would go over http to http://api.example");
    OAuth2 careless =
        OAuth2.clientCredentials(OAuth2Server.of("http://as.example/t").withPlainHttp(), CLIENT);
    assertThat(careless.flow(plain).begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
    OAuth2 local = OAuth2.clientCredentials(OAuth2Server.of("http://localhost:1/t"), CLIENT);
    assertThat(local.flow(Flows.context("http://127.0.0.1:2/")).begin(request, NOW))
        .isInstanceOf(AuthStep.Join.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https, a.example, true",
    "wss, a.example, true",
    "http, a.example, false",
    "ws, a.example, false",
    "http, localhost, true",
    "http, a.localhost, true",
    "http, alocalhost, false",
    "http, localhost.example, false",
    "http, 127.0.0.1, true",
    "http, 127.9.8.7, true",
    "http, 128.0.0.1, false",
    "http, 127.0.0.1.example, false",
    "http, x127.0.0.1, false",
    "http, ::1, true",
    "http, ::2, false"
  })
  void what_does_not_leave_the_machine_needs_no_tls(String scheme, String host, boolean keeps) {
    assertThat(Transport.keeps(new Origin(scheme, host, 80))).isEqualTo(keeps);
  }

  @Test
  void a_proxy_is_shown_a_token_in_its_own_field() {
    AuthContext proxy =
        new AuthContext(
            AuthRole.PROXY,
            new Origin("https", "proxy.example", 443),
            context.memory(),
            context.entropy());
    Request sent =
        Flows.sent(ROBOT.withTokens(OAuth2Tokens.of("t")).flow(proxy).begin(request, NOW));
    assertThat(sent.headers().has("Authorization")).isFalse();
    assertThat(sent.header("Proxy-Authorization")).contains("Bearer t");
  }

  @Test
  void mistakes_are_told_where_they_are_made() {
    assertMistake(() -> OAuth2.clientCredentials(SERVER, OAuth2Client.publicClient("a")));
    assertMistake(() -> OAuth2.refreshToken(SERVER, CLIENT, ""));
    assertMistake(() -> OAuth2Tokens.of("t").withRefresh(""));
    assertMistake(() -> OAuth2Client.basic("", "s"));
    assertMistake(() -> new OAuth2Client("a", "s", OAuth2Client.Proof.NONE));
    assertMistake(() -> ROBOT.withSkew(Duration.ofNanos(-1)));
    for (String scope : List.of("", "a b", "a\"", "a\\b", "é", "\u007f")) {
      assertMistake(() -> ROBOT.withScope(scope));
    }
    assertThat(ROBOT.withScope("!", "~", "#[", "]")).isNotNull();
    for (String endpoint :
        List.of("https://a/t#f", "https://u:p@a/t", "ftp://a/t", "/t", "wss://a/t")) {
      assertMistake(() -> OAuth2Server.of(endpoint));
      assertMistake(() -> SERVER.withAuthorization(endpoint));
      assertMistake(() -> SERVER.withDevice(endpoint));
    }
    for (String token : List.of("", "a b", "a\n", "\u007f", "é")) {
      assertMistake(() -> OAuth2Tokens.of(token));
    }
    assertThat(OAuth2Tokens.of("!~").access()).isEqualTo("!~");
  }

  @Test
  void a_flow_that_is_driven_in_another_order_says_so() {
    AuthFlow flow = ROBOT.flow(context);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> flow.fetched(json("{}"), NOW));
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> flow.resumed(NOW));
    obtain(ROBOT, "t1", 100);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> ROBOT.flow(context).joined(true, NOW));
  }

  @Test
  void no_secret_is_shown() {
    OAuth2Tokens tokens = OAuth2Tokens.of("SECRET").withRefresh("SECRET").withExpires(NOW.wall());
    assertThat(tokens).hasToString("tokens until 2026-03-01T12:00:00Z, with a refresh token");
    assertThat(OAuth2Tokens.of("SECRET")).hasToString("tokens");
    OAuth2Client client = OAuth2Client.basic("app", "SECRET");
    assertThat(client).hasToString("\"app\" BASIC");
    OAuth2 robot =
        OAuth2.clientCredentials(SERVER, client)
            .withParameter("password", "SECRET")
            .withTokens(tokens);
    assertThat(robot).hasToString("OAuth 2 at https://as.example as \"app\" BASIC");
    assertThat(robot.flow(context).begin(request, NOW).toString()).doesNotContain("SECRET");
    assertThat(joined(OAuth2.refreshToken(SERVER, client, "SECRET")).joined(true, NOW).toString())
        .doesNotContain("SECRET");
    assertThat(context.memory().value().toString()).doesNotContain("SECRET");
    obtain(ROBOT, "SECRET", 100);
    assertThat(context.memory().value().toString()).isEqualTo("1 remembered");
  }

  @Test
  void a_refusal_says_that_the_call_was_not_sent() {
    AuthFlow flow = joined(ROBOT);
    flow.joined(true, NOW);
    AuthStep.Fail fail = (AuthStep.Fail) flow.fetched(json("{\"error\":\"x\"}"), NOW);
    assertThat(fail.failure().sent()).isEqualTo(Sent.NO);
  }

  private static void assertMistake(org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
    assertThatExceptionOfType(InvalidMessage.class).isThrownBy(made);
  }

  private static void assertNoToken(AuthStep step, String message) {
    assertThat(step).isInstanceOf(AuthStep.Fail.class);
    assertThat(((AuthStep.Fail) step).failure())
        .isInstanceOf(HttpFailure.NoToken.class)
        .hasMessage(message);
  }

  private AuthFlow joined(OAuth2 credentials) {
    AuthFlow flow = credentials.flow(context);
    assertThat(flow.begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
    return flow;
  }

  private void obtain(OAuth2 credentials, String token, long seconds) {
    AuthFlow flow = joined(credentials);
    flow.joined(true, NOW);
    assertThat(shown(flow.fetched(json(granted(token, seconds)), NOW)))
        .isEqualTo("Bearer " + token);
  }

  private void obtainWith(String content) {
    AuthFlow flow = joined(ROBOT);
    flow.joined(true, NOW);
    assertThat(shown(flow.fetched(json(content), NOW))).isEqualTo("Bearer t1");
  }

  private static String granted(String token, long seconds) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
        .formatted(token, seconds);
  }

  private static String shown(AuthStep step) {
    return Flows.sent(step).header("Authorization").orElseThrow();
  }
}
