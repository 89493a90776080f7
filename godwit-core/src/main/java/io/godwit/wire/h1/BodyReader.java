package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;

/** Takes the content of one message from the input. */
sealed interface BodyReader permits BodyReader.Fixed, BodyReader.UntilClose, ChunkedReader {
  /** The next piece, the end of the message, or the need for more input. */
  HttpEvent read(long stream, Input input, boolean eof);

  /** How many bytes are content and nothing else; see {@link io.godwit.wire.HttpMachine}. */
  long passThrough();

  /** So many bytes went past. */
  void passed(long bytes);

  static BodyReader of(Framing framing, H1Settings settings) {
    return switch (framing) {
      case Framing.Fixed(long length) -> length == 0 ? Fixed.NOTHING : new Fixed(length);
      case Framing.UntilClose() -> new UntilClose();
      case Framing.Chunked() -> new ChunkedReader(settings);
    };
  }

  /** Content of known length. */
  final class Fixed implements BodyReader {
    /** Without content there is nothing to count, so one serves all. */
    private static final Fixed NOTHING = new Fixed(0);

    private long remaining;

    private Fixed(long length) {
      this.remaining = length;
    }

    @Override
    public HttpEvent read(long stream, Input input, boolean eof) {
      if (remaining == 0) {
        return new HttpEvent.End(stream, Headers.empty());
      }
      if (input.hasRemaining()) {
        int count = (int) Math.min(remaining, input.buffer().remaining());
        remaining -= count;
        return input.take(stream, count, "");
      }
      if (eof) {
        throw new Broken(H1Violation.TRUNCATED_BODY, remaining + " bytes missing");
      }
      return HttpEvent.NEED_INPUT;
    }

    @Override
    public long passThrough() {
      return remaining;
    }

    @Override
    public void passed(long bytes) {
      remaining -= bytes;
    }
  }

  /** Content that ends with the connection. */
  final class UntilClose implements BodyReader {
    @Override
    public HttpEvent read(long stream, Input input, boolean eof) {
      if (input.hasRemaining()) {
        return input.take(stream, input.buffer().remaining(), "");
      }
      return eof ? new HttpEvent.End(stream, Headers.empty()) : HttpEvent.NEED_INPUT;
    }

    @Override
    public long passThrough() {
      return Long.MAX_VALUE;
    }

    @Override
    public void passed(long bytes) {
      // nothing is counted
    }
  }
}
