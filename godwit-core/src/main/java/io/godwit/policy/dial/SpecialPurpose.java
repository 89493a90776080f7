package io.godwit.policy.dial;

import io.godwit.http.AddressBlock;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of addresses that are not for hosts of the public internet, and what they are for:
 * those of the IANA special-purpose address registries (RFC 6890) that are not globally reachable,
 * as of October 2025, multicast, what is deprecated, and what is not assigned.
 *
 * <p>Some small parts of {@code 192.0.0.0/24} and {@code 2001::/23} are globally reachable
 * according to the registries: anycast addresses of services at the next provider, and identifiers
 * that are no locations. No web server is at any of them, so the whole of both is special here.
 */
final class SpecialPurpose {
  private record Special(AddressBlock block, String purpose) {
    static Special of(String block, String purpose) {
      return new Special(AddressBlock.of(block), purpose);
    }
  }

  private static final List<Special> IPV4 =
      List.of(
          Special.of("0.0.0.0/8", "this network"), // RFC 791
          Special.of("10.0.0.0/8", "private use"), // RFC 1918
          Special.of("100.64.0.0/10", "shared by a provider's customers"), // RFC 6598
          Special.of("127.0.0.0/8", "loopback"), // RFC 1122
          Special.of("168.63.129.16", "a cloud provider's own service"), // Azure, from inside
          Special.of("169.254.0.0/16", "link-local"), // RFC 3927; the metadata of most clouds
          Special.of("172.16.0.0/12", "private use"), // RFC 1918
          Special.of("192.0.0.0/24", "protocol assignments"), // RFC 6890
          Special.of("192.0.2.0/24", "documentation"), // RFC 5737
          Special.of("192.88.99.0/24", "6to4 relays, deprecated"), // RFC 7526
          Special.of("192.168.0.0/16", "private use"), // RFC 1918
          Special.of("198.18.0.0/15", "benchmarking"), // RFC 2544
          Special.of("198.51.100.0/24", "documentation"), // RFC 5737
          Special.of("203.0.113.0/24", "documentation"), // RFC 5737
          Special.of("224.0.0.0/4", "multicast"), // RFC 5771
          Special.of("255.255.255.255", "broadcast"), // RFC 8190
          Special.of("240.0.0.0/4", "reserved")); // RFC 1112

  /** The more particular one comes first. IPv4-mapped addresses are judged as IPv4. */
  private static final List<Special> IPV6 =
      List.of(
          Special.of("::", "unspecified"), // RFC 4291
          Special.of("::1", "loopback"), // RFC 4291
          Special.of("::/96", "IPv4-compatible, deprecated"), // RFC 4291
          Special.of("::ffff:0:0:0/96", "IPv4-translated"), // RFC 2765
          Special.of("64:ff9b:1::/48", "translation of local use"), // RFC 8215
          Special.of("100::/64", "discarded"), // RFC 6666
          Special.of("100:0:0:1::/64", "a dummy"), // RFC 9780
          Special.of("2001::/32", "Teredo"), // RFC 4380
          Special.of("2001:2::/48", "benchmarking"), // RFC 5180
          Special.of("2001::/23", "protocol assignments"), // RFC 2928
          Special.of("2001:db8::/32", "documentation"), // RFC 3849
          Special.of("3fff::/20", "documentation"), // RFC 9637
          Special.of("5f00::/16", "segment routing"), // RFC 9602
          Special.of("fc00::/7", "unique local"), // RFC 4193
          Special.of("fe80::/10", "link-local"), // RFC 4291
          Special.of("fec0::/10", "site-local, deprecated"), // RFC 3879
          Special.of("ff00::/8", "multicast")); // RFC 4291

  /** All that IANA gives out for unicast (RFC 4291 section 2.4), and translation to IPv4. */
  private static final List<AddressBlock> ASSIGNED =
      List.of(AddressBlock.of("2000::/3"), AddressBlock.of("64:ff9b::/96"));

  private SpecialPurpose() {}

  /** What an address is for, of 4 or 16 octets; empty for one of the public internet. */
  static Optional<String> of(byte[] address) {
    List<Special> specials = address.length == 4 ? IPV4 : IPV6;
    for (Special special : specials) {
      if (special.block().contains(address)) {
        return Optional.of(special.purpose());
      }
    }
    boolean assigned =
        address.length == 4 || ASSIGNED.stream().anyMatch(block -> block.contains(address));
    return assigned ? Optional.empty() : Optional.of("not assigned");
  }
}
