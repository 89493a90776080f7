package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.wire.HttpEvent.Data;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames the content of one message that is sent (RFC 9112 section 6). */
sealed interface BodyWriter {
  /** Content of that length. */
  static BodyWriter fixed(long length) {
    return length == 0 ? Fixed.NOTHING : new Fixed(length);
  }

  /** Takes a piece, which stays referenced until it was written. */
  void data(Data data, OutputQueue output);

  /** Ends the message. */
  void end(Headers trailers, OutputQueue output);

  /** How much of the content that follows may be written without a word in between. */
  default long passOut() {
    return 0;
  }

  /** So much of it was written. */
  default void passedOut(long bytes) {
    throw new IllegalStateException("content that is framed went past its frame");
  }

  private static void refuseExtension(Data data) {
    if (!data.extension().isEmpty()) {
      throw new InvalidMessage("a chunk extension needs the chunked coding");
    }
  }

  private static void refuseTrailers(Headers trailers) {
    if (!trailers.isEmpty()) {
      throw new InvalidMessage("trailer fields need the chunked coding");
    }
  }

  /** Content of declared length; more or less is refused. */
  final class Fixed implements BodyWriter {
    /** For messages without content: it has nothing to count, so one serves all. */
    private static final Fixed NOTHING = new Fixed(0);

    private long remaining;

    private Fixed(long length) {
      this.remaining = length;
    }

    @Override
    public void data(Data data, OutputQueue output) {
      refuseExtension(data);
      int count = data.bytes().remaining();
      if (count > remaining) {
        throw new InvalidMessage(
            "content is longer than its declared length, by " + (count - remaining) + " bytes");
      }
      remaining -= count;
      output.add(data.bytes());
    }

    @Override
    public long passOut() {
      return remaining;
    }

    @Override
    public void passedOut(long bytes) {
      if (bytes < 0 || bytes > remaining) {
        throw new IllegalArgumentException(bytes + " bytes of " + remaining + " went by");
      }
      remaining -= bytes;
    }

    @Override
    public void end(Headers trailers, OutputQueue output) {
      refuseTrailers(trailers);
      if (remaining > 0) {
        throw new InvalidMessage(
            "content is shorter than its declared length, by " + remaining + " bytes");
      }
    }
  }

  /** The chunked coding, one chunk per piece; empty pieces are skipped, they would end the body. */
  final class Chunked implements BodyWriter {
    private static final byte[] LINE_END = {'\r', '\n'};

    @Override
    public void data(Data data, OutputQueue output) {
      if (!ChunkExtension.wellFormed(data.extension()) || !printable(data.extension())) {
        throw new InvalidMessage("chunk extension is not well formed");
      }
      int count = data.bytes().remaining();
      if (count == 0) {
        return;
      }
      String line = Integer.toHexString(count) + data.extension() + "\r\n";
      output.add(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
      output.add(data.bytes());
      output.add(ByteBuffer.wrap(LINE_END));
    }

    private static boolean printable(String extension) {
      return extension.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    @Override
    public void end(Headers trailers, OutputQueue output) {
      ConnectionFields.checkSentTrailers(trailers);
      ByteBuffer into = output.room(5 + trailers.encodedSize());
      HeadWriter.text(into, "0\r\n");
      HeadWriter.fields(into, trailers);
      HeadWriter.lineEnd(into);
    }
  }

  /** Content up to the end of the connection. */
  final class UntilClose implements BodyWriter {
    @Override
    public void data(Data data, OutputQueue output) {
      refuseExtension(data);
      output.add(data.bytes());
    }

    @Override
    public void end(Headers trailers, OutputQueue output) {
      refuseTrailers(trailers);
    }
  }

  /** The answer to HEAD: content is accepted and dropped, so that a handler need not care. */
  final class Dropped implements BodyWriter {
    @Override
    public void data(Data data, OutputQueue output) {
      data.bytes().position(data.bytes().limit());
    }

    @Override
    public void end(Headers trailers, OutputQueue output) {
      // nothing was promised
    }
  }
}
