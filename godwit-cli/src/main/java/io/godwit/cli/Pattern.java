package io.godwit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** Content for the demonstration: made up as it is read, so that its size costs no memory. */
final class Pattern extends InputStream {
  private static final int PIECE = 64 * 1024;
  private static final byte[] BYTES = bytes();

  private final long length;
  private long at;

  Pattern(long length) {
    this.length = length;
  }

  /** The checksum of what a stream gives until its end. */
  record Sum(long bytes, long crc) {
    static Sum of(InputStream in) throws IOException {
      CRC32 crc = new CRC32();
      byte[] piece = new byte[PIECE];
      long total = 0;
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        crc.update(piece, 0, count);
        total += count;
      }
      return new Sum(total, crc.getValue());
    }

    @Override
    public String toString() {
      return bytes + " bytes, CRC-32 " + Long.toHexString(crc);
    }
  }

  @Override
  public int read() {
    return at == length ? -1 : BYTES[(int) (at++ % BYTES.length)] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    if (at == length) {
      return -1;
    }
    int from = (int) (at % BYTES.length);
    int given = (int) Math.min(Math.min(count, BYTES.length - from), length - at);
    System.arraycopy(BYTES, from, into, offset, given);
    at += given;
    return given;
  }

  /** A length that no buffer size is a multiple of, so that a piece in the wrong place shows. */
  private static byte[] bytes() {
    byte[] bytes = new byte[65_521];
    int state = 1;
    for (int i = 0; i < bytes.length; i++) {
      state = state * 1_103_515_245 + 12_345;
      bytes[i] = (byte) (state >>> 16);
    }
    return bytes;
  }
}
