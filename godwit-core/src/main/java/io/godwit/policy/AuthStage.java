package io.godwit.policy;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.ConnectionLost;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.CallKeys;
import io.godwit.policy.given.Now;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a call that convinces origin servers: runs one {@link AuthFlow} for each hop and
 * says what its steps mean for the call. Exists for calls that have credentials to show.
 */
final class AuthStage {
  /** Challenges that are answered for one request; flows give up long before. */
  private static final int MOST_ANSWERS = 8;

  private final AuthPolicy policy;
  private CallKeys keys;
  private final Notes notes;

  private @Nullable AuthFlow flow;
  private boolean begun;
  private Request plain;

  /** The response that the flow judges; null while no request of this hop was answered. */
  private @Nullable Response judged;

  /** Whether that response cannot be delivered any more, because something was done since. */
  private boolean gone;

  private int answers;

  /** What others wait for this call to leave. */
  private @Nullable Object key;

  /** What to go on with when that is left. */
  private @Nullable AuthStep left;

  /** The exchange of its own that is under way. */
  private @Nullable Request fetching;

  private boolean fetchedAgain;

  AuthStage(AuthPolicy policy, CallKeys keys, Request first, Notes notes) {
    this.policy = policy;
    this.keys = keys;
    this.plain = first;
    this.notes = notes;
  }

  /** Where what happens is told. */
  @FunctionalInterface
  interface Notes {
    void note(Now now, String what);
  }

  /** What a step means for the call. */
  sealed interface Result {
    /** Send this request of the call. */
    record Send(Request request) implements Result {}

    /** Do this first; what comes of it goes to {@link AuthStage#next}. */
    record Ask(Decision decision) implements Result {}

    /** The response stands. */
    record Stand() implements Result {}

    /** The call fails. */
    record Fail(HttpFailure failure) implements Result {}
  }

  /** A hop begins with this request. */
  Result begin(Request request, Now now) {
    if (!begun) {
      begun = true;
      keys = keys.begunAt(request.uri().origin());
    }
    plain = request;
    judged = null;
    gone = false;
    answers = 0;
    flow = policy.flow(keys, request).orElse(null);
    return flow == null ? new Result.Send(request) : step(flow.begin(request, now), now);
  }

  /**
   * The final response to a request of this hop.
   *
   * @param bodyGone whether the content of the request was sent and cannot be sent again
   */
  Result answered(Request sent, Response response, boolean bodyGone, Now now) {
    if (flow == null) {
      return new Result.Stand();
    }
    judged = response;
    gone = false;
    AuthStep step = flow.answered(sent, response, now);
    if (ends(step)) {
      return step(step, now);
    }
    if (bodyGone) {
      return stands(response + ": not answered, as the content can be sent only once", now);
    }
    answers++;
    return answers > MOST_ANSWERS
        ? stands(response + ": not answered any more after " + MOST_ANSWERS + " times", now)
        : step(step, now);
  }

  /** What came of the decision that was asked for. */
  Result next(Fact fact, Now now) {
    AuthFlow current = Objects.requireNonNull(flow);
    gone = true;
    return switch (fact) {
      case Fact.Joined joined -> joined(current, joined.leads(), now);
      case Fact.Answered answered -> step(current.fetched(answered.head(), now), now);
      case Fact.Resumed _ -> left == null ? step(current.resumed(now), now) : afterLeaving(now);
      case Fact.Failed failed -> failed(failed, now);
      case Fact.Interim _, Fact.Loaded _, Fact.Opened _, Fact.Storing _ ->
          throw new IllegalStateException("nobody listens to " + fact);
    };
  }

  private Result joined(AuthFlow current, boolean leads, Now now) {
    if (!leads) {
      key = null;
      notes.note(now, "another call has fetched the credentials");
    }
    return step(current.joined(leads, now), now);
  }

  private Result afterLeaving(Now now) {
    AuthStep step = Objects.requireNonNull(left);
    left = null;
    return step(step, now);
  }

  private Result step(AuthStep step, Now now) {
    if (key != null && (ends(step) || step instanceof AuthStep.Send)) {
      Decision leave = new Decision.Leave(key);
      key = null;
      left = step;
      return new Result.Ask(leave);
    }
    return switch (step) {
      case AuthStep.Send(Request request) -> send(request, now);
      case AuthStep.Join(Object wanted) -> join(wanted);
      case AuthStep.Fetch(Request request) -> fetch(withHost(request), false, now);
      case AuthStep.Pause(long until) -> new Result.Ask(new Decision.Wait(until));
      case AuthStep.Accept _ -> stands("", now);
      case AuthStep.GiveUp(String reason) -> stands(reason, now);
      case AuthStep.Fail(HttpFailure failure) -> new Result.Fail(failure);
    };
  }

  private static boolean ends(AuthStep step) {
    return switch (step) {
      case AuthStep.Accept _, AuthStep.GiveUp _, AuthStep.Fail _ -> true;
      case AuthStep.Send _, AuthStep.Join _, AuthStep.Fetch _, AuthStep.Pause _ -> false;
    };
  }

  private Result send(Request request, Now now) {
    String value = request.header(AuthRole.ORIGIN.credentialsField()).orElse("");
    String before = judged == null ? "" : judged + ": ";
    if (!value.isEmpty()) {
      int scheme = Math.max(0, value.indexOf(' ')); // without a scheme, all of it is a secret
      notes.note(now, before + "credentials shown: " + value.substring(0, scheme));
    }
    return new Result.Send(request);
  }

  private Result join(Object wanted) {
    key = wanted;
    return new Result.Ask(new Decision.Join(wanted));
  }

  private Result fetch(Request request, boolean again, Now now) {
    notes.note(now, "fetches credentials: " + request);
    fetching = request;
    fetchedAgain = again;
    return new Result.Ask(new Decision.Exchange(request, Purpose.TOKEN, again));
  }

  /** A kept connection may be gone at any time, as for the requests of the call. */
  private Result failed(Fact.Failed failed, Now now) {
    Request request = fetching;
    boolean again =
        request != null
            && failed.failure() instanceof ConnectionLost lost
            && failed.reused()
            && !fetchedAgain
            && (lost.sent() == Sent.NO
                || (lost.sent() == Sent.MAYBE && request.method().idempotent()));
    return again && request != null ? fetch(request, true, now) : new Result.Fail(failed.failure());
  }

  /** Without a response to stand, the request goes out as it is. */
  private Result stands(String reason, Now now) {
    if (!reason.isEmpty()) {
      notes.note(now, reason);
    }
    if (judged == null) {
      return new Result.Send(plain);
    }
    return gone
        ? new Result.Fail(new HttpFailure.Refused(judged + ": " + reason, Sent.YES))
        : new Result.Stand();
  }

  private static Request withHost(Request request) {
    return request.headers().has("Host")
        ? request
        : request.withHeader("Host", request.uri().authority());
  }
}
