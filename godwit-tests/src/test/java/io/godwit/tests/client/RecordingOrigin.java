package io.godwit.tests.client;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.server.Handler;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An origin of its own on loopback, which remembers what it was asked. */
final class RecordingOrigin implements AutoCloseable {
  /** One request as it arrived, with its content as text. */
  record Asked(String line, Headers headers, String content) {}

  private final HttpServer server;
  private final String address;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param address such as 127.0.0.2: each is a host of its own
   */
  RecordingOrigin(String address, Handler handler) throws IOException {
    this.address = address;
    this.server =
        HttpServer.builder()
            .bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0))
            .handler(request -> answer(request, handler))
            .start();
  }

  private Response answer(ServerRequest request, Handler handler) throws Exception {
    String content = new String(request.bytes(), StandardCharsets.UTF_8);
    asked.add(new Asked(request.method() + " " + request.rawTarget(), request.headers(), content));
    return handler.handle(request);
  }

  /** Scheme and authority, without a slash at the end. */
  String origin() {
    return "http://" + address + ":" + server.port();
  }

  String uri(String path) {
    return origin() + path;
  }

  int connections() {
    return server.connections();
  }

  /** What it was asked so far, oldest first. */
  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.close();
  }
}
