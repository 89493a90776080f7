package io.godwit.policy.auth.oauth;

import io.godwit.http.Entropy;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Uri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A person's way through a browser: they are sent to {@link #uri}, and come back with a code, which
 * becomes credentials (RFC 6749 section 4.1, with the proof of RFC 7636).
 *
 * <pre>{@code
 * OAuth2Server server = OAuth2Server.of("https://login.example/token")
 *     .withAuthorization("https://login.example/authorize");
 * OAuth2Login login = OAuth2Login.start(server, OAuth2Client.publicClient("app"),
 *     "http://127.0.0.1:8123/back", new java.security.SecureRandom()::nextBytes).withScope("mail");
 * show("Open " + login.uri().text());
 * Credentials person = login.finish("http://127.0.0.1:8123/back?code=4f&state=" + login.state());
 * }</pre>
 *
 * <p>Each is for one attempt of one person. Immutable; {@code toString} shows no secret. A web
 * application keeps {@link #state} and {@link #verifier} in the person's session and goes on with
 * {@link #resume}.
 */
public final class OAuth2Login {
  /** What the URI holds already. */
  private static final Set<String> RESERVED =
      Set.of(
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method");

  private final OAuth2Server server;
  private final OAuth2Client client;
  private final String redirect;
  private final String state;
  private final String verifier;
  private final String scope;
  private final Map<String, String> parameters;

  private OAuth2Login(
      OAuth2Server server,
      OAuth2Client client,
      String redirect,
      String state,
      String verifier,
      String scope,
      Map<String, String> parameters) {
    this.server = server;
    this.client = client;
    this.redirect = redirect;
    this.state = state;
    this.verifier = verifier;
    this.scope = scope;
    this.parameters = parameters;
    server.safe(server.token());
    server.safe(
        server
            .authorization()
            .orElseThrow(() -> new InvalidMessage("the server has no authorization endpoint")));
    if (!verifier.matches("[A-Za-z0-9._~-]{43,128}")) { // RFC 7636 section 4.1
      throw new InvalidMessage("a code verifier is 43 to 128 letters, digits and -._~");
    }
    if (state.isEmpty()) {
      throw new InvalidMessage("the state is empty");
    }
  }

  /**
   * A new attempt.
   *
   * @param redirect where the person comes back to, exactly as the server knows it
   * @param entropy for the state and the verifier, 32 bytes each
   * @throws InvalidMessage when the server has no authorization endpoint, or one that is not https
   */
  public static OAuth2Login start(
      OAuth2Server server, OAuth2Client client, String redirect, Entropy entropy) {
    return resume(server, client, redirect, unpredictable(entropy), unpredictable(entropy));
  }

  /**
   * An attempt that was started before, to be finished.
   *
   * @param state as {@link #state} was
   * @param verifier as {@link #verifier} was
   * @throws InvalidMessage when one of the two cannot have been, or as {@link #start}
   */
  public static OAuth2Login resume(
      OAuth2Server server, OAuth2Client client, String redirect, String state, String verifier) {
    return new OAuth2Login(server, client, redirect, state, verifier, "", Map.of());
  }

  /**
   * A copy that asks for these rights.
   *
   * @throws InvalidMessage when one has a space, a quote, a backslash or no visible ASCII
   */
  public OAuth2Login withScope(String... rights) {
    return new OAuth2Login(
        server, client, redirect, state, verifier, OAuth2.scope(rights), parameters);
  }

  /**
   * A copy with one more parameter in the URI, such as {@code prompt} or {@code login_hint}.
   *
   * @throws InvalidMessage when it is one that the login sets itself
   */
  public OAuth2Login withParameter(String name, String value) {
    if (RESERVED.contains(name)) {
      throw new InvalidMessage("the parameter " + name + " is the login's own");
    }
    Map<String, String> changed = new TreeMap<>(parameters);
    changed.put(name, value);
    return new OAuth2Login(server, client, redirect, state, verifier, scope, Map.copyOf(changed));
  }

  /** Where to send the person. */
  public Uri uri() {
    Uri uri =
        server
            .authorization()
            .orElseThrow()
            .withQuery("response_type", "code")
            .withQuery("client_id", client.id())
            .withQuery("redirect_uri", redirect);
    uri = scope.isEmpty() ? uri : uri.withQuery("scope", scope);
    for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
      uri = uri.withQuery(parameter.getKey(), parameter.getValue());
    }
    return uri.withQuery("state", state)
        .withQuery("code_challenge", challenge(verifier))
        .withQuery("code_challenge_method", "S256");
  }

  /** Ties the redirect to this attempt; belongs to the person's session. */
  public String state() {
    return state;
  }

  /** Proves that who finishes is who began; a secret. */
  public String verifier() {
    return verifier;
  }

  /**
   * The credentials for what the person has agreed to. The code is exchanged for a token with the
   * first call that uses them; it is good for one exchange, so use them with one client.
   *
   * @param redirect the whole URI that the browser came back with, or its query with the question
   *     mark
   * @throws HttpFailure.NoToken when the person or the server refused, or this is the answer to
   *     something else
   */
  public OAuth2 finish(String redirect) throws HttpFailure {
    Map<String, String> answer = FormText.read(query(redirect));
    String answered = answer.getOrDefault("state", "");
    if (!MessageDigest.isEqual(octets(state), octets(answered))) {
      throw noToken("the redirect answers another login: its state is another", "");
    }
    if (server.issuer().isPresent() && !server.issuer().get().equals(answer.get("iss"))) {
      throw noToken("the redirect is another server's: its iss is another", ""); // RFC 9207
    }
    String error = answer.get("error");
    if (error != null) {
      throw noToken(error, answer.getOrDefault("error_description", ""));
    }
    String code = answer.getOrDefault("code", "");
    if (code.isEmpty()) {
      throw noToken("the redirect has no code", "");
    }
    return OAuth2.code(server, client, new OAuth2Grant.Code(code, this.redirect, verifier));
  }

  /** Whose login and where, without its secrets. */
  @Override
  public String toString() {
    return "login of " + client + " at " + server.token().origin();
  }

  /** The proof's other half (RFC 7636 section 4.2). */
  static String challenge(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets(verifier));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }

  private HttpFailure.NoToken noToken(String error, String description) {
    return new HttpFailure.NoToken(
        server.token().origin().toString(), client.hide(error), client.hide(description));
  }

  private static String unpredictable(Entropy entropy) {
    byte[] bytes = new byte[32];
    entropy.fill(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String query(String redirect) {
    int from = redirect.indexOf('?') + 1;
    int end = redirect.indexOf('#');
    return redirect.substring(from, end < from ? redirect.length() : end);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
