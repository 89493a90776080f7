package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.godwit.http.Body;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.net.ServerTls;
import io.godwit.server.ConnectionSource;
import io.godwit.server.Handler;
import io.godwit.server.HttpProblem;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The server behind the JDK's faces: its contexts, and its life from bound over started to stopped.
 * The address is bound before the server starts, so that a program can ask for it; who connects
 * meanwhile waits. Thread-safe.
 */
final class ServedContexts {
  /** Where the program leaves it to us; the operating system lowers it to its own limit. */
  private static final int BACKLOG = 4096;

  /**
   * What was answered before a stop leaves within this: the JDK's server has written it when the
   * exchange is closed, ours is about to.
   */
  private static final Duration LEAVING = Duration.ofMillis(250);

  private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");

  private final HttpServer face;
  private final Map<String, ServedContext> contexts = new ConcurrentHashMap<>();
  private @Nullable ServerSocketChannel socket;
  private @Nullable Executor executor;
  private io.godwit.server.@Nullable HttpServer running;
  private boolean stopped;

  ServedContexts(HttpServer face) {
    this.face = face;
  }

  synchronized void bind(InetSocketAddress address, int backlog) throws IOException {
    Objects.requireNonNull(address, "null address");
    if (socket != null) {
      throw new BindException("HttpServer already bound");
    }
    ServerSocketChannel opened = ServerSocketChannel.open();
    try {
      opened.bind(address, backlog > 0 ? backlog : BACKLOG);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    socket = opened;
  }

  synchronized InetSocketAddress address() {
    if (socket == null) {
      throw new IllegalStateException("the server is not bound");
    }
    return (InetSocketAddress) socket.socket().getLocalSocketAddress();
  }

  synchronized void start(@Nullable ServerTls tls) {
    if (socket == null || running != null || stopped) {
      throw new IllegalStateException("server in wrong state");
    }
    try {
      ConnectionSource source = ConnectionSource.of(socket);
      var server = io.godwit.server.HttpServer.builder().handler(this::handle);
      running = (tls == null ? server.source(source) : server.source(source, tls)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void requireNotStarted() {
    if (running != null) {
      throw new IllegalStateException("server already started");
    }
  }

  synchronized void executor(@Nullable Executor executor) {
    requireNotStarted();
    this.executor = executor;
  }

  synchronized @Nullable Executor executor() {
    return executor;
  }

  /** Not under the lock: exchanges that are waited for may use it. */
  void stop(int delay) {
    if (delay < 0) {
      throw new IllegalArgumentException("negative delay parameter");
    }
    io.godwit.server.HttpServer ending;
    synchronized (this) {
      stopped = true;
      ending = running;
      if (ending == null) {
        closeSocket();
      }
    }
    if (ending != null) {
      Duration grace = Duration.ofSeconds(delay);
      ending.close(grace.compareTo(LEAVING) < 0 ? LEAVING : grace);
    }
  }

  private void closeSocket() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  ServedContext create(String path, @Nullable HttpHandler handler) {
    ServedContext context = new ServedContext(face, path, handler);
    if (contexts.putIfAbsent(path, context) != null) {
      throw new IllegalArgumentException("cannot add context to list: " + path);
    }
    return context;
  }

  void remove(String path) {
    if (contexts.remove(Objects.requireNonNull(path)) == null) {
      throw new IllegalArgumentException("cannot remove element from list: " + path);
    }
  }

  void remove(HttpContext context) {
    if (!contexts.remove(context.getPath(), context)) {
      throw new IllegalArgumentException("no such context in list: " + context.getPath());
    }
  }

  private Response handle(ServerRequest request) throws Exception {
    URI uri = uri(request);
    ServedContext context = find(uri.getPath());
    if (context == null) {
      return Response.of(Status.NOT_FOUND)
          .withBody(Body.text("<h1>404 Not Found</h1>No context found for request").withType(HTML));
    }
    return Handler.streaming(
            (asked, response) -> new ServedExchange(asked, response, context, uri).run(executor()))
        .handle(request);
  }

  /** The JDK's URI is stricter than HTTP in what it takes. */
  private static URI uri(ServerRequest request) {
    try {
      return new URI(request.rawTarget());
    } catch (URISyntaxException e) {
      throw HttpProblem.of(Status.BAD_REQUEST, "the request target is no URI");
    }
  }

  /** That with the longest path that the request's path begins with. */
  private @Nullable ServedContext find(@Nullable String path) {
    ServedContext longest = null;
    for (ServedContext context : contexts.values()) {
      boolean longer = longest == null || context.getPath().length() > longest.getPath().length();
      if (longer && path != null && path.startsWith(context.getPath())) {
        longest = context;
      }
    }
    return longest;
  }
}
