package io.godwit.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpsServerTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();

  private final HttpsServer server = create();

  private static HttpsServer create() {
    try {
      return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void answer() {
    server.createContext(
        "/",
        exchange -> {
          HttpsExchange secure = (HttpsExchange) exchange;
          byte[] said = secure.getSSLSession().getProtocol().getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void the_jdk_finds_the_provider() throws Exception {
    assertThat(HttpServerProvider.provider()).isInstanceOf(GodwitHttpServerProvider.class);
    assertThat(server).isInstanceOf(SecureServer.class);
    assertThat(HttpServer.create()).isInstanceOf(PlainServer.class);
  }

  @Test
  void an_exchange_tells_its_session() throws Exception {
    server.setHttpsConfigurator(new HttpsConfigurator(CERTIFICATES.localhost().context()));
    server.start();

    assertThat(text(TlsSettings.trusting(CERTIFICATES.trusted()))).isEqualTo("TLSv1.3");
  }

  @Test
  void a_configurator_says_which_versions_and_clients_there_are() throws Exception {
    SSLContext context = CERTIFICATES.localhost().context(CERTIFICATES.trusted());
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.start();
    TlsSettings unknown = TlsSettings.trusting(CERTIFICATES.trusted());
    TlsSettings known =
        TlsSettings.builder()
            .authorities(CERTIFICATES.trusted())
            .certificate(CERTIFICATES.client("ada").keyStore(), "test")
            .build();

    assertThat(text(known)).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> text(unknown)).isInstanceOf(HttpFailure.class);
  }

  @Test
  void what_cannot_be_configured_is_refused_at_the_start() {
    server.setHttpsConfigurator(
        new HttpsConfigurator(CERTIFICATES.localhost().context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            parameters.setSSLParameters(new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"}));
          }
        });

    assertThatThrownBy(server::start)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cipher suites");
  }

  @Test
  void a_server_over_tls_does_not_start_without_a_configurator() {
    assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
  }

  private String text(TlsSettings tls) throws Exception {
    try (HttpClient client = HttpClient.builder().tls(tls).build()) {
      return client.get("https://localhost:" + server.getAddress().getPort() + "/").send().text();
    }
  }
}
