package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.client.CallListener;
import io.godwit.client.ConnectionEvent;
import io.godwit.client.HttpClient;
import io.godwit.net.Channel;
import io.godwit.net.PlainChannel;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.tls.SecureOrigin.Clients;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that later connections take up again, and how a program sees it. */
@Timeout(60)
final class ResumptionTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();

  private static TlsSettings trusting() {
    return TlsSettings.trusting(CERTIFICATES.trusted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_second_connection_resumes_the_session_of_the_first_and_says_so(String protocol)
      throws Exception {
    List<Boolean> resumed = new ArrayList<>();
    CallListener listener =
        new CallListener() {
          @Override
          public void opened(ConnectionEvent event) {
            assertThat(event.tls().orElseThrow().getProtocol()).isEqualTo(protocol);
            resumed.add(event.resumed());
          }
        };
    SSLContext server = CERTIFICATES.localhost().context();
    try (SecureOrigin origin = SecureOrigin.of(server, Clients.IGNORED, protocol);
        HttpClient client = HttpClient.builder().tls(trusting()).listener(listener).build();
        HttpClient other = HttpClient.builder().tls(trusting()).listener(listener).build()) {
      String first = client.get(origin.uri()).keepAlive(false).send().explain().toString();
      String second = client.get(origin.uri()).keepAlive(false).send().explain().toString();
      assertThat(first).contains(protocol).doesNotContain("resumed");
      assertThat(second).contains(protocol + " (resumed)");
      client.get(origin.uri("127.0.0.1")).send();
      other.get(origin.uri()).send();
      assertThat(resumed)
          .as("another name; other settings")
          .containsExactly(false, true, false, false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void what_is_told_of_a_channel_is_what_became_of_its_session(String protocol) throws Exception {
    SSLContext server = CERTIFICATES.localhost().context();
    TlsSettings settings = trusting();
    List<Long> created = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (SecureOrigin origin = SecureOrigin.of(server, Clients.IGNORED, protocol)) {
        Channel client = connect(origin, settings);
        assertThat(client.resumed()).isEqualTo(i > 0);
        SSLSession session = client.tls().orElseThrow();
        created.add(session.getCreationTime());
        Peer.write(client, "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        Peer.read(client, 10); // and with it the ticket
        client.shutdownOutput();
        client.close();
      }
    }
    assertThat(created.get(1)).isEqualTo(created.get(0));
  }

  @Test
  void the_peer_of_a_kept_connection_is_told_goodbye_when_the_client_closes_it() throws Exception {
    SSLContext context = CERTIFICATES.localhost().context();
    AtomicInteger end = new AtomicInteger();
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, context);
              Peer.read(server, 20);
              Peer.write(server, "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
              ByteBuffer rest = ByteBuffer.allocate(1000);
              while (end.get() >= 0) { // an end without goodbye is thrown
                end.set(server.read(rest.clear()));
              }
            })) {
      try (HttpClient client = HttpClient.builder().tls(trusting()).build()) {
        client.get("https://localhost:" + peer.port() + "/").send();
      }
      peer.finish();
      assertThat(end.get()).isEqualTo(-1);
    }
  }

  private static Channel connect(SecureOrigin origin, TlsSettings settings) throws Exception {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(origin.uri()).getPort());
    Channel raw = PlainChannel.connect(address, opening -> {});
    return TlsChannel.client(raw, settings, "localhost", 8443);
  }

  @Test
  void the_sessions_that_are_remembered_are_limited() throws Exception {
    // CVE-2024-1300 is a cache of names that grows with whoever comes
    TlsSettings settings = trusting();
    SSLContext server = CERTIFICATES.issue("many", "*.many.test").context(); // names without end
    List<SSLSession> sessions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String host = "host" + i + ".many.test";
      try (Peer peer = Peer.playing(raw -> Peer.readToEnd(TlsChannel.server(raw, server)))) {
        Channel client = TlsChannel.client(peer.connect(), settings, host, 443);
        sessions.add(client.tls().orElseThrow());
        client.shutdownOutput();
        peer.finish();
        client.close();
      }
    }
    assertThat(sessions.getLast().getSessionContext().getSessionCacheSize()).isEqualTo(1024);
  }
}
