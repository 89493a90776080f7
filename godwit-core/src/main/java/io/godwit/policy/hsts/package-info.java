/**
 * Hosts that are only talked to over TLS, because they once said so. Main types: {@link
 * io.godwit.policy.hsts.HstsStore}, what is known; {@link io.godwit.policy.hsts.HstsFile}, the same
 * as a text.
 *
 * <p>May depend on {@code io.godwit.http}. All types are immutable. RFC 6797.
 */
@NullMarked
package io.godwit.policy.hsts;

import org.jspecify.annotations.NullMarked;
