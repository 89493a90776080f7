package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingTest {
  private static final Duration MINUTE = Duration.ofMillis(60_999);

  @Test
  @Row("P55")
  void directives_are_written_as_they_were_said() {
    assertThat(Caching.noStore()).hasToString("no-store");
    assertThat(Caching.noCache().unshared().noTransform())
        .hasToString("no-cache, private, no-transform");
    assertThat(Caching.maxAge(MINUTE).shared().sharedMaxAge(Duration.ZERO).immutable())
        .hasToString("max-age=60, public, s-maxage=0, immutable");
    assertThat(Caching.maxAge(MINUTE).mustRevalidate().proxyRevalidate())
        .hasToString("max-age=60, must-revalidate, proxy-revalidate");
    assertThat(Caching.maxAge(MINUTE).staleWhileRevalidate(MINUTE).staleIfError(MINUTE))
        .hasToString("max-age=60, stale-while-revalidate=60, stale-if-error=60");
  }

  @Test
  void what_is_said_again_takes_the_place_of_what_was_said() {
    assertThat(Caching.noCache().shared().unshared()).hasToString("no-cache, private");
    assertThat(Caching.noCache().unshared().shared()).hasToString("no-cache, public");
    assertThat(Caching.noCache().sharedMaxAge(MINUTE).sharedMaxAge(Duration.ofHours(1)))
        .hasToString("no-cache, s-maxage=3600");
    Duration before = Duration.ofSeconds(-1);
    assertThatThrownBy(() -> Caching.maxAge(before)).isInstanceOf(InvalidMessage.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Accept, Accept",
    "Origin, Accept, 'Origin, Accept'",
    "'Origin, accept', Accept, 'Origin, accept'",
    "*, Accept, *",
    "'Origin, *', Accept, 'Origin, *'"
  })
  @Row("P55")
  void vary_names_a_field_once(String before, String name, String after) {
    Headers headers = before.isEmpty() ? Headers.empty() : Headers.of("Vary", before);
    assertThat(headers.withVary(name).combined("Vary")).contains(after);
    assertThat(headers.withVary(name).withVary(name).combined("Vary")).contains(after);
    assertThatThrownBy(() -> Headers.empty().withVary("a b")).isInstanceOf(InvalidMessage.class);
  }
}
