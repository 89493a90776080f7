package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.util.Optional;

/**
 * What a call returns when its content is read as it arrives. To be closed: it holds a connection
 * until the content was read to its end. A response that is forgotten is noticed when it is
 * collected as garbage: its connection is closed and a warning is logged.
 *
 * <pre>{@code
 * try (StreamingResponse response = client.get(url).open()) {
 *   response.body().transferTo(out);
 * }
 * }</pre>
 *
 * <p>One thread reads; {@link #close()} may come from any.
 */
public final class StreamingResponse implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Request request;
  private final Response head;
  private final ResponseStream stream;
  private final Exchange exchange;
  private final int attempts;
  private final Forgotten forgotten;
  private final Cleaner.Cleanable cleanable;

  StreamingResponse(Request request, CallRunner.Answer answer) {
    this.request = request;
    this.head = answer.response();
    this.exchange = answer.exchange();
    this.stream = new ResponseStream(exchange);
    this.attempts = answer.attempts();
    this.forgotten = new Forgotten(exchange, request);
    this.cleanable = CLEANER.register(this, forgotten);
  }

  /** What is left to do when nobody has closed the response; must not refer to it. */
  private static final class Forgotten implements Runnable {
    private final Exchange exchange;
    private final Request request;
    private volatile boolean closed;

    Forgotten(Exchange exchange, Request request) {
      this.exchange = exchange;
      this.request = request;
    }

    @Override
    public void run() {
      if (!closed && !exchange.ended()) {
        log().log(System.Logger.Level.WARNING, "response was not closed: {0}", request);
        exchange.abandon();
      }
    }
  }

  /** The status. */
  public Status status() {
    return head.status();
  }

  /** The header fields. */
  public Headers headers() {
    return head.headers();
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return head.headers().first(name);
  }

  /**
   * The content. Reading it throws {@link io.godwit.http.HttpFailure} when it does not arrive whole
   * and in time; a stream that ends properly is complete.
   */
  public InputStream body() {
    return stream;
  }

  /**
   * The trailer fields.
   *
   * @throws IllegalStateException when the content was not read to its end
   */
  public Headers trailers() {
    return exchange.trailers();
  }

  /** The request as it was sent, but for what the connection added. */
  public Request request() {
    return request;
  }

  /** The response as a bare message without its content. */
  public Response response() {
    return head;
  }

  /** How long each phase took so far. */
  public Timings timings() {
    return exchange.time().timings();
  }

  /** How many exchanges it took; more than one when a kept connection turned out to be gone. */
  public int attempts() {
    return attempts;
  }

  /**
   * Ends the response. The connection serves again when the content was read to its end, or the
   * rest of it has arrived already; otherwise it is closed.
   */
  @Override
  public void close() {
    forgotten.closed = true;
    stream.close();
    cleanable.clean();
  }

  /** The status line without its version. */
  @Override
  public String toString() {
    return head.toString();
  }

  /** Asked for when there is something to log, which is seldom: the JDK's logging starts slowly. */
  private static System.Logger log() {
    return System.getLogger(StreamingResponse.class.getName());
  }
}
