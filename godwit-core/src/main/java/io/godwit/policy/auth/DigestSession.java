package io.godwit.policy.auth;

import io.godwit.http.Origin;

/**
 * What is remembered of a server's challenge, so that further requests need not be challenged.
 *
 * @param challenge the challenge
 * @param nonce the server's nonce: that of the challenge, or a later one
 * @param count how often the nonce was used
 * @param firstCnonce the client's nonce of the first answer, which "-sess" keeps using
 */
record DigestSession(DigestChallenge challenge, String nonce, long count, String firstCnonce) {
  /** The count has eight hexadecimal digits. */
  private static final long MOST_USES = 0xFFFF_FFFFL;

  /**
   * Where it is remembered: users may have nonces of their own.
   *
   * @param role who was convinced
   * @param origin of the server or proxy
   * @param user the name
   */
  record Key(AuthRole role, Origin origin, String user) implements AuthMemory.Key<DigestSession> {
    @Override
    public Class<DigestSession> type() {
      return DigestSession.class;
    }

    @Override
    public String toString() {
      return "Digest for " + origin;
    }
  }

  /** A session whose nonce was not used yet. */
  static DigestSession begun(DigestChallenge challenge, String cnonce) {
    return new DigestSession(challenge, challenge.nonce(), 0, cnonce);
  }

  /** Whether the nonce may be used once more. */
  boolean usable() {
    return count < MOST_USES;
  }

  /** With the nonce used once more. */
  DigestSession used() {
    return new DigestSession(challenge, nonce, count + 1, firstCnonce);
  }

  /** With another nonce of the server's, which was not used yet. */
  DigestSession withNonce(String next) {
    return new DigestSession(challenge, next, 0, firstCnonce);
  }

  @Override
  public String toString() {
    return "Digest session, nonce used " + count + " times";
  }
}
