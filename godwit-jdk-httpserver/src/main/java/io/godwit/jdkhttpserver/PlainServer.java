package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The JDK's face of a server in the clear. */
final class PlainServer extends HttpServer {
  private final ServedContexts served = new ServedContexts(this);

  @Override
  public void bind(InetSocketAddress address, int backlog) throws IOException {
    served.bind(address, backlog);
  }

  @Override
  public void start() {
    served.start(null);
  }

  @Override
  public void setExecutor(@Nullable Executor executor) {
    served.executor(executor);
  }

  @Override
  public @Nullable Executor getExecutor() {
    return served.executor();
  }

  @Override
  public void stop(int delay) {
    served.stop(delay);
  }

  @Override
  public HttpContext createContext(String path, HttpHandler handler) {
    return served.create(path, Objects.requireNonNull(handler, "handler"));
  }

  @Override
  public HttpContext createContext(String path) {
    return served.create(path, null);
  }

  @Override
  public void removeContext(String path) {
    served.remove(path);
  }

  @Override
  public void removeContext(HttpContext context) {
    served.remove(context);
  }

  @Override
  public InetSocketAddress getAddress() {
    return served.address();
  }
}
