package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.Clock;
import io.godwit.net.Network;
import io.godwit.net.Resolver;
import io.godwit.net.TlsSettings;
import java.net.SocketAddress;
import java.util.Optional;

/** What a client was built with. */
record ClientOptions(
    Optional<Uri> baseUri,
    Headers headers,
    Version version,
    Timeouts timeouts,
    Limits limits,
    PoolLimits pool,
    boolean throwOnStatus,
    TlsSettings tls,
    Optional<SocketAddress> fixedAddress,
    Network network,
    Resolver resolver,
    Clock clock) {}
