package io.godwit.policy.retry;

import io.godwit.http.Entropy;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is tried again, how often and when. Off unless a client is given one.
 *
 * <pre>{@code
 * RetryPolicy patient =
 *     RetryPolicy.standard().withAttempts(5).withDelays(Duration.ofMillis(500), Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>Tried again are failures to look up a name, to connect and to shake hands (but no certificate
 * that was refused), their timeouts, a lost connection, and the statuses of {@code statuses}. A
 * request that the server may have acted on is only sent again when its method is idempotent (RFC
 * 9110 section 9.2.2), when it has an {@code Idempotency-Key}, or when {@code anyMethod} says so;
 * never when its body is gone.
 *
 * <p>Before the n-th retry passes a random time up to {@code firstDelay} × 2ⁿ⁻¹, at most {@code
 * longestDelay} ("full jitter"), so that clients who failed together do not come back together. A
 * {@code Retry-After} of the server comes on top; when it is longer than {@code longestRetryAfter},
 * or than the time that the call has left, the response stands.
 *
 * @param attempts how often in all, from 1, which is no retry, to 100
 * @param firstDelay the longest wait before the first retry
 * @param longestDelay the longest wait before any
 * @param longestRetryAfter the longest {@code Retry-After} that is followed
 * @param statuses which are tried again, of 400 to 599
 * @param anyMethod whether methods that are not idempotent are tried again as well
 * @param burst how many retries all calls of a client may make at once
 * @param perSecond how many a second in the long run
 */
public record RetryPolicy(
    int attempts,
    Duration firstDelay,
    Duration longestDelay,
    Duration longestRetryAfter,
    Set<Integer> statuses,
    boolean anyMethod,
    int burst,
    double perSecond) {
  private static final int MOST_ATTEMPTS = 100;
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final RetryPolicy STANDARD =
      new RetryPolicy(
          3,
          Duration.ofMillis(200),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Set.of(408, 429, 502, 503, 504),
          false,
          20,
          2);
  private static final RetryPolicy NONE = STANDARD.withAttempts(1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public RetryPolicy {
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("attempts are from 1 to 100: " + attempts);
    }
    requireTime(firstDelay);
    requireTime(longestDelay);
    requireTime(longestRetryAfter);
    statuses = Set.copyOf(statuses);
    for (int status : statuses) {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("not a status of an error: " + status);
      }
    }
    RetryBudget.of(burst, perSecond, 0);
  }

  /** Nothing is tried again. */
  public static RetryPolicy none() {
    return NONE;
  }

  /**
   * Three attempts; 200 ms, doubled, up to 10 s; a Retry-After of up to 30 s; the statuses 408,
   * 429, 502, 503 and 504; idempotent requests only; 20 retries at once, then 2 a second.
   */
  public static RetryPolicy standard() {
    return STANDARD;
  }

  /** A copy with another number of attempts, the first one included. */
  public RetryPolicy withAttempts(int number) {
    return new RetryPolicy(
        number, firstDelay, longestDelay, longestRetryAfter, statuses, anyMethod, burst, perSecond);
  }

  /** A copy with other waits. */
  public RetryPolicy withDelays(Duration first, Duration longest) {
    return new RetryPolicy(
        attempts, first, longest, longestRetryAfter, statuses, anyMethod, burst, perSecond);
  }

  /** A copy that follows the server's Retry-After up to that; zero follows none. */
  public RetryPolicy withLongestRetryAfter(Duration longest) {
    return new RetryPolicy(
        attempts, firstDelay, longestDelay, longest, statuses, anyMethod, burst, perSecond);
  }

  /** A copy that tries these statuses again, and no others. */
  public RetryPolicy withStatuses(int... codes) {
    Set<Integer> set = Arrays.stream(codes).boxed().collect(Collectors.toCollection(TreeSet::new));
    return new RetryPolicy(
        attempts, firstDelay, longestDelay, longestRetryAfter, set, anyMethod, burst, perSecond);
  }

  /**
   * A copy that also sends requests again that are not idempotent, though the server may have acted
   * on them already: for calls where doing it twice does no harm.
   */
  public RetryPolicy withAnyMethod(boolean yes) {
    return new RetryPolicy(
        attempts, firstDelay, longestDelay, longestRetryAfter, statuses, yes, burst, perSecond);
  }

  /** A copy with another budget: so many retries at once, so many a second in the long run. */
  public RetryPolicy withBudget(int atOnce, double inASecond) {
    return new RetryPolicy(
        attempts,
        firstDelay,
        longestDelay,
        longestRetryAfter,
        statuses,
        anyMethod,
        atOnce,
        inASecond);
  }

  /** Whether anything is tried again at all. */
  public boolean on() {
    return attempts > 1;
  }

  /** The full budget to begin with. */
  public RetryBudget budget(long now) {
    return RetryBudget.of(burst, perSecond, now);
  }

  /**
   * Judges an exchange whose outcome is a failure, or a response whatever its status.
   *
   * @param budget of the client; a token is taken when the answer is to try again
   */
  public RetryDecision judge(Trial trial, Cell<RetryBudget> budget, Entropy entropy, Now now) {
    Optional<String> against = against(trial);
    if (against.isPresent()) {
      return new RetryDecision.Stand(against.get());
    }
    Optional<Duration> asked = asked(trial, now);
    if (asked.isPresent() && asked.get().compareTo(longestRetryAfter) > 0) {
      return new RetryDecision.Stand("the server asks for a longer wait than is allowed");
    }
    long wait = asked.map(Duration::toNanos).orElse(0L) + jitter(trial.number(), entropy);
    if (trial.deadline() - now.nanos() <= wait) {
      return new RetryDecision.Stand("no time is left to try again");
    }
    if (!budget.update(held -> held.spend(now.nanos())).granted()) {
      return new RetryDecision.Stand("the retry budget is used up");
    }
    return new RetryDecision.Retry(now.nanos() + wait, what(trial));
  }

  /** What is against another attempt, whatever the time and the budget. */
  private Optional<String> against(Trial trial) {
    if (trial.number() >= attempts) {
      return Optional.of(
          on() ? "that was the last of " + attempts + " attempts" : "retries are off");
    }
    if (!passing(trial.outcome())) {
      return Optional.of("trying again would not help");
    }
    if (!harmless(trial)) {
      return Optional.of("the server may have acted on the request, which is not idempotent");
    }
    if (trial.bodyTouched() && !trial.request().body().canReplay()) {
      return Optional.of("the body of the request cannot be sent again");
    }
    return Optional.empty();
  }

  /** Whether the next attempt may well have another outcome. */
  private boolean passing(Trial.Outcome outcome) {
    return switch (outcome) {
      case Trial.Outcome.Answered(Response head) -> statuses.contains(head.status().code());
      case Trial.Outcome.Failed(HttpFailure failure) ->
          switch (failure) {
            case HttpFailure.Resolve _, HttpFailure.Connect _, HttpFailure.ConnectionLost _ -> true;
            case HttpFailure.Tls tls -> !tls.certificateRefused();
            case HttpFailure.Timeout timeout -> opening(timeout.phase());
            case HttpFailure.Proxy proxy -> passing(proxy);
            default -> false;
          };
    };
  }

  /** What would pass without a proxy does with one: an unknown name, a connection that broke. */
  private static boolean passing(HttpFailure.Proxy failure) {
    return switch (failure.problem()) {
      case NAME -> true;
      case HANDSHAKE -> failure.getCause() instanceof IOException; // and not what it has refused
      case SETTINGS, REFUSED -> false;
    };
  }

  /**
   * Whether it was the time to open a connection that ran out. What waits in the client's own queue
   * only makes that longer, and a server that is slow to answer is not helped by being asked twice.
   */
  private static boolean opening(Phase phase) {
    return switch (phase) {
      case RESOLVE, CONNECT, TLS -> true;
      case QUEUE, REQUEST, FIRST_BYTE, BODY, REDIRECT, TOTAL -> false;
    };
  }

  private boolean harmless(Trial trial) {
    Request request = trial.request();
    boolean unsent =
        trial.outcome() instanceof Trial.Outcome.Failed failed
            && failed.failure().sent() == Sent.NO;
    return unsent
        || anyMethod
        || request.method().idempotent()
        || request.headers().has("Idempotency-Key");
  }

  private static Optional<Duration> asked(Trial trial, Now now) {
    return trial.outcome() instanceof Trial.Outcome.Answered(Response head)
        ? RetryAfter.of(head.headers(), now.wall())
        : Optional.empty();
  }

  private long jitter(int number, Entropy entropy) {
    long most = longestDelay.toNanos();
    long first = firstDelay.toNanos();
    int doublings = number - 1;
    boolean beyond = doublings >= Long.numberOfLeadingZeros(first) || first << doublings > most;
    long ceiling = first == 0 ? 0 : beyond ? most : first << doublings;
    return (long) (entropy.fraction() * ceiling);
  }

  private static String what(Trial trial) {
    return switch (trial.outcome()) {
      case Trial.Outcome.Answered(Response head) -> status(head.status());
      case Trial.Outcome.Failed(HttpFailure failure) -> String.valueOf(failure.getMessage());
    };
  }

  private static String status(Status status) {
    return "status " + status;
  }

  private static void requireTime(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not a wait of 0 to 365 days: " + time);
    }
  }
}
