package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The JDK's face of a server over TLS. */
final class SecureServer extends HttpsServer {
  private final ServedContexts served = new ServedContexts(this);
  private @Nullable HttpsConfigurator configurator;

  @Override
  public void setHttpsConfigurator(HttpsConfigurator configurator) {
    Objects.requireNonNull(configurator, "null HttpsConfigurator");
    served.requireNotStarted();
    this.configurator = configurator;
  }

  @Override
  public @Nullable HttpsConfigurator getHttpsConfigurator() {
    return configurator;
  }

  @Override
  public void bind(InetSocketAddress address, int backlog) throws IOException {
    served.bind(address, backlog);
  }

  @Override
  public void start() {
    if (configurator == null) {
      throw new IllegalStateException("a server over TLS needs an HttpsConfigurator");
    }
    served.start(Configured.tls(configurator, served.address()));
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
