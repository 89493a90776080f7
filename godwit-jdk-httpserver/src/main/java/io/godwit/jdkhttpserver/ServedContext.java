package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A path with its handler, filters, authenticator and attributes. Thread-safe. */
final class ServedContext extends HttpContext {
  private final HttpServer server;
  private final String path;
  private final List<Filter> filters = new CopyOnWriteArrayList<>();
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private volatile @Nullable HttpHandler handler;
  private volatile @Nullable Authenticator authenticator;

  ServedContext(HttpServer server, String path, @Nullable HttpHandler handler) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("Illegal value for path or protocol: " + path);
    }
    this.server = server;
    this.path = path;
    this.handler = handler;
  }

  @Override
  public @Nullable HttpHandler getHandler() {
    return handler;
  }

  /** Once only, as the JDK has it. */
  @Override
  public void setHandler(HttpHandler handler) {
    Objects.requireNonNull(handler, "Null handler parameter");
    if (this.handler != null) {
      throw new IllegalArgumentException("handler already set");
    }
    this.handler = handler;
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public HttpServer getServer() {
    return server;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  @Override
  public List<Filter> getFilters() {
    return filters;
  }

  @Override
  public @Nullable Authenticator setAuthenticator(@Nullable Authenticator authenticator) {
    Authenticator old = this.authenticator;
    this.authenticator = authenticator;
    return old;
  }

  @Override
  public @Nullable Authenticator getAuthenticator() {
    return authenticator;
  }

  /** The program's filters, the authenticator, the handler. */
  void handle(HttpExchange exchange, ServedExchange served) throws IOException {
    HttpHandler last = handler;
    if (last == null) {
      throw new IOException("the context " + path + " has no handler");
    }
    HttpHandler guarded = asked -> guard(asked, served, last);
    new Filter.Chain(List.copyOf(filters), guarded).doFilter(exchange);
  }

  private void guard(HttpExchange exchange, ServedExchange served, HttpHandler next)
      throws IOException {
    Authenticator guard = authenticator;
    if (guard == null) {
      next.handle(exchange);
      return;
    }
    switch (guard.authenticate(exchange)) {
      case Authenticator.Success success -> {
        served.principal(success.getPrincipal());
        next.handle(exchange);
      }
      case Authenticator.Retry retry -> exchange.sendResponseHeaders(retry.getResponseCode(), -1);
      case Authenticator.Failure no -> exchange.sendResponseHeaders(no.getResponseCode(), -1);
      case Authenticator.Result other ->
          throw new IOException("what is to be made of the authenticator's " + other + "?");
    }
  }

  @Override
  public String toString() {
    return "context " + path;
  }
}
