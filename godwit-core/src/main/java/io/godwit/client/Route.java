package io.godwit.client;

import io.godwit.http.Uri;
import io.godwit.policy.dial.Goal;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is good for, and so what the pool keeps connections apart by.
 *
 * @param host as in the URI, IPv6 without brackets
 * @param port the port
 * @param tls whether TLS is spoken
 * @param road how to get there
 */
record Route(String host, int port, boolean tls, Road road) {
  static Route to(Uri uri, Road road) {
    return new Route(uri.host(), uri.port(), uri.scheme().equals("https"), road);
  }

  Goal goal() {
    return new Goal(host, road.fixed(), port, tls);
  }

  // Written out, as hashCode: what a record has by itself is linked at run time, slowly, and a
  // command that sends one request feels it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Route that
        && port == that.port
        && tls == that.tls
        && host.equals(that.host)
        && road.equals(that.road);
  }

  @Override
  public int hashCode() {
    return ((host.hashCode() * 31 + port) * 31 + Boolean.hashCode(tls)) * 31 + road.hashCode();
  }

  /** The origin, for messages. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + goal().where();
  }
}
