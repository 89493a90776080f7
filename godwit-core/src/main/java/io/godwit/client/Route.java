package io.godwit.client;

import io.godwit.http.Uri;
import io.godwit.policy.dial.Goal;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  // Written out, as hashCode: what a record has by itself is linked at run time, slowly, and a
  // command that sends one request feels it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Route that
        && port == that.port
        && tls == that.tls
        && host.equals(that.host)
        && fixed.equals(that.fixed);
  }

  @Override
  public int hashCode() {
    return ((host.hashCode() * 31 + port) * 31 + Boolean.hashCode(tls)) * 31 + fixed.hashCode();
  }

  /** The origin, for messages. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + goal().where();
  }
}
