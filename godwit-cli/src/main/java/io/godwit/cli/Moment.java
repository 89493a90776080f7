package io.godwit.cli;

import io.godwit.http.HttpDate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** A date as {@code -z} takes it. */
final class Moment {
  private Moment() {}

  /** A field that asks for content of before or after a date. */
  record Condition(String field, String date) {}

  /**
   * What that asks for.
   *
   * @param text a date of HTTP, one such as {@code 2026-11-21} or {@code 2026-11-21T12:00:00Z}, or
   *     a file; a hyphen in front turns it round
   * @throws CommandFailure when it is neither
   */
  static Condition condition(String text) throws CommandFailure {
    boolean unmodified = text.startsWith("-");
    String date = unmodified ? text.substring(1) : text;
    Instant moment = parse(date).or(() -> ofFile(date)).orElseThrow(() -> none(date));
    return new Condition(
        unmodified ? "If-Unmodified-Since" : "If-Modified-Since", HttpDate.format(moment));
  }

  private static CommandFailure none(String text) {
    return Option.wrong("-z is a date or a file, not '" + text + "'");
  }

  private static Optional<Instant> parse(String text) {
    Optional<Instant> http = HttpDate.parse(text, Instant.now());
    if (http.isPresent()) {
      return http;
    }
    try {
      return Optional.of(
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> ofFile(String name) {
    try {
      return Optional.of(Files.getLastModifiedTime(Path.of(name)).toInstant());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
