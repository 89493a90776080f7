package io.godwit.client;

import io.godwit.client.cache.HttpCache;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.JsonCodec;
import io.godwit.http.Limits;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.Clock;
import io.godwit.net.InstalledJson;
import io.godwit.net.LocalEnd;
import io.godwit.net.Network;
import io.godwit.net.Resolver;
import io.godwit.net.SocketPreparation;
import io.godwit.net.SocketSettings;
import io.godwit.net.TcpKeepAlive;
import io.godwit.net.TlsSettings;
import io.godwit.policy.CallPolicies;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.Keyring;
import io.godwit.policy.auth.Netrc;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.content.ContentPolicy;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.CookiePolicy;
import io.godwit.policy.dial.AddressFamily;
import io.godwit.policy.dial.AddressPolicy;
import io.godwit.policy.dial.DialRules;
import io.godwit.policy.dial.NameOverrides;
import io.godwit.policy.hsts.StrictTransport;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyChoice;
import io.godwit.policy.proxy.ProxyRules;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.policy.retry.Retries;
import io.godwit.policy.retry.RetryPolicy;
import io.godwit.wire.coding.ContentCodings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of an {@link HttpClient}. Not safe between threads; can build many. */
public final class HttpClientBuilder {
  private Optional<Uri> baseUri = Optional.empty();
  private Headers headers = HttpClient.defaultHeaders();
  private Version version = Version.HTTP_1_1;
  private Timeouts timeouts = Timeouts.defaults();
  private Limits limits = Limits.defaults();
  private PoolLimits pool = PoolLimits.defaults();
  private final CallPolicies.Builder policies = CallPolicies.builder();
  private Optional<CookieStore> sharedCookies = Optional.empty();
  private boolean keepsCookies = true;
  private Optional<Credentials> baseCredentials = Optional.empty();
  private Keyring keyring = Keyring.empty();
  private RetryPolicy retry = RetryPolicy.none();
  private Optional<HstsHosts> hsts = Optional.empty();
  private boolean verified = true;
  private Optional<HttpCache> cache = Optional.empty();
  private boolean throwOnStatus;
  private Roads roads = Roads.usual();
  private @Nullable ProxyChoice proxies;
  private ContentCodings codings = ContentCodings.standard();
  private boolean decompresses = true;
  private @Nullable ExchangeMemory memory;
  private boolean negotiates = true;
  private boolean checksDigests = true;
  private DialRules dialRules = DialRules.none();
  private Network network = Network.system();
  private SocketSettings sockets = SocketSettings.usual();
  private Resolver resolver = Resolver.system();
  private Clock clock = Clock.system();
  private final List<Interceptor> interceptors = new ArrayList<>();
  private final List<CallListener> listeners = new ArrayList<>();
  private Optional<WireLog> wireLog = Optional.empty();
  private ContextCarrier context = () -> Runnable::run;
  private Supplier<JsonCodec> json = () -> InstalledJson.codec("HttpClientBuilder.json");

  HttpClientBuilder() {}

  /**
   * The URI that relative ones are resolved against (RFC 3986 section 5): end it in a slash to keep
   * its last segment.
   *
   * @throws io.godwit.http.InvalidUri when it is none
   * @throws InvalidMessage when it is not absolute
   */
  public HttpClientBuilder baseUri(String uri) {
    Uri base = Uri.of(uri);
    if (!base.absolute()) {
      throw new InvalidMessage("the base URI is not absolute: " + base);
    }
    this.baseUri = Optional.of(base);
    return this;
  }

  /**
   * A header field of every request that does not set its own.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public HttpClientBuilder header(String name, String value) {
    this.headers = headers.with(name, value);
    return this;
  }

  /** Sends no such field by default, such as {@code User-Agent}. */
  public HttpClientBuilder withoutHeader(String name) {
    this.negotiates &= !name.equalsIgnoreCase("Accept-Encoding");
    this.headers = headers.without(name);
    return this;
  }

  /** The version of HTTP to speak; 1.1 by default. */
  public HttpClientBuilder version(Version version) {
    this.version = Objects.requireNonNull(version, "version");
    return this;
  }

  /**
   * The time for a whole call; 5 minutes by default.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public HttpClientBuilder timeout(Duration total) {
    this.timeouts = timeouts.withTotal(total);
    return this;
  }

  /** The times of all phases. */
  public HttpClientBuilder timeouts(Timeouts timeouts) {
    this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
    return this;
  }

  /** What a response may cost. */
  public HttpClientBuilder limits(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /**
   * Promises that no exchange holds more than so many bytes, at least 262,144. What would need more
   * fails, with {@link io.godwit.http.HttpFailure.LimitExceeded} for content and {@link
   * io.godwit.http.HttpFailure.Protocol} for a head or a trailer section that is too large.
   *
   * <p>Counted are the buffers of its connection, with those of TLS; the head and the trailer
   * section of the response, as they are received and as they are kept; the content that {@link
   * CallBuilder#send} collects; and the piece of a request's content that is being written, or all
   * of it when it is small. So the {@linkplain #limits limits} of what is received are lowered
   * until they fit, {@code Limits.body} to what is left, about a tenth of 256 KiB and a third of 1
   * MiB, and content is read in pieces of at most 16 KiB.
   *
   * <p>Not counted are the objects of a call, the stack of its thread, what the JDK's TLS engine
   * holds (some 50 KiB), what the program hands in or does with what it gets, and what is shared by
   * calls, such as cookies. A client of this kind undoes no content codings, whose decoders need
   * windows, and has no cache.
   *
   * <pre>{@code
   * HttpClient client = HttpClient.builder().memory(256 * 1024).build();
   * }</pre>
   *
   * @throws IllegalArgumentException when it is too little
   */
  public HttpClientBuilder memory(int bytesPerExchange) {
    this.memory = new ExchangeMemory(bytesPerExchange);
    return this;
  }

  /** How many connections to keep and for how long. */
  public HttpClientBuilder pool(PoolLimits limits) {
    this.pool = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /** Which redirects are followed; {@link RedirectPolicy#standard()} by default. */
  public HttpClientBuilder redirects(RedirectPolicy policy) {
    policies.redirects(policy);
    return this;
  }

  /**
   * Keeps cookies in that store, which other clients may share; in one of its own by default.
   *
   * @see HttpClient#cookies()
   */
  public HttpClientBuilder cookies(CookieStore store) {
    this.sharedCookies = Optional.of(store);
    this.keepsCookies = true;
    return this;
  }

  /** Keeps no cookies, and sends only those that a call asks for. */
  public HttpClientBuilder withoutCookies() {
    this.keepsCookies = false;
    return this;
  }

  /**
   * Shows these credentials to the origin of the base URI and to no other, wherever redirects lead.
   * A call may have its own: {@link CallBuilder#auth}.
   *
   * <pre>{@code
   * HttpClient api = HttpClient.builder().baseUri("https://api.example.org/v1/").auth(Login.of("ada", "s3cret")).build();
   * }</pre>
   *
   * @see #build
   */
  public HttpClientBuilder auth(Credentials credentials) {
    this.baseCredentials = Optional.of(credentials);
    return this;
  }

  /**
   * What is tried again; nothing by default. A call that is lost because a kept connection was
   * closed meanwhile is sent once more in any case, where that is safe, and does not count.
   *
   * <pre>{@code
   * HttpClient client = HttpClient.builder().retry(RetryPolicy.standard()).build();
   * }</pre>
   */
  public HttpClientBuilder retry(RetryPolicy policy) {
    this.retry = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Shows these credentials to that origin and to no other: not to another port or scheme of its
   * host, nor to other hosts of its domain.
   *
   * @param originUri any http or https URI of the origin
   * @throws io.godwit.http.InvalidUri when it is none
   * @throws InvalidMessage when it is of another scheme, or has user information
   */
  public HttpClientBuilder auth(String originUri, Credentials credentials) {
    Uri uri = Uri.of(originUri);
    if (!uri.scheme().equals("http") && !uri.scheme().equals("https")) {
      throw new InvalidMessage("credentials are for an http or https origin, not for " + uri);
    }
    if (uri.userInfo().isPresent()) {
      throw new InvalidMessage("credentials for a URI that has user information: " + uri);
    }
    this.keyring = keyring.with(uri.origin(), credentials);
    return this;
  }

  /**
   * Takes logins from the user's {@code .netrc}, if there is one, for hosts that have no other
   * credentials; see {@link Netrc} and {@link io.godwit.policy.auth.CallKeys}. Read now, once.
   *
   * @throws IllegalArgumentException when something in it is malformed
   * @throws UncheckedIOException when it cannot be read
   */
  public HttpClientBuilder netrc() {
    Path file = NetrcFile.ofUser();
    return Files.exists(file) ? netrc(file) : this;
  }

  /**
   * Takes logins from that file, which has the form of {@code .netrc}.
   *
   * @throws IllegalArgumentException when something in it is malformed
   * @throws UncheckedIOException when it cannot be read
   */
  public HttpClientBuilder netrc(Path file) {
    try {
      return netrc(NetrcFile.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes logins from there. */
  public HttpClientBuilder netrc(Netrc logins) {
    this.keyring = keyring.withNetrc(Objects.requireNonNull(logins, "logins"));
    return this;
  }

  /**
   * Asks these hosts over TLS only, and adds those that say so over TLS (HTTP Strict Transport
   * Security, RFC 6797): an {@code http} URI of one becomes {@code https} before anything leaves.
   * Not done by default.
   */
  public HttpClientBuilder hsts(HstsHosts hosts) {
    this.hsts = Optional.of(hosts);
    return this;
  }

  /** Whether a status other than 2xx is a failure; not by default. */
  public HttpClientBuilder throwOnStatus(boolean yes) {
    this.throwOnStatus = yes;
    return this;
  }

  /**
   * Whether content codings are undone; they are by default. Then the server is told with
   * Accept-Encoding which ones may be used, otherwise that none is wanted, unless such a field is
   * set or left out. The header fields stay as they came either way: Content-Encoding tells what
   * the codings were, Content-Length how much came.
   *
   * <p>Content in a coding that is not known, and a part of a representation (206), are passed on
   * as they are. What is cut off, has something behind its end or grows beyond all measure is
   * {@link io.godwit.http.HttpFailure.Content}, see {@link ContentCodings}.
   */
  public HttpClientBuilder decompress(boolean yes) {
    this.decompresses = yes;
    return this;
  }

  /** Which content codings are undone; gzip and deflate by default. */
  public HttpClientBuilder codings(ContentCodings codings) {
    this.codings = Objects.requireNonNull(codings, "codings");
    return this;
  }

  /**
   * Whether content that has a Content-Digest or Repr-Digest field (RFC 9530) with SHA-256 or
   * SHA-512 is checked while it is read; it is by default. What does not match is a failure at its
   * end: {@link io.godwit.http.HttpFailure.Content}.
   */
  public HttpClientBuilder checkDigests(boolean yes) {
    this.checksDigests = yes;
    return this;
  }

  /** How to speak TLS; verified, with the platform's authorities, by default. */
  public HttpClientBuilder tls(TlsSettings settings) {
    this.roads = roads.withTls(settings);
    this.verified = settings.verified();
    return this;
  }

  /**
   * Goes everywhere by that proxy. {@link Proxy#of} says what is understood, and what is shown to
   * the proxy.
   *
   * <pre>{@code
   * HttpClient client = HttpClient.builder().proxy("http://proxy.example.org:3128").build();
   * }</pre>
   *
   * @throws IllegalArgumentException when it is not the URL of a proxy
   * @see #proxies
   */
  public HttpClientBuilder proxy(String url) {
    return proxy(Proxy.of(url));
  }

  /** Goes everywhere by that proxy. */
  public HttpClientBuilder proxy(Proxy proxy) {
    return proxies(ProxyRules.of(proxy));
  }

  /**
   * Goes by the proxies that these say. Without this, and without {@link #withoutProxy}, it is what
   * the environment said when the client was built ({@link ProxyRules#ofEnvironment}), as with curl
   * and most clients: {@code http_proxy}, {@code https_proxy}, {@code all_proxy}, {@code no_proxy}.
   * What is said here is all that counts, then the environment is not asked.
   *
   * <p>What cannot be understood is a failure ({@link io.godwit.http.HttpFailure.Proxy}): no call
   * that was to go by a proxy goes directly.
   *
   * <pre>{@code
   * ProxyRules rules = ProxyRules.of(Proxy.of("http://proxy.example.org:3128")).except("localhost, .example.org");
   * HttpClient client = HttpClient.builder().proxies(rules).build();
   * }</pre>
   *
   * @see SelectedProxies for what the JDK is told
   */
  public HttpClientBuilder proxies(ProxyChoice choice) {
    this.proxies = Objects.requireNonNull(choice, "choice");
    return this;
  }

  /** Goes everywhere directly, whatever the environment says. */
  public HttpClientBuilder withoutProxy() {
    return proxies(ProxyRules.none());
  }

  /**
   * How to speak TLS with a proxy of the kind {@code https}; verified, with the platform's
   * authorities, by default. What {@link #tls} says is for origins alone: neither the client's
   * certificate nor its pins are the proxy's business, and a proxy is verified also where origins
   * are not.
   */
  public HttpClientBuilder proxyTls(TlsSettings settings) {
    this.roads = roads.withProxyTls(settings);
    return this;
  }

  /**
   * Begins connections at that address of this machine, and so goes to addresses of its family
   * only. A failure to connect says so when that cannot be.
   */
  public HttpClientBuilder localAddress(InetAddress address) {
    this.roads = roads.withLocal(new LocalEnd.Address(address));
    return this;
  }

  /**
   * Begins connections at whatever address that interface has, such as {@code eth0}; see {@link
   * LocalEnd}. When there is no such interface, or it has no address of the right family, that is
   * why the connection fails.
   */
  public HttpClientBuilder localInterface(String name) {
    this.roads = roads.withLocal(new LocalEnd.Interface(name));
    return this;
  }

  /** Connects to addresses of that family only; to those of both by default. */
  public HttpClientBuilder addressFamily(AddressFamily family) {
    this.roads = roads.withFamily(Objects.requireNonNull(family, "family"));
    return this;
  }

  /** Lets TCP look after connections that are silent; it does not by default. */
  public HttpClientBuilder tcpKeepAlive(TcpKeepAlive times) {
    this.sockets = sockets.withKeepAlive(times);
    return this;
  }

  /** Hands each socket to that hook before it connects. */
  public HttpClientBuilder prepareSockets(SocketPreparation hook) {
    this.sockets = sockets.withPreparation(hook);
    return this;
  }

  /** Connects to that Unix-domain socket, whatever the URI's host is; by no proxy. */
  public HttpClientBuilder unixSocket(Path path) {
    this.roads = roads.withFixed(UnixDomainSocketAddress.of(path));
    return this;
  }

  /**
   * Keeps responses, and answers from them where that is allowed (RFC 9111, as a private cache). By
   * default nothing is kept. What a call may be answered from is also said by its Cache-Control
   * field: {@code no-cache} asks the server in any case, {@code no-store} goes past the cache,
   * {@code max-stale} takes what is too old, {@code only-if-cached} wants nothing else and gets a
   * 504 where there is nothing. Each response then has a {@code Cache-Status} (RFC 9211) that says
   * what became of it, such as {@code godwit; hit; ttl=376}.
   *
   * <pre>{@code
   * HttpCache cache = HttpCache.inMemory(64L * 1024 * 1024);
   * try (HttpClient cached = HttpClient.builder().cache(cache).build()) {
   *   show(cached.get(url).send().header("Cache-Status").orElse(""));
   * }
   * }</pre>
   */
  public HttpClientBuilder cache(HttpCache cache) {
    this.cache = Optional.of(cache);
    policies.cache(CacheMode.ON);
    return this;
  }

  /** What opens connections, in place of the operating system's sockets. */
  public HttpClientBuilder network(Network network) {
    this.network = Objects.requireNonNull(network, "network");
    return this;
  }

  /** What looks names up. */
  public HttpClientBuilder resolver(Resolver resolver) {
    this.resolver = Objects.requireNonNull(resolver, "resolver");
    return this;
  }

  /**
   * Connects to addresses of the public internet only: for a client that fetches what others tell
   * it to. Loopback, private, link-local and other special addresses are refused ({@link
   * io.godwit.http.HttpFailure.Refused}), whether they stand in a URI, come from a redirect or are
   * what a name was just looked up to, and in whatever form; so are Unix-domain sockets.
   *
   * <pre>{@code
   * HttpClient fetcher = HttpClient.builder().publicAddressesOnly().build();
   * }</pre>
   *
   * <p>Such a client goes by no proxy that only the environment names.
   *
   * @see AddressPolicy#publicOnly
   */
  public HttpClientBuilder publicAddressesOnly() {
    return addresses(AddressPolicy.publicOnly());
  }

  /**
   * Which addresses may be connected to; any by default. With a policy that refuses some, the
   * proxies of the environment are not used, for they look names up themselves; those of {@link
   * #proxies} are.
   */
  public HttpClientBuilder addresses(AddressPolicy policy) {
    this.dialRules = dialRules.withAddresses(policy);
    return this;
  }

  /**
   * Finds a host at these addresses, without asking the {@link #resolver}; for every port of it.
   * The request and the name that a certificate must have stay the same.
   *
   * <pre>{@code
   * HttpClient client = HttpClient.builder().resolve("api.example.org", "127.0.0.1:8443").build();
   * }</pre>
   *
   * @param host as in a URI
   * @param addresses numeric, with a port when it is another one; tried in this order
   * @throws IllegalArgumentException when the host or an address is none
   * @see NameOverrides
   */
  public HttpClientBuilder resolve(String host, String... addresses) {
    return resolve(dialRules.overrides().with(host, addresses));
  }

  /**
   * Finds one port of a host at these addresses; comes before what is said of the whole host.
   *
   * @throws IllegalArgumentException when the host, the port or an address is none
   */
  public HttpClientBuilder resolve(String host, int port, String... addresses) {
    return resolve(dialRules.overrides().with(host, port, addresses));
  }

  /** Finds hosts where these say, and in no other place that was said before. */
  public HttpClientBuilder resolve(NameOverrides overrides) {
    this.dialRules = dialRules.withOverrides(overrides);
    return this;
  }

  /** What tells the time; for tests. */
  public HttpClientBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /** Tells that listener of all calls, after those added before. See {@link HttpClient#listen}. */
  public HttpClientBuilder listener(CallListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** Puts an interceptor around every call, within those added before. */
  public HttpClientBuilder interceptor(Interceptor interceptor) {
    interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
    return this;
  }

  /** Writes down what connections send and receive; see there what of secrets is. */
  public HttpClientBuilder wireLog(WireLog log) {
    this.wireLog = Optional.of(log);
    return this;
  }

  /** What follows a call from its thread to others that work for it; nothing by default. */
  public HttpClientBuilder context(ContextCarrier carrier) {
    this.context = Objects.requireNonNull(carrier, "carrier");
    return this;
  }

  /**
   * What reads and writes JSON. Without this it is the service that is installed beside the
   * library, such as {@code godwit-jackson}, looked for when JSON is first needed.
   */
  public HttpClientBuilder json(JsonCodec codec) {
    Objects.requireNonNull(codec, "codec");
    this.json = () -> codec;
    return this;
  }

  /**
   * A client with these options.
   *
   * @throws IllegalStateException when there are credentials for the base URI, and no base URI
   */
  public HttpClient build() {
    if (memory != null && cache.isPresent()) {
      throw new IllegalStateException("a client of bounded memory has no cache");
    }
    Optional<CookieStore> cookies = keepsCookies ? Optional.of(store()) : Optional.empty();
    policies.cookies(cookies.map(CookieStore::policy).orElse(CookiePolicy.none()));
    policies.auth(authPolicy());
    policies.content(
        (decodes() ? ContentPolicy.decoding(codings.names()) : ContentPolicy.raw())
            .withDigests(checksDigests));
    policies.strictTransport(
        hsts.map(hosts -> hosts.policy(verified)).orElse(StrictTransport.none()));
    policies.retries(
        Retries.of(retry, new AtomicCell<>(retry.budget(clock.nanos())), SecureEntropy.INSTANCE));
    return new HttpClient(
        new ClientOptions(
            baseUri,
            fields(),
            version,
            timeouts,
            memory == null ? limits : memory.within(limits),
            memory != null,
            pool,
            policies.build(),
            codings,
            cache,
            throwOnStatus,
            roads(),
            dialRules,
            network,
            sockets,
            resolver,
            clock,
            List.copyOf(interceptors),
            List.copyOf(listeners),
            context,
            json,
            wireLog),
        cookies);
  }

  private boolean decodes() {
    return decompresses && memory == null;
  }

  /** With what a server is asked for, unless something was said of that. */
  private Headers fields() {
    if (!negotiates || headers.has("Accept-Encoding")) {
      return headers;
    }
    return headers.with("Accept-Encoding", decodes() ? codings.acceptEncoding() : "identity");
  }

  private Roads roads() {
    return roads.withProxies(proxies == null ? usualProxies(System.getenv()) : proxies);
  }

  /** A proxy looks names up where no policy of ours sees it, so that one must be asked for. */
  ProxyRules usualProxies(Map<String, String> environment) {
    return dialRules.addresses().unrestricted()
        ? ProxyRules.ofEnvironment(environment)
        : ProxyRules.none();
  }

  private CookieStore store() {
    return sharedCookies.orElseGet(() -> new CookieStore(CookieJar.empty(), clock));
  }

  private AuthPolicy authPolicy() {
    Keyring all = keyring;
    if (baseCredentials.isPresent()) {
      Uri base =
          baseUri.orElseThrow(
              () -> new IllegalStateException("credentials for a base URI that is not there"));
      all = all.with(base.origin(), baseCredentials.get());
    }
    return new AuthPolicy(
        all, Optional.empty(), new AtomicCell<>(AuthMemory.empty()), SecureEntropy.INSTANCE);
  }
}
