import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Calls where the first addresses of a host swallow all packets; see 57-race.sh. */
final class RaceCalls {
  public static void main(String[] arguments) throws Exception {
    try (HttpServer server = HttpServer.start(0, request -> Response.text("here"))) {
      String here = "127.0.0.1:" + server.port();
      try (HttpClient client =
          HttpClient.builder().withoutProxy().resolve("a.test", "192.0.2.1", "192.0.2.2", here).build()) {
        BufferedResponse response = client.get("http://a.test/").send();
        require(response.text().equals("here"), "the answer: " + response.text());
        Duration connect = response.timings().connect();
        require(connect.toMillis() >= 400 && connect.toMillis() < 5000, "two delays of 250 ms, then the third: " + connect);
        require(synSent() == 0, "sockets that are left trying: " + synSent());
      }
      try (HttpClient client =
          HttpClient.builder()
              .withoutProxy()
              .timeout(Duration.ofSeconds(2))
              .resolve("a.test", "192.0.2.1", "192.0.2.2")
              .build()) {
        client.get("http://a.test/").send();
        throw new IllegalStateException("an answer from nowhere");
      } catch (HttpFailure.Timeout failure) {
        System.out.println("nobody answers: " + failure.getMessage());
      }
      require(synSent() == 0, "sockets that are left trying: " + synSent());
    }
  }

  /** Sockets in the state SYN_SENT, of the whole namespace, which is ours alone. */
  private static long synSent() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/tcp"))) {
      return lines.filter(line -> line.strip().split("\\s+")[3].equals("02")).count();
    }
  }

  private static void require(boolean good, String what) {
    if (!good) {
      throw new IllegalStateException(what);
    }
    System.out.println("as expected: " + what);
  }
}
