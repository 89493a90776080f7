package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Form;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.http.JsonCodec;
import io.godwit.http.Limits;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.RequestTarget;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.multipart.MultipartLimits;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as a {@link Handler} gets it. Its head has been checked: whatever breaks a rule of HTTP
 * was refused before. Its content is still on its way, and reading it waits for the client.
 *
 * <p>Valid until the response was sent. For the handler's thread; another thread may read the
 * content in its place, but not at the same time.
 *
 * <p>Longer than other files: it is the list of all that can be asked of a request.
 */
public final class ServerRequest {
  private final RequestHead head;
  private final RequestTarget target;
  private final Peer peer;
  private final Body body;
  private final RequestSettings settings;
  private final Interims interims;

  /** The request as it arrived, which keeps what all views of it share. */
  private final ServerRequest first;

  private final @Nullable RouteMatch match;
  private @Nullable RouteMatch latest;
  private @Nullable Map<Attribute<?>, Object> attributes;
  private TrustedProxies.@Nullable Client client;
  private @Nullable Uri uri;
  private @Nullable InvalidUri uriFailure;
  private Headers failureFields = Headers.empty();
  private @Nullable Runnable atEnd;
  private @Nullable Takeover takeover;

  /** Where interim responses go. */
  @FunctionalInterface
  interface Interims {
    void send(long stream, Status status, Headers headers) throws IOException;
  }

  ServerRequest(
      RequestHead head,
      RequestTarget target,
      Peer peer,
      Body body,
      RequestSettings settings,
      Interims interims) {
    this.head = head;
    this.target = target;
    this.peer = peer;
    this.body = body;
    this.settings = settings;
    this.interims = interims;
    this.first = this;
    this.match = null;
  }

  /** A view of another request. */
  private ServerRequest(ServerRequest of, Body body, @Nullable RouteMatch match) {
    this.head = of.head;
    this.target = of.target;
    this.peer = of.peer;
    this.body = body;
    this.settings = of.settings;
    this.interims = of.interims;
    this.first = of.first;
    this.match = match;
  }

  /** The same request as the handler of that route sees it. */
  ServerRequest at(RouteMatch match) {
    first.latest = match;
    return new ServerRequest(this, body, match);
  }

  /** The route that this view was made for; null before the first router. */
  @Nullable RouteMatch match() {
    return match;
  }

  /** The method; any token. */
  public Method method() {
    return head.method();
  }

  /** What the request line names, taken apart. */
  public RequestTarget target() {
    return target;
  }

  /** The request target as it stands in the request line. */
  public String rawTarget() {
    return head.target();
  }

  /**
   * The path as received, still encoded, dot segments and all; it begins with a slash, as one does
   * that an absolute URI leaves out (RFC 9110 section 4.2.3). {@code *} for a request to the server
   * as a whole.
   */
  public String path() {
    return switch (target) {
      case RequestTarget.OriginForm origin -> origin.path();
      case RequestTarget.AbsoluteForm(Uri asked) -> asked.path().isEmpty() ? "/" : asked.path();
      case RequestTarget.AuthorityForm _, RequestTarget.Asterisk _ -> head.target();
    };
  }

  /**
   * The part of {@link #path()} that a mounted handler answers for ({@link Router.Builder#mount}):
   * it begins with a slash, or is empty when the path ends where the handler is mounted. The whole
   * path when it is not mounted.
   */
  public String pathInMount() {
    return match == null ? path() : match.path().substring(match.mountedTo());
  }

  /**
   * The part of {@link #path()} before {@link #pathInMount()}, still encoded: where the handler is
   * mounted, empty when it is not.
   */
  public String mount() {
    return match == null ? "" : match.path().substring(0, match.mountedTo());
  }

  /**
   * What stands in the path for a parameter of the route's template, decoded as UTF-8; it may have
   * a slash in it, which was encoded. For a rest ({@code {name...}}) the rest as received, still
   * encoded: decoded, an encoded slash in it could not be told from the others.
   *
   * @throws IllegalArgumentException when no template that led here has such a parameter
   */
  public String pathParameter(String name) {
    String value = match == null ? null : match.parameter(name);
    if (value == null) {
      throw new IllegalArgumentException(
          route().map(template -> "route " + template).orElse("a request without a route")
              + " has no parameter "
              + name);
    }
    return value;
  }

  /**
   * The template of the route that was chosen, such as {@code /users/{id}}, with those of the
   * mounts before it: a name for counters, of which there are not too many. A filter that stands
   * around a router sees it when the handler has returned.
   */
  public Optional<String> route() {
    return Optional.ofNullable(first.latest).map(RouteMatch::template);
  }

  /** What was attached to the request under that name. */
  @SuppressWarnings("unchecked") // put in by the method below only, which checks the type
  public <T> Optional<T> attribute(Attribute<T> name) {
    return first.attributes == null
        ? Optional.empty()
        : Optional.ofNullable((T) first.attributes.get(name));
  }

  /** Attaches something to the request, in place of what was there under that name. */
  public <T> void attribute(Attribute<T> name, T value) {
    if (first.attributes == null) {
      first.attributes = new HashMap<>(4);
    }
    first.attributes.put(name, value);
  }

  /**
   * Says what fields go with the answer that the server makes by itself when something is thrown
   * from here on, be it an {@link HttpProblem}: that is made outside of all filters, so one that
   * adds fields to responses adds them to that one in this way, before it calls what is inside. A
   * field that the answer has already stays as it is, but for {@code Vary}, which is added to; what
   * is said later comes before what was said earlier. A response that was returned gets none.
   *
   * <pre>{@code
   * Filter branded = (request, next) -> {
   *   Headers brand = Headers.of("X-Served-By", "godwit");
   *   request.failureFields(brand);
   *   Response response = next.handle(request);
   *   return response.withHeaders(response.headers().toBuilder().addAll(brand).build());
   * };
   * }</pre>
   */
  public void failureFields(Headers fields) {
    first.failureFields = Problem.completed(fields, first.failureFields);
  }

  /** What was said of that; nothing any more after this. */
  Headers takeFailureFields() {
    Headers said = failureFields;
    failureFields = Headers.empty();
    return said;
  }

  /** The query as received, still encoded, without its question mark. */
  public Optional<String> query() {
    return switch (target) {
      case RequestTarget.OriginForm origin -> origin.query();
      case RequestTarget.AbsoluteForm absolute -> absolute.uri().query();
      case RequestTarget.AuthorityForm _, RequestTarget.Asterisk _ -> Optional.empty();
    };
  }

  /**
   * The pairs of the query, in order, read as browsers write them: UTF-8, a plus sign for a space.
   *
   * @throws HttpProblem with 413 when there are more than 10,000
   */
  public Form queryPairs() {
    return ReceivedContent.pairs(query().orElse(""), StandardCharsets.UTF_8);
  }

  /**
   * The absolute URI that the client asks for (RFC 9110 section 7.1), made from the target and the
   * {@code Host} field, or the server's address when there is none, or from what trusted proxies
   * say ({@link HttpServer.Builder#trustedProxies}). What a client says of itself is no proof of
   * anything.
   *
   * @throws InvalidUri when the {@code Host} names no host; a handler that lets it pass answers 400
   */
  public Uri uri() {
    if (first.uri == null) {
      first.uri =
          target instanceof RequestTarget.AbsoluteForm absolute ? absolute.uri() : reconstructed();
    }
    return first.uri;
  }

  private Uri reconstructed() {
    String host = client().authority().or(() -> head.headers().first("Host")).orElse("");
    String authority = host.isEmpty() ? peer.authority() : host;
    String path = head.target().startsWith("/") ? head.target() : "";
    try {
      return Uri.of(scheme() + "://" + authority + path);
    } catch (InvalidUri e) {
      first.uriFailure = e;
      throw e;
    }
  }

  /** By what scheme the client has asked, {@code http} or {@code https}; see {@link #remote()}. */
  public String scheme() {
    return client().scheme().orElse(peer.scheme());
  }

  /** Who has asked, by what the connection and trusted proxies say. */
  private TrustedProxies.Client client() {
    TrustedProxies.Client known = first.client;
    if (known == null) {
      TrustedProxies proxies = settings.proxies();
      known = proxies == null ? null : proxies.client(peer.remote(), head.headers());
      known = known == null ? TrustedProxies.Client.of(peer.remote()) : known;
      first.client = known;
    }
    return known;
  }

  /** Runs that when the exchange is over, however it ends. Only by the connection's thread. */
  void atEnd(Runnable last) {
    Runnable before = first.atEnd;
    first.atEnd =
        before == null
            ? last
            : () -> {
              before.run();
              last.run();
            };
  }

  /** The exchange is over. */
  void end() {
    if (atEnd != null) {
      atEnd.run();
    }
  }

  /** The failure that {@link #uri()} gave, if any. */
  @Nullable InvalidUri uriFailure() {
    return uriFailure;
  }

  /** The header fields. */
  public Headers headers() {
    return head.headers();
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return head.headers().first(name);
  }

  /** The version of the message; the response is of the same. */
  public Version version() {
    return head.version();
  }

  /**
   * The client's address: the other end of the connection, or who has asked a trusted proxy there
   * ({@link HttpServer.Builder#trustedProxies}); then the port is 0 when the proxy does not say it.
   */
  public SocketAddress remote() {
    return settings.proxies() == null ? peer.remote() : client().remote();
  }

  /**
   * The address at the other end of the connection, whether a proxy or a client is there; where a
   * balancer passes connections on, what it says of it ({@link HttpServer.Builder#proxyProtocol}).
   */
  public SocketAddress connectedFrom() {
    return peer.remote();
  }

  /**
   * The server's address on this connection: one of the machine's own where the server listens on
   * all of them. Empty for a connection that has no address at this end.
   */
  public Optional<SocketAddress> local() {
    return Optional.ofNullable(peer.local());
  }

  /** What the TLS connection has come to; empty for one in the clear. */
  public Optional<TlsFacts> tls() {
    return Optional.ofNullable(peer.tls());
  }

  /**
   * The content: a stream that can be opened once, or nothing. When the client waits to be asked
   * for it ({@code Expect: 100-continue}), the first read asks. What is not read is thrown away
   * when it is little, otherwise the connection ends with the response. Reading fails with a {@link
   * HttpFailure} when the content breaks a rule, is late or ends early.
   */
  public Body body() {
    return body;
  }

  /**
   * All content in memory, up to {@link Limits#body()}; can be called once.
   *
   * @throws HttpFailure.LimitExceeded when there is more; a handler that lets it pass answers 413
   * @throws IOException when the content does not arrive
   */
  public byte[] bytes() throws IOException {
    requireSmall();
    return body.bytes(limit());
  }

  /**
   * All content as text in the charset of its type, else UTF-8, up to {@link Limits#body()} bytes;
   * can be called once.
   *
   * @throws HttpFailure.LimitExceeded when there is more; a handler that lets it pass answers 413
   * @throws IOException when the content does not arrive
   */
  public String text() throws IOException {
    requireSmall();
    return body.text(limit());
  }

  /**
   * The content as a form ({@code application/x-www-form-urlencoded}), in the charset of its type,
   * else UTF-8, up to {@link Limits#body()} bytes and 10,000 pairs; can be called once. What is
   * malformed in it is read as browsers do.
   *
   * @throws HttpProblem with 415 when the content is of another type, with 413 when it has too many
   *     pairs
   * @throws HttpFailure.LimitExceeded when there is more; a handler that lets it pass answers 413
   * @throws IOException when the content does not arrive
   */
  public Form form() throws IOException {
    return ReceivedContent.form(headers(), bytes());
  }

  /**
   * The content as an object, read as JSON, up to {@link Limits#body()} bytes; can be called once.
   *
   * <pre>{@code
   * Handler greet = request -> {
   *   Map<?, ?> person = request.json(Map.class);
   *   return Response.ok(request.jsonBody(Map.of("hello", person.get("name"))));
   * };
   * }</pre>
   *
   * @throws HttpProblem with 415 when the type is not one of JSON, with 400 when the content is
   *     none, or does not fit the type that is wanted
   * @throws HttpFailure.LimitExceeded when there is more; a handler that lets it pass answers 413
   * @throws IOException when the content does not arrive
   * @throws IllegalStateException when there is no codec, see {@link HttpServer.Builder#json}
   */
  @SuppressWarnings("unchecked") // the codec gives what it is asked for
  public <T> T json(Class<T> type) throws IOException {
    return (T) json((Type) type);
  }

  /**
   * The same for a type that a class cannot say, such as a list of something.
   *
   * @throws HttpProblem as above
   * @throws IOException as above
   * @throws IllegalStateException as above
   */
  public Object json(Type type) throws IOException {
    JsonCodec codec = settings.json().get();
    ReceivedContent.requireJson(headers());
    return ReceivedContent.json(bytes(), type, codec);
  }

  /**
   * An object as JSON, to answer with.
   *
   * @throws io.godwit.http.InvalidMessage when it cannot be written as JSON
   * @throws IllegalStateException when there is no codec, see {@link HttpServer.Builder#json}
   */
  public Body jsonBody(Object value) {
    return ReceivedContent.json(value, settings.json().get());
  }

  /** {@link #multipart(MultipartLimits)} with the default limits. */
  public MultipartForm multipart() throws IOException {
    return multipart(MultipartLimits.defaults());
  }

  /**
   * The content as the parts of a form with files ({@code multipart/form-data}), or of another
   * multipart type, when all of it has arrived; can be called once.
   *
   * @throws HttpProblem with 415 when the content is of another type, with 400 when it is
   *     malformed, with 413 when it is too much
   * @throws IOException when the content does not arrive, or cannot be written to a file
   */
  public MultipartForm multipart(MultipartLimits limits) throws IOException {
    MultipartForm form = MultipartForm.receive(parts(limits), limits);
    atEnd(form::discard);
    return form;
  }

  /** {@link #parts(MultipartLimits)} with the default limits. */
  public IncomingParts parts() throws IOException {
    return parts(MultipartLimits.defaults());
  }

  /**
   * The parts of multipart content as they arrive; can be called once.
   *
   * @throws HttpProblem with 415 when the content is of another type, with 400 when its type has no
   *     boundary, with 413 when its declared length is too much
   * @throws IOException when the content does not arrive
   */
  public IncomingParts parts(MultipartLimits limits) throws IOException {
    return ReceivedContent.parts(headers(), body, limits);
  }

  /** Refuses content whose declared length is too much before any of it is read or asked for. */
  private void requireSmall() throws HttpFailure {
    if (head.length() > settings.limits().body()) {
      throw new HttpFailure.LimitExceeded("request content", settings.limits().body(), Sent.YES);
    }
  }

  private int limit() {
    return (int) Math.min(settings.limits().body(), Integer.MAX_VALUE - 8);
  }

  /**
   * Sends an interim response ahead of the final one, such as 103 with {@code Link} fields. A
   * client of HTTP/1.0 gets none (RFC 9110 section 15.2).
   *
   * @param status 100 or 102 to 199
   * @throws io.godwit.http.InvalidMessage when it is another, or the final response has begun
   * @throws IOException when the client is gone
   */
  public void interim(Status status, Headers headers) throws IOException {
    interims.send(head.stream(), status, headers);
  }

  /**
   * Switches to another protocol on this connection (RFC 9110 section 7.8). The handler gives the
   * response that this returns back; as soon as it was sent, the other protocol begins. The content
   * of the request has to be read before.
   *
   * <pre>{@code
   * Handler handler = request -> request.upgrade("chat", Headers.empty(), channel -> {
   *   channel.write(new ByteBuffer[] {ByteBuffer.wrap(one)}, 1);
   * });
   * }</pre>
   *
   * @param protocol its name, as in {@code Upgrade}
   * @param headers further fields of the response
   * @throws HttpProblem 426 when the client does not offer that
   */
  public Response upgrade(String protocol, Headers headers, Takeover takeover) {
    boolean offered =
        version() == Version.HTTP_1_1
            && headers().hasToken("Connection", "upgrade")
            && headers().hasToken("Upgrade", protocol);
    if (!offered) {
      throw HttpProblem.of(Status.UPGRADE_REQUIRED, "this is for clients that speak " + protocol)
          .withHeader("Upgrade", protocol)
          .withHeader("Connection", "upgrade");
    }
    first.takeover = takeover;
    return Response.of(Status.SWITCHING_PROTOCOLS)
        .withHeaders(headers.with("Upgrade", protocol).with("Connection", "upgrade"));
  }

  /**
   * Opens the tunnel that a CONNECT asks for (RFC 9110 section 9.3.6). The handler (see {@link
   * HttpServer.Builder#onConnect}) gives the response that this returns back; as soon as it was
   * sent, the bytes of both sides are the takeover's affair.
   *
   * @throws IllegalStateException when the method is another
   */
  public Response tunnel(Takeover takeover) {
    if (!method().equals(Method.CONNECT)) {
      throw new IllegalStateException("a tunnel is the answer to CONNECT only");
    }
    first.takeover = takeover;
    return Response.of(Status.OK);
  }

  /** What goes on with the connection, if the response says so. */
  @Nullable Takeover takeover() {
    return takeover;
  }

  /**
   * The request as a bare message, such as one that a client sends on.
   *
   * @throws InvalidUri as {@link #uri()}
   */
  public Request request() {
    return new Request(method(), uri(), headers(), body, version());
  }

  /** Method and path, without the query, which may hold secrets. */
  @Override
  public String toString() {
    return method() + " " + path();
  }
}
