package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.client.Timeouts;
import io.godwit.http.HttpFailure;
import io.godwit.policy.pool.CloseReason;
import io.godwit.policy.pool.PoolSnapshot;
import io.godwit.policy.pool.PoolTotals;
import io.godwit.tests.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets which connection, who waits, and what the client tells of it. */
@Timeout(60)
final class PoolTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static RawServer answering(String response) throws Exception {
    return RawServer.start(
        peer -> {
          while (!peer.head().isEmpty()) {
            peer.say(response);
          }
        });
  }

  @Row({"P46", "P48"})
  @Test
  void the_client_counts_connections_and_exchanges_and_tells_them() throws Exception {
    try (RawServer server = answering(OK);
        HttpClient client = HttpClient.create()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(server.uri("/")).send().text()).isEqualTo("ok");
      }
      try (StreamingResponse held = client.get(server.uri("/")).open()) {
        assertThat(client.get(server.uri("/")).send().text()).isEqualTo("ok");
        assertThat(client.connections())
            .hasToString(
                """
                1 in use, 1 idle, 0 waiting
                opened 2, closed 0; 6 exchanges, 4 on a kept connection; waited 0 times
                %s: 1 in use, 1 idle, 0 waiting"""
                    .formatted(server.uri("")));
        assertThat(held.status().code()).isEqualTo(200);
      }
      client.close(Duration.ZERO);
      PoolSnapshot<String> closed = client.connections();
      assertThat(closed.leased() + closed.idle()).isZero();
      assertThat(closed.totals().closed().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(2);
    }
  }

  @Row("P46")
  @Test
  void a_connection_that_is_found_closed_is_replaced_and_counted() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say(OK);
                  peer.socket.close();
                  gone.countDown();
                });
        HttpClient client = HttpClient.create()) {
      client.get(server.uri("/")).send();
      gone.await();
      // POST: what must not be sent twice is only sent on a connection that was looked at
      Await.until(() -> server.open() == 0);
      client.post(server.uri("/")).send();
      assertThat(client.connections().totals())
          .isEqualTo(new PoolTotals(2, 2, 0, 0, Map.of(CloseReason.GONE, 1L)));
    }
  }

  @Row({"P47", "G14"})
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK                           | 1",
        "HTTP/1.1 200 OK\\r\\nConnection: close      | 2",
        "HTTP/1.1 200 OK\\r\\nConnection: Close      | 2",
        "HTTP/1.1 200 OK\\r\\nConnection: keep-alive | 1",
        "HTTP/1.0 200 OK                           | 2",
        "HTTP/1.0 200 OK\\r\\nConnection: Keep-Alive | 1",
      })
  void a_connection_serves_again_if_the_response_allows_it(String head, int connections)
      throws Exception {
    String response = head.replace("\\r\\n", "\r\n") + "\r\nContent-Length: 2\r\n\r\nok";
    try (RawServer server = answering(response);
        HttpClient client = HttpClient.create()) {
      client.get(server.uri("/")).send();
      client.get(server.uri("/")).send();
      assertThat(server.accepted()).isEqualTo(connections);
      assertThat(client.connections().totals().closed().getOrDefault(CloseReason.ENDED, 0L))
          .isEqualTo(connections == 1 ? 0 : 2);
    }
  }

  @Row({"Z12", "Z13", "G14"})
  @Test
  void a_call_may_ask_for_a_connection_that_does_not_serve_again() throws Exception {
    ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                    heads.add(head);
                    peer.say(OK);
                  }
                });
        HttpClient client = HttpClient.create()) {
      client.get(server.uri("/")).keepAlive(false).send();
      assertThat(heads.remove()).contains("\r\nConnection: close\r\n");
      client.get(server.uri("/")).keepAlive(false).header("Connection", "TE").send();
      assertThat(heads.remove()).contains("Connection: TE\r\n").contains("Connection: close\r\n");
      client.get(server.uri("/")).keepAlive(false).keepAlive(true).send();
      assertThat(heads.remove()).doesNotContain("Connection");
      client.get(server.uri("/")).send();
      assertThat(server.accepted()).isEqualTo(3);
      assertThat(client.connections().totals())
          .isEqualTo(new PoolTotals(3, 4, 1, 0, Map.of(CloseReason.ENDED, 2L)));
    }
  }

  @Row("T6")
  @Test
  void calls_beyond_the_limit_wait_in_the_order_of_their_arrival() throws Exception {
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch held = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                    String path = head.split(" ", 3)[1];
                    if (path.equals("/held")) {
                      held.await();
                    } else {
                      order.add(path);
                    }
                    peer.say(OK);
                  }
                });
        HttpClient client =
            HttpClient.builder().pool(PoolLimits.defaults().withTotal(10)).build()) {
      List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(client.get(server.uri("/held")).sendAsync());
      }
      Await.until(() -> client.connections().leased() == 10);
      List<String> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int waiting = i;
        asked.add("/" + i);
        calls.add(client.get(server.uri("/" + i)).sendAsync());
        Await.until(() -> client.connections().waiting() > waiting);
      }
      assertThat(client.connections().toString()).startsWith("10 in use, 0 idle, 20 waiting\n");
      held.countDown();
      calls.forEach(CompletableFuture::join);
      assertThat(order).hasSameSizeAs(asked);
      assertThat(client.connections().totals().waited()).isEqualTo(20);
      assertThat(server.accepted()).isEqualTo(10);
    }
  }

  @Row("T6")
  @Test
  void the_only_connection_serves_those_who_wait_one_after_the_other() throws Exception {
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch held = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                    order.add(head.split(" ", 3)[1]);
                    held.await();
                    peer.say(OK);
                  }
                });
        HttpClient client = HttpClient.builder().pool(PoolLimits.defaults().withTotal(1)).build()) {
      List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
      List<String> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int before = i;
        asked.add("/" + i);
        calls.add(client.get(server.uri("/" + i)).sendAsync());
        Await.until(() -> client.connections().leased() + client.connections().waiting() > before);
      }
      held.countDown();
      calls.forEach(CompletableFuture::join);
      assertThat(order).containsExactlyElementsOf(asked);
      assertThat(server.accepted()).isOne();
    }
  }

  @Row("T7")
  @Test
  void who_waited_in_vain_is_told_where() throws Exception {
    try (RawServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        HttpClient client =
            HttpClient.builder()
                .pool(PoolLimits.defaults().withTotal(1))
                .timeouts(Timeouts.defaults().withQueue(Duration.ofMillis(20)))
                .build();
        StreamingResponse held = client.get(server.uri("/")).open()) {
      assertThat(held.status().code()).isEqualTo(200);
      assertThatThrownBy(() -> client.get(server.uri("/")).send())
          .isInstanceOf(HttpFailure.Timeout.class)
          .hasMessage(
              "timeout: queue took longer than 20 ms (1 of 1 connections in use, 1 waiting)");
      assertThatThrownBy(() -> client.get(server.uri("/")).timeout(Duration.ofMillis(10)).send())
          .isInstanceOf(HttpFailure.Timeout.class)
          .hasMessage(
              "timeout: total took longer than 10 ms (1 of 1 connections in use, 1 waiting)");
    }
  }

  @Test
  void a_connection_that_is_too_old_does_not_serve_again() throws Exception {
    TurnedClock clock = new TurnedClock();
    try (RawServer server = answering(OK);
        HttpClient client =
            HttpClient.builder()
                .clock(clock)
                .pool(
                    PoolLimits.defaults()
                        .withIdle(Duration.ofHours(2))
                        .withMaxAge(Duration.ofHours(1)))
                .build()) {
      client.get(server.uri("/")).send();
      clock.turn(Duration.ofMinutes(59));
      client.get(server.uri("/")).send();
      assertThat(server.accepted()).isOne();
      clock.turn(Duration.ofMinutes(1));
      client.get(server.uri("/")).send();
      assertThat(server.accepted()).isEqualTo(2);
      assertThat(client.connections().totals().closed()).isEqualTo(Map.of(CloseReason.AGE, 1L));
    }
  }

  @Test
  void ages_are_ten_minutes_unless_they_are_set_and_never_negative() {
    assertThat(PoolLimits.defaults().age()).isEqualTo(Duration.ofMinutes(10));
    assertThatThrownBy(() -> PoolLimits.defaults().withMaxAge(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("age");
    assertThat(PoolLimits.defaults().withMaxAge(Duration.ZERO).age()).isZero();
  }
}
