package io.godwit.tests.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.net.Channel;
import io.godwit.net.PlainChannel;
import io.godwit.net.ServerTls;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsVersion;
import io.godwit.server.ConnectionSource;
import io.godwit.server.Handler;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerTimeouts;
import io.godwit.server.TlsFacts;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.TestCertificates.Identity;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ServerTlsTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final Identity LOCALHOST = CERTIFICATES.localhost();

  /** Says what the server knows of the connection. */
  private static final Handler TELLING =
      request -> {
        TlsFacts facts = request.tls().orElseThrow();
        return Response.text(
            String.join(
                " ",
                request.uri().scheme(),
                facts.protocol(),
                facts.cipherSuite(),
                facts.serverName().orElse("-"),
                facts.clientChain().stream()
                    .map(one -> one.getSubjectX500Principal().getName())
                    .collect(Collectors.joining("+"))));
      };

  @TempDir private Path folder;

  private static HttpServer serve(ServerTls tls) throws IOException {
    return HttpServer.builder().handler(TELLING).port(0, tls).start();
  }

  private static ServerTls.Builder as(Identity... identities) {
    ServerTls.Builder builder = ServerTls.builder();
    for (Identity one : identities) {
      builder.certificatePem(one.certificatePem(), one.keyPem());
    }
    return builder;
  }

  private static TlsSettings trusting() {
    return TlsSettings.trusting(CERTIFICATES.trusted());
  }

  private static String told(HttpServer server, TlsSettings settings) throws Exception {
    try (HttpClient client = HttpClient.builder().tls(settings).build()) {
      return client.get("https://localhost:" + server.port() + "/").send().text();
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  @Row({"G36", "G34"})
  void a_request_over_tls_from_files_knows_its_connection() throws Exception {
    ServerTls tls =
        ServerTls.of(
            file("chain.pem", LOCALHOST.certificatePem()), file("key.pem", LOCALHOST.keyPem()));
    try (HttpServer server = serve(tls)) {
      assertThat(told(server, trusting())).matches("https TLSv1\\.3 TLS_AES_\\w+ localhost ");
    }
  }

  @Test
  void an_idle_connection_has_no_room_for_a_record_also_after_much_was_received() throws Exception {
    AtomicInteger room = new AtomicInteger();
    try (ServerSocketChannel socket = ServerSocketChannel.open()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HttpServer.Builder builder =
          HttpServer.builder().handler(request -> Response.text("" + request.bytes().length));
      ConnectionSource source = RoomOfReads.noting(room, ConnectionSource.of(socket));
      try (HttpServer _ = builder.source(source, as(LOCALHOST).build()).start();
          HttpClient client = HttpClient.builder().tls(trusting()).build()) {
        String url = "https://localhost:" + socket.socket().getLocalPort() + "/";
        for (int size : new int[] {0, 1_000_000, 10, 3_000}) {
          assertThat(client.post(url).body(Body.bytes(new byte[size])).send().text())
              .isEqualTo("" + size);
          long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
          while (room.get() > 4_096) { // until the server waits for the next request
            assertThat(System.nanoTime()).isLessThan(limit);
            Thread.onSpinWait();
          }
        }
      }
    }
  }

  /** A handshake by the JDK's sockets, which asks for that host unless it is empty. */
  private static SSLSocket connect(HttpServer server, String host, String... protocols)
      throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(CERTIFICATES.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(30_000);
    SSLParameters parameters = socket.getSSLParameters();
    if (!host.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    socket.setSSLParameters(parameters);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static String certificateFor(HttpServer server, String host, String protocol)
      throws Exception {
    try (SSLSocket socket = connect(server, host, protocol)) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Row("G36")
  void each_host_has_its_own_certificate_and_any_other_gets_the_first(String protocol)
      throws Exception {
    ServerTls tls =
        as(
                LOCALHOST,
                CERTIFICATES.issue("a", "a.example", "*.a.example"),
                CERTIFICATES.issue("b", "b.example"))
            .build();
    try (HttpServer server = serve(tls)) {
      assertThat(certificateFor(server, "a.example", protocol)).isEqualTo("CN=a");
      assertThat(certificateFor(server, "WWW.a.example", protocol)).isEqualTo("CN=a");
      assertThat(certificateFor(server, "b.example", protocol)).isEqualTo("CN=b");
      assertThat(certificateFor(server, "c.example", protocol)).isEqualTo("CN=localhost");
      assertThat(certificateFor(server, "", protocol)).isEqualTo("CN=localhost");
    }
  }

  private static TlsSettings showing(Identity identity) {
    return TlsSettings.builder()
        .authorities(CERTIFICATES.trusted())
        .certificatePem(identity.certificatePem(), identity.keyPem())
        .build();
  }

  @Test
  @Row({"G36", "G34"})
  void a_client_that_needs_a_certificate_is_known_by_it_or_gets_no_connection() throws Exception {
    Path authorities = file("authority.pem", CERTIFICATES.certificatePem());
    Identity stranger = TestCertificates.authority("Elsewhere").client("eve");
    try (HttpServer server = serve(as(LOCALHOST).clientAuthorities(authorities).build())) {
      assertThat(told(server, showing(CERTIFICATES.client("ada")))).endsWith(" CN=ada");
      assertThatThrownBy(() -> told(server, trusting())).isInstanceOf(HttpFailure.class);
      assertThatThrownBy(() -> told(server, showing(stranger))).isInstanceOf(HttpFailure.class);
      assertThat(told(server, showing(CERTIFICATES.client("bob")))).endsWith(" CN=bob");
    }
  }

  @Test
  void a_client_whose_certificate_is_wanted_may_have_none_but_no_wrong_one() throws Exception {
    Identity stranger = TestCertificates.authority("Elsewhere").client("eve");
    ServerTls tls =
        as(LOCALHOST)
            .clientAuthorities(CERTIFICATES.trusted())
            .clients(ServerTls.Clients.WANTED)
            .build();
    try (HttpServer server = serve(tls)) {
      assertThat(told(server, showing(CERTIFICATES.client("ada")))).endsWith(" CN=ada");
      assertThat(told(server, trusting())).endsWith("localhost ");
      assertThatThrownBy(() -> told(server, showing(stranger))).isInstanceOf(HttpFailure.class);
    }
  }

  @Test
  @Row("G36")
  void certificates_are_exchanged_while_connections_go_on() throws Exception {
    Path chain = file("chain.pem", CERTIFICATES.issue("old", "localhost").certificatePem());
    Identity old = CERTIFICATES.issue("old", "localhost");
    Files.writeString(chain, old.certificatePem());
    Path key = file("key.pem", old.keyPem());
    ServerTls tls = ServerTls.of(chain, key);
    try (HttpServer server = serve(tls);
        SSLSocket kept = connect(server, "localhost")) {
      assertThat(certificateFor(server, "localhost", "TLSv1.3")).isEqualTo("CN=old");
      Identity renewed = CERTIFICATES.issue("new", "localhost");
      Files.writeString(chain, renewed.certificatePem());
      assertThatThrownBy(tls::reload)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("chain.pem and ");
      assertThat(certificateFor(server, "localhost", "TLSv1.3")).isEqualTo("CN=old");
      Files.writeString(key, renewed.keyPem());
      tls.reload();
      assertThat(certificateFor(server, "localhost", "TLSv1.3")).isEqualTo("CN=new");
      kept.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(new String(kept.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.0 200 ");
    }
  }

  @Test
  void a_context_from_elsewhere_serves_and_can_be_exchanged() throws Exception {
    List<SSLContext> contexts = new ArrayList<>();
    contexts.add(LOCALHOST.context());
    ServerTls tls = ServerTls.builder().context(contexts::getLast).build();
    try (HttpServer server = serve(tls);
        HttpServer fixed = serve(ServerTls.of(LOCALHOST.context()))) {
      assertThat(certificateFor(server, "", "TLSv1.2")).isEqualTo("CN=localhost");
      assertThat(certificateFor(fixed, "", "TLSv1.2")).isEqualTo("CN=localhost");
      contexts.add(CERTIFICATES.issue("other", "localhost").context());
      tls.reload();
      assertThat(certificateFor(server, "", "TLSv1.2")).isEqualTo("CN=other");
    }
  }

  @Test
  void a_key_store_gives_all_its_certificates() throws Exception {
    KeyStore store = LOCALHOST.keyStore();
    KeyStore more = CERTIFICATES.issue("b", "b.example").keyStore();
    char[] password = "test".toCharArray();
    String alias = more.aliases().nextElement();
    store.setKeyEntry(
        "second", more.getKey(alias, password), password, more.getCertificateChain(alias));
    Path file = folder.resolve("keys.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    try (HttpServer server = serve(ServerTls.builder().keyStore(file, "test").build())) {
      assertThat(certificateFor(server, "b.example", "TLSv1.3")).isEqualTo("CN=b");
      assertThat(certificateFor(server, "localhost", "TLSv1.3")).isEqualTo("CN=localhost");
    }
    assertThatThrownBy(() -> ServerTls.builder().keyStore(file, "wrong").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keys.p12");
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void older_versions_than_the_minimum_are_refused(TlsVersion minimum) throws Exception {
    try (HttpServer server = serve(as(LOCALHOST).minimum(minimum).build())) {
      assertThat(certificateFor(server, "", "TLSv1.3")).isEqualTo("CN=localhost");
      if (minimum == TlsVersion.TLS_1_3) {
        assertThatThrownBy(() -> certificateFor(server, "", "TLSv1.2"))
            .isInstanceOf(IOException.class);
      } else {
        assertThat(certificateFor(server, "", "TLSv1.2")).isEqualTo("CN=localhost");
      }
    }
  }

  @Test
  void a_request_in_the_clear_is_told_that_this_is_a_tls_port() throws Exception {
    try (HttpServer server = serve(as(LOCALHOST).build());
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      plain.setSoTimeout(30_000);
      plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(new String(plain.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("\r\nConnection: close\r\n")
          .endsWith("this port speaks TLS, and is to be asked by https\n");
    }
  }

  @Test
  void what_is_neither_ends_without_an_answer_in_the_clear() throws Exception {
    try (HttpServer server = serve(as(LOCALHOST).build());
        Socket odd = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      odd.setSoTimeout(30_000);
      odd.getOutputStream().write(new byte[64]);
      assertThat(new String(odd.getInputStream().readAllBytes(), ISO_8859_1))
          .doesNotContain("HTTP");
      assertThat(told(server, trusting())).startsWith("https ");
    }
  }

  @Test
  void silent_clients_hold_up_nobody_and_are_closed_in_time() throws Exception {
    ServerTimeouts hasty = ServerTimeouts.defaults().withHandshake(Duration.ofSeconds(2));
    try (HttpServer server =
        HttpServer.builder()
            .handler(TELLING)
            .timeouts(hasty)
            .port(0, as(LOCALHOST).build())
            .start()) {
      List<Socket> silent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        if (i % 2 == 0) {
          socket.getOutputStream().write(new byte[] {22, 3, 1, 1}); // the start of a record
        }
        silent.add(socket);
      }
      assertThat(told(server, trusting())).startsWith("https ");
      for (Socket socket : silent) {
        assertThat(socket.getInputStream().read()).isNegative();
        socket.close();
      }
    }
  }

  private static Channel channel(HttpServer server) throws IOException {
    return TlsChannel.client(plain(server), trusting(), "localhost", server.port());
  }

  private static Channel plain(HttpServer server) throws IOException {
    return PlainChannel.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), opening -> {});
  }

  private static void send(Channel channel, String text) throws IOException {
    channel.write(new ByteBuffer[] {ByteBuffer.wrap(text.getBytes(ISO_8859_1))}, 1);
  }

  /** Everything up to close_notify; fails when the connection ends without one. */
  private static String rest(Channel channel) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(16 * 1024);
    while (channel.read(all) >= 0) {}
    return new String(all.array(), 0, all.position(), ISO_8859_1);
  }

  @Test
  void the_server_says_goodbye_however_it_parts() throws Exception {
    ServerTimeouts hasty =
        ServerTimeouts.defaults()
            .withIdle(Duration.ofSeconds(2))
            .withLinger(Duration.ofMillis(300));
    try (HttpServer server =
        HttpServer.builder()
            .handler(TELLING)
            .timeouts(hasty)
            .port(0, as(LOCALHOST).build())
            .start()) {
      try (Channel closing = channel(server)) {
        send(closing, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(rest(closing)).startsWith("HTTP/1.1 200 ");
      }
      try (Channel malformed = channel(server)) {
        send(malformed, "nonsense\r\n\r\n");
        assertThat(rest(malformed)).startsWith("HTTP/1.1 400 ");
      }
      try (Channel idle = channel(server)) {
        assertThat(rest(idle)).isEmpty();
      }
    }
    HttpServer patient = serve(as(LOCALHOST).build());
    try (Channel stopped = channel(patient)) {
      send(stopped, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      ByteBuffer first = ByteBuffer.allocate(16 * 1024);
      assertThat(stopped.read(first)).isPositive();
      patient.close();
      assertThat(rest(stopped)).isEmpty();
    } finally {
      patient.close();
    }
  }

  @Test
  void a_balancer_says_for_whom_it_has_connected_before_the_handshake() throws Exception {
    Handler facts = request -> Response.text(request.scheme() + " for " + request.remote());
    try (HttpServer server =
            HttpServer.builder()
                .handler(facts)
                .proxyProtocol("127.0.0.1")
                .port(0, as(LOCALHOST).build())
                .start();
        Channel lower = plain(server)) {
      send(lower, "PROXY TCP4 192.0.2.1 203.0.113.7 54321 443\r\n");
      Channel client = TlsChannel.client(lower, trusting(), "localhost", server.port());
      send(client, "GET / HTTP/1.0\r\n\r\n");
      assertThat(rest(client)).endsWith("\r\n\r\nhttps for /192.0.2.1:54321");
    }
  }

  @Test
  void a_client_that_gives_up_its_handshake_leaves_the_server_as_it_was() throws Exception {
    try (HttpServer server = serve(as(LOCALHOST).build())) {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
          socket.setOption(StandardSocketOptions.SO_LINGER, 0);
          socket.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1});
        }
      }
      assertThatThrownBy(() -> told(server, TlsSettings.standard()))
          .as("it does not know our authority")
          .isInstanceOf(HttpFailure.Tls.class);
      assertThat(told(server, trusting())).startsWith("https ");
    }
  }

  @Test
  void settings_that_make_no_server_are_refused() throws Exception {
    Path chain = file("chain.pem", LOCALHOST.certificatePem());
    Path other = file("other.pem", CERTIFICATES.localhost().keyPem());
    assertThatThrownBy(() -> ServerTls.of(chain, other)).hasMessageContaining("other.pem");
    assertThatThrownBy(() -> ServerTls.builder().build())
        .hasMessageContaining("needs a certificate");
    assertThatThrownBy(() -> as(LOCALHOST).clients(ServerTls.Clients.NEEDED).build())
        .hasMessageContaining("no authority");
    assertThatThrownBy(() -> as(LOCALHOST).context(LOCALHOST::context).build())
        .hasMessageContaining("context from elsewhere");
    assertThatThrownBy(() -> ServerTls.of(folder.resolve("none"), chain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }
}
