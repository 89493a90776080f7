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

  /** For what comes while something waits: some heads with small content, or more of them. */
  private static final int NEXT = 2 * 1024;

  private static final int LARGEST_NEXT = 4 * 1024;

  private ByteBuffer[] buffers = new ByteBuffer[8];
  private int first;
  private int end;

  /** Our own buffer, filled again when everything was written. */
  private ByteBuffer scratch = ByteBuffer.allocate(256);

  /**
   * The last buffer while it still grows: it is ours, nobody has seen it, and something is in it.
   * What it holds stands before its position.
   */
  private @Nullable ByteBuffer tail;

  /**
   * The buffer to write the next bytes into, from its position on: it has an array, and room for at
   * least that many. What is put there is part of the output at once; something must be.
   */
  ByteBuffer room(int bytes) {
    ByteBuffer last = tail;
    if (last != null && last.remaining() >= bytes) {
      return last;
    }
    seal();
    ByteBuffer next =
        isEmpty()
            ? scratch(bytes)
            : ByteBuffer.allocate(Math.max(bytes, last == null ? NEXT : grown()));
    if (next.capacity() > scratch.capacity() && next.capacity() <= LARGEST_SCRATCH) {
      scratch = next;
    }
    enqueue(next);
    tail = next;
    return next;
  }

  private ByteBuffer scratch(int bytes) {
    return scratch.capacity() < bytes ? ByteBuffer.allocate(bytes) : scratch.clear();
  }

  /** Where much is sent at a time, the next time all of it fits in one buffer. */
  private int grown() {
    return Math.clamp(scratch.capacity() * 2L, NEXT, LARGEST_NEXT);
  }

  /** Adds a piece of somebody else's, which stays referenced unless it is small. */
  void add(ByteBuffer piece) {
    int count = piece.remaining();
    ByteBuffer last = tail;
    if (last != null && count <= Math.min(SMALL, last.remaining())) {
      last.put(piece);
    } else if (count > 0) {
      seal();
      enqueue(piece);
    }
  }

  /** The last buffer grows no more. */
  private void seal() {
    if (tail != null) {
      tail.flip();
      tail = null;
    }
  }

  private void enqueue(ByteBuffer buffer) {
    if (end == buffers.length) {
      makePlace();
    }
    buffers[end++] = buffer;
  }

  /** Puts as many buffers as fit into the array; returns how many. */
  int fill(ByteBuffer[] into) {
    seal();
    dropDrained();
    int count = Math.min(into.length, end - first);
    System.arraycopy(buffers, first, into, 0, count);
    return count;
  }

  /** Whether everything was written. */
  boolean isEmpty() {
    if (tail == null) {
      dropDrained();
    }
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
