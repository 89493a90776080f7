package io.godwit.bench.bare;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Target;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/** Fetches over a channel through one buffer: a blocking {@link SocketChannel}, or TLS over one. */
public final class BareChannel implements Blocking {
  private final Target target;
  private final ByteBuffer request;
  private final ByteChannel channel;
  private final ByteBuffer buffer;
  private final ResponseScan scan = new ResponseScan();

  private BareChannel(Target target, ByteChannel channel, ByteBuffer buffer) {
    this.target = target;
    this.request = direct(target.request());
    this.channel = channel;
    this.buffer = buffer;
  }

  /**
   * Connects a channel without TLS.
   *
   * @param capacity of the direct buffer to read into, in bytes
   */
  public static BareChannel open(Target target, int capacity) throws IOException {
    return new BareChannel(target, connect(target), ByteBuffer.allocateDirect(capacity));
  }

  /** Over a channel that is connected, through that buffer. */
  public static BareChannel over(Target target, ByteChannel channel, ByteBuffer buffer) {
    return new BareChannel(target, channel, buffer);
  }

  /** A connection that sends small pieces at once. */
  public static SocketChannel connect(Target target) throws IOException {
    SocketChannel channel = SocketChannel.open(target.address());
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  @Override
  public void call() throws IOException {
    request.rewind();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    scan.restart();
    buffer.clear();
    do {
      read();
    } while (!scan.headComplete(buffer, buffer.position()));
    long received = (long) buffer.position() - scan.bodyStart();
    while (received < scan.bodyLength()) {
      buffer.clear();
      received += read();
    }
    target.check(scan.status(), received);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private int read() throws IOException {
    int n = channel.read(buffer);
    if (n <= 0) {
      throw new EOFException("the origin closed the connection, or its head is too long");
    }
    return n;
  }
}
