package io.godwit.client;

import io.godwit.client.cache.HttpCache;
import io.godwit.http.Headers;
import io.godwit.http.JsonCodec;
import io.godwit.http.Limits;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.Clock;
import io.godwit.net.Network;
import io.godwit.net.Resolver;
import io.godwit.net.SocketSettings;
import io.godwit.policy.CallPolicies;
import io.godwit.policy.dial.DialRules;
import io.godwit.wire.coding.ContentCodings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a client was built with.
 *
 * @param boundedMemory whether an exchange must not hold more than what the limits have been made
 *     for, see {@link ExchangeMemory}
 * @param codings what content codings can be undone
 * @param cache where responses are kept for the next time
 * @param roads by which roads calls reach their origins
 * @param dialRules which addresses may be connected to, and where some hosts are
 * @param interceptors around every call, the outermost first
 * @param listeners the first of the client, in order
 * @param context what follows a call to other threads
 * @param json asked when JSON is first needed
 */
record ClientOptions(
    Optional<Uri> baseUri,
    Headers headers,
    Version version,
    Timeouts timeouts,
    Limits limits,
    boolean boundedMemory,
    PoolLimits pool,
    CallPolicies policies,
    ContentCodings codings,
    Optional<HttpCache> cache,
    boolean throwOnStatus,
    Roads roads,
    DialRules dialRules,
    Network network,
    SocketSettings sockets,
    Resolver resolver,
    Clock clock,
    List<Interceptor> interceptors,
    List<CallListener> listeners,
    ContextCarrier context,
    Supplier<JsonCodec> json,
    Optional<WireLog> wireLog) {
  /** Those of a call that has these of its own. */
  List<Interceptor> interceptorsWith(List<Interceptor> own) {
    if (own.isEmpty()) {
      return interceptors;
    }
    List<Interceptor> all = new ArrayList<>(interceptors);
    all.addAll(own);
    return List.copyOf(all);
  }
}
