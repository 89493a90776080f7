package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.cache.HttpCache;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsVersion;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What makes connections to one origin different ones, so that no call gets one of another road.
 */
@Timeout(60)
final class RoadTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();

  /** Answers each request of each connection with the number of the connection. */
  private record NumberingServer(SSLServerSocket listener, AtomicInteger accepted)
      implements AutoCloseable {
    static NumberingServer start() throws Exception {
      var context = CERTIFICATES.localhost().context();
      var listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
      NumberingServer server = new NumberingServer(listener, new AtomicInteger());
      Thread.ofVirtual().start(server::accept);
      return server;
    }

    private void accept() {
      while (!listener.isClosed()) {
        try {
          Socket socket = listener.accept();
          int number = accepted.incrementAndGet();
          Thread.ofVirtual().start(() -> serve(socket, number));
        } catch (IOException e) {
          return; // the test is over
        }
      }
    }

    private static void serve(Socket socket, int number) {
      try (socket) {
        InputStream in = socket.getInputStream();
        String response =
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: 1\r\n\r\n" + number;
        byte[] request = new byte[4096];
        while (in.read(request) > 0) {
          socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // the client has gone
      }
    }

    String uri() {
      return "https://localhost:" + listener.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  @Test
  void a_connection_never_serves_a_call_of_other_tls_settings() throws Exception {
    KeyStore trusted = CERTIFICATES.trusted();
    TlsSettings first = TlsSettings.trusting(trusted);
    TlsSettings second = // alike, but it would not take everything that the first does
        TlsSettings.builder().authorities(trusted).minimum(TlsVersion.TLS_1_3).build();
    try (NumberingServer server = NumberingServer.start();
        HttpClient client = HttpClient.builder().tls(first).build()) {
      String uri = server.uri();
      assertThat(client.get(uri).send().text()).isEqualTo("1");
      assertThat(client.get(uri).tls(TlsSettings.insecure()).send().text()).isEqualTo("2");
      assertThat(client.get(uri).tls(second).send().text()).isEqualTo("3");
      assertThat(client.get(uri).send().text()).isEqualTo("1");
      assertThat(client.get(uri).tls(first).send().text()).isEqualTo("1");
      assertThat(client.get(uri).tls(TlsSettings.insecure()).send().text()).isEqualTo("2");
      assertThatThrownBy(() -> client.get(uri).tls(TlsSettings.standard()).send())
          .isInstanceOfSatisfying(
              HttpFailure.Tls.class, failure -> assertThat(failure.certificateRefused()).isTrue());
    }
  }

  @Test
  void the_settings_of_a_call_are_those_of_its_redirects_as_well() throws Exception {
    try (NumberingServer server = NumberingServer.start();
        RawServer redirecting =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.say("HTTP/1.1 302 Found\r\nLocation: " + server.uri() + "\r\n");
                  peer.say("Connection: close\r\nContent-Length: 0\r\n\r\n");
                });
        HttpClient client = HttpClient.create()) {
      TlsSettings trusting = TlsSettings.trusting(CERTIFICATES.trusted());
      assertThat(client.get(redirecting.uri("/")).tls(trusting).send().text()).isEqualTo("1");
      assertThatThrownBy(() -> client.get(redirecting.uri("/")).send())
          .isInstanceOf(HttpFailure.Tls.class);
    }
  }

  @Test
  void what_was_not_verified_is_never_kept_for_calls_that_verify() throws Exception {
    try (NumberingServer server = NumberingServer.start();
        HttpClient client =
            HttpClient.builder()
                .tls(TlsSettings.trusting(CERTIFICATES.trusted()))
                .cache(HttpCache.inMemory(100_000))
                .build()) {
      BufferedResponse insecure = client.get(server.uri()).tls(TlsSettings.insecure()).send();
      assertThat(insecure.text()).isEqualTo("1");
      assertThat(client.get(server.uri()).send().text()).isEqualTo("2");
      assertThat(client.get(server.uri()).send().header("Cache-Status")).isPresent();
      assertThat(client.get(server.uri()).tls(TlsSettings.insecure()).send().text()).isEqualTo("1");
    }
  }

  @Test
  void a_call_of_its_own_unix_socket_shares_no_connection_with_the_rest(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("socket");
    try (RawServer server =
            RawServer.start(
                peer -> {
                  while (!peer.head().isEmpty()) {
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntcp");
                  }
                });
        ServerSocketChannel local =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path));
        HttpClient client = HttpClient.create()) {
      Thread.ofVirtual().start(() -> serveUnix(local));
      assertThat(client.get(server.uri("/")).send().text()).isEqualTo("tcp");
      assertThat(client.get(server.uri("/")).unixSocket(path).send().text()).isEqualTo("unix");
      assertThat(client.get(server.uri("/")).send().text()).isEqualTo("tcp");
    }
  }

  @Test
  @Row("T36")
  void the_host_field_is_the_authority_without_user_information_unless_the_caller_sets_it()
      throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                    heads.add(head);
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                  }
                });
        HttpClient client =
            HttpClient.builder().resolve("a.example", "127.0.0.1:" + server.port()).build()) {
      client.get("http://ada:s3cret@a.example:8080/").send();
      assertThat(heads.take()).contains("\r\nHost: a.example:8080\r\n");
      client.get("http://a.example:80/").send();
      assertThat(heads.take()).contains("\r\nHost: a.example\r\n");
      client.get("http://a.example/").header("Host", "b.example").send();
      assertThat(heads.take()).contains("\r\nHost: b.example\r\n").doesNotContain("a.example");
    }
  }

  private static void serveUnix(ServerSocketChannel listener) {
    try (SocketChannel channel = listener.accept()) {
      ByteBuffer request = ByteBuffer.allocate(4096);
      if (channel.read(request) > 0) {
        Channels.newOutputStream(channel)
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nunix"
                    .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // the test is over
    }
  }
}
