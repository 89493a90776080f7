package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** The content of a response as a stream, and as a channel. */
final class ResponseStream extends InputStream implements ReadableByteChannel {
  private static final int TRANSFER = 64 * 1024;
  private static final Cleaner CLEANER = Cleaner.create();

  private final Content content;

  /** Held by the thread that reads, also while it waits: who closes meanwhile only aborts. */
  private final ReentrantLock reading = new ReentrantLock();

  private final Forgotten forgotten;
  private final Cleaner.Cleanable cleanable;
  private volatile boolean closed;
  private volatile boolean handedOver;

  ResponseStream(Content content, Request request) {
    this.content = content;
    this.forgotten = new Forgotten(content, request);
    this.cleanable = CLEANER.register(this, forgotten);
  }

  /** What is left to do when nobody has closed the stream; must not refer to it. */
  private static final class Forgotten implements Runnable {
    private final Content content;
    private final Request request;
    private volatile boolean closed;

    Forgotten(Content content, Request request) {
      this.content = content;
      this.request = request;
    }

    @Override
    public void run() {
      if (!closed && !content.ended()) {
        content.abandon();
        log().log(System.Logger.Level.WARNING, "response was not closed: {0}", request);
      }
    }
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
      return content.read(into, offset, length);
    } catch (HttpFailure failure) {
      requireOpen(); // closing is what ended the read
      throw failure;
    } finally {
      doneReading();
    }
  }

  /** What has arrived and is framed already; more may be there. */
  @Override
  public int available() {
    return closed ? 0 : content.available();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (into.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    reading.lock();
    try {
      requireOpen();
      return content.read(into);
    } catch (HttpFailure failure) {
      requireOpen(); // closing is what ended the read
      throw failure;
    } finally {
      doneReading();
    }
  }

  /** Who has closed the stream meanwhile has left its end to the reader. */
  private void doneReading() {
    reading.unlock();
    if (closed) {
      endIfUnread();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
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
    forgotten.closed = true;
    cleanable.clean();
    if (!endIfUnread()) {
      content.abort();
    }
  }

  /** Closes, after what is left of the exchange's content was read if that is little. */
  void finish(Exchange exchange) {
    reading.lock();
    try {
      if (!closed) {
        exchange.skip();
      }
    } finally {
      doneReading();
    }
    close();
  }

  /** False when somebody is reading: he then ends it, when that is over. */
  private boolean endIfUnread() {
    if (!reading.tryLock()) {
      return false;
    }
    try {
      if (!handedOver && !content.ended() && !content.endedWithoutReading()) {
        content.abandon();
      }
      return true;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Leaves the content to somebody else.
   *
   * @throws IllegalStateException when it was closed
   */
  void handOver() {
    if (closed) {
      throw new IllegalStateException("the response was closed, and is not one to return");
    }
    handedOver = true;
    close();
  }

  private void requireOpen() throws HttpFailure {
    if (closed) {
      throw new HttpFailure.Cancelled(Sent.YES);
    }
  }

  /** Asked for when there is something to log, which is seldom: the JDK's logging starts slowly. */
  private static System.Logger log() {
    return System.getLogger(StreamingResponse.class.getName());
  }
}
