package io.godwit.cli;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.Handler;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the server of the demonstration answers. */
final class DemoHandler implements Handler {
  static final long STREAMED = 32L * 1024 * 1024;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile CountDownLatch waiting = new CountDownLatch(1);

  @Override
  public Response handle(ServerRequest request) throws Exception {
    return switch (request.path()) {
      case "/hello" -> Response.text("hello, world\n");
      case "/greet" -> Response.text("hello, " + request.text() + "\n");
      case "/down" -> Response.ok(Body.stream(new Pattern(STREAMED)));
      case "/up" -> Response.text(counted(request));
      case "/echo" -> Response.ok(Body.stream(request.body().open()));
      case "/trailers" -> Response.ok(withTrailers());
      case "/who" -> Response.text(String.valueOf(request.remote()));
      case "/never" -> never();
      default -> Response.of(Status.NOT_FOUND);
    };
  }

  /** Forgets who has waited so far: {@link #awaitWaiting} is about the next one. */
  void expectWaiting() {
    waiting = new CountDownLatch(1);
  }

  /** Returns when a request has arrived that is not answered. */
  void awaitWaiting() throws InterruptedException {
    waiting.await();
  }

  /** Lets go of the requests that are not answered. */
  void end() {
    over.countDown();
  }

  private Response never() throws InterruptedException {
    waiting.countDown();
    over.await();
    return Response.of(Status.SERVICE_UNAVAILABLE);
  }

  private static String counted(ServerRequest request) throws IOException {
    try (var in = request.body().open()) {
      return Pattern.Sum.of(in).toString();
    }
  }

  private static Body withTrailers() {
    List<byte[]> chunks = List.of(ascii("one, "), ascii("two, "), ascii("three\n"));
    return Body.chunks(chunks).withTrailers(() -> Headers.of("X-Chunks", "3"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
