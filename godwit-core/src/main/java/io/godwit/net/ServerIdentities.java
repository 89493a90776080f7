package io.godwit.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a server, of which each client gets the first for the host it asks for (RFC
 * 6066 section 3). Who asks for none, or for one that no certificate is for, gets the first of all,
 * or one for the same hosts with a key that the client can use.
 */
final class ServerIdentities extends X509ExtendedKeyManager {
  private record Named(TlsIdentity identity, CertificateNames names) {}

  private final List<Named> all;

  ServerIdentities(List<TlsIdentity> identities) {
    this.all =
        identities.stream()
            .map(one -> new Named(one, CertificateNames.of(one.chain().getFirst())))
            .toList();
  }

  /** The host that the client of that session asks for. */
  static Optional<String> requested(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return Optional.of(TlsSettings.peerName(host.getAsciiName()));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    String host = session == null ? "" : requested(session).orElse("");
    List<Named> candidates = covering(host);
    if (candidates.isEmpty()) {
      Named first = all.getFirst();
      candidates = all.stream().filter(one -> one.names.equals(first.names)).toList();
    }
    for (Named candidate : candidates) {
      if (candidate.identity.key().getAlgorithm().equals(keyType)) {
        return String.valueOf(all.indexOf(candidate));
      }
    }
    return null; // the engine asks for another type, or tells the client that there is none
  }

  private List<Named> covering(String host) {
    List<Named> found = new ArrayList<>();
    for (Named one : all) {
      if (!host.isEmpty() && one.names.cover(host)) {
        found.add(one);
      }
    }
    return found;
  }

  private TlsIdentity identity(String alias) {
    return all.get(Integer.parseInt(alias)).identity;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identity(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity(alias).key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // asked for by nobody: the engine has a way of its own
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null; // only for engines
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // only for servers
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
