package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Cookie;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.TlsSettings;
import io.godwit.policy.CallPolicies;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.content.ContentPolicy;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyChoice;
import io.godwit.policy.proxy.ProxyRules;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.policy.retry.RetryPolicy;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes one call and runs it. Made by the verbs of {@link HttpClient}; not safe between
 * threads. It can be run again, which is a new call.
 *
 * <pre>{@code
 * BufferedResponse created = client.post("users").header("Accept", "text/plain").text("ada").send();
 * }</pre>
 *
 * <p>What the caller gets wrong is an {@link IllegalArgumentException} ({@link InvalidMessage},
 * {@link io.godwit.http.InvalidUri}); what goes wrong on the way is an {@link HttpFailure}. A
 * status such as 404 is a response like any other, unless {@link #throwOnStatus} says otherwise.
 */
public final class CallBuilder {
  private final HttpClient client;
  private final Method method;
  private final String uri;

  private @Nullable Uri withQuery;
  private Headers.@Nullable Builder headers;
  private Body body = Body.empty();
  private boolean unusualContent;
  private Version version;
  private Timeouts timeouts;
  private boolean limitsContent;
  private long bodyLimit;
  private boolean throwOnStatus;
  private boolean keepAlive = true;
  private CallPolicies policies;
  private Roads roads;
  private Optional<ContentPieces> receiver = Optional.empty();
  private Optional<Object> tag = Optional.empty();
  private List<Interceptor> interceptors = List.of();
  private List<CallListener> listeners = List.of();

  CallBuilder(HttpClient client, Method method, String uri) {
    if (method.equals(Method.CONNECT)) {
      throw new InvalidMessage("CONNECT is for proxies and not a call of its own");
    }
    this.client = client;
    this.method = method;
    this.uri = uri;
    ClientOptions options = client.options();
    this.version = options.version();
    this.timeouts = options.timeouts();
    this.bodyLimit = options.limits().body();
    this.throwOnStatus = options.throwOnStatus();
    this.policies = options.policies();
    this.roads = options.roads();
  }

  /**
   * Sets a header field; takes the place of a default of the client and of what was set before.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public CallBuilder header(String name, String value) {
    own().set(name, value);
    return this;
  }

  /**
   * Adds a header field to those of the same name.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public CallBuilder addHeader(String name, String value) {
    own().add(name, value);
    return this;
  }

  /**
   * Sets a header field whose value is a secret: it is not shown in any text, and it does not
   * follow a redirect to another origin. Authorization, Cookie and the usual names of API keys are
   * secrets anyway.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public CallBuilder secretHeader(String name, String value) {
    own().secret(name).set(name, value);
    return this;
  }

  /** Sets these fields, each in place of a default of the client. */
  public CallBuilder headers(Headers fields) {
    fields.forEach(field -> own().remove(field.name()));
    own().addAll(fields);
    return this;
  }

  /**
   * Asks for the content only if it has changed since then (RFC 9110 section 13.1.3); otherwise the
   * answer is 304, see {@link BufferedResponse#notModified()}. A call that says so itself goes past
   * the client's cache.
   *
   * <pre>{@code
   * Instant last = Instant.parse("2026-11-21T12:00:00Z");
   * BufferedResponse response = client.get(url).ifModifiedSince(last).send();
   * if (!response.notModified()) {
   *   show(response.text());
   * }
   * }</pre>
   *
   * @param moment cut to the second, as HTTP has no finer
   * @throws IllegalArgumentException when it is not in the years 0 to 9999
   */
  public CallBuilder ifModifiedSince(Instant moment) {
    return header("If-Modified-Since", HttpDate.format(moment));
  }

  /**
   * Adds a parameter to the query of the URI, percent-encoded; what is there already stays as it
   * is.
   *
   * @throws io.godwit.http.InvalidUri when the URI of the call is none
   */
  public CallBuilder query(String name, String value) {
    withQuery = (withQuery == null ? client.resolve(uri) : withQuery).withQuery(name, value);
    return this;
  }

  /** Sets the content. */
  public CallBuilder body(Body body) {
    this.body = Objects.requireNonNull(body, "body");
    return this;
  }

  /**
   * Allows content in a GET, HEAD or TRACE. Without this it is refused when the call is made: it
   * has no meaning that servers agree on, and some hang up (RFC 9110 sections 9.3.1, 9.3.2, 9.3.8).
   */
  public CallBuilder unusualContent() {
    this.unusualContent = true;
    return this;
  }

  /** Sends a text in UTF-8 as {@code text/plain}, unless Content-Type is set. */
  public CallBuilder text(String text) {
    return body(Body.text(text));
  }

  /** Sends these bytes; the array is not copied. */
  public CallBuilder bytes(byte[] content) {
    return body(Body.bytes(content));
  }

  /** Sends the content of a file. */
  public CallBuilder file(Path path) {
    return body(Body.file(path));
  }

  /**
   * Sends what the stream gives until its end, chunked, and closes it. Cannot be sent twice. A call
   * that ends before it has begun to read the stream leaves it open.
   */
  public CallBuilder stream(InputStream in) {
    return body(Body.stream(in));
  }

  /** Sends the arrays in turn, chunked. */
  public CallBuilder chunks(Iterable<byte[]> chunks) {
    return body(Body.chunks(chunks));
  }

  /** Speaks that version of HTTP. */
  public CallBuilder version(Version version) {
    this.version = Objects.requireNonNull(version, "version");
    return this;
  }

  /**
   * Limits the time of the whole call, with its content, streamed or not.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public CallBuilder timeout(Duration total) {
    this.timeouts = timeouts.withTotal(total);
    this.limitsContent = true;
    return this;
  }

  /**
   * Whether content codings are undone, instead of what the client does; see {@link
   * HttpClientBuilder#decompress}. A call for a range of bytes asks for no coding by itself.
   */
  public CallBuilder decompress(boolean yes) {
    Set<String> names = yes ? client.options().codings().names() : Set.of();
    ContentPolicy content = policies.content().withCodings(names);
    this.policies = policies.toBuilder().content(content).build();
    return this;
  }

  /** Limits the content that {@link #send()} collects, in bytes; at most 2^31 - 9. */
  public CallBuilder bodyLimit(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the limit is negative: " + bytes);
    }
    this.bodyLimit = bytes;
    return this;
  }

  /** Whether a status other than 2xx is a failure: {@link HttpFailure.UnexpectedStatus}. */
  public CallBuilder throwOnStatus(boolean yes) {
    this.throwOnStatus = yes;
    return this;
  }

  /**
   * What of this call is tried again, instead of what the client does; the budget is the client's.
   */
  public CallBuilder retry(RetryPolicy policy) {
    this.policies = policies.toBuilder().retries(policies.retries().with(policy)).build();
    return this;
  }

  /**
   * Whether the connection may serve again, as it does by default; otherwise the request says
   * {@code Connection: close} (RFC 9112 section 9.6), with each hop of the call.
   */
  public CallBuilder keepAlive(boolean yes) {
    this.keepAlive = yes;
    return this;
  }

  /** Which redirects this call follows, instead of those that the client does. */
  public CallBuilder redirects(RedirectPolicy policy) {
    this.policies = policies.toBuilder().redirects(policy).build();
    return this;
  }

  /**
   * Sends a cookie with this call, in place of one of that name in the client's store, where it is
   * not kept. It goes to the origin of the call, and not along when a redirect leads to another
   * one.
   *
   * <p>A field {@code Cookie} that the call sets itself is sent as it is, together with what this
   * method has added, and without the cookies of the store; it stays with that origin as well.
   *
   * @param name a token
   * @param value as of {@link Cookie#of}
   * @throws InvalidMessage when name or value is something else
   */
  public CallBuilder cookie(String name, String value) {
    Cookie cookie = Cookie.of(name, value);
    this.policies = policies.toBuilder().cookies(policies.cookies().withOwn(cookie)).build();
    return this;
  }

  /**
   * Says that a page of that site asks for this call, so that it gets only those cookies that go
   * along with requests from there (SameSite); without this it is the user who asks.
   *
   * @param uri any absolute URI of the site
   * @throws io.godwit.http.InvalidUri when it is none
   * @throws InvalidMessage when it is not absolute
   */
  public CallBuilder site(String uri) {
    Uri asking = Uri.of(uri);
    if (!asking.absolute()) {
      throw new InvalidMessage("the URI of a site is not absolute: " + asking);
    }
    this.policies = policies.toBuilder().cookies(policies.cookies().withSite(asking)).build();
    return this;
  }

  /**
   * Shows these credentials to the origin of this call, in place of the client's for that origin,
   * and to no other one when a redirect leads there. User information in the URI comes before them,
   * and a field {@code Authorization} that the call or the client sets is sent as it is.
   */
  public CallBuilder auth(Credentials credentials) {
    this.policies = policies.toBuilder().auth(policies.auth().withOwn(credentials)).build();
    return this;
  }

  /**
   * Speaks TLS like that with every hop of this call, instead of as the client does. Connections
   * are shared with calls of equal settings only; what is kept in a cache is left alone, for it was
   * got otherwise.
   *
   * <pre>{@code
   * BufferedResponse response = client.get(url).tls(TlsSettings.trusting(keyStore)).send();
   * }</pre>
   */
  public CallBuilder tls(TlsSettings settings) {
    this.roads = roads.withTls(settings);
    this.policies =
        policies.toBuilder()
            .cache(CacheMode.OFF)
            .strictTransport(policies.strictTransport().withVerified(settings.verified()))
            .build();
    return this;
  }

  /**
   * Goes by that proxy with every hop of this call, whatever the client or the environment say;
   * {@link Proxy#of} says what is understood.
   *
   * @throws IllegalArgumentException when it is not the URL of a proxy
   */
  public CallBuilder proxy(String url) {
    return proxy(Proxy.of(url));
  }

  /** Goes by that proxy with every hop of this call. */
  public CallBuilder proxy(Proxy proxy) {
    return proxies(ProxyRules.of(proxy));
  }

  /** Goes by the proxies that these say, in place of the client's. */
  public CallBuilder proxies(ProxyChoice choice) {
    this.roads = roads.withProxies(choice);
    return this;
  }

  /** Goes everywhere directly. */
  public CallBuilder withoutProxy() {
    return proxies(ProxyRules.none());
  }

  /**
   * Connects to that Unix-domain socket, whatever the host is, with every hop of this call. What is
   * kept in a cache is left alone: it may be another server's. No proxy is asked then.
   */
  public CallBuilder unixSocket(Path path) {
    this.roads = roads.withFixed(UnixDomainSocketAddress.of(path));
    this.policies = policies.toBuilder().cache(CacheMode.OFF).build();
    return this;
  }

  /**
   * Hands the content of the final response over as it arrives, in pieces of at most 64 KiB; what
   * {@link #send()} returns has none then. The time of the whole call is not limited, unless {@link
   * #timeout} says so, that between two pieces is.
   *
   * <pre>{@code
   * client.get(url).onData(piece -> use(piece)).send();
   * }</pre>
   *
   * <p>It is not for {@link #open()}, which leaves the content to its caller.
   */
  public CallBuilder onData(ContentReceiver receiver) {
    return onData(ContentPieces.USUAL, receiver);
  }

  /**
   * The same, in pieces of at most so many bytes.
   *
   * @throws IllegalArgumentException when that is less than one
   */
  public CallBuilder onData(int bytes, ContentReceiver receiver) {
    this.receiver = Optional.of(new ContentPieces(receiver, bytes));
    return this;
  }

  /**
   * Tells the head of the final response line by line, before any of its content: the status line,
   * then the fields as they came but for the blanks around their values, then the empty line; each
   * with CR LF at its end.
   */
  public CallBuilder onHeaderLine(Consumer<String> listener) {
    return listener(new ReceivedHead(Objects.requireNonNull(listener, "listener")));
  }

  /**
   * A download of the content into a file; see {@link Download}. With content in a coding the
   * length would not be known and nothing could be continued, so none is asked for.
   */
  public Download download(Path file) {
    Uri resource = withQuery == null ? client.resolve(uri) : withQuery;
    return new Download(client, decompress(false), resource, file);
  }

  /** Asks for what follows that many bytes of what the validator stands for, or for all. */
  void rest(long from, String validator) {
    own().remove("Range").remove("If-Range");
    if (from > 0) {
      header("Range", "bytes=" + from + "-").header("If-Range", validator);
    }
  }

  /** Attaches something to the call that its response gives back; it is never sent. */
  public CallBuilder tag(Object tag) {
    this.tag = Optional.of(tag);
    return this;
  }

  /** Tells that listener of the call, after those of the client and those bound before. */
  public CallBuilder listener(CallListener listener) {
    if (listeners.isEmpty()) {
      listeners = new ArrayList<>();
    }
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** A listener for the begin of exchanges alone; see {@link CallListener#sending}. */
  public CallBuilder onExchange(Consumer<ExchangeStart> listener) {
    Objects.requireNonNull(listener, "listener");
    return listener(
        new CallListener() {
          @Override
          public void sending(CallView call, ExchangeStart exchange) {
            listener.accept(exchange);
          }
        });
  }

  /** A listener for interim responses (1xx) alone; see {@link CallListener#interim}. */
  public CallBuilder onInterim(Consumer<Response> listener) {
    Objects.requireNonNull(listener, "listener");
    return listener(
        new CallListener() {
          @Override
          public void interim(CallView call, Response interim) {
            listener.accept(interim);
          }
        });
  }

  /** Puts an interceptor around the call, within those of the client and those added before. */
  public CallBuilder interceptor(Interceptor interceptor) {
    List<Interceptor> all = new ArrayList<>(interceptors);
    all.add(Objects.requireNonNull(interceptor, "interceptor"));
    interceptors = List.copyOf(all);
    return this;
  }

  /**
   * Runs the call and collects the content, up to the limit.
   *
   * @throws HttpFailure when there is no response, or it cannot be read whole
   */
  public BufferedResponse send() throws HttpFailure {
    return client.send(call());
  }

  /**
   * Runs the call up to the response's head; the content is read from what is returned, which must
   * be closed.
   *
   * @throws HttpFailure when there is no response
   */
  public StreamingResponse open() throws HttpFailure {
    return client.open(call());
  }

  /**
   * Runs the call on a virtual thread. {@code cancel} on the future aborts the exchange; a failure
   * completes it with the {@link HttpFailure}. Who completes it in another way, as {@code
   * orTimeout} does, leaves the exchange to its own timeouts.
   */
  public CompletableFuture<BufferedResponse> sendAsync() {
    return client.sendAsync(this::call);
  }

  /** Like {@link #send()}, with failure as a value. */
  public Outcome trySend() {
    try {
      return new Outcome.Answered(send());
    } catch (HttpFailure failure) {
      return new Outcome.Failed(failure);
    }
  }

  private Headers.Builder own() {
    if (headers == null) {
      headers = Headers.builder();
    }
    return headers;
  }

  private Call call() throws HttpFailure {
    if (!body.isEmpty() && !unusualContent && method.forbidsContent()) {
      throw new InvalidMessage(
          "a " + method + " has no content; unusualContent() sends it all the same");
    }
    Target target = target();
    List<ListenerHandle> listening = client.listenersWith(listeners);
    if (isPlainGet() && listening.isEmpty()) {
      return target.get(); // the usual call is made once
    }
    Request request = new Request(method, target.uri(), fields(target), body, version);
    return new Call(
        request,
        request,
        target.route(),
        roads,
        policies,
        timeouts.total(),
        limitsContent,
        bodyLimit,
        throwOnStatus,
        receiver,
        tag,
        client.options().interceptorsWith(interceptors),
        Audience.of(listening),
        client.options().context());
  }

  /** Of the usual roads it is known by its text. */
  @SuppressWarnings("ReferenceEquality") // what was not set is the very object of the client
  private Target target() throws HttpFailure {
    return withQuery == null && roads == client.options().roads()
        ? client.target(uri)
        : client.target(withQuery == null ? client.resolve(uri) : withQuery, roads);
  }

  /** Whether nothing was said of it that is not the client's own default. */
  @SuppressWarnings("ReferenceEquality") // what was not set is the very object of the client
  private boolean isPlainGet() {
    ClientOptions options = client.options();
    return method.equals(Method.GET)
        && headers == null
        && body.isEmpty()
        && body.type().isEmpty()
        && keepAlive
        && version == options.version()
        && timeouts == options.timeouts()
        && !limitsContent
        && bodyLimit == options.limits().body()
        && throwOnStatus == options.throwOnStatus()
        && policies == options.policies()
        && roads == options.roads()
        && receiver.isEmpty()
        && tag.isEmpty()
        && interceptors.isEmpty();
  }

  /** Host and the client's defaults, unless the call has its own, then the call's. */
  @SuppressWarnings("ReferenceEquality") // what was not changed is the client's
  private Headers fields(Target target) {
    Headers defaults = target.headers();
    boolean decodesAsUsual = policies.content() == client.options().policies().content();
    if (headers == null && body.type().isEmpty() && keepAlive && decodesAsUsual) {
      return defaults;
    }
    Headers own = headers == null ? Headers.empty() : headers.build();
    Headers.Builder all = own.isEmpty() ? defaults.toBuilder() : without(defaults, own).toBuilder();
    all.addAll(own);
    if (!own.has("Accept-Encoding") && (own.has("Range") || !decodesAsUsual)) {
      negotiate(all, own);
    }
    body.type().ifPresent(type -> all.setIfAbsent("Content-Type", type.toString()));
    if (!keepAlive) {
      all.add("Connection", "close"); // may stand beside what the caller says of the connection
    }
    return all.build();
  }

  /** Part of coded content cannot be decoded, so none is asked for with a range. */
  private void negotiate(Headers.Builder all, Headers own) {
    boolean decodes = policies.content().decodes() && !own.has("Range");
    if (all.has("Accept-Encoding")) { // otherwise the client is not to say anything of it
      all.set(
          "Accept-Encoding", decodes ? client.options().codings().acceptEncoding() : "identity");
    }
  }

  private static Headers without(Headers defaults, Headers own) {
    Headers kept = defaults;
    for (int i = 0; i < own.size(); i++) {
      kept = kept.without(own.name(i));
    }
    return kept;
  }
}
