package io.godwit.bench.bare;

import io.godwit.bench.driver.Listening;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** As {@link BareServer}, by one thread with a selector: what an event loop costs. */
public final class BareSelectorServer implements Listening {
  private static final int CAPACITY = 64 * 1024;

  private final ServerSocketChannel listener;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
  private final ByteBuffer answers = BareChannel.direct(Baked.answers());

  private BareSelectorServer(ServerSocketChannel listener, Selector selector) {
    this.listener = listener;
    this.selector = selector;
  }

  public static BareSelectorServer open() throws IOException {
    var server = new BareSelectorServer(ServerSocketChannel.open(), Selector.open());
    server.listener.bind(BareServer.ANY_PORT, BareServer.BACKLOG);
    server.listener.configureBlocking(false);
    server.listener.register(server.selector, SelectionKey.OP_ACCEPT);
    Thread.ofPlatform().daemon().name("bare-selector").start(server::run);
    return server;
  }

  @Override
  public int port() {
    return listener.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    selector.close();
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
      }
    } catch (IOException | RuntimeException e) {
      if (selector.isOpen() && listener.isOpen()) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        answer((SocketChannel) key.channel(), (RequestScan) key.attachment());
      }
    } catch (IOException e) {
      end(key);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    if (channel != null) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new RequestScan());
    }
  }

  private void answer(SocketChannel channel, RequestScan scan) throws IOException {
    int n = channel.read(buffer.clear());
    if (n < 0) {
      channel.close();
      return;
    }
    answers.clear().limit(Baked.length(scan.ends(buffer, n)));
    channel.write(answers);
    if (answers.hasRemaining()) {
      throw new IllegalStateException("a connection took only a part of small answers");
    }
  }

  /** wrk resets its connections when its time is over. */
  private static void end(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
