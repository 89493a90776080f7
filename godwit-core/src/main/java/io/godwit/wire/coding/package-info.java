/**
 * Content codings (RFC 9110 section 8.4.1) undone as pure code: coded bytes in, plain bytes out, no
 * I/O. {@link io.godwit.wire.coding.ContentCodings} is what a client knows, {@link
 * io.godwit.wire.coding.ContentCoding} one of them, and {@link
 * io.godwit.wire.coding.ContentDecoder} undoes one message's content, of which nothing is trusted:
 * what is cut off, goes on after its end, or grows beyond all measure is a failure.
 *
 * <p>gzip (RFC 1952) and deflate (RFC 1950, and the raw form of RFC 1951 that some send under its
 * name) are here; brotli and zstd come from elsewhere, as a {@code ContentCoding}.
 *
 * <p>May depend on {@code io.godwit.http}. A decoder is confined to one thread at a time; all else
 * is immutable.
 */
@NullMarked
package io.godwit.wire.coding;

import org.jspecify.annotations.NullMarked;
