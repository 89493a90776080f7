package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;

/**
 * Name and password, proved without being shown (RFC 7616): to whoever asks for it with Digest, and
 * nothing to anybody else. For origins and proxies. Immutable.
 *
 * <pre>{@code
 * Credentials ada = Digest.of("ada", "s3cret");
 * }</pre>
 *
 * <p>MD5, SHA-256 and SHA-512-256, each also with "-sess"; of several challenges that with the
 * strongest function is answered. Quality of protection: {@code auth-int} for content in memory
 * where the server offers it, else {@code auth}, else that of RFC 2069. The server's nonce is used
 * again, so that only the first request of many is challenged. When a response comes with a proof
 * of its own ({@code rspauth}) that is wrong, the call fails with {@link
 * io.godwit.http.HttpFailure.Content}; a proof that covers the content ({@code auth-int}) is not
 * checked.
 */
public final class Digest implements Credentials {
  private final NameAndPassword login;

  private Digest(NameAndPassword login) {
    this.login = login;
  }

  /**
   * These two, in UTF-8 and the normal form C.
   *
   * @throws InvalidMessage when one has a control character
   */
  public static Digest of(String name, String password) {
    return of(new NameAndPassword(name, password));
  }

  static Digest of(NameAndPassword login) {
    return new Digest(login);
  }

  @Override
  public AuthFlow flow(AuthContext context) {
    return new DigestFlow(login, context);
  }

  /** The scheme alone. */
  @Override
  public String toString() {
    return "Digest ***";
  }
}
