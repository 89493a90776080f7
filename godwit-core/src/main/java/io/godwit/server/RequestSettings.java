package io.godwit.server;

import io.godwit.http.JsonCodec;
import io.godwit.http.Limits;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What requests need to know of their server.
 *
 * @param proxies null when nobody is trusted
 * @param json asked when it is needed
 */
record RequestSettings(Limits limits, @Nullable TrustedProxies proxies, Supplier<JsonCodec> json) {}
