package io.godwit.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A channel of which some bytes were read already, by somebody who then found that they are not for
 * him: they are read first. All else is as the channel below does it.
 */
public final class EarlyBytesChannel implements Channel {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Channel lower;

  private final SocketAddress remote;
  private final Optional<SocketAddress> local;

  /** What is left of them. Belongs to the reading thread. */
  private ByteBuffer early;

  /** The bytes are not copied, and belong to the new channel from here on. */
  public EarlyBytesChannel(Channel lower, ByteBuffer early) {
    this(lower, early, lower.remote(), lower.local());
  }

  /** The same, for bytes that have told whose connection it is in truth. */
  public EarlyBytesChannel(
      Channel lower, ByteBuffer early, SocketAddress remote, Optional<SocketAddress> local) {
    this.lower = lower;
    this.early = early;
    this.remote = remote;
    this.local = local;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return early.hasRemaining() ? take(into) : lower.read(into);
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    return early.hasRemaining() ? take(into) : lower.readNow(into);
  }

  private int take(ByteBuffer into) {
    int count = Math.min(early.remaining(), into.remaining());
    into.put(early.slice(early.position(), count));
    early.position(early.position() + count);
    if (!early.hasRemaining()) {
      early = NOTHING; // the connection may go on for long
    }
    return count;
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    lower.write(from, count);
  }

  @Override
  public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
    return lower.writeSome(from, count);
  }

  @Override
  public long transfer(FileChannel from, long position, long count) throws IOException {
    return lower.transfer(from, position, count);
  }

  @Override
  public void shutdownInput() throws IOException {
    lower.shutdownInput();
  }

  @Override
  public int writeNow(ByteBuffer from) throws IOException {
    return lower.writeNow(from);
  }

  @Override
  public void shutdownOutput() throws IOException {
    lower.shutdownOutput();
  }

  @Override
  public boolean quiet() {
    return !early.hasRemaining() && lower.quiet();
  }

  @Override
  public void rest() {
    lower.rest();
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public Optional<SocketAddress> local() {
    return local;
  }

  @Override
  public Optional<SSLSession> tls() {
    return lower.tls();
  }

  @Override
  public boolean resumed() {
    return lower.resumed();
  }

  @Override
  public void reset() {
    lower.reset();
  }

  @Override
  public void leave() {
    lower.leave();
  }

  @Override
  public void close() {
    lower.close();
  }

  @Override
  public String toString() {
    return lower.toString();
  }
}
