package io.godwit.tests.tls;

import io.godwit.net.Channel;
import io.godwit.net.PlainChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The other end of one connection over the loopback interface, played on a thread of its own. */
final class Peer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final CompletableFuture<Void> played = new CompletableFuture<>();

  /** What the peer does with its end, which is closed afterwards. */
  interface Role {
    void play(Channel raw) throws Exception;
  }

  private Peer(ServerSocketChannel listener) {
    this.listener = listener;
  }

  static Peer playing(Role role) throws IOException {
    return playing(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), role);
  }

  static Peer playing(InetAddress at, Role role) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(at, 0));
    Peer peer = new Peer(listener);
    Thread.ofVirtual().start(() -> peer.play(role));
    return peer;
  }

  /** A peer that sends these bytes and then reads until the other end is done. */
  static Peer saying(byte[] bytes) throws IOException {
    return playing(
        raw -> {
          write(raw, bytes);
          readToEnd(raw);
        });
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** A connection in the clear to the peer. */
  Channel connect() throws IOException {
    return PlainChannel.connect(listener.getLocalAddress(), opening -> {});
  }

  /** Waits until the peer has played its role; throws what that threw. */
  void finish() throws Exception {
    try {
      played.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  static void write(Channel channel, byte[] bytes) throws IOException {
    channel.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1);
  }

  /** Reads so many bytes, or fewer if the stream ends. */
  static byte[] read(Channel channel, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining() && channel.read(into) >= 0) {
      // reads on
    }
    byte[] bytes = new byte[into.flip().remaining()];
    into.get(bytes);
    return bytes;
  }

  /** Drops what comes until the end, proper or not. */
  static void readToEnd(Channel channel) {
    ByteBuffer into = ByteBuffer.allocate(1 << 16);
    try {
      while (channel.read(into.clear()) >= 0) {
        // reads on
      }
    } catch (IOException e) {
      // the other end broke off, and that is an end, too
    }
  }

  private void play(Role role) {
    try {
      Channel raw = PlainChannel.accepted(listener.accept());
      try {
        role.play(raw);
      } finally {
        raw.close();
      }
      played.complete(null);
    } catch (Throwable e) {
      played.completeExceptionally(e);
    }
  }
}
