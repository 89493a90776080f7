package io.godwit.testkit;

import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.server.Handler;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * A handler and a client for it in one process, without a socket or a port: for tests of a handler
 * by everything the client can do, and of a client by what a handler answers. Everything else is
 * real: the bytes of HTTP/1.1, the connections and their pool, the threads, the timeouts.
 *
 * <pre>{@code
 * try (InProcess app = InProcess.start(request -> Response.text("hello"))) {
 *   show(app.client().get("/greeting").send().text());
 * }
 * }</pre>
 *
 * <p>Every host leads to the handler, so that a test can use the names of production; a path alone
 * is one of {@code http://localhost}. There is no TLS: {@code https} URIs fail. Thread-safe.
 */
public final class InProcess implements AutoCloseable {
  private final MemoryNetwork network;
  private final HttpServer server;
  private final HttpClient client;

  private InProcess(HttpServer.Builder server) throws IOException {
    this.network = new MemoryNetwork();
    this.server = server.source(network).start();
    this.client = clientBuilder().build();
  }

  /** Starts a server with the default limits for that handler. */
  public static InProcess start(Handler handler) throws IOException {
    return start(HttpServer.builder().handler(handler));
  }

  /**
   * Starts a server with routes, filters, limits or timeouts of its own.
   *
   * @param server without an address; with one, it listens there as well
   * @throws IOException when such an address cannot be bound
   */
  public static InProcess start(HttpServer.Builder server) throws IOException {
    return new InProcess(server);
  }

  /** A client with the default settings, closed with this. */
  public HttpClient client() {
    return client;
  }

  /** For clients with other settings; the caller closes them. */
  public HttpClientBuilder clientBuilder() {
    return HttpClient.builder()
        .baseUri("http://localhost/")
        .network(network)
        .resolver((host, deadline) -> List.of(InetAddress.getLoopbackAddress()))
        .withoutProxy();
  }

  /** The server, to look at its connections or to end it. */
  public HttpServer server() {
    return server;
  }

  /** Closes the client, then the server, cutting after a second what does not finish. */
  @Override
  public void close() {
    client.close();
    server.close(Duration.ofSeconds(1));
  }

  @Override
  public String toString() {
    return "in-process " + server;
  }
}
