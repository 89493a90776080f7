package io.godwit.bench.godwit;

import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Listening;
import io.godwit.http.Response;
import io.godwit.server.Handler;
import io.godwit.server.HttpServer;
import java.io.IOException;

/** Godwit's server, with its defaults. */
public record GodwitServer(HttpServer server) implements Listening {

  /** Its handler makes a response of a text for each request, as its users' handlers do. */
  public static GodwitServer open() throws IOException {
    return serving(request -> Response.text(Hello.TEXT));
  }

  /** Its handler always gives the same response. */
  public static GodwitServer constant() throws IOException {
    Response response = Response.text(Hello.TEXT);
    return serving(request -> response);
  }

  private static GodwitServer serving(Handler handler) throws IOException {
    return new GodwitServer(HttpServer.start(0, handler));
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
