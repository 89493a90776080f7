package io.godwit.client;

import io.godwit.net.LocalEnd;
import io.godwit.net.TlsSettings;
import io.godwit.policy.dial.AddressFamily;
import io.godwit.policy.proxy.Proxy;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By which road one origin is reached: everything that makes connections to the same host and port
 * different ones. A connection never serves a call of another road.
 *
 * @param fixed the address to connect to whatever the host is, such as a Unix-domain socket
 * @param proxy what leads there; its name and password count
 * @param tls how to speak TLS with the origin; empty for {@link TlsSettings#standard}, which is not
 *     to be loaded by a client that never needs it
 * @param proxyTls how to speak TLS with the proxy itself; empty as above
 * @param local where connections begin
 * @param family which addresses they go to
 */
record Road(
    Optional<SocketAddress> fixed,
    Optional<Proxy> proxy,
    Optional<TlsSettings> tls,
    Optional<TlsSettings> proxyTls,
    Optional<LocalEnd> local,
    AddressFamily family) {
  private static final Road USUAL =
      new Road(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          AddressFamily.ANY);

  /** To where the name service says, with what the platform trusts. */
  static Road usual() {
    return USUAL;
  }

  Road withFixed(SocketAddress address) {
    return new Road(Optional.of(address), proxy, tls, proxyTls, local, family);
  }

  Road withProxy(Proxy leading) {
    return new Road(fixed, Optional.of(leading), tls, proxyTls, local, family);
  }

  Road withTls(TlsSettings settings) {
    return new Road(fixed, proxy, unlessStandard(settings), proxyTls, local, family);
  }

  Road withProxyTls(TlsSettings settings) {
    return new Road(fixed, proxy, tls, unlessStandard(settings), local, family);
  }

  Road withLocal(LocalEnd end) {
    return new Road(fixed, proxy, tls, proxyTls, Optional.of(end), family);
  }

  Road withFamily(AddressFamily kind) {
    return new Road(fixed, proxy, tls, proxyTls, local, kind);
  }

  private static Optional<TlsSettings> unlessStandard(TlsSettings settings) {
    return settings.equals(TlsSettings.standard()) ? Optional.empty() : Optional.of(settings);
  }

  TlsSettings tlsSettings() {
    return tls.orElseGet(TlsSettings::standard);
  }

  TlsSettings proxyTlsSettings() {
    return proxyTls.orElseGet(TlsSettings::standard);
  }

  /** Which addresses can be reached: from a local address only those of its own family. */
  AddressFamily reachable() {
    return family == AddressFamily.ANY
            && local.isPresent()
            && local.get() instanceof LocalEnd.Address(var ip)
        ? AddressFamily.of(ip)
        : family;
  }

  // Written out, as hashCode: what a record has by itself is linked at run time, slowly.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Road that
            && fixed.equals(that.fixed)
            && proxy.equals(that.proxy)
            && tls.equals(that.tls)
            && proxyTls.equals(that.proxyTls)
            && local.equals(that.local)
            && family == that.family);
  }

  @Override
  public int hashCode() {
    int hash = (fixed.hashCode() * 31 + proxy.hashCode()) * 31 + tls.hashCode();
    return ((hash * 31 + proxyTls.hashCode()) * 31 + local.hashCode()) * 31 + family.hashCode();
  }
}
