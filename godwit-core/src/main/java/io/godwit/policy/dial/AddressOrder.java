package io.godwit.policy.dial;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The order in which the addresses of a name are tried: the families in turn, beginning with that
 * of the first address, each in the order of the resolver (RFC 8305 section 4, with a First Address
 * Family Count of 1). So a family that does not work costs one attempt, not all of its addresses.
 */
final class AddressOrder {
  private AddressOrder() {}

  static List<InetAddress> interleave(List<InetAddress> resolved) {
    var six = new ArrayDeque<InetAddress>();
    var four = new ArrayDeque<InetAddress>();
    for (InetAddress address : new LinkedHashSet<>(resolved)) {
      (address instanceof Inet6Address ? six : four).add(address);
    }
    List<InetAddress> ordered = new ArrayList<>(resolved.size());
    boolean sixNext = !resolved.isEmpty() && resolved.getFirst() instanceof Inet6Address;
    while (!six.isEmpty() || !four.isEmpty()) {
      var turn = sixNext ? six : four;
      if (!turn.isEmpty()) {
        ordered.add(turn.remove());
      }
      sixNext = !sixNext;
    }
    return ordered;
  }
}
