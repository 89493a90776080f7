package io.godwit.wire.h1;

import io.godwit.http.Limits;
import java.util.Set;

/**
 * What a machine accepts.
 *
 * @param limits sizes and counts
 * @param tolerated rules whose breach is accepted, a subset of the {@linkplain
 *     H1Violation#tolerable() tolerable} ones
 */
public record H1Settings(Limits limits, Set<H1Violation> tolerated) {
  private static final H1Settings SERVER = new H1Settings(Limits.defaults(), Set.of());
  private static final H1Settings CLIENT =
      new H1Settings(
          Limits.defaults(), Set.of(H1Violation.REPEATED_LENGTH, H1Violation.OBSOLETE_FOLD));

  /**
   * Checks that the rules can be tolerated.
   *
   * @throws IllegalArgumentException when one cannot
   */
  public H1Settings {
    tolerated = Set.copyOf(tolerated);
    for (H1Violation violation : tolerated) {
      if (!violation.tolerable()) {
        throw new IllegalArgumentException(violation + " is never tolerated");
      }
    }
  }

  /** Strict: default limits, nothing tolerated. */
  public static H1Settings server() {
    return SERVER;
  }

  /**
   * Default limits. Tolerated are a Content-Length repeated with the same value, because servers
   * send it and a client that reads one response after another cannot be misled by it, and the
   * obsolete line folding, which RFC 9112 section 5.2 wants a user agent to read.
   */
  public static H1Settings client() {
    return CLIENT;
  }

  /** A copy with other limits. */
  public H1Settings withLimits(Limits limits) {
    return new H1Settings(limits, tolerated);
  }

  /** A copy that tolerates exactly these. */
  public H1Settings tolerating(Set<H1Violation> violations) {
    return new H1Settings(limits, violations);
  }

  boolean tolerates(H1Violation violation) {
    return tolerated.contains(violation);
  }
}
