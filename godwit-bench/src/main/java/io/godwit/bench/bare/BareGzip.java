package io.godwit.bench.bare;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Target;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Fetches content that comes as one gzip member with the shortest header (RFC 1952), and decodes it
 * with the JDK's {@link Inflater}. The checksum and the length at its end are compared, as whoever
 * decodes gzip has to.
 */
public final class BareGzip implements Blocking {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private final Target target;
  private final ByteBuffer request;
  private final ByteChannel channel;
  private final ByteBuffer coded;
  private final ByteBuffer decoded;
  private final ResponseScan scan = new ResponseScan();
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();

  private BareGzip(Target target, ByteChannel channel, ByteBuffer coded, ByteBuffer decoded) {
    this.target = target;
    this.request = ByteBuffer.wrap(target.request());
    this.channel = channel;
    this.coded = coded.order(ByteOrder.LITTLE_ENDIAN);
    this.decoded = decoded;
  }

  /** Over that channel, through one buffer for what comes and one for what is decoded. */
  public static BareGzip over(
      Target target, ByteChannel channel, ByteBuffer coded, ByteBuffer decoded) {
    return new BareGzip(target, channel, coded, decoded);
  }

  @Override
  public void call() throws IOException {
    request.rewind();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    scan.restart();
    coded.clear();
    do {
      read();
    } while (!scan.headComplete(coded, coded.position()));
    coded.flip().position(scan.bodyStart());
    target.check(scan.status(), decode());
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    channel.close();
  }

  private long decode() throws IOException {
    need(HEADER);
    coded.position(coded.position() + HEADER);
    inflater.reset();
    crc.reset();
    while (!inflater.finished()) {
      need(1);
      inflater.setInput(coded);
      inflate();
    }
    need(TRAILER);
    long length = inflater.getBytesWritten();
    if (coded.getInt() != (int) crc.getValue() || coded.getInt() != (int) length) {
      throw new IOException("the content is not what was coded");
    }
    return length;
  }

  /** All that can be had of the input; it remains where the member ends. */
  private void inflate() throws IOException {
    try {
      while (!inflater.finished() && !inflater.needsInput()) {
        inflater.inflate(decoded.clear());
        crc.update(decoded.flip());
      }
    } catch (DataFormatException e) {
      throw new IOException("the content is not coded as it should be", e);
    }
  }

  private void need(int bytes) throws IOException {
    while (coded.remaining() < bytes) {
      coded.compact();
      read();
      coded.flip();
    }
  }

  private void read() throws IOException {
    if (channel.read(coded) <= 0) {
      throw new EOFException("the origin closed the connection, or its head is too long");
    }
  }
}
