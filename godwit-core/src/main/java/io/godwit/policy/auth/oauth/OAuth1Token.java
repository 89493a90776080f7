package io.godwit.policy.auth.oauth;

import io.godwit.http.HttpFailure;
import io.godwit.http.Uri;
import java.util.Map;

/**
 * A token of OAuth 1 with its secret: temporary, until a person has agreed, or for the requests
 * afterwards.
 *
 * @param token names it
 * @param secret signs with it; never shown
 */
public record OAuth1Token(String token, String secret) {

  /**
   * The temporary token in the content of the answer to the first request (RFC 5849 section 2.1).
   *
   * @throws HttpFailure.NoToken when it has none, or the server did not understand the callback,
   *     without which anybody could finish what another began
   */
  public static OAuth1Token temporary(String content) throws HttpFailure {
    Map<String, String> answer = FormText.read(content);
    if (!"true".equals(answer.get("oauth_callback_confirmed"))) {
      throw unusable("the callback was not confirmed");
    }
    return of(answer);
  }

  /**
   * The token in the content of the answer to the last request (RFC 5849 section 2.3).
   *
   * @throws HttpFailure.NoToken when it has none
   */
  public static OAuth1Token received(String content) throws HttpFailure {
    return of(FormText.read(content));
  }

  /** Where to send the person who is to agree (RFC 5849 section 2.2). */
  public Uri authorization(Uri endpoint) {
    return endpoint.withQuery("oauth_token", token);
  }

  /**
   * The verifier in the redirect that comes back from there.
   *
   * @param redirect the URI that the browser was sent to
   * @throws HttpFailure.NoToken when it has none, or is about another token
   */
  public String verifier(Uri redirect) throws HttpFailure {
    Map<String, String> answer = FormText.read(redirect.query().orElse(""));
    if (!token.equals(answer.get("oauth_token"))) {
      throw unusable("the redirect is about another token");
    }
    String verifier = answer.get("oauth_verifier");
    if (verifier == null) {
      throw unusable("the redirect has no verifier");
    }
    return verifier;
  }

  /** The token without its secret. */
  @Override
  public String toString() {
    return "OAuth 1 token " + io.godwit.http.Grammar.quoted(token);
  }

  private static OAuth1Token of(Map<String, String> answer) throws HttpFailure {
    String token = answer.get("oauth_token");
    String secret = answer.get("oauth_token_secret");
    if (token == null || secret == null) {
      throw unusable("the answer has no oauth_token with its oauth_token_secret");
    }
    return new OAuth1Token(token, secret);
  }

  private static HttpFailure unusable(String reason) {
    return new HttpFailure.NoToken("the server", reason, "");
  }
}
