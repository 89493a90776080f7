package io.godwit.policy;

import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.ConnectionLost;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.auth.CallKeys;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.content.BodyPlan;
import io.godwit.policy.cookie.CookieContext;
import io.godwit.policy.given.Now;
import io.godwit.policy.redirect.RedirectStep;
import io.godwit.policy.retry.RetryDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The course of one call, as decisions: what to exchange next, what to deliver, how to fail. Facts
 * go in, one decision comes out; the flow itself waits for nothing and reads no clock. One flow
 * serves one call and is confined to the thread that drives it.
 *
 * <pre>{@code
 * CallFlow flow = CallFlow.of(request, CallPolicies.standard(), deadline, limit);
 * Decision decision = flow.start(moment());
 * while (true) {
 *   switch (decision) {
 *     case Decision.Exchange exchange -> decision = flow.next(engine.run(exchange), moment());
 *     case Decision.Continue _ -> decision = flow.next(engine.readOn(), moment());
 *     case Decision.Deliver deliver -> { return deliver.response(); }
 *     case Decision.Fail fail -> throw fail.failure();
 *     default -> decision = flow.next(engine.await(decision), moment());
 *   }
 * }
 * }</pre>
 *
 * <p>A call is a chain of hops, each one request to one place; a redirect begins the next. What is
 * asked of a hop passes the policies in a fixed order on its way out, and the answer on its way in:
 * the order decides what an origin gets to see.
 *
 * <p>Within a hop, a kept connection may be closed by the server at the moment a request goes out
 * on it; that says nothing about the server's health. So a request that was lost on a reused
 * connection is sent once more, on a fresh one, where that is safe (RFC 9112 section 9.3.1, RFC
 * 9110 section 9.2.2).
 *
 * <p>The file is long because the order of the stages is what it is about, and wants to be read in
 * one place; what a stage does by itself is in {@link AuthStage}, {@link CacheStage}, {@link
 * RetryStage} and the policies' own packages.
 */
public final class CallFlow {
  private enum State {
    NEW,
    EXCHANGING,
    AWAITING,
    ENDED
  }

  /** What to do with the fact that answers a decision which is no exchange of the call itself. */
  interface Continuation {
    Decision after(Fact fact, Now now);
  }

  private final CallPolicies policies;
  private final long deadline;
  private final Duration limit;

  /** What the call was given. */
  private final Request first;

  private State state = State.NEW;
  private @Nullable Continuation continuation;
  private @Nullable Trace trace;

  /** What this hop asks for, before any policy has added to it. */
  private Request asked;

  /** What goes out. */
  private Request sending;

  /** Whether that is to learn if a stored response is still good. */
  private boolean revalidating;

  /** Exchanges begun by the call, and those of them that repeated a lost request. */
  private int attempts;

  private boolean repeated;

  /** Whether this hop was answered by a server, and not from a cache. */
  private boolean askedServer;

  /** Whether the current exchange has brought an interim response. */
  private boolean heard;

  /** Null for a call without a cache. */
  private final @Nullable CacheStage cache;

  /** Why the exchange before the current one failed. */
  private @Nullable HttpFailure earlier;

  /** Where the call stands between its first origin, its site and others. */
  private CookieContext cookieContext;

  /** Null for a call that shows no credentials. */
  private @Nullable AuthStage auth;

  /** The answer that the stage of credentials judges, until it stands or something follows it. */
  private Fact.@Nullable Answered judged;

  /** Null for a call that tries nothing again. */
  private final @Nullable RetryStage retries;

  private List<Hop> history = List.of();
  private int redirects;

  private CallFlow(Request request, CallPolicies policies, long deadline, Duration limit) {
    this.policies = policies;
    this.deadline = deadline;
    this.limit = limit;
    this.first = request;
    this.retries = policies.retries().on() ? new RetryStage(policies.retries()) : null;
    begin(request);
    this.cache =
        policies.cache() == CacheMode.OFF ? null : new CacheStage(policies.cache(), new Course());
  }

  /**
   * The flow of one call.
   *
   * @param deadline the monotonic time in nanoseconds at which no exchange is begun any more;
   *     {@link Long#MAX_VALUE} for none
   * @param limit the time that the call has in all, as the failure then reports it
   * @throws io.godwit.http.InvalidMessage when the URI has user information that cannot be sent
   */
  public static CallFlow of(Request request, CallPolicies policies, long deadline, Duration limit) {
    return new CallFlow(
        Objects.requireNonNull(request),
        Objects.requireNonNull(policies, "policies"),
        deadline,
        Objects.requireNonNull(limit, "limit"));
  }

  /**
   * The first decision.
   *
   * @throws IllegalStateException when the flow was started before
   */
  public Decision start(Now now) {
    if (state != State.NEW) {
      throw new IllegalStateException("the flow was started before");
    }
    Request secured = secured(first, now);
    if (!secured.uri().equals(first.uri())) {
      begin(secured);
    }
    return hop(asked, now);
  }

  /**
   * The decision after the last one came to this.
   *
   * @throws IllegalStateException when nothing is under way, or the fact is none that answers it
   */
  public Decision next(Fact fact, Now now) {
    return switch (state) {
      case NEW, ENDED -> throw new IllegalStateException("no exchange is under way");
      case EXCHANGING -> afterExchange(fact, now);
      case AWAITING -> {
        Continuation then = Objects.requireNonNull(continuation);
        continuation = null;
        yield then.after(fact, now);
      }
    };
  }

  /** How many exchanges were begun so far. */
  public int attempts() {
    return attempts;
  }

  /** The request of the last exchange for the call itself, as it was sent. */
  public Request sent() {
    return sending;
  }

  /** The exchanges before the last one, oldest first. */
  public List<Hop> history() {
    return Collections.unmodifiableList(history);
  }

  /** What has happened so far. */
  public Trace trace() {
    if (trace == null) {
      trace = new Trace();
    }
    return trace;
  }

  // The way out.

  /** What the call is, for those who look at where it began. */
  private void begin(Request request) {
    CallKeys keys = policies.auth().keys(first.uri()); // named there, whatever it became since
    if (policies.redirects().trusting()) {
      keys = keys.everywhere();
    }
    asked = withoutUserInfo(request);
    sending = asked;
    auth = keys.isNone() ? null : new AuthStage(policies.auth(), keys, asked, this::note);
    cookieContext = policies.cookies().begin(asked.uri());
  }

  private Decision hop(Request next, Now now) {
    asked = next;
    askedServer = false;
    return authenticate(withCookies(asked, now), now);
  }

  /** A host that is only talked to over TLS is not even asked otherwise (RFC 6797 section 8.3). */
  private Request secured(Request next, Now now) {
    Request secured = policies.strictTransport().secured(next, now);
    if (!secured.uri().equals(next.uri())) {
      note(now, next.uri() + " is only asked over TLS: " + secured.uri());
    }
    return secured;
  }

  private Request withCookies(Request out, Now now) {
    return policies.cookies().attach(out, cookieContext, now);
  }

  /** An answer to a challenge has the cookies that came with that; the caller's own stay. */
  private Request refreshed(Request answer, Now now) {
    return asked.headers().has("Cookie")
        ? answer
        : withCookies(answer.withHeaders(answer.headers().without("Cookie")), now);
  }

  private Decision authenticate(Request out, Now now) {
    repeated = false;
    return auth == null ? consultCache(out, now) : go(auth.begin(out, now), now);
  }

  /** Goes on as the stage of credentials says. */
  private Decision go(AuthStage.Result result, Now now) {
    return switch (result) {
      case AuthStage.Result.Send(Request request) -> {
        Request out = judged == null ? request : refreshed(request, now);
        letGo();
        yield consultCache(out, now);
      }
      case AuthStage.Result.Ask(Decision decision) -> {
        letGo();
        yield ask(decision, now);
      }
      case AuthStage.Result.Stand _ -> cache(takeJudged(), now);
      case AuthStage.Result.Fail(HttpFailure failure) -> {
        letGo();
        yield fail(failure);
      }
    };
  }

  private Decision ask(Decision decision, Now now) {
    if (decision instanceof Decision.Exchange(Request own, _, _)) {
      if (now.nanos() >= deadline) {
        return fail(new HttpFailure.Timeout(Phase.TOTAL, limit, sentSoFar()));
      }
      attempts++;
    }
    AuthStage stage = Objects.requireNonNull(auth);
    state = State.AWAITING;
    continuation = (fact, then) -> go(stage.next(fact, then), then);
    return decision;
  }

  /** The challenge is answered, or about to be: it is history. */
  private void letGo() {
    if (judged != null) {
      remember(takeJudged().head());
    }
  }

  private Fact.Answered takeJudged() {
    Fact.Answered taken = Objects.requireNonNull(judged);
    judged = null;
    return taken;
  }

  private Decision consultCache(Request out, Now now) {
    return cache == null ? exchange(out, Purpose.CALL, now) : cache.consult(out, now);
  }

  /** Takes a decision whose fact is for that. */
  private Decision await(Decision decision, Continuation then) {
    state = State.AWAITING;
    continuation = then;
    return decision;
  }

  private Decision exchange(Request out, Purpose purpose, Now now) {
    if (now.nanos() >= deadline) {
      return fail(new HttpFailure.Timeout(Phase.TOTAL, limit, sentSoFar()));
    }
    sending = out;
    revalidating = purpose == Purpose.REVALIDATE;
    state = State.EXCHANGING;
    heard = false;
    attempts++;
    return new Decision.Exchange(out, purpose, repeated);
  }

  // The way in.

  private Decision afterExchange(Fact fact, Now now) {
    return fact instanceof Fact.Answered answered ? answered(answered, now) : unanswered(fact, now);
  }

  private Decision unanswered(Fact fact, Now now) {
    return switch (fact) {
      case Fact.Answered answered -> answered(answered, now);
      case Fact.Interim _ -> goOn();
      case Fact.Failed failed -> failed(failed, now);
      case Fact.Joined _, Fact.Resumed _, Fact.Loaded _, Fact.Opened _, Fact.Storing _ ->
          throw new IllegalStateException("an exchange is under way, and this is " + fact);
    };
  }

  private Decision goOn() {
    heard = true;
    return Decision.Continue.INSTANCE;
  }

  private Decision answered(Fact.Answered answered, Now now) {
    askedServer = true;
    learn(answered.head(), now);
    keepCookies(answered.head(), now);
    return challenge(answered, now);
  }

  private Decision challenge(Fact.Answered answered, Now now) {
    if (auth == null) {
      return cache(answered, now);
    }
    judged = answered;
    repeated = false;
    return go(auth.answered(sending, answered.head(), bodyGone(answered), now), now);
  }

  private boolean bodyGone(Fact.Answered answered) {
    return answered.bodyTouched() && !asked.body().canReplay();
  }

  private void learn(Response response, Now now) {
    Optional<String> told = policies.strictTransport().learn(response, sending.uri(), now);
    if (told.isPresent()) {
      note(now, told.get());
    }
  }

  private Decision cache(Fact.Answered answered, Now now) {
    return cache == null ? redirect(answered, now) : cache.answered(answered, now);
  }

  private void keepCookies(Response response, Now now) {
    Optional<String> told = policies.cookies().keep(response, asked.uri(), now);
    if (told.isPresent()) {
      note(now, told.get());
    }
  }

  private Decision redirect(Fact.Answered answered, Now now) {
    Response response = answered.head();
    if (retries != null && askedServer && retries.concerns(response)) {
      RetryDecision judged = retries.answered(asked, answered, deadline, now);
      if (judged instanceof RetryDecision.Retry retry) {
        remember(response);
        return again(retry, now);
      }
      note(now, response + " stands: " + judged.reason());
    }
    return response.status().success()
        ? deliver(response, now)
        : redirected(answered, response, now);
  }

  private Decision redirected(Fact.Answered answered, Response response, Now now) {
    Response seen = policies.strictTransport().secured(response, asked.uri(), now);
    return switch (policies.redirects().after(asked, seen, redirects, bodyGone(answered))) {
      case RedirectStep.Stay _ -> deliver(response, now);
      case RedirectStep.Follow follow -> follow(follow, response, now);
      case RedirectStep.Exhausted(int most) -> {
        remember(response);
        yield fail(new HttpFailure.TooManyRedirects(most, history));
      }
      case RedirectStep.Refuse(String reason) -> {
        remember(response);
        yield fail(new HttpFailure.Refused(reason, Sent.YES));
      }
    };
  }

  private Decision follow(RedirectStep.Follow follow, Response response, Now now) {
    remember(response);
    redirects++;
    if (retries != null) {
      retries.nextHop();
    }
    cookieContext =
        policies.cookies().redirected(cookieContext, asked.uri(), follow.request().uri());
    String dropped =
        follow.dropped().isEmpty()
            ? ""
            : ", another origin: without " + String.join(", ", follow.dropped());
    note(now, response + ": redirect " + redirects + " to " + follow.request() + dropped);
    return hop(secured(follow.request(), now), now);
  }

  private Decision deliver(Response response, Now now) {
    state = State.ENDED;
    BodyPlan body = policies.content().plan(sending, response);
    if (body.remark().isPresent()) {
      note(now, body.remark().get());
    }
    return new Decision.Deliver(response, body);
  }

  private Decision failed(Fact.Failed failed, Now now) {
    if (!lostOnTheWay(failed)) {
      return cache == null
          ? stands(failed, now)
          : cache.failed(failed.failure(), now, then -> stands(failed, then));
    }
    note(now, "lost on a kept connection, sent once more on a fresh one: " + failed.failure());
    earlier = failed.failure();
    repeated = true;
    return exchange(sending, revalidating ? Purpose.REVALIDATE : Purpose.CALL, now);
  }

  /** The failure is the call's, unless it is tried again. */
  private Decision stands(Fact.Failed failed, Now now) {
    return retries == null ? fail(failed.failure()) : tryAgain(retries, failed, now);
  }

  private Decision tryAgain(RetryStage stage, Fact.Failed failed, Now now) {
    HttpFailure whole =
        earlier == null ? failed.failure() : CallFailure.of(earlier, failed.failure());
    earlier = null;
    RetryDecision judged = stage.failed(asked, whole, failed.bodyTouched(), deadline, now);
    if (judged instanceof RetryDecision.Retry retry) {
      return again(retry, now);
    }
    note(now, "not tried again: " + judged.reason());
    return fail(whole);
  }

  /** The same hop once more, from its beginning, when the time has come. */
  private Decision again(RetryDecision.Retry retry, Now now) {
    long wait = (retry.at() - now.nanos()) / 1_000_000;
    String next = Objects.requireNonNull(retries).coming();
    note(now, retry.reason() + ": tried again in " + wait + " ms, " + next);
    state = State.AWAITING;
    continuation =
        (fact, then) ->
            fact instanceof Fact.Failed failed ? fail(failed.failure()) : hop(asked, then);
    return new Decision.Wait(retry.at());
  }

  /** Whether the request was lost because a kept connection was gone, and may be sent again. */
  private boolean lostOnTheWay(Fact.Failed failed) {
    return failed.failure() instanceof ConnectionLost lost
        && failed.reused()
        && !repeated
        && !heard
        && harmlessToRepeat(lost.sent())
        && (!failed.bodyTouched() || sending.body().canReplay());
  }

  private boolean harmlessToRepeat(Sent sent) {
    return switch (sent) {
      case NO -> true;
      case MAYBE -> sending.method().idempotent();
      case YES -> false;
    };
  }

  private Decision fail(HttpFailure failure) {
    state = State.ENDED;
    HttpFailure whole = earlier == null ? failure : CallFailure.of(earlier, failure);
    whole.sentAtLeast(sentSoFar());
    if (retries != null) {
      retries.tell(whole);
    }
    return new Decision.Fail(whole);
  }

  private Sent sentSoFar() {
    return history.isEmpty() ? Sent.NO : Sent.YES;
  }

  private void remember(Response response) {
    if (history.isEmpty()) {
      history = new ArrayList<>(2);
    }
    history.add(new Hop(sending, response));
    earlier = null; // what was lost before an answer came is part of the trace only
  }

  /** User information is for the stage of credentials alone, and is never sent. */
  private static Request withoutUserInfo(Request request) {
    Uri uri = request.uri();
    return uri.userInfo().isEmpty() ? request : request.withUri(uri.withoutUserInfo());
  }

  private void note(Now now, String what) {
    trace().note(now.nanos(), what);
  }

  /** This call as the cache sees it. */
  private final class Course implements CacheStage.Course {
    @Override
    public Decision await(Decision decision, Continuation then) {
      return CallFlow.this.await(decision, then);
    }

    @Override
    public Decision exchange(Request request, Purpose purpose, Now now) {
      repeated = false;
      return CallFlow.this.exchange(request, purpose, now);
    }

    @Override
    public Decision onward(Fact.Answered answered, Now now) {
      return redirect(answered, now);
    }

    @Override
    public void unsent(Request request) {
      sending = request;
    }

    @Override
    public Request asked() {
      return asked;
    }

    @Override
    public boolean redirected() {
      return redirects > 0;
    }

    @Override
    public Decision fail(HttpFailure failure) {
      return CallFlow.this.fail(failure);
    }

    @Override
    public void note(Now now, String what) {
      CallFlow.this.note(now, what);
    }
  }
}
