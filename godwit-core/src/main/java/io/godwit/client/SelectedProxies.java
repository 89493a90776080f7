package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Uri;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyChoice;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The proxies that a selector of the JDK names: its default one follows the system properties
 * {@code http.proxyHost}, {@code https.proxyHost}, {@code socksProxyHost}, {@code
 * http.nonProxyHosts} and, if {@code java.net.useSystemProxies} is set, the desktop.
 *
 * <pre>{@code
 * HttpClient client = HttpClient.builder().proxies(SelectedProxies.standard()).build();
 * }</pre>
 *
 * <p>The selector is told scheme, host and port, and no path: that may hold a secret, and a script
 * of the network may be what decides. Of several proxies the first is taken. An HTTP one is spoken
 * to in the clear, a SOCKS one is taken for version 5. A selector knows no passwords. Safe between
 * threads if the selector is.
 */
public final class SelectedProxies implements ProxyChoice {
  private final Optional<ProxySelector> selector;

  private SelectedProxies(Optional<ProxySelector> selector) {
    this.selector = selector;
  }

  /** Those of the program's default selector at the time of each call. */
  public static SelectedProxies standard() {
    return new SelectedProxies(Optional.empty());
  }

  /** Those of that selector. */
  public static SelectedProxies of(ProxySelector selector) {
    return new SelectedProxies(Optional.of(selector));
  }

  /**
   * The proxy for that URI.
   *
   * @throws HttpFailure.Proxy when the selector names nothing, or something that cannot be used
   */
  @Override
  public Optional<Proxy> proxyFor(Uri uri) throws HttpFailure.Proxy {
    ProxySelector asked = selector.orElseGet(ProxySelector::getDefault);
    if (asked == null) { // a program may have none, which means no proxy
      return Optional.empty();
    }
    List<java.net.Proxy> named = asked.select(URI.create(place(uri)));
    if (named == null || named.isEmpty()) {
      throw failure("it names neither a proxy nor that there is none");
    }
    java.net.Proxy first = Objects.requireNonNull(named.getFirst());
    return switch (first.type()) {
      case DIRECT -> Optional.empty();
      case HTTP -> Optional.of(proxy("http://", first));
      case SOCKS -> Optional.of(proxy("socks5://", first));
    };
  }

  private static String place(Uri uri) {
    return uri.scheme() + "://" + uri.hostAndPort() + "/";
  }

  private static Proxy proxy(String scheme, java.net.Proxy named) throws HttpFailure.Proxy {
    if (!(named.address() instanceof InetSocketAddress address)) {
      throw failure("not an address of the internet: " + named);
    }
    String host = address.getHostString();
    String place = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    try {
      return Proxy.of(scheme + place);
    } catch (IllegalArgumentException e) { // an IPv6 zone, no port, no host name
      throw failure(place + " is no place of a proxy: " + e.getMessage());
    }
  }

  private static HttpFailure.Proxy failure(String why) {
    return new HttpFailure.Proxy(
        "selector of the JDK", Problem.SETTINGS, why, Optional.empty(), null);
  }
}
