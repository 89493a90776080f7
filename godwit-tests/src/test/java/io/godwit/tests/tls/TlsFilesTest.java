package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import io.godwit.tests.Row;
import io.godwit.tests.tls.SecureOrigin.Clients;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorities, certificates and keys in the files that other programs write. */
@Timeout(60)
final class TlsFilesTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final Identity LOCALHOST = CERTIFICATES.localhost();

  @TempDir private Path folder;

  @Test
  @Row({"P33", "T34", "Z14"})
  void authorities_come_from_a_file_a_folder_a_text_or_a_key_store() throws Exception {
    Path file = write("authorities.pem", "\uFEFF" + CERTIFICATES.certificatePem());
    Path der = Files.write(folder.resolve("one.der"), CERTIFICATES.certificate().getEncoded());
    Path hashed = Files.createDirectory(folder.resolve("hashed"));
    Files.writeString(hashed.resolve("0a1b2c3d.0"), CERTIFICATES.certificatePem());
    Files.writeString(hashed.resolve("README"), "-----BEGIN CERTIFICATE-----\nnot read");
    Files.createSymbolicLink(hashed.resolve("gone.pem"), folder.resolve("nowhere"));
    Path named = Files.createDirectory(folder.resolve("named"));
    Files.writeString(named.resolve("other.crt"), authority("Other").certificatePem());
    Files.write(named.resolve("mine.crt"), CERTIFICATES.certificate().getEncoded());
    Path pkcs12 = store("PKCS12");
    Path jks = store("JKS");
    TlsSettings expected = TlsSettings.trusting(CERTIFICATES.trusted());
    List<TlsSettings> alone =
        List.of(
            builder().authorities(file).build(),
            builder().authorities(der).build(),
            builder().authorities(hashed).build(),
            builder().authoritiesPem(CERTIFICATES.certificatePem()).build(),
            builder().trustStore(pkcs12, "pass").build(),
            builder().trustStore(jks, "pass").build());
    assertThat(alone).allMatch(expected::equals);
    List<TlsSettings> withOthers =
        List.of(
            builder().authorities(named).build(),
            builder().authorities(file).platformAuthorities().build());
    assertThat(withOthers).doesNotContain(expected);
    try (SecureOrigin origin = SecureOrigin.of(LOCALHOST);
        HttpClient client = HttpClient.builder().build()) {
      for (TlsSettings settings : List.of(alone.getFirst(), withOthers.get(0), withOthers.get(1))) {
        assertThat(client.get(origin.uri()).tls(settings).send().text()).isEqualTo("nobody");
      }
      TlsSettings other = builder().authorities(named.resolve("other.crt")).build();
      assertThatThrownBy(() -> client.get(origin.uri()).tls(other).send())
          .isInstanceOf(HttpFailure.Tls.class)
          .hasMessageContaining("which is not trusted");
    }
  }

  @Test
  void what_cannot_be_read_is_told_with_the_name_of_the_file() throws Exception {
    refused(() -> builder().authorities(folder.resolve("gone.pem")), "cannot read", "gone.pem");
    Path words = write("words.pem", "no certificate here");
    refused(() -> builder().authorities(words), "words.pem holds no certificate");
    refused(() -> builder().authoritiesPem("words"), "no certificate");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    refused(() -> builder().authorities(empty), "empty holds no certificate");
    Path cut = write("cut.pem", CERTIFICATES.certificatePem().substring(0, 100));
    refused(() -> builder().authorities(cut), "cut.pem: ", "does not end");
    Path bad = write("bad.pem", "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n");
    refused(() -> builder().authorities(bad), "bad.pem: not a certificate");
    refused(() -> builder().trustStore(words, "x"), "no key store, or another password", "words");
    Path store = store("PKCS12");
    refused(() -> builder().trustStore(store, "other"), "another password", "PKCS12.store");
  }

  /** {@code >} stands for the file that openssl writes. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PKCS #8, RSA | genpkey -algorithm RSA -out > |",
        "PKCS #8, curve | genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out > |",
        "PKCS #8, Edwards curve | genpkey -algorithm ED25519 -out > |",
        "PKCS #8, RSA-PSS | genpkey -algorithm RSA-PSS -out > |",
        "PKCS #1 | genrsa -traditional -out > 2048 |",
        "SEC 1 | ecparam -name prime256v1 -genkey -out > |",
        "encrypted PKCS #8 | genpkey -algorithm RSA -aes-256-cbc -pass pass:pw -out > | pw",
        "encrypted PKCS #8, curve | genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"
            + " -aes-128-cbc -pass pass:pw -out > | pw",
        "encrypted PKCS #1, AES-256 | genrsa -traditional -aes256 -passout pass:pw -out > 2048 | pw",
        "encrypted PKCS #1, AES-128 | genrsa -traditional -aes128 -passout pass:pw -out > 2048 | pw",
        "encrypted PKCS #1, 3DES | genrsa -traditional -des3 -passout pass:pw -out > 2048 | pw",
      })
  @Row({"P33", "Z14"})
  void the_keys_that_openssl_writes_are_read(String what, String command, String password)
      throws Exception {
    OpenSsl.assumeInstalled();
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("certificate.pem");
    Path authority = write("authority.pem", CERTIFICATES.certificatePem());
    openssl(command.replace(">", key.toString()).split(" "));
    String pass = password == null ? "none" : password;
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        key.toString(),
        "-passin",
        "pass:" + pass,
        "-subj",
        "/CN=made by openssl",
        "-days",
        "2",
        "-out",
        certificate.toString());
    TlsSettingsBuilder builder = builder().authorities(authority).certificate(certificate, key);
    if (password != null) {
      refused(builder::build, "key.pem: the private key is encrypted, and has no password here");
      refused(
          () -> builder.keyPassword("wrong").build(), "key.pem: the private key cannot be read, p");
      builder.keyPassword(password);
    }
    KeyStore clients = KeyStore.getInstance("PKCS12");
    clients.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      clients.setCertificateEntry(
          "client", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    try (SecureOrigin origin = SecureOrigin.of(LOCALHOST, clients, Clients.REQUIRED);
        HttpClient client = HttpClient.builder().tls(builder.build()).build()) {
      assertThat(client.get(origin.uri()).send().text()).isEqualTo("CN=made by openssl");
    }
  }

  @BeforeEach
  void nothingIsThere() {
    assertThat(folder).isEmptyDirectory();
  }

  private static void openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static TlsSettingsBuilder builder() {
    return TlsSettings.builder();
  }

  private static TestCertificates authority(String name) {
    return TestCertificates.authority(name);
  }

  private Path store(String type) throws Exception {
    Path file = folder.resolve(type + ".store");
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("authority", CERTIFICATES.certificate());
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "pass".toCharArray());
    }
    return file;
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private interface Building {
    Object build();
  }

  private static void refused(Building building, String... reasons) {
    assertThatThrownBy(building::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(reasons);
  }
}
