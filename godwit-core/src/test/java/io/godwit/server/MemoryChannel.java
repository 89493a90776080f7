package io.godwit.server;

import io.godwit.net.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;

/** One end of a pair of pipes in memory. What is written is there at once, however much it is. */
final class MemoryChannel implements Channel {
  private static final class Pipe {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final ArrayDeque<ByteBuffer> bytes = new ArrayDeque<>();
    boolean ended;

    int read(ByteBuffer into, boolean wait) throws IOException {
      lock.lock();
      try {
        while (wait && bytes.isEmpty() && !ended) {
          changed.await();
        }
        if (bytes.isEmpty()) {
          return ended ? -1 : 0;
        }
        ByteBuffer first = bytes.getFirst();
        int count = Math.min(first.remaining(), into.remaining());
        into.put(first.slice(first.position(), count));
        first.position(first.position() + count);
        if (!first.hasRemaining()) {
          bytes.removeFirst();
        }
        return count;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        lock.unlock();
      }
    }

    void write(ByteBuffer from) throws IOException {
      lock.lock();
      try {
        if (ended) {
          throw new ClosedChannelException();
        }
        if (from.hasRemaining()) {
          bytes.add(ByteBuffer.allocate(from.remaining()).put(from).flip());
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private final Pipe in;
  private final Pipe out;

  private MemoryChannel(Pipe in, Pipe out) {
    this.in = in;
    this.out = out;
  }

  /** Two ends: what one writes the other reads. */
  static MemoryChannel[] pair() {
    Pipe there = new Pipe();
    Pipe back = new Pipe();
    return new MemoryChannel[] {new MemoryChannel(back, there), new MemoryChannel(there, back)};
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return in.read(into, true);
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    return in.read(into, false);
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      out.write(from[i]);
    }
  }

  @Override
  public void shutdownInput() {
    in.end();
  }

  @Override
  public void shutdownOutput() {
    out.end();
  }

  @Override
  public boolean quiet() {
    return true;
  }

  @Override
  public SocketAddress remote() {
    return InetSocketAddress.createUnresolved("memory", 1);
  }

  @Override
  public Optional<SSLSession> tls() {
    return Optional.empty();
  }

  @Override
  public void close() {
    in.end();
    out.end();
  }
}
