package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.client.HttpClient;
import io.godwit.net.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/** A reader can follow one GET from the call to the socket. */
final class CallDepthTest {
  private static final int MOST_FRAMES = 16;

  @Test
  void at_most_sixteen_frames_stand_between_the_call_and_the_socket() throws Exception {
    RecordingChannel channel = new RecordingChannel();
    try (HttpClient client =
        HttpClient.builder()
            .network(
                (address, opening) -> {
                  opening.accept(channel);
                  return channel;
                })
            .build()) {
      assertThat(client.get("http://127.0.0.1/").send().text()).isEqualTo("ok");
    }
    assertThat(channel.frames)
        .as("frames of io.godwit between send() and write()")
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(MOST_FRAMES)
        .last()
        .isEqualTo("CallBuilder.send");
  }

  /** Notes who calls {@code write}, and answers every request alike. */
  private static final class RecordingChannel implements Channel {
    private List<String> frames = List.of();

    @Override
    public void write(ByteBuffer[] from, int count) {
      for (int i = 0; i < count; i++) {
        from[i].position(from[i].limit());
      }
      frames =
          StackWalker.getInstance()
              .walk(
                  stack ->
                      stack
                          .filter(frame -> frame.getClassName().startsWith("io.godwit."))
                          .filter(frame -> !frame.getClassName().startsWith("io.godwit.tests."))
                          .map(CallDepthTest.RecordingChannel::shown)
                          .toList());
    }

    private static String shown(StackWalker.StackFrame frame) {
      String type = frame.getClassName();
      return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
    }

    @Override
    public int read(ByteBuffer into) {
      byte[] answer =
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
      into.put(answer);
      return answer.length;
    }

    @Override
    public int readNow(ByteBuffer into) {
      return 0;
    }

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean quiet() {
      return true;
    }

    @Override
    public SocketAddress remote() {
      return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80);
    }

    @Override
    public Optional<SSLSession> tls() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
