package io.godwit.policy.auth.oauth;

import io.godwit.http.HttpFailure;
import io.godwit.policy.auth.AuthMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a client share about one {@link OAuth2}.
 *
 * @param access the token to show
 * @param renewAt when it is too old, if it ever is
 * @param refresh gets the next one
 * @param spent whether the grant was shown and cannot be shown again
 * @param refusals how often the server has refused
 * @param refusal its last words
 */
record TokenState(
    Optional<String> access,
    Optional<Instant> renewAt,
    Optional<String> refresh,
    boolean spent,
    int refusals,
    HttpFailure.@Nullable NoToken refusal) {

  /** What it is remembered under. */
  record Key(OAuth2.Setup setup) implements AuthMemory.Key<TokenState> {
    @Override
    public Class<TokenState> type() {
      return TokenState.class;
    }
  }

  /** Before anything was asked for. */
  static TokenState initial(OAuth2.Setup setup) {
    return new TokenState(
        setup.given().map(OAuth2Tokens::access),
        setup.given().flatMap(OAuth2Tokens::expires).map(end -> end.minus(setup.skew())),
        setup.given().flatMap(OAuth2Tokens::refresh).or(setup::givenRefresh),
        setup.grant() instanceof OAuth2Grant.Refresh,
        0,
        null);
  }

  /** The token, unless it is too old. */
  Optional<String> usable(Instant now) {
    return renewAt.filter(end -> !now.isBefore(end)).isPresent() ? Optional.empty() : access;
  }

  /** Whether another token can be had. */
  boolean canRenew() {
    return refresh.isPresent() || !spent;
  }

  /** After a server has said that this token is invalid. */
  TokenState rejected(String token) {
    return access.filter(token::equals).isPresent()
        ? new TokenState(Optional.empty(), Optional.empty(), refresh, spent, refusals, refusal)
        : this;
  }

  /**
   * After a new token.
   *
   * @param asked when it was asked for: its lifetime runs from some moment after that
   */
  TokenState granted(TokenAnswer.Granted answer, OAuth2.Setup setup, Instant asked) {
    return new TokenState(
        Optional.of(answer.access()),
        answer.lifetime().map(lifetime -> asked.plus(lifetime).minus(least(setup, lifetime))),
        answer.refresh().or(() -> refresh),
        !setup.grant().repeats(),
        refusals,
        null);
  }

  /** After the server has refused the refresh token for good (RFC 6749 section 5.2). */
  TokenState withoutRefresh() {
    return new TokenState(access, renewAt, Optional.empty(), spent, refusals, refusal);
  }

  /** After the server has given nothing. */
  TokenState refused(OAuth2.Setup setup, HttpFailure.NoToken words) {
    boolean over = spent || !setup.grant().repeats();
    return new TokenState(access, renewAt, refresh, over, refusals + 1, words);
  }

  /** A token that lives shorter than the skew would be too old at once. */
  private static Duration least(OAuth2.Setup setup, Duration lifetime) {
    Duration half = lifetime.dividedBy(2);
    return half.compareTo(setup.skew()) < 0 ? half : setup.skew();
  }

  @Override
  public String toString() {
    return access.isPresent() ? "a token" : "no token";
  }
}
