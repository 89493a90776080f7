package io.godwit.testkit;

import io.godwit.net.Channel;
import io.godwit.net.Network;
import io.godwit.server.ConnectionSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A network without sockets: what is connected on the one side is accepted on the other, whatever
 * the address. Give it to a client as its network and to a server as its source; {@link InProcess}
 * does both. A connection holds at most 64 KiB each way, then its writer waits for the reader.
 * Thread-safe.
 *
 * <pre>{@code
 * MemoryNetwork network = new MemoryNetwork();
 * HttpServer server = HttpServer.builder().handler(handler).source(network).start();
 * HttpClient client = HttpClient.builder().network(network).withoutProxy().build();
 * }</pre>
 */
public final class MemoryNetwork implements Network, ConnectionSource {
  /** Connections that wait to be accepted, as the backlog of a listening socket. */
  private static final int BACKLOG = 1024;

  private static final int FIRST_PORT = 49_152;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Channel> waiting = new ArrayDeque<>();
  private boolean closed;
  private int connections;

  /** A network on which nothing is connected yet. */
  public MemoryNetwork() {}

  /**
   * Connects to whoever accepts.
   *
   * @throws ConnectException when the network is closed, or 1,024 connections wait to be accepted
   */
  @Override
  public Channel connect(SocketAddress address, Consumer<Channel> opening) throws IOException {
    MemoryPipe there = new MemoryPipe();
    MemoryPipe back = new MemoryPipe();
    Channel client = new MemoryChannel(back, there, address);
    opening.accept(client);
    lock.lock();
    try {
      if (closed || waiting.size() >= BACKLOG) {
        throw new ConnectException(
            closed ? "connection refused: nobody accepts" : "too many wait to be accepted");
      }
      waiting.add(new MemoryChannel(there, back, clientAddress()));
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return client;
  }

  /** Each connection has its own, as over TCP; they come round again after 16,384. */
  private SocketAddress clientAddress() {
    int port = FIRST_PORT + connections++ % (65_536 - FIRST_PORT);
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public Channel accept() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      while (waiting.isEmpty()) {
        arrived.await();
        if (closed) {
          throw new AsynchronousCloseException();
        }
      }
      return waiting.remove();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while nothing was connected", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean open() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is connected any more; what was not accepted is closed, the rest goes on. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.forEach(Channel::close);
      waiting.clear();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String authority() {
    return "localhost";
  }

  @Override
  public String toString() {
    return "network in memory";
  }
}
