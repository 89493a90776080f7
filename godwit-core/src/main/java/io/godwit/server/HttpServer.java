package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.JsonCodec;
import io.godwit.http.Limits;
import io.godwit.http.Method;
import io.godwit.net.Clock;
import io.godwit.net.InstalledJson;
import io.godwit.net.ServerTls;
import io.godwit.net.Watchdog;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running HTTP/1.1 server. Each connection has a virtual thread of its own, on which the handler
 * is called. Thread-safe; it keeps the process alive until it is closed.
 *
 * <pre>{@code
 * try (HttpServer server = HttpServer.start(8080, request -> Response.text("hello"))) {
 *   System.out.println("http://localhost:" + server.port());
 *   Thread.currentThread().join();
 * }
 * }</pre>
 *
 * <p>Longer than other files: all that can be said of a server stands in its builder.
 */
public final class HttpServer implements AutoCloseable {
  /** How long {@link #close()} lets what runs finish. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** How long the threads have to notice that their connections were cut. */
  private static final Duration CUT = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final List<SocketAddress> addresses;
  private final List<Acceptor> acceptors = new ArrayList<>();
  private final Connections connections;

  private HttpServer(
      List<SecuredSource> sources, Connections connections, ServerSettings settings) {
    this.connections = connections;
    List<SocketAddress> bound = new ArrayList<>();
    for (SecuredSource each : sources) {
      acceptors.add(new Acceptor(each.source(), each.tls(), connections, settings));
      if (each.source() instanceof Listener listener) {
        bound.add(listener.address());
      }
    }
    this.addresses = List.copyOf(bound);
  }

  /**
   * Starts a server on that port of the loopback address, with the default limits and timeouts. Who
   * is to be reached from other machines says so by {@link Builder#bind}.
   *
   * @param port 0 for any free one, see {@link #port()}
   * @throws IOException when the port cannot be bound
   */
  public static HttpServer start(int port, Handler handler) throws IOException {
    return builder().handler(handler).port(port).start();
  }

  /** A builder with the default limits and timeouts. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The port of the first TCP address.
   *
   * @throws IllegalStateException when the server listens on none
   */
  public int port() {
    for (SocketAddress address : addresses) {
      if (address instanceof InetSocketAddress tcp) {
        return tcp.getPort();
      }
    }
    throw new IllegalStateException("no TCP address is bound");
  }

  /** The addresses that are bound, in the order in which they were given. */
  public List<SocketAddress> addresses() {
    return addresses;
  }

  /** The number of open connections, for monitoring: it changes at any time. */
  public int connections() {
    return connections.count();
  }

  /** How many clients' addresses are counted just now. */
  int countedAddresses() {
    return connections.addresses();
  }

  /** {@link #close(Duration)} with a grace of ten seconds. */
  @Override
  public void close() {
    close(GRACE);
  }

  /**
   * Ends the server. No connection is accepted any more, idle ones end at once, and each exchange
   * under way says {@code Connection: close} with its response and may finish. What is not finished
   * after the grace is cut, and its thread interrupted. Returns when no connection is left; only a
   * handler that ignores the interrupt can outlive it, which is logged.
   *
   * <p>A second call waits as well, and may shorten the grace. A handler may close its own server:
   * its own exchange is not waited for.
   *
   * @param grace zero to cut everything at once
   */
  public void close(Duration grace) {
    for (Acceptor acceptor : acceptors) {
      acceptor.stop();
    }
    connections.stop();
    boolean interrupted = false;
    try {
      if (connections.awaitNone(TimeUnit.NANOSECONDS.convert(grace))) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true; // then everything is cut at once
    }
    connections.cut();
    try {
      if (!connections.awaitNone(CUT.toNanos())) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a handler goes on although the server is closed: {0}",
            connections);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "server on " + addresses();
  }

  /** Where connections come from, and how they are secured if they are. */
  private record SecuredSource(ConnectionSource source, @Nullable ServerTls tls) {}

  private record SecuredAddress(SocketAddress address, @Nullable ServerTls tls) {}

  private void begin() {
    acceptors.forEach(Acceptor::start);
  }

  /** What a server is made from; not safe between threads. */
  public static final class Builder {
    private @Nullable Handler handler;
    private @Nullable Handler tunnels;
    private @Nullable RawHandler raw;
    private final List<ExchangeListener> listeners = new ArrayList<>();
    private Router.@Nullable Builder routes;
    private final List<Filter> filters = new ArrayList<>();
    private final List<SecuredAddress> addresses = new ArrayList<>();
    private final List<SecuredSource> sources = new ArrayList<>();
    private Limits limits = Limits.defaults();
    private ServerTimeouts timeouts = ServerTimeouts.defaults();
    private int maxConnections = 16 * 1024;
    private int maxConnectionsPerAddress = 4 * 1024;
    private int minimumRate = 240;
    private Headers ownFields = Headers.empty();
    private @Nullable TrustedProxies balancers;
    private @Nullable TrustedProxies trustedProxies;
    private Supplier<JsonCodec> json = () -> InstalledJson.codec("HttpServer.Builder.json");

    private Builder() {}

    /** What answers the requests, or those that no {@link #route} is for. */
    public Builder handler(Handler handler) {
      this.handler = Objects.requireNonNull(handler);
      return this;
    }

    /**
     * What answers requests of that method for the paths of that template, in the words of {@link
     * Router}; who needs more than a few routes builds a router and gives it as the handler.
     *
     * @throws IllegalArgumentException when the template is malformed
     */
    public Builder route(Method method, String template, Handler handler) {
      routes().route(method, template, handler);
      return this;
    }

    /**
     * What answers all requests for that path and those below it, such as the files of a folder; as
     * {@link Router.Builder#mount}.
     *
     * <pre>{@code
     * HttpServer.builder()
     *     .route(Method.GET, "/hello", request -> Response.text("hello"))
     *     .mount("/static", StaticFiles.of(Path.of("public")))
     *     .start();
     * }</pre>
     *
     * @throws IllegalArgumentException when the prefix is malformed
     */
    public Builder mount(String prefix, Handler handler) {
      routes().mount(prefix, handler);
      return this;
    }

    private Router.Builder routes() {
      if (routes == null) {
        routes = Router.builder();
      }
      return routes;
    }

    /** Puts a filter around all requests, behind those added before; see {@link Filter}. */
    public Builder filter(Filter filter) {
      filters.add(Objects.requireNonNull(filter));
      return this;
    }

    /**
     * Answers CONNECT, by {@link ServerRequest#tunnel} or by refusing it; no route and no filter
     * comes before it. Without this CONNECT is answered with 501, and no handler is called: a
     * server is no proxy unless it is told to be one.
     */
    public Builder onConnect(Handler handler) {
      this.tunnels = Objects.requireNonNull(handler);
      return this;
    }

    /** Serves whole connections, in place of HTTP; nothing that is said of requests counts then. */
    public Builder raw(RawHandler handler) {
      this.raw = Objects.requireNonNull(handler);
      return this;
    }

    /** Is told how each exchange has ended, after those that were given before. */
    public Builder listener(ExchangeListener listener) {
      listeners.add(Objects.requireNonNull(listener));
      return this;
    }

    /**
     * Listens on that port of the loopback address, in addition to what was given before.
     *
     * @param port 0 for any free one
     */
    public Builder port(int port) {
      return bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Listens on that address, in addition to what was given before. {@code new
     * InetSocketAddress(8080)} stands for that port of all addresses of the machine; the file of a
     * {@link java.net.UnixDomainSocketAddress} must not exist, and is removed with the server.
     */
    public Builder bind(SocketAddress address) {
      addresses.add(new SecuredAddress(Objects.requireNonNull(address), null));
      return this;
    }

    /** As {@link #port(int)}, with TLS. */
    public Builder port(int port, ServerTls tls) {
      return bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), tls);
    }

    /**
     * As {@link #bind(SocketAddress)}, with TLS. The handshake happens on the connection's own
     * thread, within {@link ServerTimeouts#handshake()}; a client that comes in the clear is told
     * so with 400.
     */
    public Builder bind(SocketAddress address, ServerTls tls) {
      Objects.requireNonNull(tls);
      addresses.add(new SecuredAddress(Objects.requireNonNull(address), tls));
      return this;
    }

    /**
     * Takes connections from there, in addition to the addresses. The server closes the source when
     * it is closed itself.
     */
    public Builder source(ConnectionSource source) {
      sources.add(new SecuredSource(Objects.requireNonNull(source), null));
      return this;
    }

    /** As {@link #source(ConnectionSource)}, with TLS over what comes from there. */
    public Builder source(ConnectionSource source, ServerTls tls) {
      Objects.requireNonNull(tls);
      sources.add(new SecuredSource(Objects.requireNonNull(source), tls));
      return this;
    }

    /**
     * Sizes and counts that requests must keep. {@link Limits#body()} is for content that {@link
     * ServerRequest#bytes()} and {@link ServerRequest#text()} collect; what a handler reads as a
     * stream has no limit, since it costs no memory.
     */
    public Builder limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /** How long the server waits for its clients. */
    public Builder timeouts(ServerTimeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts);
      return this;
    }

    /**
     * How many connections may be open at a time; 16,384 unless set. While there are so many, no
     * other is accepted: it waits in the operating system's queue until one ends.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder maxConnections(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("at least one connection: " + count);
      }
      this.maxConnections = count;
      return this;
    }

    /**
     * How many connections may be open at a time from one address, of IPv6 from one network of 64
     * bits; 4,096 unless set, so that nobody can have them all. Behind a proxy all clients have its
     * address: {@link Integer#MAX_VALUE} is for a server that only proxies can reach. One more is
     * answered with 503 and {@code Retry-After}, and closed; over TLS, or when too many are being
     * told so, it is closed without a word.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder maxConnectionsPerAddress(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("at least one connection: " + count);
      }
      this.maxConnectionsPerAddress = count;
      return this;
    }

    /**
     * How fast the content of a request has to come at least, on average over the time in which the
     * server waits for it and after a first {@link ServerTimeouts#body()}; slower content is
     * answered with 408. A client that takes a response is held to the same, on average over each
     * piece that is written, or a whole file, and after a first {@link ServerTimeouts#write()}; a
     * slower one is cut. 240 bytes per second unless set.
     *
     * @param bytesPerSecond 0 for any rate
     * @throws IllegalArgumentException when it is negative
     */
    public Builder minimumRate(int bytesPerSecond) {
      if (bytesPerSecond < 0) {
        throw new IllegalArgumentException("no rate: " + bytesPerSecond);
      }
      this.minimumRate = bytesPerSecond;
      return this;
    }

    /**
     * The proxies that may say who has asked them, and for what; nobody unless set. What they say
     * is what {@link ServerRequest#remote()}, {@link ServerRequest#scheme()} and {@link
     * ServerRequest#uri()} give.
     */
    public Builder trustedProxies(TrustedProxies proxies) {
      this.trustedProxies = Objects.requireNonNull(proxies);
      return this;
    }

    /**
     * {@link #trustedProxies(TrustedProxies)} for proxies at these addresses, or in these networks.
     *
     * @throws IllegalArgumentException as {@link TrustedProxies#of}
     */
    public Builder trustedProxies(String... networks) {
      return trustedProxies(TrustedProxies.of(networks));
    }

    /**
     * The balancers, by their addresses or networks, that pass on connections and begin each with a
     * header of the PROXY protocol, version 1 or 2; nobody unless set. It tells the addresses that
     * {@link ServerRequest#remote()}, {@link ServerRequest#connectedFrom()} and {@link
     * ServerRequest#local()} give, and by which {@link #maxConnectionsPerAddress} counts. A
     * connection from there that has no such header within {@link ServerTimeouts#head()} is closed;
     * one from anywhere else is served as it is.
     *
     * @param networks as for {@link TrustedProxies#of}
     * @throws IllegalArgumentException as {@link TrustedProxies#of}
     */
    public Builder proxyProtocol(String... networks) {
      this.balancers = TrustedProxies.of(networks);
      return this;
    }

    /**
     * What reads and writes JSON ({@link ServerRequest#json}, {@link ServerRequest#jsonBody});
     * without this, what is installed as a service, such as {@code godwit-jackson}.
     */
    public Builder json(JsonCodec codec) {
      Objects.requireNonNull(codec);
      this.json = () -> codec;
      return this;
    }

    /**
     * The Server field of responses that have none of their own; without this there is none, since
     * it tells attackers more than anyone else (RFC 9110 section 10.2.4).
     *
     * @throws io.godwit.http.InvalidMessage when the value is not allowed
     */
    public Builder serverField(String value) {
      this.ownFields = Headers.of("Server", value);
      return this;
    }

    /**
     * Binds the addresses and starts to accept; port 0 of the loopback address when neither an
     * address nor a source was given.
     *
     * @throws IOException when an address cannot be bound; then none is
     * @throws IllegalArgumentException when two routes are for the same requests
     * @throws IllegalStateException when there is neither a handler nor a route
     */
    public HttpServer start() throws IOException {
      if (addresses.isEmpty() && sources.isEmpty()) {
        port(0);
      }
      Clock clock = Clock.system();
      ServerSettings settings =
          new ServerSettings(
              new Answering(
                  raw == null ? answering() : unasked(), tunnels, raw, List.copyOf(listeners)),
              new RequestSettings(limits, trustedProxies, json),
              H1Settings.server().withLimits(limits),
              timeouts,
              minimumRate,
              balancers,
              new ServerFields(clock, ownFields),
              clock,
              Watchdog.system());
      HttpServer server =
          new HttpServer(
              bindAll(), new Connections(maxConnections, maxConnectionsPerAddress), settings);
      server.begin();
      return server;
    }

    private static Handler unasked() {
      return request -> {
        throw new IllegalStateException("there is no HTTP here");
      };
    }

    /** The handler with the routes before it and the filters around all of them. */
    private Handler answering() {
      Handler whole = handler;
      if (routes != null) {
        whole = (handler == null ? routes : routes.otherwise(handler)).build();
      }
      if (whole == null) {
        throw new IllegalStateException("a server needs a handler, or a route");
      }
      for (Filter filter : filters.reversed()) {
        whole = filter.around(whole);
      }
      return whole;
    }

    private List<SecuredSource> bindAll() throws IOException {
      List<SecuredSource> all = new ArrayList<>();
      try {
        for (SecuredAddress each : addresses) {
          all.add(new SecuredSource(Listener.bind(each.address()), each.tls()));
        }
      } catch (IOException | RuntimeException e) {
        all.forEach(bound -> bound.source().close());
        throw e;
      }
      all.addAll(sources);
      return all;
    }
  }
}
