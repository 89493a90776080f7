package io.godwit.wire.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.wire.proxy.ProxyHeader.Incomplete;
import io.godwit.wire.proxy.ProxyHeader.Malformed;
import io.godwit.wire.proxy.ProxyHeader.Route;
import io.godwit.wire.proxy.ProxyHeader.Whole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String FOUR = "c0000201" + "cb007107" + "d431" + "01bb";
  private static final String SIX =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "d431" + "01bb";

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ByteBuffer binary(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(SIGNATURE + hex));
  }

  private static InetSocketAddress end(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /** Whole only when all of it is there, and the same with anything behind. */
  private static void holds(ByteBuffer header, Whole expected) {
    for (int i = 0; i < header.limit(); i++) {
      assertThat(ProxyHeader.read(header.slice(0, i)))
          .as("%d bytes", i)
          .isEqualTo(new Incomplete());
    }
    assertThat(expected.size()).isEqualTo(header.limit());
    ByteBuffer more = ByteBuffer.allocate(header.limit() + 6);
    more.put((byte) 'x').put(header).put("GET /".getBytes(StandardCharsets.US_ASCII));
    more.flip().position(1);
    assertThat(ProxyHeader.read(more)).isEqualTo(expected);
    assertThat(more.position()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4, 192.0.2.1, 203.0.113.7",
    "TCP4, 255.255.255.255, 0.0.0.0",
    "TCP6, 2001:db8::1, 2001:db8:0:0:0:0:0:2",
    "TCP6, ::ffff:192.0.2.1, ::1",
  })
  void a_line_names_both_ends(String family, String from, String to) {
    String line = "PROXY " + family + " " + from + " " + to + " 54321 443\r\n";
    Route route = new Route(end(from, 54321), end(to, 443));
    holds(text(line), new Whole(line.length(), Optional.of(route)));
  }

  @Test
  void ports_are_all_there_are() {
    assertThat(ProxyHeader.read(text("PROXY TCP4 192.0.2.1 192.0.2.2 0 65535\r\n")))
        .isEqualTo(
            new Whole(40, Optional.of(new Route(end("192.0.2.1", 0), end("192.0.2.2", 65535)))));
  }

  @Test
  void a_line_may_leave_the_ends_unknown() {
    holds(text("PROXY UNKNOWN\r\n"), new Whole(15, Optional.empty()));
    String longest = "PROXY UNKNOWN " + "f".repeat(91) + "\r\n";
    assertThat(longest).hasSize(107);
    holds(text(longest), new Whole(107, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY \r\n",
        "PROXY TCP4\r\n",
        "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n",
        "PROXY TCP4 192.0.2.1  192.0.2.2 1 2\r\n",
        "PROXY TCP4 2001:db8::1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 2001:db8::1 1 2\r\n",
        "PROXY TCP6 192.0.2.1 2001:db8::1 1 2\r\n",
        "PROXY TCP6 [2001:db8::1] 2001:db8::1 1 2\r\n",
        "PROXY TCP6 2001:db8::1 2001:db8::g 1 2\r\n",
        "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
        "PROXY TCP4 host.example 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 100000 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2  2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 a\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n\r\n",
      })
  void a_line_that_breaks_a_rule_is_refused(String line) {
    assertThat(ProxyHeader.read(text(line))).as(line).isInstanceOf(Malformed.class);
  }

  @Test
  void a_line_without_end_is_refused() {
    String begun = "PROXY UNKNOWN " + "f".repeat(92);
    assertThat(ProxyHeader.read(text(begun))).isEqualTo(new Incomplete());
    assertThat(ProxyHeader.read(text(begun + "\r\n"))).isInstanceOf(Malformed.class);
    assertThat(ProxyHeader.read(text(begun + "ff"))).isInstanceOf(Malformed.class);
  }

  @Test
  void a_block_names_both_ends() {
    Route four = new Route(end("192.0.2.1", 54321), end("203.0.113.7", 443));
    Route six = new Route(end("2001:db8::1", 54321), end("2001:db8::2", 443));
    holds(binary("2111000c" + FOUR), new Whole(28, Optional.of(four)));
    holds(binary("21110010" + FOUR + "04000100"), new Whole(32, Optional.of(four)));
    holds(binary("21210024" + SIX), new Whole(52, Optional.of(six)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20000000",
        "20110000",
        "20ff0001aa",
        "21000000",
        "21000002abcd",
        "21310000",
        "21320000",
        "21120000",
        "21220000"
      })
  void a_block_may_leave_the_ends_unknown(String block) {
    int size = 12 + block.length() / 2;
    holds(binary(block), new Whole(size, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11110000",
        "31110000",
        "22110000",
        "2f000000",
        "2111000b",
        "21210023",
        "21100000",
        "21130000",
        "21410000",
        "21010000",
        "20000ff1"
      })
  void a_block_that_breaks_a_rule_is_refused_at_once(String block) {
    assertThat(ProxyHeader.read(binary(block))).as(block).isInstanceOf(Malformed.class);
  }

  @Test
  void a_block_may_be_just_so_long() {
    byte[] whole = new byte[ProxyHeader.LONGEST];
    binary("20000ff0").get(whole, 0, 16);
    assertThat(ProxyHeader.read(ByteBuffer.wrap(whole)))
        .isEqualTo(new Whole(ProxyHeader.LONGEST, Optional.empty()));
    assertThat(ProxyHeader.read(ByteBuffer.wrap(whole, 0, ProxyHeader.LONGEST - 1)))
        .isEqualTo(new Incomplete());
  }

  @Test
  void what_can_be_no_header_is_refused_at_its_first_byte() {
    assertThat(ProxyHeader.read(text("G"))).isInstanceOf(Malformed.class);
    assertThat(ProxyHeader.read(text("\r\n\r\nG"))).isInstanceOf(Malformed.class);
    assertThat(ProxyHeader.read(text("PROXY\t"))).isInstanceOf(Malformed.class);
    assertThat(ProxyHeader.read(text("\u0016\u0003\u0001"))).isInstanceOf(Malformed.class);
  }
}
