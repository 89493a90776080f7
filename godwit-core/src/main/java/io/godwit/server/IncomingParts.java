package io.godwit.server;

import io.godwit.http.HttpFailure.LimitExceeded;
import io.godwit.http.Status;
import io.godwit.wire.multipart.BrokenMultipart;
import io.godwit.wire.multipart.MultipartEvent;
import io.godwit.wire.multipart.MultipartParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of multipart content one after another, as they arrive: nothing of them is kept.
 *
 * <pre>{@code
 * Handler counting = request -> {
 *   IncomingParts parts = request.parts();
 *   long bytes = 0;
 *   for (Optional<IncomingPart> part = parts.next(); part.isPresent(); part = parts.next()) {
 *     bytes += part.get().content().transferTo(OutputStream.nullOutputStream());
 *   }
 *   return Response.text(bytes + " bytes");
 * };
 * }</pre>
 *
 * <p>Who wants all of them at once asks for {@link ServerRequest#multipart()}. For the handler's
 * thread.
 */
public final class IncomingParts {
  private static final int PIECE = 8 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final MultipartParser parser;
  private final InputStream in;
  private final ByteBuffer input = ByteBuffer.allocate(PIECE).flip();

  private @Nullable PartContent current;
  private @Nullable HttpProblem failure;
  private boolean ended;

  IncomingParts(MultipartParser parser, InputStream in) {
    this.parser = parser;
    this.in = in;
  }

  /**
   * The next part; what was not read of the one before is skipped.
   *
   * @return empty at the end
   * @throws HttpProblem with 400 when the content is malformed, with 413 when it is too much
   * @throws IOException when the content does not arrive
   */
  public Optional<IncomingPart> next() throws IOException {
    if (current != null) {
      current.skip();
      current = null;
    }
    if (ended) {
      return Optional.empty();
    }
    if (event() instanceof MultipartEvent.Part part) {
      current = new PartContent();
      return Optional.of(new IncomingPart(part.head(), current));
    }
    ended = true;
    return Optional.empty();
  }

  private MultipartEvent event() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      MultipartEvent event = parser.poll();
      while (event == MultipartEvent.NEED_INPUT) {
        receive();
        event = parser.poll();
      }
      return event;
    } catch (BrokenMultipart e) {
      failure = HttpProblem.of(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
      throw failure;
    } catch (LimitExceeded e) {
      failure = HttpProblem.of(Status.CONTENT_TOO_LARGE, String.valueOf(e.getMessage()));
      throw failure;
    }
  }

  private void receive() throws IOException {
    if (!input.hasRemaining()) {
      int count = in.read(input.array(), 0, PIECE);
      if (count < 0) {
        parser.receiveEnd();
        return;
      }
      input.position(0).limit(count);
    }
    parser.receive(input);
  }

  /** The content of the part under way. */
  private final class PartContent extends InputStream {
    private ByteBuffer piece = NOTHING;
    private boolean over;

    @Override
    public int read() throws IOException {
      return more() ? piece.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      if (!more()) {
        return -1;
      }
      int count = Math.min(length, piece.remaining());
      piece.get(into, offset, count);
      return count;
    }

    @Override
    public int available() {
      return current == this ? piece.remaining() : 0;
    }

    private boolean more() throws IOException {
      if (current != this) {
        throw new IOException("the next part was asked for; what was not read of this one is gone");
      }
      if (!piece.hasRemaining() && !over) {
        advance();
      }
      return piece.hasRemaining();
    }

    private void advance() throws IOException {
      if (event() instanceof MultipartEvent.Data data) {
        piece = data.bytes();
      } else {
        over = true;
      }
    }

    void skip() throws IOException {
      piece = NOTHING;
      while (!over) {
        advance();
      }
      piece = NOTHING;
    }
  }
}
