package io.godwit.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Body.Producer} writes its content. Each write returns when the content is in the
 * buffer of 16 KiB or on its way to the peer, so a producer is never faster than who reads; {@link
 * #flush} sends what the buffer holds. For the thread that the producer runs on.
 *
 * <pre>{@code
 * Body body = Body.producer(out -> {
 *   for (int i = 1; i <= 10; i++) {
 *     out.write("tick " + i + "\n");
 *     out.flush();
 *   }
 *   out.trailers(Headers.of("Digest", digest()));
 * });
 * }</pre>
 *
 * <p>A write that fails has nothing to do with the producer, which lets the exception pass. Closing
 * a writer flushes it and ends nothing: the content ends when the producer returns.
 */
public abstract class BodyWriter extends OutputStream {
  private static final int BUFFER = 16 * 1024;
  private static final int FILE_PIECE = 64 * 1024;

  private byte @Nullable [] buffer;
  private int count;
  private Headers trailers = Headers.empty();

  /** A writer that has written nothing. */
  protected BodyWriter() {}

  /**
   * Takes a piece of content, never an empty one; all of it when it returns.
   *
   * @throws IOException when it cannot be taken
   */
  protected abstract void piece(ByteBuffer bytes) throws IOException;

  /**
   * Takes a part of a file, which is known to be that long.
   *
   * @throws IOException when it cannot be read or taken
   */
  protected void piece(Path path, long offset, long length) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      in.skipNBytes(offset);
      byte[] read = new byte[(int) Math.min(FILE_PIECE, length)];
      for (long left = length; left > 0; ) {
        int some = in.read(read, 0, (int) Math.min(read.length, left));
        if (some < 0) {
          throw new EOFException("the file became shorter while it was sent");
        }
        piece(ByteBuffer.wrap(read, 0, some));
        left -= some;
      }
    }
  }

  @Override
  public final void write(int octet) throws IOException {
    byte[] into = buffer();
    if (count == into.length) {
      flushBuffer();
    }
    into[count++] = (byte) octet;
  }

  /** Writes these bytes; the array may be changed afterwards. */
  @Override
  public final void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public final void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > BUFFER - count) {
      flushBuffer();
    }
    if (length >= BUFFER) {
      piece(ByteBuffer.wrap(bytes, offset, length));
    } else if (length > 0) {
      System.arraycopy(bytes, offset, buffer(), count, length);
      count += length;
    }
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws InvalidMessage when the text has half a surrogate pair
   */
  public final void write(String text) throws IOException {
    write(StrictText.encoded(text, StandardCharsets.UTF_8));
  }

  /**
   * Writes a part of a file, in pieces: nothing of it is held but one of them.
   *
   * @param offset where it begins, in bytes
   * @param length in bytes; -1 for all up to the end of the file
   * @throws IOException when the file is shorter, or cannot be read
   */
  public final void write(Path path, long offset, long length) throws IOException {
    flushBuffer();
    Body.File file = new Body.File(path, offset, length, Optional.empty());
    long whole = file.size();
    if (whole > 0) {
      piece(path, offset, whole);
    }
    if (file.size() != whole) {
      throw new IOException("the file became longer while it was sent");
    }
  }

  /**
   * Is asked to send what goes before the content, when it is flushed with nothing in the buffer;
   * may be asked several times.
   *
   * @throws IOException when that cannot be sent
   */
  protected void head() throws IOException {}

  /** Sends what was written so far, be it that nothing was: then the head alone. */
  @Override
  public final void flush() throws IOException {
    if (count > 0) {
      flushBuffer();
    } else {
      head();
    }
  }

  /** Flushes; the content ends when the producer returns. */
  @Override
  public final void close() throws IOException {
    flushBuffer();
  }

  /**
   * Sets the trailer fields that follow the content; only content of unknown length can have some
   * (RFC 9112 section 7.1.2).
   */
  public final void trailers(Headers fields) {
    trailers = fields;
  }

  /** The trailer fields that were set. */
  public final Headers trailers() {
    return trailers;
  }

  private byte[] buffer() {
    byte[] into = buffer;
    if (into == null) {
      into = new byte[BUFFER];
      buffer = into;
    }
    return into;
  }

  private void flushBuffer() throws IOException {
    if (count > 0) {
      ByteBuffer full = ByteBuffer.wrap(buffer(), 0, count);
      count = 0;
      piece(full);
    }
  }
}
