package io.godwit.wire.tls;

import static io.godwit.wire.tls.TlsPair.BYTE_BY_BYTE;
import static io.godwit.wire.tls.TlsPair.WHOLE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plaintext through two machines, and how a connection ends. */
final class TlsMachineTest {
  private static final String TLS_1_2 = "TLSv1.2";
  private static final String TLS_1_3 = "TLSv1.3";

  static Stream<Arguments> splits() {
    return Stream.of(TLS_1_2, TLS_1_3)
        .flatMap(
            protocol ->
                Stream.of(
                    Arguments.of(protocol, "whole", WHOLE),
                    Arguments.of(protocol, "byte by byte", BYTE_BY_BYTE),
                    Arguments.of(protocol, "at random, seed 1", random(1)),
                    Arguments.of(protocol, "at random, seed 2", random(2))));
  }

  private static IntUnaryOperator random(long seed) {
    Random random = new Random(seed);
    return available -> random.nextInt(3) == 0 ? random.nextInt(40_000) : random.nextInt(600);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("splits")
  void what_one_end_sends_the_other_receives(String protocol, String how, IntUnaryOperator split)
      throws SSLException {
    TlsPair pair = TlsPair.open(protocol, split);
    byte[] request = bytes(70_000, how.hashCode());
    byte[] response = bytes(100, 8);

    pair.client.send(request);
    assertThat(pair.server.receive()).isEqualTo(request);
    pair.server.send(response);
    assertThat(pair.client.receive()).isEqualTo(response);
    pair.server.close();
    assertThat(pair.client.receive()).isEmpty();

    assertThat(pair.client.last()).isEqualTo(TlsEvent.END);
    assertThat(pair.client.machine.session().getProtocol()).isEqualTo(protocol);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 16_383, 16_384, 16_385})
  void any_size_of_the_readers_buffer_gives_the_same_plaintext(int size) throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    byte[] sent = bytes(40_000, size);
    pair.client.send(sent);
    pair.client.close();
    assertThat(pair.server.receive(size)).isEqualTo(sent);
    assertThat(pair.server.last()).isEqualTo(TlsEvent.END);
  }

  @Test
  void a_machine_at_rest_gives_its_buffer_back_and_takes_another() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    for (int i = 0; i < 3; i++) {
      pair.server.send(bytes(1000, i));
      assertThat(pair.server.machine.output().hasRemaining()).isFalse();
      assertThat(pair.server.machine.rest().capacity())
          .isGreaterThanOrEqualTo(pair.server.machine.recordSize());
      assertThat(pair.server.machine.output().capacity()).isZero();
      pair.server.machine.lend(ByteBuffer.allocate(i == 0 ? 10 : 20_000));
    }
    pair.server.send(bytes(40_000, 7));
    assertThat(pair.client.receive()).hasSize(43_000);
  }

  @Test
  void what_was_not_written_or_read_yet_is_kept_at_rest() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    ByteBuffer[] plain = {ByteBuffer.wrap(bytes(500, 1))};
    assertThat(pair.server.machine.send(plain, 1)).isTrue();
    ByteBuffer output = pair.server.machine.output();
    int left = output.remaining();
    assertThat(pair.server.machine.rest().capacity()).isZero();
    assertThat(pair.server.machine.output().remaining()).isEqualTo(left);
    pair.client.machine.receive(ByteBuffer.allocate(left).put(output).flip());
    ByteBuffer little = ByteBuffer.allocate(100);
    ByteBuffer rest = ByteBuffer.allocate(1000);
    assertThat(pair.client.machine.poll(little)).isEqualTo(TlsEvent.DATA);
    pair.client.machine.rest();
    assertThat(pair.client.machine.poll(rest)).isEqualTo(TlsEvent.DATA);
    assertThat(little.position() + rest.position()).isEqualTo(500);
  }

  @Test
  void several_records_are_decrypted_into_one_buffer() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.client.send(bytes(40_000, 1));
    ByteBuffer into = ByteBuffer.allocate(50_000);
    pair.server.machine.receive(pair.server.arrived);
    assertThat(pair.server.machine.poll(into)).isEqualTo(TlsEvent.DATA);
    assertThat(into.position()).isEqualTo(40_000);
    assertThat(pair.server.arrived.hasRemaining()).isFalse();
  }

  @Test
  void without_room_the_machine_says_that_there_is_data_and_keeps_it() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.client.send(bytes(10, 1));
    pair.server.machine.receive(pair.server.arrived);
    assertThat(pair.server.machine.poll(ByteBuffer.allocate(0))).isEqualTo(TlsEvent.DATA);
    assertThat(pair.server.receive()).isEqualTo(bytes(10, 1));
  }

  @Test
  void many_small_buffers_go_into_one_record() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    ByteBuffer[] parts = {part("GET "), part(""), part("/"), part(" HTTP/1.1")};
    assertThat(pair.client.machine.send(parts, 3)).isTrue();
    assertThat(pair.client.machine.output().remaining()).isLessThan(60);
    pair.client.deliver();
    assertThat(new String(pair.server.receive(), US_ASCII)).isEqualTo("GET /");
    assertThat(parts[3].remaining()).isEqualTo(9);
  }

  @Test
  void nothing_to_send_is_nothing_to_write() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    assertThat(pair.client.machine.send(new ByteBuffer[] {part("")}, 1)).isTrue();
    assertThat(pair.client.machine.send(new ByteBuffer[0], 0)).isTrue();
    assertThat(pair.client.machine.output().hasRemaining()).isFalse();
  }

  @Test
  void the_output_is_bounded_and_the_rest_stays_with_the_sender() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    ByteBuffer[] plaintext = {ByteBuffer.wrap(bytes(200_000, 3))};
    TlsMachine machine = pair.client.machine;

    assertThat(machine.send(plaintext, 1)).isFalse();
    int full = machine.output().remaining();
    assertThat(full).isBetween(3 * 16_384, 4 * machine.recordSize());
    assertThat(machine.send(plaintext, 1)).as("nothing was written meanwhile").isFalse();
    assertThat(machine.output().remaining()).isEqualTo(full);

    pair.client.deliver();
    pair.client.send(plaintext);
    assertThat(pair.server.receive()).isEqualTo(bytes(200_000, 3));
  }

  @Test
  void a_machine_that_holds_little_has_room_for_two_records() throws SSLException {
    TlsPair pair = TlsPair.openSmall(TLS_1_3);
    ByteBuffer[] plaintext = {ByteBuffer.wrap(bytes(200_000, 4))};
    TlsMachine machine = pair.client.machine;

    assertThat(machine.send(plaintext, 1)).isFalse();
    assertThat(machine.output().remaining()).isBetween(16_384, 2 * machine.recordSize());

    pair.client.deliver();
    pair.client.send(plaintext);
    assertThat(pair.server.receive()).isEqualTo(bytes(200_000, 4));
    machine.closeOutput();
    assertThat(machine.output().hasRemaining()).as("close_notify").isTrue();
  }

  @Test
  void output_that_was_written_in_part_is_kept_and_more_goes_behind_it() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.client.machine.send(new ByteBuffer[] {part("first ")}, 1);
    ByteBuffer output = pair.client.machine.output();
    ByteBuffer half = output.duplicate().limit(output.position() + 5);
    pair.server.arrive(half);
    output.position(output.position() + 5);

    pair.client.send(part("second"));

    assertThat(new String(pair.server.receive(), US_ASCII)).isEqualTo("first second");
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void each_side_ends_by_close_notify(String protocol) throws SSLException {
    TlsPair pair = TlsPair.open(protocol);
    pair.client.close();
    assertThat(pair.server.receive()).isEmpty();
    assertThat(pair.server.last()).isEqualTo(TlsEvent.END);
    pair.server.close();
    assertThat(pair.client.receive()).isEmpty();
    assertThat(pair.client.last()).isEqualTo(TlsEvent.END);
    assertThat(pair.client.machine.poll(ByteBuffer.allocate(9))).isEqualTo(TlsEvent.END);
  }

  @Test
  void closing_twice_says_it_once() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.client.close();
    pair.client.machine.closeOutput();
    assertThat(pair.client.machine.output().hasRemaining()).isFalse();
  }

  @Test
  void with_tls_1_3_the_other_direction_goes_on_after_close_notify() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.client.close();
    pair.server.receive();
    pair.server.send(bytes(20_000, 5));
    assertThat(pair.client.receive()).isEqualTo(bytes(20_000, 5));
  }

  @Test
  void with_tls_1_2_nothing_can_be_sent_after_the_peers_close_notify() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_2);
    pair.client.close();
    pair.server.receive();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> pair.server.send(bytes(10, 5)))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void nothing_can_be_sent_after_close_output() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.client.close();
    assertThatThrownBy(() -> pair.client.send(bytes(1, 1)))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("closed for writing");
  }

  @Test
  void nothing_can_be_sent_before_the_handshake() {
    TlsPair pair = TlsPair.of(TLS_1_3);
    assertThatThrownBy(() -> pair.client.send(bytes(1, 1)))
        .isInstanceOf(IllegalStateException.class);
    pair.client.shake();
    assertThatThrownBy(() -> pair.client.send(bytes(1, 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void an_end_without_close_notify_is_a_truncation(String protocol) throws SSLException {
    TlsPair pair = TlsPair.open(protocol);
    pair.server.send(bytes(10, 1));
    pair.client.end();
    assertThat(pair.client.receive()).as("what came before is good").isEqualTo(bytes(10, 1));
    assertThat(pair.client.last()).isEqualTo(TlsEvent.TRUNCATED);
    assertThat(pair.client.machine.poll(ByteBuffer.allocate(1))).isEqualTo(TlsEvent.TRUNCATED);
  }

  @Test
  void an_end_within_a_record_is_a_truncation() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.server.send(bytes(10, 1));
    pair.client.arrived.limit(pair.client.arrived.limit() - 1);
    pair.client.end();
    assertThat(pair.client.receive()).isEmpty();
    assertThat(pair.client.last()).isEqualTo(TlsEvent.TRUNCATED);
  }

  @Test
  void an_end_after_close_notify_is_no_truncation() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.server.close();
    pair.client.end();
    assertThat(pair.client.receive()).isEmpty();
    assertThat(pair.client.events).containsSubsequence(TlsEvent.OPEN, TlsEvent.END);
    assertThat(pair.client.events).doesNotContain(TlsEvent.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 20, -1})
  void a_record_that_was_changed_is_refused_and_what_came_before_is_not_lost(int at)
      throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    pair.server.send(bytes(30, 1));
    ByteBuffer arrived = pair.client.arrived;
    int first = arrived.limit();
    pair.server.send(bytes(30, 2));
    int changed = at < 0 ? arrived.limit() + at : first + at;
    arrived.put(changed, (byte) (arrived.get(changed) ^ 1));

    assertThat(pair.client.receive()).isEqualTo(bytes(30, 1));
    assertThat(pair.client.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.client.machine.poll(ByteBuffer.allocate(1))).isEqualTo(TlsEvent.FAILED);
    SSLException failure = pair.client.failure();
    assertThatThrownBy(() -> pair.client.send(bytes(1, 1)))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("has failed")
        .hasCause(failure);

    pair.client.close();
    pair.server.receive();
    assertThat(pair.server.last()).isEqualTo(TlsEvent.FAILED);
    assertThat(pair.server.failure()).hasMessageContaining("bad_record_mac");
  }

  @Test
  void closing_wants_the_output_written_before() throws SSLException {
    TlsPair pair = TlsPair.open(TLS_1_3);
    TlsMachine machine = pair.client.machine;
    assertThat(machine.send(new ByteBuffer[] {ByteBuffer.wrap(bytes(200_000, 1))}, 1)).isFalse();
    assertThatThrownBy(machine::closeOutput).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_events_of_a_handshake_come_in_their_order() {
    TlsPair pair = TlsPair.open(TLS_1_3);
    assertThat(pair.client.events)
        .isEqualTo(
            List.of(
                TlsEvent.NEED_OUTPUT,
                TlsEvent.NEED_TASK, // the server's hello
                TlsEvent.NEED_TASK, // its certificate
                TlsEvent.NEED_OUTPUT,
                TlsEvent.OPEN));
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer part(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
