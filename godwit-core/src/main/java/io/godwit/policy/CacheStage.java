package io.godwit.policy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.cache.CacheAnswer;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.CacheLook;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.cache.CacheQuestion;
import io.godwit.policy.cache.StoredResponse;
import io.godwit.policy.given.Now;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call has to do with the cache, hop by hop: the last look before a request leaves, the
 * first when its answer stands. Judges nothing itself; that is in {@code policy.cache}.
 */
final class CacheStage {
  /** The call around this stage. */
  interface Course {
    /** Takes that decision; the fact that answers it comes back here. */
    Decision await(Decision decision, CallFlow.Continuation then);

    /** Sends a request on. */
    Decision exchange(Request request, Purpose purpose, Now now);

    /** Goes on with what is now the answer; its content is what the call has open. */
    Decision onward(Fact.Answered answered, Now now);

    /** Notes that this request was answered without an exchange. */
    void unsent(Request request);

    /** The request of the hop, before cookies and credentials. */
    Request asked();

    /** Whether the hop is one that a redirect has led to. */
    boolean redirected();

    Decision fail(HttpFailure failure);

    void note(Now now, String what);
  }

  /** What one call asks about while the others wait. */
  record Flight(String id) {}

  private final CacheMode mode;
  private final Course course;

  /** What the answer that is awaited is the answer to. */
  private @Nullable CacheQuestion question;

  private Instant askedAt = Instant.EPOCH;

  /** Whether this hop has waited for another call's answer; it does so once. */
  private boolean waited;

  /** Whether others wait for this call: then it waits for none of them, nor for itself. */
  private boolean leading;

  CacheStage(CacheMode mode, Course course) {
    this.mode = mode;
    this.course = course;
  }

  /** Looks for an answer to a request that is complete, and sends it when there is none. */
  Decision consult(Request out, Now now) {
    question = null;
    waited = false;
    return load(out, now);
  }

  private Decision load(Request out, Now now) {
    Optional<CacheKey> key = CacheKey.of(out);
    if (key.isEmpty()) {
      return looked(out, List.of(), now);
    }
    return course.await(
        new Decision.Load(key.get()), (fact, then) -> looked(out, variants(fact), then));
  }

  private Decision looked(Request out, List<StoredResponse> variants, Now now) {
    return switch (CacheLook.of(out, variants, now.wall())) {
      case CacheLook.Serve serve -> serve(out, variants, serve, now);
      case CacheLook.Ask(CacheQuestion asking) ->
          asking.shareable() && !waited && !leading ? join(asking, out) : send(asking, now);
      case CacheLook.Unsatisfiable none -> {
        course.note(now, "cache: nothing stored will do, and only that was wanted");
        course.unsent(out);
        yield course.await(
            new Decision.Open(Optional.empty(), false),
            (_, then) -> course.onward(new Fact.Answered(none.response(), false), then));
      }
    };
  }

  private Decision serve(
      Request out, List<StoredResponse> variants, CacheLook.Serve found, Now now) {
    // what a redirect led to cannot be asked for by itself: some cookies are for who began there
    boolean asks = mode == CacheMode.REFRESH || course.redirected();
    if (asks && found.refresh().isPresent()) {
      return send(found.refresh().get(), now);
    }
    CacheLook.Serve serve = waited ? found.collapsed() : found;
    boolean content = !out.method().equals(Method.HEAD);
    return open(
        serve.stored(),
        content,
        false,
        then -> {
          course.note(then, "cache: " + serve.status());
          course.unsent(out);
          Fact.Answered answer = new Fact.Answered(serve.response(), false);
          return serve.refresh().isEmpty()
              ? course.onward(answer, then)
              : course.await(
                  new Decision.Refresh(serve.stored().id(), course.asked()),
                  (_, at) -> course.onward(answer, at));
        },
        then -> looked(out, without(variants, serve.stored()), then));
  }

  private static List<StoredResponse> without(List<StoredResponse> all, StoredResponse gone) {
    return all.stream().filter(one -> !one.id().equals(gone.id())).toList();
  }

  /**
   * One call asks; the others look again when it has its answer. So does the one: between its look
   * and here another may have asked and left.
   */
  private Decision join(CacheQuestion asking, Request out) {
    return course.await(
        new Decision.Join(new Flight(asking.matching().getFirst().id())),
        (fact, then) ->
            switch (fact) {
              case Fact.Joined(boolean leads) -> {
                leading = leads;
                waited = !leads;
                yield load(out, then);
              }
              case Fact.Failed failed -> course.fail(failed.failure());
              default -> throw unexpected(fact);
            });
  }

  private Decision send(CacheQuestion asking, Now now) {
    question = asking;
    askedAt = now.wall();
    Purpose purpose = asking.conditional() ? Purpose.REVALIDATE : Purpose.CALL;
    return course.exchange(asking.request(), purpose, now);
  }

  /** What the answer to the last question means. */
  Decision answered(Fact.Answered answered, Now now) {
    CacheQuestion asked = question;
    if (asked == null) {
      return course.onward(answered, now);
    }
    CacheAnswer answer = asked.answered(answered.head(), askedAt, now.wall());
    course.note(now, "cache: " + answer.status());
    Fact.Answered told = new Fact.Answered(answer.response(), answered.bodyTouched());
    return switch (answer) {
      case CacheAnswer.Store store ->
          course.await(
              new Decision.Store(store.entry(), store.replaced()),
              (fact, then) -> storing(store, answered, fact, then));
      case CacheAnswer.Freshen freshen ->
          course.await(
              new Decision.Amend(freshen.updated(), List.of(), List.of()),
              (_, then) -> confirmed(asked, freshen, told));
      case CacheAnswer.ServeStale stale ->
          open(
              stale.stored(),
              asked.wantsContent(),
              true,
              then -> course.onward(told, then),
              then -> course.onward(answered, then));
      case CacheAnswer.Again again -> send(again.question(), now);
      case CacheAnswer.Pass pass -> passed(pass, told, now);
    };
  }

  private Decision storing(CacheAnswer.Store store, Fact.Answered answered, Fact fact, Now now) {
    boolean touched = answered.bodyTouched();
    return switch (fact) {
      case Fact.Storing(boolean begun) when begun ->
          course.onward(new Fact.Answered(store.response(), touched), now);
      case Fact.Storing _ -> {
        Response told = store.unstored(answered.head());
        yield course.await(
            new Decision.Amend(List.of(), store.replaced(), List.of()),
            (_, then) -> course.onward(new Fact.Answered(told, touched), then));
      }
      default -> throw unexpected(fact);
    };
  }

  private Decision confirmed(CacheQuestion asked, CacheAnswer.Freshen freshen, Fact.Answered told) {
    return open(
        freshen.chosen(),
        asked.wantsContent(),
        true,
        then -> course.onward(told, then),
        then -> send(asked.unconditional(), then)); // confirmed, and gone in the meantime
  }

  private Decision passed(CacheAnswer.Pass pass, Fact.Answered told, Now now) {
    boolean changes =
        !pass.updated().isEmpty() || !pass.removed().isEmpty() || !pass.invalidated().isEmpty();
    return changes
        ? course.await(
            new Decision.Amend(pass.updated(), pass.removed(), pass.invalidated()),
            (_, then) -> course.onward(told, then))
        : course.onward(told, now);
  }

  /**
   * What may be served in place of a failure.
   *
   * @param otherwise what becomes of the failure when there is nothing
   */
  Decision failed(HttpFailure failure, Now now, Then otherwise) {
    CacheQuestion asked = question;
    Optional<CacheAnswer.ServeStale> stale =
        asked == null || !unreachable(failure) ? Optional.empty() : asked.failed(now.wall());
    if (stale.isEmpty()) {
      return otherwise.at(now);
    }
    CacheAnswer.ServeStale served = stale.get();
    Response response = served.response();
    return open(
        served.stored(),
        Objects.requireNonNull(asked).wantsContent(),
        true,
        then -> {
          course.note(then, "cache: " + served.status() + " in place of: " + failure.getMessage());
          return course.onward(new Fact.Answered(response, false), then);
        },
        otherwise);
  }

  /** Nothing was heard of the origin (RFC 5861 section 4); anything else is for the caller. */
  private static boolean unreachable(HttpFailure failure) {
    return failure instanceof HttpFailure.Resolve
        || failure instanceof HttpFailure.Connect
        || failure instanceof HttpFailure.ConnectionLost
        || failure instanceof HttpFailure.Timeout;
  }

  /** What goes on at some time. */
  interface Then {
    Decision at(Now now);
  }

  private Decision open(
      StoredResponse stored, boolean content, boolean exchanged, Then there, Then gone) {
    Optional<StoredResponse> wanted = content ? Optional.of(stored) : Optional.empty();
    return course.await(
        new Decision.Open(wanted, exchanged),
        (fact, now) ->
            switch (fact) {
              case Fact.Opened(boolean found) -> found ? there.at(now) : gone.at(now);
              default -> throw unexpected(fact);
            });
  }

  private static List<StoredResponse> variants(Fact fact) {
    if (fact instanceof Fact.Loaded(List<StoredResponse> variants)) {
      return variants;
    }
    throw unexpected(fact);
  }

  private static IllegalStateException unexpected(Fact fact) {
    return new IllegalStateException("the cache was asked, and this is " + fact);
  }
}
