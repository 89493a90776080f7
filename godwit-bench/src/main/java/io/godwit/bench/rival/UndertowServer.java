package io.godwit.bench.rival;

import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Listening;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Undertow with one I/O thread, on which the handler answers: it does not block. */
public record UndertowServer(Undertow server) implements Listening {

  public static UndertowServer open() {
    ByteBuffer content = ByteBuffer.allocateDirect(Hello.LENGTH).put(Hello.bytes()).flip();
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
            .setHandler(
                exchange -> {
                  exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Hello.CONTENT_TYPE);
                  exchange.getResponseSender().send(content.duplicate());
                })
            .build();
    server.start();
    return new UndertowServer(server);
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
  }

  @Override
  public void close() {
    server.stop();
  }
}
