package io.godwit.policy.dial;

import java.util.Objects;
import java.util.Optional;

/**
 * What is dialled in place of the goal, because it leads there.
 *
 * @param name how a person names the proxy; holds no secret
 * @param proxy where it is; with {@code tls}, TLS is spoken with the proxy itself
 * @param passage how it is asked to pass the connection on; empty for one that is not to: then the
 *     connection is ready when it leads to the proxy
 */
public record Via(String name, Goal proxy, Optional<Passage> passage) {
  /** Checks that all are there. */
  public Via {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(passage, "passage");
  }
}
