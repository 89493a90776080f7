package io.godwit.server;

import io.godwit.net.Channel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one connection have in common.
 *
 * @param remote the client's address
 * @param local where it has connected to; null where that is no address
 * @param authority of a request that names no host
 * @param tls null for a connection in the clear
 */
record Peer(
    SocketAddress remote, @Nullable SocketAddress local, String authority, @Nullable TlsFacts tls) {
  static Peer of(Channel channel, String authority) {
    return new Peer(
        channel.remote(),
        channel.local().orElse(null),
        authority,
        channel.tls().map(TlsFacts::of).orElse(null));
  }

  /** Of the URIs that are asked for. */
  String scheme() {
    return tls == null ? "http" : "https";
  }
}
