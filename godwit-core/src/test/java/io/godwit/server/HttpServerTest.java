package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses over a socket, as a client sees them byte by byte. */
class HttpServerTest {
  private static final Handler PATH = request -> Response.text(request.path());

  @Test
  void one_line_starts_a_server_on_the_loopback_address() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.text("hello"))) {
      Reply reply = RawClient.once(server.port(), get("/"));
      assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(reply.text()).isEqualTo("hello");
      assertThat(reply.field("Content-Length")).isEqualTo("5");
      assertThat(reply.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(server.addresses().toString()).isEqualTo("[/127.0.0.1:" + server.port() + "]");
      assertThat(server).hasToString("server on " + server.addresses());
    }
  }

  @Test
  @Row({"G26", "G1"})
  void a_connection_is_kept_and_its_requests_run_on_one_virtual_thread() throws IOException {
    Handler threads =
        request -> {
          assertThat(Thread.currentThread().isVirtual()).isTrue();
          return Response.text(Thread.currentThread().threadId() + "");
        };
    try (HttpServer server = HttpServer.start(0, threads);
        RawClient client = new RawClient(server.port())) {
      String first = client.send(get("/")).read().text();
      String second = client.send(get("/")).read().text();
      assertThat(second).isEqualTo(first);
    }
  }

  /** Answers to pipelined requests leave together only when none of them is long in coming. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_answer_does_not_wait_for_the_content_of_the_next(boolean asStream) throws IOException {
    CountDownLatch seen = new CountDownLatch(1);
    Body slow =
        asStream
            ? Body.source(() -> awaited(seen))
            : Body.producer(to -> to.write(awaited(seen).readAllBytes()));
    Handler handler =
        request -> request.path().equals("/slow") ? Response.ok(slow) : Response.text("fast");
    try (HttpServer server = HttpServer.start(0, handler);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/").repeat(256)); // the handler shows that it answers at once
      for (int i = 0; i < 256; i++) {
        assertThat(client.read().text()).isEqualTo("fast");
      }
      client.send(get("/").repeat(12) + get("/slow"));
      for (int i = 0; i < 12; i++) {
        assertThat(client.read().text()).isEqualTo("fast");
      }
      seen.countDown();
      assertThat(client.read().text()).isEqualTo("slow");
    }
  }

  private static InputStream awaited(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    return new ByteArrayInputStream("slow".getBytes(ISO_8859_1));
  }

  @Test
  @Row("G26")
  void sixteen_pipelined_requests_are_answered_in_order() throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      requests.append(get("/" + i));
    }
    try (HttpServer server = HttpServer.start(0, PATH);
        RawClient client = new RawClient(server.port())) {
      for (int round = 0; round < 3; round++) {
        client.send(requests.toString());
        for (int i = 0; i < 16; i++) {
          assertThat(client.read().text()).isEqualTo("/" + i);
        }
      }
    }
  }

  @Test
  void a_response_does_not_wait_for_a_slow_handler_of_the_next_request() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Handler slow =
        request -> {
          if (request.path().equals("/slow")) {
            assertThat(release.await(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
          }
          return Response.text(request.path());
        };
    try (HttpServer server = HttpServer.start(0, slow);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/fast") + get("/slow"));
      assertThat(client.read().text()).isEqualTo("/fast");
      release.countDown();
      assertThat(client.read().text()).isEqualTo("/slow");
    }
  }

  @Test
  void a_response_does_not_wait_for_the_content_of_the_next_request() throws Exception {
    String post = "POST /post HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\n";
    Handler lengths = request -> Response.text(request.path() + request.bytes().length);
    try (HttpServer server = HttpServer.start(0, lengths);
        RawClient client = new RawClient(server.port())) {
      for (int round = 0; round < 50; round++) { // answers must have been fast to be held back
        client.send(get("/get").repeat(12) + post);
        for (int i = 0; i < 12; i++) {
          assertThat(client.read().text()).isEqualTo("/get0");
        }
        assertThat(client.send("abc").read().text()).isEqualTo("/post3");
      }
    }
  }

  @Test
  @Row({"G28", "G30", "G14"})
  void a_request_of_1_0_is_answered_in_1_0_and_the_connection_ends() throws IOException {
    try (HttpServer server = HttpServer.start(0, PATH);
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send("GET /old HTTP/1.0\r\n\r\n").read();
      assertThat(reply.statusLine()).isEqualTo("HTTP/1.0 200 OK");
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(reply.text()).isEqualTo("/old");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  @Row({"G28", "G30", "G14"})
  void a_request_of_1_0_may_ask_to_keep_the_connection() throws IOException {
    try (HttpServer server = HttpServer.start(0, PATH);
        RawClient client = new RawClient(server.port())) {
      String request = "GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      Reply reply = client.send(request).read();
      assertThat(reply.statusLine()).isEqualTo("HTTP/1.0 200 OK");
      assertThat(reply.field("Connection")).isEqualTo("keep-alive");
      assertThat(client.send(request).read().text()).isEqualTo("/old");
    }
  }

  @Test
  @Row("G30")
  void a_client_that_wants_to_close_is_told_so_and_nothing_is_read_after_that() throws IOException {
    try (HttpServer server = HttpServer.start(0, PATH);
        RawClient client = new RawClient(server.port())) {
      client.send("GET /a HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n" + get("/b"));
      Reply reply = client.read();
      assertThat(reply.field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  @Row("H46")
  void a_handler_may_end_the_connection() throws IOException {
    Handler closing = request -> Response.text("bye").withHeader("Connection", "close");
    try (HttpServer server = HttpServer.start(0, closing);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/")).read().field("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  @Row("H44")
  void head_is_answered_like_get_without_the_content() throws IOException {
    try (HttpServer server = HttpServer.start(0, PATH);
        RawClient client = new RawClient(server.port())) {
      Reply get = client.send(get("/page")).read();
      Reply head = client.send("HEAD /page HTTP/1.1\r\nHost: test\r\n\r\n").readHead();
      assertThat(head.field("Content-Length")).isEqualTo("5");
      assertThat(head.fields()).hasSameSizeAs(get.fields());
      assertThat(client.send(get("/next")).read().text()).isEqualTo("/next");
    }
  }

  @Test
  void an_answer_to_head_may_say_the_length_without_having_the_content() throws IOException {
    Handler sized = request -> Response.of(200).withHeader("Content-Length", "1234");
    try (HttpServer server = HttpServer.start(0, sized);
        RawClient client = new RawClient(server.port())) {
      String head = "HEAD / HTTP/1.1\r\nHost: test\r\n\r\n";
      assertThat(client.send(head).readHead().field("Content-Length")).isEqualTo("1234");
      assertThat(client.send(head).readHead().status()).isEqualTo(200);
    }
  }

  @Test
  void an_answer_to_head_without_content_says_no_length() throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.of(200));
        RawClient client = new RawClient(server.port())) {
      Reply head = client.send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n").readHead();
      assertThat(head.has("Content-Length")).isFalse();
      assertThat(client.send(get("/")).read().field("Content-Length")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({"204", "304"})
  @Row("G24")
  void a_status_without_content_has_none(int status) throws IOException {
    try (HttpServer server = HttpServer.start(0, request -> Response.of(status));
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send(get("/")).read();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.has("Content-Length")).isFalse();
      assertThat(client.send(get("/")).read().status()).isEqualTo(status);
    }
  }

  @Test
  void a_not_modified_response_may_say_what_the_content_would_be() throws IOException {
    Handler unchanged = request -> Response.text("12345").withStatus(Status.NOT_MODIFIED);
    try (HttpServer server = HttpServer.start(0, unchanged);
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send(get("/")).read();
      assertThat(reply.field("Content-Length")).isEqualTo("5");
      assertThat(client.send(get("/")).read().status()).isEqualTo(304);
    }
  }

  @Test
  @Row("G31")
  void a_date_is_added_and_a_server_field_only_when_it_was_configured() throws IOException {
    try (HttpServer server = HttpServer.start(0, PATH)) {
      Reply reply = RawClient.once(server.port(), get("/"));
      assertThat(ZonedDateTime.parse(reply.field("Date"), DateTimeFormatter.RFC_1123_DATE_TIME))
          .isBetween(
              ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1),
              ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));
      assertThat(reply.has("Server")).isFalse();
    }
    try (HttpServer server = HttpServer.builder().handler(PATH).serverField("godwit").start()) {
      assertThat(RawClient.once(server.port(), get("/")).field("Server")).isEqualTo("godwit");
    }
  }

  @Test
  @Row("G31")
  void a_date_and_a_server_field_of_the_handler_stay_as_they_are() throws IOException {
    Handler own =
        request ->
            Response.text("x")
                .withHeader("Date", "Thu, 01 Jan 1970 00:00:00 GMT")
                .withHeader("Server", "mine")
                .withHeader("Content-Type", "text/html");
    try (HttpServer server = HttpServer.builder().handler(own).serverField("godwit").start()) {
      assertThat(RawClient.once(server.port(), get("/")).fields())
          .containsExactly(
              "Date: Thu, 01 Jan 1970 00:00:00 GMT",
              "Server: mine",
              "Content-Type: text/html",
              "Content-Length: 1");
    }
  }

  @Test
  void the_type_of_the_content_goes_out() throws IOException {
    Handler types =
        request ->
            switch (request.path()) {
              case "/json" -> Response.ok(Body.bytes(new byte[2]).withType(MediaType.JSON));
              case "/csv" ->
                  Response.ok(Body.text("a").withType(MediaType.of("text/csv; header=x")));
              default -> Response.ok(Body.bytes(new byte[2]));
            };
    try (HttpServer server = HttpServer.start(0, types);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/json")).read().field("Content-Type"))
          .isEqualTo("application/json");
      assertThat(client.send(get("/csv")).read().field("Content-Type"))
          .isEqualTo("text/csv; header=x");
      assertThat(client.send(get("/")).read().has("Content-Type")).isFalse();
    }
  }

  @Test
  @Row("G29")
  void a_file_goes_out_whole_with_its_length(@TempDir Path folder) throws IOException {
    byte[] content = new byte[300_001];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    Path file = Files.write(folder.resolve("film"), content);
    Path empty = Files.createFile(folder.resolve("empty"));
    Handler files =
        request -> Response.ok(Body.file(request.path().equals("/empty") ? empty : file));
    try (HttpServer server = HttpServer.start(0, files);
        RawClient client = new RawClient(server.port())) {
      Reply reply = client.send(get("/film")).read();
      assertThat(reply.field("Content-Length")).isEqualTo("300001");
      assertThat(reply.content()).isEqualTo(content);
      assertThat(client.send(get("/empty")).read().field("Content-Length")).isEqualTo("0");
      assertThat(client.send(get("/film")).read().content()).isEqualTo(content);
    }
  }

  @Test
  void large_content_in_memory_goes_out_whole() throws IOException {
    byte[] content = new byte[1_000_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 17);
    }
    try (HttpServer server = HttpServer.start(0, request -> Response.ok(Body.bytes(content)));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/")).read().content()).isEqualTo(content);
      assertThat(client.send(get("/")).read().content()).isEqualTo(content);
    }
  }

  @Test
  void interim_responses_go_out_before_the_final_one() throws IOException {
    Handler hinting =
        request -> {
          request.interim(Status.EARLY_HINTS, Headers.of("Link", "</style.css>; rel=preload"));
          assertThatThrownBy(() -> request.interim(Status.OK, Headers.empty()))
              .hasMessageContaining("not interim");
          return Response.text("done");
        };
    try (HttpServer server = HttpServer.start(0, hinting);
        RawClient client = new RawClient(server.port())) {
      Reply hint = client.send(get("/")).read();
      assertThat(hint.statusLine()).isEqualTo("HTTP/1.1 103 Early Hints");
      assertThat(hint.field("Link")).isEqualTo("</style.css>; rel=preload");
      assertThat(client.read().text()).isEqualTo("done");
      Reply old = client.send("GET / HTTP/1.0\r\n\r\n").read();
      assertThat(old.text()).isEqualTo("done");
    }
  }

  @Test
  void an_interim_response_to_a_request_that_was_answered_goes_to_no_other() throws IOException {
    AtomicReference<ServerRequest> kept = new AtomicReference<>();
    Handler keeping =
        request -> {
          ServerRequest earlier = kept.getAndSet(request);
          if (earlier != null) {
            assertThatThrownBy(() -> earlier.interim(Status.EARLY_HINTS, Headers.empty()))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageContaining("too late");
          }
          return Response.text(request.path());
        };
    try (HttpServer server = HttpServer.start(0, keeping);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/1")).read().text()).isEqualTo("/1");
      assertThat(client.send(get("/2")).read().text()).isEqualTo("/2");
    }
  }

  @Test
  @Row("G25")
  void addresses_of_both_kinds_are_listened_on() throws IOException {
    InetAddress four = InetAddress.ofLiteral("127.0.0.1");
    InetAddress six = InetAddress.ofLiteral("::1");
    assumeTrue(canBind(six), "this machine has no IPv6");
    Handler who = request -> Response.text(request.uri() + " for " + request.remote());
    try (HttpServer server =
            HttpServer.builder()
                .handler(who)
                .bind(new InetSocketAddress(six, 0))
                .bind(new InetSocketAddress(four, 0))
                .start();
        HttpServer all = HttpServer.builder().handler(who).bind(new InetSocketAddress(0)).start()) {
      assertThat(server.addresses()).hasSize(2);
      assertThat(asked(six, server.port()))
          .contains("http://[::1]:" + server.port() + "/a for /[0:0:0:0:0:0:0:1]:");
      assertThat(asked(four, ((InetSocketAddress) server.addresses().getLast()).getPort()))
          .contains(" for /127.0.0.1:");
      assertThat(asked(six, all.port())).contains(" for /[0:0:0:0:0:0:0:1]:");
      assertThat(asked(four, all.port())).contains(" for /127.0.0.1:");
    }
  }

  private static boolean canBind(InetAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }

  private static String asked(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout(RawClient.PATIENCE_MILLIS);
      socket.getOutputStream().write("GET /a HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  @Row("G25")
  void one_server_listens_on_several_addresses() throws IOException {
    try (HttpServer server = HttpServer.builder().handler(PATH).port(0).port(0).start()) {
      assertThat(server.addresses()).hasSize(2);
      List<Integer> ports =
          server.addresses().stream()
              .map(address -> ((java.net.InetSocketAddress) address).getPort())
              .toList();
      assertThat(server.port()).isEqualTo(ports.getFirst());
      for (int port : ports) {
        assertThat(RawClient.once(port, get("/both")).text()).isEqualTo("/both");
      }
    }
  }

  @Test
  void what_is_missing_or_wrong_is_said_at_the_start() throws IOException {
    assertThatThrownBy(() -> HttpServer.builder().start())
        .hasMessage("a server needs a handler, or a route");
    assertThatThrownBy(() -> HttpServer.builder().maxConnections(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HttpServer.builder().serverField("a\r\nb"))
        .hasMessageContaining("Server");
    try (HttpServer server = HttpServer.start(0, PATH)) {
      assertThatThrownBy(
              () -> HttpServer.builder().handler(PATH).port(0).port(server.port()).start())
          .isInstanceOf(IOException.class);
    }
  }
}
