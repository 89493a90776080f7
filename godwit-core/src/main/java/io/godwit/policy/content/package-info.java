/**
 * What is to be done with the content of a response before the caller gets it: which codings are
 * undone (RFC 9110 section 8.4) and what it is checked against (RFC 9530). {@link
 * io.godwit.policy.content.ContentPolicy} decides, {@link io.godwit.policy.content.BodyPlan} is
 * what it says; who drives the call does it.
 *
 * <p>May depend on {@code io.godwit.http}. Everything is immutable.
 */
@NullMarked
package io.godwit.policy.content;

import org.jspecify.annotations.NullMarked;
