package io.godwit.testkit;

import io.godwit.net.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** One end of a connection in memory. It behaves as a socket does, to the bounded buffer. */
final class MemoryChannel implements Channel {
  private final MemoryPipe in;
  private final MemoryPipe out;
  private final SocketAddress remote;

  MemoryChannel(MemoryPipe in, MemoryPipe out, SocketAddress remote) {
    this.in = in;
    this.out = out;
    this.remote = remote;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      return in.read(into);
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    }
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    return in.readNow(into);
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        out.write(from[i]);
      }
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    }
  }

  @Override
  public int writeNow(ByteBuffer from) throws IOException {
    return out.writeNow(from);
  }

  @Override
  public void shutdownInput() {
    in.endReading();
  }

  @Override
  public void shutdownOutput() {
    out.endWriting();
  }

  @Override
  public boolean quiet() {
    return in.quiet();
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public Optional<SSLSession> tls() {
    return Optional.empty();
  }

  @Override
  public void reset() {
    out.resetWriter();
    in.closeReader();
  }

  @Override
  public void close() {
    out.closeWriter();
    in.closeReader();
  }

  @Override
  public String toString() {
    return "connection in memory to " + remote;
  }
}
