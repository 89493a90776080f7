/**
 * HTTP's values: messages, headers, bodies, URIs and limits, for both roles.
 *
 * <p>May depend on nothing but {@code java.base}. Everything here is immutable and safe to share
 * between threads unless its own documentation says otherwise, and does no I/O, but for a {@link
 * io.godwit.http.Body} that is opened: it reads the file or stream it was made from. RFC 9110.
 */
@NullMarked
package io.godwit.http;

import org.jspecify.annotations.NullMarked;
