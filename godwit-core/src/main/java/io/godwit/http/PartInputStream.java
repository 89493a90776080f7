package io.godwit.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** A part of a file, from an offset on, up to a length. */
final class PartInputStream extends FilterInputStream {
  private long left;

  private PartInputStream(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  static InputStream open(Body.File file) throws IOException {
    InputStream in = Files.newInputStream(file.path());
    if (file.offset() == 0 && file.length() < 0) {
      return in;
    }
    try {
      in.skipNBytes(file.offset());
      return file.length() < 0 ? in : new PartInputStream(in, file.length());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = super.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(Math.min(bytes, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
