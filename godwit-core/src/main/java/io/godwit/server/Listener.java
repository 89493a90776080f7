package io.godwit.server;

import io.godwit.net.Channel;
import io.godwit.net.PlainChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/** One address that is listened on. Accepting and closing may come from different threads. */
final class Listener implements ConnectionSource {
  /** Connections that the operating system keeps for us; it lowers that to its own limit. */
  private static final int BACKLOG = 4096;

  private static final System.Logger LOG = System.getLogger(Listener.class.getName());

  private final ServerSocketChannel socket;
  private final SocketAddress address;

  /** Whether a socket's file is ours to remove. */
  private final boolean own;

  private Listener(ServerSocketChannel socket, SocketAddress address, boolean own) {
    this.socket = socket;
    this.address = address;
    this.own = own;
  }

  /**
   * Binds an address.
   *
   * @throws IOException when that is not possible
   */
  static Listener bind(SocketAddress address) throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    ServerSocketChannel socket =
        unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
    try {
      socket.bind(address, BACKLOG);
      return new Listener(socket, socket.getLocalAddress(), true);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Over a socket that somebody else has bound. */
  static Listener of(ServerSocketChannel socket) throws IOException {
    SocketAddress address = socket.getLocalAddress();
    if (address == null) {
      throw new IllegalArgumentException("the socket is not bound");
    }
    socket.configureBlocking(true);
    return new Listener(socket, address, false);
  }

  /** The address with the port that the operating system has chosen. */
  SocketAddress address() {
    return address;
  }

  @Override
  public String authority() {
    if (!(address instanceof InetSocketAddress tcp) || tcp.getAddress().isAnyLocalAddress()) {
      return address instanceof InetSocketAddress tcp ? "localhost:" + tcp.getPort() : "localhost";
    }
    InetAddress host = tcp.getAddress();
    String literal = host.getHostAddress();
    int zone = literal.indexOf('%');
    String shown = zone < 0 ? literal : literal.substring(0, zone);
    return (host instanceof Inet6Address ? "[" + shown + "]" : shown) + ":" + tcp.getPort();
  }

  @Override
  public Channel accept() throws IOException {
    SocketChannel accepted = socket.accept();
    try {
      return PlainChannel.accepted(accepted);
    } catch (IOException | RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public boolean open() {
    return socket.isOpen();
  }

  @Override
  public void close() {
    if (!socket.isOpen()) {
      return;
    }
    try {
      socket.close();
      if (own && address instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remove " + address, e);
    }
  }

  @Override
  public String toString() {
    return "listener on " + address;
  }
}
