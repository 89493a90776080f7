package io.godwit.tests.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy for tests, in the clear or over TLS: writes down each head it gets, answers
 * requests in the clear itself, and opens tunnels to this machine whatever the name is. It may want
 * a login.
 */
final class RecordingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final @Nullable String wanted;
  private final boolean closesAfterChallenge;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RecordingProxy(
      ServerSocket listener, @Nullable String wanted, boolean closesAfterChallenge) {
    this.listener = listener;
    this.wanted = wanted;
    this.closesAfterChallenge = closesAfterChallenge;
    Thread.ofVirtual().start(this::accept);
  }

  /** Lets everybody in. */
  static RecordingProxy open() throws IOException {
    return new RecordingProxy(socket(), null, false);
  }

  /** Lets in who shows that. */
  static RecordingProxy wanting(String credentials, boolean closesAfterChallenge)
      throws IOException {
    return new RecordingProxy(socket(), credentials, closesAfterChallenge);
  }

  /** Lets everybody in, over that listener. */
  static RecordingProxy over(ServerSocket listener) {
    return new RecordingProxy(listener, null, false);
  }

  private static ServerSocket socket() throws IOException {
    return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  }

  int port() {
    return listener.getLocalPort();
  }

  String uri() {
    return "http://127.0.0.1:" + port();
  }

  /** All heads so far, of CONNECTs and of requests in the clear. */
  List<String> heads() {
    return heads;
  }

  int accepted() {
    return accepted.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        heads.add(head);
        if (wanted != null && !head.contains("\r\nProxy-Authorization: " + wanted + "\r\n")) {
          say(
              out,
              "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 3\r\n"
                  + (closesAfterChallenge ? "Connection: close\r\n" : "")
                  + "\r\nwho");
          if (closesAfterChallenge) {
            return;
          }
        } else if (head.startsWith("CONNECT ")) {
          tunnel(head, socket);
          return;
        } else {
          say(out, answer(head));
        }
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static String answer(String head) {
    String target = head.split(" ", 3)[1];
    if (target.contains("/to?")) {
      String location = target.substring(target.indexOf('?') + 1);
      return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }
    return "HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target;
  }

  /** To that port of this machine. */
  private void tunnel(String head, Socket client) throws IOException {
    String place = head.split(" ", 3)[1];
    if (place.startsWith("forbidden.")) {
      say(client.getOutputStream(), "HTTP/1.1 403 Not here\r\nContent-Length: 9\r\n\r\nforbidden");
      return;
    }
    int port = Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      open.add(server);
      say(client.getOutputStream(), "HTTP/1.1 200 Tunnel\r\n\r\n");
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them has gone
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return "";
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
