package io.godwit.jdkhttpserver;

import io.godwit.server.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The content of a response: nothing before its head, and as much as that has declared. */
final class ContentOutput extends OutputStream {
  private final ServerResponse response;
  private final Consumer<@Nullable IOException> whenEnded;

  /** How much may still be written; negative before the head. */
  private long left = -1;

  private boolean unknown;
  private boolean closed;

  /** Tells how it has ended: with null, or with why it could not. */
  ContentOutput(ServerResponse response, Consumer<@Nullable IOException> whenEnded) {
    this.response = response;
    this.whenEnded = whenEnded;
  }

  /** The head is known; {@code Long.MAX_VALUE} for a length that is not. */
  void begin(long length) {
    left = length;
    unknown = length == Long.MAX_VALUE;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    requireOpen();
    if (length > left) {
      throw new IOException("too many bytes to write to stream");
    }
    response.write(bytes, offset, length);
    left -= unknown ? 0 : length;
  }

  @Override
  public void flush() throws IOException {
    requireOpen();
    response.flush();
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("stream closed");
    }
    if (left < 0) {
      throw new IOException("response headers not sent yet");
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    if (left < 0) {
      throw new IOException("response headers not sent yet");
    }
    closed = true;
    if (left > 0 && !unknown) {
      IOException tooShort = new IOException("insufficient bytes written to stream");
      whenEnded.accept(tooShort);
      throw tooShort;
    }
    whenEnded.accept(null);
  }
}
