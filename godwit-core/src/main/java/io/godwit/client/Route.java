package io.godwit.client;

import io.godwit.http.Uri;
import io.godwit.policy.dial.Goal;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * What a connection is good for, and so what the pool keeps connections apart by.
 *
 * @param host as in the URI, IPv6 without brackets
 * @param port the port
 * @param tls whether TLS is spoken
 * @param fixed the address to connect to whatever the host is, such as a Unix-domain socket
 */
record Route(String host, int port, boolean tls, Optional<SocketAddress> fixed) {
  static Route to(Uri uri, Optional<SocketAddress> fixed) {
    return new Route(uri.host(), uri.port(), uri.scheme().equals("https"), fixed);
  }

  Goal goal() {
    return new Goal(host, fixed, port, tls);
  }

  /** The origin, for messages. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + goal().where();
  }
}
