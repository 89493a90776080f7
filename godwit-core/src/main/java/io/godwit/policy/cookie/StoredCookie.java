package io.godwit.policy.cookie;

import io.godwit.http.Cookie;
import io.godwit.http.InvalidMessage;
import io.godwit.http.SameSite;
import java.time.Instant;
import java.util.Optional;

/**
 * A cookie that a jar keeps, bound to where it came from (RFC 6265bis section 5.7). Two that agree
 * in name, domain, host-only and path are the same cookie: the later replaces the earlier.
 * Immutable.
 *
 * @param name the name; may be empty
 * @param value the value; may be empty unless the name is
 * @param domain the host or, if not host-only, the domain whose hosts get it: lower-case ASCII,
 *     IPv6 without brackets
 * @param hostOnly whether only exactly that host gets it
 * @param path begins with a slash: the path, and all below it, that it goes to
 * @param expires when it ends; empty if it ends with the session
 * @param secure whether it goes over secure connections only
 * @param httpOnly whether scripts in pages must not see it; kept for files
 * @param sameSite whether it goes along with requests from other sites; empty counts as {@link
 *     SameSite#LAX}
 */
public record StoredCookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    Optional<Instant> expires,
    boolean secure,
    boolean httpOnly,
    Optional<SameSite> sameSite) {

  /**
   * Checks that the parts can stand in a field and in a file.
   *
   * @throws InvalidMessage when one cannot
   */
  public StoredCookie {
    Cookie written =
        new Cookie(
            name,
            value,
            Optional.of(domain),
            Optional.of(path),
            expires,
            Optional.empty(),
            secure,
            httpOnly,
            sameSite);
    if (!written.domain().equals(Optional.of(domain))) {
      throw new InvalidMessage("cookie domain is not in lower case");
    }
  }

  /** Whether it has ended at that moment. */
  public boolean expired(Instant now) {
    return expires.isPresent() && !expires.get().isAfter(now);
  }

  /** Whether it is the same cookie, perhaps with another value. */
  public boolean sameAs(StoredCookie other) {
    return name.equals(other.name)
        && domain.equals(other.domain)
        && hostOnly == other.hostOnly
        && path.equals(other.path);
  }

  /** Name, place and attributes, with "***" in place of the value. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append("=***; ");
    text.append(hostOnly ? "Host=" : "Domain=").append(domain).append("; Path=").append(path);
    expires.ifPresent(end -> text.append("; Expires=").append(end));
    text.append(secure ? "; Secure" : "").append(httpOnly ? "; HttpOnly" : "");
    sameSite.ifPresent(s -> text.append("; SameSite=").append(s.text()));
    return text.toString();
  }

  StoredCookie withExpires(Instant end) {
    return new StoredCookie(
        name, value, domain, hostOnly, path, Optional.of(end), secure, httpOnly, sameSite);
  }
}
