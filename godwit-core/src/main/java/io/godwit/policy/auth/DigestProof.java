package io.godwit.policy.auth;

import io.godwit.http.Body;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import io.godwit.policy.auth.DigestChallenge.Qop;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proof, for one request, that its sender knows the password (RFC 7616 section 3.4), and what
 * is needed to check the proof that the server gives in return (section 3.5).
 *
 * <p>All texts are octets as characters U+0000 to U+00FF: names and passwords those of their UTF-8,
 * what the server sent as it came.
 *
 * @param session what it belongs to; counts this use of the nonce already
 * @param cnonce the client's nonce
 * @param qop null for the proof of RFC 2069
 * @param target the request target
 */
record DigestProof(
    NameAndPassword login, DigestSession session, String cnonce, @Nullable Qop qop, String target) {

  /** The request with the proof in that field. */
  Request attached(Request request, AuthRole role) {
    String value = credentials(request.method(), request.body());
    return request.withHeaders(
        request.headers().toBuilder().latin1().set(role.credentialsField(), value).build());
  }

  /** The target of the request as the one who checks the proof gets it (RFC 9112 section 3.2). */
  static String target(Request request, AuthRole role) {
    Uri uri = request.uri();
    if (role == AuthRole.ORIGIN) {
      return uri.target();
    }
    return request.method().equals(Method.CONNECT)
        ? uri.hostAndPort()
        : uri.withoutUserInfo().withoutFragment().text();
  }

  /** Whether a response proves something: with auth-int that would need its content. */
  boolean verifiable(Map<String, String> info) {
    return info.containsKey("rspauth")
        && qop == Qop.AUTH
        && info.getOrDefault("qop", "auth").equalsIgnoreCase("auth");
  }

  /** Whether the response comes from one who knows the password; compares in constant time. */
  boolean verifies(Map<String, String> info) {
    String expected = response(algorithm().hash(":" + target));
    String given = info.getOrDefault("rspauth", "").toLowerCase(Locale.ROOT);
    return MessageDigest.isEqual(ascii(expected), ascii(given));
  }

  private String credentials(Method method, Body body) {
    DigestChallenge challenge = session.challenge();
    StringBuilder value = new StringBuilder(320).append("Digest ");
    value.append(user());
    quoted(value, "realm", challenge.realm());
    quoted(value, "nonce", session.nonce());
    quoted(value, "uri", target);
    quoted(value, "response", response(requestHash(method, body)));
    if (challenge.algorithmName() != null) {
      value.append(", algorithm=").append(challenge.algorithmName());
    }
    challenge.opaque().ifPresent(opaque -> quoted(value, "opaque", opaque));
    if (qop != null) {
      value.append(", qop=").append(qop).append(", nc=").append(nc());
      quoted(value, "cnonce", cnonce);
    }
    return value.append(challenge.userhash() ? ", userhash=true" : "").toString();
  }

  /**
   * The name: hashed when the server knows it so, else as it is, else, when it is not all ASCII,
   * with its charset (RFC 8187), as section 3.4 says.
   */
  private String user() {
    if (session.challenge().userhash()) {
      String hash = algorithm().hash(octets(login.name()) + ":" + session.challenge().realm());
      return "username=\"" + hash + '"';
    }
    String name = login.name();
    if (name.chars().allMatch(c -> c < 0x80)) {
      return "username=\"" + escaped(name) + '"';
    }
    StringBuilder encoded = new StringBuilder("username*=UTF-8''");
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0;
      encoded.append(plain ? String.valueOf((char) octet) : "%%%02X".formatted(octet));
    }
    return encoded.toString();
  }

  /** A2 of section 3.4.3, hashed. */
  private String requestHash(Method method, Body body) {
    String a2 = method.name() + ":" + target;
    if (qop == Qop.AUTH_INT && body instanceof Body.Bytes bytes) {
      a2 += ":" + algorithm().hash(bytes.content());
    }
    return algorithm().hash(a2);
  }

  /** Section 3.4.1, and of RFC 2069 without qop. */
  private String response(String hashOfA2) {
    String middle = qop == null ? "" : nc() + ":" + cnonce + ":" + qop + ":";
    return algorithm().hash(secret() + ":" + session.nonce() + ":" + middle + hashOfA2);
  }

  /** A1 of section 3.4.2, hashed. */
  private String secret() {
    DigestChallenge challenge = session.challenge();
    String a1 = octets(login.name()) + ":" + challenge.realm() + ":" + octets(login.password());
    String hash = algorithm().hash(a1);
    return challenge.session()
        ? algorithm().hash(hash + ":" + challenge.nonce() + ":" + session.firstCnonce())
        : hash;
  }

  private String nc() {
    return "%08x".formatted(session.count());
  }

  private DigestAlgorithm algorithm() {
    return session.challenge().algorithm();
  }

  private static void quoted(StringBuilder value, String name, String text) {
    value.append(", ").append(name).append("=\"").append(escaped(text)).append('"');
  }

  /** What may stand between quotes (RFC 9110 section 5.6.4). */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
