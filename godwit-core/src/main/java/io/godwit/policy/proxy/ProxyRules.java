package io.godwit.policy.proxy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Uri;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy is for which scheme, and what is reached without one.
 *
 * <pre>{@code
 * ProxyRules rules =
 *     ProxyRules.of(Proxy.of("http://proxy.example.org:3128"))
 *         .with("https", Proxy.of("socks5://127.0.0.1:9050"))
 *         .except("localhost, .example.org, 10.0.0.0/8");
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ProxyRules implements ProxyChoice {
  private static final String ALL = "";

  private static final ProxyRules NONE = new ProxyRules(Map.of(), ProxyExceptions.none());

  /** What was said for a scheme: a proxy, or something that cannot be understood. */
  private sealed interface Rule {
    record By(Proxy proxy) implements Rule {}

    record Broken(String variable, String why) implements Rule {}
  }

  private final Map<String, Rule> rules;
  private final ProxyExceptions exceptions;

  private ProxyRules(Map<String, Rule> rules, ProxyExceptions exceptions) {
    this.rules = rules;
    this.exceptions = exceptions;
  }

  /** Everything directly. */
  public static ProxyRules none() {
    return NONE;
  }

  /** That proxy for everything. */
  public static ProxyRules of(Proxy proxy) {
    return NONE.with(ALL, new Rule.By(proxy));
  }

  /** A copy with that proxy for the URIs of a scheme, {@code http} or {@code https}. */
  public ProxyRules with(String scheme, Proxy proxy) {
    return with(scheme.toLowerCase(Locale.ROOT), new Rule.By(proxy));
  }

  /** A copy that reaches these without a proxy, in place of others. */
  public ProxyRules except(ProxyExceptions places) {
    return new ProxyRules(rules, places);
  }

  /** A copy that reaches these without a proxy, in place of others; see {@link ProxyExceptions}. */
  public ProxyRules except(String list) {
    return except(ProxyExceptions.of(list));
  }

  /**
   * What the environment says: {@code http_proxy}, {@code https_proxy}, and {@code all_proxy} for
   * what they do not; {@code no_proxy} as of {@link ProxyExceptions}. Each in lower case, else in
   * upper case; one that is empty counts as not there. {@code localhost} and loopback addresses are
   * reached directly in any case.
   *
   * <p>{@code HTTP_PROXY} in upper case counts for nothing where there is a {@code REQUEST_METHOD}:
   * then this is a CGI program, and the variable is a field of a request that anybody may send
   * (CVE- 2016-5385, "httpoxy").
   *
   * <p>A value that cannot be understood is the failure of each call that would have used it.
   */
  public static ProxyRules ofEnvironment(Map<String, String> variables) {
    ProxyRules read = NONE;
    for (String scheme : new String[] {"http", "https", "all"}) {
      String name = scheme + "_proxy";
      boolean forged = scheme.equals("http") && variables.containsKey("REQUEST_METHOD");
      Optional<String> found = find(variables, name, !forged);
      if (found.isPresent()) {
        read = read.with(scheme.equals("all") ? ALL : scheme, rule(name, found.get()));
      }
    }
    if (read.rules.isEmpty()) {
      return NONE;
    }
    String except = find(variables, "no_proxy", true).orElse("");
    return read.except(ProxyExceptions.of(except).withLoopback());
  }

  private static Optional<String> find(Map<String, String> from, String name, boolean upper) {
    String lowerCase = from.getOrDefault(name, "").strip();
    String upperCase = upper ? from.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip() : "";
    return Optional.of(lowerCase.isEmpty() ? upperCase : lowerCase)
        .filter(value -> !value.isEmpty());
  }

  private static Rule rule(String variable, String value) {
    try {
      return new Rule.By(Proxy.of(value));
    } catch (IllegalArgumentException e) { // InvalidMessage is one as well
      return new Rule.Broken(variable, String.valueOf(e.getMessage()));
    }
  }

  private ProxyRules with(String scheme, Rule rule) {
    Map<String, Rule> changed = new HashMap<>(rules);
    changed.put(scheme, rule);
    return new ProxyRules(Map.copyOf(changed), exceptions);
  }

  /** Whether nothing goes by a proxy. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The proxy for that URI.
   *
   * @throws HttpFailure.Proxy when what the environment says for it cannot be understood
   */
  @Override
  public Optional<Proxy> proxyFor(Uri uri) throws HttpFailure.Proxy {
    if (rules.isEmpty() || exceptions.contains(uri)) {
      return Optional.empty();
    }
    Rule rule = rules.get(uri.scheme());
    if (rule == null) {
      rule = rules.get(ALL);
    }
    return switch (rule) {
      case null -> Optional.empty();
      case Rule.By(Proxy proxy) -> Optional.of(proxy);
      case Rule.Broken(String variable, String why) ->
          throw new HttpFailure.Proxy(
              variable, HttpFailure.Proxy.Problem.SETTINGS, why, Optional.empty(), null);
    };
  }

  @Override
  public boolean constant() {
    return true;
  }

  @Override
  public String toString() {
    return rules.isEmpty() ? "no proxies" : "proxies for " + rules.keySet() + ", " + exceptions;
  }
}
