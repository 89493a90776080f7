package io.godwit.policy.cache;

import io.godwit.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How long a stored response may be used (RFC 9111 section 4.2.1) and how old it is (section
 * 4.2.3).
 *
 * @param lifetime for how long it is fresh
 * @param age since the origin made or confirmed it
 */
public record Freshness(Duration lifetime, Duration age) {
  /** Of the time since the last modification; what RFC 9111 section 4.2.2 calls typical. */
  private static final int HEURISTIC_PART = 10;

  /** The longest that a response without a word about it is taken for fresh. */
  static final Duration HEURISTIC_MOST = Duration.ofDays(1);

  /** Statuses that may be kept without a word about it (RFC 9110 section 15.1), but for 206. */
  private static final Set<Integer> HEURISTIC_STATUSES =
      Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

  /** The freshness of that response at that time. */
  public static Freshness of(StoredResponse stored, Instant now) {
    return new Freshness(lifetime(stored), age(stored, now));
  }

  /** Whether it may be used without asking. */
  public boolean fresh() {
    return lifetime.compareTo(age) > 0;
  }

  /** For how many seconds more it is fresh; negative when it is stale. */
  public long ttl() {
    return lifetime.minus(age).toSeconds();
  }

  /** Whether it became stale no longer ago than that; also when it is fresh. */
  public boolean staleFor(OptionalLong seconds) {
    return seconds.isPresent()
        && age.minus(lifetime).compareTo(Duration.ofSeconds(seconds.getAsLong())) <= 0;
  }

  /** Whether a response of that status may be stored though nothing says how long. */
  static boolean heuristic(int status) {
    return HEURISTIC_STATUSES.contains(status);
  }

  private static Duration lifetime(StoredResponse stored) {
    CacheControl control = CacheControl.of(stored.headers());
    OptionalLong maxAge = control.maxAge();
    if (maxAge.isPresent()) {
      return Duration.ofSeconds(maxAge.getAsLong());
    }
    List<String> expires = stored.headers().all("Expires");
    if (!expires.isEmpty()) {
      return untilExpiry(stored, expires);
    }
    boolean guess = control.isPublic() || heuristic(stored.head().status().code());
    return guess ? guessed(stored) : Duration.ZERO;
  }

  /** Section 5.3: what is no date, such as "0", is in the past; so are dates that differ. */
  private static Duration untilExpiry(StoredResponse stored, List<String> expires) {
    boolean disputed = expires.stream().distinct().count() > 1;
    Instant date = stored.date();
    Instant until = disputed ? date : stored.moment("Expires").orElse(date);
    return notNegative(Duration.between(date, until));
  }

  private static Duration guessed(StoredResponse stored) {
    Instant date = stored.date();
    Instant modified = stored.moment("Last-Modified").orElse(date);
    Duration part = notNegative(Duration.between(modified, date)).dividedBy(HEURISTIC_PART);
    return part.compareTo(HEURISTIC_MOST) < 0 ? part : HEURISTIC_MOST;
  }

  private static Duration age(StoredResponse stored, Instant now) {
    Duration apparent = notNegative(Duration.between(stored.date(), stored.responseTime()));
    Duration delay = notNegative(Duration.between(stored.requestTime(), stored.responseTime()));
    Duration corrected = Duration.ofSeconds(ageField(stored.headers())).plus(delay);
    Duration initial = apparent.compareTo(corrected) > 0 ? apparent : corrected;
    return initial.plus(notNegative(Duration.between(stored.responseTime(), now)));
  }

  /** Section 5.1: the first member counts; what is no number is ignored. */
  private static long ageField(Headers headers) {
    List<String> members = FieldList.elements(headers.first("Age").orElse(""));
    return members.isEmpty() ? 0 : Math.max(0, CacheControl.deltaSeconds(members.getFirst()));
  }

  /** A clock that was set back makes nothing younger than new. */
  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
