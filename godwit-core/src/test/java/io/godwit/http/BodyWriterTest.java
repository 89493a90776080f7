package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyWriterTest {
  private static final int BUFFER = 16 * 1024;

  /** Remembers the pieces. */
  private static final class Pieces extends BodyWriter {
    final List<Integer> sizes = new ArrayList<>();
    final ByteArrayOutputStream all = new ByteArrayOutputStream();

    @Override
    protected void piece(ByteBuffer bytes) {
      sizes.add(bytes.remaining());
      while (bytes.hasRemaining()) {
        all.write(bytes.get());
      }
    }

    String text() {
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  @Row("G8")
  @Test
  void small_writes_are_gathered_until_they_are_flushed() throws IOException {
    Pieces out = new Pieces();
    out.write('a');
    out.write("grüße");
    out.write(new byte[0]);
    out.write(new byte[] {'x', 'y', 'z'}, 1, 1);
    assertThat(out.sizes).isEmpty();
    out.flush();
    out.flush();
    out.close();
    assertThat(out.sizes).containsExactly(9);
    assertThat(out.text()).isEqualTo("agrüßey");
  }

  @Test
  void a_full_buffer_leaves_and_large_writes_go_past_it() throws IOException {
    Pieces out = new Pieces();
    out.write(new byte[BUFFER - 1]);
    out.write(1);
    assertThat(out.sizes).isEmpty();
    out.write(2);
    assertThat(out.sizes).containsExactly(BUFFER);
    out.write(new byte[BUFFER]);
    assertThat(out.sizes).containsExactly(BUFFER, 1, BUFFER);
    out.write(new byte[10]);
    out.write(new byte[BUFFER - 9]);
    assertThat(out.sizes)
        .as("what does not fit is not split")
        .containsExactly(BUFFER, 1, BUFFER, 10);
    out.write(new byte[9]);
    out.flush();
    assertThat(out.sizes).endsWith(10, BUFFER);
    assertThat(out.all.size()).isEqualTo(3 * BUFFER + 11);
  }

  @Test
  void octets_are_what_they_were() throws IOException {
    Pieces out = new Pieces();
    out.write(0x1FF);
    out.write(new byte[] {(byte) 0x80});
    out.flush();
    assertThat(out.all.toByteArray()).containsExactly(0xFF, 0x80);
  }

  @Test
  void half_a_surrogate_pair_is_no_text() {
    Pieces out = new Pieces();
    assertThatThrownBy(() -> out.write("\ud83d")).isInstanceOf(InvalidMessage.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0,-1,0123456789",
    "3,-1,3456789",
    "3,4,3456",
    "0,10,0123456789",
    "10,-1,''",
    "4,0,''"
  })
  void a_part_of_a_file_can_be_sent(long offset, long length, String part, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "0123456789");
    Body body = Body.file(file, offset, length);
    assertThat(body.size()).isEqualTo(part.length());
    assertThat(body.text(100)).isEqualTo(part);
    assertThat(body.canReplay()).isTrue();
    Pieces out = new Pieces();
    out.write("<");
    out.write(file, offset, length);
    out.write(">");
    out.flush();
    assertThat(out.text()).isEqualTo("<" + part + ">");
    Pieces whole = new Pieces();
    body.writeTo(whole);
    assertThat(whole.text()).isEqualTo(part);
    assertThat(body.withType(MediaType.JSON).size()).isEqualTo(part.length());
  }

  @ParameterizedTest
  @CsvSource({"11,-1", "0,11", "5,6"})
  void a_part_that_the_file_does_not_have_is_a_failure(
      long offset, long length, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "0123456789");
    Body body = Body.file(file, offset, length);
    assertThatThrownBy(body::size).isInstanceOf(IOException.class).hasMessageContaining("ends");
    Pieces out = new Pieces();
    assertThatThrownBy(() -> out.write(file, offset, length)).isInstanceOf(IOException.class);
    assertThat(out.sizes).isEmpty();
  }

  @Test
  void offsets_and_lengths_are_not_negative() {
    Path file = Path.of("f");
    assertThatThrownBy(() -> Body.file(file, -1, 1)).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Body.file(file, 0, -2)).isInstanceOf(InvalidMessage.class);
    Body produced = Body.producer(_ -> {});
    assertThatThrownBy(() -> produced.withLength(-2)).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_file_goes_in_pieces_and_must_not_change_meanwhile(@TempDir Path folder)
      throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[200_000]);
    Pieces out = new Pieces();
    out.write(file, 0, -1);
    assertThat(out.sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(64 * 1024));
    assertThat(out.all.size()).isEqualTo(200_000);
    BodyWriter shrinking = changing(file, new byte[100_000]);
    assertThatThrownBy(() -> shrinking.write(file, 0, -1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shorter");
    Files.write(file, new byte[200_000]);
    BodyWriter growing = changing(file, new byte[200_001]);
    assertThatThrownBy(() -> growing.write(file, 0, -1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer");
    Files.write(file, new byte[200_000]);
    changing(file, new byte[200_001]).write(file, 0, 200_000); // what was asked for is there
  }

  private static BodyWriter changing(Path file, byte[] to) {
    return new BodyWriter() {
      @Override
      protected void piece(ByteBuffer bytes) throws IOException {
        Files.write(file, to);
      }
    };
  }

  @Test
  void a_part_of_a_file_as_a_stream_ends_where_it_should(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "0123456789");
    try (InputStream in = Body.file(file, 2, 5).open()) {
      assertThat(in.markSupported()).isFalse();
      assertThat(in.read()).isEqualTo('2');
      assertThat(in.available()).isEqualTo(4);
      assertThat(in.skip(2)).isEqualTo(2);
      assertThat(in.read(new byte[9], 0, 9)).isEqualTo(2);
      assertThat(in.skip(5)).isZero();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[9], 0, 9)).isEqualTo(-1);
      assertThat(in.available()).isZero();
    }
    Body beyond = Body.file(file, 11, 1);
    assertThatThrownBy(beyond::open).isInstanceOf(IOException.class);
  }

  @Row({"T17", "G9"})
  @Test
  void a_producer_writes_content_and_trailers_by_hand() throws IOException {
    Body body =
        Body.producer(
            to -> {
              to.write("one ");
              to.write(new byte[] {'t', 'w', 'o'});
              to.trailers(Headers.of("X-A", "1"));
            });
    assertThat(body.size()).isEqualTo(-1);
    assertThat(body.canReplay()).isTrue();
    assertThat(body.isEmpty()).isFalse();
    assertThat(body.type()).isEmpty();
    Pieces out = new Pieces();
    body.writeTo(out);
    assertThat(out.text()).as("flushed").isEqualTo("one two");
    assertThat(out.trailers().first("X-A")).contains("1");
    Body more =
        body.withTrailers(List.of("X-B"), () -> Headers.of("X-B", "2")).withType(MediaType.JSON);
    assertThat(more.trailerNames()).containsExactly("X-B");
    assertThat(more.trailers().first("X-B")).contains("2");
    assertThat(more.type()).contains(MediaType.JSON);
    Pieces both = new Pieces();
    more.writeTo(both);
    assertThat(both.trailers().first("X-A")).contains("1");
    assertThat(both.trailers().first("X-B")).contains("2");
  }

  @Test
  void what_a_producer_writes_can_be_collected_up_to_a_limit() throws IOException {
    Body body = Body.producer(to -> to.write("12345"));
    assertThat(body.text(5)).isEqualTo("12345");
    assertThatThrownBy(() -> body.bytes(4)).isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThat(body.open()).hasContent("12345");
    assertThat(body.withLength(5).size()).isEqualTo(5);
    assertThat(body.withLength(5).text(9)).isEqualTo("12345");
  }

  @Test
  void any_body_can_be_said_to_be_good_for_one_time() throws IOException {
    Body bytes = Body.text("abc").once();
    assertThat(bytes.canReplay()).isFalse();
    assertThat(bytes.size()).isEqualTo(3);
    assertThat(bytes.type()).contains(MediaType.TEXT_PLAIN_UTF_8);
    assertThat(bytes.text(9)).isEqualTo("abc");
    assertThat(Body.producer(_ -> {}).withLength(7).once().size()).isEqualTo(7);
    Body stream =
        Body.source(() -> new ByteArrayInputStream(new byte[2]))
            .withTrailers(List.of("X-A"), () -> Headers.of("X-A", "1"))
            .once();
    assertThat(stream.canReplay()).isFalse();
    assertThat(stream.size()).isEqualTo(-1);
    assertThat(stream.trailerNames()).containsExactly("X-A");
    assertThat(stream.trailers().first("X-A")).contains("1");
    assertThat(Body.file(Path.of("f")).once().canReplay()).isFalse();
  }

  @Row("G9")
  @Test
  void trailers_can_be_announced_by_name() {
    Body body = Body.text("a").withTrailers(List.of("X-A", "X-B"), Headers::empty);
    assertThat(body.trailerNames()).containsExactly("X-A", "X-B");
    assertThat(body.withType(MediaType.JSON).trailerNames()).containsExactly("X-A", "X-B");
    assertThat(Body.text("a").trailerNames()).isEmpty();
    Body plain = Body.text("a");
    List<String> wrong = List.of("X A");
    assertThatThrownBy(() -> plain.withTrailers(wrong, Headers::empty))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_stream_is_flushed_as_it_comes() throws IOException {
    Pieces out = new Pieces();
    Body.chunks(List.of(new byte[3], new byte[4])).writeTo(out);
    assertThat(out.sizes).containsExactly(3, 4);
  }
}
