package io.godwit.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.testkit.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;

/** What the cells of docs/migrating.md may use: a client, servers to ask, files. Made per test. */
public final class NewHome implements AutoCloseable {
  public final HttpClient client = HttpClient.create();
  public final String url;
  public final String json;
  public final String https;
  public final Path folder;
  public final Path file;
  public final Path target;
  public final Path ca;
  public final Path certificate;
  public final Path key;
  public final String pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  public final SSLContext sslContext;
  public final Map<String, String> map = Map.of("a", "b");
  public final byte[] bytes = {1, 2, 3};
  public final String text = "grüße";
  public final PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

  public final Flow.Subscriber<ByteBuffer> subscriber = new Uninterested();

  private final HttpServer server;
  private final HttpsServer secure;

  NewHome(Path folder) throws IOException {
    this.folder = folder;
    this.file = Files.write(folder.resolve("file.txt"), bytes);
    this.target = folder.resolve("target.txt");
    TestCertificates.Identity identity = TestCertificates.shared().localhost();
    this.ca = write("ca.pem", TestCertificates.shared().certificatePem());
    this.certificate = write("certificate.pem", identity.certificatePem());
    this.key = write("key.pem", identity.keyPem());
    this.sslContext = defaultContext();
    this.server =
        HttpServer.start(
            0,
            request ->
                request.path().equals("/json")
                    ? Response.ok(Body.text("{\"a\": \"b\"}").withType(MediaType.JSON))
                    : Response.text("one\ntwo\n").withHeader("ETag", "\"1\""));
    this.secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    secure.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    secure.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    secure.start();
    this.url = "http://127.0.0.1:" + server.port() + "/";
    this.json = url + "json";
    this.https = "https://localhost:" + secure.getAddress().getPort() + "/";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    secure.stop(0);
  }

  /** Wants nothing. */
  private static final class Uninterested implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(ByteBuffer piece) {
      throw new AssertionError("nothing was asked for");
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {}
  }
}
