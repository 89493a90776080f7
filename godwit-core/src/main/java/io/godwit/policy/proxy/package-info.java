/**
 * Proxies: which one a request goes by ({@link io.godwit.policy.proxy.ProxyRules}), and how each
 * kind is asked to pass a connection on ({@link io.godwit.policy.proxy.Passages}): by CONNECT,
 * SOCKS 4a and SOCKS 5, as pure flows that a {@link io.godwit.policy.dial.DialPlan} takes in. What
 * a proxy is shown is in {@link io.godwit.policy.proxy.ProxyLogin}.
 *
 * <p>May depend on {@code io.godwit.http}, {@code io.godwit.policy.auth}, {@code
 * io.godwit.policy.dial} and {@code io.godwit.policy.given}. Flows are confined to one thread, the
 * rest is immutable. RFC 9110 section 9.3.6, RFC 1928, RFC 1929.
 */
@NullMarked
package io.godwit.policy.proxy;

import org.jspecify.annotations.NullMarked;
