package io.godwit.policy.dial;

import io.godwit.http.InvalidUri;
import io.godwit.http.IpLiteral;
import io.godwit.http.Uri;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts are to be found whatever the name service says: a host at every port, or one port of
 * it. Only the connection goes elsewhere; the {@code Host} field and the name that a certificate
 * must have stay those of the URI.
 *
 * <pre>{@code
 * NameOverrides overrides =
 *     NameOverrides.none()
 *         .with("api.example.org", "192.0.2.7")
 *         .with("www.example.org", 443, "127.0.0.1:8443", "[::1]:8443");
 * }</pre>
 *
 * <p>What is said of one port comes before what is said of the host. Immutable.
 */
public final class NameOverrides {
  /** Stands for every port; also, in an address, for the port that was asked for. */
  private static final int ANY_PORT = 0;

  private static final NameOverrides NONE = new NameOverrides(Map.of());

  private record Place(String host, int port) {}

  private final Map<Place, List<InetSocketAddress>> places;

  private NameOverrides(Map<Place, List<InetSocketAddress>> places) {
    this.places = places;
  }

  /** No overrides. */
  public static NameOverrides none() {
    return NONE;
  }

  /**
   * A copy with these addresses for a host, at every port.
   *
   * @param host as in a URI: a name, or an address
   * @param addresses numeric, with a port when it is another one: {@code 192.0.2.7}, {@code
   *     192.0.2.7:8443}, {@code ::1}, {@code [::1]:8443}; tried in this order
   * @throws IllegalArgumentException when the host is none, an address is none, or there are none
   */
  public NameOverrides with(String host, String... addresses) {
    return with(new Place(host(host), ANY_PORT), read(addresses));
  }

  /**
   * A copy with these addresses for one port of a host.
   *
   * @throws IllegalArgumentException as above, and when the port is not from 1 to 65535
   */
  public NameOverrides with(String host, int port, String... addresses) {
    requirePort(port);
    return with(new Place(host(host), port), read(addresses));
  }

  /**
   * A copy with these addresses for one port of a host, each with the port to connect to.
   *
   * @throws IllegalArgumentException as above, and when an address is not resolved
   */
  public NameOverrides with(String host, int port, List<InetSocketAddress> addresses) {
    requirePort(port);
    for (InetSocketAddress address : addresses) {
      requirePort(address.getPort());
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("not an address but a name: " + address);
      }
    }
    return with(new Place(host(host), port), List.copyOf(addresses));
  }

  /** The addresses for that host and port; empty when nothing is said about them. */
  List<SocketAddress> find(String host, int port) {
    if (places.isEmpty()) {
      return List.of();
    }
    String plain = unrooted(Goal.bare(host));
    List<InetSocketAddress> found = places.get(new Place(plain, port));
    if (found == null) {
      found = places.getOrDefault(new Place(plain, ANY_PORT), List.of());
    }
    return found.stream().map(address -> at(address, port)).toList();
  }

  private static SocketAddress at(InetSocketAddress address, int port) {
    return address.getPort() == ANY_PORT
        ? new InetSocketAddress(address.getAddress(), port)
        : address;
  }

  private NameOverrides with(Place place, List<InetSocketAddress> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address for " + place.host());
    }
    Map<Place, List<InetSocketAddress>> all = new HashMap<>(places);
    all.put(place, addresses);
    return new NameOverrides(Map.copyOf(all));
  }

  private static List<InetSocketAddress> read(String... addresses) {
    List<InetSocketAddress> read = new ArrayList<>(addresses.length);
    Arrays.stream(addresses).map(NameOverrides::address).forEach(read::add);
    return read;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort =
        colon >= 0
            && (text.startsWith("[") ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon);
    if (!hasPort) {
      return new InetSocketAddress(IpLiteral.of(text), ANY_PORT);
    }
    int port = port(text, colon + 1);
    return new InetSocketAddress(IpLiteral.of(text.substring(0, colon)), port);
  }

  private static int port(String text, int from) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      port = c >= '0' && c <= '9' && port <= 65535 ? port * 10 + c - '0' : 65536;
    }
    return requirePort(port);
  }

  private static int requirePort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is from 1 to 65535");
    }
    return port;
  }

  /** The host in the form that a URI gives it. */
  private static String host(String text) {
    boolean bare = text.indexOf(':') >= 0 && !text.startsWith("[");
    try {
      Uri uri = Uri.of("http://" + (bare ? "[" + text + "]" : text) + "/");
      if (uri.text().equals("http://" + uri.authority() + "/") && uri.port() == 80) {
        return unrooted(uri.host());
      }
    } catch (InvalidUri e) {
      throw new IllegalArgumentException("not a host: " + text, e);
    }
    throw new IllegalArgumentException("not a host: " + text);
  }

  /** Without the dot at the end: a name that is not to be looked up has no search list either. */
  private static String unrooted(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NameOverrides that && places.equals(that.places);
  }

  @Override
  public int hashCode() {
    return places.hashCode();
  }

  @Override
  public String toString() {
    return places.size() + " overrides";
  }
}
