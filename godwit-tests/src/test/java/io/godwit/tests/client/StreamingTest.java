package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Content that is read as it arrives: by stream, by channel, by both, and by nobody. */
@Timeout(60)
final class StreamingTest {
  private static final byte[] CONTENT = content();

  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, StreamingTest::answer);
    client = HttpClient.builder().baseUri("http://127.0.0.1:" + server.port() + "/").build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static byte[] content() {
    byte[] bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static Response answer(ServerRequest request) {
    return switch (request.path()) {
      case "/known" -> Response.ok(Body.bytes(CONTENT));
      case "/chunked" -> Response.ok(Body.source(() -> new ByteArrayInputStream(CONTENT)));
      default -> Response.text("small");
    };
  }

  @Test
  void a_channel_gives_the_same_bytes_into_any_buffer() throws Exception {
    List<ByteBuffer> buffers =
        List.of(
            ByteBuffer.allocateDirect(256 * 1024),
            ByteBuffer.allocateDirect(16 * 1024),
            ByteBuffer.allocateDirect(100),
            ByteBuffer.allocate(70_000),
            ByteBuffer.allocateDirect(300_000).slice(7, 100_003));
    for (String path : List.of("known", "chunked")) {
      for (ByteBuffer buffer : buffers) {
        try (StreamingResponse response = client.get(path).open()) {
          assertThat(drain(response.channel(), buffer)).isEqualTo(CONTENT);
          assertThat(response.channel().read(buffer.clear())).isEqualTo(-1);
          assertThat(response.trailers()).isEmpty();
        }
      }
    }
    assertThat(client.connections().idle()).isEqualTo(1);
  }

  @Test
  void until_the_connection_closes_a_channel_reads_on() throws Exception {
    byte[] head = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (RawServer raw =
        RawServer.start(
            peer -> {
              peer.head();
              peer.out.write(head);
              peer.out.write(CONTENT);
            })) {
      try (StreamingResponse response = client.get(raw.uri("/")).open()) {
        assertThat(drain(response.channel(), ByteBuffer.allocateDirect(64 * 1024)))
            .isEqualTo(CONTENT);
      }
    }
  }

  @Test
  void stream_and_channel_take_turns() throws Exception {
    for (String path : List.of("known", "chunked")) {
      try (StreamingResponse response = client.get(path).open()) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer direct = ByteBuffer.allocateDirect(20_000);
        int count = 0;
        while (count >= 0) {
          all.writeBytes(response.body().readNBytes(3));
          count = response.channel().read(direct.clear());
          byte[] read = new byte[direct.flip().remaining()];
          direct.get(read);
          all.writeBytes(read);
        }
        assertThat(all.toByteArray()).isEqualTo(CONTENT);
      }
    }
  }

  @Test
  void a_channel_keeps_the_limit_of_the_buffer_and_what_lies_before_its_position()
      throws Exception {
    try (StreamingResponse response = client.get("known").open()) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(2_000_000);
      buffer.put((byte) 42).limit(1_900_000);
      while (response.channel().read(buffer) >= 0) {
        assertThat(buffer.limit()).isEqualTo(1_900_000);
      }
      assertThat(buffer.position()).isEqualTo(1 + CONTENT.length);
      assertThat(buffer.get(0)).isEqualTo((byte) 42);
      assertThat(buffer.get(CONTENT.length)).isEqualTo(CONTENT[CONTENT.length - 1]);
    }
  }

  @Test
  void a_buffer_that_takes_nothing_costs_nothing() throws Exception {
    try (StreamingResponse response = client.get("known").open()) {
      ReadableByteChannel channel = response.channel();
      assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(9).asReadOnlyBuffer()))
          .isInstanceOf(ReadOnlyBufferException.class);
      assertThat(drain(channel, ByteBuffer.allocate(8_000))).isEqualTo(CONTENT);
    }
  }

  @Test
  void a_closed_channel_says_so() throws Exception {
    StreamingResponse response = client.get("known").open();
    ReadableByteChannel channel = response.channel();
    assertThat(channel.isOpen()).isTrue();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(HttpFailure.Cancelled.class);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_response_that_is_forgotten_gives_its_connection_up() throws Exception {
    open();
    assertThat(client.connections().leased()).isEqualTo(1);
    Await.until(
        () -> {
          System.gc();
          return client.connections().leased() == 0;
        });
  }

  @Test
  void a_stream_that_is_kept_outlives_its_response() throws Exception {
    InputStream kept = open().body();
    open(); // that this one was found shows that the other could have been
    Await.until(
        () -> {
          System.gc();
          return client.connections().leased() == 1;
        });
    assertThat(kept.readAllBytes()).isEqualTo(CONTENT);
  }

  private StreamingResponse open() throws HttpFailure {
    return client.get("known").open();
  }

  private static byte[] drain(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (channel.read(buffer.clear()) >= 0) {
      byte[] read = new byte[buffer.flip().remaining()];
      buffer.get(read);
      all.writeBytes(read);
    }
    return all.toByteArray();
  }
}
