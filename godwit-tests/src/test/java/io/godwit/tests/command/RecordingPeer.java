package io.godwit.tests.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that writes down every byte it is asked with, and answers as the path says ({@link
 * ScriptedAnswers}). Knows nothing of HTTP but where a request ends, so that it is the same to
 * whoever asks.
 */
final class RecordingPeer implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * One request.
   *
   * @param fields the lines of its header section, as they came
   * @param content without its framing
   */
  record Asked(String line, List<String> fields, String content) {
    /** The value of the first field of that name. */
    Optional<String> field(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(field -> field.substring(prefix.length()).strip())
          .findFirst();
    }

    String path() {
      String target = line.split(" ", -1)[1].replaceFirst("^http://[^/]*", "");
      return target.split("[?]", 2)[0];
    }
  }

  /** Listens on all addresses of this machine, so that it has more than one name. */
  RecordingPeer() throws IOException {
    listening.bind(new InetSocketAddress(0));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** What it was asked since it was last asked for that, oldest first. */
  List<Asked> takeAsked() {
    List<Asked> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      boolean goesOn = true;
      while (goesOn) {
        Asked request = read(socket);
        long before = asked.stream().filter(one -> one.path().equals(request.path())).count();
        asked.add(request);
        ScriptedAnswers.Answer answer = ScriptedAnswers.to(request, before, port());
        socket.getOutputStream().write(answer.text().getBytes(StandardCharsets.ISO_8859_1));
        goesOn = answer.goesOn();
      }
    } catch (IOException e) {
      // the program hung up, or the test is over
    } finally {
      open.remove(socket);
    }
  }

  private static Asked read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    String line = line(in);
    List<String> fields = new ArrayList<>();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      fields.add(field);
    }
    Asked head = new Asked(line, fields, "");
    if (head.field("Expect").isPresent()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] content =
        head.field("Transfer-Encoding").isPresent()
            ? chunks(in)
            : in.readNBytes(head.field("Content-Length").map(Integer::parseInt).orElse(0));
    return new Asked(line, fields, new String(content, StandardCharsets.ISO_8859_1));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16);
        size > 0;
        size = Integer.parseInt(line(in), 16)) {
      content.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return content.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection has ended");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
