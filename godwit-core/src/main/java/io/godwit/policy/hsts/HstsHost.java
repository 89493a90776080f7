package io.godwit.policy.hsts;

import java.time.Instant;

/**
 * A host that is only talked to over TLS.
 *
 * @param name in lower-case ASCII, without a dot at its end
 * @param includeSubDomains whether the names below it are meant, too
 * @param expires until when
 */
record HstsHost(String name, boolean includeSubDomains, Instant expires) {
  boolean holds(Instant now) {
    return now.isBefore(expires);
  }
}
