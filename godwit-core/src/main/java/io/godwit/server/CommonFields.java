package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.net.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields that the server adds to responses: Date (RFC 9110 section 6.6.1), Server if there is
 * to be one, and the Content-Type of the content. They are built once a second and not per message.
 * Thread-safe: two threads may build the same second's fields, and one of the two is kept.
 */
final class CommonFields {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final long SECOND = 1_000_000_000L;

  private final Clock clock;
  private final Headers server;
  private volatile Second second;

  /** What is the same for a second: the date, and whole sections for the commonest responses. */
  private record Second(Headers date, Headers plain, Headers text, Headers json, long until) {}

  /**
   * Fields of one server.
   *
   * @param server the Server field, or nothing
   */
  CommonFields(Clock clock, Headers server) {
    this.clock = clock;
    this.server = server;
    this.second = build();
  }

  /**
   * The fields of a response, complete: what it has of its own stays as it is.
   *
   * @param own fields the handler has set
   * @param type of the content, if it is known
   */
  Headers complete(Headers own, Optional<MediaType> type) {
    Second now = second();
    if (!own.isEmpty()) {
      return added(now, own, type);
    }
    if (type.isEmpty()) {
      return now.plain();
    }
    if (type.get().equals(MediaType.TEXT_PLAIN_UTF_8)) {
      return now.text();
    }
    return type.get().equals(MediaType.JSON)
        ? now.json()
        : now.plain().withAdded("Content-Type", type.get().toString());
  }

  private Headers added(Second now, Headers own, Optional<MediaType> type) {
    Headers.Builder fields = own.toBuilder();
    if (!own.has("Date")) {
      fields.addAll(now.date());
    }
    if (!server.isEmpty() && !own.has("Server")) {
      fields.addAll(server);
    }
    if (type.isPresent() && !own.has("Content-Type")) {
      fields.add("Content-Type", type.get().toString());
    }
    return fields.build();
  }

  private Second second() {
    Second current = second;
    if (clock.nanos() >= current.until()) {
      current = build();
      second = current;
    }
    return current;
  }

  /** Valid up to the next full second of the wall clock, told by the monotonic one. */
  private Second build() {
    Instant wall = clock.wall();
    long intoSecond = wall.truncatedTo(ChronoUnit.SECONDS).until(wall, ChronoUnit.NANOS);
    long until = Clock.after(clock.nanos(), SECOND - intoSecond);
    Headers date = Headers.of("Date", IMF_FIXDATE.format(wall));
    Headers plain = date.toBuilder().addAll(server).build();
    return new Second(
        date,
        plain,
        plain.withAdded("Content-Type", MediaType.TEXT_PLAIN_UTF_8.toString()),
        plain.withAdded("Content-Type", MediaType.JSON.toString()),
        until);
  }
}
