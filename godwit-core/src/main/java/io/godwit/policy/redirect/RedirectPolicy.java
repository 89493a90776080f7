package io.godwit.policy.redirect;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which redirects are followed, and how. By default: up to 10 of any method, never from https to
 * http; 301 and 302 turn POST into GET, 303 turns all but HEAD into GET, 300, 307 and 308 keep
 * method and content. Immutable.
 *
 * <pre>{@code
 * RedirectPolicy careful = RedirectPolicy.standard().withLimit(3).withMethods(Set.of(Method.GET, Method.HEAD));
 * }</pre>
 *
 * <p>What is a secret stays with the origin it was meant for: Authorization, Cookie,
 * Proxy-Authorization and every field marked as a secret are dropped when scheme, host or port
 * change, and do not come back when a later redirect leads home. User information in a Location is
 * ignored. RFC 9110 section 15.4.
 *
 * @param limit how many are followed in one call; 0 follows none and makes a redirect a failure
 * @param methods of which requests; empty for any
 * @param follow whether any are followed; if not, the response is delivered as it is
 * @param postKept which of 301, 302 and 303 leave a POST a POST; for the first two RFC 9110 would
 *     have it so
 * @param downgrade whether to go from https to http
 * @param trusting whether secrets go along to other origins
 */
public record RedirectPolicy(
    int limit,
    Set<Method> methods,
    boolean follow,
    Set<Integer> postKept,
    boolean downgrade,
    boolean trusting) {
  private static final RedirectPolicy STANDARD =
      new RedirectPolicy(10, Set.of(), true, Set.of(), false, false);
  private static final RedirectPolicy NONE =
      new RedirectPolicy(10, Set.of(), false, Set.of(), false, false);

  /** Fields that describe content, which go when the content goes (RFC 9110 section 15.4). */
  private static final List<String> CONTENT_FIELDS =
      List.of(
          "Content-Digest",
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Content-Length",
          "Content-Location",
          "Content-Range",
          "Content-Type",
          "Digest",
          "Expect",
          "Last-Modified",
          "Repr-Digest",
          "Trailer");

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when the limit is negative, or a status is another one
   */
  public RedirectPolicy {
    if (limit < 0) {
      throw new IllegalArgumentException("the limit is negative: " + limit);
    }
    if (!Set.of(301, 302, 303).containsAll(postKept)) {
      throw new IllegalArgumentException("a POST is a question at 301, 302 and 303: " + postKept);
    }
    methods = Set.copyOf(methods);
    postKept = Set.copyOf(postKept);
  }

  /** The default. */
  public static RedirectPolicy standard() {
    return STANDARD;
  }

  /** Follows none: a redirect is a response like any other. */
  public static RedirectPolicy none() {
    return NONE;
  }

  /** A copy that follows so many. */
  public RedirectPolicy withLimit(int redirects) {
    return new RedirectPolicy(redirects, methods, follow, postKept, downgrade, trusting);
  }

  /** A copy that follows those of these methods only; of any when empty. */
  public RedirectPolicy withMethods(Set<Method> some) {
    return new RedirectPolicy(limit, some, follow, postKept, downgrade, trusting);
  }

  /** A copy that repeats a POST after 301 and 302 instead of turning it into a GET. */
  public RedirectPolicy withPostKept() {
    return withPostKept(301, 302);
  }

  /**
   * A copy that repeats a POST after these statuses, and after no others.
   *
   * @throws IllegalArgumentException when one is none of 301, 302 and 303
   */
  public RedirectPolicy withPostKept(Integer... statuses) {
    return new RedirectPolicy(limit, methods, follow, Set.of(statuses), downgrade, trusting);
  }

  /** A copy that goes from https to http as well, where everybody can read along. */
  public RedirectPolicy withDowngrade() {
    return new RedirectPolicy(limit, methods, follow, postKept, true, trusting);
  }

  /**
   * A copy that takes secrets along wherever redirects lead, and shows the call's own credentials
   * to whoever is asked: any server on the way can send them to a place of its choice.
   */
  public RedirectPolicy withTrust() {
    return new RedirectPolicy(limit, methods, follow, postKept, downgrade, true);
  }

  /**
   * What that response means for a call.
   *
   * @param request what was asked for, without what other policies have added
   * @param response the final response to it
   * @param followed how many redirects the call has followed already
   * @param bodyGone whether the content of the request was sent and cannot be sent again
   */
  public RedirectStep after(Request request, Response response, int followed, boolean bodyGone) {
    if (!follow || !redirects(response) || !(methods.isEmpty() || covers(request.method()))) {
      return RedirectStep.Stay.INSTANCE;
    }
    Optional<String> location = response.header("Location");
    if (location.isEmpty()) {
      return RedirectStep.Stay.INSTANCE;
    }
    if (followed >= limit) {
      return new RedirectStep.Exhausted(limit);
    }
    return switch (Location.resolve(request.uri(), location.get())) {
      case Location.Unusable(String reason) -> new RedirectStep.Refuse(reason);
      case Location.Target(Uri target) -> to(target, request, response, bodyGone);
    };
  }

  private boolean covers(Method method) {
    return methods.contains(method);
  }

  private static boolean redirects(Response response) {
    return switch (response.status().code()) {
      case 300, 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private RedirectStep to(Uri target, Request request, Response response, boolean bodyGone) {
    if (!downgrade && request.uri().scheme().equals("https") && target.scheme().equals("http")) {
      return new RedirectStep.Refuse("a redirect from https to http, to " + target);
    }
    Method method = method(request.method(), response.status().code());
    boolean keepsContent = method.equals(request.method());
    if (keepsContent && bodyGone) {
      return new RedirectStep.Refuse(
          "a redirect to %s that needs the content again, which can be sent only once"
              .formatted(target));
    }
    Body body = keepsContent ? request.body() : Body.empty();
    List<String> dropped = new ArrayList<>();
    Headers headers = headers(request, target, keepsContent, dropped);
    return new RedirectStep.Follow(
        new Request(method, target, headers, body, request.version()), List.copyOf(dropped));
  }

  /** RFC 9110 sections 15.4.2 to 15.4.4; QUERY is kept but by 303 (RFC 10008 section 2.5). */
  private Method method(Method method, int status) {
    return switch (status) {
      case 301, 302 ->
          method.equals(Method.POST) && !postKept.contains(status) ? Method.GET : method;
      case 303 ->
          method.equals(Method.HEAD) || (method.equals(Method.POST) && postKept.contains(status))
              ? method
              : Method.GET;
      default -> method;
    };
  }

  private Headers headers(Request request, Uri target, boolean keepsContent, List<String> dropped) {
    Headers headers = request.headers();
    if (!trusting && !request.uri().origin().equals(target.origin())) {
      for (Headers.Field field : request.headers()) {
        if (headers.has(field.name()) && headers.secret(field.name())) {
          headers = headers.without(field.name());
          dropped.add(field.name());
        }
      }
    }
    if (!keepsContent) {
      for (String name : CONTENT_FIELDS) {
        headers = headers.without(name);
      }
    }
    return headers.with("Host", target.authority());
  }
}
