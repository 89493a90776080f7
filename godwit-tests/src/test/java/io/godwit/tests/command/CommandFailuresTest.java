package io.godwit.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import io.godwit.tests.command.Command.Ran;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong: one line on standard error, and curl's exit code. */
final class CommandFailuresTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "http://, 3",
    "http://a:b/, 3",
    "http://[::1/, 3",
    "mailto:me, 3",
    "gopher://a/, 1",
    "file:///etc/passwd, 1",
  })
  @Row("T52")
  void a_url_that_is_none_or_of_another_protocol(String url, int code) {
    Ran ran = Command.run(url);
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.err()).startsWith("godwit: (" + code + ") ").hasLineCount(1);
  }

  @Test
  void a_host_that_nobody_knows() {
    assertThat(Command.run("http://nosuch.invalid/"))
        .isEqualTo(new Ran(6, "", "godwit: (6) cannot resolve nosuch.invalid: unknown host\n"));
  }

  @Test
  void a_port_that_nobody_listens_on() throws IOException {
    int port = freePort();
    assertThat(Command.run("127.0.0.1:" + port))
        .isEqualTo(
            new Ran(
                7,
                "",
                "godwit: (7) cannot connect to 127.0.0.1:" + port + ": connection refused\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 18, abc",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', 18, abc",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx\r\n', 56, abc",
    "'', 52, ''",
    "'nonsense\r\n\r\n', 8, ''",
    "'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 8, ''",
  })
  void an_answer_that_is_not_whole_or_not_http(String answer, int code, String content)
      throws IOException {
    try (Peer peer = Peer.saying(answer)) {
      Ran ran = Command.run(peer.url());
      assertThat(ran.code()).isEqualTo(code);
      assertThat(ran.out()).isEqualTo(content);
      assertThat(ran.err()).startsWith("godwit: (" + code + ") ").hasLineCount(1);
    }
  }

  @Test
  void an_answer_of_unknown_length_ends_with_the_connection() throws IOException {
    try (Peer peer = Peer.saying("HTTP/1.0 200 OK\r\n\r\nall of it")) {
      assertThat(Command.run(peer.url())).isEqualTo(new Ran(0, "all of it", ""));
      assertThat(peer.head()).startsWith("GET / HTTP/1.1\r\n");
    }
  }

  @Test
  void a_connection_that_is_cut() throws IOException {
    try (Peer peer =
        Peer.that(
            client -> {
              Peer.write(client, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
              client.setSoLinger(true, 0); // close sends a reset
            })) {
      Ran ran = Command.run(peer.url());
      assertThat(ran.code()).isEqualTo(56);
      assertThat(ran.err()).startsWith("godwit: (56) ").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"})
  void a_server_that_is_too_slow(String beginning) throws IOException {
    try (Peer peer =
        Peer.that(
            client -> {
              Peer.write(client, beginning);
              Peer.awaitEnd(client);
            })) {
      Ran ran = Command.run("-m", "0.2", peer.url());
      assertThat(ran.code()).isEqualTo(28);
      assertThat(ran.err()).isEqualTo("godwit: (28) timeout: total took longer than 200 ms\n");
    }
  }

  @Test
  void a_server_that_does_not_speak_tls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerPlainly(plain));
      Ran ran = Command.run("-m", "30", "https://127.0.0.1:" + plain.getLocalPort() + "/");
      assertThat(ran.code()).isEqualTo(35);
      assertThat(ran.err()).startsWith("godwit: (35) TLS with ").hasLineCount(1);
    }
  }

  private static void answerPlainly(ServerSocket plain) {
    try (Socket client = plain.accept()) {
      Peer.write(client, "HTTP/1.1 400 Bad Request\r\n\r\n");
      Peer.awaitEnd(client);
    } catch (IOException e) {
      // the client hung up
    }
  }

  @Test
  void a_certificate_of_an_unknown_authority_unless_nothing_is_to_be_checked() throws Exception {
    var context = TestCertificates.shared().localhost().context();
    try (var listening = context.getServerSocketFactory().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> serveTls(listening));
      String url = "https://localhost:" + listening.getLocalPort() + "/";
      Ran refused = Command.run(url);
      assertThat(refused.code()).isEqualTo(60);
      assertThat(refused.err()).startsWith("godwit: (60) TLS with localhost:").hasLineCount(1);
      assertThat(Command.run("-k", url)).isEqualTo(new Ran(0, "ok", ""));
      Ran verbose = Command.run("--validate_cert=false", "-v", url);
      assertThat(verbose.err()).contains("* TLSv1.3, ", "certificate CN=localhost");
    }
  }

  @Test
  void who_is_trusted_over_tls_and_what_is_shown_can_be_said() throws Exception {
    TestCertificates certificates = TestCertificates.shared();
    TestCertificates.Identity server = certificates.localhost();
    String authority = file("authority.pem", certificates.certificatePem());
    String stranger = file("stranger.pem", TestCertificates.authority("x").certificatePem());
    String own = file("own.pem", server.certificatePem());
    String key = file("own.key", server.keyPem());
    byte[] spki = server.certificate().getPublicKey().getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(spki);
    String pin = "sha256//" + Base64.getEncoder().encodeToString(hash);
    String pinned = Files.write(folder.resolve("key.der"), spki).toString();
    String other = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    String none = folder.resolve("none").toString();
    var context = server.context();
    try (var listening = context.getServerSocketFactory().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> serveTls(listening));
      String url = "https://localhost:" + listening.getLocalPort() + "/";
      assertThat(Command.run("--cacert", authority, url)).isEqualTo(new Ran(0, "ok", ""));
      assertThat(Command.run("--cacert", authority, "--tlsv1.3", url).code()).isZero();
      assertThat(Command.run("--cacert", stranger, url).code()).isEqualTo(60);
      assertThat(Command.run("--cacert", none, url).code()).isEqualTo(77);
      assertThat(Command.run("--cacert", authority, "--pinnedpubkey", pin, url).code()).isZero();
      assertThat(Command.run("-k", "--pinnedpubkey", pinned, url).code()).isZero();
      assertThat(Command.run("-k", "--pinnedpubkey", other + ";" + pin, url).code()).isZero();
      assertThat(Command.run("-k", "--pinnedpubkey", other, url).code()).isEqualTo(90);
      assertThat(Command.run("-k", "--pinnedpubkey", stranger, url).code()).isEqualTo(90);
      assertThat(Command.run("-k", "-E", own, "--key", key, url).code()).isZero();
      assertThat(Command.run("-k", "-E", own, url).code()).isEqualTo(58);
      assertThat(Command.run("-k", "-E", own, "--cert-type", "DER", url).code()).isEqualTo(2);
    }
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static void serveTls(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        int last = 0;
        for (int octet = client.getInputStream().read();
            octet >= 0;
            octet = client.getInputStream().read()) {
          last = last << 8 | octet;
          if (last == 0x0D0A0D0A) {
            Peer.write(
                client, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
            break;
          }
        }
      } catch (IOException e) {
        // the client refused the certificate, or the test is over: asserted there
      }
    }
  }

  @Test
  void an_output_that_cannot_be_written() throws IOException {
    try (Peer peer = Peer.saying("HTTP/1.0 200 OK\r\n\r\ncontent")) {
      Ran ran = Command.run("-o", folder.resolve("no/such/folder").toString(), peer.url());
      assertThat(ran.code()).isEqualTo(23);
      assertThat(ran.err())
          .isEqualTo(
              "godwit: (23) cannot write to "
                  + folder.resolve("no/such/folder")
                  + ": No such file or directory\n");
    }
  }

  @Test
  void an_output_that_nobody_reads_any_more_is_left_in_silence() throws IOException {
    try (Peer peer = Peer.saying("HTTP/1.0 200 OK\r\n\r\ncontent")) {
      assertThat(Command.runInto(new Closed("Broken pipe"), peer.url()))
          .isEqualTo(new Ran(23, "", ""));
    }
    try (Peer peer = Peer.saying("HTTP/1.0 200 OK\r\n\r\ncontent")) {
      assertThat(Command.runInto(new Closed("No space left on device"), peer.url()).err())
          .isEqualTo("godwit: (23) cannot write to standard output: No space left on device\n");
    }
  }

  /** A stream that nothing can be written to. */
  private static final class Closed extends OutputStream {
    private final String reason;

    Closed(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int octet) throws IOException {
      throw new IOException(reason);
    }
  }

  @Test
  void a_url_without_a_name_for_a_file() {
    Ran ran = Command.run("-O", "http://127.0.0.1:1/folder/");
    assertThat(ran.code()).isEqualTo(23);
    assertThat(ran.err()).contains("-O finds no name for a file").hasLineCount(1);
  }

  @Test
  void a_message_has_no_line_break_and_no_secret_of_the_url() {
    Ran ran = Command.run("http://me:secret@a b/\r\nx");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).hasLineCount(1).doesNotContain("secret");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
