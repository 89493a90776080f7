/**
 * What a policy is handed by the one who drives it: the time ({@link io.godwit.policy.given.Now})
 * and the places of what calls share ({@link io.godwit.policy.given.Cell}). Unpredictable bytes
 * come from {@link io.godwit.http.Entropy}, which the wire needs as well.
 *
 * <p>Depends on nothing. Whoever implements these decides about threads.
 */
@NullMarked
package io.godwit.policy.given;

import org.jspecify.annotations.NullMarked;
