package io.godwit.policy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;
import io.godwit.tests.Row;
import java.nio.charset.Charset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BasicTest {
  private final AuthRun run = new AuthRun();

  private AuthStep begin(Credentials credentials) {
    return run.flow(credentials).begin(AuthRun.get("http://a.example/x"), AuthRun.NOW);
  }

  private String decoded(Credentials credentials, Charset charset) {
    String value = run.shown(begin(credentials));
    assertThat(value).startsWith("Basic ");
    return new String(Base64.getDecoder().decode(value.substring(6)), charset);
  }

  @Test
  void the_example_of_the_rfc() {
    assertThat(run.shown(begin(Basic.of("Aladdin", "open sesame"))))
        .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(run.shown(begin(Basic.of("test", "123£")))).isEqualTo("Basic dGVzdDoxMjPCow==");
  }

  @Row({"P37", "T19"})
  @Test
  void names_and_passwords_are_utf8_in_normal_form_or_latin1_where_asked() {
    assertThat(decoded(Basic.of("J\u00e4\u00df", "\uD83D\uDD11"), UTF_8))
        .isEqualTo("J\u00e4\u00df:\uD83D\uDD11");
    assertThat(decoded(Basic.of("Ja\u0308", "e\u0301"), UTF_8)).isEqualTo("J\u00e4:\u00e9");
    assertThat(decoded(Basic.of("Ja\u0308", "\u00fc").withCharset(ISO_8859_1), ISO_8859_1))
        .isEqualTo("J\u00e4:\u00fc");
    assertThat(decoded(Basic.of("ada", ""), UTF_8)).as("no password").isEqualTo("ada:");
    assertThat(decoded(Basic.of("", "x:y"), UTF_8)).as("a colon in it").isEqualTo(":x:y");
  }

  @Row("P37")
  @Test
  void it_is_shown_at_once_and_a_refusal_is_the_end() {
    AuthFlow flow = run.flow(Basic.of("a", "b"));
    AuthStep first = flow.begin(AuthRun.get("http://a.example/"), AuthRun.NOW);
    assertThat(run.shown(first)).isEqualTo("Basic YTpi");
    AuthStep after =
        flow.answered(AuthRun.request(first), run.asks("Basic realm=\"x\""), AuthRun.NOW);
    assertThat(AuthRun.reason(after)).isEqualTo("name and password are refused");
    assertThat(flow.answered(AuthRun.request(first), Response.of(403), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
    assertThat(flow.answered(AuthRun.request(first), Response.of(407), AuthRun.NOW))
        .as("a proxy's business")
        .isEqualTo(new AuthStep.Accept());
  }

  @Test
  void a_proxy_is_shown_it_in_its_own_field() {
    AuthRun proxy = new AuthRun(AuthRole.PROXY);
    AuthFlow flow = proxy.flow(Basic.of("a", "b"));
    AuthStep first = flow.begin(AuthRun.get("http://a.example/"), AuthRun.NOW);
    assertThat(proxy.shown(first)).isEqualTo("Basic YTpi");
    assertThat(AuthRun.request(first).headers().has("Authorization")).isFalse();
    assertThat(AuthRun.reason(flow.answered(AuthRun.request(first), proxy.asks(), AuthRun.NOW)))
        .isEqualTo("name and password are refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "\u007f", "\u0085", "\uD83D", "x\uDD11", "a\rb"})
  void what_cannot_be_sent_is_refused_and_not_shown(String text) {
    assertThatThrownBy(() -> Basic.of(text, "x"))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageStartingWith("the name has ")
        .hasMessageNotContaining(text);
    assertThatThrownBy(() -> Basic.of("x", text))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageStartingWith("the password has ");
  }

  @Test
  void a_mistake_is_said_to_be_where_it_is() {
    assertThatThrownBy(() -> Basic.of("\uD83D\uDD11ab\n", "")).hasMessageEndingWith(" at 4");
    assertThatThrownBy(() -> Basic.of("ab\uD83D", "")).hasMessageEndingWith(" at 2");
  }

  @Row("T19")
  @Test
  void a_name_with_a_colon_is_refused() {
    assertThatThrownBy(() -> Basic.of("a:b", "c")).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Login.of(":b", "c")).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Basic.of("a", "\u20ac").withCharset(ISO_8859_1))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("name or password has a character that ISO-8859-1 lacks");
    assertThatThrownBy(() -> Basic.of("\u00e4", "").withCharset(US_ASCII))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  void nothing_shows_the_secrets() {
    assertThat(Basic.of("ada", "s3cret")).hasToString("Basic ***");
    assertThat(run.flow(Basic.of("ada", "s3cret"))).hasToString("***");
    assertThat(new NameAndPassword("ada", "s3cret")).hasToString("***");
    assertThat(Login.of("ada", "s3cret")).hasToString("Login ***");
    assertThat(Digest.of("ada", "s3cret")).hasToString("Digest ***");
    assertThat(Bearer.of("s3cret")).hasToString("Bearer ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mF_9.B5f-4.1JqM", "azAZ09", "a", "a=", "a==", "+/~"})
  void a_bearer_token_goes_out_as_it_is(String token) {
    assertThat(run.shown(begin(Bearer.of(token)))).isEqualTo("Bearer " + token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "a b", "a=b", "a\"", "a\n", "\u00e4", "a,b", "a:b"})
  void what_is_no_bearer_token_is_refused(String token) {
    assertThatThrownBy(() -> Bearer.of(token))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("a bearer token is of letters, digits and -._~+/, then '='");
  }

  @Test
  void a_bearer_token_that_is_refused_is_not_shown_again() {
    AuthFlow flow = run.flow(Bearer.of("t"));
    AuthStep first = flow.begin(AuthRun.get("http://a.example/"), AuthRun.NOW);
    Response refusal = run.asks("Basic error=no", "Bearer error=\"invalid_token\"");
    assertThat(AuthRun.reason(flow.answered(AuthRun.request(first), refusal, AuthRun.NOW)))
        .isEqualTo("the token is refused: \"invalid_token\"");
    assertThat(
            AuthRun.reason(flow.answered(AuthRun.request(first), run.asks("Bearer"), AuthRun.NOW)))
        .isEqualTo("the token is refused");
    assertThat(flow.answered(AuthRun.request(first), Response.of(200), AuthRun.NOW))
        .isEqualTo(new AuthStep.Accept());
  }
}
