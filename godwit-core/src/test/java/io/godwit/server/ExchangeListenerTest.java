package io.godwit.server;

import static io.godwit.server.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeListenerTest {
  private final LinkedBlockingQueue<ExchangeReport> reports = new LinkedBlockingQueue<>();

  private HttpServer serve(Handler handler) throws IOException {
    return HttpServer.builder().handler(handler).listener(reports::add).start();
  }

  private ExchangeReport next() throws InterruptedException {
    ExchangeReport report = reports.poll(30, TimeUnit.SECONDS);
    assertThat(report).as("a report").isNotNull();
    return report;
  }

  @Test
  @Row("H40")
  void each_exchange_is_told_with_what_was_sent() throws Exception {
    Handler handler =
        request ->
            request.path().equals("/stream")
                ? Response.ok(Body.chunks(List.of(new byte[10_000], new byte[5])))
                : Response.text("hello").withStatus(Status.CREATED);
    try (HttpServer server = serve(handler);
        RawClient client = new RawClient(server.port())) {
      client.send(get("/a?b")).read();
      ExchangeReport first = next();
      assertThat(first.request().orElseThrow().rawTarget()).isEqualTo("/a?b");
      assertThat(first.status()).contains(Status.CREATED);
      assertThat(first.contentSent()).isEqualTo(5);
      assertThat(first.duration()).isPositive();
      assertThat(first.failure()).isEmpty();
      client.send(get("/stream")).read();
      assertThat(next().contentSent()).isEqualTo(10_005);
      client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
      assertThat(next().contentSent()).isZero();
      assertThat(reports).isEmpty();
    }
  }

  @Test
  void what_went_wrong_is_told_as_well() throws Exception {
    IOException bad = new IOException("bad");
    Handler failing =
        request -> {
          if (request.path().equals("/early")) {
            throw bad;
          }
          return Response.ok(Body.stream(new HalfStream(bad)));
        };
    try (LogCapture log = new LogCapture();
        HttpServer server = serve(failing)) {
      RawClient.once(server.port(), get("/early"));
      ExchangeReport early = next();
      assertThat(early.status()).contains(Status.INTERNAL_SERVER_ERROR);
      assertThat(early.failure()).contains(bad);
      try (RawClient client = new RawClient(server.port())) {
        client.send(get("/late"));
        ExchangeReport late = next();
        assertThat(late.status()).contains(Status.OK);
        assertThat(late.contentSent()).isEqualTo(3);
        assertThat(late.failure()).contains(bad);
      }
      RawClient.once(server.port(), "nonsense\r\n\r\n");
      ExchangeReport malformed = next();
      assertThat(malformed.request()).isEmpty();
      assertThat(malformed.status()).contains(Status.BAD_REQUEST);
      RawClient.once(server.port(), get("/%zz"));
      assertThat(next().status()).contains(Status.BAD_REQUEST);
      assertThat(log.warnings()).hasSize(2);
    }
  }

  /** Three bytes, then a failure. */
  private static final class HalfStream extends InputStream {
    private final IOException failure;
    private int given;

    HalfStream(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      if (given == 3) {
        throw failure;
      }
      return 'a' + given++;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      into[offset] = (byte) read();
      return 1;
    }
  }

  @Test
  void a_listener_that_fails_changes_nothing_and_the_others_are_told() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (LogCapture log = new LogCapture();
        HttpServer server =
            HttpServer.builder()
                .handler(request -> Response.text("fine"))
                .listener(
                    report -> {
                      told.add("first");
                      throw new IllegalStateException("listener");
                    })
                .listener(report -> told.add("second"))
                .start();
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(get("/")).read().text()).isEqualTo("fine");
      assertThat(client.send(get("/")).read().text()).isEqualTo("fine");
      Await.until(() -> told.size() == 4);
      assertThat(told).containsExactly("first", "second", "first", "second");
      assertThat(log.warnings()).hasSize(2);
    }
  }
}
