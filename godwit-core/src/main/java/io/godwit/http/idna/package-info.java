/**
 * International host names: from what people write to the ASCII name that DNS and the {@code Host}
 * field carry.
 *
 * <p>{@link io.godwit.http.idna.Idna} is the entrance; it maps, normalizes, checks and encodes a
 * domain name by UTS #46 (revision 33, Unicode 16.0, non-transitional), with Punycode by RFC 3492,
 * the rules for right-to-left names of RFC 5893 and those for joiners of RFC 5892 appendix A. The
 * data of Unicode is a resource of this package, read when the first international name comes by.
 *
 * <p>May depend on nothing but {@code java.base}, and does not know URIs. Everything here is
 * stateless or immutable and safe to share between threads.
 */
@NullMarked
package io.godwit.http.idna;

import org.jspecify.annotations.NullMarked;
