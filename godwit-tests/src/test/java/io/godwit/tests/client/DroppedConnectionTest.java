package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.client.HttpClient;
import io.godwit.client.Outcome;
import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that drops kept connections at random moments: no GET fails, no POST arrives twice, and
 * every POST that fails says that it may have been sent.
 */
@Timeout(120)
final class DroppedConnectionTest {
  private static final long SEED = 0x60D317L;
  private static final int DROPS = 500;
  private static final int MOST_CALLS = 100_000;

  private final AtomicLong seeds = new AtomicLong(SEED);
  private final AtomicInteger droppedAfterRequest = new AtomicInteger();
  private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();

  @Test
  void a_dropped_connection_costs_no_get_and_repeats_no_post() throws Exception {
    int noticed = 0;
    int failedPosts = 0;
    try (RawServer server = RawServer.start(this::serveAndDrop);
        HttpClient client = HttpClient.create()) {
      int call = 0;
      while (droppedAfterRequest.get() < DROPS) {
        assertThat(++call).as("calls made for enough drops").isLessThan(MOST_CALLS);
        if (call % 2 == 0) {
          var response = client.get(server.uri("/get")).send();
          assertThat(response.text()).isEqualTo("ok");
          noticed += response.attempts() - 1;
        } else if (post(client, server.uri("/"), "p" + call)) {
          failedPosts++;
        }
      }
      assertThat(client.connections().leased()).isZero();
    }
    assertThat(noticed).as("GETs that were sent again").isGreaterThan(100);
    assertThat(failedPosts).as("POSTs that were lost").isGreaterThan(100);
    assertThat(arrived.values()).allSatisfy(times -> assertThat(times).hasValueLessThan(2));
  }

  /** Posts once; true when that failed. */
  private static boolean post(HttpClient client, String uri, String id) {
    return switch (client.post(uri + id).text(id).trySend()) {
      case Outcome.Answered(var response) -> {
        assertThat(response.text()).isEqualTo("ok");
        assertThat(response.attempts()).isEqualTo(1);
        yield false;
      }
      case Outcome.Failed(var failure) -> {
        assertThat(failure).isInstanceOf(HttpFailure.ConnectionLost.class);
        assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
        assertThat(failure).hasMessageContaining("may have been sent");
        yield true;
      }
    };
  }

  /**
   * Answers the first request; then, at random, goes on, hangs up after a moment, or hangs up when
   * the next request is there.
   */
  private void serveAndDrop(RawServer.Peer peer) throws IOException {
    Random random = new Random(seeds.incrementAndGet());
    boolean first = true;
    while (true) {
      String head = peer.head();
      if (head.isEmpty()) {
        return;
      }
      if (head.startsWith("POST")) {
        String id = head.substring(5, head.indexOf(' ', 5));
        peer.in.skipNBytes(id.length() - 1);
        arrived.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
      }
      if (!first && random.nextInt(3) == 0) {
        droppedAfterRequest.incrementAndGet();
        return;
      }
      first = false;
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(random.nextInt(200_000)); // a random moment, not a wait
        return;
      }
    }
  }
}
