package io.godwit.client;

import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The other end of a connection, as it is told to people. */
record Peer(SocketAddress remote, Optional<SSLSession> tls) {
  @Override
  public String toString() {
    return remote + tls.map(session -> ", " + session.getProtocol()).orElse("");
  }
}
