package io.godwit.client.cache;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The content of a stored response as a file: the bytes, and behind them their number and their
 * CRC-32C, so that a file that was cut short, at any length, is not taken for content.
 */
final class StoredBody {
  /** Behind the content: its length in 8 bytes, its checksum in 4. */
  static final int TRAILER = Long.BYTES + Integer.BYTES;

  /** Content up to this size is checked before it is used, and larger content as it is read. */
  static final int CHECKED_AT_ONCE = 1024 * 1024;

  private StoredBody() {}

  static byte[] trailer(long length, CRC32C crc) {
    return ByteBuffer.allocate(TRAILER).putLong(length).putInt((int) crc.getValue()).array();
  }

  /**
   * The content of that file; empty when it is damaged, as far as can be seen before it is read.
   *
   * @param length that it must have
   * @throws IOException when the file cannot be read, or is not there
   */
  static Optional<InputStream> open(Path file, long length) throws IOException {
    if (Files.size(file) != length + TRAILER) {
      return Optional.empty();
    }
    return length <= CHECKED_AT_ONCE ? small(file, (int) length) : large(file, length);
  }

  private static Optional<InputStream> small(Path file, int length) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != length + TRAILER) {
      return Optional.empty(); // changed this moment
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    byte[] trailer = Arrays.copyOfRange(bytes, length, bytes.length);
    return Arrays.equals(trailer, trailer(length, crc))
        ? Optional.of(new ByteArrayInputStream(bytes, 0, length))
        : Optional.empty();
  }

  private static Optional<InputStream> large(Path file, long length) throws IOException {
    return Optional.of(new Checked(Files.newInputStream(file), length));
  }

  /** Content that is checked on the way: its end does not come before the checksum was right. */
  private static final class Checked extends FilterInputStream {
    private final CRC32C crc = new CRC32C();
    private final long length;
    private long left;
    private boolean checked;

    Checked(InputStream in, long length) {
      super(in);
      this.length = length;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
      if (wanted == 0) {
        return 0;
      }
      if (left == 0) {
        check();
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(wanted, left));
      if (count < 0) {
        throw damaged();
      }
      crc.update(into, offset, count);
      left -= count;
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] piece = new byte[(int) Math.min(8192, Math.max(0, count))];
      int read = read(piece, 0, piece.length);
      return Math.max(0, read);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void check() throws IOException {
      if (!checked) {
        byte[] trailer = in.readNBytes(TRAILER + 1);
        if (!Arrays.equals(trailer, trailer(length, crc))) {
          throw damaged();
        }
        checked = true;
      }
    }

    private static IOException damaged() {
      return new IOException("the stored content is damaged");
    }
  }
}
