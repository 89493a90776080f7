package io.godwit.net;

import io.godwit.http.HttpFailure;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host name. Thread-safe. */
@FunctionalInterface
public interface Resolver {
  /**
   * The addresses, at least one, in the order in which they should be tried.
   *
   * @param host a name, never a literal address
   * @param deadline of {@link Clock#nanos()}: the caller waits no longer
   * @throws HttpFailure.Resolve when there are none
   * @throws HttpFailure.Timeout when the deadline came first
   * @throws HttpFailure.Interrupted when the calling thread was interrupted
   */
  List<InetAddress> resolve(String host, long deadline) throws HttpFailure;

  /** The platform's name service, see {@link SystemResolver}; one for the process. */
  static Resolver system() {
    return SystemResolver.SHARED;
  }
}
