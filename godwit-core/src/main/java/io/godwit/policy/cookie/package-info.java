/**
 * Cookies as a client keeps and returns them. {@link io.godwit.policy.cookie.CookieJar} is the
 * value that calls share: what a response sets becomes a new jar, and a request asks it for its
 * Cookie field. {@link io.godwit.policy.cookie.PublicSuffixes} says which domains belong to nobody,
 * {@link io.godwit.policy.cookie.CookieFile} is the file format of curl, wget and browsers.
 *
 * <p>Everything is immutable and pure; time comes from outside, as wall time, because that is what
 * servers mean. May depend on {@code io.godwit.http}. RFC 6265bis, sections 5.1 and 5.7 to 6.1.
 */
@NullMarked
package io.godwit.policy.cookie;

import org.jspecify.annotations.NullMarked;
