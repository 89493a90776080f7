package io.godwit.server;

import io.godwit.net.ServerTls;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a TLS connection has come to.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite by its registered name, such as {@code TLS_AES_256_GCM_SHA384}
 * @param serverName the host that the client has asked for (SNI), in lower case; what a request
 *     names may be another
 * @param clientChain the client's certificate, which was verified, and those it has sent with it;
 *     empty when it has none, or was not asked
 * @param session the JDK's, for whatever else it knows
 */
public record TlsFacts(
    String protocol,
    String cipherSuite,
    Optional<String> serverName,
    List<X509Certificate> clientChain,
    SSLSession session) {
  /** Keeps a copy of the chain. */
  public TlsFacts {
    clientChain = List.copyOf(clientChain);
  }

  static TlsFacts of(SSLSession session) {
    return new TlsFacts(
        session.getProtocol(),
        session.getCipherSuite(),
        ServerTls.requestedHost(session),
        clientChain(session),
        session);
  }

  private static List<X509Certificate> clientChain(SSLSession session) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509) {
          chain.add(x509);
        }
      }
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // it has none
    }
    return chain;
  }
}
