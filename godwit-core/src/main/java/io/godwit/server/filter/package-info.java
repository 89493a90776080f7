/**
 * Filters that many servers want, {@link io.godwit.server.filter.Compression}, {@link
 * io.godwit.server.filter.Cors} and {@link io.godwit.server.filter.SecurityFields}, and a listener,
 * {@link io.godwit.server.filter.AccessLog}. A filter is a {@link io.godwit.server.Filter} for a
 * server, a router or a group, made from nothing but public parts.
 *
 * <p>May depend on {@code io.godwit.server} and what that may depend on. All are immutable and safe
 * between threads; they run on the thread of the handler. RFC 9110, WHATWG Fetch.
 */
@NullMarked
package io.godwit.server.filter;

import org.jspecify.annotations.NullMarked;
