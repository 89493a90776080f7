package io.godwit.tests.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.ContentReader;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.HttpFailure;
import io.godwit.tests.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to take content that are no plain stream: callbacks, readers, lines, publishers. */
@Timeout(60)
final class ReceivingTest {
  private static final String TEXT = "one\r\ntwo\nthree".repeat(1000);

  private final CountDownLatch proceed = new CountDownLatch(1);
  private RawServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start(this::serve);
    client = HttpClient.create();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private void serve(RawServer.Peer peer) throws IOException, InterruptedException {
    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
      String path = head.split(" ", 3)[1];
      OutputStream out = peer.out;
      String ok = "HTTP/1.1 200 Fine\r\nX-One:  1 \r\nx-two: 2\r\n";
      switch (path) {
        case "/length" -> write(out, ok + "Content-Length: " + TEXT.length() + "\r\n\r\n" + TEXT);
        case "/chunked" -> {
          write(out, ok + "Transfer-Encoding: chunked\r\n\r\n");
          for (int at = 0; at < TEXT.length(); at += 1000) {
            write(out, "3e8\r\n" + TEXT.substring(at, at + 1000) + "\r\n");
          }
          write(out, "0\r\nX-Trailer: t\r\n\r\n");
        }
        case "/close" -> {
          write(out, ok + "Connection: close\r\n\r\n" + TEXT);
          return;
        }
        case "/gzip" -> {
          ByteArrayOutputStream coded = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(TEXT.getBytes(US_ASCII));
          }
          write(out, ok + "Content-Encoding: gzip\r\nContent-Length: " + coded.size() + "\r\n\r\n");
          coded.writeTo(out);
        }
        case "/moved" ->
            write(out, "HTTP/1.1 302 x\r\nLocation: /length\r\nContent-Length: 4\r\n\r\ngone");
        case "/missing" -> write(out, "HTTP/1.1 404 x\r\nContent-Length: 4\r\n\r\ngone");
        case "/cut" -> {
          write(out, ok + "Content-Length: 10\r\n\r\nabc");
          return;
        }
        case "/slow" -> {
          write(out, ok + "Content-Length: 6\r\n\r\nabc");
          proceed.await();
          write(out, "def");
        }
        default -> write(out, "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n");
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/length", "/chunked", "/close", "/gzip", "/moved"})
  @Row({"Z15", "Z16", "Z17"})
  void a_receiver_gets_all_content_in_pieces_whatever_its_framing(String path) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    List<Integer> sizes = new ArrayList<>();
    BufferedResponse response =
        client
            .get(server.uri(path))
            .onData(
                512,
                piece -> {
                  assertThat(piece.isReadOnly()).isTrue();
                  sizes.add(piece.remaining());
                  byte[] bytes = new byte[piece.remaining()];
                  piece.get(bytes);
                  received.write(bytes);
                })
            .send();
    assertThat(received.toString(US_ASCII)).isEqualTo(TEXT);
    assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 512));
    assertThat(response.bytes()).isEmpty();
    assertThat(response.trailers().has("X-Trailer")).isEqualTo(path.equals("/chunked"));
  }

  @Test
  @Row({"T29", "P28"})
  void a_slow_receiver_holds_the_server_back_and_one_that_fails_ends_the_call() throws Exception {
    List<String> pieces = new ArrayList<>();
    client
        .get(server.uri("/slow"))
        .onData(
            piece -> {
              pieces.add(UTF_8.decode(piece).toString());
              proceed.countDown(); // only now does the server go on
            })
        .send();
    assertThat(pieces).containsExactly("abc", "def");
    IOException full = new IOException("disk full");
    assertThatThrownBy(
            () ->
                client
                    .get(server.uri("/length"))
                    .onData(
                        piece -> {
                          throw full;
                        })
                    .send())
        .isInstanceOf(HttpFailure.CallerBody.class)
        .hasMessageContaining("the receiver of the content: disk full")
        .hasCause(full);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  @Row({"T29", "T25"})
  void a_receiver_is_told_of_the_final_response_alone() throws Exception {
    List<String> pieces = new ArrayList<>();
    assertThatThrownBy(
            () ->
                client
                    .get(server.uri("/missing"))
                    .throwOnStatus(true)
                    .onData(piece -> pieces.add("content"))
                    .send())
        .isInstanceOf(HttpFailure.UnexpectedStatus.class);
    assertThat(pieces).isEmpty();
    CompletableFuture<BufferedResponse> later =
        client
            .get(server.uri("/missing"))
            .onData(piece -> pieces.add(UTF_8.decode(piece).toString()))
            .sendAsync();
    assertThat(later.get(20, TimeUnit.SECONDS).status().code()).isEqualTo(404);
    assertThat(pieces).containsExactly("gone");
    assertThatThrownBy(() -> client.get(server.uri("/")).onData(0, piece -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Row("T30")
  void header_lines_come_one_by_one_before_any_content() throws IOException {
    List<String> heard = new ArrayList<>();
    BufferedResponse response =
        client
            .get(server.uri("/moved"))
            .onHeaderLine(heard::add)
            .onData(TEXT.length(), piece -> heard.add("content"))
            .send();
    assertThat(heard.subList(0, 5))
        .containsExactly(
            "HTTP/1.1 200 Fine\r\n",
            "X-One: 1\r\n",
            "x-two: 2\r\n",
            "Content-Length: " + TEXT.length() + "\r\n",
            "\r\n");
    assertThat(heard.subList(5, heard.size())).containsOnly("content");
    assertThat(response.headers().has("X-One")).isTrue();
  }

  @Test
  @Row({"P25", "G20"})
  void content_is_drained_by_what_has_arrived_or_by_units_or_accumulated() throws IOException {
    try (StreamingResponse response = client.get(server.uri("/length")).open()) {
      ContentReader reader = response.reader();
      assertThat(new String(reader.readLine(10), US_ASCII)).isEqualTo("one\r\n");
      assertThat(new String(reader.read(3), US_ASCII)).isEqualTo("two");
      int some = reader.readSome().remaining();
      assertThat(some).isPositive();
      assertThat(response.text()).hasSizeLessThan(TEXT.length() - 8 - some + 1);
      assertThat(reader.readSome().remaining()).isZero();
    }
    try (StreamingResponse response = client.get(server.uri("/length")).open()) {
      assertThat(response.body().read()).isEqualTo('o');
      byte[] arrived = response.body().readNBytes(response.body().available());
      assertThat(TEXT.substring(1)).startsWith(new String(arrived, US_ASCII));
      assertThat(arrived).isNotEmpty();
      assertThat(response.text()).isEqualTo(TEXT.substring(1 + arrived.length));
    }
    assertThatThrownBy(
            () -> {
              try (StreamingResponse response =
                  client.get(server.uri("/length")).bodyLimit(100).open()) {
                response.bytes();
              }
            })
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  @Row("P28")
  void lines_come_as_they_arrive() throws IOException {
    try (StreamingResponse response = client.get(server.uri("/chunked")).open();
        Stream<String> lines = response.lines()) {
      assertThat(lines.toList()).isEqualTo(TEXT.lines().toList());
    }
    try (StreamingResponse response = client.get(server.uri("/cut")).open()) {
      Stream<String> lines = response.lines();
      assertThatThrownBy(lines::toList)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(HttpFailure.ConnectionLost.class);
    }
  }

  @Test
  @Row("P27")
  void a_status_is_made_a_failure_on_demand() throws IOException {
    assertThat(client.get(server.uri("/")).send().orThrow().status().code()).isEqualTo(200);
    BufferedResponse missing = client.get(server.uri("/missing")).send();
    assertThatThrownBy(missing::orThrow)
        .isInstanceOfSatisfying(
            HttpFailure.UnexpectedStatus.class,
            failure -> assertThat(text(failure)).isEqualTo("gone"));
    try (StreamingResponse response = client.get(server.uri("/missing")).open()) {
      assertThatThrownBy(response::orThrow)
          .isInstanceOfSatisfying(
              HttpFailure.UnexpectedStatus.class,
              failure -> assertThat(text(failure)).isEqualTo("gone"));
    }
    try (StreamingResponse response = client.get(server.uri("/length")).open()) {
      assertThat(response.orThrow().text()).isEqualTo(TEXT);
    }
  }

  private static String text(HttpFailure.UnexpectedStatus failure) {
    try {
      return failure.response().body().text(100);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Row("P28")
  void a_publisher_gives_what_is_asked_for_and_closes_in_the_end() throws Exception {
    Collector all = new Collector(Long.MAX_VALUE);
    client.get(server.uri("/gzip")).open().publisher().subscribe(all);
    assertThat(all.text()).isEqualTo(TEXT);
    Collector few = new Collector(1);
    StreamingResponse response = client.get(server.uri("/length")).open();
    Flow.Publisher<ByteBuffer> publisher = response.publisher();
    publisher.subscribe(few);
    assertThat(few.text()).isEqualTo(TEXT);
    Collector second = new Collector(1);
    publisher.subscribe(second);
    assertThatThrownBy(second::text).hasCauseInstanceOf(IllegalStateException.class);
    Collector wrong = new Collector(0);
    client.get(server.uri("/length")).open().publisher().subscribe(wrong);
    assertThatThrownBy(wrong::text).hasCauseInstanceOf(IllegalArgumentException.class);
    Collector cut = new Collector(5);
    client.get(server.uri("/cut")).open().publisher().subscribe(cut);
    assertThatThrownBy(cut::text).hasCauseInstanceOf(HttpFailure.ConnectionLost.class);
    Await.until(() -> client.connections().leased() == 0);
  }

  @Test
  void a_subscriber_is_told_of_one_end_and_of_a_context_that_never_ran() throws Exception {
    try (StreamingResponse response = client.get(server.uri("/length")).open()) {
      assertThatThrownBy(() -> response.publisher().subscribe(null))
          .isInstanceOf(NullPointerException.class);
    }
    CountDownLatch completed = new CountDownLatch(1);
    Collector failing =
        new Collector(Long.MAX_VALUE) {
          @Override
          public void onComplete() {
            completed.countDown();
            throw new IllegalArgumentException("of a subscriber that must not throw");
          }
        };
    client.get(server.uri("/length")).open().publisher().subscribe(failing);
    assertThat(completed.await(20, TimeUnit.SECONDS)).isTrue();
    Await.until(() -> client.connections().leased() == 0);
    assertThat(failing.result).isNotDone();
    try (HttpClient lost =
        HttpClient.builder()
            .context(
                () ->
                    work -> {
                      throw new IllegalStateException("the context is gone");
                    })
            .build()) {
      Collector untold = new Collector(1);
      lost.get(server.uri("/length")).open().publisher().subscribe(untold);
      assertThatThrownBy(untold::text).hasStackTraceContaining("the context is gone");
      Await.until(() -> lost.connections().leased() == 0);
    }
  }

  @Test
  @Row("P28")
  void a_subscription_that_is_cancelled_ends_the_exchange() throws Exception {
    AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    CountDownLatch first = new CountDownLatch(1);
    client
        .get(server.uri("/slow"))
        .open()
        .publisher()
        .subscribe(
            new Flow.Subscriber<ByteBuffer>() {
              @Override
              public void onSubscribe(Flow.Subscription given) {
                subscription.set(given);
                given.request(10);
              }

              @Override
              public void onNext(ByteBuffer piece) {
                first.countDown();
              }

              @Override
              public void onError(Throwable failure) {
                throw new AssertionError(failure);
              }

              @Override
              public void onComplete() {
                throw new AssertionError("not complete");
              }
            });
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
    Objects.requireNonNull(subscription.get()).cancel(); // while the publisher waits for the rest
    Await.until(() -> client.connections().leased() == 0);
    Await.until(() -> server.open() == 0 || client.connections().idle() == 0);
  }

  /** Collects what is published, asking for so many pieces at a time. */
  private static class Collector implements Flow.Subscriber<ByteBuffer> {
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final long step;
    private Flow.@Nullable Subscription subscription;

    Collector(long step) {
      this.step = step;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(step);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      text.append(US_ASCII.decode(piece));
      if (step < 10) {
        Objects.requireNonNull(subscription).request(step);
      }
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      result.complete(text.toString());
    }

    String text() throws Exception {
      return result.get(20, TimeUnit.SECONDS);
    }
  }
}
