package io.godwit.bench.bare;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.bench.driver.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BareGzipTest {
  private static final byte[] TEXT =
      "a bar-tailed godwit ".repeat(5000).getBytes(StandardCharsets.US_ASCII);
  private static final Target TARGET = new Target("127.0.0.1", 80, "/x", TEXT.length);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 100_000})
  void content_is_decoded_however_it_comes_in(int piece) throws Exception {
    decode(answer(), piece);
  }

  @Test
  void content_that_does_not_fit_its_checksum_is_refused() throws Exception {
    byte[] answer = answer();
    answer[answer.length - 8] ^= 1;

    assertThatThrownBy(() -> decode(answer, 1000)).hasMessageContaining("not what was coded");
  }

  @Test
  void content_that_does_not_fit_its_length_is_refused() throws Exception {
    byte[] answer = answer();
    answer[answer.length - 4] ^= 1;

    assertThatThrownBy(() -> decode(answer, 1000)).hasMessageContaining("not what was coded");
  }

  private static void decode(byte[] answer, int piece) throws IOException {
    var channel = new Answering(answer, piece);
    try (var gzip =
        BareGzip.over(TARGET, channel, ByteBuffer.allocate(512), ByteBuffer.allocateDirect(512))) {
      gzip.call();
      channel.from.rewind();
      gzip.call();
    }
  }

  private static byte[] answer() throws IOException {
    var coded = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(coded)) {
      gzip.write(TEXT);
    }
    var answer = new ByteArrayOutputStream();
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + coded.size() + "\r\n\r\n";
    answer.write(head.getBytes(StandardCharsets.US_ASCII));
    answer.write(coded.toByteArray());
    return answer.toByteArray();
  }

  /** Takes anything, and gives an answer in pieces. */
  private static final class Answering implements ByteChannel {
    private final ByteBuffer from;
    private final int piece;

    Answering(byte[] answer, int piece) {
      this.from = ByteBuffer.wrap(answer);
      this.piece = piece;
    }

    @Override
    public int read(ByteBuffer into) {
      int count = Math.min(piece, Math.min(into.remaining(), from.remaining()));
      into.put(from.slice(from.position(), count));
      from.position(from.position() + count);
      return count;
    }

    @Override
    public int write(ByteBuffer bytes) {
      int count = bytes.remaining();
      bytes.position(bytes.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
