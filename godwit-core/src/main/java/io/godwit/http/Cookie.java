package io.godwit.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cookie as a server sets it: what one {@code Set-Cookie} field says (RFC 6265bis). Immutable.
 *
 * <pre>{@code
 * Cookie session = Cookie.of("session", "31d4d96e407aad42").withPath("/").withSecure().withHttpOnly();
 * Headers answer = Headers.of("Set-Cookie", session.text());
 *
 * Optional<Cookie> received = Cookie.received("lang=en; Max-Age=3600; SameSite=Lax");
 * }</pre>
 *
 * <p>What servers really send is looser than what they should: names and values that were received
 * may hold blanks, quotes and the octets 80-FF (as ISO-8859-1, so that they go back as they came),
 * and one of the two may be empty. {@link #of} only makes what RFC 6265bis section 4.1 wants.
 * Attributes that are not listed here, {@code Partitioned} among them, are ignored: a client
 * without pages has nothing to partition by.
 *
 * <p>The value is a secret more often than not: {@link #toString} does not show it.
 *
 * @param name the name; empty for a field without an equals sign, whose all is the value
 * @param value the value, with its quotes if it has any; together with the name 1 to 4096 octets
 * @param domain the domain whose hosts get it, in lower case, without a dot before it; empty when
 *     only the host that set it does
 * @param path where it goes to, beginning with a slash; empty when the attribute is absent or no
 *     path, and the request decides
 * @param expires when it ends, to the second, unless {@code maxAge} says otherwise; from the year
 *     1601 to 9999
 * @param maxAge how long it lasts from when it is received, in seconds; zero or less removes it
 * @param secure whether it goes over secure connections only
 * @param httpOnly whether scripts in pages must not see it
 * @param sameSite whether it goes along with requests from other sites; empty when the attribute is
 *     absent or unknown
 */
public record Cookie(
    String name,
    String value,
    Optional<String> domain,
    Optional<String> path,
    Optional<Instant> expires,
    Optional<Duration> maxAge,
    boolean secure,
    boolean httpOnly,
    Optional<SameSite> sameSite) {
  private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Checks that the parts can be written, and would be read again as they are. Fractions of a
   * second are dropped, and more than 2^31 - 1 seconds are taken for that.
   *
   * @throws InvalidMessage when one cannot
   */
  public Cookie {
    domain = domain.map(d -> d.toLowerCase(Locale.ROOT));
    expires = expires.map(e -> e.truncatedTo(ChronoUnit.SECONDS));
    maxAge = maxAge.map(age -> Duration.ofSeconds(CookieText.bounded(age.toSeconds())));
    requirePart("name", name, ";=");
    requirePart("value", value, ";");
    domain.ifPresent(d -> requireAttribute("domain", CookieText.written(d)));
    path.ifPresent(p -> requireAttribute("path", p));
    require(CookieText.fits(name, value), "has no name and no value, or more than 4096 octets");
    require(path.isEmpty() || path.get().startsWith("/"), "has a path that begins with no slash");
    require(
        expires.isEmpty() || (!expires.get().isBefore(FIRST) && !expires.get().isAfter(LAST)),
        "expires before 1601 or after 9999");
  }

  /**
   * A cookie with that name and value and no attributes: it ends with the session, and goes back
   * only to the host that set it.
   *
   * @param name a token
   * @param value visible ASCII without quotes, commas, semicolons and backslashes; the whole may be
   *     quoted. Encode anything else, as Base64 for example
   * @throws InvalidMessage when name or value is something else
   */
  public static Cookie of(String name, String value) {
    require(Grammar.isToken(name), "name " + Grammar.quoted(name) + " is not a token");
    require(
        CookieText.isCookieValue(value),
        "value, of " + name + ", has a character that it must not have");
    return new Cookie(
        name,
        value,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  /**
   * What the value of a Set-Cookie field means to a client (RFC 6265bis section 5.6). Never throws.
   *
   * @return empty if the field has to be ignored: it has control characters, no name and no value,
   *     or more than 4096 octets of both
   */
  public static Optional<Cookie> received(String field) {
    return SetCookieParser.parse(field);
  }

  /** The cookies of all Set-Cookie fields of a response, in order; what is to be ignored is not. */
  public static List<Cookie> received(Headers response) {
    int first = response.find("Set-Cookie", 0);
    if (first < 0) {
      return List.of();
    }
    List<Cookie> cookies = new ArrayList<>(4);
    for (int i = first; i >= 0; i = response.find("Set-Cookie", i + 1)) {
      received(response.value(i)).ifPresent(cookies::add);
    }
    return List.copyOf(cookies);
  }

  /**
   * The cookies that a request brings along in its Cookie fields, in order: only names and values,
   * as nothing else is sent. Pairs that are to be ignored are not among them. Never throws.
   */
  public static List<Cookie> sent(Headers request) {
    List<Cookie> cookies = new ArrayList<>();
    for (String field : request.all("Cookie")) {
      int from = 0;
      while (from <= field.length()) {
        int semicolon = field.indexOf(';', from);
        int end = semicolon < 0 ? field.length() : semicolon;
        received(field.substring(from, end)).ifPresent(cookies::add);
        from = end + 1;
      }
    }
    return List.copyOf(cookies);
  }

  /**
   * A copy for all hosts of that domain; a dot before it is dropped.
   *
   * @throws InvalidMessage when it cannot stand in the field
   */
  public Cookie withDomain(String domain) {
    requireAttribute("domain", domain);
    Optional<String> plain = Optional.of(CookieText.withoutLeadingDot(domain));
    return new Cookie(name, value, plain, path, expires, maxAge, secure, httpOnly, sameSite);
  }

  /**
   * A copy for that path and those below it.
   *
   * @throws InvalidMessage when it begins with no slash or cannot stand in the field
   */
  public Cookie withPath(String path) {
    return new Cookie(
        name, value, domain, Optional.of(path), expires, maxAge, secure, httpOnly, sameSite);
  }

  /**
   * A copy that ends at that moment.
   *
   * @throws InvalidMessage when it is before 1601 or after 9999
   */
  public Cookie withExpires(Instant expires) {
    return new Cookie(
        name, value, domain, path, Optional.of(expires), maxAge, secure, httpOnly, sameSite);
  }

  /** A copy that lasts so long; zero removes the cookie. */
  public Cookie withMaxAge(Duration maxAge) {
    return new Cookie(
        name, value, domain, path, expires, Optional.of(maxAge), secure, httpOnly, sameSite);
  }

  /** A copy for secure connections only. */
  public Cookie withSecure() {
    return new Cookie(name, value, domain, path, expires, maxAge, true, httpOnly, sameSite);
  }

  /** A copy that scripts in pages do not see. */
  public Cookie withHttpOnly() {
    return new Cookie(name, value, domain, path, expires, maxAge, secure, true, sameSite);
  }

  /** A copy with that attribute; {@link SameSite#NONE} needs {@link #withSecure} as well. */
  public Cookie withSameSite(SameSite sameSite) {
    return new Cookie(
        name, value, domain, path, expires, maxAge, secure, httpOnly, Optional.of(sameSite));
  }

  /**
   * When it ends if it is received at that moment: Max-Age goes before Expires. Empty if neither is
   * there, and it ends with the session.
   */
  public Optional<Instant> ends(Instant received) {
    return maxAge.map(received::plus).or(() -> expires);
  }

  /** The value of the Set-Cookie field that says all this. */
  public String text() {
    return name + '=' + value + attributes();
  }

  /** The field, with "***" in place of the value. */
  @Override
  public String toString() {
    return name + "=***" + attributes();
  }

  private String attributes() {
    StringBuilder text = new StringBuilder();
    domain.ifPresent(d -> text.append("; Domain=").append(CookieText.written(d)));
    path.ifPresent(p -> text.append("; Path=").append(p));
    expires.ifPresent(e -> text.append("; Expires=").append(HttpDate.format(e)));
    maxAge.ifPresent(age -> text.append("; Max-Age=").append(age.toSeconds()));
    text.append(secure ? "; Secure" : "").append(httpOnly ? "; HttpOnly" : "");
    sameSite.ifPresent(s -> text.append("; SameSite=").append(s.text()));
    return text.toString();
  }

  private static void requireAttribute(String part, String text) {
    requirePart(part, text, ";");
    require(
        !text.isEmpty() && text.length() <= SetCookieParser.MAX_ATTRIBUTE,
        part + " is empty or longer than 1024 octets");
  }

  /** Never shows the part: it may be the secret. */
  private static void requirePart(String part, String text, String forbidden) {
    require(CookieText.hasOnlyFieldChars(text), part + " has a character that no field can have");
    for (int i = 0; i < forbidden.length(); i++) {
      char c = forbidden.charAt(i);
      require(text.indexOf(c) < 0, part + " has a '" + c + "'");
    }
    require(
        CookieText.trimmed(text, 0, text.length()).length() == text.length(),
        part + " has blanks around it");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new InvalidMessage("cookie " + problem);
    }
  }
}
