package io.godwit.http;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses that begin with the same bits, as {@code 192.0.2.0/24}, {@code
 * 2001:db8::/32} or a single address (RFC 4632 section 3.1, RFC 4291 section 2.3). Immutable.
 *
 * <pre>{@code
 * AddressBlock inside = AddressBlock.of("10.0.0.0/8");
 * boolean ours = inside.contains(IpLiteral.of("10.1.2.3").getAddress());
 * }</pre>
 */
public final class AddressBlock {
  private final byte[] first;
  private final int bits;
  private final String text;

  private AddressBlock(byte[] first, int bits, String text) {
    this.first = first;
    this.bits = bits;
    this.text = text;
  }

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException when it is none, also when bits behind the prefix are set:
   *     then it may be meant as another one
   */
  public static AddressBlock of(String text) {
    AddressBlock block = around(text);
    for (int bit = block.bits; bit < block.first.length * 8; bit++) {
      if ((block.first[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        throw new IllegalArgumentException(
            "no block of addresses, bits are set behind the first " + block.bits + ": " + text);
      }
    }
    return block;
  }

  /**
   * The block that an address lies in: what is behind the prefix does not count.
   *
   * @throws IllegalArgumentException when it is neither an address nor a block
   */
  public static AddressBlock around(String text) {
    int slash = text.indexOf('/');
    InetAddress address = IpLiteral.of(slash < 0 ? text : text.substring(0, slash));
    byte[] first = address.getAddress();
    int most = first.length * 8;
    int bits = slash < 0 ? most : prefix(text, slash + 1, most);
    return new AddressBlock(first, bits, text(address) + "/" + bits);
  }

  private static String text(InetAddress address) {
    String literal = address.getHostAddress();
    String short6 = Ipv6Address.canonical(literal, 0, literal.length());
    return short6 == null ? literal : short6;
  }

  /**
   * The block of those octets, for one that no text stands for: addresses of IPv4 that are written
   * as IPv6 are read as IPv4.
   *
   * @param first 4 or 16 octets, zero behind the first bits
   * @param text how a person names it
   */
  public static AddressBlock of(byte[] first, int bits, String text) {
    return new AddressBlock(first.clone(), bits, text);
  }

  private static int prefix(String text, int from, int most) {
    int bits = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      bits = c >= '0' && c <= '9' && bits <= most ? bits * 10 + c - '0' : most + 1;
    }
    if (from == text.length() || text.length() - from > 3 || bits > most) {
      throw new IllegalArgumentException(
          "the length of the prefix is not from 0 to " + most + ": " + text);
    }
    return bits;
  }

  /** Whether the address, of 4 or 16 octets, belongs to it. */
  public boolean contains(byte[] address) {
    int whole = bits / 8;
    int rest = bits % 8;
    return address.length == first.length
        && Arrays.equals(address, 0, whole, first, 0, whole)
        && (rest == 0 || ((address[whole] ^ first[whole]) & 0xFF) >> (8 - rest) == 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddressBlock that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
