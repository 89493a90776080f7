package io.godwit.policy.cache;

import io.godwit.http.Request;
import io.godwit.http.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a look into the cache says about a request (RFC 9111 section 4).
 *
 * <p>Requests with conditions of their own or a Range go past the cache: their caller knows what he
 * has, and the answer would not be the whole.
 */
public sealed interface CacheLook {
  /**
   * A stored response is the answer.
   *
   * @param stored where the content lies
   * @param aged what to deliver, with its age and without the content
   * @param status why
   * @param refresh to be asked in the background, at the same time: the response is stale
   */
  record Serve(
      StoredResponse stored, Response aged, CacheStatus status, Optional<CacheQuestion> refresh)
      implements CacheLook {
    /** What to deliver, with its Cache-Status. */
    public Response response() {
      return status.on(aged);
    }

    /** The same after a wait for another call that asked (RFC 9211 section 2.7). */
    public Serve collapsed() {
      return new Serve(stored, aged, status.collapsed(), refresh);
    }
  }

  /** The origin has to be asked. */
  record Ask(CacheQuestion question) implements CacheLook {}

  /** Only a stored response was wanted, and there is none: 504, made here. */
  record Unsatisfiable(Response response, CacheStatus status) implements CacheLook {}

  /**
   * Looks.
   *
   * @param request complete, with credentials and cookies
   * @param variants what is stored under its key; nothing when it has none
   * @param now the wall clock
   */
  static CacheLook of(Request request, List<StoredResponse> variants, Instant now) {
    return new Look(request, variants, now).look();
  }
}
