package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.events;
import static io.godwit.wire.h1.Messages.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Content that a driver moves past the machine, and the same content through it. */
final class PassThroughTest {
  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void content_past_the_machine_is_the_same_as_through_it(long seed) {
    Random random = new Random(seed);
    String content = text(random, random.nextInt(3000));
    int framing = random.nextInt(3);
    String wire = response(framing, content, random);
    String behind = framing == 2 ? "" : response(0, "next", random);
    assertThat(read(wire + behind, random)).isEqualTo(content + (framing == 2 ? "" : "next"));
  }

  /** Reads responses, past the machine whenever it lets us and a coin says so. */
  private static String read(String wire, Random random) {
    HttpMachine client = Messages.client();
    Messages.get(client);
    Messages.get(client);
    byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    StringBuilder content = new StringBuilder();
    int at = 0;
    boolean over = false;
    while (!over) {
      switch (client.poll()) {
        case HttpEvent.Data data ->
            content.append(StandardCharsets.ISO_8859_1.decode(data.bytes()));
        case HttpEvent.NeedInput _ -> {
          int count = Math.min(bytes.length - at, random.nextInt(300));
          long past = Math.min(client.passThrough(), count);
          if (past > 0 && random.nextBoolean()) {
            content.append(new String(bytes, at, (int) past, StandardCharsets.ISO_8859_1));
            client.passed(past);
            at += (int) past;
          } else if (at == bytes.length) {
            client.receiveEof();
          } else {
            client.receive(ByteBuffer.wrap(bytes, at, count));
            at += count;
          }
        }
        case HttpEvent.Closed _ -> over = true;
        case HttpEvent.Violated violated -> throw new AssertionError(violated);
        default -> {}
      }
    }
    return content.toString();
  }

  private static String response(int framing, String content, Random random) {
    return switch (framing) {
      case 0 -> "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
      case 1 -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(content, random);
      default -> "HTTP/1.1 200 OK\r\n\r\n" + content;
    };
  }

  private static String chunks(String content, Random random) {
    StringBuilder chunks = new StringBuilder();
    int at = 0;
    while (at < content.length()) {
      int size = Math.min(1 + random.nextInt(500), content.length() - at);
      chunks.append(Integer.toHexString(size)).append(random.nextBoolean() ? "" : ";x=y");
      chunks.append("\r\n").append(content, at, at + size).append("\r\n");
      at += size;
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(256));
    }
    return text.toString();
  }

  @Test
  void nothing_goes_past_outside_of_content() {
    HttpMachine client = Messages.client();
    assertThat(client.passThrough()).isZero();
    Messages.get(client);
    receive(client, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    assertThat(client.passThrough()).isZero();
    assertThat(events(client)).endsWith("need input");
    assertThat(client.passThrough()).isEqualTo(10);
    receive(client, "0123");
    assertThat(client.passThrough()).isZero();
    assertThat(events(client)).endsWith("data 1 0123", "need input");
    assertThat(client.passThrough()).isEqualTo(6);
    client.passed(6);
    assertThat(client.passThrough()).isZero();
    assertThat(events(client)).containsExactly("end 1", "need input");
    assertThat(client.passThrough()).isZero();
  }

  @Test
  void what_goes_past_is_bounded_by_what_may() {
    HttpMachine client = Messages.client();
    assertThatIllegalArgumentException().isThrownBy(() -> client.passed(0));
    Messages.get(client);
    receive(client, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    assertThat(events(client)).endsWith("need input");
    assertThatIllegalArgumentException().isThrownBy(() -> client.passed(11));
    assertThatIllegalArgumentException().isThrownBy(() -> client.passed(-1));
    client.passed(0);
    client.passed(10);
    assertThat(events(client)).containsExactly("end 1", "need input");
  }

  @Test
  void all_of_a_response_that_lasts_until_close_may_go_past() {
    HttpMachine client = Messages.client();
    Messages.get(client);
    receive(client, "HTTP/1.1 200 OK\r\n\r\n");
    assertThat(events(client)).endsWith("need input");
    assertThat(client.passThrough()).isEqualTo(Long.MAX_VALUE);
    client.passed(1L << 40);
    assertThat(client.passThrough()).isEqualTo(Long.MAX_VALUE);
    client.receiveEof();
    assertThat(client.passThrough()).isZero();
    assertThat(events(client)).containsExactly("end 1", "closed");
  }

  @Test
  void one_chunk_may_go_past_unless_its_extension_was_not_told_yet() {
    HttpMachine client = Messages.client();
    Messages.get(client);
    receive(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n");
    assertThat(events(client)).endsWith("need input");
    assertThat(client.passThrough()).isEqualTo(5);
    client.passed(5);
    assertThat(client.passThrough()).isZero();
    receive(client, "\r\n3;x\r\n");
    assertThat(events(client)).containsExactly("need input");
    assertThat(client.passThrough()).isZero();
    receive(client, "a");
    assertThat(events(client)).containsExactly("data 1[;x] a", "need input");
    assertThat(client.passThrough()).isEqualTo(2);
    client.passed(2);
    receive(client, "\r\n0\r\n\r\n");
    assertThat(events(client)).containsExactly("end 1", "need input");
  }

  @Test
  void a_request_may_go_past_a_server() {
    HttpMachine server = Messages.server();
    assertThat(server.passThrough()).isZero();
    receive(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
    assertThat(events(server)).endsWith("need input");
    assertThat(server.passThrough()).isEqualTo(10);
    server.passed(4);
    assertThat(server.passThrough()).isEqualTo(6);
    server.expire(1);
    assertThat(server.passThrough()).isZero();
    assertThat(events(server)).containsExactly("expired 1");
    assertThat(server.passThrough()).isZero();
  }
}
