package io.godwit.policy.auth.oauth;

import io.godwit.http.Body;
import io.godwit.http.Form;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the requests to an authorization server (RFC 6749 sections 4 and 6, RFC 8628). */
final class TokenRequest {
  private final OAuth2.Setup setup;

  TokenRequest(OAuth2.Setup setup) {
    this.setup = setup;
  }

  /** The next token for a refresh token; with the rights of the one before. */
  Request refresh(String token) {
    return token("refresh_token", List.of(Parameter.of("refresh_token", token)));
  }

  Request clientCredentials() {
    return token("client_credentials", scope());
  }

  Request code(OAuth2Grant.Code code) {
    return token(
        "authorization_code",
        List.of(
            Parameter.of("code", code.code()),
            Parameter.of("redirect_uri", code.redirect()),
            Parameter.of("code_verifier", code.verifier())));
  }

  /** Has the person agreed? */
  Request poll(String deviceCode) {
    return token(
        "urn:ietf:params:oauth:grant-type:device_code",
        List.of(Parameter.of("device_code", deviceCode)));
  }

  /** A code for a person. */
  Request device(Uri endpoint) {
    return post(endpoint, scope());
  }

  private List<Parameter> scope() {
    return setup.scope().isEmpty() ? List.of() : List.of(Parameter.of("scope", setup.scope()));
  }

  private Request token(String grant, List<Parameter> more) {
    List<Parameter> form = new ArrayList<>();
    form.add(Parameter.of("grant_type", grant));
    form.addAll(more);
    return post(setup.server().token(), form);
  }

  private Request post(Uri endpoint, List<Parameter> parameters) {
    List<Parameter> form = new ArrayList<>(parameters);
    setup.client().addTo(form);
    setup.parameters().forEach((name, value) -> form.add(Parameter.of(name, value)));
    byte[] content = Parameter.form(form).getBytes(StandardCharsets.US_ASCII);
    Request request =
        Request.of(Method.POST, endpoint)
            .withHeader("Accept", "application/json")
            .withHeader("Content-Type", Form.TYPE.toString())
            .withBody(Body.bytes(content));
    return setup.client().proof() == OAuth2Client.Proof.BASIC
        ? request.withHeader("Authorization", setup.client().field())
        : request;
  }
}
