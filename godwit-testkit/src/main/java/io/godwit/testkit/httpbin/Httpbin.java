package io.godwit.testkit.httpbin;

import io.godwit.http.Body;
import io.godwit.http.Cookie;
import io.godwit.http.EntityTag;
import io.godwit.http.Form;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Preconditions;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.Handler;
import io.godwit.server.HttpProblem;
import io.godwit.server.Router;
import io.godwit.server.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An application to try clients with, in the manner of httpbin.org: it shows what it was sent as
 * JSON, and answers as the path asks.
 *
 * <pre>{@code
 * try (HttpServer server = HttpServer.start(0, Httpbin.create())) {
 *   show(Http.get("http://127.0.0.1:" + server.port() + "/get?page=2").text());
 * }
 * }</pre>
 *
 * <table>
 * <caption>What there is; sizes are in bytes</caption>
 * <tr><td>{@code /get} {@code /post} {@code /put} {@code /patch} {@code /delete}</td>
 *     <td>the request as JSON, for that method; {@code /anything} for all</td></tr>
 * <tr><td>{@code /status/418}</td><td>that status, 200 to 599</td></tr>
 * <tr><td>{@code /redirect/3}</td><td>so many redirects, at most 100, then {@code /get}</td></tr>
 * <tr><td>{@code /getsize/1000}</td><td>content of that size, at most 16 MiB</td></tr>
 * <tr><td>{@code /stream/100/5}</td><td>five pieces of 100 bytes, each flushed; at most 10,000 of
 *     1 MiB</td></tr>
 * <tr><td>{@code /delay/2}</td><td>the request as JSON after so many seconds, at most ten</td></tr>
 * <tr><td>{@code /gzip} {@code /deflate}</td><td>JSON in that coding</td></tr>
 * <tr><td>{@code /json} {@code /plaintext}</td><td>samples</td></tr>
 * <tr><td>{@code /cookies}</td><td>the cookies as JSON; {@code /cookies/set/name/value} and {@code
 *     /cookies/set?name=value} set some, {@code /cookies/delete?name} removes some, and both
 *     redirect there</td></tr>
 * <tr><td>{@code /response_headers?name=value}</td><td>these fields in the response</td></tr>
 * <tr><td>{@code /basic-auth/ada/secret}</td><td>for who logs in so</td></tr>
 * <tr><td>{@code /digest-auth/ada/secret/auth/SHA-256}</td><td>the same; the last two parts may be
 *     left out, and be {@code auth-int}, {@code MD5} or {@code SHA-512-256}</td></tr>
 * <tr><td>{@code /expect}</td><td>417, before any content was read</td></tr>
 * <tr><td>{@code /media/godwit.svg}</td><td>an image with ETag and Last-Modified, for conditional
 *     requests</td></tr>
 * </table>
 *
 * <p>Content of requests is shown up to the limit of the server for what is collected. Not for
 * servers that others can reach: it does what anybody asks. Thread-safe.
 */
public final class Httpbin implements Handler {
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final int LARGEST_PIECE = 1024 * 1024;
  private static final int MOST_PIECES = 10_000;
  private static final int MOST_REDIRECTS = 100;
  private static final int LONGEST_DELAY = 10;

  /** Fields that a client must not choose, since they say how the message is framed. */
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "trailer", "upgrade");

  private static final String CONTENTS =
      """
      /get /post /put /patch /delete /anything
      /status/{code} /redirect/{count} /getsize/{size} /stream/{size}/{count} /delay/{seconds}
      /gzip /deflate /json /plaintext /media/godwit.svg /expect
      /cookies /cookies/set/{name}/{value} /cookies/set?name=value /cookies/delete?name
      /response_headers?name=value
      /basic-auth/{user}/{password} /digest-auth/{user}/{password}/{qop}/{algorithm}
      """;

  private static final List<String> SLIDES = List.of("Wake up", "Overview");

  private static final byte[] IMAGE =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32">
        <path d="M2 20 Q16 4 32 18 Q48 4 62 20 Q48 12 32 24 Q16 12 2 20Z" fill="#865"/>
      </svg>
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final DigestGuard digest = new DigestGuard();
  private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Router router;

  private Httpbin() {
    this.router =
        Router.builder()
            .get("/", this::contents)
            .get("/get", this::echo)
            .post("/post", this::echo)
            .put("/put", this::echo)
            .patch("/patch", this::echo)
            .delete("/delete", this::echo)
            .any("/anything", this::echo)
            .any("/status/{code}", this::status)
            .get("/redirect/{count}", this::redirect)
            .get("/getsize/{size}", this::sized)
            .get("/stream/{size}/{count}", this::streamed)
            .any("/delay/{seconds}", this::delayed)
            .get("/gzip", request -> coded(request, "gzip"))
            .get("/deflate", request -> coded(request, "deflate"))
            .get("/json", request -> Response.ok(JsonBody.of(Map.of("slides", SLIDES))))
            .get("/plaintext", request -> Response.text("Hello, World!"))
            .get("/cookies", this::cookies)
            .get("/cookies/set", this::setCookies)
            .get("/cookies/set/{name}/{value}", this::setCookie)
            .get("/cookies/delete", this::deleteCookies)
            .get("/response_headers", this::fields)
            .get("/basic-auth/{user}/{password}", this::basic)
            .any("/digest-auth/{user}/{password}", this::digest)
            .any("/digest-auth/{user}/{password}/{qop}", this::digest)
            .any("/digest-auth/{user}/{password}/{qop}/{algorithm}", this::digest)
            .any("/expect", request -> Response.of(Status.EXPECTATION_FAILED))
            .get("/media/godwit.svg", this::image)
            .build();
  }

  /** An application of its own, with nonces of its own. */
  public static Httpbin create() {
    return new Httpbin();
  }

  @Override
  public Response handle(ServerRequest request) throws Exception {
    return router.handle(request);
  }

  private Response contents(ServerRequest request) {
    return Response.text(CONTENTS);
  }

  private Response echo(ServerRequest request) throws IOException {
    return Response.ok(JsonBody.of(shown(request)));
  }

  /** The request as httpbin shows it. */
  private static Map<String, Object> shown(ServerRequest request) throws IOException {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("method", request.method().name());
    shown.put("url", request.uri().toString());
    shown.put("origin", request.remote().toString());
    shown.put("args", values(Form.received(request.query().orElse(""))));
    Map<String, String> fields = new LinkedHashMap<>();
    request
        .headers()
        .forEach(field -> fields.merge(field.name(), field.value(), (a, b) -> a + ", " + b));
    shown.put("headers", fields);
    addContent(request, shown);
    return shown;
  }

  private static void addContent(ServerRequest request, Map<String, Object> shown)
      throws IOException {
    MediaType type = request.body().type().orElse(MediaType.OCTET_STREAM);
    boolean isForm = type.is(Form.TYPE.type(), Form.TYPE.subtype());
    String text = request.text();
    shown.put("data", isForm ? "" : text);
    shown.put("form", isForm ? values(Form.received(text)) : Map.of());
    shown.put("json", JsonBody.parsed(text));
  }

  /** One value as it is, several as a list. */
  private static Map<String, Object> values(Form form) {
    Map<String, Object> values = new LinkedHashMap<>();
    form.byName().forEach((name, all) -> values.put(name, all.size() == 1 ? all.getFirst() : all));
    return values;
  }

  private Response status(ServerRequest request) {
    return Response.of(number(request, "code", 200, 599));
  }

  private Response redirect(ServerRequest request) {
    int count = number(request, "count", 1, MOST_REDIRECTS);
    return to(count == 1 ? "/get" : "/redirect/" + (count - 1));
  }

  private static Response to(String location) {
    return Response.of(Status.FOUND).withHeader("Location", location);
  }

  private Response sized(ServerRequest request) {
    return Response.text("d".repeat(number(request, "size", 0, LARGEST)));
  }

  private Response streamed(ServerRequest request) {
    String piece = "d".repeat(number(request, "size", 1, LARGEST_PIECE));
    int count = number(request, "count", 1, MOST_PIECES);
    return Response.ok(
        Body.producer(
                to -> {
                  for (int i = 0; i < count; i++) {
                    to.write(piece);
                    to.flush();
                  }
                })
            .withType(MediaType.TEXT_PLAIN_UTF_8));
  }

  private Response delayed(ServerRequest request) throws IOException, InterruptedException {
    int seconds = number(request, "seconds", 0, LONGEST_DELAY);
    Thread.sleep(Duration.ofSeconds(seconds)); // its own connection alone waits
    return echo(request);
  }

  private static Response coded(ServerRequest request, String coding) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    Body plain = JsonBody.of(Map.of("coding", coding, "method", request.method().name()));
    try (OutputStream to =
        coding.equals("gzip") ? new GZIPOutputStream(coded) : new DeflaterOutputStream(coded)) {
      plain.open().transferTo(to);
    }
    return Response.ok(Body.bytes(coded.toByteArray()).withType(MediaType.JSON))
        .withHeader("Content-Encoding", coding);
  }

  private Response cookies(ServerRequest request) {
    Map<String, String> cookies = new LinkedHashMap<>();
    Cookie.sent(request.headers()).forEach(cookie -> cookies.put(cookie.name(), cookie.value()));
    return Response.ok(JsonBody.of(Map.of("cookies", cookies)));
  }

  private Response setCookie(ServerRequest request) {
    Form one = Form.of(request.pathParameter("name"), request.pathParameter("value"));
    return settingCookies(one, "");
  }

  private Response setCookies(ServerRequest request) {
    return settingCookies(Form.received(request.query().orElse("")), "");
  }

  private Response deleteCookies(ServerRequest request) {
    return settingCookies(Form.received(request.query().orElse("")), "; Max-Age=0");
  }

  private static Response settingCookies(Form cookies, String attributes) {
    Headers.Builder fields = Headers.builder().add("Location", "/cookies");
    for (Form.Pair cookie : cookies.pairs()) {
      fields.add("Set-Cookie", checked(cookie).text() + "; Path=/" + attributes);
    }
    return Response.of(Status.FOUND).withHeaders(fields.build());
  }

  private static Cookie checked(Form.Pair pair) {
    try {
      return Cookie.of(pair.name(), pair.value());
    } catch (InvalidMessage e) {
      throw HttpProblem.of(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private Response fields(ServerRequest request) {
    Form wanted = Form.received(request.query().orElse(""));
    Response response = Response.ok(JsonBody.of(values(wanted)));
    try {
      Headers.Builder fields = response.headers().toBuilder();
      for (Form.Pair field : wanted.pairs()) {
        if (FRAMING.contains(field.name().toLowerCase(Locale.ROOT))) {
          throw new InvalidMessage("the field " + field.name() + " is the server's own");
        }
        fields.add(field.name(), field.value());
      }
      return response.withHeaders(fields.build());
    } catch (InvalidMessage e) {
      throw HttpProblem.of(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private Response basic(ServerRequest request) {
    String user = request.pathParameter("user");
    String pair = user + ":" + request.pathParameter("password");
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    if (!request.header("Authorization").orElse("").equals(expected)) {
      return Response.of(Status.UNAUTHORIZED)
          .withHeader("WWW-Authenticate", "Basic realm=\"httpbin\", charset=\"UTF-8\"");
    }
    return welcome(user);
  }

  private Response digest(ServerRequest request) throws IOException {
    DigestGuard.Terms terms =
        new DigestGuard.Terms(
            request.pathParameter("user"),
            request.pathParameter("password"),
            optional(request, "qop", "auth"),
            optional(request, "algorithm", "SHA-256"));
    if (terms.hashFunction().isEmpty() || !Set.of("auth", "auth-int").contains(terms.qop())) {
      throw HttpProblem.of(Status.NOT_FOUND, "no such algorithm or quality of protection");
    }
    byte[] content = request.bytes();
    return switch (digest.judge(request, content, terms)) {
      case RIGHT -> welcome(terms.user()).withHeaders(digest.proof(request, terms));
      case STALE -> digest.challenge(terms, true);
      case WRONG -> digest.challenge(terms, false);
    };
  }

  private static String optional(ServerRequest request, String name, String otherwise) {
    return request.route().orElse("").contains("{" + name + "}")
        ? request.pathParameter(name)
        : otherwise;
  }

  private static Response welcome(String user) {
    return Response.ok(JsonBody.of(Map.of("authenticated", true, "user", user)));
  }

  private Response image(ServerRequest request) {
    EntityTag tag = EntityTag.strong("godwit");
    Headers validators =
        Headers.of(
            "ETag", tag.toString(), "Last-Modified", HttpDate.format(begun), "Vary", "Accept");
    var current = Preconditions.Current.of(tag, begun);
    return switch (Preconditions.judge(
        request.method(), request.headers(), current, Instant.now())) {
      case MET ->
          Response.ok(Body.bytes(IMAGE).withType(MediaType.of("image/svg+xml")))
              .withHeaders(validators);
      case NOT_MODIFIED -> Response.of(Status.NOT_MODIFIED).withHeaders(validators);
      case FAILED -> Response.of(Status.PRECONDITION_FAILED);
    };
  }

  private static int number(ServerRequest request, String name, int least, int most) {
    String text = request.pathParameter(name);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with what would be right
    }
    throw HttpProblem.of(Status.BAD_REQUEST, name + " is a number from " + least + " to " + most);
  }

  @Override
  public String toString() {
    return "httpbin";
  }
}
