/**
 * What is decided about a call, as pure code: facts and the time go in, a decision comes out; who
 * drives it does the I/O. Main type: {@link io.godwit.policy.CallFlow}, the course of one call,
 * which composes the policies of the packages below, {@link io.godwit.policy.CallPolicies}, in a
 * fixed order; {@link io.godwit.policy.Decision} and {@link io.godwit.policy.Fact} are what it says
 * and is told. Each package below holds one policy and knows nothing of the others; {@code dial}
 * opens connections, {@code pool} keeps them.
 *
 * <p>May depend on {@code io.godwit.http}. No socket, thread, lock or clock: times are nanoseconds
 * of a monotonic clock that never goes negative, {@link java.lang.Long#MAX_VALUE} being a time that
 * never comes. A flow is confined to the one thread that drives it. RFC 9110 section 9.2.2, RFC
 * 9112 section 9.3.1.
 */
@NullMarked
package io.godwit.policy;

import org.jspecify.annotations.NullMarked;
