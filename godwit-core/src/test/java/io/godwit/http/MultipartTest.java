package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartTest {
  private static final int PLENTY = 1_000_000;

  private static String text(Body body) throws IOException {
    return new String(body.bytes(PLENTY), StandardCharsets.UTF_8);
  }

  private static Multipart bounded(Multipart parts) {
    return parts.withBoundary("x");
  }

  @Row({"P18", "P19"})
  @Test
  void fields_and_files_stand_one_after_the_other(@TempDir Path folder) throws IOException {
    Path photo = Files.writeString(folder.resolve("godwit.JPG"), "jpeg");
    Multipart parts =
        Multipart.create()
            .field("title", "Wading birds")
            .field("title", "grüße")
            .file("photo", photo)
            .part(
                Part.of("notes", Body.text("low tide"))
                    .withFilename("notes.txt")
                    .withHeader("Content-Language", "en"));
    Body body = Body.multipart(bounded(parts));
    String expected =
        """
        --x
        Content-Disposition: form-data; name="title"

        Wading birds
        --x
        Content-Disposition: form-data; name="title"

        grüße
        --x
        Content-Disposition: form-data; name="photo"; filename="godwit.JPG"
        Content-Type: image/jpeg

        jpeg
        --x
        Content-Disposition: form-data; name="notes"; filename="notes.txt"
        Content-Type: text/plain; charset=utf-8
        Content-Language: en

        low tide
        --x--
        """
            .replace("\n", "\r\n");
    assertThat(text(body)).isEqualTo(expected);
    assertThat(body.size()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
    assertThat(body.type().map(MediaType::toString)).contains("multipart/form-data; boundary=x");
    assertThat(body.canReplay()).isTrue();
    assertThat(new String(body.open().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
    assertThat(parts.parts()).hasSize(4);
  }

  @Row("P19")
  @Test
  void the_length_is_known_when_all_parts_know_theirs() throws IOException {
    Part stream = Part.of("a", Body.stream(new ByteArrayInputStream(new byte[3])));
    Body unknown = Body.multipart(bounded(Multipart.of(Part.text("b", "c"), stream)));
    assertThat(unknown.size()).isEqualTo(-1);
    assertThat(unknown.canReplay()).isFalse();
    assertThat(text(unknown)).contains("\r\n\r\n\0\0\0\r\n--x--\r\n");
    Body known =
        Body.multipart(
            bounded(Multipart.of(Part.of("a", Body.chunks(List.of(new byte[3])).withLength(3)))));
    assertThat(known.size()).isEqualTo(known.bytes(PLENTY).length);
    assertThat(known.canReplay()).isTrue();
  }

  @Test
  void a_file_that_has_changed_has_another_length(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("none"), "one");
    Body body = Body.multipart(bounded(Multipart.create().file("f", file)));
    long before = body.size();
    Files.writeString(file, "three");
    assertThat(body.size()).isEqualTo(before + 2).isEqualTo(body.bytes(PLENTY).length);
    assertThat(text(body)).contains("Content-Type: application/octet-stream");
  }

  @Row("P18")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grüße|grüße",
        "日本語|日本語",
        "😀|😀",
        "a\"b|a%22b",
        "a\\b|a\\b",
        "a%22b|a%22b",
        "a;b=c|a;b=c",
        "a b|a b"
      })
  void names_may_be_in_any_script(String name, String written) throws IOException {
    Part part = Part.text(name, "v").withFilename(name);
    assertThat(text(Body.multipart(bounded(Multipart.of(part)))))
        .contains("form-data; name=\"" + written + "\"; filename=\"" + written + "\"\r\n\r\nv");
  }

  /** What Vert.x, Netty and others had to learn: a name ends no field and begins none. */
  @Row("P18")
  @Test
  void injection_no_name_begins_a_field_or_a_part() throws IOException {
    String evil = "a\"\r\nContent-Type: text/html\r\n\r\n--x\r\n";
    Part part = Part.text(evil, "v").withFilename(evil);
    String sent = text(Body.multipart(bounded(Multipart.of(part))));
    String encoded = "a%22%0D%0AContent-Type: text/html%0D%0A%0D%0A--x%0D%0A";
    assertThat(sent)
        .isEqualTo(
            "--x\r\nContent-Disposition: form-data; name=\""
                + encoded
                + "\"; filename=\""
                + encoded
                + "\"\r\n\r\nv\r\n--x--\r\n");
    assertThatThrownBy(() -> Part.text("a", "v").withHeader("X-A", "b\r\nc"))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Part.text("a", "v").withHeader("X-A\r\n", "b"))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Multipart.create().as("mixed\r\nX: y"))
        .isInstanceOf(InvalidMessage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0", "\u0001", "a\tb", "\u007f", "\u0085", "\ud83d"})
  void control_characters_in_names_are_refused(String name) {
    assertThatThrownBy(() -> Part.text(name, "v")).isInstanceOf(InvalidMessage.class);
    Part part = Part.text("a", "v");
    assertThatThrownBy(() -> part.withFilename(name)).isInstanceOf(InvalidMessage.class);
  }

  @Row("P19")
  @Test
  void a_boundary_can_be_set_and_is_checked() throws IOException {
    String all = "'()+_,-./:=? aZ09";
    Body body = Body.multipart(Multipart.create().field("a", "b").withBoundary(all));
    assertThat(body.type().flatMap(type -> type.parameter("boundary"))).contains(all);
    assertThat(text(body)).startsWith("--" + all + "\r\n").endsWith("\r\n--" + all + "--\r\n");
    assertThat(Multipart.create().withBoundary("b".repeat(70)).boundary()).isPresent();
    for (String wrong :
        List.of("", "b".repeat(71), "a ", "a\r\nb", "a\"b", "ü", "a;b", "@", "[", "`", "{")) {
      assertThatThrownBy(() -> Multipart.create().withBoundary(wrong))
          .as(wrong)
          .isInstanceOf(InvalidMessage.class);
    }
  }

  @Test
  void a_boundary_that_occurs_in_a_part_is_refused() {
    Multipart parts = Multipart.create().field("a", "one --x two");
    assertThatThrownBy(() -> parts.withBoundary("x"))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("\"a\"");
    assertThatThrownBy(() -> Multipart.create().field("a", "--x").withBoundary("x"))
        .isInstanceOf(InvalidMessage.class);
    assertThat(Multipart.create().field("a", "one -x two --").withBoundary("x").boundary())
        .contains("x");
  }

  @Test
  void a_boundary_that_was_set_before_its_parts_is_refused_as_well() {
    Multipart set = Multipart.create().withBoundary("x");
    assertThatThrownBy(() -> set.field("a", "1\r\n--x\r\n")).isInstanceOf(InvalidMessage.class);
    Body inside = Body.multipart(Multipart.create().field("a", "--x").withBoundary("y"));
    Body begins = Body.multipart(Multipart.create().withBoundary("xy"));
    Body apart = Body.multipart(Multipart.create().withBoundary("yx"));
    for (Body nested : List.of(inside, begins)) {
      assertThatThrownBy(() -> set.part(Part.of("nested", nested)))
          .isInstanceOf(InvalidMessage.class);
      assertThatThrownBy(() -> Multipart.of(Part.of("nested", nested)).withBoundary("x"))
          .isInstanceOf(InvalidMessage.class);
    }
    assertThat(set.part(Part.of("nested", apart)).parts()).hasSize(1);
  }

  @Test
  void a_random_boundary_is_drawn_unless_one_is_set() {
    Multipart random = Multipart.create().withBoundary(bytes -> Arrays.fill(bytes, (byte) 0xA5));
    assertThat(random.boundary()).contains("godwit-" + "a5".repeat(16));
    assertThat(bounded(Multipart.create()).withBoundary(_ -> {}).boundary()).contains("x");
    assertThatThrownBy(() -> Body.multipart(Multipart.create()))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("boundary");
  }

  @Test
  void a_form_becomes_parts() throws IOException {
    Body body = Body.multipart(bounded(Multipart.of(Form.of("a", "1", "a", "2"))));
    assertThat(text(body))
        .isEqualTo(
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n--x--\r\n");
    assertThat(text(Body.multipart(bounded(Multipart.create())))).isEqualTo("--x--\r\n");
  }

  @Test
  void parts_of_other_types_need_no_names_and_may_be_multipart_themselves() throws IOException {
    Multipart inner =
        Multipart.create()
            .as("MIXED")
            .part(Part.of("", Body.text("one")))
            .part(Part.of("", Body.text("two")).withFilename("2.txt"))
            .part(Part.of("three", Body.empty()))
            .withBoundary("in");
    Body body =
        Body.multipart(Multipart.of(Part.of("files", Body.multipart(inner))).withBoundary("out"));
    assertThat(text(body))
        .isEqualTo(
            """
            --out
            Content-Disposition: form-data; name="files"
            Content-Type: multipart/mixed; boundary=in

            --in
            Content-Type: text/plain; charset=utf-8

            one
            --in
            Content-Disposition: attachment; filename="2.txt"
            Content-Type: text/plain; charset=utf-8

            two
            --in
            Content-Disposition: attachment; name="three"


            --in--

            --out--
            """
                .replace("\n", "\r\n"));
    assertThat(body.size()).isEqualTo(body.bytes(PLENTY).length);
    Multipart nameless = Multipart.of(Part.of("", Body.text("one"))).withBoundary("x");
    assertThatThrownBy(() -> Body.multipart(nameless))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Disposition", "content-type", "Content-Length"})
  void what_follows_from_the_part_itself_is_no_field_of_it(String field) {
    Part part = Part.text("a", "b");
    assertThatThrownBy(() -> part.withHeader(field, "1")).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void other_framing_and_types_can_be_given_to_the_whole() throws IOException {
    Body body = Body.multipart(bounded(Multipart.of(Part.text("a", "b"))));
    Body typed = body.withType(MediaType.of("multipart/form-data; boundary=x; charset=utf-8"));
    assertThat(typed.size()).isEqualTo(body.size());
    assertThat(typed.type().flatMap(type -> type.parameter("charset"))).contains("utf-8");
    Body chunked = body.withTrailers(() -> Headers.of("X-Sum", "1"));
    assertThat(chunked.size()).isEqualTo(-1);
    assertThat(text(chunked)).isEqualTo(text(body));
    assertThat(chunked.type()).isEqualTo(body.type());
    assertThat(body.once().canReplay()).isFalse();
    assertThat(body.trailers()).isEmpty();
    assertThat(body.trailerNames()).isEmpty();
    assertThat(body.isEmpty()).isFalse();
  }

  @Test
  void its_text_shows_names_and_no_content() {
    Multipart parts =
        Multipart.of(Part.text("password", "s3cret"), Part.text("a", "b").withFilename("c"));
    assertThat(parts).hasToString("multipart/form-data [part \"password\", part \"a\" of \"c\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "a.png,image/png",
    "a.b.PDF,application/pdf",
    ".txt,text/plain",
    "a.jsonld,application/ld+json",
    "a.tar.gz,application/gzip"
  })
  void the_end_of_a_file_name_stands_for_a_type(String name, String type) {
    assertThat(MediaType.ofFilename(name).map(MediaType::toString)).contains(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "png", "a.", "a.unknown", "a.png.unknown"})
  void other_names_stand_for_nothing(String name) {
    assertThat(MediaType.ofFilename(name)).isEmpty();
  }

  /** Content that can be read one time, and counts that it was closed. */
  private static Body once(AtomicInteger closed) {
    return Body.stream(
        new ByteArrayInputStream(new byte[5]) {
          @Override
          public void close() throws IOException {
            closed.incrementAndGet();
            throw new IOException("that is not possible");
          }
        });
  }

  @Test
  void what_is_not_sent_is_closed_be_it_all_or_what_follows_a_failure() {
    AtomicInteger closed = new AtomicInteger();
    Body broken =
        Body.producer(
            to -> {
              throw new IllegalStateException("broken");
            });
    Multipart parts =
        bounded(
            Multipart.create()
                .part(Part.of("a", broken))
                .part(Part.of("b", once(closed)))
                .part(Part.of("c", once(closed))));
    assertThatThrownBy(() -> text(Body.multipart(parts))).hasMessage("broken");
    assertThat(closed).hasValue(2);
    assertThatThrownBy(() -> Body.multipart(parts).discard()).isInstanceOf(IOException.class);
    assertThat(closed).hasValue(4);
    assertThatThrownBy(() -> Body.multipart(parts).once().discard())
        .isInstanceOf(IOException.class);
    assertThat(closed).hasValue(6);
  }

  @Test
  void what_can_be_had_again_has_nothing_to_close(@TempDir Path folder) throws IOException {
    List<Body> bodies =
        List.of(
            Body.text("x"),
            Body.file(folder.resolve("none")),
            Body.producer(to -> to.write("x")),
            Body.source(
                () -> {
                  throw new IOException("was opened");
                }));
    Multipart parts = Multipart.create();
    for (Body body : bodies) {
      body.discard();
      parts = parts.part(Part.of("a", body));
    }
    Body.multipart(bounded(parts)).discard();
    assertThat(parts.parts()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,true",
    "text/json,true",
    "text/x-json,true",
    "application/problem+json,true",
    "application/javascript,false",
    "application/json-seq,false",
    "text/plain,false",
    "application/xml,false"
  })
  void types_of_json_are_known(String type, boolean json) {
    assertThat(MediaType.of(type).isJson()).isEqualTo(json);
  }
}
