package io.godwit.policy.auth.oauth;

import io.godwit.http.Grammar;
import io.godwit.http.InvalidMessage;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Bearer tokens of OAuth 2 (RFC 6749, 6750), had when they are needed: the first call gets one, and
 * all calls of the client share it; shortly before it ends, or when a server says that it is
 * invalid, one call gets the next while the others wait.
 *
 * <pre>{@code
 * OAuth2Server server = OAuth2Server.of("https://login.example/token");
 * Credentials robot = OAuth2.clientCredentials(server, OAuth2Client.basic("id", "secret"))
 *     .withScope("orders.read");
 * }</pre>
 *
 * <p>Where a person has to agree: {@link OAuth2Login} for a browser, {@link #deviceCode} for
 * anything else. What they agreed to outlives the program when {@link #withListener} keeps it and
 * {@link #refreshToken} starts from it.
 *
 * <p>Tokens are shown in the Authorization field only, and over https or to this machine only,
 * unless {@link OAuth2Server#withPlainHttp} says otherwise. Immutable and safe between threads; two
 * that are equal in everything but their listeners share their tokens within one client, unless
 * they are of {@link #deviceCode}: each of those is for one person. {@code toString} shows no
 * secret.
 */
public final class OAuth2 implements Credentials {
  /** What the forms of the flows hold already. */
  private static final Set<String> RESERVED =
      Set.of(
          "grant_type",
          "client_id",
          "client_secret",
          "scope",
          "refresh_token",
          "code",
          "redirect_uri",
          "code_verifier",
          "device_code");

  private final Setup setup;
  private final Hooks hooks;

  private OAuth2(Setup setup, Hooks hooks) {
    this.setup = setup;
    this.hooks = hooks;
  }

  /**
   * Everything that tells one from another: tokens are remembered under it. So it has no code of
   * the user's, whose equality might change.
   *
   * @param parameters more of them for the token endpoint
   * @param given tokens from before
   */
  record Setup(
      OAuth2Server server,
      OAuth2Client client,
      OAuth2Grant grant,
      String scope,
      Map<String, String> parameters,
      Optional<OAuth2Tokens> given,
      Optional<String> givenRefresh,
      Duration skew) {

    @Override
    public String toString() {
      return "OAuth 2 at " + server.token().origin();
    }
  }

  /**
   * Code of the user's.
   *
   * @param tokens is told of new tokens
   * @param prompt shows a code to a person
   */
  record Hooks(Consumer<OAuth2Tokens> tokens, Consumer<DevicePrompt> prompt) {
    static final Hooks NONE = new Hooks(_ -> {}, _ -> {});
  }

  /**
   * The application acts for itself (RFC 6749 section 4.4).
   *
   * @throws InvalidMessage when the endpoint is not https, or the client is a public one
   */
  public static OAuth2 clientCredentials(OAuth2Server server, OAuth2Client client) {
    if (client.proof() == OAuth2Client.Proof.NONE) {
      throw new InvalidMessage("a public client cannot act for itself");
    }
    return of(server, client, new OAuth2Grant.ClientCredentials(), Optional.empty());
  }

  /**
   * The application acts for a person who has agreed before (RFC 6749 section 6). Servers may
   * replace the refresh token with each use: {@link #withListener} tells.
   *
   * @throws InvalidMessage when the endpoint is not https, or the token is empty
   */
  public static OAuth2 refreshToken(OAuth2Server server, OAuth2Client client, String token) {
    if (token.isEmpty()) {
      throw new InvalidMessage("the refresh token is empty");
    }
    return of(server, client, new OAuth2Grant.Refresh(), Optional.of(token));
  }

  /**
   * A person agrees with another device, while the call waits (RFC 8628): up to the time that the
   * code is good for, if the call's own timeout lets it.
   *
   * @param show shows the code to the person, on the thread of the call
   * @throws InvalidMessage when the server has no endpoint for it, or one that is not https
   */
  public static OAuth2 deviceCode(
      OAuth2Server server, OAuth2Client client, Consumer<DevicePrompt> show) {
    if (server.device().isEmpty()) {
      throw new InvalidMessage("the server has no device authorization endpoint");
    }
    server.safe(server.device().get());
    OAuth2 made = of(server, client, new OAuth2Grant.Device(new Object()), Optional.empty());
    return new OAuth2(made.setup, new Hooks(made.hooks.tokens, show));
  }

  /** What a login gives. */
  static OAuth2 code(OAuth2Server server, OAuth2Client client, OAuth2Grant.Code code) {
    return of(server, client, code, Optional.empty());
  }

  private static OAuth2 of(
      OAuth2Server server, OAuth2Client client, OAuth2Grant grant, Optional<String> refresh) {
    server.safe(server.token());
    return new OAuth2(
        new Setup(
            server, client, grant, "", Map.of(), Optional.empty(), refresh, Duration.ofSeconds(30)),
        Hooks.NONE);
  }

  /**
   * A copy that asks for these rights.
   *
   * @throws InvalidMessage when one has a space, a quote, a backslash or no visible ASCII
   */
  public OAuth2 withScope(String... scope) {
    return copy(scope(scope), setup.parameters, setup.given, setup.skew);
  }

  /**
   * A copy with one more parameter in the requests to the token endpoint, such as {@code audience},
   * or {@code resource} of RFC 8707.
   *
   * @throws InvalidMessage when the flows set that one themselves
   */
  public OAuth2 withParameter(String name, String value) {
    if (RESERVED.contains(name)) {
      throw new InvalidMessage("the parameter " + name + " is the flow's own");
    }
    Map<String, String> changed = new TreeMap<>(setup.parameters);
    changed.put(name, value);
    return copy(setup.scope, Map.copyOf(changed), setup.given, setup.skew);
  }

  /** A copy that begins with these tokens, which an earlier run has kept. */
  public OAuth2 withTokens(OAuth2Tokens given) {
    return copy(setup.scope, setup.parameters, Optional.of(given), setup.skew);
  }

  /**
   * A copy that gets the next token so long before the end of the last, but not before half of its
   * time. 30 seconds unless set.
   *
   * @throws InvalidMessage when it is negative
   */
  public OAuth2 withSkew(Duration skew) {
    if (skew.isNegative()) {
      throw new InvalidMessage("the skew is negative: " + skew);
    }
    return copy(setup.scope, setup.parameters, setup.given, skew);
  }

  /**
   * A copy that tells of new tokens, before they are used: on the thread of the call that got them,
   * which fails when the listener does.
   */
  public OAuth2 withListener(Consumer<OAuth2Tokens> listener) {
    return new OAuth2(setup, new Hooks(listener, hooks.prompt));
  }

  private OAuth2 copy(
      String scope, Map<String, String> parameters, Optional<OAuth2Tokens> given, Duration skew) {
    return new OAuth2(
        new Setup(
            setup.server,
            setup.client,
            setup.grant,
            scope,
            parameters,
            given,
            setup.givenRefresh,
            skew),
        hooks);
  }

  /** The rights as one parameter (RFC 6749 section 3.3). */
  static String scope(String... rights) {
    for (String right : rights) {
      boolean token = right.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
      if (right.isEmpty() || !token) {
        throw new InvalidMessage(Grammar.quoted(right) + " is no scope");
      }
    }
    return String.join(" ", List.of(rights));
  }

  @Override
  public AuthFlow flow(AuthContext context) {
    return new TokenFlow(setup, hooks, context);
  }

  /** Where the tokens come from and as whom. */
  @Override
  public String toString() {
    return setup + " as " + setup.client;
  }
}
