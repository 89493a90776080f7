package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Origins, and how they are written. */
final class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "https, h, 443, https://h",
    "https, h, 80, https://h:80",
    "http, h, 80, http://h",
    "http, h, 443, http://h:443",
    "ws, h, 80, ws://h",
    "wss, h, 443, wss://h",
    "wss, h, 80, wss://h:80",
    "https, 2001:db8::1, 443, https://[2001:db8::1]",
    "https, 2001:db8::1, 8443, https://[2001:db8::1]:8443",
    "http, ::1, 80, http://[::1]",
    "ftp, h, -1, ftp://h",
    "ftp, h, 21, ftp://h:21",
    "http, h, 0, http://h:0",
  })
  void an_origin_is_written_without_a_port_that_its_scheme_means(
      String scheme, String host, int port, String text) {
    assertThat(new Origin(scheme, host, port)).hasToString(text);
  }

  @Test
  void an_origin_is_scheme_and_host_and_port_and_nothing_else() {
    Origin origin = Uri.of("https://u@H/a?b#c").origin();

    assertThat(origin).isEqualTo(Uri.of("https://h:443/x").origin());
    assertThat(origin).isNotEqualTo(Uri.of("http://h:443/").origin());
    assertThat(origin).isNotEqualTo(Uri.of("https://h:444/").origin());
    assertThat(origin).isNotEqualTo(Uri.of("https://a.h/").origin());
    assertThat(origin).isNotEqualTo(Uri.of("https://h./").origin());
  }
}
