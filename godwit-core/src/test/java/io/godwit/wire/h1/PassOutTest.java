package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.UNKNOWN;
import static io.godwit.wire.h1.Messages.client;
import static io.godwit.wire.h1.Messages.data;
import static io.godwit.wire.h1.Messages.end;
import static io.godwit.wire.h1.Messages.request;
import static io.godwit.wire.h1.Messages.response;
import static io.godwit.wire.h1.Messages.serverAsked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.wire.HttpMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that is written past the machine. */
final class PassOutTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static HttpMachine sending(String role) {
    HttpMachine machine = role.equals("client") ? client() : serverAsked(GET);
    machine.send(role.equals("client") ? request(1, "POST", 10) : response(1, 200, 10));
    return machine;
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void content_of_known_length_may_pass_once_what_is_pending_was_written(String role) {
    HttpMachine machine = sending(role);
    assertThat(machine.passOut()).as("the head comes first").isZero();
    Sink.drain(machine);
    assertThat(machine.passOut()).isEqualTo(10);
    machine.passedOut(4);
    assertThat(machine.passOut()).isEqualTo(6);
    machine.send(data(1, "ab"));
    assertThat(machine.passOut()).as("pieces keep their order").isZero();
    assertThat(Sink.drain(machine)).isEqualTo("ab");
    assertThat(machine.passOut()).isEqualTo(4);
    machine.passedOut(0);
    machine.passedOut(4);
    assertThat(machine.passOut()).isZero();
    machine.send(end(1));
    assertThat(machine.passOut()).isZero();
    assertThat(Sink.drain(machine)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void what_went_by_counts_for_the_declared_length(String role) {
    HttpMachine machine = sending(role);
    Sink.drain(machine);
    machine.passedOut(9);
    assertThatThrownBy(() -> machine.send(data(1, "ab")))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("longer");
    assertThatThrownBy(() -> machine.send(end(1)))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("shorter than its declared length, by 1 ");
    assertThatThrownBy(() -> machine.passedOut(2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> machine.passedOut(-1)).isInstanceOf(IllegalArgumentException.class);
    machine.passedOut(1);
    machine.send(end(1));
  }

  @Test
  void chunks_are_the_machines() {
    HttpMachine client = client();
    client.send(request(1, "POST", UNKNOWN));
    Sink.drain(client);
    assertThat(client.passOut()).isZero();
    assertThatThrownBy(() -> client.passedOut(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothing_passes_outside_a_message() {
    HttpMachine client = client();
    assertThat(client.passOut()).isZero();
    assertThatThrownBy(() -> client.passedOut(1)).isInstanceOf(InvalidMessage.class);
    HttpMachine server = serverAsked(GET);
    assertThat(server.passOut()).isZero();
    assertThatThrownBy(() -> server.passedOut(1)).isInstanceOf(InvalidMessage.class);
    HttpMachine closed = sending("client");
    Sink.drain(closed);
    closed.close();
    assertThat(closed.passOut()).isZero();
  }
}
