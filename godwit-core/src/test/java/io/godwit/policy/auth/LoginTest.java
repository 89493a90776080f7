package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoginTest {
  private static final Login ADA = Login.of("ada", "s3cret");
  private static final String BASIC = "Basic YWRhOnMzY3JldA==";
  private static final Request GET = AuthRun.get("http://a.example/");

  private final AuthRun run = new AuthRun();

  private AuthStep after(AuthFlow flow, AuthStep step, String... challenges) {
    return flow.answered(AuthRun.request(step), run.asks(challenges), AuthRun.NOW);
  }

  @Row("P37")
  @Test
  void it_shows_nothing_before_it_is_asked_unless_told_to() {
    assertThat(run.shown(run.flow(ADA).begin(GET, AuthRun.NOW))).isEmpty();
    assertThat(run.shown(run.flow(ADA.preemptive(true)).begin(GET, AuthRun.NOW))).isEqualTo(BASIC);
    assertThat(run.shown(run.flow(ADA.preemptive(true).preemptive(false)).begin(GET, AuthRun.NOW)))
        .isEmpty();
  }

  @Row("P38")
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          Basic realm=r                                                     -> Basic
          Basic realm=r, Digest realm=r, nonce=n, qop=auth                  -> Digest
          Digest realm=r, nonce=n, qop=auth, Basic realm=r                  -> Digest
          Digest realm=r, nonce=n, qop=auth, algorithm=SHA-3, Basic realm=r -> Basic
          Digest realm=r, Basic realm=r                                     -> Basic
          Negotiate, NTLM, Basic realm=r                                    -> Basic
          """)
  void the_strongest_that_is_offered_is_used(String challenge, String scheme) {
    AuthFlow flow = run.flow(ADA);
    AuthStep answer = after(flow, flow.begin(GET, AuthRun.NOW), challenge);
    assertThat(run.shown(answer)).startsWith(scheme + " ");
    assertThat(AuthRun.reason(after(flow, answer, challenge)))
        .isEqualTo("name and password are refused");
  }

  @Test
  void it_can_be_held_to_one_scheme() {
    AuthFlow basic = run.flow(ADA.basic());
    AuthStep shown = basic.begin(GET, AuthRun.NOW);
    assertThat(run.shown(shown)).isEqualTo(BASIC);
    assertThat(AuthRun.reason(after(basic, shown, "Digest realm=r, nonce=n, qop=auth")))
        .isEqualTo("name and password are refused");
    AuthFlow digest = run.flow(ADA.digest());
    AuthStep begun = digest.begin(GET, AuthRun.NOW);
    assertThat(run.shown(begun)).isEmpty();
    assertThat(run.shown(after(digest, begun, "Basic realm=r, Digest realm=r, nonce=n, qop=auth")))
        .startsWith("Digest ");
    assertThat(AuthRun.reason(after(run.flow(ADA.digest()), begun, "Basic realm=r"))).isNotEmpty();
    Basic ofUri = Login.ofUserInfo("ada:s3%63ret").basic();
    assertThat(run.shown(run.flow(ofUri).begin(GET, AuthRun.NOW))).isEqualTo(BASIC);
  }

  @Test
  void what_it_cannot_do_is_given_up() {
    AuthFlow flow = run.flow(ADA);
    assertThat(AuthRun.reason(after(flow, flow.begin(GET, AuthRun.NOW), "Negotiate, Bearer")))
        .isEqualTo("neither Digest nor Basic is offered: [Negotiate, Bearer]");
  }

  @Test
  void content_that_cannot_be_hashed_gets_basic() {
    Request upload =
        AuthRun.post("http://a.example/", Body.source(() -> new ByteArrayInputStream(new byte[1])));
    AuthFlow flow = run.flow(ADA);
    AuthStep answer =
        after(
            flow,
            flow.begin(upload, AuthRun.NOW),
            "Basic realm=r, Digest realm=r, nonce=n, qop=auth-int");
    assertThat(run.shown(answer)).isEqualTo(BASIC);
  }

  @Test
  void digest_that_was_learnt_is_used_at_once_even_where_basic_would_be() {
    AuthFlow first = run.flow(ADA);
    AuthStep answer =
        after(first, first.begin(GET, AuthRun.NOW), "Digest realm=r, nonce=n, qop=auth");
    assertThat(first.answered(AuthRun.request(answer), Response.of(200), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
    AuthFlow second = run.flow(ADA.preemptive(true));
    AuthStep known = second.begin(GET, AuthRun.NOW);
    assertThat(run.shown(known)).startsWith("Digest ").contains("nc=00000002");
    AuthStep basic = after(second, known, "Basic realm=r");
    assertThat(run.shown(basic)).isEqualTo(BASIC);
    assertThat(run.shown(run.flow(ADA).begin(GET, AuthRun.NOW)))
        .as("the nonce is of no use any more")
        .isEmpty();
    assertThat(AuthRun.reason(after(second, basic, "Basic realm=r"))).contains("refused");
  }

  @Test
  void basic_that_was_not_asked_for_gives_way_to_digest() {
    AuthFlow flow = run.flow(ADA.preemptive(true));
    AuthStep digest =
        after(flow, flow.begin(GET, AuthRun.NOW), "Digest realm=r, nonce=n, qop=auth");
    assertThat(run.shown(digest)).startsWith("Digest ");
    assertThat(AuthRun.reason(after(flow, digest, "Digest realm=r, nonce=m, qop=auth")))
        .contains("refused");
  }

  @Test
  void basic_that_was_refused_is_not_tried_as_digest() {
    AuthFlow flow = run.flow(ADA.preemptive(true));
    AuthStep end =
        after(
            flow, flow.begin(GET, AuthRun.NOW), "Basic realm=r, Digest realm=r, nonce=n, qop=auth");
    assertThat(AuthRun.reason(end)).contains("refused");
  }

  @Test
  void digest_that_was_refused_is_not_tried_as_basic() {
    AuthFlow flow = run.flow(ADA);
    AuthStep digest =
        after(flow, flow.begin(GET, AuthRun.NOW), "Digest realm=r, nonce=n, qop=auth");
    assertThat(AuthRun.reason(after(flow, digest, "Basic realm=r")))
        .as("a server that had Digest a moment ago")
        .startsWith("no Digest that can be answered");
  }

  @Test
  void a_proxy_is_answered_in_its_own_field() {
    AuthRun proxy = new AuthRun(AuthRole.PROXY);
    AuthFlow flow = proxy.flow(ADA);
    AuthStep first = flow.begin(GET, AuthRun.NOW);
    assertThat(flow.answered(GET, run.asks("Basic realm=origin"), AuthRun.NOW))
        .as("the origin's business")
        .isEqualTo(new AuthStep.Accept());
    AuthStep answer =
        flow.answered(AuthRun.request(first), proxy.asks("Basic realm=r"), AuthRun.NOW);
    assertThat(proxy.shown(answer)).isEqualTo(BASIC);
    assertThat(AuthRun.request(answer).headers().has("Authorization")).isFalse();
  }

  /** What a new flow shows at once for that path, after Basic was taken at /dir/page. */
  @Row("P37")
  @ParameterizedTest
  @CsvSource({
    "/dir/page, true",
    "/dir/, true",
    "/dir/other/deep?q, true",
    "/dir, false",
    "/direct/x, false",
    "/, false",
    "/dir/../x, false"
  })
  void basic_that_was_asked_for_and_taken_is_sent_at_once_below_its_directory(
      String path, boolean atOnce) {
    take(ADA, "/dir/page");
    AuthStep next = run.flow(ADA).begin(AuthRun.get("http://a.example" + path), AuthRun.NOW);
    assertThat(run.shown(next)).isEqualTo(atOnce ? BASIC : "");
    AuthStep other =
        run.flow(ADA, "http://b.example/").begin(AuthRun.get("http://b.example/dir/"), AuthRun.NOW);
    assertThat(run.shown(other)).isEmpty();
    Login bob = Login.of("bob", "s3cret");
    assertThat(run.shown(run.flow(bob).begin(AuthRun.get("http://a.example/dir/"), AuthRun.NOW)))
        .isEmpty();
  }

  private void take(Login login, String path) {
    AuthFlow flow = run.flow(login);
    AuthStep first = flow.begin(AuthRun.get("http://a.example" + path), AuthRun.NOW);
    AuthStep answer = after(flow, first, "Basic realm=r");
    assertThat(flow.answered(AuthRun.request(answer), Response.of(200), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
  }

  private String atOnce(String path) {
    return run.shown(run.flow(ADA).begin(AuthRun.get("http://a.example" + path), AuthRun.NOW));
  }

  @Test
  void the_space_of_basic_grows_and_moves() {
    take(ADA, "/a/b/");
    take(ADA, "/a/x");
    assertThat(atOnce("/a/b/c")).isEqualTo(BASIC);
    assertThat(atOnce("/a/d")).as("the larger").isEqualTo(BASIC);
    take(ADA, "/z/");
    assertThat(atOnce("/z/")).isEqualTo(BASIC);
    assertThat(atOnce("/a/d")).as("one of them is remembered").isEmpty();
  }

  @Test
  void basic_that_is_refused_or_was_never_asked_for_is_not_remembered() {
    take(ADA, "/");
    AuthFlow refused = run.flow(ADA);
    AuthStep known = refused.begin(GET, AuthRun.NOW);
    assertThat(run.shown(known)).isEqualTo(BASIC);
    assertThat(AuthRun.reason(after(refused, known, "Basic realm=r"))).contains("refused");
    assertThat(atOnce("/")).isEmpty();
    take(ADA, "/dir/");
    AuthFlow elsewhere = run.flow(ADA);
    AuthStep asked = after(elsewhere, elsewhere.begin(GET, AuthRun.NOW), "Basic realm=r");
    assertThat(AuthRun.reason(after(elsewhere, asked, "Basic realm=r"))).contains("refused");
    assertThat(atOnce("/dir/")).as("refused elsewhere").isEqualTo(BASIC);
    AuthFlow there = run.flow(ADA);
    after(there, there.begin(AuthRun.get("http://a.example/dir/"), AuthRun.NOW), "Basic");
    AuthFlow eager = run.flow(ADA.preemptive(true));
    AuthStep shown = eager.begin(GET, AuthRun.NOW);
    eager.answered(AuthRun.request(shown), Response.of(200), AuthRun.NOW);
    assertThat(atOnce("/")).isEmpty();
    take(ADA, "/");
    assertThat(new BasicSpace.Key(AuthRole.ORIGIN, GET.uri().origin(), "ada"))
        .hasToString("Basic for http://a.example");
  }

  @Test
  void a_proxy_that_took_basic_takes_it_for_everything() {
    AuthRun proxy = new AuthRun(AuthRole.PROXY);
    AuthFlow flow = proxy.flow(ADA);
    AuthStep first = flow.begin(AuthRun.get("http://a.example/dir/"), AuthRun.NOW);
    AuthStep answer =
        flow.answered(AuthRun.request(first), proxy.asks("Basic realm=r"), AuthRun.NOW);
    flow.answered(AuthRun.request(answer), Response.of(404), AuthRun.NOW);
    assertThat(proxy.shown(proxy.flow(ADA).begin(AuthRun.get("http://c.example/"), AuthRun.NOW)))
        .isEqualTo(BASIC);
  }
}
