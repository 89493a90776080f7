package io.godwit.testkit;

import io.godwit.net.Channel;
import io.godwit.server.ConnectionSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts TCP connections on a free port of the loopback address, each to be tampered with. */
final class FaultySource implements ConnectionSource {
  private static final int BACKLOG = 1024;

  private final ConnectionSource sockets;
  private final int port;
  private final AtomicInteger accepted = new AtomicInteger();

  /** By the client's address, by which a request names its connection. */
  private final Map<SocketAddress, FaultyChannel> open = new ConcurrentHashMap<>();

  private FaultySource(ConnectionSource sockets, int port) {
    this.sockets = sockets;
    this.port = port;
  }

  static FaultySource bind() throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
      return new FaultySource(ConnectionSource.of(socket), port);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** How many connections there have been. */
  int accepted() {
    return accepted.get();
  }

  /** The open connection of that client. */
  FaultyChannel of(SocketAddress client) throws IOException {
    FaultyChannel channel = open.get(client);
    if (channel == null) {
      throw new IOException("the client has gone: " + client);
    }
    return channel;
  }

  @Override
  public Channel accept() throws IOException {
    Channel plain = sockets.accept();
    SocketAddress client = plain.remote();
    FaultyChannel channel =
        new FaultyChannel(plain, accepted.incrementAndGet(), ended -> open.remove(client, ended));
    open.put(client, channel);
    return channel;
  }

  @Override
  public boolean open() {
    return sockets.open();
  }

  @Override
  public void close() {
    sockets.close();
  }

  @Override
  public String authority() {
    return sockets.authority();
  }

  @Override
  public String toString() {
    return "mock on port " + port;
  }
}
