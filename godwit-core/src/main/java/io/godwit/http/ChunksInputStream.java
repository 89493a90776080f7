package io.godwit.http;

import java.io.InputStream;
import java.util.Iterator;

/** The arrays of an iterator as one stream. */
final class ChunksInputStream extends InputStream {
  private final Iterator<byte[]> chunks;
  private byte[] current = new byte[0];
  private int at;

  ChunksInputStream(Iterator<byte[]> chunks) {
    this.chunks = chunks;
  }

  @Override
  public int read() {
    return advance() ? current[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean advance() {
    while (at == current.length) {
      if (!chunks.hasNext()) {
        return false;
      }
      current = chunks.next();
      at = 0;
    }
    return true;
  }
}
