package io.godwit.policy.auth;

import io.godwit.http.Entropy;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import io.godwit.policy.given.Cell;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a client, or one call of it, shows to servers: its credentials, and what it needs for them.
 * Immutable but for the memory, which is shared.
 *
 * @param keyring the client's credentials
 * @param own those of the call alone, for the origin of its first request
 * @param memory what flows have learnt
 * @param entropy for client nonces and the like
 */
public record AuthPolicy(
    Keyring keyring, Optional<Credentials> own, Cell<AuthMemory> memory, Entropy entropy) {
  private static final AuthPolicy NONE =
      new AuthPolicy(Keyring.empty(), Optional.empty(), new Forgetful(), new NoEntropy());

  /** No credentials, and neither memory nor entropy for those that a URI may bring. */
  public static AuthPolicy none() {
    return NONE;
  }

  /** A copy with credentials of the call's own. */
  public AuthPolicy withOwn(Credentials credentials) {
    return new AuthPolicy(keyring, Optional.of(credentials), memory, entropy);
  }

  /** A copy without credentials of the call's own. */
  public AuthPolicy withoutOwn() {
    return new AuthPolicy(keyring, Optional.empty(), memory, entropy);
  }

  /**
   * What a call that begins with this URI may show.
   *
   * @throws io.godwit.http.InvalidMessage when the user information in it cannot be sent
   */
  public CallKeys keys(Uri first) {
    return keyring.forCall(first, own);
  }

  /**
   * The flow for a request to an origin server; none when nothing may be shown to it, or when the
   * caller has set the field of the credentials himself.
   */
  public Optional<AuthFlow> flow(CallKeys keys, Request request) {
    if (request.headers().has(AuthRole.ORIGIN.credentialsField())) {
      return Optional.empty();
    }
    var origin = request.uri().origin();
    return keys.find(origin)
        .map(found -> found.flow(new AuthContext(AuthRole.ORIGIN, origin, memory, entropy)));
  }

  /** Remembers nothing: each update begins anew. */
  private static final class Forgetful implements Cell<AuthMemory> {
    @Override
    public AuthMemory value() {
      return AuthMemory.empty();
    }

    @Override
    public AuthMemory update(UnaryOperator<AuthMemory> change) {
      return change.apply(AuthMemory.empty());
    }
  }

  private static final class NoEntropy implements Entropy {
    @Override
    public void fill(byte[] bytes) {
      throw new IllegalStateException("these policies were given no entropy");
    }
  }
}
