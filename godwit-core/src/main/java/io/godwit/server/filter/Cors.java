package io.godwit.server.filter;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.InvalidUri;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.server.Filter;
import io.godwit.server.Handler;
import io.godwit.server.ServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets pages of other origins read the answers (CORS, as WHATWG Fetch section 3.2 has it).
 *
 * <pre>{@code
 * Router router = Router.builder()
 *     .group("/api", api -> api
 *         .filter(Cors.allowing("https://app.example").withMethods(Method.GET, Method.PUT))
 *         .get("/users", request -> Response.text("ada")))
 *     .build();
 * }</pre>
 *
 * <p>The question that a browser asks beforehand (OPTIONS with {@code
 * Access-Control-Request-Method}) is answered here, other requests go on. A page of another origin
 * is not refused: its browser keeps the answer from it. So this is no protection against requests
 * that change something. The answer to what a handler throws can be read as any other.
 *
 * <p>Immutable.
 */
public final class Cors implements Filter {
  private static final String ANY = "*";

  private final List<String> origins;
  private final List<Method> methods;
  private final List<String> fields;
  private final List<String> exposed;
  private final boolean credentials;
  private final Duration maxAge;

  private Cors(
      List<String> origins,
      List<Method> methods,
      List<String> fields,
      List<String> exposed,
      boolean credentials,
      Duration maxAge) {
    this.origins = origins;
    this.methods = methods;
    this.fields = fields;
    this.exposed = exposed;
    this.credentials = credentials;
    this.maxAge = maxAge;
  }

  /**
   * Pages of these origins may ask by GET, HEAD and POST, without credentials, and the browser may
   * remember that for ten minutes.
   *
   * @param origins such as {@code https://app.example}, or one {@code *} for all
   * @throws IllegalArgumentException when one is none; {@code null} is the origin of whoever wants
   *     it to be, and never allowed
   */
  public static Cors allowing(String... origins) {
    for (String origin : origins) {
      if (!isOrigin(origin) && !(origin.equals(ANY) && origins.length == 1)) {
        throw new IllegalArgumentException("not an origin: " + Grammar.quoted(origin));
      }
    }
    return new Cors(
        List.of(origins),
        List.of(Method.GET, Method.HEAD, Method.POST),
        List.of(),
        List.of(),
        false,
        Duration.ofMinutes(10));
  }

  private static boolean isOrigin(String text) {
    try {
      Uri uri = Uri.of(text);
      return uri.absolute()
          && uri.userInfo().isEmpty()
          && text.equals(uri.scheme() + "://" + uri.authority());
    } catch (InvalidUri _) {
      return false;
    }
  }

  /** A copy that allows these methods instead. */
  public Cors withMethods(Method... allowed) {
    return new Cors(origins, List.of(allowed), fields, exposed, credentials, maxAge);
  }

  /**
   * A copy that allows these request fields, besides those that always are.
   *
   * @throws IllegalArgumentException when one is not a field name
   */
  public Cors withFields(String... allowed) {
    return new Cors(origins, methods, names(allowed), exposed, credentials, maxAge);
  }

  /**
   * A copy that lets pages read these fields of responses, besides those that they always may.
   *
   * @throws IllegalArgumentException when one is not a field name
   */
  public Cors withExposed(String... names) {
    return new Cors(origins, methods, fields, names(names), credentials, maxAge);
  }

  private static List<String> names(String... names) {
    for (String name : names) {
      if (!Grammar.isToken(name)) {
        throw new IllegalArgumentException("not a field name: " + Grammar.quoted(name));
      }
    }
    return List.of(names);
  }

  /**
   * A copy that lets pages send cookies and other credentials along.
   *
   * @throws IllegalArgumentException when all origins are allowed: then any page could act for
   *     whoever looks at it
   */
  public Cors withCredentials() {
    if (origins.contains(ANY)) {
      throw new IllegalArgumentException("credentials are for origins that are named");
    }
    return new Cors(origins, methods, fields, exposed, true, maxAge);
  }

  /** A copy after whose answers browsers do not ask again for that long; zero for not at all. */
  public Cors withMaxAge(Duration age) {
    return new Cors(origins, methods, fields, exposed, credentials, age);
  }

  @Override
  public Response filter(ServerRequest request, Handler next) throws Exception {
    Optional<String> origin = request.header("Origin");
    boolean allowed = origin.isPresent() && allows(origin.get());
    boolean preflight =
        origin.isPresent()
            && request.method().equals(Method.OPTIONS)
            && request.headers().has("Access-Control-Request-Method");
    if (preflight) {
      Headers answer = allowed ? preflight(granted(origin.get())) : Headers.empty();
      return Response.of(Status.NO_CONTENT).withHeaders(varying(answer));
    }
    Headers added = varying(allowed ? simple(granted(origin.get())) : Headers.empty());
    request.failureFields(added);
    Response response = next.handle(request);
    return response.withHeaders(response.headers().toBuilder().addAll(added).build());
  }

  private boolean allows(String origin) {
    return origins.contains(ANY) || origins.contains(origin);
  }

  private Headers.Builder granted(String origin) {
    Headers.Builder answer = Headers.builder();
    answer.add("Access-Control-Allow-Origin", origins.contains(ANY) ? ANY : origin);
    if (credentials) {
      answer.add("Access-Control-Allow-Credentials", "true");
    }
    return answer;
  }

  private Headers preflight(Headers.Builder answer) {
    answer.add(
        "Access-Control-Allow-Methods",
        String.join(", ", methods.stream().map(Method::name).toList()));
    if (!fields.isEmpty()) {
      answer.add("Access-Control-Allow-Headers", String.join(", ", fields));
    }
    return answer.add("Access-Control-Max-Age", Long.toString(maxAge.toSeconds())).build();
  }

  private Headers simple(Headers.Builder answer) {
    if (!exposed.isEmpty()) {
      answer.add("Access-Control-Expose-Headers", String.join(", ", exposed));
    }
    return answer.build();
  }

  /** Unless all get the same, a cache must not give the answer for one origin to another. */
  private Headers varying(Headers answer) {
    return origins.contains(ANY) ? answer : answer.withAdded("Vary", "Origin");
  }

  @Override
  public String toString() {
    return "CORS for " + origins;
  }
}
