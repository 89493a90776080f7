package io.godwit.wire.h1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is to be written, in order, held by reference. The driver advances the positions; what is
 * drained is dropped at the next look.
 */
final class OutputQueue {
  private static final int LARGEST_SCRATCH = 8 * 1024;

  private ByteBuffer[] buffers = new ByteBuffer[8];
  private int first;
  private int end;

  /** Filled and taken again for heads while nothing else waits. */
  private ByteBuffer scratch = ByteBuffer.allocate(512);

  /** An empty buffer with that much room, backed by an array, to be filled, flipped and added. */
  ByteBuffer room(int bytes) {
    dropDrained();
    if (first < end) {
      return ByteBuffer.allocate(bytes);
    }
    if (scratch.capacity() >= bytes) {
      return scratch.clear();
    }
    if (bytes > LARGEST_SCRATCH) {
      return ByteBuffer.allocate(bytes);
    }
    scratch = ByteBuffer.allocate(bytes);
    return scratch;
  }

  void add(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return;
    }
    if (end == buffers.length) {
      makePlace();
    }
    buffers[end++] = buffer;
  }

  /** Puts as many buffers as fit into the array; returns how many. */
  int fill(ByteBuffer[] into) {
    dropDrained();
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
