package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.Method;
import io.godwit.http.RequestTarget;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent.RequestHead;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Requests that no connection has brought. */
final class Asked {
  private Asked() {}

  /** The settings of a server that nothing was said to. */
  static RequestSettings settings() {
    return new RequestSettings(
        Limits.defaults(),
        null,
        () -> {
          throw new IllegalStateException("no JSON here");
        });
  }

  /** A request of a method and a target, such as {@code GET /a}. */
  static ServerRequest of(String line, String... fields) {
    String[] parts = line.split(" ", 2);
    Headers headers = Headers.of("Host", "test").toBuilder().addAll(Headers.of(fields)).build();
    return new ServerRequest(
        new RequestHead(1, Method.of(parts[0]), parts[1], Version.HTTP_1_1, headers, 0),
        RequestTarget.parse(parts[0], parts[1]),
        new Peer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711),
            null,
            "localhost:80",
            null),
        Body.empty(),
        settings(),
        (_, _, _) -> {});
  }
}
