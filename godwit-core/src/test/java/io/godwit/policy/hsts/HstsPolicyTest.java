package io.godwit.policy.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6797 section 6.1, with the examples of 6.2. */
final class HstsPolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "max-age=31536000                         | 31536000 | false",
        "max-age=15768000 ; includeSubDomains     | 15768000 | true",
        "max-age=\"31536000\"                     | 31536000 | false",
        "max-age=0                                | 0        | false",
        "max-age=0; includeSubDomains             | 0        | true",
        "includeSubDomains; max-age=10            | 10       | true",
        "INCLUDESUBDOMAINS;MAX-AGE=10             | 10       | true",
        "  max-age  =  10  ;  includeSubDomains   | 10       | true",
        "max-age=10;                              | 10       | false",
        ";;max-age=10;;;includeSubDomains;;       | 10       | true",
        "max-age=10; preload                      | 10       | false",
        "max-age=10; x=y; z=\"a;b\\\"=\"; w        | 10       | false",
        "max-age=10; x=\"\"                       | 10       | false",
        "max-age=\"1\\0\"                         | 10       | false",
        "max-age=0010                             | 10       | false",
        "max-age=000                              | 0        | false",
        "max-age=3153600000                       | 3153600000 | false",
        "max-age=3153600001                       | 3153600000 | false",
        "max-age=99999999999                      | 3153600000 | false",
        "max-age=99999999999999999999999999999999 | 3153600000 | false",
      })
  void what_is_said_as_the_rfc_says_counts(String value, long seconds, boolean below) {
    assertThat(HstsPolicy.parse(value))
        .contains(new HstsPolicy(Duration.ofSeconds(seconds), below));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "includeSubDomains",
        "max-age",
        "max-age=",
        "max-age=;",
        "max-age=\"\"",
        "max-age=-1",
        "max-age=+1",
        "max-age=1.5",
        "max-age=1s",
        "max-age=1 2",
        "max-age=\"1",
        "max-age=\"1\\",
        "max-age=\"1\"2",
        "max-age=\" 1\"",
        "max-age=10; max-age=10",
        "max-age=10; MAX-AGE=20",
        "max-age=10; includeSubDomains; includesubdomains",
        "max-age=10; includeSubDomains=1",
        "max-age=10; includeSubDomains=",
        "max-age=10; x=1; X=2",
        "max-age=10, includeSubDomains",
        "max-age=10 includeSubDomains",
        "max-age=10; =x",
        "max-age=10; \"x\"",
        "max-age=10; x=\"y\" z",
        "max-age=10; x=",
        "max-age=10; x=;",
        "max-age=10; x/y",
        "max-age=10; (",
      })
  void anything_else_is_ignored_as_a_whole(String value) {
    assertThat(HstsPolicy.parse(value)).isEmpty();
  }
}
