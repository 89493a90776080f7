package io.godwit.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Consumer;

/** Opens connections. Production uses {@link #system()}; tests put their own in its place. */
@FunctionalInterface
public interface Network {
  /**
   * Connects to an address. Blocks until the connection is there.
   *
   * @param address an {@link java.net.InetSocketAddress} with a resolved address, or a {@link
   *     java.net.UnixDomainSocketAddress}
   * @param opening is handed the channel before the attempt begins: closing it ends the attempt
   * @throws IOException when no connection can be made
   */
  Channel connect(SocketAddress address, Consumer<Channel> opening) throws IOException;

  /** The operating system's sockets. */
  static Network system() {
    return PlainChannel::connect;
  }
}
