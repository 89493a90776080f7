package io.godwit.wire.h1;

import io.godwit.wire.HttpEvent;
import java.nio.ByteBuffer;

/** What the driver has received and the machine has not taken yet; the buffer is the driver's. */
final class Input {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;

  /** The same memory, to be shown around: a driver uses one buffer many times, and so this. */
  private ByteBuffer view = NOTHING;

  /** Takes the place of what was received before, which was taken by now. */
  @SuppressWarnings("ReferenceEquality") // the same buffer, not one with the same bytes
  void receive(ByteBuffer received) {
    if (received != buffer) {
      buffer = received;
      view = received.asReadOnlyBuffer();
    }
  }

  ByteBuffer buffer() {
    return buffer;
  }

  boolean hasRemaining() {
    return buffer.hasRemaining();
  }

  byte get() {
    return buffer.get();
  }

  /** The next byte, which stays. */
  byte peek() {
    return buffer.get(buffer.position());
  }

  /** The next bytes as an event: a read-only view, no copy, and good until the next one. */
  HttpEvent.Data take(long stream, int count, String extension) {
    int start = buffer.position();
    int end = start + count;
    view.limit(end).position(start);
    buffer.position(end);
    return new HttpEvent.Data(stream, view, extension);
  }

  /** All that is left, as a view that stays good. */
  ByteBuffer takeRest() {
    ByteBuffer rest = buffer.asReadOnlyBuffer();
    buffer.position(buffer.limit());
    return rest;
  }
}
