/**
 * How a connection to an origin is opened: which addresses are tried, in which order, how long and
 * how many at once. Main type: {@link io.godwit.policy.dial.DialPlan}.
 *
 * <p>May depend on {@code io.godwit.http}; addresses are used as values, never looked up. A plan is
 * confined to the thread that drives it. RFC 8305, RFC 5952.
 */
@NullMarked
package io.godwit.policy.dial;

import org.jspecify.annotations.NullMarked;
