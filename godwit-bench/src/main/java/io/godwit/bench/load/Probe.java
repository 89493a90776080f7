package io.godwit.bench.load;

import io.godwit.bench.driver.Hello;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Looks once whether a server gives the answer that all of them have to give. */
final class Probe {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int LIMIT_MILLIS = 5000;
  private static final int MOST_BYTES = 1024;

  private Probe() {}

  /**
   * Sends so many requests at once.
   *
   * @throws IOException when an answer is not as it has to be, or does not come
   */
  static void check(int port, int depth) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      String request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
      socket.getOutputStream().write(request.repeat(depth).getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < depth; i++) {
        checkOne(socket.getInputStream());
      }
    }
  }

  private static void checkOne(InputStream in) throws IOException {
    String head = head(in);
    String fields = head.toLowerCase(Locale.ROOT).replace("; ", ";");
    String type = Hello.CONTENT_TYPE.replace("; ", ";");
    if (!head.startsWith("HTTP/1.1 200 ")
        || !fields.contains("\r\ncontent-type: " + type + "\r\n")
        || !fields.contains("\r\ncontent-length: " + Hello.LENGTH + "\r\n")
        || !fields.contains("\r\ndate: ")) {
      throw new IOException("not the answer of all: " + head);
    }
    String content = new String(in.readNBytes(Hello.LENGTH), StandardCharsets.US_ASCII);
    if (!content.equals(Hello.TEXT)) {
      throw new IOException("not the content of all: " + content);
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    try {
      while (head.length() < MOST_BYTES) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the server ended the connection after: " + head);
        }
        head.append((char) next);
        if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
          return head.toString();
        }
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("no answer came after: " + head, e);
    }
    throw new IOException("no end of: " + head);
  }
}
