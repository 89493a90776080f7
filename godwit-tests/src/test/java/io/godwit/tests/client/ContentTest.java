package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.Decoded;
import io.godwit.http.Form;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.JsonCodec;
import io.godwit.http.MediaType;
import io.godwit.http.Multipart;
import io.godwit.http.Part;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call sends for what it was given, and what a response is decoded to. */
@Timeout(60)
final class ContentTest {
  /** Shows what it was given; reads what begins with a brace. */
  private static final JsonCodec CODEC =
      new JsonCodec() {
        @Override
        public byte[] encode(Object value) throws IOException {
          if (value instanceof Thread) {
            throw new IOException("a thread is no data");
          }
          return ("json:" + value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] json, Type type) throws IOException {
          String text = new String(json, StandardCharsets.UTF_8);
          if (!text.startsWith("{")) {
            throw new IOException("no brace");
          }
          return type == Object.class ? Map.of("decoded", text) : text;
        }
      };

  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, ContentTest::answer);
    client = HttpClient.builder().baseUri("http://127.0.0.1:" + server.port()).json(CODEC).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /**
   * The content comes back as it was sent, and what the request said of it in a text of its own.
   */
  private static Response answer(ServerRequest request) throws Exception {
    if (request.path().equals("/as")) {
      String type = request.uri().query().orElseThrow();
      Response plain = Response.ok(Body.bytes(request.bytes()));
      return type.isEmpty()
          ? plain
          : plain.withHeader("Content-Type", Form.parse(type).first("type").orElseThrow());
    }
    return Response.ok(Body.bytes(request.bytes()))
        .withHeader("X-Target", request.rawTarget())
        .withHeader("X-Host", String.join("|", request.headers().all("Host")))
        .withHeader("X-Length", request.header("Content-Length").orElse("none"))
        .withHeader("X-Coding", request.header("Transfer-Encoding").orElse("none"))
        .withHeader("X-Content-Encoding", request.header("Content-Encoding").orElse("none"))
        .withHeader("X-Language", request.header("Content-Language").orElse("none"))
        .withHeader("X-Type", String.join("|", request.headers().all("Content-Type")));
  }

  private CallBuilder post() {
    return client.post("/");
  }

  private static void sends(CallBuilder call, String type, String content) throws HttpFailure {
    var response = call.send();
    assertThat(response.header("X-Type")).contains(type);
    assertThat(response.text()).isEqualTo(content);
    assertThat(response.header("X-Length").orElseThrow())
        .isEqualTo(Integer.toString(response.bytes().length));
  }

  @Row({"H4", "Z7", "P17"})
  @Test
  void a_form_is_sent_with_everything_escaped() throws Exception {
    String type = "application/x-www-form-urlencoded";
    sends(post().form(Form.of("a", "1&b=2", "a", "ü +")), type, "a=1%26b%3D2&a=%C3%BC+%2B");
    sends(post().form(Map.of("a", List.of("b", 1))), type, "a=b&a=1");
    sends(post().form(Form.empty()), type, "");
  }

  @Row({"P15", "Z6", "Z26"})
  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS", "DELETE", "POST"})
  void pairs_are_put_behind_the_query_that_is_there(String method) throws Exception {
    var call = client.call(io.godwit.http.Method.of(method), "/x?b=1&b=%41#fragment");
    var response = call.query(Form.parse("a=%C3%BC&a=2")).query(Map.of("c", "d e")).send();
    assertThat(response.header("X-Target")).contains("/x?b=1&b=%41&a=%C3%BC&a=2&c=d%20e");
  }

  @Row("P15")
  @Test
  void a_delete_may_have_content_as_well() throws Exception {
    sends(client.delete("/").form(Map.of("a", "b")), "application/x-www-form-urlencoded", "a=b");
  }

  @Row({"P16", "G13", "T16"})
  @Test
  void a_text_is_in_the_charset_that_the_call_names_and_else_in_utf_8() throws Exception {
    sends(post().text("grüße"), "text/plain; charset=utf-8", "grüße");
    String latin = "text/html; charset=ISO-8859-1";
    var response = post().text("grüße").header("Content-Type", latin).send();
    assertThat(response.header("X-Type")).contains(latin);
    assertThat(response.bytes()).isEqualTo("grüße".getBytes(StandardCharsets.ISO_8859_1));
    sends(post().header("Content-Type", "text/csv").text("grüße"), "text/csv", "grüße");
    assertThat(post().text("grüße", StandardCharsets.ISO_8859_1).send().bytes()).hasSize(5);
    assertThat(
            post()
                .text("grüße", StandardCharsets.ISO_8859_1)
                .header("Content-Type", latin)
                .send()
                .bytes())
        .hasSize(5);
  }

  @Row({"H3", "G13"})
  @Test
  void a_text_that_does_not_fit_its_charset_is_refused() {
    CallBuilder cyrillic = post().header("Content-Type", "text/plain; charset=latin1").text("д");
    assertThatThrownBy(cyrillic::send).isInstanceOf(InvalidMessage.class);
    CallBuilder unknown = post().header("Content-Type", "text/plain; charset=x-none").text("a");
    assertThatThrownBy(unknown::send)
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("x-none");
    CallBuilder contradicting =
        post()
            .header("Content-Type", "text/plain; charset=utf-8")
            .text("a", StandardCharsets.ISO_8859_1);
    assertThatThrownBy(contradicting::send)
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("UTF-8");
  }

  @Row({"T16", "Z8", "P16"})
  @Test
  void bytes_have_no_type_unless_one_is_given() throws Exception {
    byte[] content = {1, 2, 3};
    for (String method : List.of("POST", "PUT", "PATCH")) {
      var response = client.call(io.godwit.http.Method.of(method), "/").bytes(content).send();
      assertThat(response.header("X-Type")).contains("");
      assertThat(response.bytes()).isEqualTo(content);
    }
    assertThat(post().bytes(content).header("Content-Type", "x/y").send().header("X-Type"))
        .contains("x/y");
  }

  @Row({"P17", "H3", "Z8"})
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-www-form-urlencoded|a=1&b=2",
        "application/json|json:{a=1, b=2}",
        "application/vnd.api+json|json:{a=1, b=2}",
        "text/json|json:{a=1, b=2}",
        "text/x-json|json:{a=1, b=2}"
      })
  void data_is_sent_as_its_type_says(String type, String content) throws Exception {
    Map<String, Object> pairs = new LinkedHashMap<>();
    pairs.put("a", 1);
    pairs.put("b", "2");
    sends(post().data(pairs).header("Content-Type", type), type, content);
    sends(post().header("Content-Type", type).data(Form.of("a", "1", "b", "2")), type, content);
  }

  @Row({"P17", "H4"})
  @Test
  void data_without_a_type_is_a_form_and_multipart_when_it_says_so() throws Exception {
    sends(post().data(Map.of("a", "b")), "application/x-www-form-urlencoded", "a=b");
    sends(
        post().data(Form.of("a", "b")).header("Content-Type", "multipart/form-data; boundary=zzz"),
        "multipart/form-data; boundary=zzz",
        "--zzz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--zzz--\r\n");
    var random = post().data(Map.of("a", "b")).header("Content-Type", "multipart/form-data").send();
    String type = random.header("X-Type").orElseThrow();
    String boundary = MediaType.of(type).parameter("boundary").orElseThrow();
    assertThat(boundary).matches("godwit-[0-9a-f]{32}");
    assertThat(random.text()).startsWith("--" + boundary + "\r\n").contains("name=\"a\"");
  }

  @Row("P17")
  @Test
  void data_that_repeats_a_name_is_a_list_in_json() throws Exception {
    sends(
        post().data(Form.of("a", "1", "a", "2", "b", "3")).header("Content-Type", "text/json"),
        "text/json",
        "json:{a=[1, 2], b=3}");
  }

  @Test
  void data_in_json_may_be_null() throws Exception {
    Map<String, Object> pairs = Collections.singletonMap("a", null);
    sends(
        post().data(pairs).header("Content-Type", "application/json"),
        "application/json",
        "json:{a=null}");
    assertThatThrownBy(() -> post().data(pairs).send()).isInstanceOf(InvalidMessage.class);
  }

  @Row("P17")
  @Test
  void data_of_another_type_is_refused() {
    CallBuilder call = post().data(Map.of("a", "b")).header("Content-Type", "application/xml");
    assertThatThrownBy(call::send)
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("application/xml");
    CallBuilder multipart =
        post().multipart(Multipart.create().field("a", "b")).header("Content-Type", "text/plain");
    assertThatThrownBy(multipart::send).isInstanceOf(InvalidMessage.class);
  }

  @Row({"Z10", "H3"})
  @Test
  void content_that_is_set_twice_is_a_mistake_unless_it_is_replaced() throws Exception {
    assertThatThrownBy(() -> post().form(Form.empty()).json(Map.of()))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> post().text("a").bytes(new byte[1]))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> post().data(Map.of()).file(Path.of("x")))
        .isInstanceOf(InvalidMessage.class);
    sends(post().text("a").body(Body.text("b")), "text/plain; charset=utf-8", "b");
    sends(post().body(Body.empty()).text("c"), "text/plain; charset=utf-8", "c");
  }

  @Row({"H5", "P20"})
  @Test
  void what_describes_content_stays_with_it() throws Exception {
    assertThat(post().data(Map.of("a", "b")).header("Content-Type", "text/json").send().text())
        .startsWith("json:");
    assertThat(client.get("/").send().header("X-Type")).as("of the next call").contains("");
    var nothing =
        post()
            .header("Content-Type", "text/json")
            .header("Content-Language", "en")
            .header("Content-Encoding", "x")
            .send();
    assertThat(nothing.header("X-Type")).contains("");
    assertThat(nothing.header("X-Language")).contains("none");
    assertThat(nothing.header("X-Content-Encoding")).contains("none");
    assertThat(nothing.header("X-Length")).contains("0");
    var empty = post().header("Content-Type", "text/json").bytes(new byte[0]).send();
    assertThat(empty.header("X-Type")).as("content that is empty is content").contains("text/json");
  }

  @Row("P20")
  @Test
  void a_default_type_of_the_client_is_for_content_alone() throws Exception {
    try (HttpClient typed =
        HttpClient.builder()
            .baseUri("http://127.0.0.1:" + server.port())
            .header("Content-Type", "text/csv")
            .build()) {
      assertThat(typed.get("/").send().header("X-Type")).contains("");
      assertThat(typed.delete("/").header("X-A", "b").send().header("X-Type")).contains("");
      assertThat(typed.post("/").text("a").send().header("X-Type")).contains("text/csv");
    }
  }

  @Row({"P18", "P19"})
  @Test
  void parts_arrive_with_a_known_length(@TempDir Path folder) throws Exception {
    Path photo = Files.writeString(folder.resolve("日本.png"), "pixels");
    Multipart parts =
        Multipart.create()
            .field("title", "birds")
            .file("photo", photo)
            .part(Part.of("big", Body.bytes(new byte[200_000])))
            .withBoundary("edge");
    var response = post().multipart(parts).send();
    assertThat(response.header("X-Type")).contains("multipart/form-data; boundary=edge");
    assertThat(response.header("X-Length")).contains(Integer.toString(response.bytes().length));
    assertThat(response.header("X-Coding")).contains("none");
    assertThat(response.text())
        .startsWith(
            """
            --edge
            Content-Disposition: form-data; name="title"

            birds
            --edge
            Content-Disposition: form-data; name="photo"; filename="日本.png"
            Content-Type: image/png

            pixels
            --edge
            """
                .replace("\n", "\r\n"))
        .endsWith("\0\r\n--edge--\r\n");
  }

  @Row("P19")
  @Test
  void parts_of_unknown_length_are_chunked() throws Exception {
    Part unknown = Part.of("s", Body.stream(new ByteArrayInputStream(new byte[100_000])));
    var response = post().multipart(Multipart.of(unknown)).send();
    assertThat(response.header("X-Length")).contains("none");
    assertThat(response.header("X-Coding")).contains("chunked");
    String boundary =
        MediaType.of(response.header("X-Type").orElseThrow()).parameter("boundary").orElseThrow();
    assertThat(response.text()).startsWith("--" + boundary).endsWith("--" + boundary + "--\r\n");
    assertThat(response.bytes()).hasSizeGreaterThan(100_000);
  }

  @Test
  void another_multipart_type_may_be_named() throws Exception {
    var response =
        post()
            .multipart(Multipart.of(Part.of("", Body.text("a"))))
            .header("Content-Type", "multipart/related; type=\"text/plain\"")
            .send();
    MediaType type = MediaType.of(response.header("X-Type").orElseThrow());
    assertThat(type.subtype()).isEqualTo("related");
    assertThat(type.parameter("type")).contains("text/plain");
    assertThat(response.text())
        .isEqualTo(
            "--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\na\r\n--B--\r\n"
                .replace("B", type.parameter("boundary").orElseThrow()));
  }

  @Row({"Z9", "H3"})
  @Test
  void json_is_written_by_the_codec() throws Exception {
    sends(post().json(List.of("ü", 1)), "application/json", "json:[ü, 1]");
    String own = "application/problem+json";
    sends(post().json(Map.of()).header("Content-Type", own), own, "json:{}");
    assertThatThrownBy(() -> post().json(Thread.currentThread()))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("a thread is no data")
        .hasCauseInstanceOf(IOException.class);
  }

  private Decoded decoded(String type, byte[] content) throws HttpFailure {
    return client.post("/as").query("type", type).bytes(content).send().decode();
  }

  @Row("P26")
  @Test
  void a_response_is_decoded_by_its_type() throws Exception {
    byte[] json = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    assertThat(decoded("application/json", json))
        .isEqualTo(new Decoded.Json(Map.of("decoded", "{\"a\": 1}")));
    assertThat(decoded("application/problem+json", json)).isInstanceOf(Decoded.Json.class);
    assertThat(decoded("text/html", "ü".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Decoded.Text("ü"));
    assertThat(decoded("text/html; charset=iso-8859-1", new byte[] {(byte) 0xFC}))
        .isEqualTo(new Decoded.Text("ü"));
    assertThat(decoded(Form.TYPE.toString(), "a=%C3%BC&a=2".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(new Decoded.Pairs(Form.of("a", "ü", "a", "2")));
    assertThat(decoded("image/png", json).value()).isEqualTo(json);
    var untyped = client.post("/as?").bytes(json).send();
    assertThat(untyped.mediaType()).isEmpty();
    assertThat(untyped.decode().value()).isEqualTo(json);
  }

  @Row("P26")
  @Test
  void content_that_is_not_what_its_type_says_is_a_failure() {
    assertThatThrownBy(() -> decoded("application/json", new byte[] {'x'}))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("no brace")
        .hasCauseInstanceOf(IOException.class);
    byte[] pairs = "a&".repeat(10_001).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> decoded(Form.TYPE.toString(), pairs))
        .isInstanceOf(HttpFailure.Content.class);
  }

  @Row("H17")
  @Test
  void json_can_be_asked_for_whatever_the_type_says_and_at_best() throws Exception {
    var good = post().text("\ufeff{}").send();
    assertThat(good.json(String.class)).as("without its mark").isEqualTo("{}");
    assertThat(good.json((Type) String.class)).isEqualTo("{}");
    assertThat(good.tryJson(String.class)).contains("{}");
    var bad = post().text("nothing").send();
    assertThat(bad.tryJson(String.class)).isEmpty();
    assertThatThrownBy(() -> bad.json(String.class)).isInstanceOf(HttpFailure.Content.class);
    for (byte[] short_ : List.of(new byte[0], new byte[] {(byte) 0xEF, (byte) 0xBB})) {
      assertThat(post().bytes(short_).send().tryJson(String.class)).isEmpty();
    }
  }

  @Row("Z11")
  @Test
  void one_host_and_one_length_whatever_the_call_says() throws Exception {
    var response = post().header("HOST", "other.example:8080").text("a").send();
    assertThat(response.header("X-Host")).contains("other.example:8080");
    assertThat(post().text("a").send().header("X-Host")).contains("127.0.0.1:" + server.port());
    CallBuilder wrong = post().header("content-length", "7").text("a");
    assertThatThrownBy(wrong::send)
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("Content-Length");
  }

  @Row({"G11", "G10"})
  @ParameterizedTest
  @CsvSource({
    "Transfer-Encoding,chunked",
    "Keep-Alive,timeout=5",
    "Proxy-Connection,close",
    "Connection,x-secret",
    "TE,gzip",
    "Upgrade,websocket"
  })
  void fields_of_the_connection_are_refused_by_name(String name, String value) {
    CallBuilder call = post().text("a").header(name, value);
    assertThatThrownBy(call::send).isInstanceOf(InvalidMessage.class).hasMessageContaining(name);
  }

  @Test
  void content_can_be_compressed(@TempDir Path folder) throws Exception {
    String text = "grüße ".repeat(5_000);
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("f"), plain);
    var small = post().text(text).gzipped().send();
    assertThat(small.header("X-Content-Encoding")).contains("gzip");
    assertThat(small.header("X-Type")).contains("text/plain; charset=utf-8");
    assertThat(small.header("X-Length")).contains(Integer.toString(small.bytes().length));
    assertThat(unzipped(small.bytes())).isEqualTo(plain);
    assertThat(small.bytes()).hasSizeLessThan(1_000);
    var streamed = post().upload(file).gzipped().send();
    assertThat(streamed.header("X-Coding")).contains("chunked");
    assertThat(streamed.header("X-Type")).contains("application/octet-stream");
    assertThat(unzipped(streamed.bytes())).isEqualTo(plain);
    assertThat(post().file(file).gzipped().send().bytes())
        .as("the same each time")
        .isEqualTo(streamed.bytes());
    var nothing = post().bytes(new byte[0]).gzipped().send();
    assertThat(nothing.header("X-Content-Encoding")).contains("none");
    CallBuilder twice = post().text("a").header("Content-Encoding", "br").gzipped();
    assertThatThrownBy(twice::send).isInstanceOf(InvalidMessage.class);
  }

  private static byte[] unzipped(byte[] content) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
  }

  @Row("G12")
  @Test
  void a_field_value_is_checked_when_it_is_set() {
    for (String value : List.of("日本", "a\r\nb", "a\0")) {
      assertThatThrownBy(() -> post().header("X-A", value))
          .isInstanceOf(InvalidMessage.class)
          .hasMessageContaining("X-A");
    }
    assertThat(Headers.builder().latin1().add("X-A", "grüße").build().first("X-A"))
        .contains("grüße");
  }
}
