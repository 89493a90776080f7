package io.godwit.bench.bare;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Target;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** {@link Socket}, or an {@link javax.net.ssl.SSLSocket}, with a byte array of 64 KiB. */
public final class BareSocket implements Blocking {
  private final Target target;
  private final byte[] request;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];
  private final ByteBuffer view = ByteBuffer.wrap(buffer);
  private final ResponseScan scan = new ResponseScan();

  private BareSocket(Target target, Socket socket) throws IOException {
    this.target = target;
    this.request = target.request();
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  public static BareSocket open(Target target) throws IOException {
    return new BareSocket(target, SocketWire.connect(target));
  }

  @Override
  public void call() throws IOException {
    out.write(request);
    scan.restart();
    int filled = 0;
    do {
      filled += read(filled);
    } while (!scan.headComplete(view, filled));
    long received = (long) filled - scan.bodyStart();
    while (received < scan.bodyLength()) {
      received += read(0);
    }
    target.check(scan.status(), received);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int read(int at) throws IOException {
    int n = in.read(buffer, at, buffer.length - at);
    if (n <= 0) {
      throw new EOFException("the origin closed the connection, or its head is too long");
    }
    return n;
  }
}
