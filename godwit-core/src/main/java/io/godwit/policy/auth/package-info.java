/**
 * Authentication, to origin servers and proxies: {@link io.godwit.policy.auth.Basic}, {@link
 * io.godwit.policy.auth.Bearer}, {@link io.godwit.policy.auth.Digest}, and {@link
 * io.godwit.policy.auth.Login} for what the server prefers. Each scheme is a pure flow ({@link
 * io.godwit.policy.auth.AuthFlow}) from a request, by way of challenges, tokens and pauses, to a
 * request with credentials; what it has learnt goes into {@link io.godwit.policy.auth.AuthMemory}.
 * Which origin may see which credentials is decided outside of the flows, by {@link
 * io.godwit.policy.auth.Keyring} and {@link io.godwit.policy.auth.CallKeys}.
 *
 * <p>May depend on {@code io.godwit.http} and {@code io.godwit.policy.given}. RFC 9110 section 11.
 */
@NullMarked
package io.godwit.policy.auth;

import org.jspecify.annotations.NullMarked;
