package io.godwit.bench.driver;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stream to its end through one array of 64 KiB, and throws the bytes away. */
public final class Drain {
  private final byte[] buffer = new byte[64 * 1024];

  /** The number of bytes the stream had; the stream is left open. */
  public long count(InputStream in) throws IOException {
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      total += n;
    }
    return total;
  }
}
