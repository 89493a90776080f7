package io.godwit.bench.bare;

import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/**
 * A {@link Socket}, or an {@link javax.net.ssl.SSLSocket}, by its streams, for buffers that are
 * byte arrays.
 */
public final class SocketWire implements ByteChannel {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private SocketWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Connects. */
  public static SocketWire open(Target target) throws IOException {
    return new SocketWire(connect(target));
  }

  static Socket connect(Target target) throws IOException {
    Optional<Trust> trust = target.trust();
    Socket socket =
        trust.isEmpty()
            ? new Socket(target.host(), target.port())
            : trust.get().context().getSocketFactory().createSocket(target.host(), target.port());
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int at = into.arrayOffset() + into.position();
    int count = in.read(into.array(), at, into.remaining());
    if (count > 0) {
      into.position(into.position() + count);
    }
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int count = from.remaining();
    out.write(from.array(), from.arrayOffset() + from.position(), count);
    from.position(from.limit());
    return count;
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
