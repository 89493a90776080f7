package io.godwit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts a certificate is for. */
final class CertificateNamesTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, true",
    "Example.ORG, example.org, true",
    "example.org, www.example.org, false",
    "www.example.org, example.org, false",
    "example.org, example.org.evil.test, false",
    "*.example.org, www.example.org, true",
    "*.EXAMPLE.org, www.example.org, true",
    "*.example.org, example.org, false",
    "*.example.org, .example.org, false",
    "*.example.org, a.b.example.org, false",
    "*.a.example.org, b.example.org, false",
    "*.org, example.org, false",
    "*., example., false",
    "*, localhost, false",
    "*, example.org, false",
    "w*.example.org, www.example.org, false",
    "*w.example.org, www.example.org, false",
    "www.*.org, www.example.org, false",
    "xn--fa-hia.de, xn--fa-hia.de, true",
    "'example.org\0.evil.test', example.org, false",
    "'', example.org, false",
    "1.2.3.4, 1.2.3.4, false",
    "*.2.3.4, 1.2.3.4, false",
  })
  void a_dns_name_covers_a_host_or_not(String name, String host, boolean covers) {
    assertThat(new CertificateNames(List.of(name), List.of()).cover(host)).isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "0:0:0:0:0:0:0:1, ::1, true",
    "2001:db8:0:0:0:0:0:1, 2001:DB8::1, true",
    "::1, ::2, false",
    "127.0.0.1, localhost, false",
    "not an address, 127.0.0.1, false",
    "example.org, example.org, false",
  })
  void an_address_covers_a_literal_or_not(String address, String host, boolean covers) {
    assertThat(new CertificateNames(List.of(), List.of(address)).cover(host)).isEqualTo(covers);
  }

  @Test
  void any_of_several_names_is_enough() {
    CertificateNames names = new CertificateNames(List.of("a.test", "b.test"), List.of("::1"));
    assertThat(List.of("a.test", "b.test", "::1")).allMatch(names::cover);
    assertThat(names.cover("c.test")).isFalse();
    assertThat(names).hasToString("a.test, b.test, ::1");
  }

  @Test
  void no_names_cover_nothing() {
    assertThat(new CertificateNames(List.of(), List.of()).cover("localhost")).isFalse();
  }

  @Test
  void many_names_are_shown_in_part() {
    CertificateNames names = new CertificateNames(Collections.nCopies(9, "a"), List.of("::1"));
    assertThat(names).hasToString("a, a, a, a, a, a, a, a and 2 more");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, true",
    "::1, true",
    "web1, false",
    "localhost, false",
    "1.example, false",
    "'', false",
    "a:b, false",
  })
  void a_literal_is_told_from_a_name_without_asking_anyone(String host, boolean literal) {
    assertThat(CertificateNames.address(host) != null).isEqualTo(literal);
  }
}
