package io.godwit.tests.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.client.HeldConnection;
import io.godwit.client.HeldResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.Timeouts;
import io.godwit.client.WireLog;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that the program holds, and pipelines requests on. */
@Timeout(60)
final class HeldConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final HttpClient client = HttpClient.create();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  @Row({"G15", "Z13"})
  void requests_are_sent_before_any_answer_and_answered_in_order() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  List<String> paths = new ArrayList<>();
                  for (int i = 0; i < 3; i++) {
                    paths.add(path(peer.head())); // all of them, and then the answers
                  }
                  for (String path : paths) {
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path);
                  }
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      assertThatThrownBy(held::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no request waits");
      held.get("/a");
      held.get(server.uri("/b"));
      held.get("c");
      for (String path : List.of("/a", "/b", "/c")) {
        HeldResponse response = held.next();
        assertThat(response.request().uri().path()).isEqualTo(path);
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(text(response)).isEqualTo(path);
      }
      assertThatThrownBy(held::next).isInstanceOf(IllegalStateException.class);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  @Row("Z13")
  void a_request_for_another_origin_is_refused_and_harms_nothing() throws Exception {
    try (RawServer server = RawServer.start(HeldConnectionTest::serveOk);
        HeldConnection held = client.connect(server.uri("/"))) {
      for (String other :
          List.of(
              "http://127.0.0.1:1/", "http://localhost:" + server.port() + "/", "https://a.test")) {
        assertThatThrownBy(() -> held.get(other))
            .isInstanceOf(InvalidMessage.class)
            .hasMessageContaining("and not to");
      }
      Request get = held.request(Method.GET, "/");
      assertThatThrownBy(() -> held.send(get.withHeader("Upgrade", "x")))
          .isInstanceOf(InvalidMessage.class);
      assertThatThrownBy(() -> held.send(get.withMethod(Method.CONNECT)))
          .isInstanceOf(InvalidMessage.class);
      assertThatThrownBy(() -> held.send(get.withHeader("Content-Length", "7")))
          .isInstanceOf(InvalidMessage.class);
      held.get("/");
      assertThat(text(held.next())).isEqualTo("ok");
    }
  }

  @Test
  void a_proxy_that_would_forward_the_requests_is_not_held() throws Exception {
    try (RawServer proxy = RawServer.start(HeldConnectionTest::serveOk);
        HttpClient byProxy = HttpClient.builder().proxy(proxy.uri("")).build()) {
      assertThatThrownBy(() -> byProxy.connect("http://a.test/"))
          .isInstanceOf(HttpFailure.Unsupported.class)
          .hasMessageContaining("proxy");
      assertThat(proxy.accepted()).isZero();
    }
  }

  @Test
  void what_is_for_a_proxy_is_not_sent_to_the_origin() throws Exception {
    List<String> heads = new ArrayList<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  heads.add(peer.head());
                  peer.say(OK);
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.send(held.request(Method.GET, "/").withHeader("Proxy-Authorization", "Basic x"));
      assertThat(text(held.next())).isEqualTo("ok");
      assertThat(heads.getFirst())
          .contains("Host: 127.0.0.1", "User-Agent: godwit")
          .doesNotContain("Proxy");
    }
  }

  @Test
  @Row("H39")
  void what_the_caller_marks_as_a_secret_is_left_out_of_the_log_of_the_wire() throws Exception {
    WireLog wire = WireLog.inMemory(64 * 1024);
    try (RawServer server = RawServer.start(HeldConnectionTest::serveOk);
        HttpClient logged = HttpClient.builder().wireLog(wire).build();
        HeldConnection held = logged.connect(server.uri("/"))) {
      Request plain = held.request(Method.GET, "/");
      Headers marked = Headers.builder().add("X-Own", "s3cret").secret("X-Own").build();
      held.send(plain.withHeaders(marked));
      assertThat(text(held.next())).isEqualTo("ok");
    }
    assertThat(wire.text()).contains("X-Own: ***").doesNotContain("s3cret");
  }

  @Test
  @Row("G16")
  void the_next_response_is_not_given_while_content_of_the_one_before_is_unread() throws Exception {
    try (RawServer server = RawServer.start(HeldConnectionTest::serveOk);
        HeldConnection held = client.connect(server.uri("/"))) {
      for (int i = 0; i < 3; i++) {
        held.get("/");
      }
      HeldResponse first = held.next();
      assertThatThrownBy(held::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("unread");
      assertThat(text(first)).isEqualTo("ok");
      held.next().close(); // reads the little that is left
      assertThat(text(held.next())).isEqualTo("ok");
    }
  }

  @Test
  @Row({"G17", "G18"})
  void a_response_is_there_with_its_head_and_its_trailers_come_late() throws Exception {
    CountDownLatch headSeen = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n");
                  headSeen.await();
                  peer.say("3\r\none\r\n3\r\ntwo\r\n0\r\nDigest: x\r\n\r\n" + OK);
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/");
      HeldResponse response = held.next(Duration.ofSeconds(30));
      assertThat(response.header("A")).contains("b");
      headSeen.countDown();
      assertThat(response.body().readNBytes(3)).asString().isEqualTo("one");
      assertThatThrownBy(response::trailers).isInstanceOf(IllegalStateException.class);
      assertThat(text(response)).isEqualTo("two");
      assertThat(response.trailers().first("Digest")).contains("x");
    }
  }

  @Test
  @Row("G24")
  void interim_responses_stand_apart_and_answers_without_content_need_no_reading()
      throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (int i = 0; i < 3; i++) {
                    peer.head();
                  }
                  peer.say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                  peer.say("HTTP/1.1 102 Processing\r\n\r\n");
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"); // to a HEAD
                  peer.say("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
                  peer.say("HTTP/1.1 204 No Content\r\n\r\n");
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.send(held.request(Method.HEAD, "/"));
      held.get("/");
      held.get("/");
      HeldResponse head = held.next();
      assertThat(head.status().code()).isEqualTo(200);
      assertThat(head.interims()).extracting(one -> one.status().code()).containsExactly(103, 102);
      assertThat(head.interims().getFirst().headers().first("Link")).contains("</a>");
      HeldResponse unchanged = held.next();
      assertThat(unchanged.status().code()).isEqualTo(304);
      assertThat(unchanged.interims()).isEmpty();
      HeldResponse none = held.next();
      assertThat(none.status().code()).isEqualTo(204);
      assertThat(none.trailers()).isEmpty();
    }
  }

  @Test
  @Row({"G15", "G22"})
  void a_server_that_reads_on_only_when_it_is_read_stops_nobody() throws Exception {
    int count = 40;
    int size = 300_000; // 12 MB each way, far more than the buffers of the system
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                    byte[] body = new byte[size];
                    peer.in.readNBytes(body, 0, size);
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    peer.out.write(body);
                  }
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      for (int i = 0; i < count; i++) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) i);
        held.send(held.request(Method.PUT, "/" + i).withBody(Body.bytes(body)));
      }
      for (int i = 0; i < count; i++) {
        HeldResponse response = held.next();
        byte[] back = response.body().readAllBytes();
        assertThat(back).hasSize(size);
        assertThat(back[0]).isEqualTo((byte) i);
        assertThat(back[size - 1]).isEqualTo((byte) i);
      }
    }
  }

  @Test
  void bodies_of_any_kind_are_written_in_order_between_other_requests() throws Exception {
    List<String> seen = new ArrayList<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (int i = 0; i < 4; i++) {
                    String head = peer.head();
                    seen.add(path(head));
                    if (head.contains("Expect:")) {
                      peer.say("HTTP/1.1 100 Continue\r\n\r\n");
                    }
                    if (head.contains("chunked")) {
                      peer.chunks();
                    }
                    peer.say(OK);
                  }
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      Body streamed = Body.stream(new ByteArrayInputStream(new byte[200_000]));
      Body continued = Body.stream(new ByteArrayInputStream(new byte[200_000]));
      held.get("/1");
      held.send(held.request(Method.PUT, "/2").withBody(streamed));
      held.send(
          held.request(Method.PUT, "/3").withBody(continued).withHeader("Expect", "100-continue"));
      held.get("/4");
      for (int i = 1; i <= 4; i++) {
        HeldResponse response = held.next();
        assertThat(response.interims()).hasSize(i == 3 ? 1 : 0);
        assertThat(text(response)).isEqualTo("ok");
      }
      assertThat(seen).containsExactly("/1", "/2", "/3", "/4");
    }
  }

  @Test
  @Row("G23")
  void a_failure_of_the_connection_stays() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say(OK + "nonsense\r\n\r\n");
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/1");
      held.get("/2");
      held.get("/3");
      assertThat(text(held.next())).isEqualTo("ok");
      HttpFailure first = catchThrowableOfType(HttpFailure.class, held::next);
      assertThat(first).isInstanceOf(HttpFailure.Protocol.class);
      assertThatThrownBy(held::next).isInstanceOf(HttpFailure.ConnectionLost.class).hasCause(first);
      assertThatThrownBy(() -> held.get("/4")).hasCause(first);
      assertThatThrownBy(held::next).hasCause(first);
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Test
  @Row("G23")
  void content_that_breaks_off_fails_what_comes_later_as_well() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut");
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/1");
      held.get("/2");
      HeldResponse response = held.next();
      HttpFailure first =
          catchThrowableOfType(HttpFailure.class, () -> response.body().readAllBytes());
      assertThat(first).isInstanceOf(HttpFailure.ConnectionLost.class);
      assertThatThrownBy(held::next).hasCause(first);
      assertThatThrownBy(() -> held.get("/3")).hasCause(first);
    }
  }

  @Test
  @Row("G17")
  void an_answer_that_does_not_come_in_time_ends_the_connection() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/1");
      HttpFailure late =
          catchThrowableOfType(HttpFailure.class, () -> held.next(Duration.ofMillis(20)));
      assertThat(late)
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class, e -> assertThat(e.phase()).isEqualTo(Phase.TOTAL));
      assertThatThrownBy(() -> held.get("/2")).hasCause(late);
      assertThatThrownBy(() -> held.next(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void the_clients_time_for_the_first_byte_holds_from_when_the_request_is_written()
      throws Exception {
    Timeouts timeouts = Timeouts.defaults().withFirstByte(Duration.ofMillis(30));
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HttpClient hasty = HttpClient.builder().timeouts(timeouts).build();
        HeldConnection held = hasty.connect(server.uri("/"))) {
      held.send(
          held.request(Method.PUT, "/")
              .withBody(Body.stream(new ByteArrayInputStream(new byte[100_000]))));
      assertThatThrownBy(held::next)
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class, e -> assertThat(e.phase()).isEqualTo(Phase.FIRST_BYTE));
    }
  }

  @Test
  void only_so_many_requests_may_wait() throws Exception {
    try (RawServer server = RawServer.start(HeldConnectionTest::serveOk);
        HeldConnection held = client.connect(server.uri("/"))) {
      for (int i = 0; i < HeldConnection.MOST_IN_FLIGHT; i++) {
        held.get("/");
      }
      assertThatThrownBy(() -> held.get("/"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("64 requests wait");
      for (int i = 0; i < HeldConnection.MOST_IN_FLIGHT; i++) {
        assertThat(text(held.next())).isEqualTo("ok");
      }
      held.get("/");
      assertThat(text(held.next())).isEqualTo("ok");
    }
  }

  @Test
  void a_server_that_closes_with_its_answer_ends_it() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/1");
      HeldResponse first = held.next();
      held.get("/2"); // nobody knows yet whether it will be answered
      assertThat(text(first)).isEqualTo("ok");
      assertThatThrownBy(held::next).isInstanceOf(HttpFailure.ConnectionLost.class);
      assertThatThrownBy(() -> held.get("/3")).isInstanceOf(HttpFailure.ConnectionLost.class);
    }
  }

  @Test
  void an_answer_that_says_close_is_the_last() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/1");
      assertThat(held.next().status().code()).isEqualTo(204);
      Await.until(
          () -> {
            try {
              held.get("/2");
              return false;
            } catch (HttpFailure.ConnectionLost e) {
              return true;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @Test
  void a_body_of_the_caller_that_fails_is_what_is_told() throws Exception {
    InputStream gone =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), gone);
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HeldConnection held = client.connect(server.uri("/"))) {
      held.send(held.request(Method.PUT, "/").withBody(Body.stream(broken)));
      HttpFailure first = catchThrowableOfType(HttpFailure.class, held::next);
      assertThat(first)
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("the disk is gone");
      assertThatThrownBy(held::next).hasCause(first);
    }
  }

  @Test
  void a_response_that_is_closed_with_much_left_ends_the_connection() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nsome");
                  peer.awaitEnd();
                });
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/");
      held.next().close();
      assertThatThrownBy(() -> held.get("/"))
          .isInstanceOf(HttpFailure.ConnectionLost.class)
          .hasMessageContaining("ended with the response before");
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void it_takes_a_place_of_the_pool_until_it_is_closed_and_serves_no_call() throws Exception {
    PoolLimits one = PoolLimits.defaults().withPerOrigin(1);
    Timeouts timeouts = Timeouts.defaults().withQueue(Duration.ofMillis(20));
    try (RawServer server = RawServer.start(HeldConnectionTest::serveOk);
        HttpClient narrow = HttpClient.builder().pool(one).timeouts(timeouts).build()) {
      narrow.get(server.uri("/")).send();
      try (HeldConnection held = narrow.connect(server.uri("/"))) {
        Await.until(() -> server.accepted() == 2); // one of its own
        assertThat(narrow.connections().leased()).isEqualTo(1);
        assertThatThrownBy(() -> narrow.get(server.uri("/")).send())
            .isInstanceOf(HttpFailure.Timeout.class);
        held.get("/");
        assertThat(text(held.next())).isEqualTo("ok");
      }
      assertThat(narrow.connections().leased()).isZero();
      assertThat(narrow.get(server.uri("/")).send().text()).isEqualTo("ok");
      assertThat(server.accepted()).isEqualTo(3);
    }
  }

  @Test
  void closing_it_from_another_thread_ends_a_wait() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.head();
              asked.countDown();
              peer.awaitEnd();
            })) {
      HeldConnection held = client.connect(server.uri("/"));
      held.get("/");
      FutureTask<HeldResponse> wait = new FutureTask<>(held::next);
      Thread.ofVirtual().start(wait);
      asked.await();
      held.close();
      assertThatThrownBy(wait::get)
          .satisfies(
              thrown ->
                  assertThat(thrown.getCause())
                      .isInstanceOfAny(
                          HttpFailure.Cancelled.class,
                          IllegalStateException.class)); // when it had not begun to wait
      assertThatThrownBy(() -> held.get("/")).isInstanceOf(IllegalStateException.class);
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Test
  void closing_it_while_content_is_read_ends_the_read() throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.head();
              peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              peer.awaitEnd();
            })) {
      HeldConnection held = client.connect(server.uri("/"));
      held.get("/");
      HeldResponse response = held.next();
      assertThat(response.body().readNBytes(4)).asString().isEqualTo("half");
      FutureTask<Integer> read = new FutureTask<>(() -> response.body().read());
      Thread.ofVirtual().start(read);
      held.close();
      assertThatThrownBy(read::get).hasCauseInstanceOf(HttpFailure.class);
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Test
  void a_client_that_is_closed_ends_it() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd);
        HeldConnection held = client.connect(server.uri("/"))) {
      held.get("/");
      client.close();
      assertThatThrownBy(held::next).isInstanceOf(HttpFailure.ClientClosed.class);
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  private static void serveOk(RawServer.Peer peer) throws IOException {
    while (!peer.head().isEmpty()) {
      peer.say(OK);
    }
  }

  private static String path(String head) {
    return head.split(" ", 3)[1];
  }

  private static String text(HeldResponse response) throws IOException {
    return new String(response.body().readAllBytes(), ISO_8859_1);
  }
}
