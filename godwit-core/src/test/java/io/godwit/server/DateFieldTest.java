package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.net.Clock;
import io.godwit.tests.Row;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DateFieldTest {
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
  @Row("G31")
  void the_date_is_an_imf_fixdate_and_built_once_a_second() {
    ManualClock clock = new ManualClock();
    DateField date = new DateField(clock);
    Headers first = date.field();
    assertThat(first).isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    clock.advance(749_999_999);
    assertThat(date.field()).isSameAs(first);
    clock.advance(1);
    assertThat(date.field()).isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:38 GMT"));
    clock.advance(5_000_000_000L);
    assertThat(date.field()).isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:43 GMT"));
  }
}
