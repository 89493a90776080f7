package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.MediaType;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.oauth.OAuth1;
import io.godwit.policy.auth.oauth.OAuth1Token;
import io.godwit.policy.auth.oauth.OAuth2;
import io.godwit.policy.auth.oauth.OAuth2Client;
import io.godwit.policy.auth.oauth.OAuth2Login;
import io.godwit.policy.auth.oauth.OAuth2Server;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What servers answer where tokens are had. The first option says what the payload is: the answer
 * of a token endpoint (the second option is its status), that of a device endpoint, the query of a
 * redirect, the form of OAuth 1, or a form that is signed.
 */
public final class OAuthTokenTarget {
  private static final Now NOW = Now.of(1_000_000_000, Instant.parse("2026-03-01T12:00:00Z"));
  private static final List<Integer> STATUSES = List.of(200, 200, 201, 302, 400, 401, 503);
  private static final String SECRET = "S3CRET";
  private static final OAuth2Server SERVER =
      OAuth2Server.of("https://as.example/token")
          .withDevice("https://as.example/device")
          .withAuthorization("https://as.example/authorize");
  private static final OAuth2Client CLIENT = OAuth2Client.basic("app", SECRET);
  private static final Request GET = Request.of(Method.GET, Uri.of("https://api.example/"));

  private OAuthTokenTarget() {}

  /** Fails if something other than the declared refusal comes out, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    switch (input.option(5)) {
      case 0 -> token(STATUSES.get(input.option(STATUSES.size())), input.payload());
      case 1 -> device(input.payload());
      case 2 -> redirect(latin1(input.payload()));
      case 3 -> oauth1Token(latin1(input.payload()));
      default -> signature(input.payload());
    }
  }

  private static void token(int status, byte[] content) {
    AuthFlow flow = flow(OAuth2.clientCredentials(SERVER, CLIENT));
    flow.begin(GET, NOW);
    flow.joined(true, NOW);
    AuthStep step = flow.fetched(Response.of(Status.of(status)).withBody(Body.bytes(content)), NOW);
    Optional<String> expected = PlainTokens.access(status, content);
    if (step instanceof AuthStep.Send(Request sent)) {
      String field = sent.header("Authorization").orElse("");
      require(expected.isPresent(), "a token where there is none: " + field);
      require(field.equals("Bearer " + expected.get()), "another token: " + field);
    } else {
      refusal(step);
      require(expected.isEmpty() || PlainTokens.isUnusual(content), "refused a token");
    }
  }

  private static void device(byte[] content) {
    StringBuilder shown = new StringBuilder();
    OAuth2 device = OAuth2.deviceCode(SERVER, CLIENT, prompt -> shown.append(prompt.userCode()));
    AuthFlow flow = flow(device);
    flow.begin(GET, NOW);
    flow.joined(true, NOW);
    AuthStep step = flow.fetched(Response.ok(Body.bytes(content)), NOW);
    if (step instanceof AuthStep.Pause(long until)) {
      require(until >= NOW.nanos() + 1_000_000_000L, "no pause");
      require(until <= NOW.nanos() + 3_600_000_000_000L, "a pause of more than an hour");
      require(shown.chars().noneMatch(Character::isISOControl), "a control character is shown");
    } else {
      refusal(step);
      require(shown.isEmpty(), "shown and failed");
    }
  }

  private static void redirect(String query) {
    OAuth2Login login =
        OAuth2Login.resume(SERVER, CLIENT, "https://app.example/back", "st4te", "v".repeat(43));
    try {
      OAuth2 person = login.finish("?" + query);
      require(query.contains("st"), "the state is not there");
      AuthFlow flow = flow(person);
      flow.begin(GET, NOW);
      require(flow.joined(true, NOW) instanceof AuthStep.Fetch, "no request for a token");
    } catch (HttpFailure failure) {
      refusal(new AuthStep.Fail(failure));
    }
  }

  private static void oauth1Token(String content) {
    try {
      OAuth1Token token = OAuth1Token.temporary(content);
      require(token.equals(OAuth1Token.received(content)), "two tokens in one answer");
      token.authorization(Uri.of("https://as.example/ok"));
    } catch (HttpFailure failure) {
      refusal(new AuthStep.Fail(failure));
    }
  }

  /** The order of the pairs does not matter, nor do empty ones. */
  private static void signature(byte[] form) {
    String text = latin1(form);
    List<String> pairs = Arrays.asList(text.split("&", -1));
    Collections.reverse(pairs);
    String there = signed(text);
    require(there.equals(signed("&" + String.join("&&", pairs))), "the order matters");
    require(!there.equals(signed(text + "&one=more")), "a pair is not signed");
    require(there.matches("OAuth [ -~]*"), "a field that cannot be sent: " + there);
  }

  private static String signed(String form) {
    Body body =
        Body.bytes(form.getBytes(StandardCharsets.ISO_8859_1))
            .withType(MediaType.of("application/x-www-form-urlencoded"));
    AuthStep step = flow(OAuth1.hmacSha256("app", SECRET)).begin(GET.withBody(body), NOW);
    require(step instanceof AuthStep.Send, "not signed: " + step);
    return ((AuthStep.Send) step).request().header("Authorization").orElse("");
  }

  private static void refusal(AuthStep step) {
    require(step instanceof AuthStep.Fail, "neither a token nor a refusal: " + step);
    HttpFailure failure = ((AuthStep.Fail) step).failure();
    require(failure instanceof HttpFailure.NoToken, "refused as " + failure);
    String message = String.valueOf(failure.getMessage());
    require(message.chars().allMatch(c -> c >= ' ' && c < 0x7F), "not escaped: " + message);
    require(!message.contains(SECRET), "a secret in " + message);
  }

  private static AuthFlow flow(Credentials credentials) {
    return credentials.flow(
        new AuthContext(AuthRole.ORIGIN, GET.uri().origin(), new Memory(), bytes -> {}));
  }

  private static String latin1(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  /** A cell of one thread. */
  private static final class Memory implements Cell<AuthMemory> {
    private AuthMemory value = AuthMemory.empty();

    @Override
    public AuthMemory value() {
      return value;
    }

    @Override
    public AuthMemory update(UnaryOperator<AuthMemory> change) {
      value = change.apply(value);
      return value;
    }
  }
}
