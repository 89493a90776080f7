package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HstsHosts;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * HTTP Strict Transport Security over real connections. The host {@code strict.example} is a TLS
 * server at port 443, and somebody else at port 80, who must not be asked.
 */
@Timeout(60)
final class HstsTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();

  private SSLServerSocket secure;
  private RawServer plain;

  @BeforeEach
  void start() throws Exception {
    secure =
        (SSLServerSocket)
            CERTIFICATES
                .issue("strict.example", "strict.example")
                .context()
                .getServerSocketFactory()
                .createServerSocket(0);
    Thread.ofVirtual().start(this::serve);
    plain =
        RawServer.start(
            peer -> {
              peer.head();
              peer.say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nplain");
            });
  }

  @AfterEach
  void stop() throws IOException {
    secure.close();
    plain.close();
  }

  private void serve() {
    while (!secure.isClosed()) {
      try (SSLSocket socket = (SSLSocket) secure.accept()) {
        byte[] request = new byte[4096];
        if (socket.getInputStream().read(request) > 0) {
          String response =
              "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n"
                  + "Strict-Transport-Security: max-age=3600; includeSubDomains\r\n\r\nsecure";
          socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // the client did not trust the certificate, or the test is over
      }
    }
  }

  private HttpClientBuilder builder(TlsSettings tls) {
    return HttpClient.builder()
        .tls(tls)
        .resolve("strict.example", 443, "127.0.0.1:" + secure.getLocalPort())
        .resolve("strict.example", 80, "127.0.0.1:" + plain.port());
  }

  private static TlsSettings trusting() {
    return TlsSettings.trusting(CERTIFICATES.trusted());
  }

  @Test
  void a_host_that_said_so_over_tls_is_never_asked_otherwise() throws Exception {
    TurnedClock clock = new TurnedClock();
    HstsHosts hosts = HstsHosts.create();
    try (HttpClient client = builder(trusting()).clock(clock).hsts(hosts).build()) {
      assertThat(client.get("http://strict.example/").send().text()).isEqualTo("plain");
      assertThat(hosts.size()).isZero();
      assertThat(client.get("https://strict.example/").send().text()).isEqualTo("secure");
      assertThat(hosts.contains("strict.example")).isTrue();
      assertThat(hosts.contains("www.strict.example")).isTrue();
      BufferedResponse upgraded = client.get("http://strict.example/x").send();
      assertThat(upgraded.text()).isEqualTo("secure");
      assertThat(upgraded.request().uri().text()).isEqualTo("https://strict.example/x");
      assertThat(upgraded.requested().uri().text()).isEqualTo("http://strict.example/x");
      assertThat(upgraded.explain().toString())
          .contains("http://strict.example/x is only asked over TLS: https://strict.example/x");
      assertThat(plain.accepted()).isOne();
      clock.turn(Duration.ofHours(1).plusSeconds(1));
      assertThat(client.get("http://strict.example/").send().text()).isEqualTo("plain");
    }
  }

  @Test
  void nothing_is_learnt_from_a_server_that_was_not_verified() throws Exception {
    HstsHosts hosts = HstsHosts.create();
    try (HttpClient client = builder(TlsSettings.insecure()).hsts(hosts).build()) {
      assertThat(client.get("https://strict.example/").send().text()).isEqualTo("secure");
      assertThat(hosts.size()).isZero();
    }
  }

  @Test
  void a_known_host_whose_certificate_is_refused_is_not_asked_in_another_way() {
    HstsHosts hosts = HstsHosts.create();
    hosts.add("strict.example", false);
    try (HttpClient client = builder(TlsSettings.standard()).hsts(hosts).build()) {
      assertThatThrownBy(() -> client.get("http://strict.example/").send())
          .isInstanceOf(HttpFailure.Tls.class);
      assertThat(plain.accepted()).isZero();
    }
  }

  @Test
  void nothing_of_it_is_done_unless_it_is_asked_for() throws Exception {
    try (HttpClient client = builder(trusting()).build()) {
      client.get("https://strict.example/").send();
      assertThat(client.get("http://strict.example/").send().text()).isEqualTo("plain");
    }
  }

  @Test
  void what_is_known_outlives_the_client_in_a_file(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("hsts.txt");
    HstsHosts hosts = HstsHosts.create();
    try (HttpClient client = builder(trusting()).hsts(hosts).build()) {
      client.get("https://strict.example/").send();
    }
    hosts.add("other.example", false);
    hosts.save(file);
    assertThat(Files.readString(file))
        .contains("\n.strict.example \"")
        .contains("\nother.example \"unlimited\"\n");
    HstsHosts loaded = HstsHosts.create();
    loaded.add("forgotten.example", true);
    loaded.load(file);
    assertThat(loaded.contains("forgotten.example")).isFalse();
    assertThat(loaded.contains("www.other.example")).isFalse();
    try (HttpClient client = builder(trusting()).hsts(loaded).build()) {
      assertThat(client.get("http://strict.example/").send().text()).isEqualTo("secure");
    }
    loaded.remove("strict.example");
    assertThat(loaded).hasToString("1 hosts");
    loaded.clear();
    assertThat(loaded.size()).isZero();
    assertThat(plain.accepted()).isZero();
  }

  @Test
  void what_is_no_host_cannot_be_added() {
    assertThatThrownBy(() -> HstsHosts.create().add("not a host", true))
        .isInstanceOf(InvalidUri.class);
    assertThatThrownBy(() -> HstsHosts.create().load(Path.of("/nonexistent/hsts")))
        .isInstanceOf(IOException.class);
  }

  @Row("T13")
  @Test
  void no_other_scheme_is_asked_not_even_where_a_redirect_leads() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say(
                      "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/\r\n"
                          + "Content-Length: 0\r\n\r\n");
                });
        HttpClient client = HttpClient.create()) {
      assertThatThrownBy(() -> client.get("ftp://127.0.0.1/").send())
          .isInstanceOf(HttpFailure.Unsupported.class)
          .hasMessageContaining("scheme ftp");
      assertThatThrownBy(() -> client.get(server.uri("/")).send())
          .isInstanceOf(HttpFailure.Refused.class)
          .hasMessageContaining("ftp");
    }
  }
}
