package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallEnd;
import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.ConnectionEvent;
import io.godwit.client.ExchangeStart;
import io.godwit.client.HttpClient;
import io.godwit.client.ListenerHandle;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners are told, in which order, and what they can do to a call: nothing. */
@Timeout(60)
final class ListenerTest {
  private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "3\r\none\r\n4\r\n two\r\n0\r\nX-Sum: 7\r\n\r\n";
  private static final String MOVED =
      "HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 4\r\n\r\ngone";

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start(this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void answer(RawServer.Peer peer) throws IOException, InterruptedException {
    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
      switch (head.substring(4, head.indexOf(" HTTP"))) {
        case "/hints" -> peer.say(HINTS + CHUNKED);
        case "/moved" -> peer.say(MOVED);
        case "/wait" -> {
          arrived.countDown();
          go.await();
          peer.say(CHUNKED);
        }
        case "/large" -> {
          peer.say("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n");
          peer.say("x".repeat(200_000));
        }
        case "/cut" -> {
          peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
          return;
        }
        case "/endless" -> {
          peer.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
          peer.awaitEnd();
        }
        case "/missing" -> peer.say("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
        default -> peer.say(CHUNKED);
      }
    }
  }

  @Row({"P31", "P32"})
  @Test
  void each_phase_is_told_to_the_clients_listeners_in_binding_order_and_then_to_the_calls()
      throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    try (HttpClient client = HttpClient.builder().listener(new EventList("1", events)).build()) {
      client.listen(new EventList("2", events));
      BufferedResponse response =
          client
              .get(server.uri("/hints"))
              .listener(new EventList("3", events))
              .listener(new EventList("4", events))
              .send();
      assertThat(response.text()).isEqualTo("one two");
    }
    assertThat(events)
        .containsExactly(
            "1 opened 1",
            "2 opened 1",
            "1 sending /hints",
            "2 sending /hints",
            "3 sending /hints",
            "4 sending /hints",
            "1 received",
            "2 received",
            "3 received",
            "4 received",
            "1 interim 103",
            "2 interim 103",
            "3 interim 103",
            "4 interim 103",
            "1 answered 200",
            "2 answered 200",
            "3 answered 200",
            "4 answered 200",
            "1 content",
            "2 content",
            "3 content",
            "4 content",
            "1 ended Answered",
            "2 ended Answered",
            "3 ended Answered",
            "4 ended Answered",
            "1 closed 1",
            "2 closed 1");
  }

  @Row("T25")
  @Test
  void a_redirect_is_sent_and_received_and_only_the_final_response_is_told_of() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      BufferedResponse response = client.get(server.uri("/moved")).listener(heard).send();
      assertThat(response.history()).hasSize(1);
    }
    assertThat(heard.events())
        .containsExactly(
            "sending /moved",
            "received",
            "sending /new",
            "received",
            "answered 200",
            "content",
            "ended Answered");
    assertThat(heard.heads()).extracting(head -> head.status().code()).containsExactly(302, 200);
    assertThat(heard.heads().getFirst().header("Location")).contains("/new");
    assertThat(heard.content()).isEqualTo("one two");
    assertThat(heard.received()).isEqualTo(MOVED + CHUNKED);
    assertThat(heard.calls()).containsOnly(heard.calls().getFirst());
    assertThat(heard.calls().getFirst().requested().uri().path()).isEqualTo("/moved");
  }

  @Row("P32")
  @ParameterizedTest
  @ValueSource(strings = {"/hints", "/large", "/"})
  void received_is_what_came_and_content_is_what_the_caller_gets(String path) throws Exception {
    EventList heard = new EventList();
    EventList other = new EventList();
    try (HttpClient client = HttpClient.builder().listener(heard).build()) {
      String text = client.get(server.uri(path)).listener(other).send().text();
      assertThat(heard.content()).isEqualTo(text);
      assertThat(other.content()).isEqualTo(text);
    }
    String all =
        switch (path) {
          case "/hints" -> HINTS + CHUNKED;
          case "/large" ->
              "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000);
          default -> CHUNKED;
        };
    assertThat(heard.received()).isEqualTo(all);
    assertThat(other.received()).isEqualTo(all);
  }

  @Test
  void a_channel_that_is_read_into_a_direct_buffer_is_told_of_as_well() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create();
        StreamingResponse response = client.get(server.uri("/large")).listener(heard).open()) {
      ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
      while (response.channel().read(piece) >= 0) {
        piece.clear();
      }
    }
    assertThat(heard.content()).isEqualTo("x".repeat(200_000));
    assertThat(heard.received()).endsWith(heard.content());
    assertThat(heard.events()).endsWith("content", "ended Answered");
  }

  /** Fails at everything; the checked exception is one that Java would not let it throw. */
  private static final class Faulty implements CallListener {
    private static <E extends Exception> void fail() throws E {
      @SuppressWarnings("unchecked")
      E checked = (E) new IOException("a listener of no use");
      throw checked;
    }

    @Override
    public void sending(CallView call, ExchangeStart exchange) {
      throw new IllegalStateException("sending");
    }

    @Override
    public void received(CallView call, ByteBuffer bytes) {
      throw new IllegalStateException("received");
    }

    @Override
    public void interim(CallView call, Response interim) {
      throw new IllegalStateException("interim");
    }

    @Override
    public void answered(CallView call, Response head) {
      Faulty.<RuntimeException>fail();
    }

    @Override
    public void content(CallView call, ByteBuffer content) {
      throw new IllegalStateException("content");
    }

    @Override
    public void ended(CallView call, CallEnd end) {
      throw new IllegalStateException("ended");
    }

    @Override
    public void opened(ConnectionEvent connection) {
      throw new IllegalStateException("opened");
    }

    @Override
    public void closed(ConnectionEvent connection) {
      throw new IllegalStateException("closed");
    }
  }

  @Row("P30")
  @Test
  void what_a_listener_throws_is_logged_and_nobody_else_notices() throws Exception {
    Logs logs = Logs.of(CallListener.class);
    EventList after = new EventList();
    try (logs;
        HttpClient client = HttpClient.builder().listener(new Faulty()).listener(after).build()) {
      assertThat(client.get(server.uri("/hints")).listener(new Faulty()).send().text())
          .isEqualTo("one two");
      assertThat(client.connections().idle()).isEqualTo(1);
    }
    assertThat(after.events())
        .containsExactly(
            "opened 1",
            "sending /hints",
            "received",
            "interim 103",
            "answered 200",
            "content",
            "ended Answered",
            "closed 1");
    for (String event :
        List.of("opened", "sending", "received", "interim", "answered", "ended", "closed")) {
      assertThat(logs.lines()).contains("a listener failed when told of: " + event);
    }
  }

  @Test
  void an_error_of_a_listener_ends_the_call_and_its_lease() {
    AssertionError mine = new AssertionError("no hints, please");
    try (HttpClient client = HttpClient.create()) {
      assertThatThrownBy(
              () ->
                  client
                      .get(server.uri("/hints"))
                      .onInterim(
                          _ -> {
                            throw mine;
                          })
                      .send())
          .isSameAs(mine);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Row("P32")
  @Test
  void who_is_unbound_while_a_call_runs_hears_nothing_more_and_who_is_bound_hears_the_next()
      throws Exception {
    EventList early = new EventList();
    EventList late = new EventList();
    try (HttpClient client = HttpClient.create()) {
      ListenerHandle first = client.listen(early);
      CompletableFuture<BufferedResponse> call = client.get(server.uri("/wait")).sendAsync();
      arrived.await();
      assertThat(early.events()).containsExactly("opened 1", "sending /wait");
      assertThat(first.told()).isEqualTo(2);
      first.close();
      first.close();
      try (ListenerHandle second = client.listen(late)) {
        go.countDown();
        assertThat(call.join().text()).isEqualTo("one two");
        assertThat(late.events()).isEmpty();
        client.get(server.uri("/")).send();
        assertThat(late.events())
            .containsExactly(
                "reused 1", "sending /", "received", "answered 200", "content", "ended Answered");
        assertThat(second.told()).isGreaterThanOrEqualTo(late.events().size());
      }
      client.get(server.uri("/")).send();
      assertThat(late.ends()).hasSize(1);
    }
    assertThat(first(early)).isEqualTo("opened 1");
    assertThat(early.events()).hasSize(2);
  }

  private static String first(EventList list) {
    return list.events().getFirst();
  }

  @Row("P30")
  @Test
  void who_binds_to_a_future_after_the_fact_is_told_at_once() throws Exception {
    try (HttpClient client = HttpClient.create()) {
      CompletableFuture<BufferedResponse> call = client.get(server.uri("/")).sendAsync();
      call.join();
      List<String> heard = new ArrayList<>();
      Thread here = Thread.currentThread();
      CompletableFuture<Void> first =
          call.thenAccept(
              response -> heard.add(response.text() + (Thread.currentThread() == here ? "" : "?")));
      CompletableFuture<Void> second =
          call.thenAccept(
              _ -> {
                throw new IllegalStateException("of no consequence");
              });
      CompletableFuture<Void> third =
          call.thenAccept(response -> heard.add("again " + response.status().code()));
      assertThat(heard).containsExactly("one two", "again 200");
      assertThat(List.of(first, second, third))
          .extracting(CompletableFuture::isCompletedExceptionally)
          .containsExactly(false, true, false);
    }
  }

  @Test
  void the_end_of_a_stream_is_the_end_of_its_call_and_told_once() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      StreamingResponse response = client.get(server.uri("/")).listener(heard).open();
      assertThat(heard.events()).endsWith("answered 200");
      assertThat(response.body().readAllBytes()).hasSize(7);
      assertThat(heard.events()).endsWith("answered 200", "content", "ended Answered");
      assertThat(response.body().read()).isNegative();
      response.close();
      assertThat(heard.ends()).hasSize(1);
      assertThat(response.trailers().first("X-Sum")).contains("7");
    }
  }

  @Test
  void a_stream_that_is_closed_before_its_end_was_abandoned() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      StreamingResponse response = client.get(server.uri("/endless")).listener(heard).open();
      assertThat(response.body().readNBytes(4)).hasSize(4);
      assertThat(heard.ends()).isEmpty();
      response.close();
      assertThat(heard.ends()).hasSize(1).first().isInstanceOf(CallEnd.Abandoned.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_stream_that_another_thread_closes_was_abandoned_too() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      StreamingResponse response = client.get(server.uri("/endless")).listener(heard).open();
      assertThat(response.body().readNBytes(4)).hasSize(4);
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      seen.complete(new AssertionError("read " + response.body().read()));
                    } catch (IOException e) {
                      seen.complete(e);
                    }
                  });
      Await.until(() -> reader.getState() == Thread.State.WAITING);
      response.close();
      assertThat(seen.join()).isInstanceOf(HttpFailure.Cancelled.class);
      assertThat(heard.ends()).hasSize(1).first().isInstanceOf(CallEnd.Abandoned.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void content_that_breaks_off_is_a_failed_call_streamed_or_collected() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.builder().listener(heard).build()) {
      assertThatThrownBy(() -> client.get(server.uri("/cut")).send())
          .isInstanceOfSatisfying(
              HttpFailure.class,
              failure -> {
                assertThat(heard.ends()).containsExactly(new CallEnd.Failed(failure));
                assertThat(failure.explain().toString()).contains("failed: ");
              });
      try (StreamingResponse response = client.get(server.uri("/cut")).open()) {
        assertThatThrownBy(() -> response.body().readAllBytes())
            .isInstanceOfSatisfying(
                HttpFailure.class,
                failure ->
                    assertThat(heard.ends()).endsWith(new CallEnd.Failed(failure)).hasSize(2));
      }
      assertThat(heard.ends()).hasSize(2);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_call_that_gets_no_connection_has_only_an_end() throws Exception {
    EventList heard = new EventList();
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (HttpClient client = HttpClient.builder().listener(heard).build()) {
      assertThatThrownBy(() -> client.get("http://127.0.0.1:" + nobody + "/").send())
          .isInstanceOf(HttpFailure.Connect.class);
    }
    assertThat(heard.events()).containsExactly("ended Failed");
    assertThat(heard.calls().getFirst().timings().total()).isPositive();
  }

  @Test
  void a_status_that_is_a_failure_for_the_call_is_told_as_one() {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      assertThatThrownBy(
              () -> client.get(server.uri("/missing")).listener(heard).throwOnStatus(true).send())
          .isInstanceOf(HttpFailure.UnexpectedStatus.class);
      assertThatThrownBy(
              () -> client.get(server.uri("/missing")).listener(heard).throwOnStatus(true).open())
          .isInstanceOfSatisfying(
              HttpFailure.UnexpectedStatus.class,
              failure -> assertThat(failure.response().body().isEmpty()).isFalse());
      assertThat(client.connections().leased()).isZero();
    }
    assertThat(heard.events())
        .containsExactly(
            "sending /missing",
            "received",
            "answered 404",
            "content",
            "ended Failed",
            "sending /missing",
            "received",
            "answered 404",
            "content",
            "ended Failed");
  }

  @Test
  void content_past_the_limit_is_a_failed_call() {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      assertThatThrownBy(
              () -> client.get(server.uri("/large")).listener(heard).bodyLimit(1000).send())
          .isInstanceOf(HttpFailure.LimitExceeded.class);
      assertThat(client.connections().leased()).isZero();
    }
    assertThat(heard.events()).endsWith("answered 200", "ended Failed");
  }

  @Test
  void a_cancelled_call_has_failed() throws Exception {
    EventList heard = new EventList();
    try (HttpClient client = HttpClient.create()) {
      CompletableFuture<BufferedResponse> call =
          client.get(server.uri("/wait")).listener(heard).sendAsync();
      arrived.await();
      call.cancel(true);
      Await.until(() -> !heard.ends().isEmpty());
      assertThat(heard.ends().getFirst())
          .isInstanceOfSatisfying(
              CallEnd.Failed.class,
              failed -> assertThat(failed.why()).isInstanceOf(HttpFailure.Interrupted.class));
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Row("P32")
  @Test
  void connections_are_told_of_by_number_when_opened_reused_and_closed() throws Exception {
    EventList heard = new EventList();
    EventList ofCall = new EventList();
    try (HttpClient client = HttpClient.builder().listener(heard).build()) {
      client.get(server.uri("/")).listener(ofCall).send();
      client.get(server.uri("/")).listener(ofCall).send();
      client.get(server.uri("/")).header("Connection", "close").send();
      client.get(server.uri("/")).send();
    }
    assertThat(heard.connections())
        .extracting(ConnectionEvent::number, ConnectionEvent::exchanges)
        .containsExactly(
            tuple(1L, 0), tuple(1L, 1), tuple(1L, 2), tuple(1L, 3), tuple(2L, 0), tuple(2L, 1));
    assertThat(heard.events())
        .filteredOn(line -> line.matches("(opened|reused|closed) .*"))
        .containsExactly("opened 1", "reused 1", "reused 1", "closed 1", "opened 2", "closed 2");
    assertThat(heard.connections().getFirst().origin())
        .isEqualTo("http://127.0.0.1:" + server.port());
    assertThat(ofCall.connections()).isEmpty();
  }

  @Test
  void a_connection_that_was_idle_for_too_long_is_told_of_by_another_thread() throws Exception {
    CompletableFuture<Thread> closing = new CompletableFuture<>();
    try (HttpClient client =
        HttpClient.builder()
            .pool(PoolLimits.defaults().withIdle(Duration.ofMillis(20)))
            .listener(
                new CallListener() {
                  @Override
                  public void closed(ConnectionEvent connection) {
                    closing.complete(Thread.currentThread());
                  }
                })
            .build()) {
      client.get(server.uri("/")).send();
      assertThat(closing.join().isVirtual()).as("not the one that acts for all").isTrue();
      assertThat(client.connections().idle()).isZero();
    }
  }

  /** What is logged under the name of a class, by the JDK's default back end. */
  private static final class Logs extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Logs(Logger logger) {
      this.logger = logger;
    }

    static Logs of(Class<?> type) {
      Logs logs = new Logs(Logger.getLogger(type.getName()));
      logs.logger.setUseParentHandlers(false);
      logs.logger.addHandler(logs);
      return logs;
    }

    List<String> lines() {
      return lines;
    }

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
