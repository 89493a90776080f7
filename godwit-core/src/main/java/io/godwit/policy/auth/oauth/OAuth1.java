package io.godwit.policy.auth.oauth;

import io.godwit.http.Body;
import io.godwit.http.Entropy;
import io.godwit.http.Form;
import io.godwit.http.Grammar;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.given.Now;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Signs requests with OAuth 1.0 (RFC 5849), also known as 1.0a. Each time a request is sent it gets
 * a timestamp, a nonce and a signature over method, URI, query, form and these.
 *
 * <pre>{@code
 * OAuth1 app = OAuth1.hmacSha1("dpf43f3p2l4k3l03", "kd94hf93k423kf44");
 * OAuth1 user = app.withToken(new OAuth1Token("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
 * }</pre>
 *
 * <p>To get such a token: POST to the server's first endpoint with {@code app.withCallback(...)},
 * and read its answer with {@link OAuth1Token#temporary}; send the person to {@link
 * OAuth1Token#authorization}; POST to the server's last endpoint with {@code
 * app.withToken(temporary).withVerifier(...)}, and read that answer with {@link
 * OAuth1Token#received}.
 *
 * <p>A form is signed only when it is in memory, and content that is no form is not signed at all,
 * unless {@link #withBodyHash} says so. Immutable and safe between threads; {@code toString} shows
 * no secret.
 */
public final class OAuth1 implements Credentials {
  private final String client;
  private final OAuth1Signer signer;
  private final Optional<OAuth1Token> token;
  private final Optional<String> realm;
  private final List<Parameter> extra;
  private final OAuth1Placement placement;
  private final boolean bodyHash;
  private final boolean plainHttp;

  private OAuth1(
      String client,
      OAuth1Signer signer,
      Optional<OAuth1Token> token,
      Optional<String> realm,
      List<Parameter> extra,
      OAuth1Placement placement,
      boolean bodyHash,
      boolean plainHttp) {
    this.client = client;
    this.signer = signer;
    this.token = token;
    this.realm = realm;
    this.extra = extra;
    this.placement = placement;
    this.bodyHash = bodyHash;
    this.plainHttp = plainHttp;
    if (signer instanceof OAuth1Signer.Plain && placement == OAuth1Placement.QUERY) {
      throw new InvalidMessage("PLAINTEXT would put the secrets into the URI");
    }
  }

  /** Signs with HMAC-SHA1, which every server of OAuth 1 knows. */
  public static OAuth1 hmacSha1(String client, String secret) {
    return of(client, new OAuth1Signer.Hmac("HMAC-SHA1", "HmacSHA1", "SHA-1", secret));
  }

  /** Signs with HMAC-SHA256, which is no part of the RFC but widely known. */
  public static OAuth1 hmacSha256(String client, String secret) {
    return of(client, new OAuth1Signer.Hmac("HMAC-SHA256", "HmacSHA256", "SHA-256", secret));
  }

  /** Signs with RSA and SHA-1; the server knows the public key. */
  public static OAuth1 rsaSha1(String client, PrivateKey key) {
    return of(client, new OAuth1Signer.Rsa("RSA-SHA1", "SHA1withRSA", "SHA-1", key));
  }

  /** Signs with RSA and SHA-256, which is no part of the RFC but widely known. */
  public static OAuth1 rsaSha256(String client, PrivateKey key) {
    return of(client, new OAuth1Signer.Rsa("RSA-SHA256", "SHA256withRSA", "SHA-256", key));
  }

  /**
   * Signs nothing, and sends the secrets themselves: over https or to this machine only, unless
   * {@link #withPlainHttp} says otherwise.
   */
  public static OAuth1 plaintext(String client, String secret) {
    return of(client, new OAuth1Signer.Plain(secret));
  }

  private static OAuth1 of(String client, OAuth1Signer signer) {
    return new OAuth1(
        client,
        signer,
        Optional.empty(),
        Optional.empty(),
        List.of(Parameter.of("oauth_version", "1.0")),
        OAuth1Placement.HEADER,
        false,
        false);
  }

  /** A copy that acts for whom the token stands for. */
  public OAuth1 withToken(OAuth1Token token) {
    return copy(Optional.of(token), realm, extra, placement, bodyHash, plainHttp);
  }

  /**
   * A copy that names a realm, which is not signed.
   *
   * @throws InvalidMessage when it has control characters or some outside ASCII
   */
  public OAuth1 withRealm(String realm) {
    if (!realm.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new InvalidMessage("the realm " + Grammar.quoted(realm) + " is not visible ASCII");
    }
    return copy(token, Optional.of(realm), extra, placement, bodyHash, plainHttp);
  }

  /** A copy for the first request: where the person is sent back to, or {@code oob} for nowhere. */
  public OAuth1 withCallback(String callback) {
    return withExtra("oauth_callback", callback);
  }

  /** A copy for the last request, with what came back when the person had agreed. */
  public OAuth1 withVerifier(String verifier) {
    return withExtra("oauth_verifier", verifier);
  }

  /** A copy that puts its parameters there. */
  public OAuth1 withPlacement(OAuth1Placement placement) {
    return copy(token, realm, extra, placement, bodyHash, plainHttp);
  }

  /** A copy that leaves out {@code oauth_version}, which is optional. */
  public OAuth1 withoutVersion() {
    return copy(token, realm, extraBut("oauth_version"), placement, bodyHash, plainHttp);
  }

  /**
   * A copy that signs a digest of content that is no form (the {@code oauth_body_hash} extension).
   * Content that is not in memory then fails the call.
   */
  public OAuth1 withBodyHash() {
    return copy(token, realm, extra, placement, true, plainHttp);
  }

  /** A copy that sends secrets of {@link #plaintext} over http, where anybody reads them. */
  public OAuth1 withPlainHttp() {
    return copy(token, realm, extra, placement, bodyHash, true);
  }

  private OAuth1 withExtra(String name, String value) {
    List<Parameter> changed = new ArrayList<>(extraBut(name));
    changed.add(Parameter.of(name, value));
    return copy(token, realm, List.copyOf(changed), placement, bodyHash, plainHttp);
  }

  private List<Parameter> extraBut(String name) {
    return extra.stream().filter(parameter -> !parameter.name().equals(name)).toList();
  }

  private OAuth1 copy(
      Optional<OAuth1Token> token,
      Optional<String> realm,
      List<Parameter> extra,
      OAuth1Placement placement,
      boolean bodyHash,
      boolean plainHttp) {
    return new OAuth1(client, signer, token, realm, extra, placement, bodyHash, plainHttp);
  }

  @Override
  public AuthFlow flow(AuthContext context) {
    return new AuthFlow() {
      @Override
      public AuthStep begin(Request request, Now now) {
        try {
          if (context.role() == AuthRole.PROXY) {
            throw new HttpFailure.Unsupported("OAuth 1 to a proxy");
          }
          long seconds = now.wall().getEpochSecond();
          return new AuthStep.Send(signed(request, nonce(context.entropy()), seconds));
        } catch (HttpFailure failure) {
          return new AuthStep.Fail(failure);
        }
      }

      @Override
      public AuthStep answered(Request sent, Response response, Now now) {
        return response.status().code() == context.role().status()
            ? new AuthStep.GiveUp("the server does not take the OAuth 1 signature")
            : new AuthStep.Accept();
      }
    };
  }

  /** The request, signed. */
  Request signed(Request request, String nonce, long seconds) throws HttpFailure {
    if (signer instanceof OAuth1Signer.Plain
        && !plainHttp
        && !Transport.keeps(request.uri().origin())) {
      throw new HttpFailure.Refused("OAuth 1 PLAINTEXT over http");
    }
    Request placed = placement == OAuth1Placement.FORM ? form(request) : request;
    List<Parameter> parameters = protocol(placed, nonce, seconds);
    String base = SignedText.of(placed, parameters);
    String signature = signer.sign(base, token.map(OAuth1Token::secret).orElse(""));
    parameters.add(Parameter.of("oauth_signature", signature));
    return switch (placement) {
      case HEADER -> placed.withHeader("Authorization", field(parameters));
      case QUERY -> placed.withUri(withQuery(placed.uri(), parameters));
      case FORM -> placed.withBody(withForm(placed.body(), parameters));
    };
  }

  private List<Parameter> protocol(Request request, String nonce, long seconds) throws HttpFailure {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.of("oauth_consumer_key", client));
    token.ifPresent(given -> parameters.add(Parameter.of("oauth_token", given.token())));
    parameters.add(Parameter.of("oauth_signature_method", signer.method()));
    parameters.add(Parameter.of("oauth_timestamp", Long.toString(seconds)));
    parameters.add(Parameter.of("oauth_nonce", nonce));
    parameters.addAll(extra);
    if (bodyHash && !SignedText.isForm(request)) {
      if (!(request.body() instanceof Body.Bytes body)) {
        throw new HttpFailure.Unsupported("oauth_body_hash of content that is not in memory");
      }
      parameters.add(Parameter.of("oauth_body_hash", signer.hash(body.content())));
    }
    return parameters;
  }

  /** The value of the field (RFC 5849 section 3.5.1). */
  private String field(List<Parameter> parameters) {
    StringBuilder field = new StringBuilder("OAuth ");
    realm.ifPresent(
        name ->
            field
                .append("realm=\"")
                .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\", "));
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      field.append(i == 0 ? "" : ", ").append(parameter.name());
      field.append("=\"").append(parameter.value()).append('"');
    }
    return field.toString();
  }

  private static Uri withQuery(Uri uri, List<Parameter> parameters) {
    String before = uri.query().map(query -> query.isEmpty() ? "" : query + "&").orElse("");
    return uri.resolve("?" + before + Parameter.form(parameters));
  }

  private static Body withForm(Body body, List<Parameter> parameters) {
    String more = Parameter.form(parameters);
    byte[] before = ((Body.Bytes) body).content();
    byte[] after = ((before.length == 0 ? "" : "&") + more).getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(before, before.length + after.length);
    System.arraycopy(after, 0, all, before.length, after.length);
    return new Body.Bytes(all, body.type());
  }

  /** The request with content that parameters can be added to (RFC 5849 section 3.5.2). */
  private static Request form(Request request) throws HttpFailure {
    if (SignedText.isForm(request) && request.body() instanceof Body.Bytes) {
      return request;
    }
    if (request.body().isEmpty() && SignedText.contentType(request).isEmpty()) {
      return request
          .withHeader("Content-Type", Form.TYPE.toString())
          .withBody(Body.empty().withType(Form.TYPE));
    }
    throw new HttpFailure.Unsupported("OAuth 1 in content that is no form in memory");
  }

  private static String nonce(Entropy entropy) {
    byte[] nonce = new byte[16];
    entropy.fill(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  /** The client and the method, without secrets. */
  @Override
  public String toString() {
    return "OAuth 1 as " + Grammar.quoted(client) + " with " + signer;
  }
}
