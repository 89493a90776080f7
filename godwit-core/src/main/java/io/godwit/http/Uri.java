package io.godwit.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A URI or a relative reference (RFC 3986) in its canonical form, as HTTP uses them.
 *
 * <pre>{@code
 * Uri uri = Uri.of("HTTP://Example.COM:80/a/../b c?q=é#top");
 * uri.text();      // "http://example.com/b%20c?q=%C3%A9#top"
 * uri.target();    // "/b%20c?q=%C3%A9"
 * uri.resolve("../d").text();  // "http://example.com/d"
 * }</pre>
 *
 * <p>Immutable and safe to share between threads; everything is computed when it is made, except
 * where a method says otherwise. Two are equal if their canonical texts are.
 */
public final class Uri {
  private final UriParts parts;
  private final String text;
  private final int port;
  private final String authority;
  private final Optional<String> query;
  private final String target;
  private final @Nullable Origin origin;

  private Uri(UriParts parts) {
    this(parts, parts.text());
  }

  private Uri(UriParts parts, String text) {
    this.parts = parts;
    this.text = text;
    UriAuthority written = parts.authority();
    this.port =
        written != null && written.port() >= 0
            ? written.port()
            : UriScheme.defaultPort(parts.scheme());
    this.authority = written == null ? "" : written.hostAndPort();
    this.query = Optional.ofNullable(parts.query());
    String path = parts.path().isEmpty() ? "/" : parts.path();
    this.target = parts.query() == null ? path : path + "?" + parts.query();
    this.origin =
        written == null || parts.scheme().isEmpty()
            ? null
            : new Origin(parts.scheme(), written.host().name(), port);
  }

  /**
   * Reads what a person types or pastes, or what a field like {@code Location} holds.
   *
   * <p>White space around it is dropped. Scheme and host become lower case, an international host
   * name its ASCII form (UTS #46, non-transitional), an IPv6 address the form of RFC 5952; a port
   * that the scheme means anyway is dropped, and so are empty user information and, in an absolute
   * URI, dot segments. In path, query and fragment whatever RFC 3986 does not allow is
   * percent-encoded as UTF-8: spaces, quotes, pipes, brackets, backslashes, a percent sign that
   * begins no escape. Escapes that are there stay; in user information and path they get upper-case
   * digits, and those of letters, digits and {@code -._~} are decoded. The query and the fragment
   * are otherwise kept character by character.
   *
   * <p>Refused, because programs disagree on what is meant, or because nothing is: control
   * characters; a backslash, a second '@' or a space in the authority; hosts that are numbers but
   * not four decimal ones; IPv6 zones; names with empty or too long labels (63, 253 in all); {@code
   * http}, {@code https}, {@code ws} and {@code wss} without a host; schemes without "//" after
   * them ({@code mailto:}, {@code localhost:8080}).
   *
   * @param text an absolute URI or a relative reference
   * @throws InvalidUri if it is neither
   */
  public static Uri of(String text) {
    UriParts parts = UriParser.parse(text);
    return new Uri(parts, parts.isText(text) ? text : parts.text());
  }

  /**
   * A part of a URI, such as a segment of a path, with its escapes decoded as UTF-8. Take a path
   * apart first: an escape may stand for a slash.
   *
   * @throws InvalidUri at a percent sign that begins no escape, and if the octets are not UTF-8
   */
  public static String decoded(String part) {
    return PercentEncoding.decode(part, 0, part.length());
  }

  /** Whether it has a scheme, and so an authority; otherwise it is a relative reference. */
  public boolean absolute() {
    return !parts.scheme().isEmpty();
  }

  /** The scheme, in lower case; empty in a relative reference. */
  public String scheme() {
    return parts.scheme();
  }

  /** The user information, encoded; treat it as a secret. */
  public Optional<String> userInfo() {
    UriAuthority written = parts.authority();
    return written == null ? Optional.empty() : Optional.ofNullable(written.userInfo());
  }

  /** The host: a name in lower-case ASCII, or an address, IPv6 without brackets; empty if none. */
  public String host() {
    return hostPart().name();
  }

  /** Whether the host is an IPv4 or IPv6 address. */
  public boolean hostIsLiteral() {
    return hostPart().kind() != UriHost.Kind.NAME;
  }

  /** The port, or the one that the scheme means (http, ws 80; https, wss 443); -1 if neither. */
  public int port() {
    return port;
  }

  /**
   * The value of a {@code Host} field: the host, IPv6 in brackets, and the port if it is not the
   * one that the scheme means. No user information. Empty in a reference without an authority.
   */
  public String authority() {
    return authority;
  }

  /**
   * Host and port, always with the port: the authority form of a CONNECT (RFC 9112 section 3.2.3).
   * Computed with each call.
   *
   * @throws IllegalStateException if there is no host, or no port is known
   */
  public String hostAndPort() {
    if (host().isEmpty() || port < 0) {
      throw new IllegalStateException("no host and port in " + this);
    }
    return hostPart().bracketed() + ":" + port;
  }

  /**
   * The path, encoded. In an absolute URI it has no dot segments and begins with a slash, unless it
   * is empty, which it never is with http, https, ws and wss.
   */
  public String path() {
    return parts.path();
  }

  /** The query, encoded, without its question mark: in the order and with the repeats as given. */
  public Optional<String> query() {
    return query;
  }

  /** The fragment, encoded, without its hash; it is not sent. */
  public Optional<String> fragment() {
    return Optional.ofNullable(parts.fragment());
  }

  /**
   * The origin form of the request target (RFC 9112 section 3.2.1): path and query.
   *
   * @throws IllegalStateException in a relative reference
   */
  public String target() {
    requireAbsolute();
    return target;
  }

  /**
   * The origin.
   *
   * @throws IllegalStateException in a relative reference
   */
  public Origin origin() {
    if (origin == null) {
      throw relative();
    }
    return origin;
  }

  /**
   * The URI that a reference means where it was found (RFC 3986 section 5.2, strict). The fragment
   * is that of the reference.
   *
   * @param reference a relative reference or an absolute URI; as tolerant as {@link #of}
   * @throws InvalidUri if it is neither
   * @throws IllegalStateException if this is itself a relative reference
   */
  public Uri resolve(String reference) {
    requireAbsolute();
    return new Uri(parts.resolve(UriParser.parse(reference)));
  }

  /**
   * The same with a pair at the end of the query, whose rest stays as it is. Name and value are
   * percent-encoded, all but letters, digits and {@code -._~}: a space becomes {@code %20}, which
   * is a space to every reader, and a plus sign {@code %2B}.
   *
   * @param name the name, not encoded
   * @param value the value, not encoded
   * @throws InvalidUri if one of them has half a surrogate pair
   */
  public Uri withQuery(String name, String value) {
    String pair = PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value);
    String before = query.orElse("");
    boolean separated = before.isEmpty() || before.endsWith("&");
    return new Uri(parts.withQuery(before + (separated ? "" : "&") + pair));
  }

  /** The same without its fragment. */
  public Uri withoutFragment() {
    return parts.fragment() == null ? this : new Uri(parts.withoutFragment());
  }

  /** The same without its user information. */
  public Uri withoutUserInfo() {
    UriAuthority written = parts.authority();
    return written == null || written.userInfo() == null
        ? this
        : new Uri(parts.withAuthority(written.withoutUserInfo()));
  }

  /** The whole canonical text, user information and fragment included. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Uri that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /**
   * The canonical text with "***" in place of user information: a name in it is as often a token as
   * the password is.
   */
  @Override
  public String toString() {
    return userInfo().isEmpty() ? text : parts.text(UriExcerpt.MASK);
  }

  private UriHost hostPart() {
    UriAuthority written = parts.authority();
    return written == null ? UriHost.NONE : written.host();
  }

  private void requireAbsolute() {
    if (!absolute()) {
      throw relative();
    }
  }

  private IllegalStateException relative() {
    return new IllegalStateException("a relative reference, to be resolved first: " + this);
  }
}
