package io.godwit.server;

import io.godwit.net.Clock;
import io.godwit.net.Watchdog;
import io.godwit.wire.h1.H1Settings;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one server have in common.
 *
 * @param minimumRate of content both ways in bytes per second; 0 for any
 * @param balancers whose connections begin with a header of the PROXY protocol; null for nobody's
 */
record ServerSettings(
    Answering answering,
    RequestSettings requests,
    H1Settings h1,
    ServerTimeouts timeouts,
    int minimumRate,
    @Nullable TrustedProxies balancers,
    ServerFields fields,
    Clock clock,
    Watchdog watchdog) {

  /** Whether whoever connects from there has to say for whom. */
  boolean announced(SocketAddress remote) {
    return balancers != null && balancers.trusts(remote);
  }

  long idleDeadline(long now) {
    return Clock.after(now, timeouts.idle().toNanos());
  }

  long headDeadline() {
    return Clock.after(clock.nanos(), timeouts.head().toNanos());
  }

  long bodyDeadline() {
    return Clock.after(clock.nanos(), timeouts.body().toNanos());
  }

  long handshakeDeadline() {
    return Clock.after(clock.nanos(), timeouts.handshake().toNanos());
  }

  long handlerDeadline(long now) {
    return Clock.after(now, timeouts.handler().toNanos());
  }

  long lingerDeadline() {
    return Clock.after(clock.nanos(), timeouts.linger().toNanos());
  }
}
