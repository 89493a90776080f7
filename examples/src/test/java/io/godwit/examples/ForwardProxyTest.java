package io.godwit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.net.Channel;
import io.godwit.net.ServerTls;
import io.godwit.net.TlsSettings;
import io.godwit.server.HttpServer;
import io.godwit.server.RawHandler;
import io.godwit.server.ServerRequest;
import io.godwit.testkit.Answer;
import io.godwit.testkit.MockServer;
import io.godwit.testkit.RecordedRequest;
import io.godwit.testkit.TestCertificates;
import io.godwit.testkit.httpbin.Httpbin;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ForwardProxyTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);

  @AutoClose private final ForwardProxy proxy;
  @AutoClose private final MockServer origin;
  @AutoClose private final HttpClient client;

  ForwardProxyTest() throws IOException {
    proxy = ForwardProxy.start(0);
    origin = MockServer.start();
    client = through(proxy).build();
  }

  private static HttpClientBuilder through(ForwardProxy proxy) {
    return HttpClient.builder()
        .proxy("http://127.0.0.1:" + proxy.port())
        .tls(TlsSettings.trusting(CERTIFICATES.trusted()));
  }

  @Test
  @Row("P60")
  void a_request_is_passed_on_without_what_is_of_one_connection() throws Exception {
    String answer =
        """
        HTTP/1.1 200 OK\r
        Keep-Alive: timeout=5\r
        Connection: X-Hop\r
        X-Hop: here\r
        X-Origin: yes\r
        Content-Length: 5\r
        \r
        hello""";
    origin.answer(Answer.raw(answer.getBytes(StandardCharsets.US_ASCII)));

    BufferedResponse response =
        client
            .post(origin.uri("/path?q=1"))
            .header("Proxy-Authorization", "Basic c2VjcmV0")
            .header("X-End", "to end")
            .text("content")
            .send();

    RecordedRequest asked = origin.takeRequest();
    assertThat(asked.target()).isEqualTo("/path?q=1");
    assertThat(asked.text()).isEqualTo("content");
    assertThat(asked.header("X-Forwarded-For")).contains("127.0.0.1");
    assertThat(asked.header("X-End")).contains("to end");
    assertThat(asked.header("Proxy-Authorization")).isEmpty();
    assertThat(asked.header("Via")).contains("1.1 godwit");
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.header("X-Origin")).contains("yes");
    assertThat(response.header("Via")).contains("1.1 godwit");
    assertThat(response.header("Keep-Alive")).isEmpty();
    assertThat(response.header("X-Hop")).isEmpty();
  }

  @Test
  @Row("P60")
  void rules_change_the_fields_in_turn() throws Exception {
    try (ForwardProxy ruled =
            ForwardProxy.start(
                0, ForwardProxy::forwardedFor, ForwardProxy.userAgent("the proxy's"));
        HttpClient other = through(ruled).build()) {
      origin.answer(Answer.status(204));
      BufferedResponse passed =
          other.get(origin.uri("/")).header("X-Forwarded-For", "192.0.2.7").send();

      assertThat(passed.status()).isEqualTo(Status.NO_CONTENT);
      RecordedRequest asked = origin.takeRequest();
      assertThat(asked.header("X-Forwarded-For")).contains("192.0.2.7, 127.0.0.1");
      assertThat(asked.header("User-Agent")).contains("the proxy's");
    }
  }

  @Test
  void who_takes_it_for_an_origin_finds_nothing() throws Exception {
    try (HttpClient direct = HttpClient.builder().withoutProxy().build()) {
      String uri = "http://127.0.0.1:" + proxy.port() + "/";
      assertThat(direct.get(uri).send().status()).isEqualTo(Status.NOT_FOUND);
    }
  }

  @Test
  @Row("P60")
  void an_origin_that_does_not_answer_in_time_is_a_504_in_the_form_that_is_asked_for()
      throws Exception {
    Timeouts hasty = Timeouts.defaults().withFirstByte(SHORT);
    origin.answer(Answer.silence(), Answer.silence());
    try (ForwardProxy impatient = ForwardProxy.start(hasty, Tunnel.Patience.USUAL);
        HttpClient other = through(impatient).build()) {
      BufferedResponse html = other.post(origin.uri("/")).header("Accept", "text/html").send();
      BufferedResponse text = other.post(origin.uri("/")).header("Accept", "text/plain").send();

      assertThat(html.status()).isEqualTo(Status.GATEWAY_TIMEOUT);
      assertThat(html.text()).contains("<html").contains("did not answer in time");
      assertThat(text.text()).contains("did not answer in time").doesNotContain("<");
    }
  }

  @Test
  @Row("P60")
  void an_origin_that_gives_no_answer_is_a_502() throws Exception {
    byte[] nonsense = "HTTP/1.1 2000 What?\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    origin.answer(Answer.close(), Answer.reset(), Answer.raw(nonsense));

    for (int i = 0; i < 3; i++) {
      assertThat(client.post(origin.uri("/")).send().status()).isEqualTo(Status.BAD_GATEWAY);
    }
    BufferedResponse refused = client.get("http://127.0.0.1:1/").send();
    assertThat(refused.status()).isEqualTo(Status.BAD_GATEWAY);
    assertThat(refused.text()).contains("cannot be connected to");
    assertThat(client.get("http://nowhere.invalid/").send().status()).isEqualTo(Status.BAD_GATEWAY);
  }

  @Test
  void what_is_neither_http_nor_https_is_not_asked_for() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      send(socket, "GET ftp://127.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

      assertThat(received(socket, 12)).isEqualTo("HTTP/1.1 501");
    }
  }

  @Test
  void content_streams_through_as_it_arrives() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    try (HttpServer slow =
            HttpServer.start(
                0,
                request ->
                    Response.ok(
                        Body.producer(
                            to -> {
                              to.write("first");
                              to.flush();
                              await(first);
                              to.write(" second");
                            })));
        StreamingResponse response = client.get("http://127.0.0.1:" + slow.port() + "/").open();
        InputStream body = response.body()) {
      assertThat(body.readNBytes(5)).asString().isEqualTo("first");
      first.countDown();
      assertThat(body.readAllBytes()).asString().isEqualTo(" second");
    }
  }

  @Test
  void content_that_breaks_off_breaks_off_here_as_well() {
    origin.answer(Answer.text("x".repeat(100_000)).cutAfter(50_000));

    assertThatThrownBy(() -> client.post(origin.uri("/")).send())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
  }

  @Test
  @Row("P60")
  void the_content_of_a_request_is_asked_for_when_the_origin_wants_it() throws Exception {
    try (HttpServer bin = HttpServer.start(0, Httpbin.create())) {
      byte[] large = new byte[1_000_000];
      String base = "http://127.0.0.1:" + bin.port();

      BufferedResponse refused =
          client.put(base + "/expect").body(Body.bytes(large)).expectContinue().send();
      BufferedResponse taken =
          client.put(base + "/put").body(Body.bytes(large)).expectContinue().send();

      assertThat(refused.status()).isEqualTo(Status.EXPECTATION_FAILED);
      assertThat(taken.status()).isEqualTo(Status.OK);
    }
  }

  @Test
  @Row("P60")
  void https_goes_through_a_tunnel() throws Exception {
    TestCertificates.Identity identity = CERTIFICATES.localhost();
    ServerTls tls =
        ServerTls.builder().certificatePem(identity.certificatePem(), identity.keyPem()).build();
    try (HttpServer secure =
        HttpServer.builder().handler(ForwardProxyTest::schemeOf).port(0, tls).start()) {
      String uri = "https://localhost:" + secure.port() + "/";
      assertThat(client.get(uri).send().text()).isEqualTo("https");
      assertThat(client.post(uri).body(Body.bytes(new byte[3_000_000])).send().text())
          .isEqualTo("https");
    }
  }

  private static Response schemeOf(ServerRequest request) throws IOException {
    request.bytes();
    return Response.text(request.uri().scheme());
  }

  @Test
  void the_end_of_either_side_of_a_tunnel_ends_the_other() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (HttpServer listening =
            HttpServer.builder().raw(channel -> heard.complete(all(channel))).port(0).start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      send(socket, "CONNECT 127.0.0.1:" + listening.port() + " HTTP/1.1\r\nHost: a\r\n\r\nearly ");
      assertThat(received(socket, 12)).isEqualTo("HTTP/1.1 200");
      send(socket, "and late");
      socket.shutdownOutput();

      assertThat(heard.get()).isEqualTo("early and late");
      assertThat(socket.getInputStream().readAllBytes()).as("the rest of the head").isNotEmpty();
    }
  }

  private static String all(Channel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    while (channel.read(bytes) >= 0) {
      // until the client has ended its side
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }

  @Test
  void a_tunnel_in_which_nothing_moves_has_an_end() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    CountDownLatch gone = new CountDownLatch(1);
    RawHandler silent =
        channel -> {
          heard.complete(all(channel));
          await(gone); // and says nothing to it
        };
    for (boolean halfClosed : new boolean[] {true, false}) {
      Duration open = halfClosed ? LONG : SHORT;
      try (ForwardProxy impatient =
              ForwardProxy.start(
                  Timeouts.defaults(), new Tunnel.Patience(open, halfClosed ? SHORT : LONG));
          HttpServer listening = HttpServer.builder().raw(silent).port(0).start();
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
        send(socket, "CONNECT 127.0.0.1:" + listening.port() + " HTTP/1.1\r\nHost: a\r\n\r\nhello");
        assertThat(received(socket, 12)).isEqualTo("HTTP/1.1 200");
        if (halfClosed) {
          socket.shutdownOutput();
        }
        assertThat(socket.getInputStream().readAllBytes()).as("rest of the head").isNotEmpty();
        assertThat(heard.get()).isEqualTo("hello");
        gone.countDown();
      }
    }
  }

  @Test
  void a_tunnel_to_nowhere_is_refused() throws Exception {
    for (String nowhere : List.of("127.0.0.1:1", "nowhere.invalid:443")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
        send(socket, "CONNECT " + nowhere + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(received(socket, 12)).isEqualTo("HTTP/1.1 502");
      }
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String received(Socket socket, int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
