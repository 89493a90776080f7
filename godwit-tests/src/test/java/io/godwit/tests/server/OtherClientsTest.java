package io.godwit.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.net.ServerTls;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server, as clients see it that are not ours. */
@Timeout(60)
final class OtherClientsTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final SSLContext TRUSTING = trusting();

  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
  @AutoClose private final HttpServer server = start();

  /** What came back. */
  record Answered(int status, String content) {}

  /** Clients, each with a connection that it keeps. */
  enum Kind {
    JDK {
      @Override
      Client open() {
        return new JdkClient();
      }
    },
    APACHE {
      @Override
      Client open() {
        return new ApacheClient();
      }
    },
    URL_CONNECTION {
      @Override
      Client open() {
        return new UrlClient();
      }
    };

    abstract Client open();
  }

  /** One client; content whose length is not known goes in chunks. */
  interface Client extends AutoCloseable {
    Answered send(String method, String uri, byte[] content, boolean lengthKnown) throws Exception;

    @Override
    void close() throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void requests_with_and_without_content_are_answered(Kind kind) throws Exception {
    try (Client client = kind.open()) {
      byte[] small = "content".getBytes(StandardCharsets.US_ASCII);

      assertThat(client.send("GET", uri("/"), new byte[0], true))
          .isEqualTo(new Answered(200, "GET 0"));
      assertThat(client.send("PUT", uri("/"), small, true)).isEqualTo(new Answered(200, "PUT 7"));
      assertThat(client.send("POST", uri("/"), small, false))
          .isEqualTo(new Answered(200, "POST 7"));
      assertThat(client.send("DELETE", uri("/none"), new byte[0], true).status()).isEqualTo(404);
    }
    assertThat(ports).as("all on one connection").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void large_content_goes_there_and_back(Kind kind) throws Exception {
    String text = "0123456789abcdef".repeat(200_000);
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    try (Client client = kind.open()) {
      assertThat(client.send("POST", uri("/echo"), content, true).content()).isEqualTo(text);
      assertThat(client.send("POST", uri("/echo"), content, false).content()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tls_is_spoken_with_them(Kind kind) throws Exception {
    TestCertificates.Identity identity = CERTIFICATES.localhost();
    ServerTls tls =
        ServerTls.builder().certificatePem(identity.certificatePem(), identity.keyPem()).build();
    try (HttpServer secure = HttpServer.builder().handler(this::handle).port(0, tls).start();
        Client client = kind.open()) {
      String uri = "https://localhost:" + secure.port();
      assertThat(client.send("GET", uri + "/", new byte[0], true))
          .isEqualTo(new Answered(200, "GET 0"));
      assertThat(client.send("POST", uri + "/echo", new byte[1_000_000], false).content())
          .hasSize(1_000_000);
    }
  }

  @Test
  void apache_waits_for_100() throws Exception {
    try (CloseableHttpClient client = ApacheClient.client(true)) {
      HttpUriRequestBase request = new HttpUriRequestBase("POST", URI.create(uri("/")));
      request.setEntity(entity(new byte[100_000], true));

      String answer =
          client.execute(request, response -> EntityUtils.toString(response.getEntity()));
      assertThat(answer).isEqualTo("POST 100000");
    }
  }

  private static InputStreamEntity entity(byte[] content, boolean lengthKnown) {
    return new InputStreamEntity(
        new ByteArrayInputStream(content),
        lengthKnown ? content.length : -1,
        ContentType.APPLICATION_OCTET_STREAM);
  }

  private HttpServer start() {
    try {
      return HttpServer.builder().handler(this::handle).port(0).start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Response handle(ServerRequest request) throws IOException {
    ports.add(((InetSocketAddress) request.remote()).getPort());
    return switch (request.path()) {
      case "/" -> Response.text(request.method() + " " + request.bytes().length);
      case "/echo" -> Response.ok(Body.stream(request.body().open()));
      default -> Response.of(404);
    };
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      var trust =
          javax.net.ssl.TrustManagerFactory.getInstance(
              javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
      trust.init(CERTIFICATES.trusted());
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class JdkClient implements Client {
    private final HttpClient client = HttpClient.newBuilder().sslContext(TRUSTING).build();

    @Override
    public Answered send(String method, String uri, byte[] content, boolean lengthKnown)
        throws Exception {
      var publisher =
          lengthKnown
              ? BodyPublishers.ofByteArray(content)
              : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content));
      var none = BodyPublishers.noBody();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(uri))
              .version(HttpClient.Version.HTTP_1_1)
              .method(method, content.length == 0 ? none : publisher)
              .build();
      var response = client.send(request, BodyHandlers.ofString());
      return new Answered(response.statusCode(), response.body());
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static final class ApacheClient implements Client {
    private final CloseableHttpClient client = client(false);

    static CloseableHttpClient client(boolean expectContinue) {
      return HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setTlsSocketStrategy(new DefaultClientTlsStrategy(TRUSTING))
                  .build())
          .setDefaultRequestConfig(
              RequestConfig.custom().setExpectContinueEnabled(expectContinue).build())
          .build();
    }

    @Override
    public Answered send(String method, String uri, byte[] content, boolean lengthKnown)
        throws Exception {
      HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(uri));
      if (content.length > 0) {
        request.setEntity(entity(content, lengthKnown));
      }
      return client.execute(
          request,
          response -> {
            var entity = response.getEntity();
            return new Answered(
                response.getCode(), entity == null ? "" : EntityUtils.toString(entity));
          });
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  private static final class UrlClient implements Client {
    @Override
    public Answered send(String method, String uri, byte[] content, boolean lengthKnown)
        throws Exception {
      var connection = (HttpURLConnection) URI.create(uri).toURL().openConnection();
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(TRUSTING.getSocketFactory());
      }
      connection.setRequestMethod(method);
      if (content.length > 0) {
        connection.setDoOutput(true);
        if (lengthKnown) {
          connection.setFixedLengthStreamingMode(content.length);
        } else {
          connection.setChunkedStreamingMode(8192);
        }
        try (var out = connection.getOutputStream()) {
          out.write(content);
        }
      }
      int status = connection.getResponseCode();
      try (InputStream in =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Answered(status, text);
      }
    }

    @Override
    public void close() {}
  }
}
