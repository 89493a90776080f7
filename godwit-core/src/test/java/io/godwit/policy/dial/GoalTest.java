package io.godwit.policy.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoalTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "[fe80::1], fe80::1",
    "2001:DB8::F, 2001:db8::f",
    "::192.0.2.1, ::c000:201"
  })
  void the_address_of_a_literal_is_known(String host, String address) {
    assertThat(Goal.of(host, 81, false).address())
        .contains(new InetSocketAddress(InetAddress.ofLiteral(address), 81));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "1.2.3.4.example",
        "256.1.1.1",
        "1.2.3.4.5",
        "1..2",
        "abcd",
        "::g",
        ":::",
        "12345::",
        "fe80::1%1",
        "fe80::1%eth0",
        "[::1",
        "::1]"
      })
  void the_address_of_anything_else_is_not_known(String host) {
    assertThat(Goal.of(host, 80, false).address()).isEmpty();
  }

  @Test
  void a_fixed_address_comes_before_a_literal() {
    var fixed = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 8080);
    Goal goal = new Goal("127.0.0.1", Optional.of(fixed), 80, true);
    assertThat(goal.address()).contains(fixed);
    assertThat(goal.where()).isEqualTo("127.0.0.1:80");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example:443",
    "127.0.0.1, 127.0.0.1:443",
    "::1, [::1]:443",
    "[::1], [::1]:443",
    "[2001:0DB8::0001], [2001:db8::1]:443",
    "fe80::1%eth0, [fe80::1%eth0]:443",
    "[::1, [[::1]:443"
  })
  void where_it_is_reads_as_in_a_url(String host, String where) {
    assertThat(Goal.of(host, 443, true).where()).isEqualTo(where);
  }

  @Test
  void where_a_socket_file_is_is_its_path() {
    var fixed = UnixDomainSocketAddress.of("/run/app.sock");
    assertThat(new Goal("localhost", Optional.of(fixed), 80, false).where())
        .isEqualTo("/run/app.sock");
  }

  @Test
  void a_host_is_not_empty() {
    assertThatThrownBy(() -> Goal.of("", 80, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the host is empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void a_port_has_sixteen_bits(int port) {
    assertThatThrownBy(() -> Goal.of("a.example", port, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port " + port + " is not within 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_535})
  void the_first_and_the_last_port_are_taken(int port) {
    assertThat(Goal.of("a.example", port, false).port()).isEqualTo(port);
  }
}
