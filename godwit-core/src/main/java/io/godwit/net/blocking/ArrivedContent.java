package io.godwit.net.blocking;

import io.godwit.net.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Content that has arrived and was not taken yet: a slice of the driver's buffer, or a large piece
 * that went past the machine, in a buffer borrowed for it. Used by one thread at a time.
 */
public final class ArrivedContent {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer content = NOTHING;
  private @Nullable ByteBuffer bulk;

  /** With nothing in it. */
  public ArrivedContent() {}

  /** How many bytes there are. */
  public int available() {
    return content.remaining();
  }

  /** Takes the place of what was there, with a slice that stays good until it was taken. */
  public void set(ByteBuffer slice) {
    content = slice;
  }

  /**
   * Takes the place of what was there, with what is read past the machine.
   *
   * @return how many bytes; 0 when the machine must see what comes next
   * @throws IOException as {@link BlockingDriver#readPast}
   */
  public int readPast(BlockingDriver driver, long deadline) throws IOException {
    content = NOTHING; // it may be the buffer that is about to be filled
    if (bulk == null) {
      bulk = BufferPool.LARGE.take();
    }
    int count = driver.readPast(bulk.clear(), deadline);
    content = bulk.flip();
    return count;
  }

  /** Gives as much as there is room for; returns how much. */
  public int take(byte[] into, int offset, int length) {
    int count = Math.min(length, content.remaining());
    content.get(into, offset, count);
    return count;
  }

  /** Gives as much as there is room for; returns how much. */
  public int take(ByteBuffer into) {
    int count = Math.min(into.remaining(), content.remaining());
    into.put(into.position(), content, content.position(), count);
    into.position(into.position() + count);
    content.position(content.position() + count);
    return count;
  }

  /** Forgets what is there, and gives the buffer back. */
  public void release() {
    content = NOTHING;
    if (bulk != null) {
      BufferPool.LARGE.give(bulk);
      bulk = null;
    }
  }
}
