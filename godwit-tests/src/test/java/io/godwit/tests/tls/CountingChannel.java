package io.godwit.tests.tls;

import io.godwit.net.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Another channel, and how many bytes were read from it without waiting. */
final class CountingChannel implements Channel {
  private final Channel channel;
  private int readWithoutWaiting;

  CountingChannel(Channel channel) {
    this.channel = channel;
  }

  int readWithoutWaiting() {
    return readWithoutWaiting;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    int count = channel.readNow(into);
    readWithoutWaiting += Math.max(count, 0);
    return count;
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    channel.write(from, count);
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean quiet() {
    return channel.quiet();
  }

  @Override
  public SocketAddress remote() {
    return channel.remote();
  }

  @Override
  public Optional<SSLSession> tls() {
    return channel.tls();
  }

  @Override
  public void close() {
    channel.close();
  }
}
