package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.godwit.testkit.TestCertificates.Identity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server over the JDK's TLS sockets, on any number of connections. It answers each request with
 * the name in the client's certificate, or {@code nobody}.
 */
final class SecureOrigin implements AutoCloseable {
  /** What it does about certificates of clients. */
  enum Clients {
    IGNORED,
    ASKED,
    REQUIRED
  }

  private final SSLServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();

  private SecureOrigin(SSLServerSocket listener) {
    this.listener = listener;
  }

  static SecureOrigin of(Identity identity) throws IOException {
    return of(identity.context(), Clients.IGNORED);
  }

  static SecureOrigin of(Identity identity, KeyStore authorities, Clients clients)
      throws IOException {
    return of(identity.context(authorities), clients);
  }

  static SecureOrigin of(SSLContext context, Clients clients, String... protocols)
      throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    SSLServerSocket listener =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, loopback);
    listener.setWantClientAuth(clients == Clients.ASKED);
    if (clients == Clients.REQUIRED) {
      listener.setNeedClientAuth(true);
    }
    if (protocols.length > 0) {
      listener.setEnabledProtocols(protocols);
    }
    SecureOrigin origin = new SecureOrigin(listener);
    Thread.ofVirtual().start(origin::accept);
    return origin;
  }

  /** A URI of it. */
  String uri(String host) {
    return "https://" + host + ":" + listener.getLocalPort() + "/";
  }

  String uri() {
    return uri("localhost");
  }

  /** How many connections it has had, good or bad. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private static void serve(SSLSocket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      for (String line; (line = in.readLine()) != null; ) {
        if (line.isEmpty()) {
          byte[] name = client(socket).getBytes(UTF_8);
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Length: " + name.length + "\r\n\r\n").getBytes(UTF_8));
          out.write(name);
          out.flush();
        }
      }
    } catch (IOException e) {
      // the client refused us, or we it: it says so itself
    }
  }

  private static String client(SSLSocket socket) {
    try {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }
}
