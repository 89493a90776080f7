package io.godwit.policy.cache;

import io.godwit.http.EntityTag;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.cache.CacheStatus.Detail;
import io.godwit.policy.cache.CacheStatus.Forward;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request that goes to the origin, and what has to be remembered to understand the answer.
 * Immutable.
 *
 * @param original the caller's request
 * @param request what to send: the same, with the cache's conditions if it has any
 * @param reason why it is sent
 * @param key what an answer is stored under; empty when none will be
 * @param matching what is stored and would answer the request, were it fresh; the latest first
 * @param candidates what the conditions name: a 304 says that one of these is right
 */
public record CacheQuestion(
    Request original,
    Request request,
    Forward reason,
    Optional<CacheKey> key,
    List<StoredResponse> matching,
    List<StoredResponse> candidates) {
  /** More entity tags are not sent in one request. */
  private static final int MOST_TAGS = 16;

  /** Copies the lists. */
  public CacheQuestion {
    matching = List.copyOf(matching);
    candidates = List.copyOf(candidates);
  }

  /** A request that goes past the cache. */
  static CacheQuestion past(Request request, Forward reason) {
    return new CacheQuestion(request, request, reason, Optional.empty(), List.of(), List.of());
  }

  /** A request whose answer is to be stored, with conditions where something stored has them. */
  static CacheQuestion about(
      Request request,
      Forward reason,
      List<StoredResponse> variants,
      List<StoredResponse> matching) {
    List<StoredResponse> candidates = candidates(request, variants, matching);
    return new CacheQuestion(
        request,
        candidates.isEmpty() ? request : conditional(request, candidates, matching),
        reason,
        CacheKey.of(request),
        matching,
        candidates);
  }

  /**
   * What may turn out to be right (RFC 9111 section 4.3.1): what matches and has a validator, or,
   * when nothing matches, what was stored for other values of the fields that Vary names. Of these
   * only what can be told apart for sure, and nothing that was given for other credentials.
   */
  private static List<StoredResponse> candidates(
      Request request, List<StoredResponse> variants, List<StoredResponse> matching) {
    if (!matching.isEmpty()) {
      return matching.stream()
          .filter(stored -> Validators.of(stored.headers()).any())
          .limit(MOST_TAGS)
          .toList();
    }
    String credentials = Selection.credentials(request.headers());
    return variants.stream()
        .filter(stored -> stored.selection().credentials().equals(credentials))
        .filter(stored -> Validators.of(stored.headers()).strong())
        .limit(MOST_TAGS)
        .toList();
  }

  private static Request conditional(
      Request request, List<StoredResponse> candidates, List<StoredResponse> matching) {
    Headers.Builder headers = request.headers().toBuilder().latin1();
    List<String> tags = new ArrayList<>();
    for (StoredResponse candidate : candidates) {
      String tag = EntityTag.of(candidate.headers()).map(EntityTag::toString).orElse("");
      if (!tag.isEmpty() && !tags.contains(tag)) {
        tags.add(tag);
      }
    }
    if (!tags.isEmpty()) {
      headers.set("If-None-Match", String.join(", ", tags));
    }
    if (!matching.isEmpty()) {
      Validators.of(candidates.getFirst().headers())
          .modified()
          .ifPresent(date -> headers.set("If-Modified-Since", date));
    }
    return request.withHeaders(headers.build());
  }

  /** Whether the cache has added conditions, so that a 304 is its own business. */
  public boolean conditional() {
    return !candidates.isEmpty();
  }

  /**
   * Whether the answer is likely to do for others who ask at the same time: it was fresh once, and
   * will be again.
   */
  public boolean shareable() {
    if (reason != Forward.STALE || matching.isEmpty() || !conditional()) {
      return false;
    }
    StoredResponse stored = matching.getFirst();
    boolean lasts = Freshness.of(stored, stored.responseTime()).lifetime().isPositive();
    return lasts && !CacheControl.of(stored.headers()).noCache();
  }

  /** The same without the cache's conditions: what they named is gone, or was not meant. */
  public CacheQuestion unconditional() {
    return new CacheQuestion(original, original, reason, key, matching, List.of());
  }

  /**
   * The origin has answered; its content is still to be read.
   *
   * @param answer the final head
   * @param requestTime the wall clock when the request was sent
   * @param responseTime and when the head was there
   */
  public CacheAnswer answered(Response answer, Instant requestTime, Instant responseTime) {
    return new Answering(this, answer, requestTime, responseTime).answer();
  }

  /** The origin has not answered: a stored response may do instead (RFC 5861 section 4). */
  public Optional<CacheAnswer.ServeStale> failed(Instant now) {
    return stale(CacheStatus.forwarded(reason), now);
  }

  /** What to deliver in place of an error, with that status. */
  Optional<CacheAnswer.ServeStale> stale(CacheStatus status, Instant now) {
    if (matching.isEmpty()) {
      return Optional.empty();
    }
    StoredResponse stored = matching.getFirst();
    CacheControl control = CacheControl.of(stored.headers());
    Freshness freshness = Freshness.of(stored, now);
    OptionalLong asked = CacheControl.ofRequest(original.headers()).staleIfError();
    boolean allowed = freshness.staleFor(control.staleIfError()) || freshness.staleFor(asked);
    if (!allowed || control.noCache() || control.mustRevalidate()) {
      return Optional.empty();
    }
    CacheStatus told = status.withTtl(freshness).with(Detail.STALE_IF_ERROR);
    Response response = told.on(Served.aged(stored, freshness));
    return Optional.of(new CacheAnswer.ServeStale(stored, response, told));
  }

  /** Whether what is delivered has content: not for HEAD. */
  public boolean wantsContent() {
    return !original.method().equals(Method.HEAD);
  }
}
