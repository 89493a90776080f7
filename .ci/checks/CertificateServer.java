import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.net.ServerTls;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.server.TlsFacts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What 32-server-under-load.sh and 33-server-certificates.sh drive: a server with two certificates,
 * one that needs its clients' certificates, from files of a folder, and one in the clear. Prints the
 * three ports in a line, and does what it reads from standard input: {@code reload}, {@code close}.
 */
final class CertificateServer {
  private CertificateServer() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    ServerTls.Builder both =
        ServerTls.builder()
            .certificate(folder.resolve("live.pem"), folder.resolve("live.key"))
            .certificate(folder.resolve("second.pem"), folder.resolve("second.key"));
    ServerTls open = both.build();
    ServerTls mutual = both.clientAuthorities(folder.resolve("ca.pem")).build();
    try (HttpServer server =
        HttpServer.builder()
            .handler(CertificateServer::handle)
            .port(0, open)
            .port(0, mutual)
            .port(0)
            .start()) {
      int[] ports =
          server.addresses().stream()
              .mapToInt(address -> ((java.net.InetSocketAddress) address).getPort())
              .toArray();
      System.out.println("ports " + ports[0] + " " + ports[1] + " " + ports[2]);
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        switch (line) {
          case "reload" -> {
            open.reload();
            System.out.println("reloaded");
          }
          case "close" -> server.close();
          default -> throw new IllegalArgumentException(line);
        }
      }
    }
    System.out.println("closed");
  }

  private static Response handle(ServerRequest request) {
    if (request.path().equals("/hello")) {
      return Response.text("hello");
    }
    if (request.path().equals("/echo")) {
      return Response.ok(Body.source(() -> request.body().open()));
    }
    TlsFacts facts = request.tls().orElseThrow();
    String client =
        facts.clientChain().isEmpty()
            ? "nobody"
            : facts.clientChain().getFirst().getSubjectX500Principal().getName();
    return Response.text(
        String.join(
            " ",
            request.uri().scheme(),
            facts.protocol(),
            facts.serverName().orElse("-"),
            client));
  }
}
