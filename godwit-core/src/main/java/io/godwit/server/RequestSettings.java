package io.godwit.server;

import io.godwit.http.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What requests need to know of their server.
 *
 * @param proxies null when nobody is trusted
 */
record RequestSettings(Limits limits, @Nullable TrustedProxies proxies) {}
