package io.godwit.bench.driver;

import java.io.InputStream;

/**
 * So many bytes as a stream, copied from one array of 64 KiB over and over: content that costs next
 * to nothing to make, and is nowhere as a whole.
 */
public final class MemoryContent extends InputStream {
  private final byte[] piece = new byte[64 * 1024];
  private long left;

  public MemoryContent(long length) {
    this.left = length;
  }

  @Override
  public int read() {
    return left-- > 0 ? 0 : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left <= 0) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(left, Math.min(length, piece.length));
    System.arraycopy(piece, 0, into, offset, count);
    left -= count;
    return count;
  }
}
