package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.Decision;
import io.godwit.policy.Purpose;
import io.godwit.policy.pool.PoolSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP client: built once, immutable, safe between threads, with a pool of connections of its
 * own.
 *
 * <pre>{@code
 * try (HttpClient client = HttpClient.builder().baseUri("https://api.example.org/").build()) {
 *   BufferedResponse users = client.get("users").query("page", "2").send();
 *   System.out.println(users.status() + ": " + users.text());
 * }
 * }</pre>
 *
 * <p>Calls block the calling thread, platform or virtual, which does the I/O itself; {@link
 * CallBuilder#sendAsync()} runs a call on a virtual thread. Every wait has a deadline, see {@link
 * Timeouts}. RFC 9110, RFC 9112.
 */
public final class HttpClient implements AutoCloseable {
  /** Targets remembered by their text, so that a URI is parsed once. */
  private static final int TARGETS = 1024;

  private final ClientOptions options;
  private final Optional<CookieStore> cookies;
  private final Listeners listeners;
  private final Pool pool;
  private final Waits waits;
  private final Refreshes refreshes = new Refreshes();
  private final ConcurrentHashMap<String, Target> targets = new ConcurrentHashMap<>();

  HttpClient(ClientOptions options, Optional<CookieStore> cookies) {
    this.options = options;
    this.cookies = cookies;
    this.listeners = new Listeners(options.listeners());
    this.pool = new Pool(options, listeners);
    this.waits = new Waits(options.clock());
  }

  /** A client with the defaults. */
  public static HttpClient create() {
    return builder().build();
  }

  /** A builder with the defaults. */
  public static HttpClientBuilder builder() {
    return new HttpClientBuilder();
  }

  /** A GET of that URI, which may be relative to the client's base. */
  public CallBuilder get(String uri) {
    return call(Method.GET, uri);
  }

  /** A HEAD of that URI. */
  public CallBuilder head(String uri) {
    return call(Method.HEAD, uri);
  }

  /** A POST to that URI. */
  public CallBuilder post(String uri) {
    return call(Method.POST, uri);
  }

  /** A PUT of that URI. */
  public CallBuilder put(String uri) {
    return call(Method.PUT, uri);
  }

  /** A PATCH of that URI. */
  public CallBuilder patch(String uri) {
    return call(Method.PATCH, uri);
  }

  /** A DELETE of that URI. */
  public CallBuilder delete(String uri) {
    return call(Method.DELETE, uri);
  }

  /** An OPTIONS of that URI. */
  public CallBuilder options(String uri) {
    return call(Method.OPTIONS, uri);
  }

  /** A QUERY of that URI (RFC 10008). */
  public CallBuilder query(String uri) {
    return call(Method.QUERY, uri);
  }

  /**
   * A call of any method but CONNECT.
   *
   * @throws InvalidMessage when the method is CONNECT
   */
  public CallBuilder call(Method method, String uri) {
    return new CallBuilder(this, method, uri);
  }

  /** A call that sends that request, with the client's default fields where it has none. */
  public CallBuilder call(Request request) {
    return call(request.method(), request.uri().text())
        .headers(request.headers())
        .body(request.body())
        .version(request.version());
  }

  /**
   * Opens a connection of its own to the origin of that URI, for requests that are sent ahead and
   * answered in order.
   *
   * @throws HttpFailure when there is no place for it in time, or it cannot be opened; also for an
   *     http URI by way of an HTTP proxy, to which the connection would lead instead
   */
  public HeldConnection connect(String uri) throws HttpFailure {
    Target target = target(uri);
    if (target.route().forwards()) {
      throw new HttpFailure.Unsupported("to hold a connection to a proxy that forwards requests");
    }
    CallClock time = new CallClock(options.clock(), options.timeouts().total());
    Decision.Exchange first = new Decision.Exchange(target.get().request(), Purpose.CALL, true);
    return new HeldConnection(this, target, pool.lease(target.route(), first, time));
  }

  /**
   * The cookies that servers have set, to look at and to change.
   *
   * @throws IllegalStateException when the client was built to keep none
   */
  public CookieStore cookies() {
    return cookies.orElseThrow(
        () -> new IllegalStateException("the client was built to keep no cookies"));
  }

  /**
   * Tells that listener of all calls that are made from here on, after those bound before, and of
   * the connections. What is returned unbinds it.
   */
  public ListenerHandle listen(CallListener listener) {
    return listeners.bind(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * The state of the pool: connections in use, idle and calls waiting, in all and per origin; and
   * what it has done so far. Its text is for people.
   */
  public PoolSnapshot<String> connections() {
    PoolSnapshot<Route> snapshot = pool.snapshot();
    Map<String, PoolSnapshot.Counts> origins = new HashMap<>();
    snapshot.keys().forEach((route, counts) -> origins.put(route.toString(), counts));
    return new PoolSnapshot<>(
        snapshot.leased(), snapshot.idle(), snapshot.waiting(), origins, snapshot.totals());
  }

  /** Closes the client at once: calls in flight fail with {@link HttpFailure.ClientClosed}. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /**
   * Closes the client: no further calls; those in flight have so long to finish, then they fail
   * with {@link HttpFailure.ClientClosed}. A call that looks a name up does so when that ends. A
   * second call does the same for what is left.
   */
  public void close(Duration grace) {
    pool.close(grace);
    waits.close();
  }

  ClientOptions options() {
    return options;
  }

  Pool pool() {
    return pool;
  }

  Waits waits() {
    return waits;
  }

  Refreshes refreshes() {
    return refreshes;
  }

  BufferedResponse send(Call call) throws HttpFailure {
    if (call.receiver().isPresent()) {
      return handOver(call, call.receiver().get());
    }
    if (!call.plain()) {
      return new GuidedCall(this, call).send();
    }
    CallRunner runner = runner(call);
    Response head = runner.run();
    byte[] content = runner.content();
    if (call.throwOnStatus() && !head.status().success()) {
      throw runner.unexpected(head.withBody(Body.bytes(content)));
    }
    Content source = runner.source();
    return new BufferedResponse(
        runner.record(), head, content, source.trailers(), source.decoded());
  }

  private BufferedResponse handOver(Call call, ContentPieces to) throws HttpFailure {
    try (StreamingResponse response = open(call)) {
      to.hand(response.channel());
      return response.withoutContent();
    }
  }

  StreamingResponse open(Call call) throws HttpFailure {
    if (!call.plain()) {
      return new GuidedCall(this, call).open();
    }
    CallRunner runner = runner(call);
    Response head = runner.run();
    if (call.throwOnStatus() && !head.status().success()) {
      throw runner.unexpected(head.withBody(Body.bytes(runner.content())));
    }
    runner.liftDeadline();
    return new StreamingResponse(runner.record(), head, runner.source());
  }

  private CallRunner runner(Call call) {
    return runner(call, new CallClock(options.clock(), call.limit()));
  }

  /** What runs that call, which may be one of several runs in its time. */
  CallRunner runner(Call call, CallClock time) {
    return new CallRunner(this, call, time);
  }

  /** Who is told of a call that has these listeners of its own. */
  List<ListenerHandle> listenersWith(List<CallListener> own) {
    return listeners.with(own);
  }

  CompletableFuture<BufferedResponse> sendAsync(AsyncCall.Source source) {
    return AsyncCall.start(this, source);
  }

  /** The absolute URI of that text. */
  Uri resolve(String text) {
    return options.baseUri().isPresent() ? options.baseUri().get().resolve(text) : Uri.of(text);
  }

  Target target(String text) throws HttpFailure {
    Target known = targets.get(text);
    if (known != null) {
      return known;
    }
    Target target = target(resolve(text), options.roads());
    if (targets.size() >= TARGETS) {
      targets.clear(); // simplest bound: texts that come again are soon back
    }
    if (options.roads().constant()) {
      targets.put(text, target);
    }
    return target;
  }

  Target target(Uri uri, Roads roads) throws HttpFailure {
    return Target.of(uri, roads, options);
  }

  /** Default header fields of a client. */
  static Headers defaultHeaders() {
    return Headers.of("User-Agent", "godwit/0.1", "Accept", "*/*");
  }
}
