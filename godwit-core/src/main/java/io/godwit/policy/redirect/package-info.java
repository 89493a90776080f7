/**
 * Redirects: whether a response leads elsewhere, whether to go there, and with what. Main type:
 * {@link io.godwit.policy.redirect.RedirectPolicy}.
 *
 * <p>May depend on {@code io.godwit.http}. Pure and immutable. RFC 9110 sections 10.2.2 and 15.4,
 * RFC 10008, and the Fetch Standard's HTTP-redirect fetch where the RFC leaves a choice.
 */
@NullMarked
package io.godwit.policy.redirect;

import org.jspecify.annotations.NullMarked;
