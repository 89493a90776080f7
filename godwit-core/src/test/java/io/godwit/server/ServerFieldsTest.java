package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.http.Version;
import io.godwit.net.Clock;
import io.godwit.tests.Row;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerFieldsTest {
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
    ServerFields fields = new ServerFields(clock, Headers.empty());
    Headers first = of(fields, clock, Response.of(204));
    assertThat(first).isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    clock.advance(749_999_999);
    assertThat(of(fields, clock, Response.of(204))).isSameAs(first);
    clock.advance(1);
    assertThat(of(fields, clock, Response.of(204)))
        .isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:38 GMT"));
    clock.advance(5_000_000_000L);
    assertThat(of(fields, clock, Response.of(204)))
        .isEqualTo(Headers.of("Date", "Sun, 06 Nov 1994 08:49:43 GMT"));
  }

  private static Headers of(ServerFields fields, Clock clock, Response response) {
    return fields.of(response, Version.HTTP_1_1, clock.nanos());
  }

  /** Whatever a response says itself stands; the rest is added, in the same way for all. */
  @Test
  void what_a_response_leaves_out_is_added() {
    ManualClock clock = new ManualClock();
    ServerFields fields = new ServerFields(clock, Headers.of("Server", "s"));
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    MediaType html = MediaType.of("text/html");
    List<Body> contents =
        List.of(
            Body.empty(),
            Body.text("t"),
            Body.bytes(new byte[1]).withType(MediaType.JSON),
            Body.bytes(new byte[1]).withType(html));
    for (Body content : contents) {
      Headers type =
          content.type().map(t -> Headers.of("Content-Type", t.toString())).orElse(Headers.empty());
      assertThat(of(fields, clock, Response.ok(content)))
          .isEqualTo(Headers.of("Date", date, "Server", "s").toBuilder().addAll(type).build());
      assertThat(of(fields, clock, Response.ok(content).withHeader("X", "y")))
          .isEqualTo(
              Headers.of("X", "y", "Date", date, "Server", "s").toBuilder().addAll(type).build());
      Headers own = Headers.of("Server", "mine", "Content-Type", "a/b", "Date", "then");
      assertThat(of(fields, clock, Response.ok(content).withHeaders(own))).isEqualTo(own);
    }
  }
}
