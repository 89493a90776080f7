package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyTest {
  private static final int PLENTY = 1000;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(ascii(text));
  }

  private static String all(Body body) throws IOException {
    try (InputStream in = body.open()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Row("G6")
  @Test
  void bytes_are_held_as_they_are() throws IOException {
    byte[] content = {1, 2, 3};
    Body body = Body.bytes(content);
    assertThat(body.bytes(PLENTY)).isSameAs(content);
    assertThat(body.size()).isEqualTo(3);
    assertThat(body.type()).isEmpty();
    assertThat(body.canReplay()).isTrue();
    assertThat(body.isEmpty()).isFalse();
    assertThat(body.trailers()).isEmpty();
    assertThat(body.open()).hasBinaryContent(content);
    assertThat(body.open()).hasBinaryContent(content);
  }

  @Test
  void an_empty_body_is_known_to_be_empty() throws IOException {
    assertThat(Body.empty().isEmpty()).isTrue();
    assertThat(Body.empty().size()).isZero();
    assertThat(Body.empty()).isSameAs(Body.empty());
    assertThat(Body.bytes(new byte[0]).isEmpty()).isTrue();
    assertThat(Body.stream(in("")).isEmpty()).as("nobody knows yet").isFalse();
  }

  @Row({"H3", "G6"})
  @Test
  void text_is_utf_8_unless_another_charset_is_given() throws IOException {
    Body body = Body.text("gr\u00fc\u00dfe");
    assertThat(body.bytes(PLENTY)).isEqualTo("gr\u00fc\u00dfe".getBytes(StandardCharsets.UTF_8));
    assertThat(body.type()).contains(MediaType.of("text/plain; charset=utf-8"));
    assertThat(body.text(PLENTY)).isEqualTo("gr\u00fc\u00dfe");
    Body latin = Body.text("gr\u00fc\u00dfe", StandardCharsets.ISO_8859_1);
    assertThat(latin.bytes(PLENTY)).hasSize(5);
    assertThat(latin.type()).contains(MediaType.of("text/plain; charset=iso-8859-1"));
    assertThat(latin.text(PLENTY)).isEqualTo("gr\u00fc\u00dfe");
  }

  @Row("H3")
  @Test
  void text_that_the_charset_lacks_is_refused() {
    assertThatThrownBy(() -> Body.text("5 \u20ac", StandardCharsets.ISO_8859_1))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("the text has a character that ISO-8859-1 cannot encode");
    assertThatThrownBy(() -> Body.text("\ud800", StandardCharsets.UTF_16))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Body.text("x", Charset.forName("ISO-2022-CN")))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("charset ISO-2022-CN can be read and not written");
  }

  @Row("H3")
  @ParameterizedTest
  @CsvSource({"1, a\ud83d", "1, a\ud83db", "0, \udc26\ud83d", "2, \ud83d\udc26\ud83d\ud83d"})
  void half_a_surrogate_pair_is_no_text(int at, String text) throws IOException {
    assertThatThrownBy(() -> Body.text(text))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("the text has half a surrogate pair at " + at);
    assertThat(Body.text("a\ud83d\udc26").bytes(PLENTY)).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "'', UTF-8",
    "text/plain, UTF-8",
    "text/plain; charset=utf-8, UTF-8",
    "text/plain; charset=iso-8859-1, ISO-8859-1",
    "text/plain; charset=unknown, UTF-8",
  })
  void text_is_read_in_the_charset_of_its_type_or_utf_8(String type, Charset charset)
      throws IOException {
    Body body = Body.bytes("\u00e9".getBytes(charset));
    Body typed = type.isEmpty() ? body : body.withType(MediaType.of(type));
    assertThat(typed.text(PLENTY)).isEqualTo("\u00e9");
  }

  @Test
  void malformed_text_is_replaced_and_not_refused() throws IOException {
    assertThat(Body.bytes(new byte[] {'a', (byte) 0xFF}).text(PLENTY)).isEqualTo("a\ufffd");
  }

  @Row("G6")
  @Test
  void a_file_is_read_when_it_is_sent(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("page");
    Body body = Body.file(path);
    assertThatThrownBy(body::size).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(body::open).isInstanceOf(NoSuchFileException.class);
    Files.writeString(path, "hello");
    assertThat(body.size()).isEqualTo(5);
    assertThat(all(body)).isEqualTo("hello");
    assertThat(body.canReplay()).isTrue();
    assertThat(body.isEmpty()).isFalse();
    assertThat(body.bytes(5)).isEqualTo(ascii("hello"));
    assertThat(body.withType(MediaType.JSON).type()).contains(MediaType.JSON);
    assertThat(body.withType(MediaType.JSON).size()).isEqualTo(5);
  }

  @Row("G6")
  @Test
  void a_stream_can_be_sent_once_and_its_length_is_not_known() throws IOException {
    Body body = Body.stream(in("hello"));
    assertThat(body.size()).isEqualTo(-1);
    assertThat(body.canReplay()).isFalse();
    assertThat(body.type()).isEmpty();
    assertThat(all(body)).isEqualTo("hello");
  }

  @Test
  void a_source_is_opened_anew_each_time() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    Body body = Body.source(() -> in("hello " + opened.incrementAndGet()));
    assertThat(body.canReplay()).isTrue();
    assertThat(all(body)).isEqualTo("hello 1");
    assertThat(all(body)).isEqualTo("hello 2");
    assertThat(body.size()).isEqualTo(-1);
  }

  @Row("G6")
  @Test
  void chunks_come_in_turn_and_empty_ones_are_skipped() throws IOException {
    Body body =
        Body.chunks(List.of(ascii(""), ascii("hel"), ascii(""), ascii(""), ascii("lo"), ascii("")));
    assertThat(all(body)).isEqualTo("hello");
    assertThat(all(body)).as("again").isEqualTo("hello");
    assertThat(body.canReplay()).isTrue();
    assertThat(all(Body.chunks(List.of()))).isEmpty();
  }

  @Test
  void chunks_are_asked_for_no_earlier_than_they_are_read() throws IOException {
    List<String> asked = new ArrayList<>();
    Iterable<byte[]> chunks =
        () -> List.of("a", "b").stream().peek(asked::add).map(BodyTest::ascii).iterator();
    try (InputStream in = Body.chunks(chunks).open()) {
      assertThat(asked).isEmpty();
      assertThat(in.read(new byte[0])).isZero();
      assertThat(asked).isEmpty();
      assertThat(in.read()).isEqualTo('a');
      assertThat(asked).containsExactly("a");
      byte[] into = new byte[10];
      assertThat(in.read(into, 3, 5)).isEqualTo(1);
      assertThat(into[3]).isEqualTo((byte) 'b');
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(into, 0, 5)).isEqualTo(-1);
      assertThat(in.read(into, 0, 0)).isZero();
    }
  }

  @Test
  void octets_of_chunks_are_not_negative() throws IOException {
    assertThat(Body.chunks(List.of(new byte[] {(byte) 0xFF})).open().read()).isEqualTo(255);
  }

  @Test
  void collecting_is_bounded() throws IOException {
    Body body = Body.bytes(ascii("hello"));
    Body stream = Body.source(() -> in("hello"));
    assertThat(body.bytes(5)).isEqualTo(ascii("hello"));
    assertThat(stream.bytes(5)).isEqualTo(ascii("hello"));
    assertThat(Body.empty().bytes(0)).isEmpty();
    assertThat(Body.source(() -> in("")).bytes(0)).isEmpty();
    for (Body tooLarge : List.of(body, stream)) {
      for (int limit : new int[] {4, 0}) {
        assertThatThrownBy(() -> tooLarge.bytes(limit))
            .isInstanceOfSatisfying(
                HttpFailure.LimitExceeded.class,
                failure -> assertThat(failure.limit()).isEqualTo(limit))
            .hasMessage("body is larger than the limit of " + limit + " bytes");
      }
      assertThatThrownBy(() -> tooLarge.text(4)).isInstanceOf(HttpFailure.LimitExceeded.class);
    }
  }

  @Test
  void collecting_closes_the_stream() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    Body body =
        Body.source(
            () ->
                new ByteArrayInputStream(ascii("hello")) {
                  @Override
                  public void close() {
                    closed.incrementAndGet();
                  }
                });
    assertThat(body.bytes(PLENTY)).hasSize(5);
    assertThatThrownBy(() -> body.bytes(1)).isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThat(closed).hasValue(2);
  }

  @Row("G9")
  @Test
  void trailers_are_asked_for_at_the_end() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Body body =
        Body.text("hello").withTrailers(() -> Headers.of("N", "" + asked.incrementAndGet()));
    assertThat(body.size()).as("chunked").isEqualTo(-1);
    assertThat(body.canReplay()).isTrue();
    assertThat(body.type()).contains(MediaType.TEXT_PLAIN_UTF_8);
    assertThat(all(body)).isEqualTo("hello");
    assertThat(asked).hasValue(0);
    assertThat(body.trailers().first("N")).contains("1");
    assertThat(Body.stream(in("")).trailers()).isEmpty();
    assertThat(Body.file(Path.of("x")).trailers()).isEmpty();
  }

  @Test
  void a_length_can_be_given_beforehand() throws IOException {
    Body body = Body.stream(in("hello")).withType(MediaType.JSON).withLength(5);
    assertThat(body.size()).isEqualTo(5);
    assertThat(body.canReplay()).isFalse();
    assertThat(body.type()).contains(MediaType.JSON);
    assertThat(all(body)).isEqualTo("hello");
    assertThatThrownBy(() -> Body.stream(in("")).withLength(-2))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("length -2 is negative");
  }

  @Test
  void another_type_changes_nothing_else() throws IOException {
    Body body = Body.text("hello").withType(MediaType.JSON);
    assertThat(body.type()).contains(MediaType.JSON);
    assertThat(body.bytes(PLENTY)).isEqualTo(ascii("hello"));
    Body.Stream stream =
        new Body.Stream(
            () -> in("x"), 1, true, Optional.empty(), Optional.of(() -> Headers.of("A", "b")));
    Body typed = stream.withType(MediaType.JSON);
    assertThat(typed.type()).contains(MediaType.JSON);
    assertThat(typed.size()).isEqualTo(1);
    assertThat(typed.canReplay()).isTrue();
    assertThat(typed.trailers()).isEqualTo(Headers.of("A", "b"));
  }
}
