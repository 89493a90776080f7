package io.godwit.policy.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Entropy;
import io.godwit.http.MediaType;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What the flows of a test are handed. */
final class Flows {
  static final Now NOW = Now.of(1_000_000_000, Instant.parse("2026-03-01T12:00:00Z"));

  private Flows() {}

  /** A context of a client that remembers nothing yet. */
  static AuthContext context(String uri) {
    return new AuthContext(AuthRole.ORIGIN, Uri.of(uri).origin(), new Memory(), entropy());
  }

  /** The same bytes in each run. */
  static Entropy entropy() {
    return new Random(7)::nextBytes;
  }

  static Now later(double seconds) {
    long nanos = (long) (seconds * 1e9);
    return Now.of(NOW.nanos() + nanos, NOW.wall().plusNanos(nanos));
  }

  static Request sent(AuthStep step) {
    assertThat(step).isInstanceOf(AuthStep.Send.class);
    return ((AuthStep.Send) step).request();
  }

  static Request fetch(AuthStep step) {
    assertThat(step).isInstanceOf(AuthStep.Fetch.class);
    return ((AuthStep.Fetch) step).request();
  }

  /** The content of a request that is a form. */
  static String form(Request request) {
    Body.Bytes body = (Body.Bytes) request.body();
    assertThat(request.header("Content-Type")).contains("application/x-www-form-urlencoded");
    return new String(body.content(), StandardCharsets.US_ASCII);
  }

  static Response json(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return Response.ok(Body.bytes(bytes).withType(MediaType.JSON));
  }

  /** A cell of one thread. */
  static final class Memory implements Cell<AuthMemory> {
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
