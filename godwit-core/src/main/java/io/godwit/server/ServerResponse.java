package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.BodyWriter;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Response;
import io.godwit.http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The response of a {@link StreamingHandler}, under way. Status and fields can be changed until it
 * is <em>committed</em>: by the first {@link #flush}, or when more than 8 KiB were written. A
 * response that ends before that goes out whole, with its length. What is written after it is on
 * its way when the write returns, or in a buffer of 16 KiB; so a handler is never faster than its
 * client.
 *
 * <pre>{@code
 * Handler clock = Handler.streaming((request, response) -> {
 *   response.header("Content-Type", "text/plain");
 *   for (int i = 0; i < 10; i++) {
 *     response.write("tick " + i + "\n");
 *     response.flush();
 *     Thread.sleep(1000);
 *   }
 *   response.trailers(Headers.of("Ticks", "10"));
 * });
 * }</pre>
 *
 * <p>For the handler's thread.
 */
public final class ServerResponse extends OutputStream {
  private static final int HELD = 8 * 1024;

  private final StreamedAnswer answer;
  private Status status = Status.OK;
  private Headers headers = Headers.empty();
  private Headers trailers = Headers.empty();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(256);
  private @Nullable BodyWriter to;

  ServerResponse(StreamedAnswer answer) {
    this.answer = answer;
  }

  /** The status, 200 unless set. */
  public Status status() {
    return status;
  }

  /**
   * Sets the status of the final response; interim ones go by {@link ServerRequest#interim}.
   *
   * @throws IllegalStateException when the response is committed
   * @throws InvalidMessage when it is below 200
   */
  public ServerResponse status(Status status) {
    requireOpen();
    if (status.informational()) {
      throw new InvalidMessage("status " + status + " is not that of a final response");
    }
    this.status = status;
    return this;
  }

  /** The fields that were set. */
  public Headers headers() {
    return headers;
  }

  /**
   * Sets all fields. A {@code Content-Length} makes a promise that has to be kept; without one the
   * content is chunked unless it ends before the response is committed.
   *
   * @throws IllegalStateException when the response is committed
   */
  public ServerResponse headers(Headers headers) {
    requireOpen();
    this.headers = headers;
    return this;
  }

  /**
   * Sets a field, instead of those of its name.
   *
   * @throws IllegalStateException when the response is committed
   * @throws InvalidMessage when it is not allowed
   */
  public ServerResponse header(String name, String value) {
    return headers(headers.with(name, value));
  }

  /**
   * Sets the trailer fields. They follow chunked content only (RFC 9112 section 7.1.2), and go to
   * every client of HTTP/1.1 whether or not its {@code TE} says that it looks at them: who does not
   * drops them, so nothing a client needs to know belongs there (RFC 9110 section 6.5.1). To
   * announce them set a {@code Trailer} field.
   */
  public ServerResponse trailers(Headers trailers) {
    this.trailers = trailers;
    if (to != null) {
      to.trailers(trailers);
    }
    return this;
  }

  /** Whether status and fields are fixed, since they are on their way or about to be. */
  public boolean committed() {
    return to != null;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (to == null && held.size() + length > HELD) {
      commit();
    }
    answer.requireWanted();
    if (to == null) {
      held.write(bytes, offset, length);
    } else {
      to.write(bytes, offset, length);
    }
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws IOException when the client is gone
   */
  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /**
   * Commits the response and sends what was written so far.
   *
   * @throws IOException when the client is gone, or does not want content
   */
  @Override
  public void flush() throws IOException {
    answer.requireWanted();
    if (to == null) {
      commit();
    }
    if (to != null) {
      to.flush();
    }
  }

  /** Does nothing: the response ends when the handler returns. */
  @Override
  public void close() {}

  private void commit() throws IOException {
    BodyWriter writer = answer.commit();
    to = writer;
    writer.trailers(trailers);
    held.writeTo(writer);
  }

  private void requireOpen() {
    if (to != null) {
      throw new IllegalStateException("the response is committed");
    }
  }

  /** The whole response, which has ended before it was committed. */
  Response whole() {
    byte[] content = held.toByteArray();
    Body body = content.length == 0 ? Body.empty() : Body.bytes(content);
    return bare(trailers.isEmpty() ? body : body.withTrailers(() -> trailers));
  }

  /** The response with content that is still to be written, if its status allows some. */
  Response begun(Body.Producer producer) {
    boolean none = status.contentless() || status.equals(Status.RESET_CONTENT);
    Body content = Body.producer(producer).once();
    return bare(none && held.size() == 0 ? content.withLength(0) : content);
  }

  private Response bare(Body body) {
    return Response.of(status).withHeaders(headers).withBody(body);
  }

  /** The status, and how far it is. */
  @Override
  public String toString() {
    return status + (committed() ? ", committed" : "");
  }
}
