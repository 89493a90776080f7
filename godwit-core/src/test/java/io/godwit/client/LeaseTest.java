package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import io.godwit.policy.Decision;
import io.godwit.policy.Purpose;
import io.godwit.policy.pool.PoolSnapshot;
import java.io.IOException;
import java.net.ConnectException;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases of connections at the edges of their lives, over channels without a network. */
@Timeout(30)
class LeaseTest {
  private static final String URI = "http://127.0.0.1/";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static HttpClientBuilder over(ScriptedChannel channel) {
    return HttpClient.builder()
        .network(
            (address, opening) -> {
              opening.accept(channel);
              return channel;
            });
  }

  @Test
  void who_ends_an_exchange_that_is_over_does_not_end_the_next_on_its_connection()
      throws Exception {
    ScriptedChannel channel = ScriptedChannel.answering(OK);
    try (HttpClient client = over(channel).build()) {
      Pool pool = new Pool(client.options(), new Listeners(List.of()));
      Target target = client.target(URI);
      CallClock time = new CallClock(client.options().clock(), Duration.ofSeconds(20));
      Request request = Request.of(Method.GET, Uri.of(URI)).withHeaders(target.headers());
      Connection leased =
          pool.lease(target.route(), new Decision.Exchange(request, Purpose.CALL, false), time);
      Exchange exchange = new Exchange(client.options(), pool, leased, time);
      exchange.begin(request, Audience.NONE);
      exchange.awaitHead();
      assertThat(exchange.read(new byte[9], 0, 9)).isEqualTo(2);
      assertThat(exchange.read(new byte[9], 0, 9)).isEqualTo(-1);
      assertThat(pool.snapshot().idle()).isEqualTo(1);
      exchange.abort(); // of one who has seen it reading, and comes too late
      assertThat(channel.isClosed()).isFalse();
      pool.close(Duration.ZERO);
      assertThat(channel.isClosed()).isTrue();
    }
  }

  @Test
  void a_write_that_takes_the_time_of_the_whole_call_says_so() {
    Timeouts timeouts = Timeouts.all(Duration.ofHours(1)).withTotal(Duration.ofMillis(100));
    try (HttpClient client = over(ScriptedChannel.deaf()).timeouts(timeouts).build()) {
      assertThatThrownBy(() -> client.get(URI).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> {
                assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
                assertThat(failure.limit()).isEqualTo(Duration.ofMillis(100));
              });
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void closing_the_client_ends_a_connection_that_is_being_opened() throws Exception {
    CountDownLatch connecting = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    HttpClient client =
        HttpClient.builder()
            .timeouts(Timeouts.all(Duration.ofHours(1)))
            .resolver((host, deadline) -> List.of(address(1), address(2), address(3)))
            .network(
                (address, opening) -> {
                  ScriptedChannel silent = ScriptedChannel.deaf();
                  opening.accept(silent);
                  attempts.incrementAndGet();
                  connecting.countDown();
                  throw silent.awaitClose();
                })
            .build();
    CompletableFuture<BufferedResponse> call = client.get("http://example.test/").sendAsync();
    connecting.await();
    client.close();
    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(HttpFailure.ClientClosed.class);
    assertThat(attempts).as("addresses that were tried").hasValue(1);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void an_attempt_whose_time_is_over_before_it_has_a_channel_ends_with_the_channel() {
    HttpClient client =
        HttpClient.builder()
            .timeouts(Timeouts.all(Duration.ofHours(1)).withConnect(Duration.ofNanos(1)))
            .network(
                (address, opening) -> {
                  awaitWatchdog();
                  ScriptedChannel silent = ScriptedChannel.deaf();
                  opening.accept(silent);
                  throw silent.awaitClose();
                })
            .build();
    try (client) {
      assertThatThrownBy(() -> client.get(URI).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> assertThat(failure.phase()).isEqualTo(Phase.CONNECT));
      assertThat(client.connections().leased()).isZero();
    }
  }

  /** Until the watchdog has looked for deadlines that have come before now. */
  private static void awaitWatchdog() {
    CountDownLatch looked = new CountDownLatch(1);
    var watch = io.godwit.net.Watchdog.system().watch(looked::countDown);
    watch.arm(0);
    try {
      looked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watch.release();
    }
  }

  @Test
  void a_channel_is_closed_when_what_comes_after_it_breaks() {
    ScriptedChannel channel = ScriptedChannel.answering("");
    try (HttpClient client = over(channel).tls(io.godwit.net.TlsSettings.of(broken())).build()) {
      assertThatThrownBy(() -> client.get("https://127.0.0.1/").send())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(channel.isClosed()).isTrue();
      assertThat(client.connections().leased()).isZero();
    }
  }

  /** A context that makes no engine. */
  private static SSLContext broken() {
    Provider provider = new Provider("broken", "1", "for a test") {};
    SSLContextSpi nothing =
        new SSLContextSpi() {
          @Override
          protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {}

          @Override
          protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("no TLS today");
          }

          @Override
          protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("no TLS today");
          }

          @Override
          protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException("no TLS today");
          }

          @Override
          protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw new UnsupportedOperationException("no TLS today");
          }

          @Override
          protected SSLSessionContext engineGetServerSessionContext() {
            throw new UnsupportedOperationException("no TLS today");
          }

          @Override
          protected SSLSessionContext engineGetClientSessionContext() {
            throw new UnsupportedOperationException("no TLS today");
          }
        };
    return new SSLContext(nothing, provider, "broken") {};
  }

  @Test
  void a_failure_to_connect_leaves_no_place_taken() {
    HttpClient client =
        HttpClient.builder()
            .pool(PoolLimits.defaults().withPerOrigin(1))
            .network(
                (address, opening) -> {
                  throw new ConnectException("Connection refused");
                })
            .build();
    try (client) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> client.get(URI).send()).isInstanceOf(HttpFailure.Connect.class);
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void nothing_is_left_of_connections_that_fail_and_calls_that_are_cancelled() {
    AtomicInteger open = new AtomicInteger();
    Random random = new Random(7);
    HttpClient client =
        HttpClient.builder()
            .pool(PoolLimits.defaults().withPerOrigin(3).withTotal(5))
            .network(
                (address, opening) -> {
                  open.incrementAndGet();
                  ScriptedChannel channel =
                      ScriptedChannel.answering(OK).whenClosed(open::decrementAndGet);
                  opening.accept(channel);
                  LockSupport.parkNanos(20_000); // so that others come meanwhile
                  if (ThreadLocalRandom.current().nextInt(3) == 0) {
                    channel.close();
                    throw new ConnectException("Connection refused");
                  }
                  return channel;
                })
            .build();
    try (client) {
      for (int round = 0; round < 100; round++) {
        List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          String uri = "http://127.0.0." + (1 + random.nextInt(4)) + "/";
          var call = random.nextBoolean() ? client.get(uri) : client.post(uri).text("x");
          calls.add(call.sendAsync());
        }
        for (CompletableFuture<BufferedResponse> call : calls) {
          if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(50_000)); // a random moment, not a wait
            call.cancel(true);
          }
        }
        calls.forEach(call -> call.exceptionally(failure -> null).join());
      }
      PoolSnapshot<String> left = client.connections();
      while (left.leased() > 0 || open.get() != left.idle()) { // calls are on their way out
        assertThat(Thread.interrupted()).as("%s are left, open: %s", left, open).isFalse();
        Thread.onSpinWait();
        left = client.connections();
      }
      assertThat(left.waiting()).isZero();
      assertThat(left.idle()).isBetween(1, 5);
    }
    assertThat(open).hasValue(0);
  }

  private static java.net.InetAddress address(int last) throws IllegalStateException {
    try {
      return java.net.InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
