package io.godwit.client;

import io.godwit.net.Channel;
import io.godwit.policy.proxy.Proxy;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The other end of a connection, as it is told to people.
 *
 * @param way by which proxy it is reached, as the end of a sentence; empty for none
 */
record Peer(SocketAddress remote, Optional<SSLSession> tls, boolean resumed, String way) {
  /**
   * The end of that channel.
   *
   * @param asked how often a proxy was asked to pass it on
   */
  static Peer of(Route route, Channel channel, int asked) {
    String way = way(route.road().proxy(), asked);
    // TLS with a proxy that is handed the requests is none of theirs
    return route.forwards()
        ? new Peer(channel.remote(), Optional.empty(), false, way)
        : new Peer(channel.remote(), channel.tls(), channel.resumed(), way);
  }

  private static String way(Optional<Proxy> proxy, int asked) {
    return proxy.isEmpty()
        ? ""
        : " by the proxy " + proxy.get() + (asked > 1 ? ", asked " + asked + " times" : "");
  }

  @Override
  public String toString() {
    return remote
        + tls.map(session -> ", " + session.getProtocol()).orElse("")
        + (resumed ? " (resumed)" : "")
        + way;
  }
}
