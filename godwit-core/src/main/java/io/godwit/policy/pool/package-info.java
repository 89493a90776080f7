/**
 * Who gets which connection. Main type: {@link io.godwit.policy.pool.PoolPlanner}, which decides
 * about leases, waiters, limits and expiry, and never opens or closes anything itself.
 *
 * <p>Depends on nothing. A planner has no lock: everything here is called under the one lock of the
 * pool that owns it. RFC 9112 section 9.3.
 */
@NullMarked
package io.godwit.policy.pool;

import org.jspecify.annotations.NullMarked;
