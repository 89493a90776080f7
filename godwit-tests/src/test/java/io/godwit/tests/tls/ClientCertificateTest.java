package io.godwit.tests.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import io.godwit.tests.Row;
import io.godwit.tests.tls.SecureOrigin.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that the client shows, per client and per call. */
@Timeout(60)
final class ClientCertificateTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final Identity ADA = CERTIFICATES.client("ada");
  private static final Identity BOB = CERTIFICATES.client("bob");

  @TempDir private Path folder;

  private static TlsSettingsBuilder trusting() {
    return TlsSettings.builder().authorities(CERTIFICATES.trusted());
  }

  private static TlsSettings as(Identity identity) {
    return trusting().certificatePem(identity.certificatePem(), identity.keyPem()).build();
  }

  private static SecureOrigin origin(Clients clients, String... protocols) throws Exception {
    return SecureOrigin.of(
        CERTIFICATES.localhost().context(CERTIFICATES.trusted()), clients, protocols);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Row({"P33", "T34", "Z14"})
  void a_certificate_is_of_the_client_or_of_the_call_and_does_not_leak(String protocol)
      throws Exception {
    try (SecureOrigin origin = origin(Clients.ASKED, protocol);
        HttpClient client = HttpClient.builder().tls(as(ADA)).build()) {
      for (int i = 0; i < 2; i++) { // the second time every connection is there already
        assertThat(client.get(origin.uri()).send().text()).isEqualTo("CN=ada");
        assertThat(client.get(origin.uri()).tls(as(BOB)).send().text()).isEqualTo("CN=bob");
        assertThat(client.get(origin.uri()).tls(trusting().build()).send().text())
            .isEqualTo("nobody");
      }
      assertThat(origin.connections()).as("one for each").isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_certificate_that_is_missed_is_told(String protocol) throws Exception {
    try (SecureOrigin origin = origin(Clients.REQUIRED, protocol);
        HttpClient client = HttpClient.builder().tls(trusting().build()).build()) {
      assertThatThrownBy(() -> client.get(origin.uri()).send())
          .isInstanceOf(HttpFailure.Tls.class)
          .hasMessageContaining("wants a client certificate");
      assertThat(client.connections().leased()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_certificate_that_the_server_refuses_is_named(String protocol) throws Exception {
    Identity stranger = TestCertificates.authority("Elsewhere").client("eve");
    try (SecureOrigin origin = origin(Clients.REQUIRED, protocol);
        HttpClient client = HttpClient.builder().tls(as(stranger)).build()) {
      HttpFailure.Tls failure =
          catchThrowableOfType(HttpFailure.Tls.class, () -> client.get(origin.uri()).send());
      assertThat(failure)
          .hasMessageContaining("the peer refused our certificate, the certificate \"CN=eve\"");
      assertThat(failure.certificateRefused()).as("that of the server").isFalse();
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  @Row({"P33", "Z14"})
  void certificate_and_key_are_read_from_one_file_or_two_and_from_a_key_store() throws Exception {
    Path both = write("both.pem", "some words\n" + ADA.keyPem() + ADA.certificatePem());
    Path chain = write("chain.pem", ADA.certificatePem());
    Path key = write("key.pem", ADA.keyPem());
    Path store = folder.resolve("ada.p12");
    try (var out = Files.newOutputStream(store)) {
      ADA.keyStore().store(out, "test".toCharArray());
    }
    TlsSettings[] all = {
      trusting().certificate(both).build(),
      trusting().certificate(chain, key).build(),
      trusting().keyStore(store, "test").build(),
      trusting().certificate(ADA.keyStore(), "test").build(),
    };
    try (SecureOrigin origin = origin(Clients.REQUIRED);
        HttpClient client = HttpClient.builder().build()) {
      for (TlsSettings settings : all) {
        assertThat(settings).isEqualTo(all[0]).hasSameHashCodeAs(all[0]);
        assertThat(settings).hasToString("TLS with the certificate \"CN=ada\"");
        assertThat(client.get(origin.uri()).tls(settings).send().text()).isEqualTo("CN=ada");
      }
      assertThat(origin.connections()).as("they are equal, so they share it").isEqualTo(1);
    }
  }

  @Test
  void intermediate_authorities_are_sent_along() throws Exception {
    TestCertificates between = CERTIFICATES.intermediate("Between");
    Identity far = between.client("far");
    assertThat(far.chain()).hasSize(2);
    try (SecureOrigin origin = origin(Clients.REQUIRED);
        HttpClient client = HttpClient.builder().tls(as(far)).build()) {
      assertThat(client.get(origin.uri()).send().text()).isEqualTo("CN=far");
    }
  }

  @Test
  void what_does_not_fit_together_is_refused_when_built() throws Exception {
    Path chain = write("chain.pem", ADA.certificatePem());
    Path key = write("key.pem", BOB.keyPem());
    assertThatThrownBy(() -> trusting().certificate(chain, key).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain.pem and ")
        .hasMessageContaining("does not belong to the certificate \"CN=ada\"");
    assertThatThrownBy(() -> trusting().certificate(chain).build())
        .hasMessageContaining("chain.pem: no private key");
    assertThatThrownBy(() -> trusting().certificate(key).build())
        .hasMessageContaining("no certificate for the private key");
    assertThatThrownBy(() -> trusting().certificate(folder.resolve("none.pem")))
        .hasMessageContaining("none.pem");
    String twoKeys = ADA.keyPem() + BOB.keyPem();
    assertThatThrownBy(() -> trusting().certificatePem(ADA.certificatePem(), twoKeys).build())
        .hasMessageContaining("more than one private key");
    assertThatThrownBy(() -> trusting().keyPassword("x").build()).hasMessageContaining("no key");
    assertThatThrownBy(() -> trusting().certificate(CERTIFICATES.trusted(), "test").build())
        .hasMessageContaining("no private key in the key store");
    assertThatThrownBy(() -> trusting().certificate(ADA.keyStore(), "other").build())
        .hasMessageContaining("does not give its key");
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
