package io.godwit.bench.rival;

import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Listening;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;

/** Helidon's server, which has a virtual thread per connection; the field is made beforehand. */
public record HelidonServer(WebServer server) implements Listening {

  public static HelidonServer open() {
    byte[] content = Hello.bytes();
    Header type = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Hello.CONTENT_TYPE);
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .routing(
                routes ->
                    routes.get("/", (request, response) -> response.header(type).send(content)))
            .build()
            .start();
    return new HelidonServer(server);
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
