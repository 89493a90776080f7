package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.HttpFailure;
import io.godwit.http.Limits;
import io.godwit.tests.Row;
import io.godwit.wire.h1.H1Violation;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that promises how much memory an exchange holds. */
@Timeout(120)
final class BoundedMemoryTest {
  private static final int MEMORY = 256 * 1024;

  /** What the builder's documentation says is left of that. */
  private static final int CONTENT = 26_880;

  private static final int CALLS = 64;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

  @Test
  @Row("Z22")
  void many_exchanges_at_once_hold_no_more_than_was_promised() throws Exception {
    String head = CHUNKED + "X: " + "x".repeat(5_400) + "\r\n\r\n";
    long perExchange = measured(head, CONTENT - 1, MEMORY);
    assertThat(perExchange).isLessThan(MEMORY);
  }

  @Test
  void without_the_promise_the_same_measure_sees_more() throws Exception {
    assertThat(measured(CHUNKED + "\r\n", MEMORY, 0)).isGreaterThan(MEMORY);
  }

  /** Bytes per call of a process of its own, while each waits for the end of its content. */
  private static long measured(String head, int content, int memory) throws Exception {
    String body = Integer.toHexString(content) + "\r\n" + "c".repeat(content) + "\r\n";
    CountDownLatch go = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            peer -> {
              for (String asked = peer.head(); !asked.isEmpty(); asked = peer.head()) {
                if (asked.startsWith("GET /held")) {
                  peer.say(head + body);
                  go.await();
                  peer.say("0\r\n\r\n");
                } else {
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  if (asked.startsWith("GET /go")) {
                    go.countDown();
                  }
                }
              }
            })) {
      int received = head.length() + body.length();
      String[] printed = run(server.uri("/"), received, memory).strip().split(" ");
      assertThat(printed).hasSize(3);
      assertThat(Integer.parseInt(printed[2])).as("calls that were answered").isEqualTo(CALLS);
      return (Long.parseLong(printed[0]) + Long.parseLong(printed[1])) / CALLS;
    }
  }

  private static String run(String uri, int received, int memory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--class-path",
                placeOf(HttpClient.class) + File.pathSeparator + placeOf(ManyHeldCalls.class),
                ManyHeldCalls.class.getName(),
                uri,
                String.valueOf(CALLS),
                String.valueOf(received),
                String.valueOf(memory))
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String placeOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  @Test
  @Row("Z22")
  void what_needs_more_fails_and_says_so() throws Exception {
    try (RawServer server = RawServer.start(BoundedMemoryTest::answer);
        HttpClient client = HttpClient.builder().memory(MEMORY).build()) {
      assertThat(client.get(server.uri("/content/" + CONTENT)).send().bytes()).hasSize(CONTENT);
      assertThat(client.get(server.uri("/chunks/" + CONTENT)).send().bytes()).hasSize(CONTENT);
      for (String kind : new String[] {"/content/", "/chunks/"}) {
        assertThatThrownBy(() -> client.get(server.uri(kind + (CONTENT + 1))).send())
            .isInstanceOf(HttpFailure.LimitExceeded.class)
            .hasMessageContaining(String.valueOf(CONTENT));
      }
      assertThat(client.get(server.uri("/field/5000")).send().status().code()).isEqualTo(200);
      assertThatThrownBy(() -> client.get(server.uri("/field/6000")).send())
          .isInstanceOfSatisfying(
              HttpFailure.Protocol.class,
              e -> assertThat(e.violation()).isEqualTo(H1Violation.HEADER_SECTION_TOO_LARGE));
      try (StreamingResponse response = client.get(server.uri("/content/5000000")).open()) {
        assertThat(response.body().readAllBytes()).as("streamed").hasSize(5_000_000);
      }
    }
  }

  @Test
  void nothing_is_decoded_and_lower_limits_stay() throws Exception {
    Limits low = Limits.defaults().withBody(10);
    try (RawServer server = RawServer.start(BoundedMemoryTest::answer);
        HttpClient client = HttpClient.builder().limits(low).memory(MEMORY).build()) {
      assertThat(client.get(server.uri("/content/10")).send().request().header("Accept-Encoding"))
          .contains("identity");
      assertThatThrownBy(() -> client.get(server.uri("/content/11")).send())
          .isInstanceOf(HttpFailure.LimitExceeded.class);
    }
  }

  private static void answer(RawServer.Peer peer) throws IOException {
    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
      String[] path = head.split(" ", 3)[1].split("/", -1);
      int size = Integer.parseInt(path[2]);
      String content = "c".repeat(size);
      peer.say(
          switch (path[1]) {
            case "content" -> "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + content;
            case "chunks" ->
                CHUNKED + "\r\n" + Integer.toHexString(size) + "\r\n" + content + "\r\n0\r\n\r\n";
            default -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nF: " + content + "\r\n\r\n";
          });
    }
  }
}
