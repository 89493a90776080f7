package io.godwit.bench.soak;

import io.godwit.bench.driver.Target;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Keep-alive connections that have had one answer each and are idle since. One thread opens them;
 * some thousand at most have the same address of the loopback network, because the ports of one
 * address are few.
 */
final class IdleCrowd implements AutoCloseable {
  private static final int PER_ADDRESS = 4000;
  private static final boolean MANY_ADDRESSES = System.getProperty("os.name").equals("Linux");

  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

  private IdleCrowd() {}

  static IdleCrowd open(int connections, Target target) throws IOException {
    var crowd = new IdleCrowd();
    try {
      for (int i = 0; i < connections; i++) {
        crowd.add(i, target);
      }
    } catch (IOException | RuntimeException e) {
      try (crowd) {
        throw e;
      }
    }
    return crowd;
  }

  private void add(int number, Target target) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    if (MANY_ADDRESSES) {
      channel.bind(new InetSocketAddress("127.0.0." + (2 + number / PER_ADDRESS), 0));
    }
    channel.connect(target.address());
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    ByteBuffer request = ByteBuffer.wrap(target.request());
    while (request.hasRemaining()) {
      channel.write(request);
    }
    // The small text comes last, and ends with this.
    for (buffer.clear(); buffer.position() == 0 || last() != '!'; ) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the server ended connection " + number);
      }
    }
  }

  int size() {
    return channels.size();
  }

  private byte last() {
    return buffer.get(buffer.position() - 1);
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
