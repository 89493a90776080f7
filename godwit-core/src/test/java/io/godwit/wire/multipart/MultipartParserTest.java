package io.godwit.wire.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure.LimitExceeded;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Multipart;
import io.godwit.http.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What parts are in what bytes; in the texts a vertical bar stands for CR LF, an ampersand for CR
 * and a caret for LF.
 */
class MultipartParserTest {
  private static final MediaType TYPE = MediaType.of("multipart/mixed; boundary=b");

  private static byte[] bytes(String text) {
    return text(text).getBytes(ISO_8859_1);
  }

  private static String text(String shown) {
    return shown.replace("|", "\r\n").replace('&', '\r').replace('^', '\n');
  }

  private static String parse(byte[] content, MultipartLimits limits, int... sizes)
      throws IOException {
    MultipartParser parser = MultipartParser.of(TYPE, limits);
    StringBuilder shown = new StringBuilder();
    int at = 0;
    int piece = 0;
    while (true) {
      switch (parser.poll()) {
        case MultipartEvent.NeedInput _ -> {
          if (at == content.length) {
            parser.receiveEnd();
          } else {
            int size = Math.min(sizes[piece++ % sizes.length], content.length - at);
            ByteBuffer input = ByteBuffer.wrap(content, at, size);
            parser.receive(input);
            at = input.position();
          }
        }
        case MultipartEvent.Part part ->
            shown
                .append(part.head().name())
                .append(part.head().filename().map(file -> "(" + file + ")").orElse(""))
                .append(part.head().type().map(type -> "[" + type + "]").orElse(""))
                .append('=');
        case MultipartEvent.Data data -> {
          assertThat(data.bytes().hasRemaining()).isTrue();
          assertThat(data.bytes().isReadOnly()).isTrue();
          shown.append(ISO_8859_1.decode(data.bytes()));
        }
        case MultipartEvent.PartEnd _ -> shown.append(';');
        case MultipartEvent.End _ -> {
          return shown.toString();
        }
      }
    }
  }

  /** What comes out however the content is cut into pieces, or why nothing does. */
  private static String outcome(byte[] content, MultipartLimits limits) {
    String whole = attempt(content, limits, Integer.MAX_VALUE);
    assertThat(attempt(content, limits, 1)).as("byte by byte").isEqualTo(whole);
    Random random = new Random(content.length);
    for (int round = 0; round < 20; round++) {
      int[] sizes = random.ints(7, 1, 12).toArray();
      assertThat(attempt(content, limits, sizes)).isEqualTo(whole);
    }
    return whole;
  }

  private static String attempt(byte[] content, MultipartLimits limits, int... sizes) {
    try {
      return parse(content, limits, sizes);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static final String A = "--b|Content-Disposition: form-data; name=\"a\"||";

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "--b|Content-Disposition: form-data; name=\"a\"||1|--b-- ! a=1;",
        "--b|Content-Disposition: form-data; name=\"a\"||1|--b--| ! a=1;",
        "--b|Content-Disposition: form-data; name=\"a\"||1|--b--|epilogue|--b|x ! a=1;",
        "preamble|--bar|--b|Content-Disposition: form-data; name=a||1|--b-- ! something follows a boundary on its line",
        "preamble|-- b|--b|Content-Disposition: form-data; name=a||1|--b-- ! a=1;",
        "x--b|--b|Content-Disposition: form-data; name=a||1|--b-- ! a=1;",
        "--b--| ! ``",
        "|--b--| ! ``",
        "--b|Content-Disposition: form-data; name=\"a\"|||--b-- ! a=;",
        "--b|Content-Disposition: form-data; name=\"a\"||--b-- ! a=;",
        "--b|Content-Disposition: form-data; name=\"a\"||--b|Content-Disposition: form-data; name=\"c\"||2|--b-- ! a=;c=2;",
        "--b||x|--b-- ! =x;",
        "--b||--b-- ! =;",
        "--b  \t|Content-Disposition: form-data; name=a||1|--b \t|Content-Disposition: form-data; name=c||2|--b-- ! a=1;c=2;",
        "--b|CONTENT-disposition:form-data;NAME=\"a\";filename=\"f.txt\"|content-type: text/plain||1|--b-- ! a(f.txt)[text/plain]=1;",
        "--b|X: y|Content-Disposition:  form-data ; name=\"a\" ; x=y;|Content-Transfer-Encoding: 8BIT||1|--b-- ! a=1;",
        "--b|Content-Disposition: form-data; name=\"q\\\"\\\\\\x\"; filename=\"C:\\dir\\f\"||1|--b-- ! q\"\\\\x(C:\\dir\\f)=1;",
        "--b|Content-Disposition: form-data; name=\"a%22b\"; filename=\"\"||1|--b-- ! a%22b()=1;",
        "--b|Content-Disposition: form-data; name=a; filename*=UTF-8''x||1|--b-- ! a=1;",
        "--b|Content-Type: text/plain||1|--b-- ! [text/plain]=1;",
        "--b|Content-Disposition: form-data; name=a||&&^-^--b^--b--&--b|--b-- ! `a=&&^-^--b^--b--&--b;`",
        "--b|Content-Disposition: form-data; name=a|||--|--b-|--b-- ! something follows a boundary on its line",
        "--b|Content-Disposition: form-data; name=a||||-|--|- -b||--b-- ! `a=||-|--|- -b|;`"
      })
  void parts_are_told_apart_however_the_bytes_arrive(String content, String expected) {
    assertThat(outcome(bytes(content), MultipartLimits.defaults())).isEqualTo(text(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "`` ! the content does not have its boundary",
        "nothing ! the content does not have its boundary",
        "--c--| ! the content does not have its boundary",
        "--b ! the content ends before its last boundary",
        "--b- ! the content ends before its last boundary",
        "--b| ! the content ends before its last boundary",
        "--b|A: b|| ! the content ends before its last boundary",
        "--b||x|--b| ! the content ends before its last boundary",
        "--b^A: b^^x^--b-- ! something follows a boundary on its line",
        "--b||x|--bx ! something follows a boundary on its line",
        "--b --| ! something follows a boundary on its line",
        "--b|no field||x|--b-- ! a line in the head of a part is not a field",
        "--b|: x||x|--b-- ! a line in the head of a part is not a field",
        "--b|A : x||x|--b-- ! a line in the head of a part is not a field",
        "--b|A: x| folded||x|--b-- ! a line in the head of a part is not a field",
        "--b|A: x^y||x|--b-- ! a field of a part has a control character",
        "--b|A: x&y||x|--b-- ! a field of a part has a control character",
        "--b|A: x\u0000||x|--b-- ! a field of a part has a control character",
        "--b|A: x|--b-- ! the content ends before its last boundary",
        "--b|A: x|--b||--b-- ! a line in the head of a part is not a field",
        "--b|Content-Disposition: form-data; name=a|Content-Disposition: form-data; name=c||x|--b-- ! a part has more than one field Content-Disposition",
        "--b|Content-Type: a/b|content-type: a/b||x|--b-- ! a part has more than one field Content-Type",
        "--b|Content-Disposition: form-data; name=a; name=a||x|--b-- ! a part has two names",
        "--b|Content-Disposition: form-data; filename=a; FileName=b||x|--b-- ! a part has two names",
        "--b|Content-Disposition:||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Disposition: form-data name=a||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Disposition: form-data; name||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Disposition: form-data; name=||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Disposition: form-data; name=\"a||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Disposition: form-data; name=\"a\\||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Disposition: form-data; name=\"a\"b||x|--b-- ! the Content-Disposition of a part is malformed",
        "--b|Content-Transfer-Encoding: base64||x|--b-- ! a part has a Content-Transfer-Encoding, which HTTP has no need of"
      })
  void malformed_content_is_refused_with_a_reason(String content, String reason) {
    assertThat(outcome(bytes(content), MultipartLimits.defaults())).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Disposition: form-data",
        "Content-Disposition: form-data; filename=a",
        "Content-Disposition: attachment; name=a",
        "Content-Type: text/plain"
      })
  void a_part_of_a_form_has_a_name(String field) throws IOException {
    MediaType form = MediaType.of("multipart/form-data; boundary=b");
    MultipartParser parser = MultipartParser.of(form, MultipartLimits.defaults());
    parser.receive(
        ByteBuffer.wrap(bytes("--b|" + (field.isEmpty() ? "" : field + "|") + "|x|--b--")));
    assertThatThrownBy(parser::poll)
        .isInstanceOf(BrokenMultipart.class)
        .hasMessage("a part of the form has no name");
    MultipartParser named = MultipartParser.of(form, MultipartLimits.defaults());
    named.receive(ByteBuffer.wrap(bytes("--b|Content-Disposition: Form-Data; name=\"\"||x|--b--")));
    assertThat(named.poll()).isInstanceOf(MultipartEvent.Part.class);
  }

  @Test
  void each_limit_is_kept_to_the_octet() {
    String one = A + "12345|--b--";
    MultipartLimits all = MultipartLimits.defaults();
    int head = "Content-Disposition: form-data; name=\"a\"||".length();
    assertLimit(one, all.withHead(head), all.withHead(head - 1), "the head of a part");
    assertLimit(one, all.withPart(5), all.withPart(4), "the content of a part");
    int total = bytes(one).length;
    assertLimit(one, all.withTotal(total), all.withTotal(total - 1), "multipart content");
    assertLimit(
        A + "1|" + A + "2|--b--", all.withParts(2), all.withParts(1), "the number of parts");
    assertLimit(A.replace("\"a\"", "abc") + "|--b--", all.withName(3), all.withName(2), "name");
    assertLimit(
        A.replace("name", "filename=xyz; name") + "|--b--",
        all.withName(3),
        all.withName(2),
        "name");
    assertLimit(
        "--b|A: b|C: d|E: f|G: h|I: j||x|--b--", all.withFields(5), all.withFields(4), "fields");
  }

  private static void assertLimit(
      String content, MultipartLimits fits, MultipartLimits less, String what) {
    assertThat(outcome(bytes(content), fits)).contains("=");
    assertThat(outcome(bytes(content), less)).doesNotContain("=").contains(what);
    assertThatThrownBy(() -> parse(bytes(content), less, 7)).isInstanceOf(LimitExceeded.class);
  }

  @Test
  void what_stands_before_the_first_boundary_is_bounded() {
    MultipartLimits small = MultipartLimits.defaults().withHead(100);
    assertThat(outcome(bytes("x".repeat(98) + "|--b--"), small)).isEmpty();
    assertThat(outcome(bytes("x".repeat(99) + "|--b--"), small))
        .isEqualTo("too much stands before the first boundary");
    assertThat(outcome(bytes("x".repeat(100_000)), small))
        .isEqualTo("too much stands before the first boundary");
  }

  @Test
  void a_head_without_an_end_is_refused_while_it_is_small() {
    String endless = "--b|" + "A: b|".repeat(5_000);
    assertThat(outcome(bytes(endless), MultipartLimits.defaults()))
        .contains("the head of a part")
        .contains("8192");
    MultipartLimits large = MultipartLimits.defaults().withHead(100_000).withFields(100_000);
    assertThat(outcome(bytes(endless), large))
        .isEqualTo("the content ends before its last boundary");
    assertThat(outcome(bytes(endless + "|x|--b--"), large)).isEqualTo("=x;");
  }

  @Test
  void large_content_that_nearly_is_a_boundary_comes_out_as_it_went_in() {
    String content = "|--|-|\r\r\r||--a|--".repeat(10_000).replace("|", "\r\n") + "\r\n-";
    assertThat(attempt(bytes(A + content + "|--b--"), MultipartLimits.defaults(), 4000))
        .isEqualTo("a=" + content + ";");
  }

  @Test
  void what_is_written_here_is_read_here() throws IOException {
    MediaType type = MediaType.of("multipart/form-data; boundary=b");
    Body body =
        Body.multipart(
            Multipart.create()
                .field("größe", "1\r\n--c")
                .part(
                    Part.of("f", Body.bytes(new byte[] {1, 2}))
                        .withFilename("n.bin")
                        .withType(MediaType.OCTET_STREAM))
                .withBoundary("b"));
    MultipartParser parser = MultipartParser.of(type, MultipartLimits.defaults());
    parser.receive(ByteBuffer.wrap(body.bytes(10_000)));
    assertThat(parser.poll())
        .isInstanceOfSatisfying(
            MultipartEvent.Part.class, part -> assertThat(part.head().name()).isEqualTo("größe"));
    assertThat(parser.poll())
        .isInstanceOfSatisfying(
            MultipartEvent.Data.class,
            data -> assertThat(UTF_8.decode(data.bytes()).toString()).isEqualTo("1\r\n--c"));
    assertThat(parser.poll()).isEqualTo(MultipartEvent.PART_END);
    assertThat(parser.poll()).isInstanceOf(MultipartEvent.Part.class);
    assertThat(parser.poll()).isInstanceOf(MultipartEvent.Data.class);
    assertThat(parser.poll()).isEqualTo(MultipartEvent.PART_END);
    assertThat(parser.poll()).isEqualTo(MultipartEvent.NEED_INPUT);
    parser.receiveEnd();
    assertThat(parser.poll()).isEqualTo(MultipartEvent.END);
    assertThat(parser.poll()).isEqualTo(MultipartEvent.END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain; boundary=b",
        "multipart/form-data",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=\"a\tb\"",
        "multipart/form-data; boundary=\"\u00e9\"",
        "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"
      })
  void a_type_without_a_proper_boundary_is_refused(String type) {
    assertThatThrownBy(
            () ->
                MultipartParser.of(
                    MediaType.received(type).orElseThrow(), MultipartLimits.defaults()))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_boundary_of_seventy_characters_and_spaces_is_one() throws IOException {
    String boundary = "a b'()+_,-./:=?".repeat(4) + "0123456789";
    MultipartParser parser =
        MultipartParser.of(
            MediaType.received("multipart/mixed; boundary=\"" + boundary + "\"").orElseThrow(),
            MultipartLimits.defaults());
    parser.receive(ByteBuffer.wrap(bytes("--" + boundary + "--")));
    parser.receiveEnd();
    assertThat(parser.poll()).isEqualTo(MultipartEvent.END);
  }

  @Test
  void limits_are_at_least_one() {
    MultipartLimits all = MultipartLimits.defaults();
    assertThatThrownBy(() -> all.withParts(0)).hasMessage("limit parts is 0, below 1");
    assertThatThrownBy(() -> all.withHead(0)).hasMessageContaining("head");
    assertThatThrownBy(() -> all.withFields(0)).hasMessageContaining("fields");
    assertThatThrownBy(() -> all.withName(0)).hasMessageContaining("name");
    assertThatThrownBy(() -> all.withPart(0)).hasMessageContaining("part");
    assertThatThrownBy(() -> all.withTotal(0)).hasMessageContaining("total");
    assertThatThrownBy(() -> all.withMemory(0)).hasMessageContaining("memory");
    assertThat(
            all.withParts(1)
                .withHead(2)
                .withFields(3)
                .withName(4)
                .withPart(5)
                .withTotal(6)
                .withMemory(7))
        .isEqualTo(new MultipartLimits(1, 2, 3, 4, 5, 6, 7));
  }
}
