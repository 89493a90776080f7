package io.godwit.http;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses in options and fields: numbers, in the one form that all programs agree on, never a
 * name. So nothing is looked up, and {@code 127.1} is not an address here and another there.
 *
 * <pre>{@code
 * Optional<java.net.InetAddress> six = IpLiteral.read("2001:db8::1");
 * }</pre>
 */
public final class IpLiteral {
  private IpLiteral() {}

  /**
   * The address; IPv6 with or without its brackets, without a zone.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static InetAddress of(String text) {
    return read(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not an IPv4 address of four decimal numbers, nor an IPv6 address: " + text));
  }

  /** The address that somebody else has written; empty when it is none. */
  public static Optional<InetAddress> read(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    boolean four = !bracketed && Ipv4Address.parse(bare, 0, bare.length()) >= 0;
    return four || Ipv6Address.canonical(bare, 0, bare.length()) != null
        ? Optional.of(InetAddress.ofLiteral(bare))
        : Optional.empty();
  }
}
