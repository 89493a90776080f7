package io.godwit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * A connection in the clear over TCP or a Unix-domain socket. The channel stays in blocking mode,
 * so a virtual thread that waits here gives its carrier away.
 */
public final class PlainChannel implements Channel {
  /** Of a file at once: enough for the call not to count, and little enough for its deadline. */
  private static final long TRANSFER = 1024 * 1024;

  private final SocketChannel socket;
  private final SocketAddress remote;

  private PlainChannel(SocketChannel socket, SocketAddress remote) {
    this.socket = socket;
    this.remote = remote;
  }

  /**
   * Connects to that address; see {@link Network#connect}.
   *
   * @throws IOException when no connection can be made
   */
  public static Channel connect(SocketAddress address, Consumer<Channel> opening)
      throws IOException {
    return connect(address, SocketSettings.usual(), opening);
  }

  /**
   * Connects to that address, with what is wanted of the socket.
   *
   * @throws IOException when no connection can be made
   */
  public static Channel connect(
      SocketAddress address, SocketSettings wanted, Consumer<Channel> opening) throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    SocketChannel socket =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    PlainChannel channel = new PlainChannel(socket, address);
    try {
      opening.accept(channel);
      if (!unix) {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      if (!wanted.isUsual()) {
        prepare(socket, address, wanted);
      }
      socket.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void prepare(SocketChannel socket, SocketAddress address, SocketSettings wanted)
      throws IOException {
    if (address instanceof InetSocketAddress inet) {
      if (wanted.local().isPresent()) {
        InetAddress from = wanted.local().get().toward(inet.getAddress());
        socket.bind(new InetSocketAddress(from, 0));
      }
      if (wanted.keepAlive().isPresent()) {
        KeepAliveOptions.apply(socket, wanted.keepAlive().get());
      }
    }
    if (wanted.preparation().isPresent()) {
      wanted.preparation().get().prepare(socket, address);
    }
  }

  /**
   * A channel over a socket that was accepted.
   *
   * @throws IOException when the connection is already gone
   */
  public static Channel accepted(SocketChannel socket) throws IOException {
    SocketAddress remote = socket.getRemoteAddress();
    if (!(remote instanceof UnixDomainSocketAddress)) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return new PlainChannel(socket, remote);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return socket.read(into);
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    socket.configureBlocking(false);
    try {
      return socket.read(into);
    } finally {
      socket.configureBlocking(true);
    }
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    boolean all = false;
    while (!all) {
      all = writeSome(from, count);
    }
  }

  @Override
  public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
    int first = firstLeft(from, 0, count);
    if (first == count) {
      return true;
    }
    if (first == count - 1) {
      socket.write(from[first]);
    } else {
      socket.write(from, first, count - first);
    }
    return firstLeft(from, first, count) == count;
  }

  private static int firstLeft(ByteBuffer[] from, int first, int count) {
    int at = first;
    while (at < count && !from[at].hasRemaining()) {
      at++;
    }
    return at;
  }

  /**
   * Straight from the file's pages to the socket. On a virtual thread that does not wait for a slow
   * reader, but takes what there is room for, even if that is nothing; then a piece is written that
   * waits until there is room again, so that each call gets as far as that.
   */
  @Override
  public long transfer(FileChannel from, long position, long count) throws IOException {
    long wanted = Math.min(count, TRANSFER);
    long moved = from.transferTo(position, wanted, socket);
    return moved == wanted
        ? moved
        : moved + Channel.super.transfer(from, position + moved, wanted - moved);
  }

  @Override
  public int writeNow(ByteBuffer from) throws IOException {
    socket.configureBlocking(false);
    try {
      return socket.write(from);
    } finally {
      socket.configureBlocking(true);
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public boolean quiet() {
    try {
      return readNow(ByteBuffer.allocate(1)) == 0;
    } catch (IOException e) {
      return false; // broken or closed: not usable, whatever the reason
    }
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public Optional<SocketAddress> local() {
    try {
      return Optional.ofNullable(socket.getLocalAddress());
    } catch (IOException e) {
      return Optional.empty(); // closed: it has none any more
    }
  }

  @Override
  public Optional<SSLSession> tls() {
    return Optional.empty();
  }

  @Override
  public void reset() {
    if (!(remote instanceof UnixDomainSocketAddress)) {
      try {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // closed already: the peer was told in another way
      }
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // some systems report here what went wrong before; the socket is gone nevertheless
    }
  }

  @Override
  public String toString() {
    return "connection to " + remote;
  }
}
