package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.http.HttpFailure;
import io.godwit.policy.retry.RetryPolicy;
import io.godwit.tests.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Retries over real connections. The client's clock turns itself forward where a call waits. */
@Timeout(60)
final class RetryTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String BUSY = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n";

  private final TurnedClock clock = new TurnedClock();

  private HttpClientBuilder builder() {
    return HttpClient.builder().clock(clock).retry(RetryPolicy.standard());
  }

  /** Answers each request with the next of these, the last one again and again. */
  private static RawServer answering(String... responses) throws Exception {
    Queue<String> left = new ConcurrentLinkedQueue<>(List.of(responses));
    String last = responses[responses.length - 1];
    return RawServer.start(
        peer -> {
          while (!peer.head().isEmpty()) {
            String next = left.poll();
            peer.say(next == null ? last : next);
          }
        });
  }

  @Test
  void a_server_that_is_busy_is_asked_again_on_the_same_connection() throws Exception {
    try (RawServer server = answering(BUSY + "\r\nbusy", BUSY + "\r\nbusy", OK);
        HttpClient client = builder().build()) {
      BufferedResponse response = client.get(server.uri("/")).send();
      assertThat(response.text()).isEqualTo("ok");
      assertThat(response.attempts()).isEqualTo(3);
      assertThat(response.history()).hasSize(2);
      assertThat(response.explain().toString())
          .contains("status 503 Service Unavailable: tried again in ")
          .contains("attempt 3 of 3");
      assertThat(server.accepted()).isOne();
      assertThat(clock.waits()).allMatch(wait -> wait.compareTo(Duration.ofMillis(400)) < 0);
    }
  }

  @Test
  void a_server_that_says_when_to_come_again_is_listened_to() throws Exception {
    try (RawServer server = answering(BUSY + "Retry-After: 7\r\n\r\nbusy", OK);
        HttpClient client = builder().build()) {
      assertThat(client.get(server.uri("/")).send().text()).isEqualTo("ok");
      Duration waited = clock.waits().stream().reduce(Duration.ZERO, Duration::plus);
      assertThat(waited).isBetween(Duration.ofMillis(6900), Duration.ofMillis(7200));
    }
  }

  @Test
  void a_server_that_asks_for_too_long_a_wait_has_its_response_delivered() throws Exception {
    try (RawServer server = answering(BUSY + "Retry-After: 3600\r\n\r\nbusy", OK);
        HttpClient client = builder().build()) {
      BufferedResponse response = client.get(server.uri("/")).send();
      assertThat(response.status().code()).isEqualTo(503);
      assertThat(response.text()).isEqualTo("busy");
      assertThat(response.explain().toString())
          .contains("stands: the server asks for a longer wait than is allowed");
      assertThat(clock.waits()).isEmpty();
    }
  }

  @Test
  void what_must_not_be_done_twice_is_not_done_twice() throws Exception {
    try (RawServer server = answering(BUSY + "\r\nbusy", OK);
        HttpClient client = builder().build()) {
      BufferedResponse response = client.post(server.uri("/")).send();
      assertThat(response.status().code()).isEqualTo(503);
      assertThat(response.attempts()).isOne();
    }
  }

  @Test
  void a_call_may_try_again_what_its_client_does_not_and_the_other_way_round() throws Exception {
    try (RawServer server = answering(BUSY + "\r\nbusy", OK, BUSY + "\r\nbusy", OK);
        HttpClient off = HttpClient.builder().clock(clock).build();
        HttpClient on = builder().build()) {
      assertThat(off.get(server.uri("/")).retry(RetryPolicy.standard()).send().text())
          .isEqualTo("ok");
      assertThat(on.get(server.uri("/")).retry(RetryPolicy.none()).send().text()).isEqualTo("busy");
    }
  }

  @Row("H32")
  @Test
  void a_server_that_is_not_there_yet_is_dialled_again_and_the_failure_tells_of_each_attempt()
      throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) taken.getLocalSocketAddress();
    }
    try (HttpClient client = builder().build()) {
      String uri = "http://127.0.0.1:" + nobody.getPort() + "/";
      assertThatThrownBy(() -> client.post(uri).text("not sent").send())
          .isInstanceOf(HttpFailure.Connect.class)
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .filteredOn(HttpFailure.Connect.class::isInstance)
                      .hasSize(2));
      assertThat(clock.waits().size()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void retries_end_when_the_budget_of_the_client_is_used_up() throws Exception {
    try (RawServer server = answering(BUSY + "\r\nbusy");
        HttpClient client =
            HttpClient.builder()
                .clock(clock)
                .retry(
                    RetryPolicy.standard()
                        .withBudget(3, 0)
                        .withDelays(Duration.ZERO, Duration.ZERO))
                .build()) {
      assertThat(client.get(server.uri("/")).send().attempts()).isEqualTo(3);
      assertThat(client.get(server.uri("/")).send().attempts()).isEqualTo(2);
      BufferedResponse last = client.get(server.uri("/")).send();
      assertThat(last.attempts()).isOne();
      assertThat(last.explain().toString()).contains("stands: the retry budget is used up");
    }
  }

  @Test
  void a_kept_connection_that_was_closed_costs_no_attempt() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    Queue<String> responses = new ConcurrentLinkedQueue<>(List.of(OK, BUSY + "\r\nbusy", OK));
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  String response = responses.remove();
                  peer.say(response);
                  if (responses.size() == 2) { // dies with the second request on it
                    peer.head();
                    closing.countDown();
                    return;
                  }
                  while (!peer.head().isEmpty()) {
                    peer.say(responses.remove());
                  }
                });
        HttpClient client =
            HttpClient.builder()
                .clock(clock)
                .retry(RetryPolicy.standard().withAttempts(2))
                .build()) {
      client.get(server.uri("/")).send();
      BufferedResponse second = client.get(server.uri("/")).send();
      assertThat(second.text()).isEqualTo("ok");
      assertThat(second.attempts()).isEqualTo(3);
      assertThat(closing.getCount()).isZero();
    }
  }
}
