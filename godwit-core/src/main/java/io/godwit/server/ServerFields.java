package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.http.Version;
import io.godwit.net.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server adds to the fields of its responses: the Date (RFC 9110 section 6.6.1), its name,
 * and what the content says of itself. Built once a second for the usual responses, which have no
 * fields of their own, and not per message. Thread-safe: two threads may build the same second's
 * fields, and those of one are kept.
 */
final class ServerFields {
  private static final long SECOND = 1_000_000_000L;
  private static final Headers TEXT =
      Headers.of("Content-Type", MediaType.TEXT_PLAIN_UTF_8.toString());
  private static final Headers JSON = Headers.of("Content-Type", MediaType.JSON.toString());

  private final Clock clock;
  private final Headers name;
  private volatile Second second;

  /** Valid up to a time of the clock. */
  private record Second(Headers date, Headers bare, Headers text, Headers json, long until) {
    /** The fields of a response that has none of its own; null for an unusual type. */
    @Nullable Headers usual(Optional<MediaType> type) {
      if (type.isEmpty()) {
        return bare;
      }
      if (type.get().equals(MediaType.TEXT_PLAIN_UTF_8)) {
        return text;
      }
      return type.get().equals(MediaType.JSON) ? json : null;
    }
  }

  /**
   * With a name for each response that has none.
   *
   * @param name the field {@code Server} alone, or nothing
   */
  ServerFields(Clock clock, Headers name) {
    this.clock = clock;
    this.name = name;
    this.second = build();
  }

  /**
   * All fields of that response, to a client of that version.
   *
   * @param now of the server's {@link Clock#nanos()}
   */
  Headers of(Response response, Version version, long now) {
    Second current = current(now);
    Headers own = response.headers();
    Body body = response.body();
    List<String> trailers = version == Version.HTTP_1_1 ? body.trailerNames() : List.of();
    Optional<MediaType> type = body.type();
    Headers usual = own.isEmpty() && trailers.isEmpty() ? current.usual(type) : null;
    if (usual != null) {
      return usual;
    }
    Headers.Builder fields = own.toBuilder();
    if (!own.has("Date")) {
      fields.addAll(current.date());
    }
    if (!own.has("Server")) {
      fields.addAll(name);
    }
    if (!trailers.isEmpty() && !own.has("Trailer")) {
      fields.add("Trailer", String.join(", ", trailers));
    }
    if (type.isPresent() && !own.has("Content-Type")) {
      fields.addAll(field(type.get()));
    }
    return fields.build();
  }

  private Second current(long now) {
    Second current = second;
    if (now >= current.until()) {
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
    Headers date = Headers.of("Date", HttpDate.format(wall));
    Headers bare = date.toBuilder().addAll(name).build();
    Headers text = bare.toBuilder().addAll(TEXT).build();
    Headers json = bare.toBuilder().addAll(JSON).build();
    return new Second(date, bare, text, json, until);
  }

  private static Headers field(MediaType type) {
    if (type.equals(MediaType.TEXT_PLAIN_UTF_8)) {
      return TEXT;
    }
    return type.equals(MediaType.JSON) ? JSON : Headers.of("Content-Type", type.toString());
  }
}
