package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/**
 * What a call returns when its content is read as it arrives. To be closed: it holds a connection
 * until the content was read to its end. One that is forgotten is noticed when it and its stream
 * are collected as garbage: the connection is closed and a warning is logged.
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
  private final Request request;
  private final Response head;
  private final ResponseStream stream;
  private final Exchange exchange;
  private final int attempts;

  StreamingResponse(Request request, CallRunner.Answer answer) {
    this.request = request;
    this.head = answer.response();
    this.exchange = answer.exchange();
    this.stream = new ResponseStream(exchange, request);
    this.attempts = answer.attempts();
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
   * The content as a channel; what one takes the other no longer has. Large content that is read
   * into a direct buffer of 16 KiB or more is not copied on its way from the socket.
   *
   * <pre>{@code
   * try (StreamingResponse response = client.get(url).open()) {
   *   ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
   *   while (response.channel().read(piece) >= 0) {
   *     use(piece.flip());
   *     piece.clear();
   *   }
   * }
   * }</pre>
   *
   * <p>Fails as {@link #body()} does.
   */
  public ReadableByteChannel channel() {
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
    stream.close();
  }

  /** The status line without its version. */
  @Override
  public String toString() {
    return head.toString();
  }
}
