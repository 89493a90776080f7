package io.godwit.net;

import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: the transport below everything else, and the place to put another one in: one
 * in memory, through a tunnel of one's own, or over a connection that is there already. Production
 * uses {@link #system()}.
 *
 * <p>Names are looked up, proxies are asked and TLS is spoken above it. It is called from many
 * threads at once; where a host has several addresses, for several of them at the same time, and a
 * connection that was too slow is closed.
 *
 * <pre>{@code
 * Network told = (address, opening) -> {
 *   log("connects to " + address);
 *   return Network.system().connect(address, opening);
 * };
 * }</pre>
 */
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

  /**
   * The same with more to be said of the socket. A network that has no sockets of that kind, which
   * is any that does not override this, refuses what is not usual.
   *
   * @throws HttpFailure.Unsupported when this network cannot do what is wanted
   * @throws IOException when no connection can be made
   */
  default Channel connect(SocketAddress address, SocketSettings wanted, Consumer<Channel> opening)
      throws IOException {
    if (!wanted.isUsual()) {
      throw new HttpFailure.Unsupported(
          "a local address, keep-alive or a hook for sockets: this network has none");
    }
    return connect(address, opening);
  }

  /** The operating system's sockets. */
  static Network system() {
    return SystemNetwork.INSTANCE;
  }

  /**
   * One connection that is there already, whatever the address is; there is no second one.
   *
   * <pre>{@code
   * HttpClient client = HttpClient.builder().network(Network.over(socketChannel)).withoutProxy().build();
   * }</pre>
   *
   * @param connected in blocking mode; belongs to the network from here on
   */
  static Network over(SocketChannel connected) {
    AtomicReference<@Nullable SocketChannel> left = new AtomicReference<>(connected);
    return (address, opening) -> {
      SocketChannel socket = left.getAndSet(null);
      if (socket == null) {
        throw new IOException("the connection that was given is used up");
      }
      Channel channel = PlainChannel.accepted(socket);
      opening.accept(channel);
      return channel;
    };
  }
}

/** The operating system's sockets. */
enum SystemNetwork implements Network {
  INSTANCE;

  @Override
  public Channel connect(SocketAddress address, Consumer<Channel> opening) throws IOException {
    return PlainChannel.connect(address, opening);
  }

  @Override
  public Channel connect(SocketAddress address, SocketSettings wanted, Consumer<Channel> opening)
      throws IOException {
    return PlainChannel.connect(address, wanted, opening);
  }
}
