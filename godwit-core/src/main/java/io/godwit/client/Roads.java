package io.godwit.client;

import io.godwit.http.Explanation;
import io.godwit.http.Explanation.Step;
import io.godwit.http.HttpFailure;
import io.godwit.http.Uri;
import io.godwit.net.LocalEnd;
import io.godwit.net.TlsSettings;
import io.godwit.policy.dial.AddressFamily;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyChoice;
import io.godwit.policy.proxy.ProxyRules;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * By which roads a call reaches its origins, wherever redirects lead. A client has one such object,
 * and its calls have the very same unless they say otherwise.
 *
 * @param direct the road without a proxy
 * @param proxies which proxy is for which origin; not asked where the address is fixed
 */
record Roads(Road direct, ProxyChoice proxies) {
  /** Everything directly. */
  static Roads usual() {
    return new Roads(Road.usual(), ProxyRules.none());
  }

  /** The road to that URI. */
  Road to(Uri uri) throws HttpFailure {
    if (direct.fixed().isPresent()) {
      return direct;
    }
    Optional<Proxy> proxy = choose(uri);
    return proxy.isPresent() ? direct.withProxy(proxy.get()) : direct;
  }

  /** A call that does not get as far as to be run has this to tell. */
  private Optional<Proxy> choose(Uri uri) throws HttpFailure {
    try {
      return proxies.proxyFor(uri);
    } catch (HttpFailure failure) {
      Step asked = new Step(Duration.ZERO, "cannot choose a proxy for " + uri);
      Step end = new Step(Duration.ZERO, "failed: " + failure.getMessage());
      failure.explained(new Explanation(List.of(asked, end)));
      throw failure;
    }
  }

  /** Whether the same URI always has the same road. */
  boolean constant() {
    return direct.fixed().isPresent() || proxies.constant();
  }

  Roads withProxies(ProxyChoice choice) {
    return new Roads(direct, Objects.requireNonNull(choice, "choice"));
  }

  Roads withFixed(SocketAddress address) {
    return new Roads(direct.withFixed(address), proxies);
  }

  Roads withTls(TlsSettings settings) {
    return new Roads(direct.withTls(settings), proxies);
  }

  Roads withLocal(LocalEnd end) {
    return new Roads(direct.withLocal(end), proxies);
  }

  Roads withFamily(AddressFamily family) {
    return new Roads(direct.withFamily(family), proxies);
  }

  Roads withProxyTls(TlsSettings settings) {
    return new Roads(direct.withProxyTls(settings), proxies);
  }
}
