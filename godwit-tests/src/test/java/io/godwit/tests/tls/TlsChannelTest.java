package io.godwit.tests.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.net.Channel;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes through TLS channels over sockets, and how they end. */
@Timeout(60)
final class TlsChannelTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.shared();
  private static final SSLContext SERVER = CERTIFICATES.localhost().context();
  private static final TlsSettings CLIENT = TlsSettings.trusting(CERTIFICATES.trusted());
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bytes_go_both_ways_and_each_side_says_goodbye(String protocol) throws Exception {
    try (Peer peer = Peer.playing(TlsChannelTest::echo)) {
      Channel client = connect(peer, upTo(protocol));
      assertThat(session(client).getProtocol()).isEqualTo(protocol);
      assertThat(client.remote()).isEqualTo(peer.connect().remote());
      Peer.write(client, "hello".getBytes(US_ASCII));
      assertThat(Peer.read(client, 5)).asString().isEqualTo("hello");
      client.shutdownOutput();
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      client.close();
      peer.finish();
    }
  }

  @Test
  void twenty_mebibytes_go_both_ways_at_once() throws Exception {
    byte[] there = bytes(20 * MIB, 1);
    byte[] back = bytes(20 * MIB, 2);
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, SERVER);
              assertThat(both(server, back, there.length)).isEqualTo(there);
            })) {
      Channel client = connect(peer, CLIENT);
      assertThat(both(client, there, back.length)).isEqualTo(back);
      peer.finish();
      client.close();
    }
  }

  @Test
  void a_head_and_a_body_in_several_buffers_arrive_in_order() throws Exception {
    try (Peer peer = Peer.playing(TlsChannelTest::echo)) {
      Channel client = connect(peer, CLIENT);
      byte[] body = bytes(40_000, 3);
      ByteBuffer[] parts = {
        ByteBuffer.wrap("head".getBytes(US_ASCII)),
        ByteBuffer.allocate(0),
        ByteBuffer.allocateDirect(body.length).put(body).flip().asReadOnlyBuffer(),
        ByteBuffer.wrap("not this".getBytes(US_ASCII)),
      };
      client.write(parts, 3);
      assertThat(Peer.read(client, 4)).asString().isEqualTo("head");
      assertThat(Peer.read(client, body.length)).isEqualTo(body);
      assertThat(parts[3].remaining()).isEqualTo(8);
      client.close();
    }
  }

  @Test
  void a_read_without_room_reads_nothing() throws Exception {
    try (Peer peer = Peer.playing(TlsChannelTest::echo)) {
      Channel client = connect(peer, CLIENT);
      assertThat(client.read(ByteBuffer.allocate(0))).isZero();
      client.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, 0", "TLSv1.2, 5", "TLSv1.3, 0", "TLSv1.3, 5"})
  void an_end_without_goodbye_is_a_failure(String protocol, int before) throws Exception {
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, SERVER);
              Peer.read(server, 1);
              Peer.write(server, new byte[before]);
              raw.shutdownOutput();
              Peer.readToEnd(raw);
            })) {
      Channel client = connect(peer, upTo(protocol));
      Peer.write(client, new byte[1]);
      assertThat(Peer.read(client, before)).hasSize(before);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
            .isInstanceOf(SSLException.class)
            .hasMessageContaining("without close_notify");
      }
      client.close();
      peer.finish();
    }
  }

  @Test
  void after_the_peers_goodbye_this_side_may_go_on() throws Exception {
    byte[] bytes = bytes(100_000, 4);
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, SERVER);
              server.shutdownOutput();
              assertThat(Peer.read(server, bytes.length)).isEqualTo(bytes);
            })) {
      Channel client = connect(peer, CLIENT);
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      Peer.write(client, bytes);
      peer.finish();
      client.close();
    }
  }

  @Test
  void bytes_that_were_changed_on_the_way_are_a_failure() throws Exception {
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, SERVER);
              Peer.read(server, 1);
              Peer.write(raw, new byte[] {23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
              Peer.write(raw, new byte[10]);
              Peer.readToEnd(raw);
            })) {
      Channel client = connect(peer, CLIENT);
      Peer.write(client, new byte[1]);
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> Peer.write(client, new byte[1])).isInstanceOf(SSLException.class);
      assertThat(client.quiet()).isFalse();
      client.close();
      peer.finish();
    }
  }

  @Test
  void closing_from_another_thread_ends_a_read() throws Exception {
    try (Peer peer = Peer.playing(raw -> Peer.readToEnd(TlsChannel.server(raw, SERVER)))) {
      Channel client = connect(peer, CLIENT);
      FutureTask<Integer> read = start(() -> client.read(ByteBuffer.allocate(1)));
      client.close();
      assertThatThrownBy(read::get).hasCauseInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> Peer.write(client, new byte[1]))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(client.quiet()).isFalse();
      client.close();
    }
  }

  @Test
  void closing_from_another_thread_ends_a_write() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (Peer peer =
        Peer.playing(
            raw -> {
              TlsChannel.server(raw, SERVER);
              done.await(); // and does not read
            })) {
      Channel client = connect(peer, CLIENT);
      FutureTask<Void> write =
          start(
              () -> {
                Peer.write(client, new byte[64 * MIB]);
                return null;
              });
      client.close();
      assertThatThrownBy(write::get).hasCauseInstanceOf(ClosedChannelException.class);
      done.countDown();
      peer.finish();
    }
  }

  @Test
  void shutting_the_input_ends_a_read_and_leaves_writing_alone() throws Exception {
    CompletableFuture<byte[]> seen = new CompletableFuture<>();
    try (Peer peer =
        Peer.playing(raw -> seen.complete(Peer.read(TlsChannel.server(raw, SERVER), 4)))) {
      Channel client = connect(peer, CLIENT);
      FutureTask<Integer> read = start(() -> client.read(ByteBuffer.allocate(1)));
      client.shutdownInput();
      assertThat(read.get()).isEqualTo(-1);
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(client.quiet()).isFalse();
      Peer.write(client, "late".getBytes(US_ASCII));
      assertThat(seen.get()).asString().isEqualTo("late");
      client.close();
    }
  }

  @Test
  void a_session_ticket_that_waits_is_neither_an_end_nor_lost() throws Exception {
    CountDownLatch ticketsSent = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, SERVER);
              ticketsSent.countDown();
              answer.await();
              Peer.write(server, "data".getBytes(US_ASCII));
              answered.countDown();
              Peer.readToEnd(server);
            })) {
      CountingChannel raw = new CountingChannel(peer.connect());
      Channel client = TlsChannel.client(raw, CLIENT, "localhost", peer.port());
      ticketsSent.await();
      assertThat(client.quiet()).isTrue();
      assertThat(raw.readWithoutWaiting()).as("tickets that were taken in").isGreaterThan(50);

      answer.countDown();
      answered.await();
      assertThat(client.quiet()).isFalse();
      assertThat(Peer.read(client, 4)).asString().isEqualTo("data");
      assertThat(client.quiet()).isTrue();
      assertThat(client.readNow(ByteBuffer.allocate(1))).isZero();
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tls_within_tls_says_goodbye_to_both_peers(String protocol) throws Exception {
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel outer = TlsChannel.server(raw, SERVER);
              Channel inner = TlsChannel.server(outer, SERVER);
              Peer.write(inner, Peer.read(inner, 1));
              assertThat(inner.read(ByteBuffer.allocate(1))).isEqualTo(-1);
              assertThat(outer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            })) {
      Channel outer = connect(peer, upTo(protocol));
      Channel inner = TlsChannel.client(outer, upTo(protocol), "localhost", 443);
      Peer.write(inner, new byte[1]);
      assertThat(Peer.read(inner, 1)).hasSize(1);
      inner.leave();
      peer.finish();
      assertThatThrownBy(() -> outer.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void a_channel_whose_peer_said_goodbye_is_not_quiet() throws Exception {
    CountDownLatch said = new CountDownLatch(1);
    try (Peer peer =
        Peer.playing(
            raw -> {
              Channel server = TlsChannel.server(raw, SERVER);
              server.shutdownOutput();
              said.countDown();
              Peer.readToEnd(server);
            })) {
      Channel client = connect(peer, CLIENT);
      said.await();
      assertThat(client.quiet()).isFalse();
      assertThat(client.readNow(ByteBuffer.allocate(1))).isEqualTo(-1);
      client.close();
    }
  }

  @Test
  void a_channel_with_a_part_of_a_record_is_not_quiet() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    try (Peer peer =
        Peer.playing(
            raw -> {
              TlsChannel.server(raw, SERVER);
              Peer.write(raw, new byte[] {23, 3, 3, 0});
              sent.countDown();
              Peer.readToEnd(raw);
            })) {
      Channel client = connect(peer, CLIENT);
      sent.await();
      assertThat(client.quiet()).isFalse();
      client.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost",
    "LocalHost, localhost",
    "localhost., localhost",
    "127.0.0.1, ",
    "[::1], ",
  })
  void the_host_is_verified_and_named_to_the_server(String host, String serverName)
      throws Exception {
    CompletableFuture<SSLSession> session = new CompletableFuture<>();
    InetAddress at = InetAddress.getByName(host.startsWith("[") ? "::1" : "127.0.0.1");
    try (Peer peer =
        Peer.playing(at, raw -> session.complete(session(TlsChannel.server(raw, SERVER))))) {
      TlsChannel.client(peer.connect(), CLIENT, host, peer.port()).close();
      List<String> names =
          ((ExtendedSSLSession) session.get())
              .getRequestedServerNames().stream()
                  .map(name -> new String(name.getEncoded(), US_ASCII))
                  .toList();
      assertThat(names).isEqualTo(Optional.ofNullable(serverName).map(List::of).orElse(List.of()));
    }
  }

  @Test
  void connections_of_one_context_resume_sessions_and_those_of_others_do_not() throws Exception {
    SSLContext server = CERTIFICATES.localhost().context();
    TlsSettings settings = upTo("TLSv1.2");
    byte[] first = sessionId(server, settings, 8443);
    assertThat(sessionId(server, settings, 8443)).isEqualTo(first);
    assertThat(sessionId(server, settings, 9443)).isNotEqualTo(first);
    assertThat(sessionId(server, upTo("TLSv1.2"), 8443)).isNotEqualTo(first);
  }

  /** The session of one connection that claims to go to that port. */
  private static byte[] sessionId(SSLContext server, TlsSettings settings, int port)
      throws Exception {
    try (Peer peer = Peer.playing(raw -> Peer.readToEnd(TlsChannel.server(raw, server)))) {
      Channel client = TlsChannel.client(peer.connect(), settings, "localhost", port);
      byte[] id = session(client).getId();
      client.shutdownOutput();
      peer.finish();
      client.close();
      return id;
    }
  }

  private static void echo(Channel raw) throws IOException {
    Channel server = TlsChannel.server(raw, SERVER);
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    while (server.read(buffer.clear()) > 0) {
      server.write(new ByteBuffer[] {buffer.flip()}, 1);
    }
    server.shutdownOutput();
    Peer.readToEnd(raw);
  }

  /** Writes on another thread while it reads on this one. */
  private static byte[] both(Channel channel, byte[] out, int in) throws Exception {
    FutureTask<Void> write =
        start(
            () -> {
              for (int at = 0; at < out.length; at += MIB) {
                Peer.write(channel, Arrays.copyOfRange(out, at, at + MIB));
              }
              channel.shutdownOutput();
              return null;
            });
    byte[] read = Peer.read(channel, in);
    write.get();
    assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    return read;
  }

  private static Channel connect(Peer peer, TlsSettings settings) throws IOException {
    return TlsChannel.client(peer.connect(), settings, "localhost", peer.port());
  }

  private static SSLSession session(Channel channel) {
    return channel.tls().orElseThrow();
  }

  /** Settings of a client that speaks no version above that one. */
  private static TlsSettings upTo(String protocol) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(CERTIFICATES.trusted());
    SSLContext context = SSLContext.getInstance(protocol);
    context.init(null, trust.getTrustManagers(), null);
    return TlsSettings.of(context);
  }

  /** Runs on a thread of its own. */
  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
