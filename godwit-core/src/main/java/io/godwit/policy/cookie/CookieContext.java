package io.godwit.policy.cookie;

/**
 * What a call has been through, as far as it decides about cookies. Immutable.
 *
 * @param home whether it is still at the origin that it began with and never left it
 * @param crossSite whether another site has had a part in it; see {@link CookieJar}
 */
public record CookieContext(boolean home, boolean crossSite) {
  static final CookieContext SAME_SITE = new CookieContext(true, false);
  static final CookieContext CROSS_SITE = new CookieContext(true, true);
}
