package io.godwit.policy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestFlowTest {
  private static final Digest ADA = Digest.of("ada", "s3cret");
  private static final Request GET = AuthRun.get("http://a.example/dir/x?q=1");
  private static final DigestCheck MD5 = new DigestCheck("MD5", false, "ada", "s3cret");

  private final AuthRun run = new AuthRun();

  /** A flow that was challenged with this, and its answer. */
  private AuthStep challenged(AuthFlow flow, Request request, String... challenges) {
    AuthStep first = flow.begin(request, AuthRun.NOW);
    assertThat(run.shown(first)).isEmpty();
    return flow.answered(AuthRun.request(first), run.asks(challenges), AuthRun.NOW);
  }

  private static Map<String, String> parameters(AuthStep step) {
    return DigestCheck.parameters(AuthRun.request(step));
  }

  private static void accept(AuthFlow flow, AuthStep answer) {
    assertThat(flow.answered(AuthRun.request(answer), Response.of(200), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
  }

  /** The nonce with which a new call begins, and how often it was used; empty for none. */
  private String begins(Request request) {
    AuthStep step = run.flow(ADA).begin(request, AuthRun.NOW);
    return run.shown(step).isEmpty()
        ? ""
        : parameters(step).get("nonce") + " " + parameters(step).get("nc");
  }

  @Row("P38")
  @ParameterizedTest
  @CsvSource({
    "MD5,MD5,false",
    "md5,MD5,false",
    "MD5-sess,MD5,true",
    "SHA-256,SHA-256,false",
    "sha-256-SESS,SHA-256,true",
    "SHA-512-256,SHA-512/256,false",
    "SHA-512-256-sess,SHA-512/256,true"
  })
  void each_algorithm_is_answered_so_that_an_independent_check_agrees(
      String name, String java, boolean session) {
    DigestCheck check = new DigestCheck(java, session, "ada", "s3cret");
    AuthStep answer =
        challenged(
            run.flow(ADA), GET, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=" + name);
    Map<String, String> p = parameters(answer);
    assertThat(p)
        .containsEntry("algorithm", name)
        .containsEntry("uri", "/dir/x?q=1")
        .containsEntry("nc", "00000001")
        .containsEntry("response", check.expected(AuthRun.request(answer), new byte[0]));
    assertThat(p.get("cnonce")).matches("[0-9a-f]{32}");
    AuthStep second = run.flow(ADA).begin(AuthRun.get("http://a.example/other"), AuthRun.NOW);
    assertThat(parameters(second))
        .containsEntry("nc", "00000002")
        .containsEntry("response", check.expected(AuthRun.request(second), new byte[0]));
    assertThat(Objects.equals(parameters(second).get("cnonce"), p.get("cnonce")))
        .as("the session's nonce is that of its first answer")
        .isEqualTo(session);
  }

  @Row("P38")
  @Test
  void a_known_nonce_is_used_again_and_counted() {
    AuthFlow flow = run.flow(ADA);
    accept(flow, challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth"));
    assertThat(begins(GET)).isEqualTo("n 00000002");
    assertThat(begins(AuthRun.get("http://a.example/"))).isEqualTo("n 00000003");
    assertThat(begins(AuthRun.get("http://a.example/"))).isEqualTo("n 00000004");
  }

  @Test
  void a_nonce_is_known_for_its_origin_and_user_only() {
    AuthFlow flow = run.flow(ADA);
    accept(flow, challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth"));
    for (String origin :
        new String[] {"https://a.example/", "http://a.example:81/", "http://b.example/"}) {
      assertThat(run.shown(run.flow(ADA, origin).begin(AuthRun.get(origin), AuthRun.NOW)))
          .as(origin)
          .isEmpty();
    }
    assertThat(run.shown(run.flow(Digest.of("bob", "s3cret")).begin(GET, AuthRun.NOW))).isEmpty();
  }

  @Row("P38")
  @Test
  void a_wrong_password_is_shown_once() {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer = challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth");
    AuthStep end =
        flow.answered(
            AuthRun.request(answer), run.asks("Digest realm=r, nonce=m, qop=auth"), AuthRun.NOW);
    assertThat(AuthRun.reason(end)).isEqualTo("name and password are refused");
    assertThat(begins(GET)).as("the refused nonce is forgotten").isEmpty();
  }

  @Row("P38")
  @Test
  void a_stale_nonce_is_replaced_and_the_password_not_given_up() {
    AuthFlow first = run.flow(ADA);
    accept(first, challenged(first, GET, "Digest realm=r, nonce=n, qop=auth"));
    AuthFlow flow = run.flow(ADA);
    AuthStep known = flow.begin(GET, AuthRun.NOW);
    assertThat(parameters(known)).containsEntry("nonce", "n").containsEntry("nc", "00000002");
    AuthStep fresh =
        flow.answered(
            AuthRun.request(known),
            run.asks("Digest realm=r, nonce=m, qop=auth, stale=TRUE"),
            AuthRun.NOW);
    assertThat(parameters(fresh)).containsEntry("nonce", "m").containsEntry("nc", "00000001");
    assertThat(AuthRun.request(fresh).headers().all("Authorization")).hasSize(1);
    AuthStep again =
        flow.answered(
            AuthRun.request(fresh),
            run.asks("Digest realm=r, nonce=o, qop=auth, stale=true"),
            AuthRun.NOW);
    assertThat(parameters(again)).containsEntry("nonce", "o");
    AuthStep end =
        flow.answered(
            AuthRun.request(again),
            run.asks("Digest realm=r, nonce=p, qop=auth, stale=true"),
            AuthRun.NOW);
    assertThat(AuthRun.reason(end)).as("a server may not ask for ever").contains("refused");
  }

  @Test
  void a_known_nonce_that_is_refused_as_unknown_is_replaced_once() {
    AuthFlow first = run.flow(ADA);
    accept(first, challenged(first, GET, "Digest realm=r, nonce=n, qop=auth"));
    AuthFlow flow = run.flow(ADA);
    AuthStep known = flow.begin(GET, AuthRun.NOW);
    AuthStep fresh =
        flow.answered(
            AuthRun.request(known), run.asks("Digest realm=s, nonce=m, qop=auth"), AuthRun.NOW);
    assertThat(parameters(fresh)).containsEntry("realm", "s").containsEntry("nc", "00000001");
    AuthStep end =
        flow.answered(
            AuthRun.request(fresh), run.asks("Digest realm=s, nonce=o, qop=auth"), AuthRun.NOW);
    assertThat(AuthRun.reason(end)).contains("refused");
  }

  @Row("P38")
  @Test
  void the_strongest_algorithm_that_is_known_is_answered() {
    String tail = ", realm=r, qop=auth";
    AuthStep answer =
        challenged(
            run.flow(ADA),
            GET,
            "Digest nonce=a" + tail + ", Digest algorithm=SHA-256, nonce=b" + tail,
            "Digest algorithm=SHA-512-256, nonce=c" + tail,
            "Digest algorithm=SHA-512-256, nonce=d" + tail,
            "Digest algorithm=SHA-1024, nonce=e" + tail,
            "Basic realm=r");
    assertThat(parameters(answer)).containsEntry("nonce", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=r",
        "Digest realm=r, qop=auth",
        "Digest nonce=n, qop=auth",
        "Digest realm=r, nonce=n, qop=auth, algorithm=SHA",
        "Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512",
        "Digest realm=r, nonce=n, qop=auth, algorithm=-sess",
        "Digest realm=r, nonce=n, qop=auth-conf",
        "Digest realm=r, nonce=n, algorithm=MD5-sess",
        "Digest"
      })
  void what_cannot_be_answered_is_given_up_with_the_reason(String challenge) {
    AuthStep step = challenged(run.flow(ADA), GET, challenge);
    assertThat(AuthRun.reason(step))
        .startsWith("no Digest that can be answered is offered: [")
        .contains(challenge.substring(0, 5));
  }

  @Row("P38")
  @Test
  void auth_int_protects_content_that_is_in_memory() {
    String both = "Digest realm=r, nonce=n, qop=\"auth-conf, Auth-Int ,AUTH\"";
    byte[] content = "h\u00e9llo".getBytes(UTF_8);
    Request post = AuthRun.post("http://a.example/p", Body.bytes(content));
    AuthStep answer = challenged(run.flow(ADA), post, both);
    assertThat(parameters(answer))
        .containsEntry("qop", "auth-int")
        .containsEntry("response", MD5.expected(AuthRun.request(answer), content));
    AuthStep empty = run.flow(ADA).begin(GET, AuthRun.NOW);
    assertThat(parameters(empty)).as("nothing to protect").containsEntry("qop", "auth");
    AuthStep streamed = run.flow(ADA).begin(post.withBody(stream()), AuthRun.NOW);
    assertThat(parameters(streamed)).containsEntry("qop", "auth");
  }

  @Test
  void auth_int_alone_serves_no_content_and_content_in_memory_but_no_stream() {
    String alone = "Digest realm=r, nonce=n, qop=\"auth-int\"";
    AuthStep empty = challenged(run.flow(ADA), GET, alone);
    assertThat(parameters(empty))
        .containsEntry("qop", "auth-int")
        .containsEntry("response", MD5.expected(AuthRun.request(empty), new byte[0]));
    Request upload = AuthRun.post("http://a.example/p", stream());
    AuthFlow flow = run.flow(ADA);
    AuthStep first = flow.begin(upload, AuthRun.NOW);
    assertThat(run.shown(first)).as("what is known does not suit").isEmpty();
    assertThat(AuthRun.reason(flow.answered(AuthRun.request(first), run.asks(alone), AuthRun.NOW)))
        .isEqualTo("only auth-int is offered, for content that is not in memory");
    String stronger = "Digest realm=r, nonce=o, qop=\"auth-int\", algorithm=SHA-256";
    AuthStep weaker =
        challenged(run.flow(ADA), upload, stronger, "Digest realm=r, nonce=p, qop=auth");
    assertThat(parameters(weaker)).containsEntry("nonce", "p");
  }

  private static Body stream() {
    return Body.source(() -> new ByteArrayInputStream(new byte[3]));
  }

  @Row("P38")
  @ParameterizedTest
  @ValueSource(strings = {"", ", qop=\"\"", ", qop=\" , \""})
  void a_server_without_qop_gets_what_rfc_2069_has(String qop) {
    AuthStep answer = challenged(run.flow(ADA), GET, "Digest realm=\"r\", nonce=\"n\"" + qop);
    assertThat(parameters(answer))
        .containsOnlyKeys("username", "realm", "nonce", "uri", "response")
        .containsEntry("response", MD5.expected(AuthRun.request(answer), new byte[0]));
  }

  @Test
  void names_and_realms_go_out_quoted_and_are_hashed_as_they_are() {
    DigestCheck check = new DigestCheck("MD5", false, "a\"d\\a", "\u00fc\uD83D\uDD11");
    AuthStep answer =
        challenged(
            run.flow(Digest.of("a\"d\\a", "u\u0308\uD83D\uDD11")),
            GET,
            "Digest realm=\"caf\u00c3\u00a9 \\\"x\\\"\", nonce=\"n\\\\\", opaque=\"o\\\"\", qop=auth");
    assertThat(parameters(answer))
        .containsEntry("username", "a\"d\\a")
        .containsEntry("realm", "caf\u00c3\u00a9 \"x\"")
        .containsEntry("nonce", "n\\")
        .containsEntry("opaque", "o\"")
        .containsEntry("response", check.expected(AuthRun.request(answer), new byte[0]));
  }

  @Row("P38")
  @Test
  void a_name_outside_ascii_is_hashed_or_encoded() {
    Digest jason = Digest.of("Ja\u0308 ~\u00a0", "x");
    String challenge = "Digest realm=r, nonce=n, qop=auth, charset=UTF-8, userhash=";
    AuthStep hashed = challenged(run.flow(jason), GET, challenge + "true");
    assertThat(parameters(hashed))
        .containsEntry("userhash", "true")
        .containsEntry("username", DigestAlgorithm.MD5.hash("J\u00c3\u00a4 ~\u00c2\u00a0:r"));
    AuthFlow flow = run.flow(jason, "http://b.example/");
    AuthStep first = flow.begin(AuthRun.get("http://b.example/"), AuthRun.NOW);
    AuthStep encoded =
        flow.answered(AuthRun.request(first), run.asks(challenge + "false"), AuthRun.NOW);
    assertThat(run.shown(encoded)).startsWith("Digest username*=UTF-8''J%C3%A4%20~%C2%A0, realm=");
    assertThat(parameters(encoded)).doesNotContainKeys("userhash", "username");
  }

  @Row("P38")
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      textBlock =
          """
          ''                               -> true
          /                                -> true
          /dir                             -> true
          /dir/                            -> true
          /dir/x?q                         -> true
          /Dir                             -> false
          /other                           -> false
          /other /dir                      -> true
          http://a.example/dir             -> true
          http://a.example:80/dir          -> true
          https://a.example/dir            -> false
          http://b.example/dir             -> false
          http://b.example/dir /dir        -> true
          http://[ /dir                    -> true
          http://[                         -> false
          """)
  void a_known_nonce_is_shown_within_its_domain_only(String domain, boolean covered) {
    AuthFlow flow = run.flow(ADA);
    accept(
        flow, challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth, domain=\"" + domain + '"'));
    assertThat(begins(GET)).isEqualTo(covered ? "n 00000002" : "");
  }

  @Test
  void of_a_domain_the_first_32_places_count() {
    String elsewhere = "/other ".repeat(31);
    AuthFlow flow = run.flow(ADA);
    challenged(flow, GET, "Digest realm=r, nonce=n, domain=\"" + elsewhere + "/dir\"");
    assertThat(begins(GET)).startsWith("n ");
    AuthFlow other = run.flow(ADA);
    AuthStep known = other.begin(GET, AuthRun.NOW);
    other.answered(
        AuthRun.request(known),
        run.asks("Digest realm=r, nonce=m, domain=\"/other " + elsewhere + "/dir\""),
        AuthRun.NOW);
    assertThat(begins(GET)).isEmpty();
  }

  @Row("P38")
  @Test
  void the_next_nonce_of_the_server_is_used_next() {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer =
        challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth, algorithm=MD5-sess");
    Response info = info("nextnonce=\"m\", qop=auth");
    assertThat(flow.answered(AuthRun.request(answer), info, AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
    AuthStep next = run.flow(ADA).begin(GET, AuthRun.NOW);
    assertThat(parameters(next)).containsEntry("nonce", "m").containsEntry("nc", "00000001");
    String cnonce = "01".repeat(16);
    DigestAlgorithm md5 = DigestAlgorithm.MD5;
    String secret = md5.hash(md5.hash("ada:r:s3cret") + ":n:" + cnonce);
    assertThat(parameters(next))
        .as("the secret of a session keeps the nonces it was made with")
        .containsEntry("cnonce", cnonce)
        .containsEntry(
            "response",
            md5.hash(secret + ":m:00000001:" + cnonce + ":auth:" + md5.hash("GET:/dir/x?q=1")));
  }

  @Test
  void a_next_nonce_does_not_replace_one_that_another_call_got() {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer = challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth");
    run.memory.meanwhile =
        () -> {
          AuthFlow other = run.flow(ADA);
          AuthStep known = other.begin(GET, AuthRun.NOW);
          other.answered(
              AuthRun.request(known), run.asks("Digest realm=r, nonce=o, qop=auth"), AuthRun.NOW);
        };
    flow.answered(AuthRun.request(answer), info("nextnonce=m"), AuthRun.NOW);
    assertThat(begins(GET)).isEqualTo("o 00000002");
  }

  private static Response info(String value) {
    return Response.of(200).withHeader("Authentication-Info", value);
  }

  @Row("P38")
  @Test
  void the_proof_of_the_server_is_checked() {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer = challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth");
    Request sent = AuthRun.request(answer);
    String proof = MD5.rspauth(sent);
    for (String good :
        new String[] {
          "rspauth=\"" + proof + "\", qop=auth",
          "rspauth=\"" + proof.toUpperCase(java.util.Locale.ROOT) + '"',
          "qop=auth-int, rspauth=\"cannot be checked yet\"",
          "cnonce=x"
        }) {
      assertThat(flow.answered(sent, info(good), AuthRun.NOW))
          .as(good)
          .isEqualTo(new AuthStep.Accept());
    }
    AuthStep end =
        flow.answered(sent, info("rspauth=\"" + "0".repeat(32) + "\", nextnonce=m"), AuthRun.NOW);
    assertThat(end).isInstanceOf(AuthStep.Fail.class);
    assertThat(((AuthStep.Fail) end).failure())
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("rspauth");
    assertThat(begins(GET)).as("nothing of that server is used again").isEmpty();
  }

  @Test
  void a_proof_for_content_or_without_qop_is_not_checked() {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer = challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth-int");
    assertThat(flow.answered(AuthRun.request(answer), info("rspauth=x, qop=auth"), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
  }

  @Test
  void two_calls_with_one_nonce_count_together() {
    AuthFlow one = run.flow(ADA);
    AuthFlow two = run.flow(ADA);
    AuthStep first = one.begin(GET, AuthRun.NOW);
    AuthStep second = two.begin(GET, AuthRun.NOW);
    Response same = run.asks("Digest realm=r, nonce=n, qop=auth");
    assertThat(parameters(one.answered(AuthRun.request(first), same, AuthRun.NOW)))
        .containsEntry("nc", "00000001");
    assertThat(parameters(two.answered(AuthRun.request(second), same, AuthRun.NOW)))
        .containsEntry("nc", "00000002");
  }

  @Test
  void the_same_nonce_of_another_realm_is_counted_anew() {
    AuthFlow one = run.flow(ADA);
    challenged(one, GET, "Digest realm=r, nonce=n, qop=auth");
    AuthFlow two = run.flow(ADA);
    AuthStep known = two.begin(GET, AuthRun.NOW);
    assertThat(
            parameters(
                two.answered(
                    AuthRun.request(known),
                    run.asks("Digest realm=s, nonce=n, qop=auth"),
                    AuthRun.NOW)))
        .containsEntry("nc", "00000001")
        .containsEntry("realm", "s");
  }

  @Test
  void a_nonce_that_another_call_found_refused_is_not_shown() {
    AuthFlow flow = run.flow(ADA);
    accept(flow, challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth"));
    AuthFlow late = run.flow(ADA);
    run.memory.meanwhile = () -> run.memory.update(_ -> AuthMemory.empty());
    assertThat(run.shown(late.begin(GET, AuthRun.NOW))).isEmpty();
  }

  @Test
  void a_refusal_does_not_take_a_newer_nonce_away() {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer = challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth");
    AuthFlow other = run.flow(ADA);
    AuthStep known = other.begin(GET, AuthRun.NOW);
    other.answered(
        AuthRun.request(known), run.asks("Digest realm=r, nonce=o, qop=auth"), AuthRun.NOW);
    flow.answered(
        AuthRun.request(answer), run.asks("Digest realm=r, nonce=p, qop=auth"), AuthRun.NOW);
    assertThat(begins(GET)).isEqualTo("o 00000002");
  }

  @Test
  void a_nonce_is_used_as_often_as_its_count_has_digits() {
    AuthFlow flow = run.flow(ADA);
    challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth");
    var key = new DigestSession.Key(AuthRole.ORIGIN, GET.uri().origin(), "ada");
    run.memory.update(
        m -> {
          DigestSession s = m.find(key).orElseThrow();
          return m.with(
              key, new DigestSession(s.challenge(), s.nonce(), 0xFFFF_FFFEL, s.firstCnonce()));
        });
    assertThat(begins(GET)).isEqualTo("n ffffffff");
    assertThat(begins(GET)).isEmpty();
  }

  @Test
  void a_request_that_is_sent_once_more_counts_once_more() {
    AuthFlow flow = run.flow(ADA);
    accept(flow, challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth"));
    AuthFlow retried = run.flow(ADA);
    assertThat(parameters(retried.begin(GET, AuthRun.NOW))).containsEntry("nc", "00000002");
    assertThat(parameters(retried.begin(GET, AuthRun.NOW))).containsEntry("nc", "00000003");
  }

  @Row("P38")
  @Test
  void a_proxy_is_told_the_target_that_it_sees() {
    AuthRun proxy = new AuthRun(AuthRole.PROXY);
    Request get = Request.of(Method.GET, Uri.of("http://u:p@b.example/x?y#z"));
    AuthFlow flow = proxy.flow(ADA, "http://proxy.example:3128/");
    AuthStep first = flow.begin(get, AuthRun.NOW);
    AuthStep answer =
        flow.answered(
            AuthRun.request(first),
            proxy.asks("Digest realm=r, nonce=n, qop=auth, domain=\"/nowhere\""),
            AuthRun.NOW);
    assertThat(proxy.shown(answer))
        .contains("uri=\"http://b.example/x?y\"")
        .contains("nc=00000001");
    assertThat(AuthRun.request(answer).headers().has("Authorization")).isFalse();
    Request connect = Request.of(Method.CONNECT, Uri.of("https://b.example/"));
    assertThat(
            proxy.shown(proxy.flow(ADA, "http://proxy.example:3128/").begin(connect, AuthRun.NOW)))
        .as("a proxy has no domain (section 3.3)")
        .contains("uri=\"b.example:443\"")
        .contains("nc=00000002");
    Response info =
        Response.of(200).withHeaders(Headers.of("Proxy-Authentication-Info", "nextnonce=m"));
    flow.answered(AuthRun.request(answer), info, AuthRun.NOW);
    assertThat(
            proxy.shown(proxy.flow(ADA, "http://proxy.example:3128/").begin(connect, AuthRun.NOW)))
        .contains("nonce=\"m\"");
  }

  @Test
  void a_response_that_asks_nobody_is_accepted_before_anything_was_shown() {
    AuthFlow flow = run.flow(ADA);
    AuthStep first = flow.begin(GET, AuthRun.NOW);
    assertThat(flow.answered(AuthRun.request(first), info("nextnonce=m"), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
    assertThat(begins(GET)).isEmpty();
  }

  @Test
  void memory_and_keys_show_no_secret() {
    AuthFlow flow = run.flow(ADA);
    challenged(flow, GET, "Digest realm=r, nonce=n, qop=auth");
    var key = new DigestSession.Key(AuthRole.ORIGIN, GET.uri().origin(), "ada");
    assertThat(key).hasToString("Digest for http://a.example");
    assertThat(run.memory.value().find(key).orElseThrow())
        .hasToString("Digest session, nonce used 1 times");
    assertThat(run.memory.value()).hasToString("1 remembered");
  }

  @Test
  void flows_that_neither_join_nor_fetch_nor_pause_say_so() {
    AuthFlow flow = run.flow(ADA);
    assertThatThrownBy(() -> flow.joined(true, AuthRun.NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> flow.fetched(Response.of(200), AuthRun.NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> flow.resumed(AuthRun.NOW)).isInstanceOf(IllegalStateException.class);
  }
}
