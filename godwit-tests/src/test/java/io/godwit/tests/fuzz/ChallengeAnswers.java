package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.Login;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Whatever a server asks, a login answers a few times and comes to an end. */
final class ChallengeAnswers {
  private static final Now NOW = Now.of(0, Instant.EPOCH);
  private static final Login LOGIN = Login.of("PASSname", "PASSword");
  private static final int MOST_ROUNDS = 4;

  private ChallengeAnswers() {}

  static void check(List<String> challenges) {
    Headers.Builder fields = Headers.builder().latin1();
    for (String challenge : challenges) {
      try {
        fields.add("WWW-Authenticate", challenge);
        fields.add("Authentication-Info", challenge);
      } catch (InvalidMessage e) {
        return; // no machine would have read it
      }
    }
    Response asks = Response.of(401).withHeaders(fields.build());
    AuthFlow flow = flow(LOGIN, new Remembered());
    AuthStep step = flow.begin(Request.of(Method.GET, Uri.of("http://a/")), NOW);
    for (int round = 0; step instanceof AuthStep.Send(Request sent); round++) {
      require(round < MOST_ROUNDS, "it goes on for ever");
      require(sent.headers().all("Authorization").size() <= 1, "two credentials");
      require(!sent.headers().toString().contains("PASS"), "a secret is shown");
      flow.answered(sent, asks.withStatus(io.godwit.http.Status.OK), NOW);
      step = flow.answered(sent, asks, NOW);
    }
    require(step instanceof AuthStep.GiveUp, "ended with " + step.getClass());
    require(!((AuthStep.GiveUp) step).reason().contains("PASS"), "a secret in the reason");
  }

  /** What a login shows before it is asked; how two of them are told apart. */
  static String shown(Login login) {
    AuthStep step =
        flow(login.preemptive(true), new Remembered())
            .begin(Request.of(Method.GET, Uri.of("http://a/")), NOW);
    return ((AuthStep.Send) step).request().header("Authorization").orElse("");
  }

  private static AuthFlow flow(Credentials credentials, Cell<AuthMemory> memory) {
    return credentials.flow(
        new AuthContext(AuthRole.ORIGIN, Uri.of("http://a/").origin(), memory, bytes -> {}));
  }

  private static final class Remembered implements Cell<AuthMemory> {
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
