package io.godwit.policy.proxy;

import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.Origin;
import io.godwit.http.Uri;
import io.godwit.policy.auth.Login;
import io.godwit.policy.auth.UserInfo;
import io.godwit.policy.dial.Goal;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proxy: its kind, its place, and the name and password for it if it wants any.
 *
 * <pre>{@code
 * Proxy squid = Proxy.of("http://proxy.example.org:3128");
 * Proxy tor = Proxy.of("socks5://127.0.0.1:9050");
 * Proxy own = Proxy.of("https://proxy.example.org").withLogin("ada", "s3cret");
 * }</pre>
 *
 * <p>Names of hosts are looked up by the proxy, never here. Two proxies are equal when a connection
 * by one may serve a call by the other: credentials count. Immutable; no text of it shows the name
 * and the password.
 */
public final class Proxy {
  /** What is spoken with it. */
  public enum Kind {
    /** HTTP; {@code https} origins by a CONNECT tunnel (RFC 9110 section 9.3.6). */
    HTTP("http", 80),
    /** The same over TLS, so that nobody on the way to the proxy can read along. */
    HTTPS("https", 443),
    /** SOCKS 4a: has a user id but no password, and no IPv6. */
    SOCKS4A("socks4a", 1080),
    /** SOCKS 5 (RFC 1928), with name and password if need be (RFC 1929). */
    SOCKS5("socks5", 1080);

    private final String scheme;
    private final int port;

    Kind(String scheme, int port) {
      this.scheme = scheme;
      this.port = port;
    }

    /** Whether it is SOCKS, which knows nothing of HTTP. */
    public boolean socks() {
      return this == SOCKS4A || this == SOCKS5;
    }
  }

  private final Kind kind;
  private final String host;
  private final int port;
  private final Optional<UserInfo> login;
  private final boolean preemptive;
  private final String text;

  private Proxy(Kind kind, Uri place, int port, Optional<UserInfo> login, boolean preemptive) {
    this(kind, place.host(), port, login, preemptive, text(kind, place, port));
  }

  private Proxy(
      Kind kind, String host, int port, Optional<UserInfo> login, boolean preemptive, String text) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.login = login;
    this.preemptive = preemptive;
    this.text = text;
    login.ifPresent(shown -> check(kind, shown));
  }

  /**
   * Reads the URL of a proxy, such as {@code http://user:password@proxy.example.org:3128}; user and
   * password are percent-decoded. Without a scheme it is one for HTTP. Without a port it is that of
   * the scheme: 80, 443, and 1080 for SOCKS.
   *
   * <p>Schemes: {@code http}, {@code https}, {@code socks4a} and {@code socks5}; {@code socks4} is
   * {@code socks4a} here, {@code socks5h} and {@code socks} are {@code socks5}: names are looked up
   * by the proxy in any case.
   *
   * @throws IllegalArgumentException when it is none of these; its message shows no password
   */
  public static Proxy of(String url) {
    String stripped = url.strip();
    boolean bare = !stripped.contains("://");
    Uri uri;
    try {
      uri = Uri.of(bare ? "http://" + stripped : stripped);
    } catch (InvalidUri e) {
      throw new IllegalArgumentException("not the URL of a proxy: " + e.getMessage(), e);
    }
    Kind kind = kind(uri);
    boolean more =
        uri.query().isPresent()
            || uri.fragment().isPresent()
            || !(uri.path().isEmpty() || uri.path().equals("/"));
    if (uri.host().isEmpty() || uri.port() == 0 || more) {
      // Not shown: where a password has a '/', '?' or '#', its end looks like a path and the like.
      throw new IllegalArgumentException(
          "the URL of a proxy is a scheme, a host and a port, with nothing behind them");
    }
    int port = uri.port() < 0 ? kind.port : uri.port();
    return new Proxy(kind, uri, port, uri.userInfo().map(UserInfo::of), false);
  }

  private static Kind kind(Uri uri) {
    return switch (uri.scheme().toLowerCase(Locale.ROOT)) {
      case "http" -> Kind.HTTP;
      case "https" -> Kind.HTTPS;
      case "socks4", "socks4a" -> Kind.SOCKS4A;
      case "socks", "socks5", "socks5h" -> Kind.SOCKS5;
      default ->
          throw new IllegalArgumentException(
              "no kind of proxy: " + uri.scheme() + " (http, https, socks4a and socks5 are)");
    };
  }

  private static void check(Kind kind, UserInfo login) {
    switch (kind) {
      case HTTP, HTTPS -> Objects.requireNonNull(login.login()); // refuses a colon
      case SOCKS4A -> {
        if (!login.password().isEmpty()) {
          throw new IllegalArgumentException("SOCKS 4a has no passwords");
        }
      }
      case SOCKS5 -> {
        if (login.name().isEmpty()
            || Octets.of(login.name()).length > 255
            || Octets.of(login.password()).length > 255) {
          throw new IllegalArgumentException(
              "name and password for SOCKS 5 have at most 255 octets each, the name at least one");
        }
      }
    }
  }

  private static String text(Kind kind, Uri place, int port) {
    String host = place.host().indexOf(':') < 0 ? place.host() : "[" + place.host() + "]";
    return kind.scheme + "://" + host + ":" + port;
  }

  /**
   * A copy that is shown these. An HTTP proxy gets them when it asks for them, by Digest if it
   * knows that, else Basic; and at once when it has asked before. Whoever reads the connection to
   * an {@code http} proxy has what Basic shows.
   *
   * @param password may be empty
   * @throws InvalidMessage when one of them cannot be sent
   * @throws IllegalArgumentException when this kind of proxy has no use for them
   */
  public Proxy withLogin(String name, String password) {
    Optional<UserInfo> shown = Optional.of(new UserInfo(name, password));
    return new Proxy(kind, host, port, shown, preemptive, text);
  }

  /**
   * A copy that shows an HTTP proxy name and password by Basic with the first request already, for
   * one that does not ask.
   */
  public Proxy preemptive(boolean yes) {
    return new Proxy(kind, host, port, login, yes, text);
  }

  /** What is spoken with it. */
  public Kind kind() {
    return kind;
  }

  /** Its host, IPv6 without brackets. */
  public String host() {
    return host;
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** What it is shown. */
  public Optional<UserInfo> login() {
    return login;
  }

  /**
   * Whether it is handed requests to that scheme as they are, by their whole URI; otherwise it is
   * asked to pass a connection on.
   */
  public boolean forwards(String scheme) {
    return !kind.socks() && scheme.equals("http");
  }

  /** What it takes to connect to it. */
  public Goal goal() {
    return Goal.of(host, port, kind == Kind.HTTPS);
  }

  /** Its origin, for what is remembered about it. */
  Origin origin() {
    return new Origin(kind.scheme, host, port);
  }

  /** What an HTTP proxy is shown, in its own way. */
  Optional<Login> credentials() {
    return login.map(shown -> shown.login().preemptive(preemptive));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Proxy that
            && text.equals(that.text)
            && login.equals(that.login)
            && preemptive == that.preemptive);
  }

  @Override
  public int hashCode() {
    return text.hashCode() * 31 + login.hashCode();
  }

  /** Scheme, host and port; nothing of name and password. */
  @Override
  public String toString() {
    return text;
  }
}
