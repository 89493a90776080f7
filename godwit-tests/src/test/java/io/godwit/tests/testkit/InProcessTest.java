package io.godwit.tests.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerTimeouts;
import io.godwit.testkit.InProcess;
import io.godwit.testkit.MemoryNetwork;
import io.godwit.tests.Row;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InProcessTest {
  /** Far more than a connection in memory holds. */
  private static final int LARGE = 3_000_000;

  @Test
  @Row("P59")
  void a_handler_is_asked_by_the_whole_client_without_a_socket() throws Exception {
    try (InProcess app =
        InProcess.start(
            request ->
                switch (request.path()) {
                  case "/old" -> Response.of(302).withHeader("Location", "/new");
                  case "/new" ->
                      Response.text("cookie " + request.header("Cookie").orElse("none"))
                          .withHeader("Set-Cookie", "seen=1");
                  default -> Response.of(404);
                })) {
      BufferedResponse first = app.client().get("/old").send();
      BufferedResponse second = app.client().get("/old").send();

      assertThat(first.text()).isEqualTo("cookie none");
      assertThat(second.text()).isEqualTo("cookie seen=1");
      assertThat(app.client().get("/elsewhere").send().status().code()).isEqualTo(404);
      assertThat(app.server().addresses()).as("no socket is bound").isEmpty();
    }
  }

  @Test
  @Row("P59")
  void every_host_leads_to_the_handler() throws Exception {
    try (InProcess app = InProcess.start(request -> Response.text(request.uri().toString()))) {
      assertThat(app.client().get("http://api.example.org/users?page=2").send().text())
          .isEqualTo("http://api.example.org/users?page=2");
      assertThat(app.client().get("http://192.0.2.1:8080/").send().text())
          .isEqualTo("http://192.0.2.1:8080/");
    }
  }

  @Test
  void connections_are_kept_and_shared_as_over_sockets() throws Exception {
    AtomicInteger ports = new AtomicInteger();
    try (InProcess app =
        InProcess.start(
            request -> {
              ports.set(((InetSocketAddress) request.remote()).getPort());
              return Response.text("hello");
            })) {
      app.client().get("/").send();
      int first = ports.get();
      app.client().get("/").send();

      assertThat(ports.get()).isEqualTo(first);
      assertThat(app.server().connections()).isEqualTo(1);
    }
  }

  @Test
  void content_larger_than_a_connection_holds_goes_both_ways_at_a_time() throws Exception {
    byte[] content = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      content[i] = (byte) (i * 31);
    }
    try (InProcess app =
        InProcess.start(request -> Response.ok(Body.stream(request.body().open())))) {
      BufferedResponse echoed = app.client().post("/").body(Body.bytes(content)).send();

      assertThat(echoed.bytes()).isEqualTo(content);
    }
  }

  @Test
  void trailers_and_interim_responses_arrive() throws Exception {
    try (InProcess app =
        InProcess.start(
            request -> {
              request.interim(
                  io.godwit.http.Status.of(103), Headers.of("Link", "</style.css>; rel=preload"));
              return Response.ok(
                  Body.stream(InputStream.nullInputStream())
                      .withTrailers(() -> Headers.of("Checked", "yes")));
            })) {
      List<Integer> interim = new ArrayList<>();
      try (StreamingResponse response =
          app.client().get("/").onInterim(early -> interim.add(early.status().code())).open()) {
        response.body().transferTo(OutputStream.nullOutputStream());
        assertThat(response.trailers().first("Checked")).contains("yes");
      }
      assertThat(interim).containsExactly(103);
    }
  }

  @Test
  void many_calls_at_a_time_share_the_handler() throws Exception {
    CountDownLatch all = new CountDownLatch(20);
    try (InProcess app =
        InProcess.start(
            request -> {
              all.countDown();
              all.await();
              return Response.text("met");
            })) {
      List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
      HttpClient client = app.client();
      for (int i = 0; i < 20; i++) {
        calls.add(client.get("/" + i).sendAsync());
      }
      for (CompletableFuture<BufferedResponse> call : calls) {
        assertThat(call.get().text()).isEqualTo("met");
      }
    }
  }

  @Test
  void limits_of_time_hold_on_both_sides() throws Exception {
    HttpServer.Builder impatient =
        HttpServer.builder()
            .handler(
                request -> {
                  request.bytes();
                  return Response.text("late");
                })
            .timeouts(ServerTimeouts.defaults().withBody(Duration.ofMillis(50)));
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    try (InProcess app = InProcess.start(impatient)) {
      BufferedResponse refused =
          app.client()
              .post("/")
              .body(
                  Body.producer(
                      to -> {
                        to.write("a start");
                        to.flush();
                        answered.join();
                      }))
              .send();
      answered.complete(true);
      assertThat(refused.status().code()).isEqualTo(408);
    }
    CountDownLatch never = new CountDownLatch(1);
    try (InProcess app =
        InProcess.start(
            request -> {
              never.await();
              return Response.of(200);
            })) {
      assertThatThrownBy(() -> app.client().get("/").timeout(Duration.ofMillis(50)).send())
          .isInstanceOf(HttpFailure.Timeout.class);
      never.countDown();
    }
  }

  @Test
  void a_closed_network_refuses_connections() {
    MemoryNetwork network = new MemoryNetwork();
    network.close();

    assertThatThrownBy(
            () ->
                network.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 80), _ -> {}))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(network::accept)
        .isInstanceOf(java.nio.channels.ClosedChannelException.class);
  }

  @Test
  void what_waits_to_be_accepted_is_bounded() throws Exception {
    MemoryNetwork network = new MemoryNetwork();
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    for (int i = 0; i < 1024; i++) {
      network.connect(anywhere, _ -> {});
    }
    assertThatThrownBy(() -> network.connect(anywhere, _ -> {}))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("too many");
  }
}
