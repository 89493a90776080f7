/**
 * HTTP/1.1 and HTTP/1.0 without I/O (RFC 9112), both roles.
 *
 * <p>{@link io.godwit.wire.h1.H1Machine} joins two halves: what comes in ({@code Inbound}: a head
 * is collected by {@code HeadBuffer}, read by {@code StartLine} and {@code FieldLines}, its content
 * delimited by {@code Framing} and read by a {@code BodyReader}) and what goes out (a head by
 * {@code HeadWriter}, content by a {@code BodyWriter}, all by way of {@code OutputQueue}). Every
 * rule a peer can break is a constant of {@link io.godwit.wire.h1.H1Violation}; strict by default,
 * leniency is a set of tolerated constants.
 *
 * <p>May depend on {@code io.godwit.wire} and {@code io.godwit.http}. No threads: one driver at a
 * time.
 */
@NullMarked
package io.godwit.wire.h1;

import org.jspecify.annotations.NullMarked;
