package io.godwit.policy.auth.oauth;

import io.godwit.http.InvalidMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * What an authorization server has given (RFC 6749 section 5.1), to be kept by an application from
 * one run to the next.
 *
 * @param access the access token; never shown
 * @param refresh gets the next one; never shown
 * @param expires when the access token ends, if that is known
 * @param scope what it is good for, when the server said so
 */
public record OAuth2Tokens(
    String access, Optional<String> refresh, Optional<Instant> expires, Optional<String> scope) {

  /**
   * Checks the tokens.
   *
   * @throws InvalidMessage when one is empty, or the access token has something that a field cannot
   *     hold
   */
  public OAuth2Tokens {
    if (!isToken(access)) {
      throw new InvalidMessage("an access token is visible ASCII");
    }
    if (refresh.filter(String::isEmpty).isPresent()) {
      throw new InvalidMessage("the refresh token is empty");
    }
  }

  /** An access token alone. */
  public static OAuth2Tokens of(String access) {
    return new OAuth2Tokens(access, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A copy with that refresh token. */
  public OAuth2Tokens withRefresh(String refresh) {
    return new OAuth2Tokens(access, Optional.of(refresh), expires, scope);
  }

  /** A copy that ends then. */
  public OAuth2Tokens withExpires(Instant expires) {
    return new OAuth2Tokens(access, refresh, Optional.of(expires), scope);
  }

  /** Whether it can be written behind {@code Bearer}. */
  static boolean isToken(String access) {
    return !access.isEmpty() && access.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** When it ends and what for, without the tokens. */
  @Override
  public String toString() {
    return "tokens"
        + expires.map(end -> " until " + end).orElse("")
        + (refresh.isPresent() ? ", with a refresh token" : "");
  }
}
