package io.godwit.policy.cookie;

/**
 * How much a jar keeps and sends. What is over it gives way in the order of RFC 6265bis section
 * 5.7: expired cookies first, of one domain then those without Secure, and among equals the one
 * that was not used for longest.
 *
 * @param perDomain cookies of one domain
 * @param total cookies in all
 * @param perResponse cookies taken from one response; what comes after them is ignored
 * @param sent cookies in one request
 * @param sentOctets octets of the value of a Cookie field; a cookie that does not fit stays out
 */
public record CookieLimits(int perDomain, int total, int perResponse, int sent, int sentOctets) {
  /**
   * 180 of a domain and 3,000 in all; 50 from a response; 150 of at most 8,190 octets to a request,
   * which servers take.
   */
  public static final CookieLimits STANDARD = new CookieLimits(180, 3000, 50, 150, 8190);

  /**
   * Checks that all are at least 1.
   *
   * @throws IllegalArgumentException when one is not
   */
  public CookieLimits {
    if (Math.min(perDomain, Math.min(total, Math.min(perResponse, Math.min(sent, sentOctets))))
        < 1) {
      throw new IllegalArgumentException("limits of cookies are at least 1");
    }
  }
}
