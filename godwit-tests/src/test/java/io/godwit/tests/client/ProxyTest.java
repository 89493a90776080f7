package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.SelectedProxies;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.net.TlsSettings;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyRules;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls by proxies, over real connections: what each proxy gets to see, and who gets its login. */
@Timeout(60)
final class ProxyTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final String BASIC = "Basic YWRhOnMzY3JldA==";

  private static SSLServerSocket secure;
  private static final BlockingQueue<String> ORIGIN_HEADS = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    secure =
        (SSLServerSocket)
            CERTIFICATES
                .issue("origin.example", "origin.example", "localhost")
                .context()
                .getServerSocketFactory()
                .createServerSocket(0);
    Thread.ofVirtual().start(ProxyTest::serve);
  }

  @AfterAll
  static void stop() throws IOException {
    secure.close();
  }

  private static void serve() {
    while (!secure.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) secure.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static void answer(SSLSocket socket) {
    try (socket) {
      byte[] request = new byte[8192];
      for (int n = socket.getInputStream().read(request); n > 0; ) {
        ORIGIN_HEADS.add(new String(request, 0, n, StandardCharsets.ISO_8859_1));
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\norigin"
                    .getBytes(StandardCharsets.US_ASCII));
        n = socket.getInputStream().read(request);
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static String origin() {
    return "https://origin.example:" + secure.getLocalPort() + "/";
  }

  private static String originHead() throws InterruptedException {
    String head = ORIGIN_HEADS.poll(20, TimeUnit.SECONDS);
    assertThat(head).isNotNull();
    return head;
  }

  private static HttpClientBuilder trusting() {
    return HttpClient.builder().tls(TlsSettings.trusting(CERTIFICATES.trusted()));
  }

  private static Proxy ada(RecordingProxy proxy) {
    return Proxy.of(proxy.uri()).withLogin("ada", "s3cret");
  }

  @Test
  @Row("P35")
  void a_request_in_the_clear_is_handed_to_the_proxy_with_its_whole_uri() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open();
        HttpClient client = HttpClient.builder().proxy(proxy.uri()).build()) {
      String uri = "http://a.example/path?q=1";
      BufferedResponse response = client.get(uri + "#part").send();
      assertThat(response.text()).isEqualTo(uri);
      assertThat(proxy.heads().getFirst())
          .startsWith("GET " + uri + " HTTP/1.1\r\nHost: a.example\r\n")
          .doesNotContain("Proxy-Connection");
    }
  }

  @Test
  @Row("P35")
  void one_connection_to_the_proxy_serves_all_origins_in_the_clear() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open();
        HttpClient client = HttpClient.builder().proxy(proxy.uri()).build()) {
      for (String host : List.of("a.example", "b.example:8080", "[2001:db8::1]")) {
        String uri = "http://" + host + "/";
        assertThat(client.get(uri).send().text()).isEqualTo(uri);
      }
      assertThat(proxy.accepted()).isEqualTo(1);
      assertThat(client.connections().keys()).containsOnlyKeys(proxy.uri());
    }
  }

  @Test
  @Row("P36")
  void an_https_origin_is_reached_by_a_tunnel_and_verified() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open();
        HttpClient client = trusting().proxy(proxy.uri()).build()) {
      BufferedResponse response =
          client.get(origin()).header("Authorization", "Bearer call").cookie("a", "b").send();
      assertThat(response.text()).isEqualTo("origin");
      assertThat(client.get(origin()).send().text()).isEqualTo("origin");
      assertThat(proxy.accepted()).isEqualTo(1);
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().getFirst())
          .isEqualTo(
              "CONNECT origin.example:"
                  + secure.getLocalPort()
                  + " HTTP/1.1\r\nHost: origin.example:"
                  + secure.getLocalPort()
                  + "\r\nUser-Agent: godwit/0.1\r\n\r\n");
      assertThat(originHead()).startsWith("GET / HTTP/1.1\r\n").contains("Bearer call");
      originHead();
      String other = "https://other.example:" + secure.getLocalPort() + "/";
      assertThatThrownBy(() -> client.get(other).send())
          .isInstanceOfSatisfying(
              HttpFailure.Tls.class, failure -> assertThat(failure.certificateRefused()).isTrue());
    }
  }

  @Test
  void a_login_is_shown_to_the_proxy_alone_and_asked_for_once() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, false);
        HttpClient client = trusting().proxy(ada(proxy)).build()) {
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("http://a.example/");
      assertThat(client.get("http://a.example/2").send().text()).isEqualTo("http://a.example/2");
      assertThat(client.get(origin()).send().text()).isEqualTo("origin");
      assertThat(proxy.heads()).hasSize(4);
      assertThat(proxy.heads().getFirst()).doesNotContain("Proxy-Authorization");
      assertThat(proxy.heads().subList(1, 4))
          .allMatch(head -> head.contains("Proxy-Authorization: " + BASIC));
      assertThat(originHead()).doesNotContain("Proxy-Authorization");
      assertThat(proxy.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_proxy_that_closes_after_its_challenge_is_connected_to_again() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, true);
        HttpClient client = trusting().proxy(ada(proxy)).build()) {
      assertThat(client.get(origin()).send().text()).isEqualTo("origin");
      originHead();
      assertThat(proxy.heads()).hasSize(2);
      assertThat(proxy.accepted()).isEqualTo(2);
      assertThat(client.connections().leased()).isZero();
    }
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, true);
        HttpClient client = HttpClient.builder().proxy(ada(proxy)).build()) {
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("http://a.example/");
    }
  }

  @Test
  void content_that_can_be_sent_again_is_and_other_content_leaves_the_challenge_as_the_answer()
      throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, true);
        HttpClient client = HttpClient.builder().proxy(ada(proxy)).build()) {
      assertThat(client.post("http://a.example/").text("x".repeat(100)).send().status().code())
          .isEqualTo(200);
    }
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, true);
        HttpClient client = HttpClient.builder().proxy(ada(proxy)).build()) {
      var once = new java.io.ByteArrayInputStream(new byte[100]);
      BufferedResponse response = client.post("http://a.example/").stream(once).send();
      assertThat(response.status().code()).isEqualTo(407);
      assertThat(response.text()).isEqualTo("who");
    }
  }

  @Test
  void who_has_no_login_gets_the_proxys_challenge_as_the_answer() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, false);
        HttpClient client = trusting().proxy(proxy.uri()).build()) {
      assertThat(client.get("http://a.example/").send().status().code()).isEqualTo(407);
      assertThatThrownBy(() -> client.get(origin()).send())
          .isInstanceOfSatisfying(
              HttpFailure.Proxy.class,
              failure -> {
                assertThat(failure.problem()).isEqualTo(HttpFailure.Proxy.Problem.REFUSED);
                assertThat(failure.response().orElseThrow().status().code()).isEqualTo(407);
              });
    }
  }

  @Test
  @Row("P36")
  void a_refusal_of_the_proxy_can_be_read() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open();
        HttpClient client = trusting().proxy(proxy.uri()).build()) {
      assertThatThrownBy(() -> client.get("https://forbidden.example/").send())
          .isInstanceOfSatisfying(
              HttpFailure.Proxy.class,
              failure -> {
                assertThat(failure)
                    .hasMessage(
                        "proxy "
                            + proxy.uri()
                            + ": no tunnel to forbidden.example:443: 403 Not here");
                var response = failure.response().orElseThrow();
                assertThat(response.reason()).isEqualTo("Not here");
                assertThat(
                        new String(
                            ((io.godwit.http.Body.Bytes) response.body()).content(),
                            StandardCharsets.US_ASCII))
                    .isEqualTo("forbidden");
              });
      assertThat(client.connections().leased()).isZero();
    }
  }

  /** peers.md A4: a redirect from a proxy's answer to a host that is reached directly. */
  @Test
  void a_login_for_a_proxy_never_follows_a_redirect_to_a_direct_host() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, false);
        RecordingProxy direct = RecordingProxy.open();
        HttpClient client =
            HttpClient.builder().proxies(ProxyRules.of(ada(proxy)).except("127.0.0.1")).build()) {
      String target = direct.uri() + "/direct";
      assertThat(client.get("http://a.example/to?" + target).send().text()).isEqualTo("/direct");
      assertThat(proxy.heads()).anyMatch(head -> head.contains("Proxy-Authorization: " + BASIC));
      assertThat(direct.heads()).hasSize(1);
      assertThat(direct.heads().getFirst()).doesNotContainIgnoringCase("proxy-authorization");
    }
  }

  /** peers.md A4: curl CVE-2026-6253, credentials for one proxy shown to a second one. */
  @Test
  void a_login_for_a_proxy_is_never_shown_to_another_proxy() throws Exception {
    try (RecordingProxy first = RecordingProxy.wanting(BASIC, false);
        RecordingProxy second = RecordingProxy.wanting(BASIC, false);
        HttpClient client =
            trusting()
                .proxies(
                    ProxyRules.none()
                        .with("http", ada(first).preemptive(true))
                        .with("https", Proxy.of(second.uri())))
                .build()) {
      assertThatThrownBy(() -> client.get("http://a.example/to?" + origin()).send())
          .isInstanceOf(HttpFailure.Proxy.class);
      assertThat(first.heads().getFirst()).contains("Proxy-Authorization: " + BASIC);
      assertThat(second.heads()).hasSize(1);
      assertThat(second.heads().getFirst())
          .startsWith("CONNECT ")
          .doesNotContainIgnoringCase("proxy-authorization");
    }
  }

  /** peers.md A4: Go CVE-2025-4673, a field that was set by hand. */
  @Test
  void a_field_for_a_proxy_that_the_caller_sets_goes_to_a_proxy_and_nowhere_else()
      throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, false);
        RecordingProxy direct = RecordingProxy.open();
        HttpClient client =
            trusting().proxies(ProxyRules.of(Proxy.of(proxy.uri())).except("127.0.0.1")).build()) {
      assertThat(client.get("http://a.example/").header("Proxy-Authorization", BASIC).send().text())
          .isEqualTo("http://a.example/");
      assertThat(client.get(direct.uri() + "/x").header("Proxy-Authorization", BASIC).send().text())
          .isEqualTo("/x");
      assertThat(direct.heads().getFirst()).doesNotContainIgnoringCase("proxy-authorization");
      String target = direct.uri() + "/y";
      assertThat(
              client
                  .get("http://a.example/to?" + target)
                  .header("Proxy-Authorization", BASIC)
                  .send()
                  .text())
          .isEqualTo("/y");
      assertThat(direct.heads().getLast()).doesNotContainIgnoringCase("proxy-authorization");
    }
  }

  /** peers.md A8: curl CVE-2026-3784, a tunnel that was opened with other credentials. */
  @Test
  void a_tunnel_is_never_shared_between_logins_nor_with_none() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open();
        HttpClient client = trusting().build()) {
      Proxy plain = Proxy.of(proxy.uri());
      List<Proxy> kinds =
          List.of(plain, ada(proxy), plain.withLogin("ada", "other"), plain.withLogin("bob", "b"));
      for (Proxy kind : kinds) {
        assertThat(client.get(origin()).proxy(kind).send().text()).isEqualTo("origin");
        originHead();
      }
      assertThat(proxy.accepted()).isEqualTo(kinds.size());
      for (Proxy kind : kinds) {
        assertThat(client.get(origin()).proxy(kind).send().text()).isEqualTo("origin");
        originHead();
      }
      assertThat(proxy.accepted()).isEqualTo(kinds.size());
    }
  }

  /** peers.md A8: neither is a tunnel for one client certificate used for another. */
  @Test
  void a_tunnel_is_never_shared_between_tls_settings_nor_between_proxies() throws Exception {
    try (RecordingProxy first = RecordingProxy.open();
        RecordingProxy second = RecordingProxy.open();
        HttpClient client = trusting().build()) {
      for (int round = 0; round < 2; round++) {
        client.get(origin()).proxy(first.uri()).send();
        client.get(origin()).proxy(second.uri()).send();
        client.get(origin()).proxy(first.uri()).tls(TlsSettings.insecure()).send();
      }
      assertThat(first.accepted()).isEqualTo(2);
      assertThat(second.accepted()).isEqualTo(1);
      ORIGIN_HEADS.clear();
    }
  }

  @Test
  void tls_is_spoken_with_the_proxy_and_through_it_with_the_origin() throws Exception {
    TlsSettings trusting = TlsSettings.trusting(CERTIFICATES.trusted());
    var listener =
        CERTIFICATES.localhost().context().getServerSocketFactory().createServerSocket(0);
    try (RecordingProxy proxy = RecordingProxy.over(listener);
        HttpClient client =
            trusting().proxyTls(trusting).proxy("https://localhost:" + proxy.port()).build()) {
      BufferedResponse response = client.get(origin()).send();
      assertThat(response.text()).isEqualTo("origin");
      assertThat(originHead()).startsWith("GET / HTTP/1.1\r\n");
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("http://a.example/");
      assertThat(proxy.heads()).hasSize(2);
    }
    var again = CERTIFICATES.localhost().context().getServerSocketFactory().createServerSocket(0);
    try (RecordingProxy proxy = RecordingProxy.over(again);
        HttpClient client =
            HttpClient.builder()
                .tls(TlsSettings.insecure())
                .proxy("https://localhost:" + proxy.port())
                .build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(HttpFailure.Tls.class);
    }
  }

  @Test
  @Row("T33")
  void socks_proxies_get_the_name_and_look_it_up_themselves() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RecordingOrigin plain = new RecordingOrigin("127.0.0.1", request -> Response.of(200));
        HttpClient client =
            trusting()
                .resolver(
                    (host, deadline) -> {
                      throw new HttpFailure.Resolve(host, "nobody asks me", null);
                    })
                .build()) {
      Thread.ofVirtual().start(() -> socks(listener, asked));
      String proxy = "127.0.0.1:" + listener.getLocalPort();
      assertThat(client.get(origin()).proxy("socks5://ada:s3cret@" + proxy).send().text())
          .isEqualTo("origin");
      assertThat(asked.poll(20, TimeUnit.SECONDS))
          .isEqualTo("5 ada s3cret origin.example:" + secure.getLocalPort());
      assertThat(client.get(origin()).proxy("socks4a://ada@" + proxy).send().text())
          .isEqualTo("origin");
      assertThat(asked.poll(20, TimeUnit.SECONDS))
          .isEqualTo("4 ada origin.example:" + secure.getLocalPort());
      ORIGIN_HEADS.clear();
      String inTheClear = "http://plain.example:" + port(plain) + "/";
      assertThat(client.get(inTheClear).proxy("socks5://a:b@" + proxy).send().status().code())
          .isEqualTo(200);
      assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo("5 a b plain.example:" + port(plain));
    }
  }

  private static int port(RecordingOrigin origin) {
    return io.godwit.http.Uri.of(origin.uri("/")).port();
  }

  private static void socks(ServerSocket listener, BlockingQueue<String> asked) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> socks(socket, asked));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  /** Opens tunnels to this machine, whatever the name is. */
  private static void socks(Socket socket, BlockingQueue<String> asked) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      StringBuilder said = new StringBuilder();
      int version = in.readByte();
      said.append(version);
      int port;
      if (version == 5) {
        in.skipNBytes(in.readByte());
        out.write(new byte[] {5, 2});
        in.skipNBytes(1);
        said.append(' ')
            .append(text(in, in.readByte()))
            .append(' ')
            .append(text(in, in.readByte()));
        out.write(new byte[] {1, 0});
        in.skipNBytes(4);
        said.append(' ').append(text(in, in.readByte()));
        port = in.readUnsignedShort();
        out.write(new byte[] {5, 0, 0, 3, 1, 'x', 0, 0});
      } else {
        in.skipNBytes(1);
        port = in.readUnsignedShort();
        in.skipNBytes(4);
        said.append(' ').append(untilZero(in)).append(' ').append(untilZero(in));
        out.write(new byte[] {0, 90, 0, 0, 0, 0, 0, 0});
      }
      asked.add(said.append(':').append(port).toString());
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.ofVirtual().start(() -> RecordingProxy.copy(server, socket));
        RecordingProxy.copy(socket, server);
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static String text(DataInputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String untilZero(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int octet = in.read(); octet > 0; octet = in.read()) {
      text.append((char) octet);
    }
    return text.toString();
  }

  @Test
  void a_socks_proxy_that_says_nothing_runs_into_the_connect_timeout() throws Exception {
    try (RawServer silent = RawServer.start(peer -> peer.awaitEnd());
        HttpClient client =
            HttpClient.builder()
                .timeouts(
                    io.godwit.client.Timeouts.defaults()
                        .withConnect(java.time.Duration.ofMillis(200)))
                .proxy("socks5://127.0.0.1:" + silent.port())
                .build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(HttpFailure.Timeout.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_proxy_that_speaks_before_anybody_has_spoken_to_the_origin_is_not_believed()
      throws Exception {
    try (RawServer early =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                  peer.awaitEnd();
                });
        HttpClient client =
            HttpClient.builder().proxy("http://127.0.0.1:" + early.port()).build()) {
      assertThatThrownBy(() -> client.get("https://a.example/").send())
          .isInstanceOf(HttpFailure.Proxy.class)
          .hasMessageContaining("it sends more than its answer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SSH-2.0-a\r\n\r\n", "HTTP/1.1 101 Other\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b"})
  void an_answer_that_is_none_is_the_failure_of_the_proxy_and_the_origin_has_seen_nothing(
      String answer) throws Exception {
    try (RawServer odd =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say(answer);
                });
        HttpClient client = HttpClient.builder().proxy("http://127.0.0.1:" + odd.port()).build()) {
      assertThatThrownBy(() -> client.post("https://a.example/").send())
          .isInstanceOfSatisfying(
              HttpFailure.Proxy.class,
              failure -> {
                assertThat(failure.problem()).isEqualTo(HttpFailure.Proxy.Problem.HANDSHAKE);
                assertThat(failure.sent()).isEqualTo(Sent.NO);
              });
    }
  }

  @Test
  void a_call_tells_which_proxy_it_went_by_and_what_that_has_asked_for() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, false);
        HttpClient client = trusting().proxy(ada(proxy)).build()) {
      assertThat(client.get("http://a.example/").send().explain().toString())
          .contains(
              "407 Who from the proxy " + proxy.uri() + ": credentials shown: Basic",
              "by the proxy " + proxy.uri() + "\n")
          .doesNotContain("ada", "s3cret", BASIC);
    }
    try (RecordingProxy proxy = RecordingProxy.wanting(BASIC, false);
        HttpClient client = trusting().proxy(ada(proxy)).build()) {
      assertThat(client.get(origin()).send().explain().toString())
          .contains("by the proxy " + proxy.uri() + ", asked 2 times")
          .doesNotContain("ada", "s3cret", BASIC);
      assertThat(originHead()).startsWith("GET / ").doesNotContain("Proxy-");
    }
  }

  @Test
  void a_proxy_that_cannot_be_chosen_is_explained() throws Exception {
    ProxyRules broken = ProxyRules.ofEnvironment(Map.of("http_proxy", "quic://ada:s3cret@p"));
    try (HttpClient client = HttpClient.builder().proxies(broken).build()) {
      assertThatThrownBy(() -> client.get("http://ada:s3cret@a.example/").send())
          .isInstanceOfSatisfying(
              HttpFailure.Proxy.class,
              failure ->
                  assertThat(failure.explain().toString())
                      .contains("a.example/", "failed: proxy http_proxy: no kind of proxy: quic")
                      .doesNotContain("s3cret"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no port:0", "a b:3128", "a/b:3128", "fe80::1%lo:3128"})
  void what_the_jdk_selects_and_is_no_place_is_a_failure(String place) throws Exception {
    int colon = place.lastIndexOf(':');
    InetSocketAddress there =
        InetSocketAddress.createUnresolved(
            place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
    ProxySelector selector =
        new ProxySelector() {
          @Override
          public List<java.net.Proxy> select(URI uri) {
            assertThat(uri).hasToString("http://a.example:80/"); // a path may be a secret
            return List.of(new java.net.Proxy(java.net.Proxy.Type.HTTP, there));
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    assertThatThrownBy(
            () ->
                SelectedProxies.of(selector)
                    .proxyFor(io.godwit.http.Uri.of("http://ada:x@a.example/s3cret?s3cret")))
        .isInstanceOf(HttpFailure.Proxy.class);
  }

  @Test
  void a_proxy_that_is_not_there_is_a_failure_and_never_a_reason_to_go_directly() throws Exception {
    try (RecordingOrigin direct = new RecordingOrigin("127.0.0.1", request -> Response.of(200));
        HttpClient client = HttpClient.builder().proxy("http://127.0.0.1:1").build()) {
      assertThatThrownBy(() -> client.get(direct.uri("/")).send())
          .isInstanceOf(HttpFailure.Connect.class)
          .hasMessageContaining("the proxy 127.0.0.1:1");
      assertThatThrownBy(
              () ->
                  client
                      .get(direct.uri("/"))
                      .proxies(
                          ProxyRules.ofEnvironment(Map.of("http_proxy", "quic://p")).except(""))
                      .send())
          .isInstanceOf(HttpFailure.Proxy.class);
      assertThat(client.get(direct.uri("/")).withoutProxy().send().status().code()).isEqualTo(200);
    }
  }

  @Test
  @Row("P34")
  void what_the_jdk_selects_is_an_option() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open()) {
      ProxySelector selector =
          new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI uri) {
              return switch (uri.getHost()) {
                case "a.example" ->
                    List.of(
                        new java.net.Proxy(
                            java.net.Proxy.Type.HTTP,
                            InetSocketAddress.createUnresolved("127.0.0.1", proxy.port())));
                case "none.example" -> List.of();
                case "127.0.0.1" -> List.of(java.net.Proxy.NO_PROXY);
                default ->
                    List.of(
                        new java.net.Proxy(
                            java.net.Proxy.Type.SOCKS,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
              };
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
          };
      try (RecordingOrigin direct = new RecordingOrigin("127.0.0.1", request -> Response.of(200));
          HttpClient client = HttpClient.builder().proxies(SelectedProxies.of(selector)).build()) {
        assertThat(client.get("http://a.example/").send().text()).isEqualTo("http://a.example/");
        String here = direct.uri("/");
        assertThat(client.get(here).send().status().code()).isEqualTo(200);
        assertThatThrownBy(() -> client.get("http://none.example/").send())
            .isInstanceOf(HttpFailure.Proxy.class);
        assertThatThrownBy(() -> client.get("http://socks.example/").send())
            .isInstanceOf(HttpFailure.Connect.class);
      }
      assertThat(SelectedProxies.standard().proxyFor(io.godwit.http.Uri.of("http://127.0.0.1/")))
          .isEqualTo(Optional.empty());
    }
  }

  @Test
  void the_address_policy_holds_for_what_a_proxy_is_asked_for() throws Exception {
    try (RecordingProxy proxy = RecordingProxy.open();
        HttpClient client = trusting().proxy(proxy.uri()).publicAddressesOnly().build()) {
      for (String uri :
          List.of(
              "http://127.0.0.1/", "https://127.0.0.1/", "http://localhost/", "http://[::1]/")) {
        assertThatThrownBy(() -> client.get(uri).send()).isInstanceOf(HttpFailure.Refused.class);
      }
      assertThat(client.get("http://a.example/").send().text()).isEqualTo("http://a.example/");
      assertThat(proxy.heads()).hasSize(1);
      assertThat(client.connections().leased()).isZero();
    }
  }
}
