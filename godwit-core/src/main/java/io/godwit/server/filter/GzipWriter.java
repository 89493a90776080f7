package io.godwit.server.filter;

import io.godwit.http.BodyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes what is written to it as gzip (RFC 1952). Each piece leaves at once, whole, so that who
 * writes slowly is read as soon as without the coding.
 */
final class GzipWriter extends BodyWriter {
  /** No name, no time, nothing about the system. */
  private static final byte[] HEAD = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private final BodyWriter to;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final CRC32 checksum = new CRC32();
  private final byte[] coded = new byte[8 * 1024];
  private boolean begun;

  GzipWriter(BodyWriter to) {
    this.to = to;
  }

  @Override
  protected void piece(ByteBuffer bytes) throws IOException {
    begin();
    checksum.update(bytes.duplicate());
    deflater.setInput(bytes);
    drain(Deflater.SYNC_FLUSH);
    to.flush();
  }

  /** Writes what is left, and the end. */
  void finish() throws IOException {
    flush();
    begin();
    deflater.finish();
    drain(Deflater.NO_FLUSH);
    littleEndian((int) checksum.getValue());
    littleEndian((int) deflater.getBytesRead());
    to.trailers(trailers());
  }

  @Override
  protected void head() throws IOException {
    to.flush();
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      to.write(HEAD);
    }
  }

  private void drain(int mode) throws IOException {
    int count = deflater.deflate(coded, 0, coded.length, mode);
    while (count > 0) {
      to.write(coded, 0, count);
      count = deflater.deflate(coded, 0, coded.length, mode);
    }
  }

  private void littleEndian(int number) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      to.write(number >>> shift);
    }
  }

  /** Gives back the memory of the deflater. */
  void release() {
    deflater.end();
  }
}
