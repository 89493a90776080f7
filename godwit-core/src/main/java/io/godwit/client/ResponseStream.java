package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** The content of a response as a stream. */
final class ResponseStream extends InputStream {
  private static final int TRANSFER = 64 * 1024;

  private final Exchange exchange;

  /** Held by the thread that reads, also while it waits: who closes meanwhile only aborts. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile boolean closed;

  ResponseStream(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    reading.lock();
    try {
      requireOpen();
      return exchange.read(into, offset, length);
    } catch (HttpFailure failure) {
      requireOpen(); // closing is what ended the read
      throw failure;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    byte[] piece = new byte[TRANSFER];
    long total = 0;
    for (int count = read(piece); count >= 0; count = read(piece)) {
      out.write(piece, 0, count);
      total += count;
    }
    return total;
  }

  @Override
  public void close() {
    closed = true;
    if (!reading.tryLock()) {
      exchange.abort();
      return;
    }
    try {
      if (!exchange.ended() && !exchange.endedWithoutReading()) {
        exchange.abandon();
      }
    } finally {
      reading.unlock();
    }
  }

  private void requireOpen() throws HttpFailure {
    if (closed) {
      throw new HttpFailure.Cancelled(Sent.YES);
    }
  }
}
