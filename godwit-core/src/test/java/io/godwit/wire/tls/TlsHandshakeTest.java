package io.godwit.wire.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that fail, and what a peer may and may not do after one. */
final class TlsHandshakeTest {
  @Test
  void a_refused_certificate_fails_both_ends() {
    TlsPair pair = withTrust(new CertificateException("not today"));
    pair.client.shake();
    pair.server.shake();
    pair.client.shake();
    pair.server.shake();

    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.failure())
        .isInstanceOf(SSLHandshakeException.class)
        .hasRootCauseInstanceOf(CertificateException.class)
        .hasRootCauseMessage("not today");
    assertThat(pair.server.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.server.failure()).hasMessageContaining("certificate_unknown");
  }

  @Test
  void a_trust_manager_that_breaks_is_a_failed_handshake() {
    TlsPair pair = withTrust(new IllegalStateException("bug"));
    pair.client.shake();
    pair.server.shake();
    pair.client.shake();

    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.failure())
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("bug");
  }

  @Test
  void ends_without_a_common_version_fail_and_say_so() {
    TlsPair pair = TlsPair.of(TlsPair.engine(true, "TLSv1.3"), TlsPair.engine(false, "TLSv1.2"));
    pair.client.shake();
    pair.server.shake();
    pair.client.shake();

    assertThat(pair.server.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.failure()).hasMessageContaining("protocol_version");
  }

  static Stream<Arguments> answersThatAreNotTls() {
    return Stream.of(
        Arguments.of("HTTP/1.1 400 Bad Request", "plain HTTP"),
        Arguments.of("SSH-2.0-OpenSSH", "\"SSH-2\""),
        Arguments.of("\u0001\u0002\u0003\u00004", "\"    4\""),
        Arguments.of("\u0017\u0003\u0003\u0000\u0010", "does not speak TLS"));
  }

  @ParameterizedTest
  @MethodSource("answersThatAreNotTls")
  void an_answer_that_is_not_tls_is_told_from_a_failed_handshake(String answer, String text) {
    for (boolean whole : new boolean[] {true, false}) {
      TlsPair pair = TlsPair.of("TLSv1.3", whole ? TlsPair.WHOLE : TlsPair.BYTE_BY_BYTE);
      pair.client.shake();
      pair.client.arrive(ByteBuffer.wrap(answer.getBytes(US_ASCII)));
      pair.client.shake();
      assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
      assertThat(pair.client.failure()).hasMessageContaining(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTT"})
  void an_end_during_the_handshake_is_a_failure(String before) {
    TlsPair pair = TlsPair.of("TLSv1.3");
    pair.client.shake();
    pair.client.arrive(ByteBuffer.wrap(before.getBytes(US_ASCII)));
    pair.client.end();
    pair.client.shake();
    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.failure()).hasMessageContaining("during the handshake");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_handshake_that_is_given_up_is_a_failure_for_the_peer(String protocol) throws SSLException {
    TlsPair pair = TlsPair.of(protocol);
    pair.client.shake();
    pair.client.close();
    pair.server.shake();
    assertThat(pair.server.last()).isEqualTo(TlsEvent.FAILED);
  }

  @Test
  void a_handshake_with_rubbish_in_a_record_is_a_failure() {
    TlsPair pair = TlsPair.of("TLSv1.3");
    pair.client.shake();
    pair.client.arrive(ByteBuffer.wrap(new byte[] {22, 3, 3, 0, 4, 9, 9, 9, 9}));
    pair.client.shake();
    pair.client.shake();
    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void renegotiation_is_refused_whoever_asks_for_it(boolean clientAsks) throws SSLException {
    TlsPair pair = TlsPair.open("TLSv1.2");
    TlsPair.End asks = clientAsks ? pair.client : pair.server;
    TlsPair.End refuses = clientAsks ? pair.server : pair.client;
    asks.send(new byte[] {1});
    asks.engine.beginHandshake();
    asks.send(new byte[] {2});

    assertThat(refuses.receive()).as("what came before is good").isEqualTo(new byte[] {1});
    assertThat(refuses.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(refuses.failure()).hasMessageContaining("renegotiation");
    assertThatThrownBy(() -> refuses.send(new byte[] {3})).isInstanceOf(SSLException.class);
    refuses.close();
    assertThat(refuses.peerHears()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void new_keys_are_taken_in_and_answered_with_the_next_data(boolean clientAsks)
      throws SSLException {
    TlsPair pair = TlsPair.open("TLSv1.3");
    TlsPair.End asks = clientAsks ? pair.client : pair.server;
    TlsPair.End answers = clientAsks ? pair.server : pair.client;
    for (int round = 0; round < 5; round++) {
      asks.engine.beginHandshake(); // a KeyUpdate, RFC 8446 section 4.6.3
      asks.send(TlsMachineTest.bytes(20_000, round));
      assertThat(answers.receive()).isEqualTo(TlsMachineTest.bytes(20_000, round));
      assertThat(answers.machine.output().hasRemaining()).isFalse();
      answers.send(TlsMachineTest.bytes(100, round));
      assertThat(asks.receive()).isEqualTo(TlsMachineTest.bytes(100, round));
    }
  }

  @Test
  void new_keys_are_taken_in_after_this_side_has_ended() throws SSLException {
    TlsPair pair = TlsPair.open("TLSv1.3");
    pair.client.close();
    pair.server.engine.beginHandshake();
    pair.server.send(new byte[] {1});
    pair.server.engine.beginHandshake();
    pair.server.send(new byte[] {2});
    assertThat(pair.client.receive()).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void a_peer_that_only_asks_for_new_keys_is_cut_off() throws SSLException {
    TlsPair pair = TlsPair.open("TLSv1.3");
    pair.server.send(new byte[] {1});
    assertThat(pair.client.receive()).hasSize(1);
    for (int i = 0; i < TlsMachine.MAX_IDLE_RECORDS; i++) {
      askForKeys(pair.server);
    }
    assertThat(pair.client.receive()).isEmpty();
    assertThat(pair.client.events).doesNotContain(TlsEvent.FAILED);

    askForKeys(pair.server);
    assertThat(pair.client.receive()).isEmpty();
    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.failure()).hasMessageContaining("too many");
  }

  @Test
  void a_peer_that_asks_for_new_keys_with_every_byte_is_cut_off() throws SSLException {
    TlsPair pair = TlsPair.open("TLSv1.3");
    for (int i = 0; i < TlsMachine.MAX_UNANSWERED; i++) {
      pair.server.engine.beginHandshake();
      pair.server.send(new byte[] {1});
    }
    assertThat(pair.client.receive()).hasSize(TlsMachine.MAX_UNANSWERED);
    pair.server.engine.beginHandshake();
    pair.server.send(new byte[] {1});
    pair.client.receive();
    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
  }

  @Test
  void an_answered_peer_may_ask_for_new_keys_again_and_again() throws SSLException {
    TlsPair pair = TlsPair.open("TLSv1.3");
    for (int i = 0; i < 3 * TlsMachine.MAX_UNANSWERED; i++) {
      pair.server.engine.beginHandshake();
      pair.server.send(new byte[] {1});
      if (i % 100 == 0) {
        assertThat(pair.client.receive()).isNotEmpty();
        pair.client.send(new byte[] {2});
        assertThat(pair.server.receive()).containsExactly(2);
      }
    }
    pair.client.receive();
    assertThat(pair.client.events).doesNotContain(TlsEvent.FAILED);
  }

  @Test
  void a_session_is_resumed_with_a_ticket_that_was_read() {
    Trusting trust = new Trusting();
    SSLContext context = TlsPair.context(trust);
    for (int i = 0; i < 3; i++) {
      TlsPair.of(
              TlsPair.engine(true, context, "TLSv1.3"), TlsPair.engine(false, context, "TLSv1.3"))
          .shakeHands();
    }
    assertThat(trust.asked).as("a resumed handshake verifies no certificate").isEqualTo(1);
  }

  private static void askForKeys(TlsPair.End end) throws SSLException {
    end.engine.beginHandshake();
    ByteBuffer record = ByteBuffer.allocate(end.machine.recordSize());
    end.engine.wrap(ByteBuffer.allocate(0), record);
    end.hand(record.flip());
  }

  private static TlsPair withTrust(Exception thrown) {
    return TlsPair.of(
        TlsPair.engine(true, TlsPair.context(new Throwing(thrown)), "TLSv1.3"),
        TlsPair.engine(false, "TLSv1.3"));
  }

  private static class Trusting extends X509ExtendedTrustManager {
    private int asked;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      asked++;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Throwing extends Trusting {
    private final Exception thrown;

    Throwing(Exception thrown) {
      this.thrown = thrown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      if (thrown instanceof RuntimeException bug) {
        throw bug;
      }
      throw new CertificateException(thrown.getMessage());
    }
  }
}
