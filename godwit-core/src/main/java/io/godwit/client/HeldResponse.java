package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A response on a {@link HeldConnection}. Its content is read as it arrives, and has to be read to
 * its end before the next response is taken; a response without content has ended already.
 *
 * <p>For one thread.
 */
public final class HeldResponse implements AutoCloseable {
  private final Request request;
  private final Exchange exchange;
  private final Response head;
  private final List<Response> interims;
  private final ResponseStream stream;

  HeldResponse(Request request, Exchange exchange, List<Response> interims) {
    this.request = request;
    this.exchange = exchange;
    this.head = CallRunner.response(exchange.head());
    this.interims = List.copyOf(interims);
    this.stream = new ResponseStream(exchange, request);
  }

  /**
   * The request that this is the response to, as it was sent, but for what the connection added.
   */
  public Request request() {
    return request;
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

  /** The interim responses (1xx) that came before it, without content, in order. */
  public List<Response> interims() {
    return interims;
  }

  /** The response as a bare message without its content. */
  public Response response() {
    return head;
  }

  /**
   * The content as it was sent, its codings not undone. Reading it throws {@link HttpFailure} when
   * it does not arrive whole and in time; then the connection has ended.
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

  /**
   * Ends the response. What is left of the content is read and thrown away when it is no more than
   * 64 KiB and comes within a second; otherwise the connection is closed.
   */
  @Override
  public void close() {
    stream.finish(exchange);
  }

  /** Whether nothing of it is left to read. */
  boolean ended() {
    return exchange.ended();
  }

  /** Ends it for whoever reads it. */
  void cancel() {
    stream.close();
  }

  /** The status line without its version. */
  @Override
  public String toString() {
    return head.toString();
  }
}
