package io.godwit.policy.proxy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Uri;
import java.util.Optional;

/**
 * Which proxy a request goes by. Asked for each hop of each call; {@link ProxyRules} is the usual
 * one. Safe between threads.
 *
 * <pre>{@code
 * ProxyChoice choice = uri -> uri.host().endsWith(".onion") ? Optional.of(Proxy.of("socks5://127.0.0.1:9050")) : Optional.empty();
 * }</pre>
 */
@FunctionalInterface
public interface ProxyChoice {
  /**
   * The proxy for that URI; empty to go there directly.
   *
   * @throws HttpFailure when that cannot be said; the call fails then, and never goes directly
   */
  Optional<Proxy> proxyFor(Uri uri) throws HttpFailure;

  /** Whether it always says the same of the same URI, so that it need not be asked again. */
  default boolean constant() {
    return false;
  }
}
