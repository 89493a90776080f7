import io.godwit.http.Response;
import io.godwit.net.ServerTls;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.nio.file.Path;

/**
 * What 32-server-under-load.sh drives: a server in the clear, one over TLS, and one over TLS for
 * clients with a certificate. Prints the three ports in a line, and ends with its standard input.
 * Arguments: certificate, key, authorities of the clients.
 */
final class TlsServer {
  public static void main(String[] arguments) throws Exception {
    Path certificate = Path.of(arguments[0]);
    Path key = Path.of(arguments[1]);
    ServerTls tls = ServerTls.of(certificate, key);
    ServerTls mutual =
        ServerTls.builder()
            .certificate(certificate, key)
            .clientAuthorities(Path.of(arguments[2]))
            .clients(ServerTls.Clients.NEEDED)
            .build();
    try (HttpServer plain = HttpServer.builder().handler(TlsServer::handle).port(0).start();
        HttpServer secure = HttpServer.builder().handler(TlsServer::handle).port(0, tls).start();
        HttpServer closed =
            HttpServer.builder().handler(TlsServer::handle).port(0, mutual).start()) {
      System.out.println("ports " + plain.port() + " " + secure.port() + " " + closed.port());
      while (System.in.read() >= 0) {
        // until the script is done
      }
    }
  }

  private static Response handle(ServerRequest request) {
    String said =
        request
            .tls()
            .map(
                tls ->
                    tls.protocol()
                        + tls.clientChain().stream()
                            .findFirst()
                            .map(chain -> " " + chain.getSubjectX500Principal())
                            .orElse(""))
            .orElse("in the clear");
    return Response.text(said);
  }
}
