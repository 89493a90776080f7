import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.net.TlsVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Properties;

/**
 * What 60-tls-with-openssl.sh drives: the client against servers whose ports stand in a file.
 * Prints what was seen, and ends with 1 if something is not as it should be.
 */
final class TlsCalls {
  private final Path folder;
  private final Properties ports = new Properties();
  private final Seen check = new Seen();

  private TlsCalls(Path folder) throws Exception {
    this.folder = folder;
    try (InputStream in = Files.newInputStream(folder.resolve("ports"))) {
      ports.load(in);
    }
  }

  public static void main(String[] arguments) throws Exception {
    TlsCalls calls = new TlsCalls(Path.of(arguments[0]));
    calls.servers();
    calls.clientCertificates();
    calls.pins();
    System.out.println("nginx:");
    calls.nginx("1.3");
    calls.nginx("1.2");
    calls.check.exit();
  }

  private void servers() throws Exception {
    System.out.println("servers:");
    answers("good13", trusting());
    answers("good12", trusting());
    fails("expired", trusting(), "\"CN=expired\" expired on 2021-02-03T04:05:06Z");
    fails("selfsigned", trusting(), "\"CN=selfsigned\" is self-signed, and not one");
    fails("wronghost", trusting(), "\"CN=wronghost\" is for other.test, not for localhost");
    fails("wrongusage", trusting(), "\"CN=wrongusage\" may not be used for TLS server");
    fails("unknownca", trusting(), "issued by CN=stranger authority, which is not trusted");
    fails("tls10", trusting(), "the peer speaks neither TLS 1.3 nor TLS 1.2");
    fails("good12", trusting().minimum(TlsVersion.TLS_1_3), "the peer does not speak TLS 1.3");
    answers("wronghost", trusting().serverName("other.test"));
    answers("wronghost", trusting().verifyHost(false));
    answers("unknownca", TlsSettings.builder().authorities(folder.resolve("stranger.pem")));
    answers("selfsigned", TlsSettings.builder().authorities(folder.resolve("selfsigned.pem")));
    answers("expired", TlsSettings.builder().verify(false));
  }

  private void clientCertificates() throws Exception {
    System.out.println("client certificates:");
    Path ada = folder.resolve("ada.pem");
    Path eve = folder.resolve("eve.pem");
    for (String server : new String[] {"mutual13", "mutual12"}) {
      answers(server, trusting().certificate(ada, folder.resolve("ada.key")));
      answers(server, trusting().certificate(ada, folder.resolve("ada.sec1")));
      answers(server, trusting().certificate(ada, folder.resolve("ada.p8")).keyPassword("s3cret"));
      Path encrypted = folder.resolve("ada.sec1.encrypted");
      answers(server, trusting().certificate(ada, encrypted).keyPassword("s3cret"));
      answers(server, trusting().keyStore(folder.resolve("ada.p12"), "s3cret"));
      fails(server, trusting(), "wants a client certificate");
      fails(
          server,
          trusting().certificate(eve, folder.resolve("eve.key")),
          "the peer refused our certificate, the certificate \"CN=eve\"");
    }
  }

  private void pins() throws Exception {
    System.out.println("pins:");
    String good = pin("good.pem");
    answers("good13", trusting().pin(good));
    answers("good13", trusting().pin("localhost.", pin("company.pem")));
    fails("good13", trusting().pin(pin("ada.pem")), "has none of the keys that are pinned");
    fails("good13", trusting().pin(pin("ada.pem")), "seen are " + good);
  }

  private void nginx(String version) throws Exception {
    TlsSettings ada =
        trusting().certificate(folder.resolve("ada.pem"), folder.resolve("ada.key")).build();
    String uri = uri("nginx" + version.replace(".", ""));
    String seen = "CN=ada TLSv" + version + " resumed=";
    try (HttpClient client = HttpClient.builder().tls(ada).build()) {
      check.is("with a certificate", seen + ".", text(client, uri));
      check.is("on a second connection", seen + "r", text(client, uri));
      TlsSettings none = trusting().build();
      check.is("with none in the call", 400, client.get(uri).tls(none).send().status().code());
      check.is("with the client's again", seen + "r", text(client, uri));
      TlsSettings eve =
          trusting().certificate(folder.resolve("eve.pem"), folder.resolve("eve.key")).build();
      check.is("with a wrong one", 400, client.get(uri).tls(eve).send().status().code());
    }
  }

  private static String text(HttpClient client, String uri) throws HttpFailure {
    BufferedResponse response = client.get(uri).keepAlive(false).send();
    return response.text();
  }

  private TlsSettingsBuilder trusting() {
    return TlsSettings.builder().authorities(folder.resolve("company.pem"));
  }

  private String uri(String server) {
    return "https://localhost:" + ports.getProperty(server) + "/";
  }

  private String pin(String file) throws Exception {
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(in)
              .getPublicKey()
              .getEncoded();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return "sha256/" + Base64.getEncoder().encodeToString(hash);
    }
  }

  private void answers(String server, TlsSettingsBuilder settings) throws Exception {
    TlsSettings tls = settings.build();
    try (HttpClient client = HttpClient.builder().tls(tls).build()) {
      check.is(server + ", " + tls, 200, client.get(uri(server)).send().status().code());
    } catch (HttpFailure e) {
      check.is(server + ", " + tls, 200, e);
    }
  }

  private void fails(String server, TlsSettingsBuilder settings, String reason) throws Exception {
    TlsSettings tls = settings.build();
    try (HttpClient client = HttpClient.builder().tls(tls).build()) {
      try {
        client.get(uri(server)).send();
        check.is(server, "a failure", "an answer");
      } catch (HttpFailure.Tls e) {
        String seen = e.getMessage();
        check.is(
            server + ": " + seen.replaceFirst(".*? failed: ", ""), true, seen.contains(reason));
      } catch (HttpFailure e) {
        check.is(server, "a failure of TLS", e);
      }
      check.is(
          "  connections left", 0, client.connections().leased() + client.connections().idle());
    }
  }
}
