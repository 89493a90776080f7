/**
 * Multipart content (RFC 2046 section 5.1, RFC 7578) taken apart as pure code: bytes in, events
 * out, no I/O. {@link io.godwit.wire.multipart.MultipartParser} is the machine, {@link
 * io.godwit.wire.multipart.MultipartEvent} what it says, {@link
 * io.godwit.wire.multipart.MultipartLimits} what the content may cost. What is written is a {@code
 * io.godwit.http.Multipart}.
 *
 * <p>May depend on {@code io.godwit.http}. A parser is confined to one thread at a time; all else
 * is immutable.
 */
@NullMarked
package io.godwit.wire.multipart;

import org.jspecify.annotations.NullMarked;
