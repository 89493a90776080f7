package io.godwit.cli;

import io.godwit.http.HttpDate;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether and when a transfer is tried again, as curl decides it. For one URL. */
final class Retrying {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Endurance options;
  private final long start = System.nanoTime();
  private int left;
  private Duration delay = Duration.ofSeconds(1);

  Retrying(Endurance options) {
    this.options = options;
    this.left = options.retries;
  }

  /**
   * How long to wait before the next attempt; nothing when there is none.
   *
   * @param failure of this attempt, if it has failed
   * @param response of this attempt, if there was one
   */
  Optional<Duration> next(@Nullable CommandFailure failure, Optional<Response> response) {
    if (left == 0 || !worthIt(failure, response)) {
      return Optional.empty();
    }
    Duration wait = wait(response);
    Duration most = options.retryTime;
    if (most != null && passed().plus(wait).compareTo(most) > 0) {
      return Optional.empty();
    }
    left--;
    return Optional.of(wait);
  }

  /** How many attempts are left. */
  int left() {
    return left;
  }

  private boolean worthIt(@Nullable CommandFailure failure, Optional<Response> response) {
    if (failure != null && failure.code() != ExitCode.STATUS) {
      return switch (failure.code()) {
        case TIMEOUT, RESOLVE -> true;
        case CONNECT -> options.retryAll || (options.retryRefused && refused(failure));
        default -> options.retryAll;
      };
    }
    return (failure != null && options.retryAll)
        || response.filter(head -> passing(head.status().code())).isPresent();
  }

  private static boolean refused(CommandFailure failure) {
    return failure.getCause() instanceof HttpFailure.Connect connect
        && String.valueOf(connect.getMessage()).contains("refused");
  }

  private static boolean passing(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private Duration wait(Optional<Response> response) {
    Optional<Duration> told =
        response.flatMap(head -> head.header("Retry-After")).flatMap(Retrying::retryAfter);
    if (told.isPresent()) {
      return told.get();
    }
    Duration fixed = options.retryDelay;
    if (fixed != null) {
      return fixed;
    }
    Duration wait = delay;
    delay = delay.compareTo(LONGEST.dividedBy(2)) > 0 ? LONGEST : delay.multipliedBy(2);
    return wait;
  }

  /** A number of seconds, or a date (RFC 9110 section 10.2.3); zero is none. */
  private static Optional<Duration> retryAfter(String value) {
    Instant now = Instant.now();
    Optional<Duration> wait;
    try {
      wait = Optional.of(Duration.ofSeconds(Integer.parseInt(value.strip())));
    } catch (NumberFormatException e) {
      wait = HttpDate.parse(value, now).map(then -> Duration.between(now, then));
    }
    return wait.filter(Duration::isPositive);
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
