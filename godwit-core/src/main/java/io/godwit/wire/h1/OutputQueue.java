package io.godwit.wire.h1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in order. Large pieces are held by reference; small ones are joined with
 * what stands before them while nobody has seen that, because one buffer is written with less work
 * than several. The driver advances the positions; what is drained is dropped at the next look.
 */
final class OutputQueue {
  private static final int LARGEST_SCRATCH = 8 * 1024;

  /** To copy so much costs less than to write another buffer. */
  private static final int SMALL = 1024;

  /** For what comes while something waits: some heads with small content. */
  private static final int NEXT = 2 * 1024;

  private ByteBuffer[] buffers = new ByteBuffer[8];
  private int first;
  private int end;

  /** Filled and taken again for heads while nothing else waits. */
  private ByteBuffer scratch = ByteBuffer.allocate(256);

  /** The last buffer while it may grow: it is ours, and nobody has seen it. */
  private @Nullable ByteBuffer tail;

  /** What {@link #room} has given last. */
  private @Nullable ByteBuffer lent;

  private boolean lentOfTail;

  /** An empty buffer with that much room, backed by an array, to be filled, flipped and added. */
  ByteBuffer room(int bytes) {
    dropDrained();
    ByteBuffer last = tail;
    lentOfTail = last != null && spare(last) >= bytes;
    if (last != null && lentOfTail) {
      lent = last.duplicate().clear().slice(last.limit(), spare(last));
    } else if (first < end) {
      lent = ByteBuffer.allocate(Math.max(bytes, NEXT));
    } else {
      lent = scratch(bytes);
    }
    return lent;
  }

  private ByteBuffer scratch(int bytes) {
    if (bytes > LARGEST_SCRATCH) {
      return ByteBuffer.allocate(bytes);
    }
    if (scratch.capacity() < bytes) {
      scratch = ByteBuffer.allocate(bytes);
    }
    return scratch.clear();
  }

  @SuppressWarnings("ReferenceEquality") // it is that one, not one like it
  void add(ByteBuffer buffer) {
    int count = buffer.remaining();
    boolean ours = buffer == lent;
    lent = null;
    ByteBuffer last = tail;
    if (count == 0) {
      return;
    }
    if (last != null && ours && lentOfTail) {
      last.limit(last.limit() + count);
    } else if (last != null && count <= Math.min(SMALL, spare(last))) {
      int at = last.limit();
      last.limit(at + count).put(at, buffer, buffer.position(), count);
      buffer.position(buffer.limit());
    } else {
      enqueue(buffer);
      tail = ours ? buffer : null;
    }
  }

  private static int spare(ByteBuffer last) {
    return last.capacity() - last.limit();
  }

  private void enqueue(ByteBuffer buffer) {
    if (end == buffers.length) {
      makePlace();
    }
    buffers[end++] = buffer;
  }

  /** Puts as many buffers as fit into the array; returns how many. */
  int fill(ByteBuffer[] into) {
    dropDrained();
    tail = null;
    int count = Math.min(into.length, end - first);
    System.arraycopy(buffers, first, into, 0, count);
    return count;
  }

  /** Whether everything was written. */
  boolean isEmpty() {
    dropDrained();
    return first == end;
  }

  void clear() {
    Arrays.fill(buffers, null);
    tail = null;
    first = 0;
    end = 0;
  }

  private void dropDrained() {
    while (first < end && !buffers[first].hasRemaining()) {
      buffers[first++] = null; // large content must not stay referenced while a connection idles
    }
    if (first == end) {
      first = 0;
      end = 0;
    }
  }

  private void makePlace() {
    dropDrained();
    int count = end - first;
    ByteBuffer[] moved = new ByteBuffer[Math.max(count * 2, buffers.length)];
    System.arraycopy(buffers, first, moved, 0, count);
    buffers = moved;
    first = 0;
    end = count;
  }
}
