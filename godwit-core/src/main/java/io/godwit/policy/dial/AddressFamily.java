package io.godwit.policy.dial;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Which kind of internet addresses may be connected to. */
public enum AddressFamily {
  /** Both. */
  ANY("address"),
  /** Those of IPv4 alone, as curl's {@code -4}. */
  IPV4_ONLY("IPv4 address"),
  /** Those of IPv6 alone, as curl's {@code -6}. */
  IPV6_ONLY("IPv6 address");

  private final String text;

  AddressFamily(String text) {
    this.text = text;
  }

  /** The only family that can be reached from that local address. */
  public static AddressFamily of(InetAddress local) {
    return local instanceof Inet4Address ? IPV4_ONLY : IPV6_ONLY;
  }

  /**
   * Whether an address is of this family; a socket that has none, such as a Unix-domain one, is.
   */
  public boolean has(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return true;
    }
    return switch (this) {
      case ANY -> true;
      case IPV4_ONLY -> inet.getAddress() instanceof Inet4Address;
      case IPV6_ONLY -> inet.getAddress() instanceof Inet6Address;
    };
  }

  /** As part of a sentence: {@code IPv6 address}. */
  @Override
  public String toString() {
    return text;
  }
}
