/**
 * What a private cache may do, as pure functions (RFC 9111): whether a stored response answers a
 * request ({@link io.godwit.policy.cache.CacheLook}), what to ask the origin otherwise ({@link
 * io.godwit.policy.cache.CacheQuestion}), and what its answer means for what is stored ({@link
 * io.godwit.policy.cache.CacheAnswer}). {@link io.godwit.policy.cache.CacheStatus} says why.
 *
 * <p>Where responses lie and how they get there is not decided here: see {@code
 * io.godwit.client.cache}. Also RFC 5861 (stale-while-revalidate, stale-if-error), RFC 8246
 * (immutable), RFC 9211 (Cache-Status), RFC 10008 (QUERY).
 *
 * <p>May depend on {@code io.godwit.http}. All types are immutable and safe between threads.
 */
@NullMarked
package io.godwit.policy.cache;

import org.jspecify.annotations.NullMarked;
