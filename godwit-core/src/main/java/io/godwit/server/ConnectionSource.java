package io.godwit.server;

import io.godwit.net.Channel;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/**
 * Where a server's connections come from, when not from an address that it binds itself: a socket
 * that the process has inherited, pairs of pipes in memory, or another source with something put
 * around its channels.
 *
 * <pre>{@code
 * if (System.inheritedChannel() instanceof java.nio.channels.ServerSocketChannel socket) {
 *   HttpServer.builder()
 *       .handler(request -> Response.text("hello"))
 *       .source(ConnectionSource.of(socket))
 *       .start();
 * }
 * }</pre>
 *
 * <p>One thread of the server accepts; {@link #close} comes from another and has to end that.
 */
public interface ConnectionSource {
  /**
   * Connections to a socket that is bound already. It is closed with the server; the file of a
   * Unix-domain socket stays, since somebody else has made it.
   *
   * @throws IOException when the socket is closed
   * @throws IllegalArgumentException when it is not bound
   */
  static ConnectionSource of(ServerSocketChannel bound) throws IOException {
    return Listener.of(bound);
  }

  /**
   * The next connection; blocks until there is one. The server closes it. A failure is logged, and
   * tried again a little later for as long as the source is {@link #open}.
   *
   * @throws IOException when there is none to be had, or the source was closed
   */
  Channel accept() throws IOException;

  /** Whether another connection can come; once it is false the server accepts no more from here. */
  boolean open();

  /** Ends it: a blocked {@link #accept} fails, or gives a connection at once. */
  void close();

  /**
   * What stands in the URI of a request that names no host, such as {@code localhost:8080} (see
   * {@link ServerRequest#uri}).
   */
  String authority();
}
