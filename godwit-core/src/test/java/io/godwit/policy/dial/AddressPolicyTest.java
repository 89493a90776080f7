package io.godwit.policy.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.AddressBlock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressPolicyTest {
  private static final AddressPolicy PUBLIC = AddressPolicy.publicOnly();

  /** The first and the last address of each block of the IANA IPv4 registry, and its neighbours. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "             | 0.0.0.0         | 0.255.255.255   | 1.0.0.0      | this network",
        "9.255.255.255 | 10.0.0.0       | 10.255.255.255  | 11.0.0.0     | private use",
        "100.63.255.255| 100.64.0.0     | 100.127.255.255 | 100.128.0.0  | shared by a provider's customers",
        "126.255.255.255| 127.0.0.0     | 127.255.255.255 | 128.0.0.0    | loopback",
        "168.63.129.15| 168.63.129.16   | 168.63.129.16   | 168.63.129.17| a cloud provider's own service",
        "169.253.255.255| 169.254.0.0   | 169.254.255.255 | 169.255.0.0  | link-local",
        "172.15.255.255| 172.16.0.0     | 172.31.255.255  | 172.32.0.0   | private use",
        "191.255.255.255| 192.0.0.0     | 192.0.0.255     | 192.0.1.0    | protocol assignments",
        "192.0.1.255  | 192.0.2.0       | 192.0.2.255     | 192.0.3.0    | documentation",
        "192.88.98.255| 192.88.99.0     | 192.88.99.255   | 192.88.100.0 | 6to4 relays, deprecated",
        "192.167.255.255| 192.168.0.0   | 192.168.255.255 | 192.169.0.0  | private use",
        "198.17.255.255| 198.18.0.0     | 198.19.255.255  | 198.20.0.0   | benchmarking",
        "198.51.99.255| 198.51.100.0    | 198.51.100.255  | 198.51.101.0 | documentation",
        "203.0.112.255| 203.0.113.0     | 203.0.113.255   | 203.0.114.0  | documentation",
        "223.255.255.255| 224.0.0.0     | 239.255.255.255 |              | multicast",
        "             | 240.0.0.0       | 255.255.255.254 |              | reserved",
        "             | 255.255.255.255 | 255.255.255.255 |              | broadcast",
      })
  void the_special_blocks_of_ipv4_are_not_public_and_what_is_beside_them_is(
      String before, String first, String last, String after, String purpose) {
    assertBlock(before, first, last, after, purpose);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| ::                | ::                                      | | unspecified",
        "| ::1               | ::1                                     | | loopback",
        "| ::2               | ::ffff:ffff                             | | 'IPv4-compatible, deprecated'",
        "| ::1:0:0           | ::fffe:ffff:ffff                        | | not assigned",
        "| ::ffff:0:0:0      | ::ffff:0:ffff:ffff                      | | IPv4-translated",
        "| ::ffff:1:0:0      | 64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff   | | not assigned",
        "| 64:ff9b::1:0:0 | 64:ff9b:0:ffff:ffff:ffff:ffff:ffff    | | not assigned",
        "| 64:ff9b:1::       | 64:ff9b:1:ffff:ffff:ffff:ffff:ffff      | | translation of local use",
        "| 64:ff9b:2::       | ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff   | | not assigned",
        "| 100::             | 100::ffff:ffff:ffff:ffff                | | discarded",
        "| 100:0:0:1::       | 100::1:ffff:ffff:ffff:ffff | | a dummy",
        "| 100:0:0:2::       | 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | not assigned",
        "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 2001:: | 2001:0:ffff:ffff:ffff:ffff:ffff:ffff | | Teredo",
        "| 2001:1::          | 2001:1:ffff:ffff:ffff:ffff:ffff:ffff    | | protocol assignments",
        "| 2001:2::          | 2001:2:0:ffff:ffff:ffff:ffff:ffff       | | benchmarking",
        "| 2001:2:1::        | 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff  | 2001:200:: | protocol assignments",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff | 2001:db8:: | 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff | 2001:db9:: | documentation",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 3fff:: | 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff | 3fff:1000:: | documentation",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 4000:: | 5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | not assigned",
        "| 5f00::            | 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | segment routing",
        "| 5f01::            | fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | not assigned",
        "| fc00::            | fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | unique local",
        "| fe00::            | fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | not assigned",
        "| fe80::            | febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | link-local",
        "| fec0::            | feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | 'site-local, deprecated'",
        "| ff00::            | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | | multicast",
      })
  void the_special_blocks_of_ipv6_are_not_public_and_what_is_beside_them_is(
      String before, String first, String last, String after, String purpose) {
    assertBlock(before, first, last, after, purpose);
  }

  private static void assertBlock(
      String before, String first, String last, String after, String purpose) {
    for (String inside : List.of(first, last)) {
      assertThat(PUBLIC.refusal(at(inside))).contains(inside + " is " + purpose);
    }
    for (String outside : Arrays.asList(before, after)) {
      if (outside != null) {
        assertThat(PUBLIC.refusal(at(outside))).as(outside).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.9.9.9",
        "93.184.215.14",
        "192.31.196.1",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
        "2620:4f:8000::1",
        "64:ff9b::101:101",
        "2002:101:101::1",
      })
  void hosts_of_the_public_internet_may_be_dialled(String address) {
    assertThat(PUBLIC.refusal(at(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // NAT64 (RFC 6052), 6to4 (RFC 3056), ISATAP (RFC 5214) with both values of the u bit
        "64:ff9b::7f00:1         | 127.0.0.1, which is loopback",
        "64:ff9b::a9fe:a9fe      | 169.254.169.254, which is link-local",
        "64:ff9b::               | 0.0.0.0, which is this network",
        "2002:7f00:1::           | 127.0.0.1, which is loopback",
        "2002:a00:1:2:3:4:5:6    | 10.0.0.1, which is private use",
        "2002:c0a8:101::1        | 192.168.1.1, which is private use",
        "2606:4700::5efe:a00:1   | 10.0.0.1, which is private use",
        "2606:4700::200:5efe:a00:1 | 10.0.0.1, which is private use",
      })
  void what_embeds_an_address_that_is_not_public_is_not_public(String address, String why) {
    assertThat(PUBLIC.refusal(at(address))).contains(address + " leads to " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2606:4700::5efe:101:101", // ISATAP, of a public address
        "2606:4700::100:5efe:a00:1", // no ISATAP
        "2606:4700::1:5efe:a00:1",
        "2606:4700::5eff:a00:1",
        "2606:4700::5ffe:a00:1",
        "2606:4700::a00:1",
      })
  void what_embeds_no_such_address_is_public(String address) {
    assertThat(PUBLIC.refusal(at(address))).isEmpty();
  }

  @Test
  void an_ipv4_mapped_address_is_the_ipv4_address() throws Exception {
    assertThat(PUBLIC.refusal(mapped(127, 0, 0, 1))).isNotEmpty();
    assertThat(PUBLIC.refusal(mapped(10, 0, 0, 1)).orElseThrow()).endsWith("is private use");
    assertThat(PUBLIC.refusal(mapped(1, 1, 1, 1))).isEmpty();
    assertThat(AddressPolicy.any().withDenied("1.1.1.0/24").refusal(mapped(1, 1, 1, 1)))
        .isNotEmpty();
    assertThat(AddressPolicy.none().withAllowed("1.1.1.0/24").refusal(mapped(1, 1, 1, 1)))
        .isEmpty();
  }

  /** The JDK makes IPv4 of it by itself, unless it is made with a scope. */
  private static SocketAddress mapped(int... octets) throws Exception {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xFF;
    bytes[11] = (byte) 0xFF;
    for (int i = 0; i < 4; i++) {
      bytes[12 + i] = (byte) octets[i];
    }
    InetAddress address = Inet6Address.getByAddress(null, bytes, 0);
    assertThat(address.getAddress()).hasSize(16);
    return new InetSocketAddress(address, 80);
  }

  @Test
  void a_scope_makes_no_difference() throws Exception {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
    var scoped = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 3), 80);
    assertThat(PUBLIC.refusal(scoped)).contains("fe80::1%3 is link-local");
  }

  @Test
  void what_is_no_ip_address_is_not_public() {
    var unix = UnixDomainSocketAddress.of("/run/docker.sock");
    var name = InetSocketAddress.createUnresolved("localhost", 80);
    var other =
        new SocketAddress() {
          private static final long serialVersionUID = 1L;

          @Override
          public String toString() {
            return "elsewhere";
          }
        };
    assertThat(PUBLIC.refusal(unix)).contains("/run/docker.sock is a Unix-domain socket");
    assertThat(AddressPolicy.none().refusal(unix)).isPresent();
    assertThat(AddressPolicy.any().refusal(unix)).isEmpty();
    assertThat(AddressPolicy.any().withDenied("10.0.0.0/8").refusal(unix)).isEmpty();
    assertThat(PUBLIC.refusal(name)).isPresent();
    assertThat(PUBLIC.refusal(other)).contains("elsewhere is not an IP address");
    assertThat(AddressPolicy.any().refusal(other)).isEmpty();
    assertThat(AddressPolicy.any().withDenied("10.0.0.0/8").refusal(other)).isPresent();
    assertThat(AddressPolicy.any().withDenied("10.0.0.0/8").refusal(name)).isPresent();
  }

  @Test
  void what_is_allowed_besides_may_be_dialled() {
    AddressPolicy policy = PUBLIC.withAllowed("10.20.0.0/16", "fd12:3456::/32").withAllowed("::1");
    assertThat(policy.refusal(at("10.20.0.0"))).isEmpty();
    assertThat(policy.refusal(at("10.20.255.255"))).isEmpty();
    assertThat(policy.refusal(at("10.21.0.0"))).isPresent();
    assertThat(policy.refusal(at("10.19.255.255"))).isPresent();
    assertThat(policy.refusal(at("fd12:3456:1::1"))).isEmpty();
    assertThat(policy.refusal(at("fd12:3457::1"))).isPresent();
    assertThat(policy.refusal(at("::1"))).isEmpty();
    assertThat(policy.refusal(at("64:ff9b::a14:1"))).isPresent();
    assertThat(PUBLIC.refusal(at("10.20.0.0"))).isPresent();
  }

  @Test
  void what_is_denied_is_denied_even_if_it_is_allowed() {
    AddressPolicy policy =
        AddressPolicy.any().withAllowed("8.8.0.0/16").withDenied("8.8.8.0/24").withDenied("::1");
    assertThat(policy.refusal(at("8.8.8.8"))).contains("8.8.8.8 is within 8.8.8.0/24");
    assertThat(policy.refusal(at("8.8.9.8"))).isEmpty();
    assertThat(policy.refusal(at("10.0.0.1"))).isEmpty();
    assertThat(policy.refusal(at("::1"))).contains("::1 is within ::1/128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::808:808",
        "::ffff:0:808:808",
        "64:ff9b::808:808",
        "64:ff9b:1::808:808",
        "64:ff9b:1:808:8:800::", // with a prefix of 48 bits (RFC 6052 section 2.2)
        "2002:808:808::1",
        "2001:0:808:808::1", // the Teredo server
        "2001:0:101:101::f7f7:f7f7", // the Teredo client, inverted
        "2606:4700::5efe:808:808",
      })
  void a_denied_block_of_ipv4_is_denied_in_its_ipv6_forms(String address) {
    AddressPolicy policy = AddressPolicy.any().withDenied("8.8.8.0/24");
    assertThat(policy.refusal(at(address))).contains(address + " is within 8.8.8.0/24");
    assertThat(AddressPolicy.any().withDenied("8.8.9.0/24").refusal(at(address))).isEmpty();
  }

  @Test
  void nothing_may_be_dialled_but_what_is_allowed() {
    AddressPolicy policy = AddressPolicy.none().withAllowed("10.0.0.0/8");
    assertThat(policy.refusal(at("10.1.2.3"))).isEmpty();
    assertThat(policy.refusal(at("1.1.1.1"))).contains("1.1.1.1 is not among what is allowed");
    assertThat(AddressPolicy.none().refusal(at("2606:4700::1"))).isPresent();
  }

  @Test
  void a_policy_that_refuses_nothing_says_so() {
    assertThat(AddressPolicy.any().unrestricted()).isTrue();
    assertThat(AddressPolicy.any().withAllowed("10.0.0.0/8").unrestricted()).isTrue();
    assertThat(AddressPolicy.any().withDenied("10.0.0.0/8").unrestricted()).isFalse();
    assertThat(PUBLIC.unrestricted()).isFalse();
    assertThat(AddressPolicy.none().unrestricted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0.0.0/0      | 0.0.0.0/0",
        "128.0.0.0/1    | 128.0.0.0/1",
        "10.0.0.1       | 10.0.0.1/32",
        "10.0.0.0/08    | 10.0.0.0/8",
        "::/0           | ::/0",
        "2001:DB8::/32  | 2001:db8::/32",
        "[2001:db8::]/32 | 2001:db8::/32",
        "::ffff:10.0.0.0/8 | 10.0.0.0/8",
      })
  void a_block_is_an_address_and_the_length_of_a_prefix(String text, String canonical) {
    assertThat(AddressBlock.of(text)).hasToString(canonical).isEqualTo(AddressBlock.of(canonical));
    assertThat(AddressBlock.of(text)).hasSameHashCodeAs(AddressBlock.of(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10",
        "10/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/a",
        "10.0.0.0/1a",
        "10.0.0.0/0008",
        "10.0.0.0/99999999999",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "10.128.0.0/8",
        "::1/127",
        "::/129",
        "::ffff:0:0/96",
        "010.0.0.0/8",
        "0x7f.0.0.1",
        "2130706433",
        "127.1",
        "localhost",
        "example.org/8",
        "10.0.0.0:80/8",
        "a@10.0.0.0/8",
        "10.0.0.0?/8",
        "fe80::1%eth0",
        "[::1",
        "::1]",
      })
  void anything_else_is_no_block(String text) {
    assertThatThrownBy(() -> AddressPolicy.any().withDenied(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_block_equals_no_other() {
    assertThat(AddressBlock.of("10.0.0.0/8"))
        .isNotEqualTo(AddressBlock.of("10.0.0.0/9"))
        .isNotEqualTo("10.0.0.0/8");
  }

  @Test
  void a_policy_tells_what_it_is() {
    assertThat(AddressPolicy.any()).hasToString("any address");
    assertThat(PUBLIC).hasToString("public addresses");
    assertThat(AddressPolicy.none().withAllowed("10.0.0.0/8").withDenied("10.1.1.1", "::1"))
        .hasToString("no address, and 10.0.0.0/8, but not 10.1.1.1/32, ::1/128");
  }

  private static SocketAddress at(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), 80);
  }
}
