package io.godwit.bench.rival;

import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Listening;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;

/**
 * Vert.x's server with one event loop, on NIO or on Netty's epoll; the fields are made beforehand.
 */
public final class VertxServer implements Listening {
  private static final CharSequence TYPE = HttpHeaders.createOptimized(Hello.CONTENT_TYPE);
  private static final CharSequence LENGTH =
      HttpHeaders.createOptimized(Integer.toString(Hello.LENGTH));

  private final Vertx vertx;
  private final Buffer content = Buffer.buffer(Hello.bytes());
  private final HttpServer server;
  private volatile CharSequence date = HttpHeaders.createOptimized(Dates.now());

  private VertxServer(Vertx vertx) {
    this.vertx = vertx;
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions().setHost("127.0.0.1").setPort(0).setAcceptBacklog(1024));
  }

  public static VertxServer open(boolean epoll) {
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(1);
    Vertx vertx = Vertx.vertx(options.setPreferNativeTransport(epoll));
    if (vertx.isNativeTransportEnabled() != epoll) {
      throw new IllegalStateException(
          "native transport: " + vertx.unavailableNativeTransportCause());
    }
    var opened = new VertxServer(vertx);
    opened.start();
    return opened;
  }

  private void start() {
    vertx.setPeriodic(
        Dates.PERIOD_MILLIS, timer -> date = HttpHeaders.createOptimized(Dates.now()));
    server
        .requestHandler(
            request -> {
              HttpServerResponse response = request.response();
              response
                  .headers()
                  .set(HttpHeaders.CONTENT_TYPE, TYPE)
                  .set(HttpHeaders.DATE, date)
                  .set(HttpHeaders.CONTENT_LENGTH, LENGTH);
              response.end(content);
            })
        .listen()
        .await();
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
