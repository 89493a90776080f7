/**
 * Where a client keeps responses: {@link io.godwit.client.cache.HttpCache}, in memory or on disk.
 * What may be kept and used is decided by {@code io.godwit.policy.cache}.
 *
 * <p>May depend on {@code policy.cache}, {@code http} and {@code net.Clock}, not on the client. All
 * stores are safe between threads. RFC 9111.
 */
@NullMarked
package io.godwit.client.cache;

import org.jspecify.annotations.NullMarked;
