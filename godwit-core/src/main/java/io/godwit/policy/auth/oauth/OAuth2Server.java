package io.godwit.policy.auth.oauth;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Uri;
import java.util.Optional;

/**
 * An authorization server: where tokens are had (RFC 6749 section 3).
 *
 * <pre>{@code
 * OAuth2Server server = OAuth2Server.of("https://login.example/token")
 *     .withAuthorization("https://login.example/authorize")
 *     .withIssuer("https://login.example");
 * }</pre>
 *
 * @param token the token endpoint
 * @param authorization where a person is sent to agree, for {@link OAuth2Login}
 * @param device where a device begins (RFC 8628)
 * @param issuer what the server calls itself in its redirects (RFC 9207)
 * @param plainHttp whether endpoints, and the servers that tokens are shown to, may be reached by
 *     http over a network
 */
public record OAuth2Server(
    Uri token,
    Optional<Uri> authorization,
    Optional<Uri> device,
    Optional<String> issuer,
    boolean plainHttp) {

  /**
   * Checks the endpoints.
   *
   * @throws InvalidMessage when one is no absolute URI of http or https, or has user information or
   *     a fragment
   */
  public OAuth2Server {
    check("token", token);
    authorization.ifPresent(uri -> check("authorization", uri));
    device.ifPresent(uri -> check("device authorization", uri));
  }

  /** A server with that token endpoint; one by http is used on this machine only. */
  public static OAuth2Server of(String token) {
    return new OAuth2Server(
        Uri.of(token), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** A copy with that authorization endpoint. */
  public OAuth2Server withAuthorization(String endpoint) {
    return new OAuth2Server(token, Optional.of(Uri.of(endpoint)), device, issuer, plainHttp);
  }

  /** A copy with that device authorization endpoint. */
  public OAuth2Server withDevice(String endpoint) {
    return new OAuth2Server(token, authorization, Optional.of(Uri.of(endpoint)), issuer, plainHttp);
  }

  /**
   * A copy with that issuer, for a server that names itself in its redirects: one that does not
   * name it is then refused, so that no other server's answer is taken for its own.
   */
  public OAuth2Server withIssuer(String issuer) {
    return new OAuth2Server(token, authorization, device, Optional.of(issuer), plainHttp);
  }

  /**
   * A copy that takes secrets and tokens over http as well, where anybody on the way reads them.
   */
  public OAuth2Server withPlainHttp() {
    return new OAuth2Server(token, authorization, device, issuer, true);
  }

  /**
   * Whether nobody on the way reads what goes to that endpoint.
   *
   * @throws InvalidMessage when somebody could
   */
  Uri safe(Uri endpoint) {
    if (!plainHttp && !Transport.keeps(endpoint.origin())) {
      throw new InvalidMessage("secrets would go over http to " + endpoint.origin());
    }
    return endpoint;
  }

  private static void check(String which, Uri uri) {
    boolean web = uri.scheme().equals("https") || uri.scheme().equals("http");
    if (!web || uri.userInfo().isPresent() || uri.fragment().isPresent()) {
      throw new InvalidMessage(
          "the "
              + which
              + " endpoint is a URI of https without user information and fragment, not "
              + uri);
    }
  }
}
