package io.godwit.policy.cookie;

import io.godwit.http.Cookie;
import io.godwit.http.SameSite;
import io.godwit.http.Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cookie may be kept, and for which hosts and paths: what RFC 6265bis section 5.7 says
 * that does not depend on the cookies already there.
 */
final class CookieBinding {
  /** How long a cookie is kept at most (section 5.5). */
  static final Duration MAX_AGE = Duration.ofDays(400);

  private static final String SECURE_PREFIX = "__Secure-";
  private static final String HOST_PREFIX = "__Host-";

  private CookieBinding() {}

  sealed interface Verdict {
    record Keep(StoredCookie cookie) implements Verdict {}

    record Refuse(CookieRefusal why) implements Verdict {}
  }

  /** What becomes of a cookie that a response from there has set. */
  static Verdict received(Cookie cookie, Uri from, @Nullable PublicSuffixes list, Instant now) {
    if (cookie.secure() && !CookieScope.secure(from)) {
      return new Verdict.Refuse(CookieRefusal.SECURE_FROM_INSECURE);
    }
    String host = from.host();
    String domain = cookie.domain().orElse(host);
    boolean hostOnly = cookie.domain().isEmpty();
    if (from.hostIsLiteral()) {
      hostOnly |= domain.equals(host); // an address has no hosts below it
    } else if (!hostOnly && CookieScope.domainMatches(host, domain)) {
      hostOnly = domain.equals(host) && suffixes(list).isPublicSuffix(host);
    }
    if (!hostOnly && (from.hostIsLiteral() || !CookieScope.domainMatches(host, domain))) {
      return new Verdict.Refuse(CookieRefusal.OTHER_DOMAIN);
    }
    StoredCookie bound =
        new StoredCookie(
            cookie.name(),
            cookie.value(),
            domain,
            hostOnly,
            cookie.path().orElseGet(() -> CookieScope.defaultPath(from)),
            cookie.ends(now),
            cookie.secure(),
            cookie.httpOnly(),
            cookie.sameSite());
    // The default path does not do for this prefix, even where it is "/".
    return startsWith(cookie.name(), HOST_PREFIX) && cookie.path().isEmpty()
        ? new Verdict.Refuse(CookieRefusal.HOST_PREFIX)
        : kept(bound, list, now);
  }

  /** What becomes of a cookie that is bound already. */
  static Verdict kept(StoredCookie cookie, @Nullable PublicSuffixes list, Instant now) {
    CookieRefusal refusal = refusal(cookie);
    if (refusal == null && !cookie.hostOnly() && suffixes(list).isPublicSuffix(cookie.domain())) {
      refusal = CookieRefusal.PUBLIC_SUFFIX;
    }
    if (refusal != null) {
      return new Verdict.Refuse(refusal);
    }
    Instant latest = now.plus(MAX_AGE);
    boolean tooLate = cookie.expires().isPresent() && cookie.expires().get().isAfter(latest);
    return new Verdict.Keep(tooLate ? cookie.withExpires(latest) : cookie);
  }

  private static @Nullable CookieRefusal refusal(StoredCookie cookie) {
    String name = cookie.name();
    // A name with a dot at its end is another host than the one without, and shares no cookies: to
    // compare it with hosts one way and with public suffixes another is how these were got around.
    if (!cookie.hostOnly() && cookie.domain().endsWith(".")) {
      return CookieRefusal.OTHER_DOMAIN;
    }
    if ((name + cookie.value() + cookie.path()).indexOf('\t') >= 0) {
      return CookieRefusal.TAB;
    }
    if (cookie.sameSite().equals(Optional.of(SameSite.NONE)) && !cookie.secure()) {
      return CookieRefusal.NONE_WITHOUT_SECURE;
    }
    if (startsWith(name, SECURE_PREFIX) && !cookie.secure()) {
      return CookieRefusal.SECURE_PREFIX;
    }
    boolean bound = cookie.secure() && cookie.hostOnly() && cookie.path().equals("/");
    if (startsWith(name, HOST_PREFIX) && !bound) {
      return CookieRefusal.HOST_PREFIX;
    }
    boolean prefixed =
        startsWith(cookie.value(), SECURE_PREFIX) || startsWith(cookie.value(), HOST_PREFIX);
    return name.isEmpty() && prefixed ? CookieRefusal.HIDDEN_PREFIX : null;
  }

  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static PublicSuffixes suffixes(@Nullable PublicSuffixes list) {
    return list == null ? PublicSuffixes.bundled() : list;
  }
}
