package io.godwit.http;

import java.time.Duration;
import java.util.List;

/**
 * What happened to a call, in order: redirects and why they were followed, rounds of
 * authentication, retries, what the cache decided, which connections were opened or used again, and
 * how long it took. For people: the texts are not an interface, and hold no secrets. Immutable.
 *
 * <pre>{@code
 * System.err.println(client.get(url).send().explain());
 * }</pre>
 *
 * @param steps oldest first
 */
public record Explanation(List<Step> steps) {
  private static final Explanation NONE = new Explanation(List.of());

  /**
   * One thing that happened.
   *
   * @param at since the call began
   * @param what in a few words
   */
  public record Step(Duration at, String what) {
    /** The time in milliseconds, and what happened then. */
    @Override
    public String toString() {
      return "%9.3f ms  %s".formatted(at.toNanos() / 1e6, what);
    }
  }

  /** Copies the list. */
  public Explanation {
    steps = List.copyOf(steps);
  }

  /** Nothing to tell. */
  public static Explanation none() {
    return NONE;
  }

  /** The steps, a line each. */
  @Override
  public String toString() {
    return String.join("\n", steps.stream().map(Step::toString).toList());
  }
}
