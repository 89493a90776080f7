package io.godwit.policy.dial;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses as people write them: IPv6 in the short form of RFC 5952, in brackets. */
final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  static String of(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return of(inet.getAddress()) + ":" + inet.getPort();
    }
    return address.toString();
  }

  static String of(InetAddress ip) {
    return ip instanceof Inet6Address ? "[" + bare(ip) + "]" : bare(ip);
  }

  /** Without brackets. */
  static String bare(InetAddress ip) {
    return ip instanceof Inet6Address six ? shortened(six) : ip.getHostAddress();
  }

  private static String shortened(Inet6Address ip) {
    int[] groups = groups(ip.getAddress());
    int from = longestZeros(groups);
    int to = from < 0 ? -1 : endOfZeros(groups, from);
    var text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == from) {
        text.append("::");
        i = to - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return zoned(ip, text);
  }

  /** Link-local addresses from a look-up carry the interface they belong to. */
  private static String zoned(Inet6Address ip, StringBuilder text) {
    return ip.getScopeId() == 0 ? text.toString() : text + "%" + ip.getScopeId();
  }

  private static int[] groups(byte[] octets) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (octets[2 * i] & 0xFF) << 8 | (octets[2 * i + 1] & 0xFF);
    }
    return groups;
  }

  /** The first of the longest runs of at least two zero groups (section 4.2), -1 when none. */
  private static int longestZeros(int[] groups) {
    int best = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = endOfZeros(groups, i) - i;
      if (run > length) {
        best = i;
        length = run;
      }
    }
    return best;
  }

  private static int endOfZeros(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end;
  }
}
