package io.godwit.policy.cache;

import io.godwit.http.Response;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the cache did with a request and why, as the Cache-Status field says it (RFC 9211), under
 * the name {@code godwit}. Immutable.
 *
 * @param forward why the request went on to the origin; empty when it did not
 * @param fwdStatus the status of what came back from there, when something else was delivered
 * @param ttl for how many seconds more the response is fresh; negative when it is stale
 * @param stored whether the response is stored when it arrives whole
 * @param isCollapsed whether the request waited for another one's answer
 * @param detail which rule let a stale response through
 */
public record CacheStatus(
    Optional<Forward> forward,
    OptionalInt fwdStatus,
    OptionalLong ttl,
    boolean stored,
    boolean isCollapsed,
    Optional<Detail> detail) {
  /** Why a request goes to the origin (RFC 9211 section 2.2). */
  public enum Forward {
    /** It has a Range or conditions of its own, which are the caller's business. */
    BYPASS("bypass"),
    /** Its method is none that a cache answers. */
    METHOD("method"),
    /** Nothing is stored for it. */
    URI_MISS("uri-miss"),
    /** What is stored is for other values of its fields. */
    VARY_MISS("vary-miss"),
    /** It asks for it. */
    REQUEST("request"),
    /** What is stored is stale. */
    STALE("stale");

    private final String token;

    Forward(String token) {
      this.token = token;
    }

    /** The word in the field. */
    public String token() {
      return token;
    }
  }

  /** Which rule let a stale response through, or none. */
  public enum Detail {
    /** The response allows it while it is asked for anew (RFC 5861 section 3). */
    STALE_WHILE_REVALIDATE("stale-while-revalidate"),
    /** The response or the request allows it in place of an error (RFC 5861 section 4). */
    STALE_IF_ERROR("stale-if-error"),
    /** The request allows it (RFC 9111 section 5.2.1.2). */
    MAX_STALE("max-stale"),
    /** The request wants nothing but what is stored (RFC 9111 section 5.2.1.7). */
    ONLY_IF_CACHED("only-if-cached");

    private final String token;

    Detail(String token) {
      this.token = token;
    }

    /** The word in the field. */
    public String token() {
      return token;
    }
  }

  /** Answered from the cache. */
  static CacheStatus hit(Freshness freshness) {
    return new CacheStatus(
        Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.of(freshness.ttl()),
        false,
        false,
        Optional.empty());
  }

  /** Sent on. */
  static CacheStatus forwarded(Forward reason) {
    return new CacheStatus(
        Optional.of(reason),
        OptionalInt.empty(),
        OptionalLong.empty(),
        false,
        false,
        Optional.empty());
  }

  /** Answered here, with nothing stored. */
  static CacheStatus made(Detail rule) {
    return new CacheStatus(
        Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        false,
        false,
        Optional.of(rule));
  }

  CacheStatus withFwdStatus(int status) {
    return new CacheStatus(forward, OptionalInt.of(status), ttl, stored, isCollapsed, detail);
  }

  CacheStatus withTtl(Freshness freshness) {
    OptionalLong left = OptionalLong.of(freshness.ttl());
    return new CacheStatus(forward, fwdStatus, left, stored, isCollapsed, detail);
  }

  CacheStatus withStored() {
    return new CacheStatus(forward, fwdStatus, ttl, true, isCollapsed, detail);
  }

  CacheStatus with(Detail rule) {
    return new CacheStatus(forward, fwdStatus, ttl, stored, isCollapsed, Optional.of(rule));
  }

  /** For a request that waited until another one had asked: no hit, though nothing was sent. */
  CacheStatus collapsed() {
    Optional<Forward> reason = Optional.of(forward.orElse(Forward.STALE));
    return new CacheStatus(reason, fwdStatus, ttl, stored, true, detail);
  }

  /** The same for a response that could not be stored after all. */
  CacheStatus withoutStored() {
    return new CacheStatus(forward, fwdStatus, ttl, false, isCollapsed, detail);
  }

  /** Whether what is delivered was stored and used without asking. */
  public boolean hit() {
    return forward.isEmpty() && ttl.isPresent();
  }

  /** The member of the Cache-Status list, such as {@code godwit; hit; ttl=376}. */
  public String value() {
    StringBuilder value = new StringBuilder("godwit");
    value.append(forward.map(reason -> "; fwd=" + reason.token()).orElse(hit() ? "; hit" : ""));
    fwdStatus.ifPresent(status -> value.append("; fwd-status=").append(status));
    ttl.ifPresent(seconds -> value.append("; ttl=").append(seconds));
    value.append(stored ? "; stored" : "").append(isCollapsed ? "; collapsed" : "");
    detail.ifPresent(rule -> value.append("; detail=").append(rule.token()));
    return value.toString();
  }

  /** The response with this as the last member of its Cache-Status list. */
  public Response on(Response response) {
    return response.withHeaders(response.headers().withAdded("Cache-Status", value()));
  }

  @Override
  public String toString() {
    return value();
  }
}
