package io.godwit.client;

import io.godwit.net.blocking.BlockingDriver;
import org.jspecify.annotations.Nullable;

/** A connection of the pool: a driver, where it leads and how often it has served. */
final class Connection {
  final Route route;
  final BlockingDriver driver;
  final Peer peer;
  final long openedAt;

  /** Who listens to it; null for nobody. */
  final @Nullable WireTap tap;

  /** Tells it from the others of the client; see {@link #number(long)}. */
  long number;

  /** Since when it was idle before its present lease; set by the pool. */
  long idleSince;

  /** Exchanges begun; changed by the call that has leased the connection. */
  int exchanges;

  /**
   * A connection without a number.
   *
   * @param asked how often a proxy was asked to pass it on
   */
  Connection(Route route, BlockingDriver driver, int asked, long openedAt) {
    this.route = route;
    this.driver = driver;
    this.peer = Peer.of(route, driver.channel(), asked);
    this.openedAt = openedAt;
    this.tap = driver.channel() instanceof WireTap listening ? listening : null;
  }

  /** Its number, from the pool. */
  void number(long given) {
    number = given;
    if (tap != null) {
      tap.number(given);
    }
  }

  boolean reused() {
    return exchanges > 1;
  }

  ConnectionEvent event() {
    return new ConnectionEvent(
        number, route.toString(), peer.remote(), peer.tls(), peer.resumed(), exchanges);
  }

  @Override
  public String toString() {
    return route + " after " + exchanges + " exchanges";
  }
}
