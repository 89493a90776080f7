package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.cache.HttpCache;
import io.godwit.http.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bounded exchange may hold, and what it is for. */
final class ExchangeMemoryTest {
  @ParameterizedTest
  @CsvSource({
    "262144, 1856, 5568, 232, 1664, 26880",
    "524288, 4096, 12288, 512, 4096, 135168",
    "1048576, 4096, 12288, 512, 4096, 397312",
  })
  void the_limits_follow_from_the_bytes(
      int bytes, int startLine, int header, int fields, int trailers, long body) {
    Limits limits = new ExchangeMemory(bytes).within(Limits.defaults().withFields(1000));
    assertThat(limits)
        .isEqualTo(
            Limits.defaults()
                .withStartLine(startLine)
                .withHeaderSection(header)
                .withFields(fields)
                .withTrailerSection(trailers)
                .withBody(body));
  }

  @Test
  void limits_that_are_lower_stay() {
    Limits low =
        Limits.defaults()
            .withStartLine(100)
            .withHeaderSection(200)
            .withFields(3)
            .withTrailerSection(4)
            .withBody(5);
    assertThat(new ExchangeMemory(1 << 20).within(low)).isEqualTo(low);
  }

  @Test
  void the_least_is_enough_for_a_usual_head() {
    Limits limits = new ExchangeMemory(ExchangeMemory.LEAST).within(Limits.defaults());
    assertThat(limits.headerSection()).isGreaterThan(4 * 1024);
    assertThatThrownBy(() -> HttpClient.builder().memory(ExchangeMemory.LEAST - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("262144");
  }

  @Test
  void what_would_need_more_is_refused_when_it_is_asked_for() {
    HttpClientBuilder builder = HttpClient.builder().memory(1 << 20);
    try (HttpClient client = builder.build()) {
      CallBuilder call = client.get("http://a.test/");
      assertThat(call.bodyLimit(397_312).decompress(false)).isSameAs(call);
      assertThatThrownBy(() -> call.bodyLimit(397_313))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("397312");
      assertThatThrownBy(() -> call.decompress(true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("codings");
    }
    builder.cache(HttpCache.inMemory(1000));
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
  }
}
