package io.godwit.tests.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Response;
import io.godwit.net.ServerTls;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the client at any byte that it writes, from the first of its handshake on, and counts what
 * is left in the server. {@code -Dgodwit.cuts=100000} for ten times as many.
 */
@Timeout(300)
final class TlsCutsTest {
  private static final int CUTS = Integer.getInteger("godwit.cuts", 10_000) / 20;

  /** After so many, whatever is kept for later is there. */
  private static final int FIRST = 100;

  private static final byte[] REQUESTS =
      ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n"
              + "x".repeat(20_000)
              + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
          .getBytes(US_ASCII);

  /** Writes so many bytes and is gone then, in peace or not. */
  private static final class CutSocket extends Socket {
    private final boolean reset;
    private int left;

    CutSocket(int left, boolean reset) {
      this.left = left;
      this.reset = reset;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
          int written = Math.min(left, count);
          out.write(from, offset, written);
          left -= written;
          if (written < count) {
            if (reset) {
              setSoLinger(true, 0);
            }
            CutSocket.super.close();
            throw new IOException("cut");
          }
        }
      };
    }
  }

  @Test
  @Row("G26")
  void connections_over_tls_cut_at_any_byte_leave_nothing_behind() throws Exception {
    TestCertificates certificates = TestCertificates.shared();
    TestCertificates.Identity identity = certificates.localhost();
    ServerTls tls =
        ServerTls.builder().certificatePem(identity.certificatePem(), identity.keyPem()).build();
    SSLContext context = trusting(certificates);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (HttpServer server =
        HttpServer.builder().handler(TlsCutsTest::handle).port(0, tls).start()) {
      cut(server, context, random, FIRST);
      await(() -> server.connections() == 0);
      long handles = openHandles();
      long buffers = directBuffers();
      int whole = cut(server, context, random, CUTS);
      await(() -> server.connections() == 0);
      await(() -> openHandles() <= handles);
      assertThat(directBuffers()).as("seed " + seed).isLessThanOrEqualTo(buffers + 8);
      assertThat(whole).as("those that came to an answer").isBetween(1, CUTS - 1);
    }
  }

  private static Response handle(ServerRequest request) throws IOException {
    return Response.text("x".repeat(50_000 + request.bytes().length));
  }

  /** How many had an answer, or the beginning of one. */
  private static int cut(HttpServer server, SSLContext context, Random random, int times) {
    int answered = 0;
    for (int i = 0; i < times; i++) {
      int bytes = random.nextBoolean() ? random.nextInt(1_000) : random.nextInt(25_000);
      try (CutSocket plain = new CutSocket(bytes, random.nextBoolean())) {
        plain.setSoTimeout(30_000);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        try (SSLSocket socket =
            (SSLSocket)
                context.getSocketFactory().createSocket(plain, "localhost", server.port(), true)) {
          socket.getOutputStream().write(REQUESTS);
          InputStream in = socket.getInputStream();
          answered += in.readNBytes(random.nextInt(60_000)).length > 0 ? 1 : 0;
        }
      } catch (IOException e) {
        assertThat(e).as("cut after " + bytes).isNotInstanceOf(SocketTimeoutException.class);
      }
    }
    return answered;
  }

  private static SSLContext trusting(TestCertificates certificates) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still not after 30 seconds").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  /** What this process holds: sockets, files, pipes. */
  private static long openHandles() {
    Path list = Path.of("/proc/self/fd");
    if (!Files.isDirectory(list)) {
      return 0; // another system than Linux: the connections were counted
    }
    try (var handles = Files.list(list)) {
      return handles.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }
}
