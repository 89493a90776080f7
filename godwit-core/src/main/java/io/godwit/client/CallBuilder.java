package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Cookie;
import io.godwit.http.Form;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Method;
import io.godwit.http.Multipart;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.LocalEnd;
import io.godwit.net.TlsSettings;
import io.godwit.policy.CallPolicies;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.content.ContentPolicy;
import io.godwit.policy.dial.AddressFamily;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyChoice;
import io.godwit.policy.proxy.ProxyRules;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.policy.retry.RetryPolicy;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 *
 * <p>Longer than other files: it is the list of all that can be said of a call, and each method
 * says one thing of it. What comes of that is made elsewhere, the request by {@link RequestDraft}.
 */
public final class CallBuilder {
  private final HttpClient client;
  private final Method method;
  private final String uri;

  private @Nullable Uri withQuery;

  /** Null until something is said of the request: most calls say nothing. */
  private @Nullable RequestDraft draft;

  private Timeouts timeouts;
  private boolean limitsContent;
  private long bodyLimit;
  private boolean throwOnStatus;
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
    draft().headers().set(name, value);
    return this;
  }

  /**
   * Adds a header field to those of the same name.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public CallBuilder addHeader(String name, String value) {
    draft().headers().add(name, value);
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
    draft().headers().secret(name).set(name, value);
    return this;
  }

  /** Sets these fields, each in place of a default of the client. */
  public CallBuilder headers(Headers fields) {
    fields.forEach(field -> draft().headers().remove(field.name()));
    draft().headers().addAll(fields);
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

  /**
   * Adds the pairs to the query of the URI, percent-encoded.
   *
   * <pre>{@code
   * client.get(url).query(Form.parse("page=2&tag=a&tag=b")).send();
   * }</pre>
   *
   * @throws io.godwit.http.InvalidUri when the URI of the call is none
   */
  public CallBuilder query(Form pairs) {
    pairs.pairs().forEach(pair -> query(pair.name(), pair.value()));
    return this;
  }

  /** Adds the entries to the query of the URI, as {@link Form#of(Map)} makes pairs of them. */
  public CallBuilder query(Map<String, ?> entries) {
    return query(Form.of(entries));
  }

  /**
   * Sets the content, in place of what was said of it before. All other methods that set content
   * refuse to do so when there is some already: what the one has meant is not dropped for the
   * other.
   */
  public CallBuilder body(Body body) {
    draft().replaceContent(body);
    return this;
  }

  private CallBuilder content(CallContent only) {
    draft().content(only);
    return this;
  }

  /**
   * Allows content in a GET, HEAD or TRACE. Without this it is refused when the call is made: it
   * has no meaning that servers agree on, and some hang up (RFC 9110 sections 9.3.1, 9.3.2, 9.3.8).
   */
  public CallBuilder unusualContent() {
    draft().unusualContent = true;
    return this;
  }

  /**
   * Sends a text, in the charset that the call's Content-Type names, else in UTF-8; as {@code
   * text/plain} unless the call says otherwise. A character that the charset lacks is refused when
   * the call is made.
   */
  public CallBuilder text(String text) {
    return content(new CallContent.Text(text, Optional.empty()));
  }

  /**
   * Sends a text in that charset, such as ISO-8859-1; otherwise like {@link #text(String)}. A
   * Content-Type that names another one is refused.
   */
  public CallBuilder text(String text, Charset charset) {
    return content(new CallContent.Text(text, Optional.of(charset)));
  }

  /**
   * Sends these bytes; the array is not copied. They go out without a Content-Type unless one is
   * set: what they are is not for a client to guess.
   */
  public CallBuilder bytes(byte[] content) {
    return content(new CallContent.Ready(Body.bytes(content)));
  }

  /** Sends the pairs as {@code application/x-www-form-urlencoded}. */
  public CallBuilder form(Form form) {
    return content(new CallContent.Ready(Body.form(form)));
  }

  /** Sends the entries as a form, as {@link Form#of(Map)} makes pairs of them. */
  public CallBuilder form(Map<String, ?> entries) {
    return form(Form.of(entries));
  }

  /**
   * Sends these parts, with a random boundary unless one is set. A Content-Type of the call may
   * name another multipart type, a boundary or other parameters.
   */
  public CallBuilder multipart(Multipart parts) {
    return content(new CallContent.Parts(parts));
  }

  /**
   * Sends the value as JSON, as {@code application/json} unless the call says otherwise.
   *
   * <pre>{@code
   * client.post(url).json(Map.of("name", "ada")).send();
   * }</pre>
   *
   * @throws InvalidMessage when it cannot be written as JSON
   * @throws IllegalStateException when there is no codec, see {@link HttpClientBuilder#json}
   */
  public CallBuilder json(Object value) {
    return content(new CallContent.Ready(CallContent.json(value, client.options().json().get())));
  }

  /**
   * Sends pairs as the call's Content-Type says: as JSON, as multipart, and as a form when it says
   * so or says nothing. A form is the default although some libraries send multipart: it is what a
   * browser does, it is shorter, and every server reads it. Any other type is refused when the call
   * is made.
   */
  public CallBuilder data(Map<String, ?> entries) {
    return content(CallContent.Data.of(entries));
  }

  /** The same for pairs; names that repeat are lists in JSON. */
  public CallBuilder data(Form pairs) {
    return content(CallContent.Data.of(pairs));
  }

  /** Sends the content of a file. */
  public CallBuilder file(Path path) {
    return content(new CallContent.Ready(Body.file(path)));
  }

  /**
   * Sends the content of a file as it is, as {@code application/octet-stream}.
   *
   * <pre>{@code
   * client.put(url).upload(Path.of("film.mp4")).onSent((sent, of) -> show(sent + " of " + of)).send();
   * }</pre>
   */
  public CallBuilder upload(Path path) {
    return upload(path, MediaType.OCTET_STREAM);
  }

  /** Sends the content of a file as that type. */
  public CallBuilder upload(Path path, MediaType type) {
    return content(new CallContent.Ready(Body.file(path).withType(type)));
  }

  /**
   * Sends what the stream gives until its end, chunked, and closes it. Cannot be sent twice. A call
   * that ends before it has begun to read the stream leaves it open.
   */
  public CallBuilder stream(InputStream in) {
    return content(new CallContent.Ready(Body.stream(in)));
  }

  /** Sends the arrays in turn, chunked. */
  public CallBuilder chunks(Iterable<byte[]> chunks) {
    return content(new CallContent.Ready(Body.chunks(chunks)));
  }

  /**
   * Compresses the content with gzip, and says so in Content-Encoding (RFC 9110 section 8.4.1.3).
   * There is no way to know beforehand whether a server takes that; one that does not answers 415.
   * What is not small leaves chunked, as it is compressed.
   */
  public CallBuilder gzipped() {
    draft().gzipped = true;
    return this;
  }

  /**
   * Asks the server whether it wants the content before any of it is sent (RFC 9110 section
   * 10.1.1): it leaves when the server has said 100 (Continue), or has said nothing for a second. A
   * server that answers at once gets none of it, and a producer is not called. Says nothing where
   * there is no content, and in HTTP/1.0.
   */
  public CallBuilder expectContinue() {
    draft().expectsContinue = true;
    return this;
  }

  /** Speaks that version of HTTP. */
  public CallBuilder version(Version version) {
    draft().version = Objects.requireNonNull(version, "version");
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
    if (yes && client.options().boundedMemory()) {
      throw new IllegalArgumentException("a client of bounded memory undoes no codings");
    }
    Set<String> names = yes ? client.options().codings().names() : Set.of();
    ContentPolicy content = policies.content().withCodings(names);
    this.policies = policies.toBuilder().content(content).build();
    draft().acceptEncoding = yes ? client.options().codings().acceptEncoding() : "identity";
    return this;
  }

  /** Limits the content that {@link #send()} collects, in bytes; at most 2^31 - 9. */
  public CallBuilder bodyLimit(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the limit is negative: " + bytes);
    }
    ClientOptions options = client.options();
    if (options.boundedMemory() && bytes > options.limits().body()) {
      throw new IllegalArgumentException(
          "the memory of the client is bounded, and leaves " + options.limits().body() + " bytes");
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
    draft().keepAlive = yes;
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
   * Begins connections at that address of this machine, and so goes to addresses of its family
   * only. A failure to connect says so when that cannot be.
   */
  public CallBuilder localAddress(InetAddress address) {
    this.roads = roads.withLocal(new LocalEnd.Address(address));
    return this;
  }

  /**
   * Begins connections at whatever address that interface has, such as {@code eth0}; see {@link
   * LocalEnd}. When there is no such interface, or it has no address of the right family, that is
   * why the connection fails.
   */
  public CallBuilder localInterface(String name) {
    this.roads = roads.withLocal(new LocalEnd.Interface(name));
    return this;
  }

  /** Connects to addresses of that family only. */
  public CallBuilder addressFamily(AddressFamily family) {
    this.roads = roads.withFamily(Objects.requireNonNull(family, "family"));
    return this;
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
    draft().headers().remove("Range").remove("If-Range");
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

  /** A listener for the content that has left alone; see {@link CallListener#sent}. */
  public CallBuilder onSent(ProgressListener listener) {
    Objects.requireNonNull(listener, "listener");
    return listener(
        new CallListener() {
          @Override
          public void sent(CallView call, long bytes, long total) {
            listener.progress(bytes, total);
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

  private RequestDraft draft() {
    if (draft == null) {
      draft = new RequestDraft(method, client.options().version());
    }
    return draft;
  }

  Call call() throws HttpFailure {
    Target target = target();
    List<ListenerHandle> listening = client.listenersWith(listeners);
    if (isPlainGet() && listening.isEmpty()) {
      return target.get(); // the usual call is made once
    }
    Request request = draft().at(target, client.options().json());
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
        client.options().context(),
        client.options().json());
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
        && (draft == null || draft.isPlain(options.version()))
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
}
