package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Uri;
import io.godwit.policy.dial.Goal;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is good for, and so what the pool keeps connections apart by. A proxy that is
 * handed requests as they are takes those to all origins on the same connections: then host and
 * port are its own.
 *
 * @param host as in the URI, IPv6 without brackets
 * @param port the port
 * @param tls whether TLS is spoken with that host
 * @param road how to get there
 */
record Route(String host, int port, boolean tls, Road road) {
  static Route to(Uri uri, Roads roads) throws HttpFailure {
    return to(uri, roads.to(uri));
  }

  static Route to(Uri uri, Road road) {
    if (road.proxy().isPresent() && road.proxy().get().forwards(uri.scheme())) {
      return new Route(road.proxy().get().host(), road.proxy().get().port(), false, road);
    }
    return new Route(uri.host(), uri.port(), uri.scheme().equals("https"), road);
  }

  /** Whether it ends at an HTTP proxy, which is handed requests with their whole URI. */
  boolean forwards() {
    return !tls && road.proxy().isPresent() && !road.proxy().get().kind().socks();
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

  /** The origin, for messages, and the proxy on the way there. */
  @Override
  public String toString() {
    if (forwards()) {
      return road.proxy().get().toString();
    }
    String origin = (tls ? "https://" : "http://") + goal().where();
    return road.proxy().isPresent() ? origin + " by " + road.proxy().get() : origin;
  }
}
