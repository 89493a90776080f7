package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.http.HttpFailure;
import io.godwit.net.Channel;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that fail, and whether a person can tell from the message what to do. */
@Timeout(60)
final class TlsRefusalTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final TlsSettings CLIENT = TlsSettings.trusting(CERTIFICATES.trusted());

  static Stream<Arguments> refusedCertificates() {
    TestCertificates unknown = TestCertificates.authority("Nobody's Authority");
    return Stream.of(
        Arguments.of(
            "expired",
            CERTIFICATES.expired(),
            "the certificate \"CN=localhost\" expired on 2002-12-31T00:00:00Z"),
        Arguments.of(
            "not yet valid",
            CERTIFICATES.notYetValid(),
            "the certificate \"CN=localhost\" is not valid before 2110-01-01T00:00:00Z"),
        Arguments.of(
            "wrong host",
            CERTIFICATES.wrongHost(),
            "the certificate \"CN=wrong.example\" is for wrong.example, *.wrong.example, not for"
                + " localhost"),
        Arguments.of(
            "common name only",
            CERTIFICATES.commonNameOnly(),
            "the certificate \"CN=localhost\" names no host in its subject alternative names, so it"
                + " is not for localhost"),
        Arguments.of(
            "self-signed",
            CERTIFICATES.selfSigned(),
            "the certificate \"CN=localhost\" is self-signed, and not one that is trusted"),
        Arguments.of(
            "unknown authority",
            unknown.localhost(),
            "the certificate \"CN=localhost\" was issued by CN=Nobody's Authority, which is not"
                + " trusted"),
        Arguments.of(
            "same name, other key",
            TestCertificates.authority("Godwit Test Authority").localhost(),
            "was not signed by the issuer it names"),
        Arguments.of(
            "unknown authority and expired",
            unknown.issue(
                "old",
                Instant.parse("2001-01-01T00:00:00Z"),
                Instant.parse("2001-01-02T00:00:00Z"),
                "localhost"),
            "the certificate \"CN=old\" expired on 2001-01-02T00:00:00Z"),
        Arguments.of(
            "a name that plays with the terminal",
            CERTIFICATES.issue("\u001b[31m\r\nx", "a.test"),
            "\\u001B[31m\\r\\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedCertificates")
  void a_refused_certificate_is_named_with_what_is_wrong(
      String what, Identity identity, String reason) throws Exception {
    HttpFailure.Tls failure = failure(identity, CLIENT);
    assertThat(failure)
        .hasMessageStartingWith("TLS with localhost:")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("PKIX")
        .hasNoSuppressedExceptions();
    assertThat(failure.getCause()).isNotNull();
    assertThat(failure.certificateRefused()).isTrue();
    assertThat(failure.getMessage()).as("one line").doesNotContain("\n", "\r", "\u001b");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedCertificates")
  void with_a_context_from_elsewhere_the_refusal_is_told_too(
      String what, Identity identity, String reason) throws Exception {
    HttpFailure.Tls failure = failure(identity, TlsSettings.of(foreignContext()));
    assertThat(failure).hasMessageContaining("certificate").hasMessageNotContaining("PKIX");
    assertThat(failure.certificateRefused()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedCertificates")
  void without_verification_every_certificate_is_accepted(
      String what, Identity identity, String reason) throws Exception {
    try (Peer peer = Peer.playing(raw -> Peer.write(server(raw, identity), new byte[] {7}))) {
      Channel client =
          TlsChannel.client(peer.connect(), TlsSettings.insecure(), "localhost", peer.port());
      assertThat(Peer.read(client, 1)).containsExactly(7);
      client.close();
    }
  }

  @Test
  void what_the_jdk_trusts_does_not_include_us() throws Exception {
    HttpFailure.Tls failure = failure(CERTIFICATES.localhost(), TlsSettings.standard());
    assertThat(failure)
        .hasMessageContaining("was issued by CN=Godwit Test Authority, which is not trusted");
  }

  @Test
  void a_trust_manager_that_checks_no_names_does_not_switch_that_check_off() throws Exception {
    SSLContext careless = SSLContext.getInstance("TLS");
    careless.init(null, new TrustManager[] {new TrustsEveryone()}, null);
    HttpFailure.Tls failure = failure(CERTIFICATES.wrongHost(), TlsSettings.of(careless));
    assertThat(failure).hasMessageContaining("not for localhost");
    assertThat(failure.certificateRefused()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "70, protocol_version, neither TLS 1.3 nor TLS 1.2",
    "40, handshake_failure, none of the offered algorithms",
    "112, unrecognized_name, serves no host of that name",
    "120, no_application_protocol, does not speak HTTP/1.1",
    "116, certificate_required, wants a client certificate",
    "80, internal_error, ended the connection",
  })
  void an_alert_of_the_server_is_explained(byte code, String name, String reason) throws Exception {
    HttpFailure.Tls failure = failure(new byte[] {21, 3, 3, 0, 2, 2, code}); // fatal
    assertThat(failure).hasMessageContaining(reason).hasMessageContaining("alert " + name);
    assertThat(failure.certificateRefused()).isFalse();
  }

  @Test
  void a_server_that_speaks_nothing_newer_than_tls_1_0_is_told() throws Exception {
    // server_hello: version 3.1, a random, no session, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
    byte[] hello =
        HexFormat.of().parseHex("160301002a" + "02000026" + "0301" + "5a".repeat(32) + "00c00a00");
    HttpFailure.Tls failure = failure(hello);
    assertThat(failure).hasMessageContaining("only speaks TLS 1.0, which is not secure");
    assertThat(failure.certificateRefused()).isFalse();
  }

  @Test
  void a_port_that_speaks_plain_http_is_told() throws Exception {
    HttpFailure.Tls failure = failure("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
    assertThat(failure).hasMessageContaining("plain HTTP, this is not a TLS port");
    assertThat(failure.certificateRefused()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTT", "\u0016\u0003\u0003"})
  void a_server_that_hangs_up_is_told(String before) throws Exception {
    try (Peer peer =
        Peer.playing(
            raw -> {
              Peer.write(raw, before.getBytes(US_ASCII));
              raw.shutdownOutput();
              Peer.readToEnd(raw);
            })) {
      HttpFailure.Tls failure = failure(peer, CLIENT);
      assertThat(failure).hasMessageContaining("ended the connection during the handshake");
      peer.finish();
    }
  }

  @Test
  void a_connection_that_is_reset_is_told() throws Exception {
    // closes with most of the client's hello unread, and that resets
    try (Peer peer = Peer.playing(raw -> Peer.read(raw, 1))) {
      HttpFailure.Tls failure = failure(peer, CLIENT);
      assertThat(failure).hasMessageContaining("during the handshake");
      assertThat(failure.certificateRefused()).isFalse();
    }
  }

  @Test
  void a_handshake_with_a_silent_server_is_ended_by_closing() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch hello = new CountDownLatch(1);
    try (Peer peer =
        Peer.playing(
            raw -> {
              raw.read(ByteBuffer.allocate(1));
              hello.countDown();
              done.await();
            })) {
      Channel raw = peer.connect();
      FutureTask<Channel> handshake =
          new FutureTask<>(() -> TlsChannel.client(raw, CLIENT, "localhost", peer.port()));
      Thread.ofVirtual().start(handshake);
      hello.await();
      raw.close();
      assertThatThrownBy(handshake::get)
          .as("not a failure of TLS: who closed knows why")
          .hasCauseInstanceOf(ClosedChannelException.class);
      done.countDown();
      peer.finish();
    }
  }

  @Test
  void a_failed_handshake_closes_the_connection() throws Exception {
    try (Peer peer = Peer.saying("nonsense".getBytes(US_ASCII))) {
      Channel raw = peer.connect();
      assertThatThrownBy(() -> TlsChannel.client(raw, CLIENT, "localhost", peer.port()))
          .isInstanceOf(HttpFailure.Tls.class);
      assertThatThrownBy(() -> raw.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
      peer.finish();
    }
  }

  @Test
  void a_host_that_is_none_is_refused_before_anything_is_sent() throws Exception {
    try (Peer peer = Peer.playing(raw -> assertThat(Peer.read(raw, 1)).isEmpty())) {
      Channel raw = peer.connect();
      assertThatThrownBy(() -> TlsChannel.client(raw, CLIENT, "faß.de", peer.port()))
          .isInstanceOf(HttpFailure.Tls.class)
          .hasMessageContaining("not a host name: \"fa\\u00DF.de\"");
      peer.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005x\0\0\u0001y"})
  void a_server_tells_what_a_strange_client_does(String hello) throws Exception {
    try (Peer peer =
        Peer.playing(raw -> TlsChannel.server(raw, CERTIFICATES.localhost().context()))) {
      Channel raw = peer.connect();
      Peer.write(raw, hello.getBytes(US_ASCII));
      Peer.readToEnd(raw);
      raw.close();
      assertThatThrownBy(peer::finish)
          .isInstanceOf(HttpFailure.Tls.class)
          .hasMessageStartingWith("TLS with 127.0.0.1:");
    }
  }

  private static HttpFailure.Tls failure(byte[] answer) throws Exception {
    try (Peer peer = Peer.saying(answer)) {
      return failure(peer, CLIENT);
    }
  }

  private static HttpFailure.Tls failure(Identity identity, TlsSettings settings) throws Exception {
    try (Peer peer = Peer.playing(raw -> Peer.readToEnd(server(raw, identity)))) {
      return failure(peer, settings);
    }
  }

  private static HttpFailure.Tls failure(Peer peer, TlsSettings settings) throws IOException {
    Channel raw = peer.connect();
    HttpFailure.Tls failure =
        catchThrowableOfType(
            HttpFailure.Tls.class,
            () -> TlsChannel.client(raw, settings, "localhost", peer.port()).close());
    assertThat(failure).isNotNull();
    return failure;
  }

  private static Channel server(Channel raw, Identity identity) throws IOException {
    return TlsChannel.server(raw, identity.context());
  }

  /** A context as any program makes it, without our trust manager. */
  private static SSLContext foreignContext() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(CERTIFICATES.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
