package io.godwit.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Buffers of one size for use in turn, direct ones where nothing else is said: making one of those
 * costs more than a request, and what is dropped is only freed by a later collection. Keeps a
 * bounded number; thread-safe.
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

  /** For a record of TLS on its way out: 17 KiB on the heap, at most 512 kept. */
  public static final BufferPool RECORD = new BufferPool(17 * 1024, 512, ByteBuffer::allocate);

  private final int bytes;
  private final int most;
  private final IntFunction<ByteBuffer> maker;
  private final ConcurrentLinkedQueue<ByteBuffer> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  BufferPool(int bytes, int most) {
    this(bytes, most, ByteBuffer::allocateDirect);
  }

  private BufferPool(int bytes, int most, IntFunction<ByteBuffer> maker) {
    this.bytes = bytes;
    this.most = most;
    this.maker = maker;
  }

  /** An empty buffer; its content is undefined. */
  public ByteBuffer take() {
    ByteBuffer buffer = kept.poll();
    if (buffer == null) {
      return maker.apply(bytes);
    }
    count.decrementAndGet();
    return buffer.clear();
  }

  /** Whether a buffer could be from here. */
  boolean fits(ByteBuffer buffer) {
    return buffer.capacity() == bytes;
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
