package io.godwit.policy.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5952 section 4. */
class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0:0:0:0:0:0:0:0, [::]",
    "0:0:0:0:0:0:0:1, [::1]",
    "1:0:0:0:0:0:0:0, [1::]",
    "2001:0db8:0:0:0:0:0002:1, [2001:db8::2:1]",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
    "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
    "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]",
    "1:2:3:4:5:6:0:0, [1:2:3:4:5:6::]",
    "0:2:3:4:5:6:7:0, [0:2:3:4:5:6:7:0]",
    "ABCD:EF01::FF00, [abcd:ef01::ff00]",
    "::192.0.2.1, [::c000:201]"
  })
  void an_address_reads_as_people_write_it(String address, String expected) {
    assertThat(AddressText.of(InetAddress.ofLiteral(address))).isEqualTo(expected);
  }

  @Test
  void a_zone_is_shown() throws UnknownHostException {
    byte[] octets = InetAddress.ofLiteral("fe80::1").getAddress();
    assertThat(AddressText.of(Inet6Address.getByAddress(null, octets, 3))).isEqualTo("[fe80::1%3]");
  }

  @Test
  void a_socket_address_has_its_port_or_its_path() {
    assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 81)))
        .isEqualTo("[::1]:81");
    assertThat(AddressText.of(UnixDomainSocketAddress.of("/run/app.sock")))
        .isEqualTo("/run/app.sock");
    assertThat(AddressText.of(InetSocketAddress.createUnresolved("a.example", 81)))
        .isEqualTo("a.example/<unresolved>:81");
  }
}
