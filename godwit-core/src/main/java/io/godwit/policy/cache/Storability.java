package io.godwit.policy.cache;

import io.godwit.http.Headers;
import io.godwit.http.Request;
import io.godwit.http.Response;
import java.util.Set;

/** Whether a response may be stored, and is worth it (RFC 9111 section 3, as a private cache). */
final class Storability {
  /**
   * Answers to something else than the request alone: parts, conditions, credentials, the
   * connection. They are not stored whatever they say.
   */
  private static final Set<Integer> NEVER = Set.of(206, 304, 401, 407, 412, 416, 421, 425, 426);

  /** What this cache can be said to understand when must-understand asks (section 5.2.2.3). */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 451, 501);

  private Storability() {}

  /** Whether to store the answer to a request that has a key. */
  static boolean storable(Request request, StoredResponse answer) {
    Response head = answer.head();
    int status = head.status().code();
    CacheControl control = CacheControl.of(head.headers());
    return answer.key().method().equals(request.method())
        && !head.status().informational()
        && !NEVER.contains(status)
        && !CacheControl.ofRequest(request.headers()).noStore()
        && allowed(control, status)
        && lasting(control, head.headers(), status)
        && useful(control, answer);
  }

  private static boolean allowed(CacheControl control, int status) {
    return control.mustUnderstand() ? UNDERSTOOD.contains(status) : !control.noStore();
  }

  /** Something says that it may be kept: a directive, a date, or its status by itself. */
  private static boolean lasting(CacheControl control, Headers headers, int status) {
    return control.isPublic()
        || control.isPrivate()
        || control.maxAge().isPresent()
        || headers.has("Expires")
        || Freshness.heuristic(status);
  }

  /** Stale from the start and without a way to confirm it, a response would never be used. */
  private static boolean useful(CacheControl control, StoredResponse answer) {
    boolean askable = Validators.of(answer.headers()).any();
    boolean fresh = Freshness.of(answer, answer.responseTime()).fresh();
    boolean staleUse =
        control.staleWhileRevalidate().orElse(0) > 0 || control.staleIfError().orElse(0) > 0;
    return askable || (!control.noCache() && (fresh || staleUse));
  }
}
