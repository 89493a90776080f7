package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's Flight Recorder is told, and that it costs nothing when it does not record. */
@Timeout(60)
final class FlightRecorderTest {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, this::answer);
  }

  @AfterEach
  void stop() {
    go.countDown();
    server.close();
  }

  private Response answer(ServerRequest request) throws InterruptedException {
    return switch (request.path()) {
      case "/moved" -> Response.of(302).withHeader("Location", "/page?token=t0ken");
      case "/wait" -> {
        arrived.countDown();
        go.await();
        yield Response.text("late");
      }
      case "/large" -> Response.ok(Body.bytes(new byte[1_000_000]));
      default -> Response.text("ok");
    };
  }

  private String uri(String path) {
    return "http://localhost:" + server.port() + path;
  }

  private interface Calls {
    void make() throws Exception;
  }

  /** The events of this library, in the order in which they ended. */
  private List<RecordedEvent> recorded(Calls calls) throws Exception {
    Path file = folder.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      List.of("Exchange", "Connect", "QueueWait")
          .forEach(name -> recording.enable("io.godwit." + name));
      recording.start();
      calls.make();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("io.godwit."))
            .sorted(Comparator.comparing(RecordedEvent::getEndTime))
            .toList();
    Files.delete(file);
    return events;
  }

  private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("io.godwit." + name))
        .toList();
  }

  @Test
  void exchanges_are_recorded_without_what_might_be_a_secret() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (HttpClient client = HttpClient.create()) {
                BufferedResponse response =
                    client
                        .get("http://me:pa55@localhost:" + server.port() + "/moved?key=k3y#part")
                        .header("Authorization", "Bearer b3arer")
                        .send();
                assertThat(response.text()).isEqualTo("ok");
              }
            });
    List<RecordedEvent> exchanges = named("Exchange", events);
    assertThat(exchanges).hasSize(2);
    RecordedEvent first = exchanges.getFirst();
    assertThat(first.getString("method")).isEqualTo("GET");
    assertThat(first.getString("uri")).isEqualTo(uri("/moved"));
    assertThat(first.getInt("status")).isEqualTo(302);
    assertThat(first.getBoolean("reused")).isFalse();
    RecordedEvent last = exchanges.getLast();
    assertThat(last.getString("uri")).isEqualTo(uri("/page"));
    assertThat(last.getInt("status")).isEqualTo(200);
    assertThat(last.getBoolean("reused")).isTrue();
    assertThat(last.getBoolean("complete")).isTrue();
    assertThat(last.getString("failure")).isEmpty();
    assertThat(last.getString("remote")).contains(":" + server.port());
    assertThat(last.getDuration("firstByte")).isPositive();
    assertThat(last.getDuration()).isPositive(); // the phase before begins a moment earlier
    assertThat(events.toString()).doesNotContain("pa55", "k3y", "b3arer", "t0ken");
  }

  @Test
  void connections_are_recorded_with_the_time_of_each_stage() throws Exception {
    List<RecordedEvent> connects =
        named(
            "Connect",
            recorded(
                () -> {
                  try (HttpClient client = HttpClient.create()) {
                    client.get(uri("/")).send();
                    client.get(uri("/")).send();
                  }
                }));
    assertThat(connects).hasSize(1);
    RecordedEvent connect = connects.getFirst();
    assertThat(connect.getString("origin")).isEqualTo("http://localhost:" + server.port());
    assertThat(connect.getString("remote")).contains(":" + server.port());
    assertThat(connect.getDuration("resolve")).isPositive();
    assertThat(connect.getDuration("connect")).isPositive();
    assertThat(connect.getDuration("tls")).isZero();
    assertThat(connect.getString("failure")).isEmpty();
  }

  @Test
  void a_connection_that_could_not_be_opened_is_recorded_with_the_kind_of_its_failure()
      throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (HttpClient client = HttpClient.create()) {
                assertThatThrownBy(() -> client.get("http://127.0.0.1:" + nobody + "/").send())
                    .isInstanceOf(HttpFailure.Connect.class);
              }
            });
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().getEventType().getName()).isEqualTo("io.godwit.Connect");
    assertThat(events.getFirst().getString("failure")).isEqualTo("Connect");
    assertThat(events.getFirst().getString("remote")).isEmpty();
  }

  @Test
  void waiting_for_a_connection_is_recorded_and_no_wait_is_not() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (HttpClient client =
                  HttpClient.builder()
                      .pool(PoolLimits.defaults().withPerOrigin(1))
                      .timeouts(Timeouts.defaults().withQueue(Duration.ofMillis(50)))
                      .build()) {
                CompletableFuture<BufferedResponse> first = client.get(uri("/wait")).sendAsync();
                arrived.await();
                assertThatThrownBy(() -> client.get(uri("/")).send())
                    .isInstanceOf(HttpFailure.Timeout.class);
                go.countDown();
                first.join();
              }
            });
    List<RecordedEvent> waits = named("QueueWait", events);
    assertThat(waits).hasSize(1);
    assertThat(waits.getFirst().getString("origin")).endsWith(":" + server.port());
    assertThat(waits.getFirst().getString("failure")).isEqualTo("Timeout");
    assertThat(waits.getFirst().getDuration()).isPositive();
  }

  @Test
  void an_exchange_that_fails_or_is_given_up_is_recorded_as_such() throws Exception {
    try (RawServer raw =
        RawServer.start(
            peer -> {
              peer.head();
              peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            })) {
      List<RecordedEvent> exchanges =
          named(
              "Exchange",
              recorded(
                  () -> {
                    try (HttpClient client = HttpClient.create()) {
                      assertThatThrownBy(() -> client.get(raw.uri("/")).send())
                          .isInstanceOf(HttpFailure.class);
                      try (StreamingResponse response = client.get(uri("/large")).open()) {
                        assertThat(response.body().readNBytes(10)).hasSize(10);
                      }
                    }
                  }));
      assertThat(exchanges).hasSize(2);
      assertThat(exchanges.getFirst().getInt("status")).isEqualTo(200);
      assertThat(exchanges.getFirst().getBoolean("complete")).isFalse();
      assertThat(exchanges.getFirst().getString("failure")).isNotEmpty();
      assertThat(exchanges.getLast().getBoolean("complete")).isFalse();
      assertThat(exchanges.getLast().getString("failure")).isEmpty();
    }
  }

  /** What a thread has allocated does not depend on the machine's load. */
  @Test
  void a_get_that_nobody_listens_to_or_records_any_more_allocates_no_more_than_its_mark()
      throws Exception {
    recorded(() -> {}); // and now nothing is
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (HttpClient client = HttpClient.create()) {
      String uri = uri("/");
      for (int i = 0; i < 2000; i++) {
        client.get(uri).send();
      }
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200; i++) {
          client.get(uri).send();
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 200);
      }
      assertThat(least)
          .as("bytes of a GET on a kept connection")
          .isPositive()
          .isLessThanOrEqualTo(1500);
    }
  }
}
