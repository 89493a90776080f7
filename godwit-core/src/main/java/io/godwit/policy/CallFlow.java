package io.godwit.policy;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.ConnectionLost;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The course of one call, as decisions: what to exchange next, what to deliver, how to fail. Facts
 * go in, one decision comes out; the flow itself waits for nothing and reads no clock. One flow
 * serves one call and is confined to the thread that drives it.
 *
 * <pre>{@code
 * CallFlow flow = CallFlow.of(request, deadline, limit);
 * Decision decision = flow.start(clock.nanos());
 * while (true) {
 *   switch (decision) {
 *     case Exchange exchange -> decision = flow.next(engine.run(exchange), clock.nanos());
 *     case Continue _ -> decision = flow.next(engine.readOn(), clock.nanos());
 *     case Deliver deliver -> { return deliver.response(); }
 *     case Fail fail -> throw fail.failure();
 *   }
 * }
 * }</pre>
 *
 * <p>A kept connection may be closed by the server at the moment a request goes out on it; that
 * says nothing about the server's health. So a request that was lost on a reused connection is sent
 * once more, on a fresh one, where that is safe (RFC 9112 section 9.3.1, RFC 9110 section 9.2.2).
 * Nothing else is tried again here.
 */
public final class CallFlow {
  /** What a call uses an exchange for. */
  public enum Purpose {
    /** To get what the user asked for. */
    CALL
  }

  /** What to do next. {@link Deliver} and {@link Fail} end the call. */
  public sealed interface Decision {
    /**
     * Run this exchange and report how it went.
     *
     * @param request what to send
     * @param purpose what for
     * @param freshConnection whether a connection that has served before must not be used
     */
    record Exchange(Request request, Purpose purpose, boolean freshConnection)
        implements Decision {}

    /** The interim response is noted: go on reading the same exchange. */
    record Continue() implements Decision {
      private static final Continue INSTANCE = new Continue();
    }

    /** This is the call's response. */
    record Deliver(Response response) implements Decision {}

    /** The call has failed; what failed before it is among the suppressed. */
    record Fail(HttpFailure failure) implements Decision {}
  }

  /** What an exchange came to. */
  public sealed interface ExchangeResult {
    /** The head of the final response has arrived; its body may still be on the way. */
    record Answered(Response head) implements ExchangeResult {}

    /** An interim response has arrived; the exchange goes on (RFC 9110 section 15.2). */
    record Interim(Status status, Headers headers) implements ExchangeResult {}

    /**
     * The exchange has failed.
     *
     * @param failure why, and whether the server may have acted on the request
     * @param reused whether the connection had served an exchange before this one
     * @param bodyTouched whether the caller's body was opened, so that part of it may be gone
     */
    record Failed(HttpFailure failure, boolean reused, boolean bodyTouched)
        implements ExchangeResult {}
  }

  private enum State {
    NEW,
    EXCHANGING,
    ENDED
  }

  /** The first exchange, and once more when a kept connection turned out to be gone. */
  private static final int MOST_ATTEMPTS = 2;

  private final Request request;
  private final long deadline;
  private final Duration limit;

  private State state = State.NEW;
  private int attempts;

  /** Whether the current exchange has brought an interim response. */
  private boolean heard;

  /** Why the exchange before the current one failed. */
  private @Nullable HttpFailure earlier;

  private CallFlow(Request request, long deadline, Duration limit) {
    this.request = request;
    this.deadline = deadline;
    this.limit = limit;
  }

  /**
   * The flow of one call.
   *
   * @param deadline the monotonic time in nanoseconds at which no exchange is begun any more;
   *     {@link Long#MAX_VALUE} for none
   * @param limit the time that the call has in all, as the failure then reports it
   */
  public static CallFlow of(Request request, long deadline, Duration limit) {
    return new CallFlow(
        Objects.requireNonNull(request), deadline, Objects.requireNonNull(limit, "limit"));
  }

  /**
   * The first decision.
   *
   * @param now the monotonic time in nanoseconds
   * @throws IllegalStateException when the flow was started before
   */
  public Decision start(long now) {
    if (state != State.NEW) {
      throw new IllegalStateException("the flow was started before");
    }
    return attempt(now);
  }

  /**
   * The decision after the current exchange came to this.
   *
   * @param now the monotonic time in nanoseconds
   * @throws IllegalStateException when no exchange is under way
   */
  public Decision next(ExchangeResult result, long now) {
    if (state != State.EXCHANGING) {
      throw new IllegalStateException("no exchange is under way");
    }
    return switch (result) {
      case ExchangeResult.Answered answered -> deliver(answered.head());
      case ExchangeResult.Interim _ -> goOn();
      case ExchangeResult.Failed failed -> afterFailure(failed, now);
    };
  }

  /** How many exchanges were begun so far. */
  public int attempts() {
    return attempts;
  }

  private Decision attempt(long now) {
    if (now >= deadline) {
      return fail(new HttpFailure.Timeout(Phase.TOTAL, limit, Sent.NO));
    }
    state = State.EXCHANGING;
    heard = false;
    attempts++;
    return new Decision.Exchange(request, Purpose.CALL, attempts > 1);
  }

  private Decision goOn() {
    heard = true;
    return Decision.Continue.INSTANCE;
  }

  private Decision deliver(Response response) {
    state = State.ENDED;
    return new Decision.Deliver(response);
  }

  private Decision afterFailure(ExchangeResult.Failed failed, long now) {
    if (!mayTryAgain(failed)) {
      return fail(failed.failure());
    }
    earlier = failed.failure();
    return attempt(now);
  }

  private boolean mayTryAgain(ExchangeResult.Failed failed) {
    return failed.failure() instanceof ConnectionLost lost
        && failed.reused()
        && attempts < MOST_ATTEMPTS
        && !heard
        && harmlessToRepeat(lost.sent())
        && (!failed.bodyTouched() || request.body().canReplay());
  }

  private boolean harmlessToRepeat(Sent sent) {
    return switch (sent) {
      case NO -> true;
      case MAYBE -> request.method().idempotent();
      case YES -> false;
    };
  }

  private Decision fail(HttpFailure failure) {
    state = State.ENDED;
    return new Decision.Fail(earlier == null ? failure : CallFailure.of(earlier, failure));
  }
}
