package io.godwit.policy.auth.oauth;

import static io.godwit.policy.auth.oauth.Flows.NOW;
import static io.godwit.policy.auth.oauth.Flows.form;
import static io.godwit.policy.auth.oauth.Flows.json;
import static io.godwit.policy.auth.oauth.Flows.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthStep;
import io.godwit.tests.Row;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person agrees in a browser (RFC 6749 section 4.1, RFC 7636, RFC 9207). */
final class OAuth2LoginTest {
  private static final OAuth2Server SERVER =
      OAuth2Server.of("https://as.example/token")
          .withAuthorization("https://as.example/authorize?tenant=7");
  private static final OAuth2Client CLIENT = OAuth2Client.publicClient("app");
  private static final String BACK = "http://127.0.0.1:8123/back";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private final OAuth2Login login = OAuth2Login.resume(SERVER, CLIENT, BACK, "xyz", VERIFIER);
  private final AuthContext context = Flows.context("https://api.example/");
  private final Request request = Request.of(Method.GET, Uri.of("https://api.example/x"));

  @Test
  void the_challenge_is_that_of_rfc_7636_appendix_b() {
    assertThat(OAuth2Login.challenge(VERIFIER))
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  @Row("P40")
  void a_code_becomes_a_token_with_the_proof_of_who_began() throws Exception {
    Uri uri = login.withScope("mail", "files").withParameter("prompt", "login").uri();
    assertThat(uri.text())
        .startsWith("https://as.example/authorize?tenant=7&response_type=code&client_id=app&");
    assertThat(FormText.read(uri.query().orElseThrow()))
        .isEqualTo(
            Map.of(
                "tenant", "7",
                "response_type", "code",
                "client_id", "app",
                "redirect_uri", BACK,
                "scope", "mail files",
                "prompt", "login",
                "state", "xyz",
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256"));

    OAuth2 person = login.finish(BACK + "?code=SplxlOB%2BeZ&state=xyz#_=_");
    AuthFlow flow = person.flow(context);
    assertThat(flow.begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
    Request asked = Flows.fetch(flow.joined(true, NOW));
    assertThat(form(asked))
        .isEqualTo(
            "grant_type=authorization_code&code=SplxlOB%2BeZ&redirect_uri=http%3A%2F%2F127.0.0.1"
                + "%3A8123%2Fback&code_verifier="
                + VERIFIER
                + "&client_id=app");
    AuthStep sent =
        flow.fetched(
            json(
                "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"refresh_token\":\"r1\","
                    + "\"expires_in\":100}"),
            NOW);
    assertThat(Flows.sent(sent).header("Authorization")).contains("Bearer t1");
    AuthFlow next = person.flow(context);
    next.begin(request, later(100));
    assertThat(form(Flows.fetch(next.joined(true, later(100)))))
        .isEqualTo("grant_type=refresh_token&refresh_token=r1&client_id=app");
  }

  @Test
  void a_code_is_shown_once() throws Exception {
    OAuth2 person = login.finish("?code=c0de&state=xyz");
    AuthFlow flow = person.flow(context);
    flow.begin(request, NOW);
    flow.joined(true, NOW);
    Request sent =
        Flows.sent(flow.fetched(json("{\"access_token\":\"t1\",\"token_type\":\"Bearer\"}"), NOW));
    Response invalid =
        Response.of(401).withHeader("WWW-Authenticate", "Bearer error=invalid_token");
    assertThat(flow.answered(sent, invalid, NOW))
        .as("there is nothing to renew it with")
        .isInstanceOf(AuthStep.GiveUp.class);
    assertThat(person.flow(context).begin(request, NOW)).isInstanceOf(AuthStep.Send.class);
  }

  @Test
  void a_token_that_ended_without_a_refresh_token_needs_the_person_again() throws Exception {
    OAuth2 person = login.finish("?code=c0de&state=xyz");
    AuthFlow flow = person.flow(context);
    flow.begin(request, NOW);
    flow.joined(true, NOW);
    flow.fetched(json("{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":9}"), NOW);
    AuthFlow next = person.flow(context);
    next.begin(request, later(9));
    assertThat(((AuthStep.Fail) next.joined(true, later(9))).failure())
        .hasMessage("no token from https://as.example: the person has to agree again");
  }

  @Test
  void a_refused_code_is_not_shown_again() throws Exception {
    OAuth2 person = login.finish("?code=c0de&state=xyz");
    String message = "no token from https://as.example: invalid_grant, \"the code *** is old\"";
    for (int attempt = 0; attempt < 2; attempt++) {
      AuthFlow flow = person.flow(context);
      flow.begin(request, NOW);
      AuthStep step = flow.joined(true, NOW);
      assertThat(step instanceof AuthStep.Fetch).isEqualTo(attempt == 0);
      if (attempt == 0) {
        step =
            flow.fetched(
                json(
                    "{\"error\":\"invalid_grant\",\"error_description\":"
                        + "\"the code c0de is old\"}"),
                NOW);
      }
      assertThat(((AuthStep.Fail) step).failure()).hasMessage(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "?code=a                      | the redirect answers another login: its state is another",
        "?code=a&state=               | the redirect answers another login: its state is another",
        "?code=a&state=xyZ            | the redirect answers another login: its state is another",
        "?code=a&state=xyzz           | the redirect answers another login: its state is another",
        "?error=access_denied&state=a | the redirect answers another login: its state is another",
        "?state=xyz                   | the redirect has no code",
        "?state=xyz&code=             | the redirect has no code",
        "?state=xyz&error=access_denied | access_denied",
        "?state=xyz&error=a%0D%0Ab&error_description=%1B&code=a | \"a\\r\\nb\", \"\\u001B\""
      })
  void a_redirect_that_is_no_success_is_refused(String redirect, String reason) {
    assertThatExceptionOfType(HttpFailure.NoToken.class)
        .isThrownBy(() -> login.finish(BACK + redirect))
        .withMessage("no token from https://as.example: " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?code=a&code=b&state=xyz", "?code=a&state=xyz&state=xyz", "?code=%f&state=xyz"})
  void a_redirect_that_means_two_things_is_refused(String redirect) {
    assertThatExceptionOfType(HttpFailure.NoToken.class).isThrownBy(() -> login.finish(redirect));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https%3A%2F%2Fas.example, true",
        "https%3A%2F%2Fas.example%2F, false",
        "https%3A%2F%2Fevil.example, false",
        "-, false"
      })
  void a_redirect_names_the_server_if_that_is_known_to_do_so(String issuer, boolean right) {
    OAuth2Login mixed =
        OAuth2Login.resume(SERVER.withIssuer("https://as.example"), CLIENT, BACK, "xyz", VERIFIER);
    String redirect = "?code=a&state=xyz" + (issuer == null ? "" : "&iss=" + issuer);
    if (right) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> mixed.finish(redirect)))
          .isNull();
    } else {
      assertThatExceptionOfType(HttpFailure.NoToken.class)
          .isThrownBy(() -> mixed.finish(redirect))
          .withMessageEndingWith("the redirect is another server's: its iss is another");
    }
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> login.finish(redirect)))
        .as("nothing is known")
        .isNull();
  }

  @Test
  void state_and_verifier_are_unpredictable_and_no_two_are_alike() {
    OAuth2Login one = OAuth2Login.start(SERVER, CLIENT, BACK, Flows.entropy());
    assertThat(one.state()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(one.verifier());
    assertThat(one.verifier()).matches("[A-Za-z0-9_-]{43}");
    assertThat(one.uri().text()).contains("state=" + one.state()).doesNotContain(one.verifier());
  }

  @ParameterizedTest
  @CsvSource({"42, false", "43, true", "128, true", "129, false"})
  void a_verifier_has_the_length_that_rfc_7636_says(int length, boolean right) {
    String verifier = "~".repeat(length);
    if (right) {
      assertThat(OAuth2Login.resume(SERVER, CLIENT, BACK, "s", verifier).verifier())
          .isEqualTo(verifier);
    } else {
      assertThatExceptionOfType(InvalidMessage.class)
          .isThrownBy(() -> OAuth2Login.resume(SERVER, CLIENT, BACK, "s", verifier));
    }
  }

  @Test
  void mistakes_are_told_where_they_are_made() {
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> OAuth2Login.resume(SERVER, CLIENT, BACK, "", VERIFIER));
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> OAuth2Login.resume(SERVER, CLIENT, BACK, "s", "=".repeat(43)));
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> login.withParameter("state", "x"));
    OAuth2Server bare = OAuth2Server.of("https://as.example/token");
    OAuth2Server plain = bare.withAuthorization("http://as.example/authorize");
    for (OAuth2Server server : new OAuth2Server[] {bare, plain}) {
      assertThatExceptionOfType(InvalidMessage.class)
          .isThrownBy(() -> OAuth2Login.start(server, CLIENT, BACK, Flows.entropy()));
    }
    OAuth2Server plainToken =
        OAuth2Server.of("http://as.example/t").withAuthorization("https://as.example/a");
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> OAuth2Login.start(plainToken, CLIENT, BACK, Flows.entropy()));
    assertThat(
            OAuth2Login.start(plain.withPlainHttp(), CLIENT, "app.example:/back", Flows.entropy())
                .uri()
                .text())
        .startsWith("http://as.example/authorize?");
  }

  @Test
  void words_of_a_redirect_do_not_show_the_secret_of_the_client() {
    OAuth2Login secret =
        OAuth2Login.resume(SERVER, OAuth2Client.post("app", "SECRET"), BACK, "xyz", VERIFIER);
    assertThatExceptionOfType(HttpFailure.NoToken.class)
        .isThrownBy(
            () -> secret.finish("?state=xyz&error=aSECRETb&error_description=SECRET+SECRET"))
        .withMessage("no token from https://as.example: a***b, \"*** ***\"");
  }

  @Test
  void no_secret_is_shown() throws Exception {
    assertThat(login).hasToString("login of \"app\" NONE at https://as.example");
    OAuth2 person = login.finish("?code=c0de&state=xyz");
    assertThat(person.toString()).doesNotContain("c0de").doesNotContain(VERIFIER);
    assertThat(new OAuth2Grant.Code("c0de", BACK, VERIFIER)).hasToString("authorization code");
  }
}
