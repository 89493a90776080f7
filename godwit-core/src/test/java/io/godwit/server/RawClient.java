package io.godwit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client that sends what a test tells it, byte for byte, and reads responses by itself. */
final class RawClient implements Closeable {
  /** A test that waits longer than this has failed. */
  static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  /** A response; the content without its framing. */
  @SuppressWarnings("ArrayRecordComponent") // read by one test, compared by none
  record Reply(String statusLine, List<String> fields, byte[] content, List<String> trailers) {
    int status() {
      return Integer.parseInt(statusLine.substring(9, 12));
    }

    String text() {
      return new String(content, ISO_8859_1);
    }

    /** The value of a field; empty when it is missing. */
    String field(String name) {
      for (String line : fields) {
        int colon = line.indexOf(':');
        if (line.substring(0, colon).equalsIgnoreCase(name)) {
          return line.substring(colon + 1).strip();
        }
      }
      return "";
    }

    boolean has(String name) {
      return fields.stream()
          .anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }
  }

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
  }

  /** One request on a connection of its own; the response with everything up to the end. */
  static Reply once(int port, String request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(request).read();
    }
  }

  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }

  Socket socket() {
    return socket;
  }

  RawClient send(String bytes) throws IOException {
    return send(bytes.getBytes(ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Says that nothing follows. */
  RawClient end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next response, interim or final. */
  Reply read() throws IOException {
    return read(false);
  }

  /** The next response, to a request that was HEAD. */
  Reply readHead() throws IOException {
    return read(true);
  }

  private Reply read(boolean noContent) throws IOException {
    String statusLine = line();
    List<String> fields = section();
    Reply head = new Reply(statusLine, fields, new byte[0], List.of());
    int status = head.status();
    if (noContent || status < 200 || status == 204 || status == 304) {
      return head;
    }
    if (head.field("Transfer-Encoding").equals("chunked")) {
      return chunked(head);
    }
    byte[] content =
        head.has("Content-Length")
            ? bytes(Integer.parseInt(head.field("Content-Length")))
            : in.readAllBytes();
    return new Reply(statusLine, fields, content, List.of());
  }

  private Reply chunked(Reply head) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int size = Integer.parseInt(line(), 16);
    while (size > 0) {
      content.write(bytes(size));
      if (!line().isEmpty()) {
        throw new IOException("chunk without its end");
      }
      size = Integer.parseInt(line(), 16);
    }
    return new Reply(head.statusLine(), head.fields(), content.toByteArray(), section());
  }

  private List<String> section() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** A line as it comes, which must end in CR LF. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet != '\n') {
      if (octet < 0) {
        throw new EOFException("ended within the line " + line.toString(ISO_8859_1));
      }
      line.write(octet);
      octet = in.read();
    }
    String text = line.toString(ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("line without CR: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException(bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** Whether the server has ended its side, with nothing more to read. Waits for that. */
  boolean ended() throws IOException {
    return in.read() < 0;
  }

  /** Everything up to the end. */
  String readAll() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
