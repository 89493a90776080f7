package io.godwit.testkit.httpbin;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.server.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's half of Digest (RFC 7616): tells who knows the password, lets no answer count twice,
 * and proves in return that it knows the password, too. Remembers the last 1,024 nonces; an answer
 * to an older one is stale. Thread-safe.
 */
final class DigestGuard {
  private static final String REALM = "httpbin";
  private static final int MOST_NONCES = 1024;
  private static final Pattern PARAMETER =
      Pattern.compile("([\\w*]+) *= *(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();

  /** By nonce, the count of its last use. */
  private final Map<String, Long> uses =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_NONCES;
        }
      };

  /** Who may pass, and how that is asked for. */
  record Terms(String user, String password, String qop, String algorithm) {
    /** Java's name of the hash function; empty for one that is not known. */
    Optional<String> hashFunction() {
      return switch (algorithm.toUpperCase(Locale.ROOT)) {
        case "MD5" -> Optional.of("MD5");
        case "SHA-256" -> Optional.of("SHA-256");
        case "SHA-512-256" -> Optional.of("SHA-512/256");
        default -> Optional.empty();
      };
    }
  }

  /** What an answer is worth. */
  enum Verdict {
    RIGHT,
    /** It would be right if its nonce were still good. */
    STALE,
    /** It is wrong, or there is none. */
    WRONG
  }

  /** Looks at the answer of a request with that content. */
  Verdict judge(ServerRequest request, byte[] content, Terms terms) {
    Map<String, String> answer = parameters(request.header("Authorization").orElse(""));
    String a2 = request.method() + ":" + request.rawTarget();
    if (terms.qop().equals("auth-int")) {
      a2 += ":" + hash(content, terms);
    }
    boolean right =
        terms.user().equals(answer.get("username"))
            && request.rawTarget().equals(answer.get("uri"))
            && terms.qop().equals(answer.get("qop"))
            && same(value(answer, a2, terms), answer.get("response"));
    if (!right) {
      return Verdict.WRONG;
    }
    return firstUse(answer) ? Verdict.RIGHT : Verdict.STALE;
  }

  /**
   * The field that proves to the client that we know the password as well (RFC 7616 section 3.5);
   * not for "auth-int", which would have to know the content that follows.
   */
  Headers proof(ServerRequest request, Terms terms) {
    if (terms.qop().equals("auth-int")) {
      return Headers.empty();
    }
    Map<String, String> answer = parameters(request.header("Authorization").orElse(""));
    String value = value(answer, ":" + request.rawTarget(), terms);
    return Headers.of(
        "Authentication-Info",
        "qop=auth, rspauth=\"%s\", cnonce=\"%s\", nc=%s"
            .formatted(value, answer.get("cnonce"), answer.get("nc")));
  }

  /** What who has not proved anything is told. */
  Response challenge(Terms terms, boolean stale) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = HexFormat.of().formatHex(bytes);
    lock.lock();
    try {
      uses.put(nonce, 0L);
    } finally {
      lock.unlock();
    }
    String challenge =
        "Digest realm=\"%s\", nonce=\"%s\", qop=\"%s\", algorithm=%s, stale=%s"
            .formatted(REALM, nonce, terms.qop(), terms.algorithm(), stale);
    return Response.of(401).withHeader("WWW-Authenticate", challenge);
  }

  private boolean firstUse(Map<String, String> answer) {
    String nonce = answer.getOrDefault("nonce", "");
    long count;
    try {
      count = Long.parseLong(answer.getOrDefault("nc", ""), 16);
    } catch (NumberFormatException e) {
      return false;
    }
    lock.lock();
    try {
      Long last = uses.get(nonce);
      if (last == null || count <= last) {
        return false;
      }
      uses.put(nonce, count);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static String value(Map<String, String> answer, String a2, Terms terms) {
    return hash(
        String.join(
            ":",
            hash(terms.user() + ":" + REALM + ":" + terms.password(), terms),
            answer.getOrDefault("nonce", ""),
            answer.getOrDefault("nc", ""),
            answer.getOrDefault("cnonce", ""),
            terms.qop(),
            hash(a2, terms)),
        terms);
  }

  private static Map<String, String> parameters(String field) {
    Map<String, String> parameters = new HashMap<>();
    if (field.regionMatches(true, 0, "Digest ", 0, 7)) {
      for (Matcher m = PARAMETER.matcher(field); m.find(); ) {
        String quoted = m.group(2);
        parameters.put(
            m.group(1).toLowerCase(Locale.ROOT),
            quoted == null ? m.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      }
    }
    return parameters;
  }

  /** In a time that does not tell where they differ. */
  private static boolean same(String expected, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(String text, Terms terms) {
    return hash(text.getBytes(StandardCharsets.UTF_8), terms);
  }

  private static String hash(byte[] bytes, Terms terms) {
    try {
      String function = terms.hashFunction().orElseThrow();
      return HexFormat.of().formatHex(MessageDigest.getInstance(function).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks a hash function", e);
    }
  }
}
