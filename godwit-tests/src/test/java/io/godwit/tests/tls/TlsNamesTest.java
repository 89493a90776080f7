package io.godwit.tests.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.Channel;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.net.TlsVersion;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import io.godwit.tests.Row;
import io.godwit.tests.tls.SecureOrigin.Clients;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a client takes for the host it asked for, in real handshakes, and what it may be told. */
@Timeout(60)
final class TlsNamesTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();

  private static TlsSettingsBuilder trusting() {
    return TlsSettings.builder().authorities(CERTIFICATES.trusted());
  }

  @ParameterizedTest(name = "{0} for {1}: {2}")
  @CsvSource({
    "example.org, example.org, true",
    "*.example.org, www.example.org, true",
    "*.example.org, a.b.example.org, false",
    "*.example.org, example.org, false",
    "*.org, example.org, false",
    "w*.example.org, www.example.org, false",
    "xn--fa-hia.de, xn--fa-hia.de, true",
    "fass.de, xn--fa-hia.de, false",
    "xn--*.de, xn--fa-hia.de, false",
    "'example.org\0.evil.test', example.org, false",
    "'evil.test\0.example.org', evil.test, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, localhost, false",
    "::1, [::1], true",
    "::1, [0:0:0:0:0:0:0:1], true",
    "*.0.0.1, 127.0.0.1, false",
  })
  void a_name_in_the_certificate_is_that_of_the_host_or_not(
      String name, String host, boolean accepted) throws Exception {
    Identity identity = CERTIFICATES.issue("nobody.test", name);
    if (accepted) {
      connect(identity, trusting().build(), host);
    } else {
      assertThat(failure(identity, trusting().build(), host).certificateRefused()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "example.org"})
  void the_common_name_does_not_count(String host) throws Exception {
    HttpFailure.Tls failure = failure(CERTIFICATES.issue(host), trusting().build(), host);
    assertThat(failure).hasMessageContaining("names no host in its subject alternative names");
  }

  @Test
  void a_certificate_for_clients_is_none_for_a_server() throws Exception {
    HttpFailure.Tls failure = failure(CERTIFICATES.client("ada"), trusting().build(), "localhost");
    assertThat(failure)
        .hasMessageContaining(
            "the certificate \"CN=ada\" may not be used for TLS server authentication");
    assertThat(failure.certificateRefused()).isTrue();
  }

  @Test
  @Row({"G36", "H37"})
  void another_name_may_be_asked_for_and_is_the_one_that_is_checked() throws Exception {
    try (SecureOrigin origin = SecureOrigin.of(CERTIFICATES.issue("x", "inside.test"));
        HttpClient client = HttpClient.builder().build()) {
      TlsSettings named = trusting().serverName("Inside.test.").build();
      assertThat(client.get(origin.uri()).tls(named).send().text()).isEqualTo("nobody");
      assertThatThrownBy(() -> client.get(origin.uri()).tls(trusting().build()).send())
          .hasMessageContaining("is for inside.test, not for localhost");
      TlsSettings other = trusting().serverName("faß.test").build();
      assertThatThrownBy(() -> client.get(origin.uri()).tls(other).send())
          .hasMessageContaining("is for inside.test, not for xn--fa-hia.test");
    }
    assertThatThrownBy(() -> trusting().serverName("a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Row({"H37", "T34"})
  void the_host_may_go_unchecked_but_not_the_chain_alone() throws Exception {
    TlsSettings anyHost = trusting().verifyHost(false).build();
    assertThat(anyHost.verified()).isFalse();
    assertThat(anyHost).hasToString("TLS without a check of hosts");
    connect(CERTIFICATES.wrongHost(), anyHost, "localhost");
    connect(CERTIFICATES.commonNameOnly(), anyHost, "localhost");
    assertThat(failure(CERTIFICATES.selfSigned(), anyHost, "localhost").certificateRefused())
        .isTrue();
    assertThat(failure(CERTIFICATES.expired(), anyHost, "localhost").certificateRefused()).isTrue();

    assertThatThrownBy(() -> TlsSettings.builder().verifyChain(false).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody vouches for");
    connect(
        CERTIFICATES.selfSigned(),
        TlsSettings.builder().verifyChain(false).verifyHost(false).build(),
        "localhost");
    assertThat(TlsSettings.builder().verify(false).build()).isEqualTo(TlsSettings.insecure());
    assertThat(TlsSettings.builder().build()).isEqualTo(TlsSettings.standard());
  }

  @Test
  @Row({"P33", "G36"})
  void a_context_from_elsewhere_has_its_own_authorities() throws Exception {
    SSLContext context = CERTIFICATES.client("ada").context(CERTIFICATES.trusted());
    connect(CERTIFICATES.localhost(), TlsSettings.builder().context(context).build(), "localhost");
    connect(
        CERTIFICATES.wrongHost(),
        TlsSettings.builder().context(context).verifyHost(false).build(),
        "localhost");
    TlsSettingsBuilder both = trusting().context(context);
    assertThatThrownBy(both::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("context from elsewhere");
    TlsSettingsBuilder unchecked = TlsSettings.builder().context(context).verify(false);
    assertThatThrownBy(unchecked::build).isInstanceOf(IllegalArgumentException.class);
    TlsSettingsBuilder pointless = trusting().verify(false);
    assertThatThrownBy(pointless::build).hasMessageContaining("verification is off");
  }

  @Test
  void an_older_version_than_the_minimum_is_not_spoken() throws Exception {
    SSLContext server = CERTIFICATES.localhost().context();
    TlsSettings newest = trusting().minimum(TlsVersion.TLS_1_3).build();
    assertThat(newest).isNotEqualTo(trusting().build()).hasToString("TLS 1.3 only");
    try (SecureOrigin old = SecureOrigin.of(server, Clients.IGNORED, "TLSv1.2");
        SecureOrigin current = SecureOrigin.of(server, Clients.IGNORED, "TLSv1.3");
        HttpClient client = HttpClient.builder().tls(newest).build()) {
      assertThat(client.get(current.uri()).send().text()).isEqualTo("nobody");
      assertThatThrownBy(() -> client.get(old.uri()).send())
          .isInstanceOf(HttpFailure.Tls.class)
          .hasMessageContaining("the peer does not speak TLS 1.3");
    }
    SSLContext twelve = SSLContext.getInstance("TLSv1.2");
    twelve.init(null, null, null);
    TlsSettings impossible =
        TlsSettings.builder().context(twelve).minimum(TlsVersion.TLS_1_3).build();
    assertThat(failure(CERTIFICATES.localhost(), impossible, "localhost"))
        .hasMessageContaining("the context does not speak TLS 1.3");
  }

  private static HttpFailure.Tls failure(Identity identity, TlsSettings settings, String host) {
    HttpFailure.Tls failure =
        catchThrowableOfType(HttpFailure.Tls.class, () -> connect(identity, settings, host));
    assertThat(failure).isNotNull();
    return failure;
  }

  private static void connect(Identity identity, TlsSettings settings, String host)
      throws Exception {
    SSLContext context = identity.context();
    try (Peer peer = Peer.playing(raw -> Peer.readToEnd(TlsChannel.server(raw, context)))) {
      Channel client = TlsChannel.client(peer.connect(), settings, host, peer.port());
      client.shutdownOutput();
      peer.finish();
      client.close();
    }
  }
}
