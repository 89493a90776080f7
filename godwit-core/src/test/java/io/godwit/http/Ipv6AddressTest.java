package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IPv6 addresses: RFC 4291 section 2.2 in, RFC 5952 out. */
final class Ipv6AddressTest {

  @ParameterizedTest
  @CsvSource({
    // RFC 4291 section 2.2
    "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
    "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
    "FF01:0:0:0:0:0:0:101, ff01::101",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "FF01::101, ff01::101",
    "::1, ::1",
    "::, ::",
    "0:0:0:0:0:0:13.1.68.3, ::d01:4403",
    "::13.1.68.3, ::d01:4403",
    "0:0:0:0:0:FFFF:129.144.52.38, ::ffff:129.144.52.38",
    "::FFFF:129.144.52.38, ::ffff:129.144.52.38",
    // RFC 5952 sections 4.1 to 4.3
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8::0:1, 2001:db8::1",
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    // The gap at every place and of every length
    "1::, 1::",
    "1:0:0:0:0:0:0:0, 1::",
    "0:0:1:0:0:0:0:0, 0:0:1::",
    "0:0:0:0:1:0:0:0, ::1:0:0:0",
    "0:1:0:1:0:1:0:1, 0:1:0:1:0:1:0:1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6::, 1:2:3:4:5:6::",
    "1::4:5:6:7:8, 1::4:5:6:7:8",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    // IPv4 at the end
    "::ffff:0.0.0.0, ::ffff:0.0.0.0",
    "::ffff:7f00:1, ::ffff:127.0.0.1",
    "::ffff:255.255.255.255, ::ffff:255.255.255.255",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "1::1.2.3.4, 1::102:304",
    "::ffff:0:1.2.3.4, ::ffff:0:102:304",
    "0:0:0:0:1:ffff:1.2.3.4, ::1:ffff:102:304",
    "::fffe:1.2.3.4, ::fffe:102:304",
  })
  void an_address_has_one_text(String text, String canonical) {
    assertThat(canonical(text)).isEqualTo(canonical);
    assertThat(canonical(canonical)).isEqualTo(canonical);
    assertThat(canonical).matches(UriGrammar.IPV6_ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:",
        ":1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "::1::",
        "1:::2",
        "::1:",
        "12345::",
        "::00001",
        "::g",
        "::1g",
        "::-1",
        "::+1",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::1.2.3.04",
        "::1.2.3.4:5",
        "::a.2.3.4",
        "::1.2.3.",
        "::.2.3.4",
        "1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "::1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7::1.2.3.4",
        "::1%1",
        "::1 ",
        " ::1",
        "::1/64",
        "::\uFF11",
      })
  void what_is_not_an_address_is_refused(String text) {
    assertThat(canonical(text)).isNull();
    assertThat(text).doesNotMatch(UriGrammar.IPV6_ADDRESS);
  }

  @Test
  void only_the_range_is_read() {
    assertThat(Ipv6Address.canonical("x1::2y", 1, 5)).isEqualTo("1::2");
    assertThat(Ipv6Address.canonical("1:::", 0, 3)).isEqualTo("1::");
    assertThat(Ipv6Address.canonical("::", 0, 1)).isNull();
    assertThat(Ipv6Address.canonical("x::", 1, 2)).isNull();
    assertThat(Ipv6Address.canonical("1:2:3:4:5:6:7:89", 0, 15)).isEqualTo("1:2:3:4:5:6:7:8");
    assertThat(Ipv6Address.canonical("::1.2.3.45", 0, 9)).isEqualTo("::102:304");
  }

  /** Every pattern of zero groups, against the JDK's parser. */
  @Test
  void printing_loses_nothing() throws UnknownHostException {
    for (int zeros = 0; zeros < 256; zeros++) {
      StringBuilder full = new StringBuilder();
      for (int group = 0; group < 8; group++) {
        boolean zero = (zeros >> group & 1) == 1;
        full.append(group == 0 ? "" : ":").append(zero ? "0" : Integer.toHexString(0xA0F + group));
      }
      String canonical = Objects.requireNonNull(canonical(full.toString()));

      assertThat(InetAddress.getByName(canonical))
          .isEqualTo(InetAddress.getByName(full.toString()));
      assertThat(canonical).matches(UriGrammar.IPV6_ADDRESS).doesNotContainPattern("\\b0\\w");
    }
  }

  @Test
  void whatever_the_grammar_allows_is_read_and_nothing_else() throws UnknownHostException {
    Random random = new Random(5952);
    String[] pieces = {":", "::", "0", "1", "ffff", "1.2.3.4", "0000", "ab", "0.0.0.0"};
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      int count = random.nextInt(16);
      for (int j = 0; j < count; j++) {
        boolean colon = j % 2 == 1 && random.nextInt(8) > 0;
        text.append(colon ? ":" : pieces[random.nextInt(pieces.length)]);
      }
      String canonical = canonical(text.toString());

      assertThat(canonical != null)
          .as(text.toString())
          .isEqualTo(UriGrammar.IPV6_ADDRESS.matcher(text).matches());
      if (canonical != null) {
        assertThat(InetAddress.getByName(canonical))
            .isEqualTo(InetAddress.getByName(text.toString()));
      }
    }
  }

  @Test
  void a_mapped_address_is_that_of_the_jdk() throws UnknownHostException {
    byte[] octets = new byte[16];
    octets[10] = octets[11] = -1;
    octets[12] = (byte) 203;
    octets[14] = 113;
    octets[15] = 7;

    assertThat(Inet6Address.getByAddress(octets).getHostAddress()).isEqualTo("203.0.113.7");
    assertThat(canonical("::ffff:cb00:7107")).isEqualTo("::ffff:203.0.113.7");
  }

  private static @Nullable String canonical(String text) {
    return Ipv6Address.canonical(text, 0, text.length());
  }
}
