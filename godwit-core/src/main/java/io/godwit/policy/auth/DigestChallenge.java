package io.godwit.policy.auth;

import io.godwit.http.Body;
import io.godwit.http.InvalidUri;
import io.godwit.http.Origin;
import io.godwit.http.Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Digest challenge that can be answered (RFC 7616 section 3.3). Its texts are the octets that
 * came, as characters U+0000 to U+00FF.
 *
 * @param algorithm the hash function
 * @param algorithmName how the challenge writes it, to be echoed; null when it leaves it out
 * @param session whether the hash of name and password is mixed with nonces ("-sess")
 * @param qops the known qualities of protection it offers; none means that of RFC 2069
 * @param domain where else the answer is good for, as the challenge says; empty for everywhere
 */
record DigestChallenge(
    DigestAlgorithm algorithm,
    @Nullable String algorithmName,
    boolean session,
    String realm,
    String nonce,
    Optional<String> opaque,
    List<Qop> qops,
    String domain,
    boolean stale,
    boolean userhash) {
  /** More URIs of a domain are not looked at. */
  private static final int MOST_URIS = 32;

  /** The quality of protection: what is hashed beside the password. */
  enum Qop {
    /** Method and target. */
    AUTH("auth"),
    /** These, and the content. */
    AUTH_INT("auth-int");

    private final String text;

    Qop(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** That with the strongest function of those that suit the content; the first of equals. */
  static Optional<DigestChallenge> strongest(List<Challenge> offered, Body body) {
    return offered.stream()
        .flatMap(challenge -> of(challenge).stream())
        .filter(challenge -> challenge.suits(body))
        .min(Comparator.comparing(DigestChallenge::algorithm).reversed());
  }

  /** That challenge, when it is Digest, whole, and asks for nothing unknown. */
  static Optional<DigestChallenge> of(Challenge challenge) {
    Optional<String> realm = challenge.parameter("realm");
    Optional<String> nonce = challenge.parameter("nonce");
    if (!challenge.is("Digest") || realm.isEmpty() || nonce.isEmpty()) {
      return Optional.empty();
    }
    String name = challenge.parameter("algorithm").orElse(null);
    String upper = name == null ? "MD5" : name.toUpperCase(Locale.ROOT);
    boolean session = upper.endsWith("-SESS");
    var algorithm = DigestAlgorithm.named(session ? upper.substring(0, upper.length() - 5) : upper);
    List<String> words = words(challenge.parameter("qop").orElse("").toLowerCase(Locale.ROOT), ",");
    List<Qop> qops = Arrays.stream(Qop.values()).filter(q -> words.contains(q.text)).toList();
    boolean unknownQop = qops.isEmpty() && !words.isEmpty();
    boolean sessionWithoutCnonce = session && words.isEmpty(); // none is sent without qop
    if (algorithm.isEmpty() || unknownQop || sessionWithoutCnonce) {
      return Optional.empty();
    }
    return Optional.of(
        new DigestChallenge(
            algorithm.get(),
            name,
            session,
            realm.get(),
            nonce.get(),
            challenge.parameter("opaque"),
            qops,
            challenge.parameter("domain").orElse(""),
            isTrue(challenge.parameter("stale")),
            isTrue(challenge.parameter("userhash"))));
  }

  /**
   * Whether a request with that content can be answered for: the content counts only when it is in
   * memory.
   */
  boolean suits(Body body) {
    return qops.isEmpty() || qops.contains(Qop.AUTH) || body instanceof Body.Bytes;
  }

  /**
   * The protection for that content, null for that of RFC 2069: content in memory is protected as
   * well where the server checks it.
   */
  @Nullable Qop qopFor(Body body) {
    if (qops.isEmpty()) {
      return null;
    }
    boolean content = body instanceof Body.Bytes && !body.isEmpty();
    return qops.contains(Qop.AUTH_INT) && (content || qops.size() == 1) ? Qop.AUTH_INT : Qop.AUTH;
  }

  /**
   * Whether the answer may be used for that URI of the origin unasked: everywhere, unless the
   * challenge names the places (RFC 7616 section 3.3, domain). Places elsewhere are never asked.
   */
  boolean covers(Uri uri, Origin origin) {
    List<String> places = words(domain, " ");
    if (places.isEmpty()) {
      return true;
    }
    return places.stream().limit(MOST_URIS).anyMatch(place -> covers(place, uri, origin));
  }

  private static boolean covers(String place, Uri uri, Origin origin) {
    try {
      Uri named = Uri.of(origin + "/").resolve(place);
      return named.origin().equals(origin) && uri.target().startsWith(named.target());
    } catch (InvalidUri e) {
      return false; // of a server; means nothing
    }
  }

  private static boolean isTrue(Optional<String> value) {
    return value.isPresent() && value.get().equalsIgnoreCase("true");
  }

  private static List<String> words(String list, String separator) {
    List<String> words = new ArrayList<>();
    for (String word : list.split(separator, -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
