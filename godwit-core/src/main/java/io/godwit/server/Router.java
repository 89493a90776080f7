package io.godwit.server;

import io.godwit.http.InvalidUri;
import io.godwit.http.Method;
import io.godwit.http.RequestTarget;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the handler of a request by method and path.
 *
 * <pre>{@code
 * Router router = Router.builder()
 *     .get("/users/{id}", request -> Response.text("user " + request.pathParameter("id")))
 *     .get("/files/{path...}", request -> Response.text(request.pathParameter("path")))
 *     .group("/admin", admin -> admin
 *         .filter((request, next) -> request.header("X-Token").isPresent()
 *             ? next.handle(request)
 *             : Response.of(401))
 *         .get("/load", request -> Response.text("little")))
 *     .build();
 * HttpServer server = HttpServer.start(8080, router);
 * }</pre>
 *
 * <h2>Templates</h2>
 *
 * A template is a path whose segments are texts, parameters {@code {name}}, or at its end {@code
 * {name...}} for all that is left. A parameter stands for one segment that is not empty, the rest
 * for one or more, the last of which may be empty: {@code /files/{path...}} is for {@code /files/}
 * and all below it, not for {@code /files}. A slash at the end counts, and two slashes have an
 * empty segment between them. At each segment a text goes before a parameter, a parameter before
 * the rest; where that leads to no route for the method, the next best is tried. Two templates for
 * the same paths and the same method are refused when the router is built.
 *
 * <h2>Paths</h2>
 *
 * Segments are compared after percent-decoding as UTF-8, with regard to case. An encoded slash
 * ({@code %2F}) is a character of its segment, never a border between two; semicolons and what
 * follows them are part of the segment as well. 400 is the answer to a path with a dot segment
 * ({@code .} or {@code ..}, also encoded), an encoded NUL, or escapes that are not UTF-8: clients
 * remove dot segments themselves (RFC 3986 section 5.2.4), so that who sends one hopes for two
 * programs to read it in two ways. Filters belong to routes and not to paths: no spelling of a path
 * leads to a handler past the filters of its group.
 *
 * <h2>Methods</h2>
 *
 * HEAD is answered by the route of GET where it has none of its own (RFC 9110 section 9.3.2), and
 * OPTIONS with the methods in {@code Allow}; {@code OPTIONS *} likewise for all routes. Where a
 * path has routes, but none for the method, the answer is 405 with {@code Allow}; for a method that
 * neither this router nor HTTP's own list (see {@link Method}) knows it is 501 (section 9.1). Where
 * a path has none it is 404, or what {@link Builder#otherwise} says.
 *
 * <p>Immutable and safe between threads, if the handlers are.
 */
public final class Router implements Handler {
  private static final Set<Method> KNOWN =
      Set.of(
          Method.GET,
          Method.HEAD,
          Method.POST,
          Method.PUT,
          Method.DELETE,
          Method.PATCH,
          Method.OPTIONS,
          Method.TRACE,
          Method.CONNECT,
          Method.QUERY);

  private final RouteNode tree = new RouteNode();
  private final Set<String> methods = new TreeSet<>();
  private final Handler entry;
  private final @Nullable Handler otherwise;

  private Router(Builder built) {
    for (Draft draft : built.drafts) {
      Route route = draft.route();
      tree.add(route);
      if (route.method() != null) {
        methods.add(route.method().name());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    this.otherwise = built.otherwise;
    this.entry = built.scope.within(this::choose);
  }

  /** A builder without routes. */
  public static Builder builder() {
    return new Builder(new RouteScope(), new ArrayList<>());
  }

  @Override
  public Response handle(ServerRequest request) throws Exception {
    return entry.handle(request);
  }

  private Response choose(ServerRequest request) throws Exception {
    if (request.target() instanceof RequestTarget.Asterisk) {
      return allowing(Status.NO_CONTENT, methods);
    }
    String path = request.path();
    RouteMatch outer = request.match();
    int from = outer == null ? 0 : outer.mountedTo();
    Problem refused = outer == null ? refusal(path) : null;
    if (refused != null) {
      return shown(refused, request);
    }
    int start = Math.min(from + 1, path.length());
    Route route = tree.find(path, start, request.method());
    return route == null
        ? withoutRoute(request, path, start)
        : route.handler().handle(request.at(new RouteMatch(route, path, from, outer)));
  }

  /** What a path that must not be routed is answered with; null for any other. */
  private static @Nullable Problem refusal(String path) {
    boolean escapes = path.indexOf('%') >= 0;
    if ((escapes || path.contains("/.")) && hasDotSegment(path)) {
      return Problem.of(Status.BAD_REQUEST, "the path has a dot segment");
    }
    if (!escapes) {
      return null;
    }
    try {
      return Uri.decoded(path).indexOf('\0') < 0
          ? null
          : Problem.of(Status.BAD_REQUEST, "the path has an encoded NUL");
    } catch (InvalidUri e) {
      return Problem.of(e);
    }
  }

  private static boolean hasDotSegment(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      int at = slash + 1;
      int dots = 0;
      for (int next = behindDot(path, at); next > at; next = behindDot(path, at)) {
        at = next;
        dots++;
      }
      if ((dots == 1 || dots == 2) && (at == path.length() || path.charAt(at) == '/')) {
        return true;
      }
    }
    return false;
  }

  /** Behind the dot that is there, encoded or not; the same place when there is none. */
  private static int behindDot(String path, int at) {
    if (path.startsWith(".", at)) {
      return at + 1;
    }
    return path.regionMatches(true, at, "%2E", 0, 3) ? at + 3 : at;
  }

  private Response withoutRoute(ServerRequest request, String path, int start) throws Exception {
    List<Endpoint> endpoints = new ArrayList<>();
    tree.collect(path, start, endpoints);
    if (endpoints.isEmpty()) {
      return otherwise == null
          ? shown(Problem.of(Status.NOT_FOUND, "there is nothing here"), request)
          : otherwise.handle(request);
    }
    Set<String> allowed = new TreeSet<>();
    endpoints.forEach(endpoint -> endpoint.addMethods(allowed));
    allowed.add("OPTIONS");
    Handler answer = asked -> withoutMethod(asked, allowed);
    return endpoints.getFirst().scope().around(answer).handle(request);
  }

  private Response withoutMethod(ServerRequest request, Set<String> allowed) {
    Method method = request.method();
    if (method.equals(Method.OPTIONS)) {
      return allowing(Status.NO_CONTENT, allowed);
    }
    if (!KNOWN.contains(method) && !methods.contains(method.name())) {
      return shown(Problem.of(Status.NOT_IMPLEMENTED, "this method is not known here"), request);
    }
    return shown(
        Problem.of(Status.METHOD_NOT_ALLOWED, "this method is not allowed here")
            .withHeader("Allow", String.join(", ", allowed)),
        request);
  }

  private static Response shown(Problem problem, ServerRequest request) {
    return ProblemForm.answer(problem, request.headers());
  }

  private static Response allowing(Status status, Set<String> allowed) {
    return Response.of(status).withHeader("Allow", String.join(", ", allowed));
  }

  @Override
  public String toString() {
    return "router of " + methods;
  }

  /** A route whose group may still get filters. */
  private record Draft(
      @Nullable Method method, String template, Handler handler, RouteScope scope, int mounted) {
    Route route() {
      return new Route(method, RouteTemplate.of(template), scope.around(handler), scope, mounted);
    }
  }

  /** Collects routes, for a router or a group in one; not safe between threads. */
  public static final class Builder {
    private final RouteScope scope;
    private final List<Draft> drafts;
    private @Nullable Handler otherwise;

    private Builder(RouteScope scope, List<Draft> drafts) {
      this.scope = scope;
      this.drafts = drafts;
    }

    /**
     * What answers requests of that method for the paths of the template; see {@link Router}. In a
     * group the template may be empty: then it is for the prefix itself.
     *
     * @throws IllegalArgumentException when the template is malformed, or the method is CONNECT,
     *     which has no path
     */
    public Builder route(Method method, String template, Handler handler) {
      if (method.equals(Method.CONNECT)) {
        throw new IllegalArgumentException("CONNECT names no path");
      }
      return add(method, template, handler);
    }

    /** What answers GET, and HEAD unless that has a route of its own; see {@link #route}. */
    public Builder get(String template, Handler handler) {
      return route(Method.GET, template, handler);
    }

    /** What answers POST; see {@link #route}. */
    public Builder post(String template, Handler handler) {
      return route(Method.POST, template, handler);
    }

    /** What answers PUT; see {@link #route}. */
    public Builder put(String template, Handler handler) {
      return route(Method.PUT, template, handler);
    }

    /** What answers PATCH; see {@link #route}. */
    public Builder patch(String template, Handler handler) {
      return route(Method.PATCH, template, handler);
    }

    /** What answers DELETE; see {@link #route}. */
    public Builder delete(String template, Handler handler) {
      return route(Method.DELETE, template, handler);
    }

    /** What answers all methods that have no route of their own for the same paths. */
    public Builder any(String template, Handler handler) {
      return add(null, template, handler);
    }

    private Builder add(@Nullable Method method, String template, Handler handler) {
      String whole = scope.prefix() + template;
      if (!template.isEmpty() && !template.startsWith("/")) {
        throw new IllegalArgumentException("a template begins with a slash: " + template);
      }
      RouteTemplate.of(whole);
      drafts.add(new Draft(method, whole, handler, scope, -1));
      return this;
    }

    /**
     * Gives a handler all requests, of any method, for a prefix and what is below it, as far as no
     * better route is for them. By {@link ServerRequest#pathInMount()} it sees the rest of the
     * path; a router that is mounted goes by that.
     *
     * @param prefix a template without a slash at its end; a single slash for everything
     * @throws IllegalArgumentException when the prefix is malformed
     */
    public Builder mount(String prefix, Handler handler) {
      String whole = scope.prefix() + (prefix.equals("/") ? "" : RouteTemplate.prefix(prefix));
      int segments = whole.isEmpty() ? 0 : RouteTemplate.of(whole).segments().size();
      if (segments > 0) {
        drafts.add(new Draft(null, whole, handler, scope, segments));
      }
      drafts.add(new Draft(null, RouteTemplate.below(whole).text(), handler, scope, segments));
      return this;
    }

    /**
     * Routes with a prefix and filters of their own.
     *
     * @param prefix a template without a slash at its end; empty for none
     * @param routes adds the group's routes, filters and groups; what it gets is a part of this
     *     builder, which need not be built
     * @throws IllegalArgumentException when the prefix is malformed
     */
    public Builder group(String prefix, Consumer<Builder> routes) {
      String checked = prefix.isEmpty() ? "" : RouteTemplate.prefix(prefix);
      routes.accept(new Builder(new RouteScope(scope, checked), drafts));
      return this;
    }

    /** Puts a filter around all routes of this router or group, behind those added before. */
    public Builder filter(Filter filter) {
      scope.add(filter);
      return this;
    }

    /**
     * What answers requests for paths that have no route, instead of 404.
     *
     * @throws IllegalStateException in a group: its routes are one tree with all others
     */
    public Builder otherwise(Handler handler) {
      if (!scope.isOutermost()) {
        throw new IllegalStateException("a group cannot say what answers paths without a route");
      }
      this.otherwise = handler;
      return this;
    }

    /**
     * The router of what was added so far.
     *
     * @throws IllegalArgumentException when two routes are for the same requests
     * @throws IllegalStateException in a group
     */
    public Router build() {
      if (!scope.isOutermost()) {
        throw new IllegalStateException("a group is built with the router it belongs to");
      }
      return new Router(this);
    }
  }
}
