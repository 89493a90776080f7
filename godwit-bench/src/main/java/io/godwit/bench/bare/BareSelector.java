package io.godwit.bench.bare;

import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Target;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread, one selector, many connections: what an event loop costs when it does nothing else.
 * The end of one answer starts the next request on the same connection.
 */
public final class BareSelector implements Driver {
  private static final int CAPACITY = 64 * 1024;

  private final Target target;
  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private int unsent;
  private int unanswered;

  private BareSelector(Target target, Selector selector) {
    this.target = target;
    this.selector = selector;
  }

  public static BareSelector open(Target target, int connections) throws IOException {
    BareSelector driver = new BareSelector(target, Selector.open());
    for (int i = 0; i < connections; i++) {
      driver.connections.add(driver.new Connection());
    }
    return driver;
  }

  @Override
  public int run(int requests) throws IOException {
    unsent = requests;
    unanswered = requests;
    for (Connection connection : connections) {
      connection.next();
    }
    while (unanswered > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        ((Connection) key.attachment()).readable();
      }
      selector.selectedKeys().clear();
    }
    return requests;
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.channel.close();
    }
    selector.close();
  }

  private final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer request = BareChannel.direct(target.request());
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    private final ResponseScan scan = new ResponseScan();

    Connection() throws IOException {
      channel = SocketChannel.open(target.address());
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    void next() throws IOException {
      if (unsent == 0) {
        return;
      }
      unsent--;
      buffer.clear();
      scan.restart();
      request.rewind();
      channel.write(request);
      if (request.hasRemaining()) {
        throw new IllegalStateException("an idle connection took only a part of a small request");
      }
    }

    void readable() throws IOException {
      int n = channel.read(buffer);
      if (n < 0) {
        throw new EOFException("the origin closed the connection");
      }
      if (!scan.headComplete(buffer, buffer.position())) {
        return;
      }
      long received = (long) buffer.position() - scan.bodyStart();
      if (received < scan.bodyLength()) {
        return;
      }
      target.check(scan.status(), received);
      unanswered--;
      next();
    }
  }
}
