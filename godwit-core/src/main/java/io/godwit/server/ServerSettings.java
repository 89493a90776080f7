package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.net.Clock;
import io.godwit.net.Watchdog;
import io.godwit.wire.h1.H1Settings;

/**
 * What the connections of one server have in common.
 *
 * @param minimumRate of content both ways in bytes per second; 0 for any
 * @param ownFields that go out with each response unless it has a field of that name
 */
record ServerSettings(
    Answering answering,
    RequestSettings requests,
    H1Settings h1,
    ServerTimeouts timeouts,
    int minimumRate,
    DateField date,
    Headers ownFields,
    Clock clock,
    Watchdog watchdog) {

  long idleDeadline() {
    return Clock.after(clock.nanos(), timeouts.idle().toNanos());
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

  long handlerDeadline() {
    return Clock.after(clock.nanos(), timeouts.handler().toNanos());
  }

  long lingerDeadline() {
    return Clock.after(clock.nanos(), timeouts.linger().toNanos());
  }
}
