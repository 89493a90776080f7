package io.godwit.tests.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.cli.Main;
import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.server.HttpServer;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.command.Command.Ran;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code godwit serve}, as a process of its own. */
@Timeout(120)
final class ServeTest {
  private static final long LARGE = 64L << 20;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.builder().build();
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(folder.resolve("page.txt"), "0123456789");
    Files.writeString(folder.resolve(".secret"), "secret");
    Files.createDirectory(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/start.html"), "<p>docs");
  }

  @AfterEach
  void end() {
    client.close();
    started.forEach(Process::destroyForcibly);
  }

  /** The process, once it says where it is; the base of its URLs. */
  private record Serving(Process process, BufferedReader err, String base) {
    int port() {
      return URI.create(base).getPort();
    }

    void signal(String name) throws Exception {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      assertThat(kill.waitFor()).isZero();
    }

    int end() throws Exception {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    List<String> log() throws IOException {
      try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
        return out.lines().toList();
      }
    }
  }

  private Serving serve(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--port", "0"));
    all.addAll(List.of(options));
    return start(all);
  }

  private Serving start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classes =
        Stream.of(Main.class, HttpServer.class, TestCertificates.class)
            .map(type -> placeOf(type).toString())
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classes));
    command.addAll(List.of("io.godwit.cli.Main", "serve"));
    command.addAll(options);
    command.add(folder.toString());
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    assertThat(err.readLine()).isEqualTo("Serving " + folder);
    String url = String.valueOf(err.readLine()).strip();
    assertThat(url).matches("https?://.+:\\d+/");
    return new Serving(process, err, url);
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_folder_is_served_until_ctrl_c_and_each_request_is_logged() throws Exception {
    Serving serving = serve();
    assertThat(serving.base).startsWith("http://127.0.0.1:");
    BufferedResponse page = client.get(serving.base + "page.txt?key=secret").send();
    assertThat(page.text()).isEqualTo("0123456789");
    assertThat(page.header("Cache-Control")).hasValue("no-cache");
    BufferedResponse part =
        client.get(serving.base + "page.txt").header("Range", "bytes=2-4").send();
    assertThat(part.text()).isEqualTo("234");
    String list = client.get(serving.base).header("Accept-Encoding", "identity").send().text();
    assertThat(list).contains("./page.txt", "./docs/").doesNotContain(".secret");
    BufferedResponse missing = client.get(serving.base + ".secret").send();
    assertThat(missing.status().code()).isEqualTo(404);
    serving.signal("INT");
    assertThat(serving.end()).isEqualTo(130);
    assertThat(serving.log().stream().map(line -> line.replaceFirst("\\[.*]", "[]")))
        .containsExactly(
            "127.0.0.1 - - [] \"GET /page.txt HTTP/1.1\" 200 10",
            "127.0.0.1 - - [] \"GET /page.txt HTTP/1.1\" 206 3",
            "127.0.0.1 - - [] \"GET / HTTP/1.1\" 200 "
                + list.getBytes(StandardCharsets.UTF_8).length,
            "127.0.0.1 - - [] \"GET /.secret HTTP/1.1\" 404 " + missing.bytes().length);
  }

  @Test
  void what_is_under_way_is_finished_when_it_is_told_to_end() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("film").toFile(), "rw")) {
      large.setLength(LARGE);
    }
    Serving serving = serve("--no-access-log");
    try (StreamingResponse film = client.get(serving.base + "film").open()) {
      assertThat(film.body().read()).isZero();
      serving.signal("TERM");
      assertThat(serving.err.readLine()).isEqualTo("Ctrl-C ends it.");
      assertThat(serving.err.readLine()).startsWith("Stopping");
      film.body().skipNBytes(LARGE - 1);
      assertThat(film.body().read()).isEqualTo(-1);
    }
    assertThat(serving.end()).isEqualTo(143);
    assertThat(serving.log()).isEmpty();
  }

  @Test
  void options_say_what_is_shown() throws Exception {
    Serving serving =
        serve("--no-listing", "--hidden", "--index=start.html", "--cache-control", "max-age=60");
    assertThat(client.get(serving.base).send().status().code()).isEqualTo(404);
    assertThat(client.get(serving.base + ".secret").send().text()).isEqualTo("secret");
    BufferedResponse docs = client.get(serving.base + "docs").send();
    assertThat(docs.text()).isEqualTo("<p>docs");
    assertThat(docs.header("Cache-Control")).hasValue("max-age=60");
  }

  @Test
  void what_gains_by_it_is_compressed() throws Exception {
    String text = "a line that is worth compressing\n".repeat(5000);
    Files.writeString(folder.resolve("long.txt"), text);
    String base = serve().base;
    BufferedResponse coded =
        client.get(base + "long.txt").decompress(false).header("Accept-Encoding", "gzip").send();
    assertThat(coded.header("Content-Encoding")).hasValue("gzip");
    assertThat(coded.bytes().length).isLessThan(text.length() / 10);
    assertThat(client.get(base + "long.txt").send().text()).isEqualTo(text);
    String plain = serve("--no-compress").base;
    assertThat(client.get(plain + "long.txt").send().header("Content-Encoding")).isEmpty();
  }

  @Test
  void on_all_addresses_each_of_them_is_named() throws Exception {
    Serving serving = serve("--bind", "all");
    List<String> urls = new ArrayList<>(List.of(serving.base));
    for (String line = serving.err.readLine();
        line.startsWith("  ");
        line = serving.err.readLine()) {
      urls.add(line.strip());
    }
    assertThat(urls.getFirst()).startsWith("http://127.0.0.1:");
    for (String url : urls) {
      assertThat(client.get(url + "page.txt").send().text()).as(url).isEqualTo("0123456789");
    }
  }

  @Test
  void a_certificate_is_made_on_the_spot_and_its_hash_is_said() throws Exception {
    Serving serving = serve("--tls");
    assertThat(serving.base).startsWith("https://127.0.0.1:");
    assertThat(serving.err.readLine()).contains("known to nobody");
    String hash = serving.err.readLine().strip();
    AtomicReference<Certificate> shown = new AtomicReference<>();
    try (HttpClient unsure = HttpClient.builder().tls(TlsSettings.insecure()).build()) {
      BufferedResponse page =
          unsure
              .get(serving.base + "page.txt")
              .onExchange(begun -> shown.set(certificate(begun.tls().orElseThrow())))
              .send();
      assertThat(page.text()).isEqualTo("0123456789");
    }
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(shown.get().getEncoded());
    assertThat(hash).isEqualTo(HexFormat.ofDelimiter(":").withUpperCase().formatHex(expected));
    assertThatThrownBy(() -> client.get(serving.base).send()).isInstanceOf(HttpFailure.Tls.class);
  }

  private static Certificate certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_certificate_of_ones_own_is_shown() throws Exception {
    TestCertificates certificates = TestCertificates.shared();
    TestCertificates.Identity identity = certificates.localhost();
    Path cert = Files.writeString(folder.resolve("cert.pem"), identity.certificatePem());
    Path key = Files.writeString(folder.resolve("key.pem"), identity.keyPem());
    Serving serving = serve("--cert", cert.toString(), "--key", key.toString());
    assertThat(serving.err.readLine()).isEqualTo("Ctrl-C ends it.");
    try (HttpClient trusting =
        HttpClient.builder().tls(TlsSettings.trusting(certificates.trusted())).build()) {
      assertThat(trusting.get(serving.base + "page.txt").send().text()).isEqualTo("0123456789");
    }
    assertThat(Command.run("serve", "--cert", folder + "/none", folder.toString()).code())
        .isEqualTo(58);
    assertThat(Command.run("serve", "--key", key.toString(), folder.toString()).code())
        .isEqualTo(2);
  }

  @Test
  void what_cannot_be_served_is_said_in_a_line() throws Exception {
    Path file = folder.resolve("page.txt");
    assertThat(Command.run("serve", folder + "/none"))
        .isEqualTo(new Ran(26, "", "godwit: (26) there is no folder " + folder + "/none\n"));
    assertThat(Command.run("serve", file.toString()))
        .isEqualTo(new Ran(26, "", "godwit: (26) " + file + " is not a folder\n"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(Command.run("serve", "-p", "" + port, folder.toString()))
          .isEqualTo(new Ran(45, "", "godwit: (45) port " + port + " of 127.0.0.1 is taken\n"));
    }
    assertThat(Command.run("serve", "-b", "192.0.2.1", "-p0", folder.toString()).err())
        .startsWith("godwit: (45) cannot listen on 192.0.2.1:0: ");
    for (List<String> wrong :
        List.of(
            List.of("serve", "a", "b"),
            List.of("serve", "--port", "65536"),
            List.of("serve", "--port", "x"),
            List.of("serve", "--colour"),
            List.of("serve", "--bind", "no.such.host.invalid"),
            List.of("serve", "--index", "../a"),
            List.of("serve", "--cache-control", "a\nb"))) {
      Ran ran = Command.run(wrong.toArray(String[]::new));
      assertThat(ran.code()).as(wrong.toString()).isEqualTo(2);
      assertThat(ran.err()).startsWith("godwit: (2) ").hasLineCount(1);
    }
  }

  @Test
  void without_a_port_the_next_free_one_is_taken() throws Exception {
    Serving first = start(List.of());
    Serving second = start(List.of());
    assertThat(first.port()).isBetween(8080, 8098);
    assertThat(second.port()).isGreaterThan(first.port()).isLessThan(8100);
    assertThat(client.get(second.base + "page.txt").send().text()).isEqualTo("0123456789");
  }

  @Test
  void the_help_lists_its_options() {
    Ran ran = Command.run("serve", "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .startsWith("Usage: godwit serve [OPTIONS] [FOLDER]\n")
        .contains("--bind=ADDRESS", "--port=PORT", "--listing");
    assertThat(Command.run("--help").out()).contains("godwit serve [OPTIONS] [FOLDER]");
  }
}
