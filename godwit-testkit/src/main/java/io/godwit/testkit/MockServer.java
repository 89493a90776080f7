package io.godwit.testkit;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.server.ServerTimeouts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers what a test has told it to, remembers what it was asked, and misbehaves on
 * demand. It listens on a free port of the loopback address and speaks real HTTP/1.1, so any client
 * will do.
 *
 * <pre>{@code
 * try (MockServer server = MockServer.start()) {
 *   server.answer(Answer.text("hello"), Answer.text("too late").cutAfter(40));
 *   show(client.get(server.uri("/greeting")).send().text());
 *   show(server.takeRequest().header("Accept").orElse("anything"));
 * }
 * }</pre>
 *
 * <p>A request is answered by what was set up for its method and path ({@link #on}), else by the
 * next answer in turn ({@link #answer}), else by the function given to {@link #otherwise}. When
 * there is none of them, it gets a 500 that says so, and {@link #verify} fails. A request whose
 * content breaks off is recorded as incomplete, and what it would have been answered is used up.
 * Thread-safe.
 */
public final class MockServer implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** A test's answer may be slower than what a server has patience for. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** In bytes; a request with more of it is answered with 413. */
  private static final int MOST_CONTENT = 64 * 1024 * 1024;

  private final Script script = new Script();
  private final FaultySource source;
  private final HttpServer server;
  private volatile @Nullable Function<RecordedRequest, Answer> otherwise;

  private MockServer(FaultySource source) throws IOException {
    this.source = source;
    this.server =
        HttpServer.builder()
            .handler(this::handle)
            .source(source)
            .timeouts(ServerTimeouts.defaults().withWrite(PATIENCE))
            .start();
  }

  /**
   * Starts one.
   *
   * @throws IOException when no port can be had
   */
  public static MockServer start() throws IOException {
    FaultySource source = FaultySource.bind();
    boolean started = false;
    try {
      MockServer server = new MockServer(source);
      started = true;
      return server;
    } finally {
      if (!started) {
        source.close();
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return source.port();
  }

  /**
   * The absolute URI of a path on this server, {@code http://127.0.0.1:…}.
   *
   * @param path begins with a slash, and may have a query
   */
  public String uri(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash: " + path);
    }
    return "http://127.0.0.1:" + port() + path;
  }

  /** Answers requests for which nothing else was set up, one each, in turn. */
  public MockServer answer(Answer... answers) {
    script.add(List.of(answers));
    return this;
  }

  /** As {@link #answer(Answer...)}, without faults. */
  public MockServer answer(Response... answers) {
    script.add(Arrays.stream(answers).map(Answer::of).toList());
    return this;
  }

  /**
   * Answers requests of that method and path, one each, in turn; the last answer stays for all that
   * follow.
   *
   * @param path as it stands in the request, without the query
   */
  public MockServer on(Method method, String path, Answer... answers) {
    script.add(method, path, List.of(answers));
    return this;
  }

  /** As {@link #on(Method, String, Answer...)}, without faults. */
  public MockServer on(Method method, String path, Response... answers) {
    script.add(method, path, Arrays.stream(answers).map(Answer::of).toList());
    return this;
  }

  /** Answers what nothing else was set up for; it sees the content, which was read before. */
  public MockServer otherwise(Function<RecordedRequest, Answer> answer) {
    otherwise = answer;
    return this;
  }

  /** {@link #takeRequest(Duration)} with ten seconds. */
  public RecordedRequest takeRequest() throws TimeoutException, InterruptedException {
    return takeRequest(WAIT);
  }

  /**
   * The first request that was not taken yet; waits for it.
   *
   * @throws TimeoutException when none came in time
   */
  public RecordedRequest takeRequest(Duration patience)
      throws TimeoutException, InterruptedException {
    return script.take(patience.toNanos());
  }

  /** All requests so far, taken or not, in the order in which they were read. */
  public List<RecordedRequest> requests() {
    return script.requests();
  }

  /** How many connections there have been so far. */
  public int connections() {
    return source.accepted();
  }

  /**
   * Checks that the script was kept to.
   *
   * @throws AssertionError when there was a request nothing was set up for, or an answer of {@link
   *     #answer} is left
   */
  public void verify() {
    List<RecordedRequest> unexpected = script.unexpected();
    List<Answer> unused = script.unused();
    if (!unexpected.isEmpty() || !unused.isEmpty()) {
      throw new AssertionError(
          "requests nothing was set up for: " + unexpected + "; answers not asked for: " + unused);
    }
  }

  /** Ends it at once, with whatever is under way. */
  @Override
  public void close() {
    server.close(Duration.ZERO);
  }

  @Override
  public String toString() {
    return "mock server on port " + port();
  }

  private Response handle(ServerRequest request) throws IOException {
    FaultyChannel connection = source.of(request.remote());
    Optional<Answer> planned = script.next(request.method(), request.path());
    boolean unread = planned.isPresent() && planned.get().unread();
    Received content = unread ? Received.nothing(request) : Received.of(request);
    RecordedRequest recorded = recorded(request, connection, content);
    script.record(recorded);
    if (content.failure() != null) {
      if (planned.isEmpty() && otherwise == null) {
        script.recordUnexpected(recorded);
      }
      throw content.failure();
    }
    Answer answer = planned.orElseGet(() -> unplanned(recorded));
    connection.begin(answer);
    return answer.response();
  }

  /**
   * What there is of the content of a request.
   *
   * @param failure why the rest did not come; null when it did, or was not asked for
   */
  private record Received(
      Body content, Headers trailers, boolean complete, @Nullable IOException failure) {

    static Received nothing(ServerRequest request) {
      return new Received(Body.empty(), Headers.empty(), request.body().isEmpty(), null);
    }

    static Received of(ServerRequest request) {
      ByteArrayOutputStream arrived = new ByteArrayOutputStream();
      try (InputStream content = request.body().open()) {
        byte[] piece = new byte[8 * 1024];
        for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
          if (count > MOST_CONTENT - arrived.size()) {
            throw new HttpFailure.LimitExceeded("request content", MOST_CONTENT, Sent.YES);
          }
          arrived.write(piece, 0, count);
        }
        return new Received(all(arrived), request.body().trailers(), true, null);
      } catch (IOException e) {
        return new Received(all(arrived), Headers.empty(), false, e);
      }
    }

    private static Body all(ByteArrayOutputStream arrived) {
      return Body.bytes(arrived.toByteArray());
    }
  }

  private static RecordedRequest recorded(
      ServerRequest request, FaultyChannel connection, Received content) {
    Request message = request.request().withBody(typed(content.content(), request));
    return new RecordedRequest(
        message,
        request.rawTarget(),
        content.trailers(),
        content.complete(),
        connection.number(),
        connection.nextExchange());
  }

  /** So that its text is read in its charset. */
  private static Body typed(Body content, ServerRequest request) {
    return request.body().type().map(content::withType).orElse(content);
  }

  private Answer unplanned(RecordedRequest request) {
    Function<RecordedRequest, Answer> fallback = otherwise;
    if (fallback != null) {
      return fallback.apply(request);
    }
    script.recordUnexpected(request);
    return Answer.of(
        Response.text("no answer was set up for " + request + "\n")
            .withStatus(Status.INTERNAL_SERVER_ERROR));
  }
}
