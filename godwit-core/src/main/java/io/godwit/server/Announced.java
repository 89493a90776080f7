package io.godwit.server;

import io.godwit.net.Channel;
import io.godwit.net.EarlyBytesChannel;
import io.godwit.wire.proxy.ProxyHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Connections whose balancer says whose they are, before anything else. */
final class Announced {
  private Announced() {}

  /**
   * Waits for the header of the PROXY protocol.
   *
   * @return the channel of the client that it names, from the client's first byte on
   * @throws IOException when there is none, or the connection ends before
   */
  static Channel read(Channel balancer) throws IOException {
    ByteBuffer arrived = ByteBuffer.allocate(ProxyHeader.LONGEST);
    while (true) {
      switch (ProxyHeader.read(arrived.duplicate().flip())) {
        case ProxyHeader.Incomplete _ -> {
          if (balancer.read(arrived) < 0) {
            throw new IOException("the connection ended before its header");
          }
        }
        case ProxyHeader.Malformed malformed ->
            throw new IOException("no header of the PROXY protocol: " + malformed.reason());
        case ProxyHeader.Whole whole -> {
          return client(balancer, whole, arrived.flip());
        }
      }
    }
  }

  private static Channel client(Channel balancer, ProxyHeader.Whole header, ByteBuffer arrived) {
    arrived.position(header.size());
    ByteBuffer early = ByteBuffer.allocate(arrived.remaining()).put(arrived).flip();
    return header
        .route()
        .map(
            route ->
                new EarlyBytesChannel(
                    balancer, early, route.source(), Optional.of(route.destination())))
        .orElseGet(() -> new EarlyBytesChannel(balancer, early));
  }
}
