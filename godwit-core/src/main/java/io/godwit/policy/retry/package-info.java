/**
 * Whether an exchange that went wrong is tried again, and when. Main types: {@link
 * io.godwit.policy.retry.RetryPolicy}, what the user chose, which judges each {@link
 * io.godwit.policy.retry.Trial}; {@link io.godwit.policy.retry.RetryBudget}, what all calls of a
 * client may spend on it.
 *
 * <p>May depend on {@code io.godwit.http} and {@code io.godwit.policy.given}. All types are
 * immutable; who holds the budget's {@link io.godwit.policy.given.Cell} makes it safe between
 * threads. RFC 9110 sections 9.2.2 and 10.2.3.
 */
@NullMarked
package io.godwit.policy.retry;

import org.jspecify.annotations.NullMarked;
