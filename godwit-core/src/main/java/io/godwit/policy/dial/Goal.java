package io.godwit.policy.dial;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a connection is to reach.
 *
 * @param host a name or an IP literal, IPv6 with or without its brackets; with {@code tls} also the
 *     name that the certificate must have
 * @param fixed the address to use whatever the host says: a Unix-domain socket, or one that is
 *     known already; without it the host is a literal, or is looked up
 * @param port 1 to 65535; of no meaning for a Unix-domain socket
 * @param tls whether a TLS handshake belongs to opening it
 */
public record Goal(String host, Optional<SocketAddress> fixed, int port, boolean tls) {
  /** Checks the parts. */
  public Goal {
    Objects.requireNonNull(fixed, "fixed");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host is empty");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
    }
  }

  /** That port of that host. */
  public static Goal of(String host, int port, boolean tls) {
    return new Goal(host, Optional.empty(), port, tls);
  }

  /** The address to use, when it takes no look-up to know it. */
  public Optional<SocketAddress> address() {
    return fixed.isPresent() ? fixed : literal().map(this::socketAddress);
  }

  /** How a person names the place: {@code example.org:443}, {@code [::1]:80}, {@code /run/sock}. */
  public String where() {
    if (fixed.isPresent() && fixed.get() instanceof UnixDomainSocketAddress unix) {
      return unix.getPath().toString();
    }
    String bare = bare(host);
    String name =
        literal(bare).map(AddressText::of).orElse(bare.indexOf(':') < 0 ? bare : "[" + bare + "]");
    return name + ":" + port;
  }

  /** The address that the host spells out, without asking anybody; none when it is a name. */
  public Optional<InetAddress> literal() {
    return literal(bare(host));
  }

  SocketAddress socketAddress(InetAddress ip) {
    return new InetSocketAddress(ip, port);
  }

  /** The host without the brackets of an IPv6 address. */
  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** The address that the text spells out, without asking anybody: no zone, no name. */
  private static Optional<InetAddress> literal(String bare) {
    if (!looksLikeLiteral(bare)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // the resolver will say that there is no such name
    }
  }

  /** Tells names apart cheaply; a zone would need the machine's interfaces, so it is none. */
  private static boolean looksLikeLiteral(String bare) {
    boolean colon = bare.indexOf(':') >= 0;
    String allowed = colon ? "0123456789abcdef:." : "0123456789.";
    String lower = bare.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      if (allowed.indexOf(lower.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
