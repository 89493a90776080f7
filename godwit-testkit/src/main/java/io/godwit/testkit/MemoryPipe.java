package io.godwit.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a connection in memory: what one end writes, the other reads, with room for so
 * much that neither has to wait for each byte, and no more, as a socket has. Thread-safe.
 */
final class MemoryPipe {
  /** About what a socket takes before its writer has to wait. */
  private static final int ROOM = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteBuffer bytes = ByteBuffer.allocate(ROOM).flip(); // what is to be read
  private boolean writerEnded;
  private boolean writerReset;
  private boolean writerClosed;
  private boolean readerEnded;
  private boolean readerClosed;

  /** As {@code Channel.read}: waits for a byte at least. */
  int read(ByteBuffer into) throws IOException {
    return read(into, true);
  }

  /** As {@code Channel.readNow}. */
  int readNow(ByteBuffer into) throws IOException {
    return read(into, false);
  }

  private int read(ByteBuffer into, boolean waiting) throws IOException {
    lock.lock();
    try {
      if (readerClosed) {
        throw new ClosedChannelException();
      }
      while (waiting && readable() && !bytes.hasRemaining()) {
        awaitChange();
        if (readerClosed) {
          throw new AsynchronousCloseException();
        }
      }
      return taken(into);
    } finally {
      lock.unlock();
    }
  }

  /** Whether more may come. */
  private boolean readable() {
    return !readerEnded && !writerEnded && !writerReset;
  }

  private int taken(ByteBuffer into) throws IOException {
    if (writerReset) {
      throw new IOException("connection reset by the other end");
    }
    if (readerEnded || (writerEnded && !bytes.hasRemaining())) {
      return -1;
    }
    int count = Math.min(into.remaining(), bytes.remaining());
    into.put(into.position(), bytes, bytes.position(), count);
    into.position(into.position() + count);
    bytes.position(bytes.position() + count);
    changed.signalAll();
    return count;
  }

  /** Writes all that remains; waits while there is no room. */
  void write(ByteBuffer from) throws IOException {
    lock.lock();
    try {
      requireWritable();
      while (from.hasRemaining()) {
        put(from);
        if (from.hasRemaining()) {
          awaitChange();
          if (writerClosed) {
            throw new AsynchronousCloseException();
          }
          requireWritable();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what there is room for. */
  int writeNow(ByteBuffer from) throws IOException {
    lock.lock();
    try {
      requireWritable();
      int before = from.remaining();
      put(from);
      return before - from.remaining();
    } finally {
      lock.unlock();
    }
  }

  private void requireWritable() throws IOException {
    if (writerClosed || writerEnded) {
      throw new ClosedChannelException();
    }
    if (readerClosed) {
      throw new IOException("broken pipe: the other end is closed");
    }
  }

  private void put(ByteBuffer from) {
    bytes.compact();
    int count = Math.min(from.remaining(), bytes.remaining());
    bytes.put(bytes.position(), from, from.position(), count);
    bytes.position(bytes.position() + count);
    from.position(from.position() + count);
    bytes.flip();
    if (count > 0) {
      changed.signalAll();
    }
  }

  /** Whether the reader would have to wait. */
  boolean quiet() {
    lock.lock();
    try {
      return readable() && !readerClosed && !bytes.hasRemaining();
    } finally {
      lock.unlock();
    }
  }

  /** The writer writes no more; what is there can still be read. */
  void endWriting() {
    change(() -> writerEnded = true);
  }

  /** The reader reads no more, and sees the end. */
  void endReading() {
    change(() -> readerEnded = true);
  }

  /** The writer's end is gone; the reader sees an end. */
  void closeWriter() {
    change(
        () -> {
          writerEnded = true;
          writerClosed = true;
        });
  }

  /** The writer's end is gone in anger; the reader fails, also with what it could have read. */
  void resetWriter() {
    change(
        () -> {
          if (!writerEnded) {
            writerReset = true;
          }
          writerClosed = true;
        });
  }

  /** The reader's end is gone; the writer fails. */
  void closeReader() {
    change(() -> readerClosed = true);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // those who call it loop
  private void awaitChange() throws ClosedByInterruptException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }
}
