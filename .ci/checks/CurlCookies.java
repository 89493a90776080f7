import io.godwit.client.CookieStore;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What 40-cookie-file-with-curl.sh drives: a server that sets cookies at /set and otherwise answers
 * with the Cookie field that came, and a client. Prints the port. For each line of standard input,
 * a file and a URI, the client loads the file, asks for the URI, saves its cookies to the file with
 * ".saved" behind its name, and prints what the server has answered and how much of the file it did
 * not take.
 */
final class CurlCookies {
  private static final Headers COOKIES =
      Headers.builder()
          .latin1()
          .add("Set-Cookie", "plain=1")
          .add("Set-Cookie", "lasting=2=\"\u00c3\u00a9\"; Max-Age=100000; HttpOnly; Path=/")
          .add("Set-Cookie", "deep=3; Path=/a")
          .add("Set-Cookie", "domain=4; Domain=example.test; Path=/; Max-Age=200000")
          .build();

  public static void main(String[] arguments) throws Exception {
    try (HttpServer server = HttpServer.start(0, CurlCookies::answer)) {
      System.out.println(server.port());
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        ask(line.split(" ", 2)[0], line.split(" ", 2)[1]);
      }
    }
  }

  private static void ask(String file, String uri) throws Exception {
    try (HttpClient client =
        HttpClient.builder().resolve("www.example.test", "127.0.0.1").build()) {
      CookieStore.Loaded loaded = client.cookies().load(Path.of(file));
      byte[] answer = client.get(uri).send().bytes();
      client.cookies().save(Path.of(file + ".saved"));
      System.out.write(answer, 0, answer.length);
      System.out.println();
      System.out.println(loaded.ignoredLines().size() + loaded.refused().size());
      System.out.flush();
    }
  }

  private static Response answer(ServerRequest request) {
    if (request.path().equals("/set")) {
      return Response.text("set").withHeaders(COOKIES);
    }
    byte[] field =
        request.header("Cookie").orElse("").getBytes(StandardCharsets.ISO_8859_1);
    return Response.ok(Body.bytes(field));
  }
}
