package io.godwit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Form;
import io.godwit.http.JsonCodec;
import io.godwit.http.Limits;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.server.RawClient.Reply;
import io.godwit.wire.multipart.MultipartLimits;
import io.godwit.wire.multipart.MultipartParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms, files and JSON as handlers get them, and what a client hears that sends no such thing. */
class ReceivedContentTest {
  /** JSON that begins with a brace is well formed. */
  private static final JsonCodec TOY =
      new JsonCodec() {
        @Override
        public byte[] encode(Object value) throws IOException {
          if (value instanceof Thread) {
            throw new IOException("no thread is JSON");
          }
          return ("{" + value + "}").getBytes(UTF_8);
        }

        @Override
        public Object decode(byte[] json, Type type) throws IOException {
          if (json.length == 0 || json[0] != '{') {
            throw new IOException("secret of the codec");
          }
          return type.getTypeName() + new String(json, UTF_8);
        }
      };

  private static String post(String type, String content) {
    return "POST / HTTP/1.1\r\nHost: test\r\n"
        + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
        + "Content-Length: "
        + content.length()
        + "\r\n\r\n"
        + content;
  }

  private static Reply ask(Handler handler, String request) throws IOException {
    Limits limits = Limits.defaults().withBody(100_000);
    try (HttpServer server =
        HttpServer.builder().handler(handler).limits(limits).json(TOY).start()) {
      return RawClient.once(server.port(), request);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "application/x-www-form-urlencoded ! a=1&b=x+y%26&a=%C3%A9 ! 200 ! a=1;b=x y&;a=é;",
        "APPLICATION/x-www-form-urlencoded; charset=utf-8 ! a=%C3%A9 ! 200 ! a=é;",
        "application/x-www-form-urlencoded; charset=iso-8859-1 ! a=%E9 ! 200 ! a=é;",
        "application/x-www-form-urlencoded ! `` ! 200 ! ``",
        "application/x-www-form-urlencoded ! a=%zz ! 200 ! a=%zz;",
        "application/x-www-form-urlencoded; charset=none ! a=1 ! 415 ! the charset of the form is not known",
        "text/plain ! a=1 ! 415 ! the content is not of type application/x-www-form-urlencoded",
        "`` ! a=1 ! 415 ! the content is not of type application/x-www-form-urlencoded"
      })
  void a_form_is_read_by_its_type_and_charset(
      String type, String content, int status, String expected) throws IOException {
    Handler pairs =
        request -> {
          StringBuilder shown = new StringBuilder();
          for (Form.Pair pair : request.form().pairs()) {
            shown.append(pair.name()).append('=').append(pair.value()).append(';');
          }
          return Response.text(shown.toString());
        };
    Reply reply = ask(pairs, post(type, content));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(new String(reply.content(), UTF_8).strip()).isEqualTo(expected);
    assertThat(reply.field("Accept"))
        .isEqualTo(expected.contains("not of type") ? "application/x-www-form-urlencoded" : "");
  }

  @Test
  void a_form_may_neither_be_long_nor_have_many_pairs() throws IOException {
    Handler count = request -> Response.text(request.form().pairs().size() + "");
    String type = "application/x-www-form-urlencoded";
    assertThat(ask(count, post(type, "a&".repeat(10_000))).text()).isEqualTo("10000");
    assertThat(ask(count, post(type, "a&".repeat(10_001))).status()).isEqualTo(413);
    assertThat(ask(count, post(type, "a".repeat(100_000))).text()).isEqualTo("1");
    assertThat(ask(count, post(type, "a".repeat(100_001))).status()).isEqualTo(413);
  }

  @Test
  void the_query_is_read_as_pairs() throws IOException {
    Handler query = request -> Response.text(request.queryPairs().all("q").toString());
    assertThat(ask(query, RawClient.get("/a?q=1+2&p&q=%26")).text()).isEqualTo("[1 2, &]");
    assertThat(ask(query, RawClient.get("/a")).text()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "application/json ! {1} ! 200 ! {java.lang.String{1}}",
        "application/vnd.x+json; charset=utf-8 ! \u00EF\u00BB\u00BF{1} ! 200 ! {java.lang.String{1}}",
        "application/json ! [1] ! 400 ! the content is no JSON, or not of the form that is wanted here",
        "application/json ! `` ! 400 ! the content is no JSON, or not of the form that is wanted here",
        "application/json ! \u00EF\u00BB ! 400 ! the content is no JSON, or not of the form that is wanted here",
        "text/plain ! {1} ! 415 ! the content is not of type application/json"
      })
  void json_is_read_and_written_by_the_codec(
      String type, String content, int status, String expected) throws IOException {
    Handler echo = request -> Response.ok(request.jsonBody(request.json(String.class)));
    Reply reply = ask(echo, post(type, content));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text().strip()).isEqualTo(expected);
    if (status == 200) {
      assertThat(reply.field("Content-Type")).isEqualTo("application/json");
    }
  }

  @Test
  void what_cannot_be_written_as_json_is_the_handlers_mistake() throws IOException {
    try (LogCapture log = new LogCapture()) {
      Handler wrong = request -> Response.ok(request.jsonBody(Thread.currentThread()));
      assertThat(ask(wrong, RawClient.get("/")).status()).isEqualTo(500);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  private static final String FORM = "multipart/form-data; boundary=edge";

  private static String part(String more, String content) {
    return "--edge\r\nContent-Disposition: form-data; " + more + "\r\n\r\n" + content + "\r\n";
  }

  @Test
  void parts_are_read_as_they_arrive_and_what_is_not_read_is_skipped() throws IOException {
    List<String> seen = new ArrayList<>();
    Handler reading =
        request -> {
          IncomingParts parts = request.parts();
          IncomingPart one = parts.next().orElseThrow();
          seen.add(one + ": " + one.text(100));
          assertThat(one.content().read()).isEqualTo(-1);
          IncomingPart two = parts.next().orElseThrow();
          assertThatThrownBy(() -> one.content().read()).isInstanceOf(IOException.class);
          assertThat(one.content().available()).isZero();
          assertThat(two.content().read(new byte[0], 0, 0)).isZero();
          seen.add(two.filename().orElse("") + " " + two.safeFilename().orElse(""));
          seen.add("" + (char) two.content().read());
          IncomingPart three = parts.next().orElseThrow();
          assertThatThrownBy(() -> three.bytes(4)).isInstanceOf(HttpProblem.class);
          assertThat(parts.next()).isEmpty();
          assertThat(parts.next()).isEmpty();
          seen.add(three.headers().first("X-Y").orElse("") + three.type().orElseThrow());
          return Response.of(204);
        };
    String content =
        part("name=one", "1st")
            + part("name=two; filename=\"../x.txt\"", "x".repeat(50_000))
            + part("name=three\r\nX-Y: z\r\nContent-Type: a/b", "12345")
            + "--edge--\r\n";
    assertThat(ask(reading, post(FORM, content)).status()).isEqualTo(204);
    assertThat(seen).containsExactly("part one: 1st", "../x.txt x.txt", "x", "za/b");
  }

  @Test
  void a_part_that_is_larger_than_the_handler_takes_is_the_clients_mistake() throws IOException {
    Handler four = request -> Response.text(request.parts().next().orElseThrow().text(4));
    Handler whole = request -> Response.text(request.multipart().parts().getFirst().text(4));
    String request = post(FORM, part("name=a", "12345") + "--edge--");
    assertThat(ask(four, request).status()).isEqualTo(413);
    assertThat(ask(whole, request).status()).isEqualTo(413);
  }

  @Test
  void a_part_of_just_the_size_that_is_allowed_is_read() throws IOException {
    Handler five = request -> Response.text(request.parts().next().orElseThrow().text(5));
    String type = "\r\nContent-Type: text/plain; charset=iso-8859-1";
    Reply reply = ask(five, post(FORM, part("name=a" + type, "1234\u00E9") + "--edge--"));
    assertThat(new String(reply.content(), UTF_8)).isEqualTo("1234é");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "multipart/form-data ! 400 ! multipart content without a boundary, or with one that is none",
        "text/plain ! 415 ! the content is not of type multipart/form-data",
        "multipart/form-data; boundary=other ! 400 ! the content does not have its boundary",
        "multipart/form-data; boundary=edg ! 400 ! something follows a boundary on its line",
        "multipart/form-data; boundary=edge ! 413 ! the content of a part is larger than the limit of 9 bytes"
      })
  void content_that_is_no_such_form_is_refused_with_a_reason(String type, int status, String reason)
      throws IOException {
    Handler reading =
        request ->
            Response.text(request.multipart(MultipartLimits.defaults().withPart(9)).toString());
    Reply reply = ask(reading, post(type, part("name=a", "1234567890") + "--edge--\r\n"));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text().strip()).isEqualTo(reason);
  }

  @Test
  void a_failure_stays_one() throws IOException {
    List<String> failures = new ArrayList<>();
    Handler stubborn =
        request -> {
          IncomingParts parts = request.parts();
          for (int i = 0; i < 2; i++) {
            try {
              parts.next();
            } catch (HttpProblem e) {
              failures.add(e.detail());
            }
          }
          return Response.of(204);
        };
    ask(stubborn, post(FORM, "--edge-"));
    assertThat(failures).hasSize(2).containsOnly("the content ends before its last boundary");
  }

  @Test
  void a_declared_length_that_is_too_much_is_refused_before_it_arrives() throws IOException {
    Handler reading =
        request -> Response.text(request.multipart(MultipartLimits.defaults().withTotal(99)) + "");
    String head = "POST / HTTP/1.1\r\nHost: test\r\nContent-Type: " + FORM + "\r\n";
    assertThat(ask(reading, head + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n").status())
        .isEqualTo(413);
  }

  @Test
  void small_parts_are_in_memory_and_others_in_files_that_go_with_the_request(@TempDir Path dir)
      throws IOException {
    List<Path> files = new CopyOnWriteArrayList<>();
    Path kept = dir.resolve("kept");
    Path small = dir.resolve("small");
    Handler upload =
        request -> {
          MultipartForm form = request.multipart();
          for (FormPart part : form.parts()) {
            if (part.body() instanceof Body.File file) {
              files.add(file.path());
              assertThat(Files.size(file.path())).isEqualTo(part.size());
            }
            assertThat(part.inMemory()).isEqualTo(part.size() <= 64 * 1024);
          }
          form.all("big").getLast().moveTo(kept);
          FormPart title = form.first("title").orElseThrow();
          title.moveTo(small);
          assertThatThrownBy(() -> title.moveTo(small))
              .isInstanceOf(FileAlreadyExistsException.class);
          title.moveTo(small, StandardCopyOption.REPLACE_EXISTING);
          assertThat(form.text("title")).contains("Birds");
          assertThat(form.text("none")).isEmpty();
          assertThat(form.first("edge").orElseThrow().bytes(70_000)).hasSize(64 * 1024);
          assertThatThrownBy(() -> form.first("big").orElseThrow().bytes(64 * 1024))
              .isInstanceOf(HttpProblem.class);
          assertThat(form.first("big").orElseThrow().text(64 * 1024 + 1)).startsWith("xxx");
          assertThat(title.toString()).isEqualTo("part title, 5 bytes");
          return Response.ok(form.first("big").orElseThrow().body());
        };
    String content =
        part("name=title", "Birds")
            + part("name=edge", "e".repeat(64 * 1024))
            + part("name=big; filename=a\r\nContent-Type: a/b", "x".repeat(64 * 1024 + 1))
            + part("name=big; filename=b", "y".repeat(300_000))
            + "--edge--\r\n";
    Reply reply = ask(upload, post(FORM, content)); // which closes the server, and so waits
    assertThat(reply.text()).isEqualTo("x".repeat(64 * 1024 + 1));
    assertThat(reply.field("Content-Type")).isEqualTo("a/b");
    assertThat(files).hasSize(2).allMatch(Files::notExists);
    assertThat(kept).hasSize(300_000);
    assertThat(small).hasContent("Birds");
  }

  @Test
  void what_is_in_memory_is_bounded_in_all() throws IOException {
    Handler places =
        request -> {
          StringBuilder shown = new StringBuilder();
          for (FormPart part :
              request.multipart(MultipartLimits.defaults().withMemory(10)).parts()) {
            shown.append(part.inMemory() ? 'm' : 'f').append(part.text(10)).append(' ');
          }
          return Response.text(shown.toString());
        };
    String content =
        part("name=a", "123456")
            + part("name=b", "12345")
            + part("name=c", "1234")
            + part("name=d", "1")
            + part("name=e", "")
            + "--edge--\r\n";
    assertThat(ask(places, post(FORM, content)).text()).isEqualTo("m123456 f12345 m1234 f1 m ");
  }

  @Test
  void files_of_a_form_that_breaks_off_are_removed(@TempDir Path folder) throws IOException {
    String content = part("name=a", "x".repeat(90_000)) + part("name=b", "y".repeat(90_000));
    receive(content + "--edge--", folder);
    assertThat(folder).isDirectoryContaining(file -> true);
    for (Path left : files(folder)) {
      Files.delete(left);
    }
    for (int end : new int[] {80_000, 90_010, 100_000, 170_000, content.length()}) {
      assertThatThrownBy(() -> receive(content.substring(0, end), folder))
          .isInstanceOf(HttpProblem.class);
      assertThat(files(folder)).isEmpty();
    }
  }

  private static void receive(String content, Path folder) throws IOException {
    MultipartLimits limits = MultipartLimits.defaults();
    MultipartForm.receive(
        new IncomingParts(
            MultipartParser.of(MediaType.of(FORM), limits),
            new ByteArrayInputStream(content.getBytes(UTF_8))),
        limits,
        folder);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void content_of_a_part_can_be_opened_again() throws IOException {
    Handler twice =
        request -> {
          FormPart part = request.multipart().parts().getFirst();
          try (InputStream one = part.open();
              InputStream two = part.open()) {
            return Response.text(
                one.read() + " " + two.read() + " " + part.type() + part.filename());
          }
        };
    assertThat(ask(twice, post(FORM, part("name=a; filename=f", "A") + "--edge--")).text())
        .isEqualTo("65 65 " + Optional.empty() + Optional.of("f"));
  }
}
