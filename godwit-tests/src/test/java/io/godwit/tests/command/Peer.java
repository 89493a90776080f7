package io.godwit.tests.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * A server that does as a test says, rules of HTTP or not: accepts one connection, reads a request
 * head, and hands over.
 */
final class Peer implements AutoCloseable {
  private final ServerSocket listening;
  private final CompletableFuture<String> head = new CompletableFuture<>();

  private Peer(ServerSocket listening) {
    this.listening = listening;
  }

  /** What the peer does once the head was read. */
  @FunctionalInterface
  interface Answer {
    void to(Socket client) throws IOException;
  }

  static Peer that(Answer answer) throws IOException {
    Peer peer = new Peer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> peer.serve(answer));
    return peer;
  }

  /** Writes that text and closes. */
  static Peer saying(String text) throws IOException {
    return that(client -> write(client, text));
  }

  static void write(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Returns when the client has ended the connection. */
  static void awaitEnd(Socket client) throws IOException {
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/";
  }

  /** The head of the request, as it was received. */
  String head() {
    return head.join();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void serve(Answer answer) {
    try (Socket client = listening.accept()) {
      StringBuilder text = new StringBuilder();
      InputStream in = client.getInputStream();
      while (text.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          break;
        }
        text.append((char) octet);
      }
      head.complete(text.toString());
      answer.to(client);
    } catch (IOException e) {
      head.completeExceptionally(new UncheckedIOException(e));
    }
  }
}
