package io.godwit.client;

import io.godwit.net.TlsSettings;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By which road a call reaches its origins, whichever they are: everything that makes connections
 * to the same host and port different ones. A connection never serves a call of another road. A
 * client has one road, and its calls have the very same object unless they say otherwise.
 *
 * @param fixed the address to connect to whatever the host is, such as a Unix-domain socket
 * @param tls how to speak TLS; empty for {@link TlsSettings#standard}, which is not to be loaded by
 *     a client that never needs it
 */
record Road(Optional<SocketAddress> fixed, Optional<TlsSettings> tls) {
  private static final Road USUAL = new Road(Optional.empty(), Optional.empty());

  /** To where the name service says, with what the platform trusts. */
  static Road usual() {
    return USUAL;
  }

  Road withFixed(SocketAddress address) {
    return new Road(Optional.of(address), tls);
  }

  Road withTls(TlsSettings settings) {
    return new Road(
        fixed, settings.equals(TlsSettings.standard()) ? Optional.empty() : Optional.of(settings));
  }

  TlsSettings tlsSettings() {
    return tls.orElseGet(TlsSettings::standard);
  }

  // Written out, as hashCode: what a record has by itself is linked at run time, slowly.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Road that && fixed.equals(that.fixed) && tls.equals(that.tls));
  }

  @Override
  public int hashCode() {
    return fixed.hashCode() * 31 + tls.hashCode();
  }
}
