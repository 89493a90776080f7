package io.godwit.tests.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.http.HttpFailure;
import io.godwit.net.Channel;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import io.godwit.tests.Row;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pinned public keys. */
@Timeout(60)
final class PinTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final TestCertificates BETWEEN = CERTIFICATES.intermediate("Between");
  private static final Identity SERVER =
      BETWEEN.issue("server", "localhost", "example.org", "*.example.org", "127.0.0.1");
  private static final String OTHER = pin(CERTIFICATES.localhost().certificate());

  private static TlsSettingsBuilder trusting() {
    return TlsSettings.builder().authorities(CERTIFICATES.trusted());
  }

  static String pin(X509Certificate certificate) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return "sha256/" + Base64.getEncoder().encodeToString(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Row("P33")
  void any_key_of_the_verified_chain_may_be_pinned_in_either_notation() throws Exception {
    for (X509Certificate one :
        new X509Certificate[] {
          SERVER.certificate(), BETWEEN.certificate(), CERTIFICATES.certificate()
        }) {
      String pin = pin(one);
      connect(trusting().pin(pin).build(), "localhost");
      connect(trusting().pin(pin.replace("sha256/", "sha256//")).build(), "localhost");
      connect(trusting().pin(OTHER).pin(pin).build(), "localhost");
    }
  }

  @Test
  void a_wrong_key_is_refused_and_those_that_were_seen_are_told() throws Exception {
    HttpFailure.Tls failure = failure(trusting().pin(OTHER).build(), "localhost");
    assertThat(failure)
        .hasMessageContaining("the certificate \"CN=server\" has none of the keys that are pinned")
        .hasMessageContaining(pin(SERVER.certificate()))
        .hasMessageContaining(pin(BETWEEN.certificate()))
        .hasMessageContaining(pin(CERTIFICATES.certificate()))
        .hasMessageContaining("pinned are " + OTHER);
    assertThat(failure.certificateRefused()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, true",
    "LocalHost., localhost, true",
    "localhost, localhost., true",
    "localhost, LOCALHOST., true",
    "*.example.org, www.example.org, true",
    "*.example.org, www.example.org., true",
    "*.example.org., www.example.org, true",
    "*.example.org, example.org, false",
    "**.example.org, www.example.org, true",
    "**.example.org, example.org., true",
    "**, localhost, true",
    "127.0.0.1, 127.0.0.1, true",
    "other.test, localhost, false",
    "xample.org, example.org, false",
    "**.xample.org, example.org, false",
  })
  @Row("P33")
  void a_pin_is_for_the_hosts_of_its_pattern_with_a_dot_at_the_end_or_without(
      String pattern, String host, boolean pinned) throws Exception {
    TlsSettings settings = trusting().pin(pattern, OTHER).build();
    if (pinned) {
      assertThat(failure(settings, host)).hasMessageContaining("pinned");
    } else {
      connect(settings, host);
    }
  }

  @Test
  void a_certificate_that_is_sent_but_signs_nothing_matches_no_pin() throws Exception {
    // CVE-2016-2402: the pinned certificate stands in what was sent, not in what was verified
    X509Certificate pinned = CERTIFICATES.intermediate("Bystander").certificate();
    SSLContext padded = context(SERVER, pinned);
    TlsSettings settings = trusting().pin(pin(pinned)).build();
    try (Peer peer = Peer.playing(raw -> Peer.readToEnd(TlsChannel.server(raw, padded)))) {
      HttpFailure.Tls failure =
          catchThrowableOfType(
              HttpFailure.Tls.class,
              () -> TlsChannel.client(peer.connect(), settings, "localhost", peer.port()));
      assertThat(failure).hasMessageContaining("pinned");
    }
  }

  @Test
  void a_pin_of_the_host_or_of_the_name_that_is_asked_for_will_do_both() throws Exception {
    TlsSettingsBuilder named = trusting().serverName("localhost");
    connect(named.build(), "tunnel.test");
    TlsSettings ofHost = named.pin("tunnel.test", OTHER).build();
    assertThat(failure(ofHost, "tunnel.test")).hasMessageContaining("pinned");
    TlsSettings ofName = trusting().serverName("localhost").pin("localhost", OTHER).build();
    assertThat(failure(ofName, "tunnel.test")).hasMessageContaining("pinned");
  }

  @Test
  void without_verification_and_with_a_foreign_context_the_servers_own_key_counts()
      throws Exception {
    TlsSettings own = TlsSettings.builder().verify(false).pin(pin(SERVER.certificate())).build();
    connect(own, "localhost");
    TlsSettings above = TlsSettings.builder().verify(false).pin(pin(BETWEEN.certificate())).build();
    assertThat(failure(above, "localhost")).hasMessageContaining("pinned");

    SSLContext foreign = CERTIFICATES.localhost().context(CERTIFICATES.trusted());
    connect(
        TlsSettings.builder().context(foreign).pin(pin(SERVER.certificate())).build(), "localhost");
    assertThat(
            failure(
                TlsSettings.builder().context(foreign).pin(pin(BETWEEN.certificate())).build(),
                "localhost"))
        .hasMessageContaining("pinned");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256/",
        "sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sha256/!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "sha256///AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      })
  void what_is_no_pin_is_refused(String pin) {
    assertThatThrownBy(() -> trusting().pin(pin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a pin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a..b", "*.", "***.a.test", "a.*.test", "a b"})
  void what_is_no_pattern_of_hosts_is_refused(String pattern) {
    assertThatThrownBy(() -> trusting().pin(pattern, OTHER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a host name");
  }

  @Test
  void settings_with_other_pins_share_no_connections() {
    assertThat(trusting().pin(OTHER).build())
        .isEqualTo(trusting().pin(OTHER).pin(OTHER).build())
        .isNotEqualTo(trusting().build())
        .isNotEqualTo(trusting().pin("localhost", OTHER).build());
  }

  private static SSLContext context(Identity identity, X509Certificate more) throws Exception {
    char[] password = "test".toCharArray();
    KeyStore store = identity.keyStore();
    Certificate[] chain = new Certificate[identity.chain().size() + 1];
    for (int i = 0; i < identity.chain().size(); i++) {
      chain[i] = identity.chain().get(i);
    }
    chain[chain.length - 1] = more;
    PrivateKey key = (PrivateKey) store.getKey("server", password);
    KeyStore padded = KeyStore.getInstance("JKS"); // does not look at what it keeps
    padded.load(null, null);
    padded.setKeyEntry("server", key, password, chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(padded, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static HttpFailure.Tls failure(TlsSettings settings, String host) {
    HttpFailure.Tls failure =
        catchThrowableOfType(HttpFailure.Tls.class, () -> connect(settings, host));
    assertThat(failure).isNotNull();
    return failure;
  }

  private static void connect(TlsSettings settings, String host) throws Exception {
    SSLContext context = SERVER.context();
    try (Peer peer = Peer.playing(raw -> Peer.readToEnd(TlsChannel.server(raw, context)))) {
      Channel client = TlsChannel.client(peer.connect(), settings, host, peer.port());
      client.shutdownOutput();
      peer.finish();
      client.close();
    }
  }
}
