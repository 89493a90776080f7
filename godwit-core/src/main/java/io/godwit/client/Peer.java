package io.godwit.client;

import io.godwit.net.Channel;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The other end of a connection, as it is told to people. */
record Peer(SocketAddress remote, Optional<SSLSession> tls, boolean resumed) {
  Peer(Channel channel) {
    this(channel.remote(), channel.tls(), channel.resumed());
  }

  @Override
  public String toString() {
    return remote
        + tls.map(session -> ", " + session.getProtocol()).orElse("")
        + (resumed ? " (resumed)" : "");
  }
}
