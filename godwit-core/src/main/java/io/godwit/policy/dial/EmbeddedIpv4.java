package io.godwit.policy.dial;

import io.godwit.http.AddressBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The IPv4 addresses that some IPv6 addresses lead to, by translation or through a tunnel. */
final class EmbeddedIpv4 {
  private static final AddressBlock MAPPED = mapped();
  private static final AddressBlock COMPATIBLE = AddressBlock.of("::/96");
  private static final AddressBlock TRANSLATED = AddressBlock.of("::ffff:0:0:0/96");
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");
  private static final AddressBlock LOCAL_NAT64 = AddressBlock.of("64:ff9b:1::/48");
  private static final AddressBlock SIX_TO_FOUR = AddressBlock.of("2002::/16");
  private static final AddressBlock TEREDO = AddressBlock.of("2001::/32");

  private EmbeddedIpv4() {}

  /**
   * The address that is really connected to: IPv4 for an IPv4-mapped one (RFC 4291 section
   * 2.5.5.2), otherwise the same.
   */
  static byte[] unmapped(byte[] address) {
    return MAPPED.contains(address) ? at(address, 12) : address;
  }

  /** What an address holds; none for IPv4. */
  static List<byte[]> in(byte[] address) {
    if (address.length == 4) {
      return List.of();
    }
    List<byte[]> found = new ArrayList<>(2);
    boolean atTheEnd =
        COMPATIBLE.contains(address)
            || TRANSLATED.contains(address)
            || NAT64.contains(address)
            || LOCAL_NAT64.contains(address)
            || isatap(address);
    if (atTheEnd) {
      found.add(at(address, 12)); // RFC 6052 section 2.2, a prefix of 96 bits
    }
    if (LOCAL_NAT64.contains(address)) { // and one of 48: octet 8 is left out
      found.add(new byte[] {address[6], address[7], address[9], address[10]});
    }
    if (SIX_TO_FOUR.contains(address)) {
      found.add(at(address, 2)); // RFC 3056 section 2
    }
    if (TEREDO.contains(address)) { // RFC 4380 section 4: the server, and the client inverted
      found.add(at(address, 4));
      byte[] client = at(address, 12);
      for (int i = 0; i < client.length; i++) {
        client[i] = (byte) ~client[i];
      }
      found.add(client);
    }
    return found;
  }

  /** RFC 5214 section 6.1: 0000:5EFE or 0200:5EFE before the IPv4 address. */
  private static boolean isatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5E
        && address[11] == (byte) 0xFE;
  }

  private static byte[] at(byte[] address, int from) {
    return Arrays.copyOfRange(address, from, from + 4);
  }

  /** Not of its text: the JDK turns that into IPv4. */
  private static AddressBlock mapped() {
    byte[] first = new byte[16];
    first[10] = (byte) 0xFF;
    first[11] = (byte) 0xFF;
    return AddressBlock.of(first, 96, "::ffff:0:0/96");
  }
}
