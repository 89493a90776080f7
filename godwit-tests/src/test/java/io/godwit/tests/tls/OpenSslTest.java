package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.http.HttpFailure;
import io.godwit.net.Channel;
import io.godwit.net.PlainChannel;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with an implementation that is not the JDK's. */
@Timeout(60)
final class OpenSslTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final TlsSettings CLIENT = TlsSettings.trusting(CERTIFICATES.trusted());
  private static final Identity LOCALHOST = CERTIFICATES.localhost();

  @TempDir private Path folder;

  @BeforeAll
  static void needsOpenSsl() {
    OpenSsl.assumeInstalled();
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void our_client_talks_to_its_server(String option, String protocol) throws IOException {
    try (OpenSsl server = OpenSsl.server(folder, LOCALHOST, option, "-rev")) {
      Channel client = connect(server, "localhost");
      assertThat(client.tls().orElseThrow().getProtocol()).isEqualTo(protocol);
      for (int i = 0; i < 3; i++) {
        Peer.write(client, "godwit\n".getBytes(US_ASCII));
        assertThat(Peer.read(client, 7)).asString().isEqualTo("tiwdog\n");
        assertThat(client.quiet()).isTrue();
      }
      client.close();
    }
  }

  @Test
  void new_keys_it_asks_for_are_answered() throws IOException {
    try (OpenSsl server = OpenSsl.server(folder, LOCALHOST, "-tls1_3", "-alpn", "http/1.1")) {
      int port = server.port();
      CountingChannel raw = new CountingChannel(plain(port));
      Channel client = TlsChannel.client(raw, CLIENT, "localhost", port);
      server.await("ALPN protocols selected: http/1.1");
      Peer.write(client, "hello\n".getBytes(US_ASCII));
      server.await("hello");
      assertThat(client.readNow(ByteBuffer.allocate(1))).as("session tickets").isZero();
      for (int i = 0; i < 3; i++) {
        int before = raw.readWithoutWaiting();
        server.type("K"); // a KeyUpdate that wants one in return
        while (raw.readWithoutWaiting() == before) {
          assertThat(client.readNow(ByteBuffer.allocate(1))).isZero();
        }
        server.type("there " + i);
        assertThat(Peer.read(client, 8)).asString().isEqualTo("there " + i + "\n");
        Peer.write(client, ("and back " + i + "\n").getBytes(US_ASCII));
        server.await("and back " + i);
      }
      client.close();
    }
  }

  @Test
  void a_renegotiation_it_asks_for_is_refused() throws IOException {
    try (OpenSsl server = OpenSsl.server(folder, LOCALHOST, "-tls1_2")) {
      Channel client = connect(server, "localhost");
      server.type("r");
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("renegotiation");
      client.close();
    }
  }

  @Test
  void a_client_certificate_it_wants_is_missed_readably() throws IOException {
    try (OpenSsl server = OpenSsl.server(folder, LOCALHOST, "-tls1_3", "-Verify", "1")) {
      Channel client = connect(server, "localhost");
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .as("with TLS 1.3 the server's answer comes after the handshake")
          .isInstanceOf(HttpFailure.Tls.class)
          .hasMessageEndingWith(
              "the peer wants a client certificate, and there is none (alert"
                  + " certificate_required)");
      client.close();
    }
  }

  @Test
  void a_server_that_speaks_nothing_newer_than_tls_1_0_is_told() throws IOException {
    try (OpenSsl server =
        OpenSsl.server(folder, LOCALHOST, "-tls1", "-cipher", "DEFAULT:@SECLEVEL=0")) {
      HttpFailure.Tls failure = failure(server, "localhost");
      assertThat(failure).hasMessageContaining("TLS 1.");
      assertThat(failure.certificateRefused()).isFalse();
    }
  }

  @Test
  void a_host_with_an_underscore_is_verified_like_any_other() throws IOException {
    Identity identity = CERTIFICATES.issue("x", "my_host.test");
    try (OpenSsl server = OpenSsl.server(folder, identity, "-rev")) {
      int port = server.port();
      connect(port, "my_host.test").close();
      HttpFailure.Tls failure =
          catchThrowableOfType(HttpFailure.Tls.class, () -> connect(port, "other_host.test"));
      assertThat(failure).hasMessageContaining("is for my_host.test, not for other_host.test");
      assertThat(failure.certificateRefused()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void its_client_talks_to_our_server(String option) throws Exception {
    Path authority = folder.resolve("authority.pem");
    Files.writeString(authority, CERTIFICATES.certificatePem());
    try (Peer peer =
            Peer.playing(
                raw -> {
                  Channel server = TlsChannel.server(raw, LOCALHOST.context());
                  assertThat(Peer.read(server, 6)).asString().isEqualTo("hello\n");
                  Peer.write(server, "welcome\n".getBytes(US_ASCII));
                  server.shutdownOutput();
                  Peer.readToEnd(server);
                });
        OpenSsl client =
            OpenSsl.run(
                "s_client",
                option,
                "-connect",
                "127.0.0.1:" + peer.port(),
                "-servername",
                "localhost",
                "-verify_hostname",
                "localhost",
                "-verify_return_error",
                "-CAfile",
                authority.toString())) {
      client.await("Verify return code: 0 (ok)");
      client.type("hello");
      client.await("welcome");
      client.await("closed");
      peer.finish();
    }
  }

  @Test
  void a_renegotiation_its_client_asks_for_is_refused() throws Exception {
    try (Peer peer =
            Peer.playing(
                raw -> TlsChannel.server(raw, LOCALHOST.context()).read(ByteBuffer.allocate(1)));
        OpenSsl client =
            OpenSsl.run("s_client", "-tls1_2", "-connect", "127.0.0.1:" + peer.port())) {
      client.await("Verify return code");
      client.type("R");
      assertThatThrownBy(peer::finish)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("renegotiation");
    }
  }

  private static Channel connect(OpenSsl server, String host) throws IOException {
    return connect(server.port(), host);
  }

  private static Channel connect(int port, String host) throws IOException {
    return TlsChannel.client(plain(port), CLIENT, host, port);
  }

  private static Channel plain(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return PlainChannel.connect(new InetSocketAddress(loopback, port), opening -> {});
  }

  private static HttpFailure.Tls failure(OpenSsl server, String host) throws IOException {
    int port = server.port();
    HttpFailure.Tls failure =
        catchThrowableOfType(HttpFailure.Tls.class, () -> connect(port, host).close());
    assertThat(failure).isNotNull();
    return failure;
  }
}
