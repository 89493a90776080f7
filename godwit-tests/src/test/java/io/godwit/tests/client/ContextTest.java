package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.ContextCarrier;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the calling thread knows, the threads that work for its call know as well. */
@Timeout(60)
final class ContextTest {
  private static final ScopedValue<String> USER = ScopedValue.newInstance();
  private static final ThreadLocal<String> LOG = ThreadLocal.withInitial(() -> "nothing");

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, ContextTest::length);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Response length(ServerRequest request) throws IOException {
    return Response.text(Integer.toString(request.bytes().length));
  }

  private String uri() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  private static ContextCarrier.Context scoped() {
    String user = USER.orElse("nobody");
    return work -> ScopedValue.where(USER, user).run(work);
  }

  /** As one does with the context of a logger, which is bound to a thread. */
  private static ContextCarrier.Context ofLogger() {
    String context = LOG.get();
    return work -> {
      LOG.set(context);
      try {
        work.run();
      } finally {
        LOG.remove();
      }
    };
  }

  private void look() {
    threads.add(Thread.currentThread());
    seen.add(USER.orElse("nobody") + " " + LOG.get());
  }

  /** Content that looks where it is read. */
  private InputStream looking(int length) {
    return new FilterInputStream(new ByteArrayInputStream(new byte[length])) {
      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        look();
        return super.read(into, offset, count);
      }
    };
  }

  @Test
  void a_scoped_value_is_bound_where_an_asynchronous_call_runs_and_its_body_is_written()
      throws Exception {
    try (HttpClient client = HttpClient.builder().context(ContextTest::scoped).build()) {
      String text =
          ScopedValue.where(USER, "ada")
              .call(
                  () ->
                      client.post(uri()).stream(looking(300_000))
                          .onExchange(_ -> look())
                          .sendAsync()
                          .join()
                          .text());
      assertThat(text).isEqualTo("300000");
    }
    assertThat(seen).containsExactly("ada nothing");
    assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
  }

  @Test
  void what_is_bound_to_a_thread_is_carried_and_taken_off_again() throws Exception {
    try (HttpClient client = HttpClient.builder().context(ContextTest::ofLogger).build()) {
      LOG.set("request 7");
      assertThat(client.post(uri()).stream(looking(300_000)).send().text()).isEqualTo("300000");
      assertThat(LOG.get()).isEqualTo("request 7");
    } finally {
      LOG.remove();
    }
    assertThat(seen).containsExactly("nobody request 7");
  }

  @Test
  void without_a_carrier_nothing_is_carried() throws Exception {
    try (HttpClient client = HttpClient.create()) {
      ScopedValue.where(USER, "ada")
          .call(() -> client.get(uri()).onExchange(_ -> look()).sendAsync().join());
    }
    assertThat(seen).containsExactly("nobody nothing");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_context_that_does_not_run_its_work_fails_the_call(boolean throwing) throws Exception {
    ContextCarrier.Context idle =
        _ -> {
          if (throwing) {
            throw new IllegalStateException("I would rather not");
          }
        };
    List<String> reasons = new CopyOnWriteArrayList<>();
    try (HttpClient client = HttpClient.builder().context(() -> idle).build()) {
      assertThatThrownBy(() -> client.get(uri()).sendAsync().join())
          .hasCauseInstanceOf(IllegalStateException.class)
          .satisfies(thrown -> reasons.add(thrown.getMessage()));
      assertThatThrownBy(() -> client.post(uri()).stream(looking(300_000)).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("context");
      assertThat(client.connections().leased()).isZero();
    }
    assertThat(reasons.getFirst()).contains(throwing ? "rather not" : "context");
    assertThat(seen).isEmpty();
  }

  @Test
  void a_context_that_cannot_be_taken_fails_the_call() throws Exception {
    IllegalStateException mine = new IllegalStateException("no context today");
    ContextCarrier broken =
        () -> {
          throw mine;
        };
    try (HttpClient client = HttpClient.builder().context(broken).build()) {
      assertThatThrownBy(() -> client.get(uri()).sendAsync().join()).hasCause(mine);
      assertThatThrownBy(() -> client.post(uri()).stream(looking(300_000)).send()).isSameAs(mine);
      assertThat(client.get(uri()).send().text()).as("which needs no other thread").isEqualTo("0");
      assertThat(client.connections().leased()).isZero();
    }
  }
}
