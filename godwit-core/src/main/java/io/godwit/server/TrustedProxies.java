package io.godwit.server;

import io.godwit.http.AddressBlock;
import io.godwit.http.Forwarded;
import io.godwit.http.Headers;
import io.godwit.http.InvalidUri;
import io.godwit.http.IpLiteral;
import io.godwit.http.Uri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies before a server whose word on where a request came from is taken. They are known by
 * their addresses: a request that comes from anywhere else can say what it likes.
 *
 * <pre>{@code
 * HttpServer.builder()
 *     .trustedProxies(TrustedProxies.of("10.0.0.0/8", "::1"))
 *     .handler(request -> Response.text(request.remote() + " asked for " + request.uri()))
 *     .start();
 * }</pre>
 *
 * <p>The fields are read from their end, where the nearest proxy has written: as long as who has
 * written is trusted, the address before is believed, and the first that is not trusted is the
 * client's. What a client has put in itself stands further left and is never reached. Reading stops
 * at what is no address. Which fields a proxy writes, and which it passes on as the client sent
 * them, is for whoever sets it up to know; unless said otherwise {@code X-Forwarded-For} and {@code
 * X-Forwarded-Proto} are read, which each proxy must write, or take away.
 *
 * <p>Immutable.
 */
public final class TrustedProxies {
  /** Of fields longer than this the end is read. */
  private static final int MOST_HOPS = 64;

  private static final String UNIX = "unix:";

  private final List<AddressBlock> blocks;
  private final boolean unix;
  private final boolean standard;
  private final boolean host;

  private TrustedProxies(List<AddressBlock> blocks, boolean unix, boolean standard, boolean host) {
    this.blocks = blocks;
    this.unix = unix;
    this.standard = standard;
    this.host = host;
  }

  /**
   * What is known of the client by what trusted proxies say.
   *
   * @param scheme {@code http} or {@code https}
   */
  record Client(SocketAddress remote, Optional<String> scheme, Optional<String> authority) {
    /** A client that is known by its connection alone. */
    static Client of(SocketAddress remote) {
      return new Client(remote, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Proxies at these addresses, or in these networks.
   *
   * @param networks such as {@code 192.0.2.7}, {@code 10.0.0.0/8} or {@code fd00::/8}; {@code
   *     unix:} for whoever connects to a Unix-domain socket
   * @throws IllegalArgumentException when one of them is neither
   */
  public static TrustedProxies of(String... networks) {
    return new TrustedProxies(
        Arrays.stream(networks).filter(text -> !text.equals(UNIX)).map(AddressBlock::of).toList(),
        Arrays.asList(networks).contains(UNIX),
        false,
        false);
  }

  /**
   * A copy that reads the {@code Forwarded} field of RFC 7239, host included, in place of the
   * others; for proxies that write it.
   */
  public TrustedProxies byForwarded() {
    return new TrustedProxies(blocks, unix, true, host);
  }

  /**
   * A copy that reads {@code X-Forwarded-Host} as well; for proxies that write it, as many do not
   * by themselves.
   */
  public TrustedProxies withForwardedHost() {
    return new TrustedProxies(blocks, unix, standard, true);
  }

  /** Who has sent a request that came from that address; null when nobody trusted says. */
  @Nullable Client client(SocketAddress socket, Headers headers) {
    if (!trusts(socket)) {
      return null;
    }
    return standard ? byForwarded(socket, headers) : byXForwarded(socket, headers);
  }

  private Client byForwarded(SocketAddress socket, Headers headers) {
    List<Forwarded> way = Forwarded.of(headers);
    SocketAddress client = socket;
    Optional<String> scheme = Optional.empty();
    Optional<String> authority = Optional.empty();
    for (int i = way.size() - 1; i >= Math.max(0, way.size() - MOST_HOPS) && trusts(client); i--) {
      Forwarded hop = way.get(i);
      Optional<String> schemeThere = scheme(hop.proto());
      scheme = schemeThere.isPresent() ? schemeThere : scheme;
      Optional<String> hostThere = authority(hop.host());
      authority = hostThere.isPresent() ? hostThere : authority;
      Optional<InetSocketAddress> before = hop.forNode().flatMap(TrustedProxies::address);
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return new Client(client, scheme, authority);
  }

  private Client byXForwarded(SocketAddress socket, Headers headers) {
    List<String> way = list(headers, "X-Forwarded-For");
    SocketAddress client = socket;
    int hops = 0;
    while (hops < Math.min(way.size(), MOST_HOPS) && trusts(client)) {
      Optional<InetSocketAddress> before = address(way.get(way.size() - 1 - hops));
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
      hops++;
    }
    Optional<String> scheme = scheme(said(headers, "X-Forwarded-Proto", hops));
    Optional<String> authority =
        host ? authority(said(headers, "X-Forwarded-Host", hops)) : Optional.empty();
    return new Client(client, scheme, authority);
  }

  /**
   * The value of a field that the proxies write along with the addresses, or one of them for all:
   * what was written with the address that the client turned out to have.
   */
  private static Optional<String> said(Headers headers, String name, int hops) {
    List<String> values = list(headers, name);
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(Math.clamp((long) values.size() - hops, 0, values.size() - 1)));
  }

  private static List<String> list(Headers headers, String name) {
    List<String> values = new ArrayList<>();
    for (String line : headers.all(name)) {
      for (String value : line.split(",", -1)) {
        if (!value.isBlank()) {
          values.add(value.strip());
        }
      }
    }
    return values;
  }

  private static Optional<String> scheme(Optional<String> said) {
    return said.filter(text -> text.equalsIgnoreCase("http") || text.equalsIgnoreCase("https"))
        .map(text -> text.length() == 4 ? "http" : "https");
  }

  /** A host with or without a port, which nothing else can hide in. */
  private static Optional<String> authority(Optional<String> said) {
    return said.filter(TrustedProxies::isAuthority);
  }

  private static boolean isAuthority(String text) {
    if (text.chars().anyMatch(c -> c <= ' ' || "/?#@\\".indexOf(c) >= 0)) {
      return false;
    }
    try {
      return !Uri.of("http://" + text).host().isEmpty();
    } catch (InvalidUri _) {
      return false;
    }
  }

  /**
   * The address that a proxy has written: of IPv4 or IPv6, this with or without brackets, with or
   * without a port; that is 0 when there is none, or a secret (RFC 7239 section 6).
   */
  static Optional<InetSocketAddress> address(String node) {
    int bracket = node.lastIndexOf(']');
    int colon = node.indexOf(':', bracket + 1);
    boolean bareIpv6 = bracket < 0 && colon >= 0 && node.indexOf(':', colon + 1) >= 0;
    if (colon < 0 || bareIpv6) {
      return IpLiteral.read(node).map(address -> new InetSocketAddress(address, 0));
    }
    int port = port(node, colon + 1);
    return port < 0
        ? Optional.empty()
        : IpLiteral.read(node.substring(0, colon)).map(it -> new InetSocketAddress(it, port));
  }

  /** The port; 0 for a name that hides it, -1 for what is none. */
  private static int port(String node, int from) {
    if (node.startsWith("_", from)) {
      return 0;
    }
    int port = 0;
    for (int i = from; i < node.length() && port <= 0xFFFF; i++) {
      char c = node.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
    }
    return from == node.length() || port > 0xFFFF ? -1 : port;
  }

  boolean trusts(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress) {
      return unix;
    }
    InetAddress ip = address instanceof InetSocketAddress tcp ? tcp.getAddress() : null;
    return ip != null && trusts(ip.getAddress());
  }

  private boolean trusts(byte[] octets) {
    for (AddressBlock block : blocks) {
      if (block.contains(octets)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "trusted proxies " + blocks + (unix ? " and Unix-domain sockets" : "");
  }
}
