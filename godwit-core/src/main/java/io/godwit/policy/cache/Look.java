package io.godwit.policy.cache;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.policy.cache.CacheStatus.Detail;
import io.godwit.policy.cache.CacheStatus.Forward;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One look, which needs the same few things everywhere. */
final class Look {
  /** Conditions and ranges (RFC 9110 sections 13.1 and 14.2): the caller's business. */
  private static final List<String> PASSING =
      List.of(
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-Range",
          "Range");

  /** Of several that match the last made is right (RFC 9111 section 4). */
  private static final Comparator<StoredResponse> AGE =
      Comparator.comparing(StoredResponse::date).thenComparing(StoredResponse::responseTime);

  private final Request request;
  private final CacheControl wanted;
  private final List<StoredResponse> variants;
  private final List<StoredResponse> matching;
  private final Instant now;

  Look(Request request, List<StoredResponse> variants, Instant now) {
    this.request = request;
    this.wanted = CacheControl.ofRequest(request.headers());
    this.variants = variants;
    this.matching =
        variants.stream()
            .filter(stored -> stored.selection().matches(request.headers()))
            .sorted(AGE.reversed())
            .toList();
    this.now = now;
  }

  CacheLook look() {
    Optional<CacheKey> key = CacheKey.of(request);
    if (key.isEmpty()) {
      return pass(Forward.METHOD);
    }
    if (passes(request.headers())) {
      return pass(Forward.BYPASS);
    }
    if (wanted.noStore()) {
      return pass(Forward.REQUEST);
    }
    if (matching.isEmpty()) {
      return ask(variants.isEmpty() ? Forward.URI_MISS : Forward.VARY_MISS);
    }
    return use(matching.getFirst());
  }

  private static boolean passes(Headers headers) {
    return PASSING.stream().anyMatch(headers::has);
  }

  private CacheLook use(StoredResponse stored) {
    Freshness freshness = Freshness.of(stored, now);
    CacheControl control = CacheControl.of(stored.headers());
    if (freshness.fresh() && !control.noCache()) {
      return wantsAsking(freshness, control) ? ask(Forward.REQUEST) : serve(stored, freshness);
    }
    boolean forbidden =
        control.noCache() || control.mustRevalidate() || wantsAsking(freshness, control);
    return forbidden ? ask(Forward.STALE) : useStale(stored, freshness, control);
  }

  private CacheLook useStale(StoredResponse stored, Freshness freshness, CacheControl control) {
    CacheStatus hit = CacheStatus.hit(freshness);
    if (freshness.staleFor(wanted.maxStale())) {
      return served(stored, freshness, hit.with(Detail.MAX_STALE), Optional.empty());
    }
    OptionalLong window = control.staleWhileRevalidate();
    if (window.orElse(0) > 0 && freshness.staleFor(window)) {
      CacheQuestion question = CacheQuestion.about(request, Forward.STALE, variants, matching);
      return served(
          stored,
          freshness,
          hit.with(Detail.STALE_WHILE_REVALIDATE),
          wanted.onlyIfCached() ? Optional.empty() : Optional.of(question));
    }
    return ask(Forward.STALE);
  }

  /**
   * Whether the request wants more than this (RFC 9111 section 5.2.1). What is immutable needs no
   * look because of max-age, which is how a reload asks; no-cache still insists (RFC 8246).
   */
  private boolean wantsAsking(Freshness freshness, CacheControl control) {
    if (wanted.noCache()) {
      return true;
    }
    boolean settled = control.immutable() && freshness.fresh();
    OptionalLong maxAge = settled ? OptionalLong.empty() : wanted.maxAge();
    if (maxAge.isPresent() && freshness.age().toSeconds() > maxAge.getAsLong()) {
      return true;
    }
    if (maxAge.isPresent() && maxAge.getAsLong() == 0) {
      return true; // what is younger than a second was asked for anew, too
    }
    OptionalLong minFresh = wanted.minFresh();
    return minFresh.isPresent() && freshness.ttl() < minFresh.getAsLong();
  }

  private CacheLook serve(StoredResponse stored, Freshness freshness) {
    return served(stored, freshness, CacheStatus.hit(freshness), Optional.empty());
  }

  private CacheLook served(
      StoredResponse stored,
      Freshness freshness,
      CacheStatus status,
      Optional<CacheQuestion> refresh) {
    return new CacheLook.Serve(stored, Served.aged(stored, freshness), status, refresh);
  }

  private CacheLook ask(Forward reason) {
    return wanted.onlyIfCached()
        ? unsatisfiable()
        : new CacheLook.Ask(CacheQuestion.about(request, reason, variants, matching));
  }

  private CacheLook pass(Forward reason) {
    return wanted.onlyIfCached() && !request.method().equals(Method.CONNECT)
        ? unsatisfiable()
        : new CacheLook.Ask(CacheQuestion.past(request, reason));
  }

  /** RFC 9111 section 5.2.1.7. */
  private static CacheLook unsatisfiable() {
    CacheStatus status = CacheStatus.made(Detail.ONLY_IF_CACHED);
    return new CacheLook.Unsatisfiable(
        status.on(Response.of(Status.GATEWAY_TIMEOUT).withHeader("Content-Length", "0")), status);
  }
}
