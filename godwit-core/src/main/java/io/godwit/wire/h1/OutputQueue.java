package io.godwit.wire.h1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in order. The driver advances the positions; what is drained is dropped at
 * the next look.
 *
 * <p>Heads and other small pieces are put one after the other into one array, so that a small
 * message, or several of them, leave as one buffer: a gathering write of several buffers costs the
 * driver more than copying a few hundred bytes. Larger pieces are held by reference.
 */
final class OutputQueue {
  /** Pieces up to this size are copied. */
  private static final int SMALL = 512;

  /** An array larger than this is let go when what it held was written. */
  private static final int MOST_KEPT = 4 * 1024;

  private ByteBuffer[] buffers = new ByteBuffer[8];
  private int first;
  private int end;

  /** Writes into the array of small pieces. */
  private ByteBuffer pen = ByteBuffer.allocate(SMALL);

  /** How far the array is queued. */
  private int queued;

  /** Shows that array to the driver; used again whenever the queue is empty. */
  private ByteBuffer view = pen.duplicate();

  /** What stands last in the queue and can be continued. */
  private @Nullable ByteBuffer last;

  /**
   * Where that many bytes can be put, backed by an array without an offset; {@link #filled} adds
   * them.
   */
  ByteBuffer room(int bytes) {
    dropDrained();
    if (first == end) {
      queued = 0;
      if (pen.capacity() > MOST_KEPT) {
        allocate(SMALL);
      }
    }
    if (pen.capacity() - queued < bytes) {
      allocate(Math.max(bytes, Math.min(pen.capacity() * 2, MOST_KEPT)));
    }
    return pen.position(queued);
  }

  /** Adds what was put into the room. */
  void filled() {
    int from = queued;
    queued = pen.position();
    if (last != null) {
      last.limit(queued);
    } else if (queued > from) {
      ByteBuffer piece = first == end ? view : pen.duplicate();
      append(piece.limit(queued).position(from));
      last = piece;
    }
  }

  /** Adds a piece: a copy when it is small, otherwise itself. */
  void add(ByteBuffer piece) {
    if (piece.remaining() > SMALL) {
      dropDrained();
      append(piece);
      last = null;
    } else if (piece.hasRemaining()) {
      room(piece.remaining()).put(piece);
      filled();
    }
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
    last = null;
  }

  private void allocate(int bytes) {
    pen = ByteBuffer.allocate(bytes);
    view = pen.duplicate();
    queued = 0;
    last = null;
  }

  private void dropDrained() {
    while (first < end && !buffers[first].hasRemaining()) {
      buffers[first++] = null; // large content must not stay referenced while a connection idles
    }
    if (first == end) {
      first = 0;
      end = 0;
      last = null;
    }
  }

  private void append(ByteBuffer piece) {
    if (end == buffers.length) {
      int count = end - first;
      ByteBuffer[] moved = new ByteBuffer[Math.max(count * 2, buffers.length)];
      System.arraycopy(buffers, first, moved, 0, count);
      buffers = moved;
      first = 0;
      end = count;
    }
    buffers[end++] = piece;
  }
}
