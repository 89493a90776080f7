package io.godwit.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers of one size for use in turn: making one costs more than a request, and what is
 * dropped is only freed by a later collection. Keeps a bounded number; thread-safe.
 */
public final class BufferPool {
  /** For a connection that waits, and may wait for long: 2 KiB, at most 4,096 kept. */
  public static final BufferPool TINY = new BufferPool(2 * 1024, 4096);

  /** For heads and small content: 16 KiB, at most 1,024 kept. */
  public static final BufferPool SMALL = new BufferPool(16 * 1024, 1024);

  /** For content that is moved in bulk: 64 KiB, which stays in a core's cache; at most 128 kept. */
  public static final BufferPool LARGE = new BufferPool(64 * 1024, 128);

  /** For files on their way out: 256 KiB, at most 16 kept. */
  public static final BufferPool BULK = new BufferPool(256 * 1024, 16);

  private final int bytes;
  private final int most;
  private final ConcurrentLinkedQueue<ByteBuffer> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  BufferPool(int bytes, int most) {
    this.bytes = bytes;
    this.most = most;
  }

  /** An empty buffer; its content is undefined. */
  public ByteBuffer take() {
    ByteBuffer buffer = kept.poll();
    if (buffer == null) {
      return ByteBuffer.allocateDirect(bytes);
    }
    count.decrementAndGet();
    return buffer.clear();
  }

  /** Gives a buffer of this pool back; it must not be used afterwards. */
  public void give(ByteBuffer buffer) {
    if (count.incrementAndGet() <= most) {
      kept.add(buffer);
    } else {
      count.decrementAndGet();
    }
  }
}
