package io.godwit.policy.auth;

import io.godwit.http.Grammar;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;

/**
 * A token with every request (RFC 6750): whoever has it may use it, so use it with https. One that
 * is obtained and renewed as needed is the business of OAuth 2. For origins and proxies. Immutable.
 *
 * <pre>{@code
 * Credentials robot = Bearer.of("mF_9.B5f-4.1JqM");
 * }</pre>
 */
public final class Bearer implements Credentials {
  private final String value;

  private Bearer(String value) {
    this.value = value;
  }

  /**
   * That token.
   *
   * @throws InvalidMessage when it is not made of letters, digits and {@code -._~+/}, with equals
   *     signs at its end (RFC 6750 section 2.1)
   */
  public static Bearer of(String token) {
    int end = token.length();
    while (end > 0 && token.charAt(end - 1) == '=') {
      end--;
    }
    if (end == 0 || !token.chars().limit(end).allMatch(ChallengeParser::isToken68)) {
      throw new InvalidMessage("a bearer token is of letters, digits and -._~+/, then '='");
    }
    return new Bearer("Bearer " + token);
  }

  /** Shows it with the first request already, and gives up when it is refused. */
  @Override
  public AuthFlow flow(AuthContext context) {
    AuthRole role = context.role();
    return new FixedFlow(role, value, response -> "the token is refused" + error(response, role));
  }

  /** The scheme alone. */
  @Override
  public String toString() {
    return "Bearer ***";
  }

  /** The error code of RFC 6750 section 3.1, such as {@code invalid_token}. */
  private static String error(Response response, AuthRole role) {
    return Challenge.of(response.headers(), role).stream()
        .filter(offered -> offered.is("Bearer"))
        .flatMap(offered -> offered.parameter("error").stream())
        .findFirst()
        .map(code -> ": " + Grammar.quoted(code))
        .orElse("");
  }
}
