package io.godwit.examples;

import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.RequestTarget;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Network;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.server.HttpProblem;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * A forward proxy for http and https, of a server and a client back to back: what the server is
 * asked for in absolute form, the client asks the origin; what comes back is passed on as it
 * arrives. A CONNECT becomes a tunnel. Listens on the loopback address only: a proxy that anybody
 * can reach is anybody's proxy.
 */
public final class ForwardProxy implements AutoCloseable {
  /** Fields of one connection, which a proxy does not pass on (RFC 9110 section 7.6.1). */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** A download through the proxy may take as long as it gets on. */
  private static final Timeouts TIMEOUTS = Timeouts.defaults().withTotal(Duration.ofDays(1));

  /** Changes the fields of a request before it is passed on. */
  @FunctionalInterface
  public interface HeaderRule extends BiFunction<ServerRequest, Headers, Headers> {}

  private final List<HeaderRule> rules;
  private final HttpClient client;
  private final HttpServer server;
  private final Duration connecting;
  private final Tunnel.Patience patience;

  private ForwardProxy(
      int port, Timeouts timeouts, Tunnel.Patience patience, List<HeaderRule> rules)
      throws IOException {
    this.rules = rules;
    this.connecting = timeouts.connect();
    this.patience = patience;
    this.client =
        HttpClient.builder()
            .withoutProxy()
            .withoutCookies()
            .decompress(false)
            .redirects(RedirectPolicy.none())
            .timeouts(timeouts)
            .build();
    this.server =
        HttpServer.builder().handler(this::pass).onConnect(this::tunnel).port(port).start();
  }

  /** Starts one that tells origins for whom it asks. */
  public static ForwardProxy start(int port) throws IOException {
    return start(port, ForwardProxy::forwardedFor);
  }

  /** Starts one with these rules, which are applied in turn. */
  public static ForwardProxy start(int port, HeaderRule... rules) throws IOException {
    return new ForwardProxy(port, TIMEOUTS, Tunnel.Patience.USUAL, List.of(rules));
  }

  /** Starts one that waits only so long. */
  static ForwardProxy start(Timeouts timeouts, Tunnel.Patience patience) throws IOException {
    return new ForwardProxy(0, timeouts, patience, List.of(ForwardProxy::forwardedFor));
  }

  /** A rule: adds the client's address to X-Forwarded-For. */
  public static Headers forwardedFor(ServerRequest request, Headers fields) {
    String address = ((InetSocketAddress) request.remote()).getAddress().getHostAddress();
    String all =
        fields.combined("X-Forwarded-For").map(old -> old + ", " + address).orElse(address);
    return fields.with("X-Forwarded-For", all);
  }

  /** A rule: says another User-Agent than the client's. */
  public static HeaderRule userAgent(String agent) {
    return (request, fields) -> fields.with("User-Agent", agent);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }

  private Response pass(ServerRequest request) throws IOException {
    if (!(request.target() instanceof RequestTarget.AbsoluteForm(Uri asked))) {
      throw HttpProblem.of(Status.NOT_FOUND, "this is a proxy: it is asked for absolute URIs");
    }
    if (!asked.scheme().equals("http") && !asked.scheme().equals("https")) {
      throw HttpProblem.of(Status.NOT_IMPLEMENTED, "this proxy speaks http and https");
    }
    Headers fields = passedOn(request.headers(), request.version());
    for (HeaderRule rule : rules) {
      fields = rule.apply(request, fields);
    }
    var call =
        client
            .call(request.method(), asked.toString())
            .headers(fields.without("Expect").without("Host").without("Content-Length"))
            .body(request.body());
    if (request.header("Expect").isPresent()) {
      call.expectContinue(); // reading the content tells our client to go on, once the origin has
    }
    try {
      return passed(call.open());
    } catch (HttpFailure.CallerBody | HttpFailure.Interrupted e) {
      throw e; // the client's content did not arrive, or this server wants to end
    } catch (HttpFailure e) {
      throw failed(e);
    }
  }

  /** Which side has failed, and how (RFC 9110 sections 15.6.3 and 15.6.5). */
  private static HttpProblem failed(HttpFailure failure) {
    return switch (failure) {
      case HttpFailure.Timeout _ ->
          HttpProblem.of(Status.GATEWAY_TIMEOUT, "the origin did not answer in time");
      case HttpFailure.Resolve _, HttpFailure.Connect _ ->
          HttpProblem.of(Status.BAD_GATEWAY, "the origin cannot be connected to");
      case HttpFailure.ClientClosed _ ->
          HttpProblem.of(Status.SERVICE_UNAVAILABLE, "the proxy is closed");
      default -> HttpProblem.of(Status.BAD_GATEWAY, "the origin gave no answer that makes sense");
    };
  }

  /** The response as it arrives; closed when it was sent, or cannot be. */
  private static Response passed(StreamingResponse response) {
    Response bare =
        Response.of(response.status())
            .withHeaders(passedOn(response.headers(), response.response().version()));
    if (response.status().equals(Status.NO_CONTENT)) {
      response.close();
      return bare;
    }
    long length = response.headers().first("Content-Length").map(Long::parseLong).orElse(-1L);
    Body content = Body.stream(response.body()).withLength(length);
    return bare.withBody(length < 0 ? content.withTrailers(response::trailers) : content);
  }

  /** The fields that are not of one connection, and by which way they came (RFC 9110 7.6.3). */
  private static Headers passedOn(Headers fields, Version version) {
    String here = version.toString().substring("HTTP/".length()) + " godwit";
    return withoutHopByHop(fields)
        .with("Via", fields.combined("Via").map(via -> via + ", " + here).orElse(here));
  }

  private static Headers withoutHopByHop(Headers fields) {
    Set<String> dropped = new TreeSet<>(HOP_BY_HOP);
    fields
        .combined("Connection")
        .ifPresent(
            names ->
                Arrays.stream(names.toLowerCase(Locale.ROOT).split(",", -1))
                    .map(String::strip)
                    .forEach(dropped::add));
    Headers.Builder kept = Headers.builder();
    for (Headers.Field field : fields) {
      if (!dropped.contains(field.name().toLowerCase(Locale.ROOT))) {
        kept.add(field.name(), field.value());
      }
    }
    return kept.build();
  }

  private Response tunnel(ServerRequest request) {
    if (!(request.target() instanceof RequestTarget.AuthorityForm authority)) {
      throw HttpProblem.of(Status.BAD_REQUEST, "CONNECT names a host and a port");
    }
    Channel origin;
    try {
      origin = connected(authority);
    } catch (SocketTimeoutException e) {
      throw HttpProblem.of(Status.GATEWAY_TIMEOUT, "the origin did not answer in time");
    } catch (IOException e) {
      throw HttpProblem.of(Status.BAD_GATEWAY, "the origin cannot be connected to");
    }
    return request.tunnel(client -> Tunnel.join(client, origin, patience));
  }

  /** A connection to the first address of the host that takes one. */
  private Channel connected(RequestTarget.AuthorityForm authority) throws IOException {
    IOException failure = new UnknownHostException(authority.host());
    for (InetAddress address : InetAddress.getAllByName(authority.host())) {
      try {
        return connected(new InetSocketAddress(address, authority.port()));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private Channel connected(InetSocketAddress address) throws IOException {
    AtomicReference<Channel> opening = new AtomicReference<>();
    Watch watch =
        Watchdog.system().watch(() -> Optional.ofNullable(opening.get()).ifPresent(Channel::close));
    watch.arm(Clock.after(Clock.system().nanos(), connecting.toNanos()));
    try {
      Channel origin = Network.system().connect(address, opening::set);
      if (!watch.disarm()) {
        return origin;
      }
    } catch (IOException e) {
      if (!watch.disarm()) {
        throw e;
      }
    } finally {
      watch.release();
    }
    throw new SocketTimeoutException(address + " takes no connection within " + connecting);
  }

  /** Listens on the port that is given, 8888 without one, until the process is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length == 0 ? 8888 : Integer.parseInt(args[0]);
    try (ForwardProxy proxy = start(port)) {
      System.out.println("proxy on http://127.0.0.1:" + proxy.port());
      Thread.currentThread().join();
    }
  }
}
