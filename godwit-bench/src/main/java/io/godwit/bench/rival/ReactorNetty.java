package io.godwit.bench.rival;

import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Target;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Reactor Netty with one event loop, on NIO or on Netty's epoll. It is driven the way its users do:
 * a {@code flatMap} with the concurrency as its bound.
 */
public final class ReactorNetty implements Driver {
  private final ConnectionProvider connections;
  private final LoopResources loops = LoopResources.create("bench", 1, true);
  private final int concurrency;
  private final Mono<Integer> call;

  private ReactorNetty(Target target, int concurrency, boolean epoll) {
    this.concurrency = concurrency;
    this.connections = ConnectionProvider.create("bench", concurrency);
    this.call =
        HttpClient.create(connections)
            .runOn(loops, epoll)
            .get()
            .uri(target.url())
            .responseSingle(
                (response, body) ->
                    body.asByteArray()
                        .map(
                            bytes -> {
                              target.check(
                                  response.status().code(),
                                  response.responseHeaders().get("content-type"),
                                  bytes.length);
                              return bytes.length;
                            }));
  }

  public static ReactorNetty open(Target target, int concurrency, boolean epoll) {
    return new ReactorNetty(target, concurrency, epoll);
  }

  @Override
  public int run(int requests) {
    Long answers = Flux.range(0, requests).flatMap(i -> call, concurrency).count().block();
    if (answers == null || answers != requests) {
      throw new IllegalStateException(answers + " answers to " + requests + " requests");
    }
    return requests;
  }

  @Override
  public void close() {
    connections.disposeLater().then(loops.disposeLater()).block(Duration.ofSeconds(30));
  }
}
