/**
 * The PROXY protocol, versions 1 and 2, for receivers: how a balancer that passes on bytes, and not
 * requests, tells whose they are. It is specified by HAProxy, in {@code proxy-protocol.txt}.
 *
 * <p>Main type: {@link io.godwit.wire.proxy.ProxyHeader}, what stands before everything else on
 * such a connection. May depend on {@code io.godwit.http} for what is an address. Pure: no I/O, no
 * threads; its values are immutable.
 */
@NullMarked
package io.godwit.wire.proxy;

import org.jspecify.annotations.NullMarked;
