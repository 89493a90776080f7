/**
 * OAuth as flows: {@link io.godwit.policy.auth.oauth.OAuth1} signs each request, {@link
 * io.godwit.policy.auth.oauth.OAuth2} gets tokens and shows them. How a person agrees to it begins
 * at {@link io.godwit.policy.auth.oauth.OAuth2Login} or a device code.
 *
 * <p>May depend on {@code io.godwit.http}, {@code io.godwit.policy.given} and {@code
 * io.godwit.policy.auth}, which does not depend on this. All public types are immutable and safe
 * between threads; what calls share is in {@link io.godwit.policy.auth.AuthMemory}. RFC 5849 (OAuth
 * 1.0), RFC 6749, 6750, 7636, 8628 and 9207 (OAuth 2).
 */
@NullMarked
package io.godwit.policy.auth.oauth;

import org.jspecify.annotations.NullMarked;
