package io.godwit.bench.rival;

import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * Vert.x's client, called from the event loop that also has its connections, which is how a
 * verticle uses it; on NIO or on Netty's epoll.
 */
public final class VertxHttp implements Async {
  private final Target target;
  private final Vertx vertx;
  private final Context context;
  private final HttpClient client;
  private final RequestOptions request;

  private VertxHttp(Target target, Vertx vertx, int concurrency) {
    this.target = target;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.client =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setKeepAliveTimeout(3600))
            .with(new PoolOptions().setHttp1MaxSize(concurrency))
            .build();
    this.request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(target.host())
            .setPort(target.port())
            .setURI(target.path());
  }

  public static VertxHttp open(Target target, int concurrency, boolean epoll) {
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(1);
    Vertx vertx = Vertx.vertx(options.setPreferNativeTransport(epoll));
    if (vertx.isNativeTransportEnabled() != epoll) {
      throw new IllegalStateException(
          "native transport: " + vertx.unavailableNativeTransportCause());
    }
    return new VertxHttp(target, vertx, concurrency);
  }

  @Override
  public void start(Runnable firstCalls) {
    context.runOnContext(nothing -> firstCalls.run());
  }

  @Override
  public void get(Report report) {
    client
        .request(request)
        .compose(HttpClientRequest::send)
        .compose(this::check)
        .onComplete(nothing -> report.done(null), report::done);
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private Future<Integer> check(HttpClientResponse response) {
    return response
        .body()
        .map(
            body -> {
              target.check(
                  response.statusCode(), response.getHeader("content-type"), body.length());
              return body.length();
            });
  }
}
