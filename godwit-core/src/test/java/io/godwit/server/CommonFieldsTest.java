package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.net.Clock;
import io.godwit.tests.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommonFieldsTest {
  /** A clock that a test sets. */
  private static final class ManualClock implements Clock {
    private Instant wall = Instant.parse("1994-11-06T08:49:37.250Z");
    private long nanos = 1000;

    @Override
    public Instant wall() {
      return wall;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    void advance(long more) {
      wall = wall.plusNanos(more);
      nanos += more;
    }
  }

  @Test
  void what_a_response_has_of_its_own_stays_and_the_rest_is_added() {
    CommonFields fields = new CommonFields(new ManualClock(), Headers.of("Server", "godwit"));
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    Optional<MediaType> html = Optional.of(MediaType.of("text/html"));
    assertThat(fields.complete(Headers.empty(), html))
        .isEqualTo(Headers.of("Date", date, "Server", "godwit", "Content-Type", "text/html"));
    assertThat(fields.complete(Headers.of("A", "1"), html))
        .isEqualTo(
            Headers.of("A", "1", "Date", date, "Server", "godwit", "Content-Type", "text/html"));
    Headers own = Headers.of("date", "x", "server", "y", "content-type", "a/b");
    assertThat(fields.complete(own, html)).isEqualTo(own);
    for (MediaType type : List.of(MediaType.JSON, MediaType.TEXT_PLAIN_UTF_8)) {
      assertThat(fields.complete(Headers.empty(), Optional.of(type)).first("Content-Type"))
          .contains(type.toString());
      assertThat(fields.complete(own, Optional.of(type))).isEqualTo(own);
    }
  }

  @Test
  @Row("G31")
  void the_date_is_an_imf_fixdate_and_built_once_a_second() {
    ManualClock clock = new ManualClock();
    CommonFields fields = new CommonFields(clock, Headers.empty());
    Headers first = fields.complete(Headers.empty(), Optional.empty());
    assertThat(first).isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    clock.advance(749_999_999);
    assertThat(fields.complete(Headers.empty(), Optional.empty())).isSameAs(first);
    clock.advance(1);
    assertThat(fields.complete(Headers.empty(), Optional.empty()))
        .isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:38 GMT"));
    clock.advance(5_000_000_000L);
    assertThat(fields.complete(Headers.empty(), Optional.empty()))
        .isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:43 GMT"));
  }
}
