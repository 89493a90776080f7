package io.godwit.policy.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NameOverridesTest {
  @Row("T44")
  @Test
  void a_host_is_elsewhere_at_every_port_or_at_one() {
    NameOverrides names =
        NameOverrides.none()
            .with("a.example", "192.0.2.1", "::1")
            .with("a.example", 443, "192.0.2.2:8443", "[::2]:8443")
            .with("a.example", 8080, "192.0.2.3");
    assertThat(names.find("a.example", 80)).containsExactly(at("192.0.2.1", 80), at("::1", 80));
    assertThat(names.find("a.example", 443))
        .containsExactly(at("192.0.2.2", 8443), at("::2", 8443));
    assertThat(names.find("a.example", 8080)).containsExactly(at("192.0.2.3", 8080));
    assertThat(names.find("b.example", 80)).isEmpty();
    assertThat(names.find("www.a.example", 80)).isEmpty();
    assertThat(NameOverrides.none().find("a.example", 80)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "A.Example, a.example",
    "a.example., a.example",
    "a.example, a.example.",
    "bücher.example, xn--bcher-kva.example",
    "192.0.2.9, 192.0.2.9",
    "::1, [::1]",
    "[0:0::1], ::1"
  })
  void a_host_is_the_same_however_it_is_written(String said, String asked) {
    assertThat(NameOverrides.none().with(said, "192.0.2.1").find(asked, 80))
        .containsExactly(at("192.0.2.1", 80));
  }

  @Test
  void what_is_said_last_counts() {
    NameOverrides names =
        NameOverrides.none().with("a.example", "192.0.2.1").with("A.EXAMPLE", "192.0.2.2");
    assertThat(names.find("a.example", 80)).containsExactly(at("192.0.2.2", 80));
    assertThat(names).isEqualTo(NameOverrides.none().with("a.example", "192.0.2.2"));
    assertThat(names).hasSameHashCodeAs(NameOverrides.none().with("a.example", "192.0.2.2"));
    assertThat(names).isNotEqualTo(NameOverrides.none()).isNotEqualTo("a.example");
    assertThat(names).hasToString("1 overrides");
  }

  @Test
  void addresses_may_be_values() {
    var there = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 8443);
    NameOverrides names = NameOverrides.none().with("a.example", 443, List.of(there));
    assertThat(names.find("a.example", 443)).containsExactly(there);
    var name = InetSocketAddress.createUnresolved("b.example", 443);
    assertThatThrownBy(() -> NameOverrides.none().with("a.example", 443, List.of(name)))
        .isInstanceOf(IllegalArgumentException.class);
    var noPort = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
    assertThatThrownBy(() -> NameOverrides.none().with("a.example", 443, List.of(noPort)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "b.example:80",
        "192.0.2.1:",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        "192.0.2.1:99999999999",
        "192.0.2.1:8a",
        "192.0.2.1:-1",
        "192.0.2.1:80:80",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]:",
        "[::1]80",
        "::1%1",
        "192.0.2.1/32",
      })
  void what_is_no_address_is_refused(String address) {
    assertThatThrownBy(() -> NameOverrides.none().with("a.example", address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_last_port_is_one() {
    assertThat(NameOverrides.none().with("a.example", "192.0.2.1:65535").find("a.example", 1))
        .containsExactly(at("192.0.2.1", 65535));
    assertThat(
            NameOverrides.none().with("a.example", 65535, "192.0.2.1:1").find("a.example", 65535))
        .containsExactly(at("192.0.2.1", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.example:80",
        "a.example:81",
        "[::1]:81",
        "a@b",
        "a/b",
        "a?b",
        "a b",
        "a#b",
        "1.2"
      })
  void what_is_no_host_is_refused(String host) {
    assertThatThrownBy(() -> NameOverrides.none().with(host, "192.0.2.1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_host_without_addresses_and_a_port_that_is_none_are_refused() {
    assertThatThrownBy(() -> NameOverrides.none().with("a.example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NameOverrides.none().with("a.example", 0, "192.0.2.1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NameOverrides.none().with("a.example", 65536, "192.0.2.1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
