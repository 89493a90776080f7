package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Entropy;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Drives flows by hand: a client's memory, an origin, and entropy that counts. */
final class AuthRun {
  static final Now NOW = Now.of(1, Instant.EPOCH);

  final Memory memory = new Memory();
  private final AuthRole role;
  private byte next;

  AuthRun() {
    this(AuthRole.ORIGIN);
  }

  AuthRun(AuthRole role) {
    this.role = role;
  }

  /** A cell without threads. */
  static final class Memory implements Cell<AuthMemory> {
    private AuthMemory value = AuthMemory.empty();

    /** Runs once before the next update, as another thread would. */
    Runnable meanwhile = () -> {};

    @Override
    public AuthMemory value() {
      return value;
    }

    @Override
    public AuthMemory update(UnaryOperator<AuthMemory> change) {
      Runnable other = meanwhile;
      meanwhile = () -> {};
      other.run();
      value = change.apply(value);
      return value;
    }
  }

  static Request get(String uri) {
    return Request.of(Method.GET, Uri.of(uri));
  }

  static Request post(String uri, Body body) {
    return Request.of(Method.POST, Uri.of(uri)).withBody(body);
  }

  /** The flow for that origin; each client nonce is one repeated octet, counted up from 1. */
  AuthFlow flow(Credentials credentials, String origin) {
    Entropy counting = bytes -> Arrays.fill(bytes, ++next);
    return credentials.flow(new AuthContext(role, Uri.of(origin).origin(), memory, counting));
  }

  AuthFlow flow(Credentials credentials) {
    return flow(credentials, "http://a.example/");
  }

  /** A response that asks. */
  Response asks(String... challenges) {
    Response response = Response.of(role.status());
    for (String challenge : challenges) {
      response =
          response.withHeaders(
              response.headers().toBuilder()
                  .latin1()
                  .add(role.challengeField(), challenge)
                  .build());
    }
    return response;
  }

  /** What the field of the credentials says in the request that is to be sent. */
  String shown(AuthStep step) {
    assertThat(step).isInstanceOf(AuthStep.Send.class);
    return ((AuthStep.Send) step).request().header(role.credentialsField()).orElse("");
  }

  static Request request(AuthStep step) {
    return ((AuthStep.Send) step).request();
  }

  static String reason(AuthStep step) {
    assertThat(step).isInstanceOf(AuthStep.GiveUp.class);
    return ((AuthStep.GiveUp) step).reason();
  }
}
