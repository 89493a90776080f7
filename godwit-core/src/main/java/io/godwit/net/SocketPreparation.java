package io.godwit.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A hook for each socket before it connects: for options that there is no other way to set.
 *
 * <pre>{@code
 * SocketPreparation marked = (socket, remote) -> socket.setOption(java.net.StandardSocketOptions.IP_TOS, 0x10);
 * }</pre>
 *
 * <p>Called on the thread that connects; must not block, nor connect, close or reconfigure the
 * socket for another mode.
 */
@FunctionalInterface
public interface SocketPreparation {
  /**
   * Prepares a socket that is about to connect to that address.
   *
   * @throws IOException when it cannot; the attempt has failed then
   */
  void prepare(SocketChannel socket, SocketAddress remote) throws IOException;
}
