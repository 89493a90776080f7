import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.server.ServerTimeouts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What 30-server-with-curl.sh drives: a server with the default timeouts, and one that waits three
 * seconds for a request and one for the rest of it. Prints both ports in a line. Does what it reads
 * from standard input: {@code close} ends the servers as {@link HttpServer#close()} does, {@code go}
 * lets the handler of /wait answer. Ends when both have ended.
 */
final class CurlServer {
  private static final Limits LIMITS = Limits.defaults().withBody(100_000);

  private final CountDownLatch go = new CountDownLatch(1);

  public static void main(String[] arguments) throws Exception {
    new CurlServer().run();
  }

  private void run() throws Exception {
    Duration second = Duration.ofSeconds(1);
    Duration idle = Duration.ofSeconds(3);
    ServerTimeouts shortest =
        ServerTimeouts.defaults().withIdle(idle).withHead(second).withBody(second);
    HttpServer patient =
        HttpServer.builder().handler(this::handle).limits(LIMITS).serverField("godwit").start();
    HttpServer hasty = HttpServer.builder().handler(this::handle).timeouts(shortest).start();
    HttpServer balanced =
        HttpServer.builder().handler(this::handle).proxyProtocol("127.0.0.0/8").start();
    System.out.println("ports " + patient.port() + " " + hasty.port() + " " + balanced.port());
    Thread closing =
        new Thread(
            () -> {
              patient.close();
              hasty.close();
              balanced.close();
            });
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("go")) {
        go.countDown();
      } else if (line.equals("close")) {
        closing.start();
      }
    }
    closing.join();
    System.out.println("closed");
  }

  private Response handle(ServerRequest request) throws Exception {
    return switch (request.path()) {
      case "/hello" -> Response.text("hello");
      case "/echo" -> Response.ok(Body.source(() -> request.body().open()));
      case "/count" ->
          Response.text(
              request.body().open().transferTo(OutputStream.nullOutputStream())
                  + " bytes, length "
                  + request.header("Content-Length").orElse("not said")
                  + ", coding "
                  + request.header("Transfer-Encoding").orElse("none")
                  + ", trailer "
                  + request.body().trailers().first("X-Sum").orElse("none"));
      case "/collect" -> Response.text("collected " + request.bytes().length);
      case "/target" -> Response.text(request.rawTarget() + " of " + request.uri().text());
      case "/trailers" ->
          Response.ok(
              Body.chunks(List.of(bytes("one "), bytes("two "), bytes("three")))
                  .withTrailers(() -> Headers.of("X-Sum", "3")));
      case "/hints" -> {
        request.interim(Status.EARLY_HINTS, Headers.of("Link", "</a.css>; rel=preload"));
        yield Response.text("hinted");
      }
      case "/who" -> Response.text(request.remote() + " at " + request.local().orElseThrow());
      case "/empty" -> Response.of(204);
      case "/wait" -> {
        System.out.println("waiting");
        go.await();
        yield Response.text("waited");
      }
      case "/fail" -> throw new IllegalStateException("as it should");
      default -> Response.of(404).withBody(Body.text("no such page"));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
