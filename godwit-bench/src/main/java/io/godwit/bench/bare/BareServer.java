package io.godwit.bench.bare;

import io.godwit.bench.driver.Listening;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A virtual thread per connection that reads up to the empty line and writes an answer made
 * beforehand: what a server without any HTTP costs.
 */
public final class BareServer implements Listening {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  static final int BACKLOG = 1024;
  private static final int CAPACITY = 64 * 1024;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final int port;
  private final AutoCloseable listener;

  private BareServer(int port, AutoCloseable listener) {
    this.port = port;
    this.listener = listener;
  }

  /** By streams of a {@code Socket}, and arrays of 64 KiB. */
  public static BareServer sockets() throws IOException {
    var listener = new ServerSocket();
    listener.bind(ANY_PORT, BACKLOG);
    var server = new BareServer(listener.getLocalPort(), listener);
    server.accepting(
        () -> {
          Socket socket = listener.accept();
          server.serving(socket, () -> serve(socket));
        });
    return server;
  }

  /** By {@code SocketChannel}s, each with a direct buffer of that size. */
  public static BareServer channels(int capacity) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.bind(ANY_PORT, BACKLOG);
    var server = new BareServer(listener.socket().getLocalPort(), listener);
    server.accepting(
        () -> {
          SocketChannel channel = listener.accept();
          server.serving(channel, () -> serve(channel, capacity));
        });
    return server;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    closed.set(true);
    try {
      listener.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static void serve(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    byte[] bytes = new byte[CAPACITY];
    ByteBuffer view = ByteBuffer.wrap(bytes);
    byte[] answers = Baked.answers();
    var scan = new RequestScan();
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      out.write(answers, 0, Baked.length(scan.ends(view, n)));
    }
  }

  private static void serve(SocketChannel channel, int capacity) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
    ByteBuffer answers = BareChannel.direct(Baked.answers());
    var scan = new RequestScan();
    for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer.clear())) {
      answers.clear().limit(Baked.length(scan.ends(buffer, n)));
      while (answers.hasRemaining()) {
        channel.write(answers);
      }
    }
  }

  private void accepting(Step step) {
    Thread.ofPlatform()
        .daemon()
        .name("bare-accept")
        .start(
            () -> {
              try {
                while (!closed.get()) {
                  step.run();
                }
              } catch (Exception e) {
                complain(e);
              }
            });
  }

  private void serving(AutoCloseable connection, Step step) {
    Thread.startVirtualThread(
        () -> {
          try (connection) {
            step.run();
          } catch (IOException e) {
            // wrk resets its connections when its time is over.
          } catch (Exception e) {
            complain(e);
          }
        });
  }

  private void complain(Exception failure) {
    if (!closed.get()) {
      throw new IllegalStateException(failure);
    }
  }

  /** Part of what a thread does. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }
}
