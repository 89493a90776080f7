package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Cookie;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.auth.Bearer;
import io.godwit.policy.auth.Keyring;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.CookiePolicy;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import io.godwit.policy.redirect.RedirectPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What becomes of policies when they are changed for one call. */
final class CallPoliciesTest {
  private static final Now NOW = Now.of(0, Instant.parse("2026-11-21T16:00:00Z"));
  private static final Uri URI = Uri.of("https://a.example/x");

  private static final class Place<T> implements Cell<T> {
    private T value;

    Place(T value) {
      this.value = value;
    }

    @Override
    public T value() {
      return value;
    }

    @Override
    public T update(UnaryOperator<T> change) {
      value = change.apply(value);
      return value;
    }
  }

  private static Request sent(CallPolicies policies) {
    CallFlow flow =
        CallFlow.of(Request.of(Method.GET, URI), policies, Long.MAX_VALUE, Duration.ofSeconds(20));
    return flow.start(NOW) instanceof Decision.Exchange exchange
        ? exchange.request()
        : Request.of(Method.GET, Uri.of("https://nothing.example/"));
  }

  @Test
  void without_its_own_a_call_has_the_credentials_and_cookies_of_the_client_alone() {
    Place<CookieJar> jar = new Place<>(CookieJar.empty());
    CallPolicies ofClient =
        CallPolicies.builder()
            .auth(
                new AuthPolicy(
                    Keyring.empty(), Optional.empty(), new Place<>(AuthMemory.empty()), _ -> {}))
            .cookies(CookiePolicy.sharing(jar))
            .redirects(RedirectPolicy.none())
            .build();
    CallPolicies ofCall =
        ofClient.toBuilder()
            .auth(ofClient.auth().withOwn(Bearer.of("t0ken")))
            .cookies(ofClient.cookies().withOwn(Cookie.of("own", "1")))
            .build();
    assertThat(sent(ofCall).header("Authorization")).contains("Bearer t0ken");
    assertThat(sent(ofCall).header("Cookie")).contains("own=1");

    CallPolicies without = ofCall.withoutOwn();
    assertThat(sent(without).headers().isEmpty()).isTrue();
    assertThat(without.redirects()).isSameAs(RedirectPolicy.none());
    Response setting = Response.of(200).withHeader("Set-Cookie", "kept=2");
    assertThat(without.cookies().keep(setting, URI, NOW)).contains("cookies set: 1");
    assertThat(sent(without).header("Cookie")).as("what the client keeps").contains("kept=2");
  }
}
