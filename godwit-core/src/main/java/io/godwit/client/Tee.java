package io.godwit.client;

import io.godwit.client.cache.HttpCache;
import io.godwit.policy.cache.StoredResponse;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Content on its way to the caller that goes into the cache as well. Used by the thread that reads
 * it.
 */
final class Tee {
  private final HttpCache.Writing writing;
  private final List<StoredResponse> replaced;

  /**
   * Into that.
   *
   * @param replaced what goes when the content has arrived whole
   */
  Tee(HttpCache.Writing writing, List<StoredResponse> replaced) {
    this.writing = writing;
    this.replaced = replaced;
  }

  void write(byte[] bytes, int offset, int count) {
    writing.write(bytes, offset, count);
  }

  /** What the buffer has between that position and its own. */
  void write(ByteBuffer buffer, int from) {
    byte[] bytes = new byte[buffer.position() - from];
    buffer.get(from, bytes);
    writing.write(bytes, 0, bytes.length);
  }

  /** What is left in the buffer, which stays there. */
  void write(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    writing.write(bytes, 0, bytes.length);
  }

  /** The content has arrived whole. */
  void commit() {
    writing.commit(replaced);
  }

  /** It never will; does nothing after it has. */
  void abandon() {
    writing.abandon();
  }
}
