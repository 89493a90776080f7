package io.godwit.bench.origin;

import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import io.godwit.bench.worker.WorkerProcess;
import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.server.ServerTimeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Godwit's own server, in a JVM of its own: for machines without nginx. */
public final class Embedded {
  private static final Response SMALL = text(Body.bytes(Site.smallContent()));

  private Embedded() {}

  /** Starts it; {@code pin} is put before its command. */
  public static Origin start(Site site, List<String> pin) throws IOException {
    int port = Origin.freePort();
    List<String> command = new ArrayList<>(pin);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(WorkerProcess.JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Embedded.class.getName()));
    command.addAll(List.of("" + port, site.root().toString()));
    return Origin.start(command, site, port, OptionalInt.empty(), "Godwit's own server");
  }

  /** Arguments: port, folder. Serves until the process is ended. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Response big = text(Body.file(folder.resolve(Site.BIG.substring(1))));
    Response coded =
        text(Body.file(folder.resolve(Site.CODED))).withHeader("Content-Encoding", "gzip");
    HttpServer.builder()
        .bind(new InetSocketAddress(Origin.ADDRESS, Integer.parseInt(args[0])))
        .timeouts(ServerTimeouts.defaults().withIdle(Duration.ofHours(1)))
        .handler(request -> answer(request, big, coded))
        .start();
  }

  private static Response answer(ServerRequest request, Response big, Response coded)
      throws IOException {
    return switch (request.path()) {
      case Site.SMALL -> SMALL;
      case Site.BIG -> big;
      case Site.TEXT -> coded;
      case Site.UPLOAD -> text(Body.bytes(counted(request)));
      default -> Response.of(Status.NOT_FOUND);
    };
  }

  private static byte[] counted(ServerRequest request) throws IOException {
    try (InputStream in = request.body().open()) {
      return Long.toString(new Drain().count(in)).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static Response text(Body body) {
    return Response.ok(body).withHeader("Content-Type", Target.CONTENT_TYPE);
  }
}
