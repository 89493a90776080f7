package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes the servers of {@code com.sun.net.httpserver} by Godwit. Found by the JDK as a service; a
 * program does not name it.
 *
 * <pre>{@code
 * import com.sun.net.httpserver.HttpServer;
 * HttpServer server = HttpServer.create(new java.net.InetSocketAddress(8080), 0);
 * server.createContext("/", exchange -> {
 *   exchange.sendResponseHeaders(200, 5);
 *   exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
 *   exchange.close();
 * });
 * server.start();
 * }</pre>
 *
 * <p>What is better than with the JDK's own: each exchange without an executor has a virtual thread
 * of its own, where the JDK runs all on one thread; limits and timeouts of {@link
 * io.godwit.server.HttpServer} hold; requests are read strictly; a handler that throws is answered
 * with 500, where the JDK just closes the connection; small responses of unknown length have a
 * {@code Content-Length}.
 *
 * <p>What is not there: the system properties of {@code jdk.httpserver} are not read. Of {@code
 * HttpsParameters} the client's certificate and the protocols count; cipher suites other than the
 * default ones are refused when the server starts, and {@code HttpsConfigurator.configure} is
 * called once, then, rather than for each connection. An interim response (1xx) leaves the exchange
 * open for the final one.
 */
public final class GodwitHttpServerProvider extends HttpServerProvider {
  /** For the service loader. */
  public GodwitHttpServerProvider() {}

  @Override
  public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog)
      throws IOException {
    PlainServer server = new PlainServer();
    if (address != null) {
      server.bind(address, backlog);
    }
    return server;
  }

  @Override
  public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog)
      throws IOException {
    SecureServer server = new SecureServer();
    if (address != null) {
      server.bind(address, backlog);
    }
    return server;
  }
}
