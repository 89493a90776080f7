package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.server.RawClient.Reply;
import io.godwit.server.files.StaticFiles;
import io.godwit.tests.Row;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found and how it is answered; what happens while it is sent is ServedFileTest's. */
class StaticFilesTest {
  private static final Instant MODIFIED = Instant.parse("2026-11-01T10:00:00Z");
  private static final String DATE = "Sun, 01 Nov 2026 10:00:00 GMT";

  @TempDir Path outside;
  private Path root;
  private StaticFiles files;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(outside.resolve("root"));
    files = StaticFiles.of(root);
    write("../secret.txt", "secret");
    write("page.txt", "0123456789");
    write("docs/index.html", "<p>docs");
    write("docs/guide.md", "# guide");
    write(".hidden", "secret");
    write(".git/config", "secret");
    write("docs/.htpasswd", "secret");
    write(".well-known/security.txt", "contact");
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
  }

  private Reply get(String target, String... fields) throws IOException {
    return ask("GET", target, fields);
  }

  private Reply ask(String method, String target, String... fields) throws IOException {
    return ask(files, method, target, fields);
  }

  private static Reply ask(Handler handler, String method, String target, String... fields)
      throws IOException {
    StringBuilder request =
        new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
    for (String field : fields) {
      request.append(field).append("\r\n");
    }
    try (HttpServer server = HttpServer.start(0, handler);
        RawClient client = new RawClient(server.port())) {
      client.send(request + "\r\n");
      return method.equals("HEAD") ? client.readHead() : client.read();
    }
  }

  @Test
  @Row("H49")
  void a_file_has_its_type_its_tag_and_its_date() throws Exception {
    Reply reply = get("/page.txt");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("0123456789");
    assertThat(reply.field("Content-Length")).isEqualTo("10");
    assertThat(reply.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.field("ETag")).matches("\"[0-9a-z.-]+\"");
    assertThat(reply.field("Last-Modified")).isEqualTo(DATE);
    assertThat(reply.field("Accept-Ranges")).isEqualTo("bytes");
    assertThat(reply.field("Cache-Control")).isEqualTo("no-cache");
    assertThat(reply.field("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.has("Vary")).isFalse();
    assertThat(reply.has("Content-Encoding")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html; charset=utf-8",
    "a.css, text/css; charset=utf-8",
    "a.js, text/javascript; charset=utf-8",
    "a.json, application/json",
    "a.svg, image/svg+xml",
    "a.PNG, image/png",
    "a.unheard, application/octet-stream",
    "README, application/octet-stream"
  })
  void the_end_of_the_name_tells_the_type(String name, String type) throws Exception {
    write(name, "x");
    assertThat(get("/" + name).field("Content-Type")).isEqualTo(type);
  }

  @Test
  void head_has_the_fields_of_get_and_no_content() throws Exception {
    Reply get = get("/page.txt");
    Reply head = ask("HEAD", "/page.txt");
    assertThat(head.statusLine()).isEqualTo(get.statusLine());
    assertThat(head.fields()).filteredOn(field -> !field.startsWith("Date")).isNotEmpty();
    assertThat(withoutDate(head)).isEqualTo(withoutDate(get));
    assertThat(ask("HEAD", "/page.txt", "Range: bytes=0-1").status()).isEqualTo(200);
  }

  private static List<String> withoutDate(Reply reply) {
    return reply.fields().stream().filter(field -> !field.startsWith("Date:")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"})
  void a_file_can_be_read_and_nothing_else(String method) throws Exception {
    Reply reply = ask(method, "/page.txt", "Content-Length: 0");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/docs/../../secret.txt",
        "/docs/../page.txt",
        "/./page.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/docs/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "/..;/secret.txt",
        "/.../secret.txt",
        "/page.txt%00",
        "/page.txt%00.png",
        "/page.txt%0a",
        "/page.txt/",
        "/page.txt/page.txt",
        "/page.txt%20",
        "//page.txt",
        "/docs//guide.md",
        "///",
        "/.hidden",
        "/%2ehidden",
        "/.git/config",
        "/.git/",
        "/docs/.htpasswd",
        "/nothing",
        "/nothing/at/all",
        "/%",
        "/%zz",
        "/docs/guide.md?/../../secret.txt=",
        "http://test/../secret.txt",
        "http://test/%2e%2e/secret.txt",
        "*"
      })
  void what_is_not_a_plain_name_below_the_folder_is_not_found(String target) throws Exception {
    Reply reply = get(target);
    if (target.contains("?")) {
      assertThat(reply.text()).isEqualTo("# guide");
    } else {
      assertThat(reply.status()).isIn(400, 404, 405);
    }
    assertThat(reply.text()).doesNotContain("secret", root.toString());
  }

  @Test
  void a_name_that_is_too_long_is_not_found() throws Exception {
    assertThat(get("/" + "a".repeat(5000)).status()).isEqualTo(404);
  }

  @Test
  void a_folder_that_does_not_exist_has_nothing() throws Exception {
    files = StaticFiles.of(root.resolve("not/there"));
    assertThat(get("/page.txt").status()).isEqualTo(404);
    assertThat(get("/").status()).isEqualTo(404);
  }

  @Test
  void a_disk_that_fails_is_an_error_and_not_a_missing_file() throws Exception {
    Path failing =
        (Path)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Path.class},
                (self, method, arguments) -> {
                  if (method.getName().equals("toRealPath")) {
                    throw new FileSystemException("/srv", null, "Input/output error");
                  }
                  return method.getName().equals("getFileSystem") ? root.getFileSystem() : self;
                });
    try (LogCapture log = new LogCapture()) {
      Reply reply = ask(StaticFiles.of(failing), "GET", "/page.txt");
      assertThat(reply.status()).isEqualTo(500);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void what_anybody_is_to_find_is_found() throws Exception {
    assertThat(get("/.well-known/security.txt").text()).isEqualTo("contact");
  }

  @Test
  void hidden_files_are_shown_when_that_is_wanted() throws Exception {
    files = files.withHidden(true);
    assertThat(get("/.hidden").text()).isEqualTo("secret");
    assertThat(get("/docs/.htpasswd").text()).isEqualTo("secret");
    assertThat(get("/../secret.txt").status()).isIn(400, 404);
  }

  @Test
  void a_link_may_lead_anywhere_in_the_folder_and_nowhere_else() throws Exception {
    Files.createSymbolicLink(root.resolve("inside"), root.resolve("page.txt"));
    Files.createSymbolicLink(root.resolve("folder"), root.resolve("docs"));
    Files.createSymbolicLink(root.resolve("out"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("up"), outside);
    Files.createSymbolicLink(root.resolve("hiding"), root.resolve(".hidden"));
    Files.createSymbolicLink(root.resolve("circle"), root.resolve("circle"));
    Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("missing"));
    assertThat(get("/inside").text()).isEqualTo("0123456789");
    assertThat(get("/folder/guide.md").text()).isEqualTo("# guide");
    for (String path :
        List.of("/out", "/up/", "/up/secret.txt", "/hiding", "/circle", "/nowhere", "/up/root/")) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
    }
    files = files.withLinksOutside(true);
    assertThat(get("/out").text()).isEqualTo("secret");
    assertThat(get("/up/secret.txt").text()).isEqualTo("secret");
    assertThat(get("/hiding").status()).isEqualTo(404);
  }

  @Test
  void a_folder_that_is_a_link_is_followed_anew_for_each_request() throws Exception {
    Path current = Files.createSymbolicLink(outside.resolve("current"), root.resolve("docs"));
    files = StaticFiles.of(current);
    assertThat(get("/").text()).isEqualTo("<p>docs");
    Files.delete(current);
    Files.createSymbolicLink(current, root);
    assertThat(get("/page.txt").text()).isEqualTo("0123456789");
  }

  @Test
  void files_may_lie_in_an_archive() throws Exception {
    URI archive = URI.create("jar:" + outside.resolve("site.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.createDirectory(zip.getPath("/site"));
      Files.writeString(zip.getPath("/site/page.txt"), "0123456789");
      Files.writeString(zip.getPath("/site/long.txt"), "0123456789".repeat(30_000));
      Files.writeString(zip.getPath("/secret.txt"), "secret");
    }
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of())) {
      files = StaticFiles.of(zip.getPath("/site")).withListing(true);
      assertThat(get("/page.txt", "Range: bytes=2-4").text()).isEqualTo("234");
      assertThat(get("/long.txt").text()).isEqualTo("0123456789".repeat(30_000));
      assertThat(get("/").text()).contains("./page.txt", "./long.txt");
      assertThat(get("/%2e%2e/secret.txt").status()).isEqualTo(404);
    }
  }

  @Test
  void what_is_neither_a_file_nor_a_folder_is_not_opened() throws Exception {
    Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(get("/pipe").status()).isEqualTo(404);
  }

  @Test
  void a_folder_shows_its_index_file_under_its_slash() throws Exception {
    assertThat(get("/docs/").text()).isEqualTo("<p>docs");
    assertThat(get("/docs/index.html").text()).isEqualTo("<p>docs");
    assertThat(get("/").status()).isEqualTo(404);
    files = files.withIndex("guide.md");
    assertThat(get("/docs/").text()).isEqualTo("# guide");
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, ./docs/",
    "/docs?a=b//c, ./docs/?a=b//c",
    "/d%6Fcs, ./d%6Fcs/",
    "http://test/docs, ./docs/"
  })
  void a_folder_without_its_slash_is_sent_there(String target, String location) throws Exception {
    Reply reply = get(target);
    assertThat(reply.status()).isEqualTo(301);
    assertThat(reply.field("Location")).isEqualTo(location);
  }

  /** A Location of {@code //docs/} would be that of the host docs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//docs",
        "//docs/..",
        "//evil.example/%2e%2e/docs",
        "/%2fdocs",
        "/\\docs",
        "///docs"
      })
  void nobody_is_sent_to_another_host(String target) throws Exception {
    Reply reply = get(target);
    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.has("Location")).isFalse();
  }

  @Test
  @Row("H49")
  void under_a_router_the_rest_of_the_path_counts() throws Exception {
    Router router = Router.builder().mount("/static", files).build();
    assertThat(ask(router, "GET", "/static/page.txt").text()).isEqualTo("0123456789");
    assertThat(ask(router, "GET", "/static/docs/").text()).isEqualTo("<p>docs");
    assertThat(ask(router, "GET", "/static/docs").field("Location")).isEqualTo("./docs/");
    assertThat(ask(router, "GET", "/page.txt").status()).isEqualTo(404);
    assertThat(ask(router, "GET", "/static/%2e%2e/secret.txt").status()).isEqualTo(400);
    assertThat(ask(router, "GET", "/static").field("Location")).isEqualTo("./static/");
  }

  @Test
  void conditions_are_judged_by_what_the_file_is_now() throws Exception {
    String tag = get("/page.txt").field("ETag");
    Reply same = get("/page.txt", "If-None-Match: " + tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.field("ETag")).isEqualTo(tag);
    assertThat(same.field("Cache-Control")).isEqualTo("no-cache");
    assertThat(same.has("Content-Length") || same.has("Content-Type")).isFalse();
    assertThat(get("/page.txt", "If-None-Match: W/" + tag).status()).isEqualTo(304);
    assertThat(get("/page.txt", "If-None-Match: \"other\"").status()).isEqualTo(200);
    assertThat(get("/page.txt", "If-Match: " + tag).status()).isEqualTo(200);
    assertThat(get("/page.txt", "If-Match: \"other\"").status()).isEqualTo(412);
    assertThat(ask("HEAD", "/page.txt", "If-None-Match: *").status()).isEqualTo(304);
    write("page.txt", "9876543210!");
    assertThat(get("/page.txt", "If-None-Match: " + tag).text()).isEqualTo("9876543210!");
  }

  @Test
  void what_has_not_changed_since_is_not_sent_again() throws Exception {
    Reply same = get("/page.txt", "If-Modified-Since: " + DATE);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.has("Content-Length")).isFalse();
    assertThat(get("/page.txt", "If-Modified-Since: Sun, 01 Nov 2026 09:59:59 GMT").text())
        .isEqualTo("0123456789");
    assertThat(get("/page.txt", "If-Unmodified-Since: Sun, 01 Nov 2026 09:59:59 GMT").status())
        .isEqualTo(412);
    assertThat(get("/page.txt", "If-Modified-Since: yesterday").status()).isEqualTo(200);
  }

  @Test
  void a_missing_file_is_missing_whatever_the_conditions() throws Exception {
    assertThat(get("/nothing", "If-None-Match: *").status()).isEqualTo(404);
    assertThat(get("/nothing", "If-Match: *").status()).isEqualTo(404);
  }

  @Test
  void a_file_that_has_just_been_changed_has_a_weak_tag() throws Exception {
    Path file = write("new.txt", "new");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    Reply reply = get("/new.txt");
    assertThat(reply.field("ETag")).startsWith("W/\"");
    assertThat(get("/new.txt", "If-None-Match: " + reply.field("ETag")).status()).isEqualTo(304);
    assertThat(get("/new.txt", "Range: bytes=0-0", "If-Range: " + reply.field("ETag")).status())
        .isEqualTo(200);
  }

  @Test
  void a_time_that_is_still_to_come_is_not_told() throws Exception {
    Path file = write("new.txt", "new");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    Reply reply = get("/new.txt");
    assertThat(reply.field("Last-Modified")).isEqualTo(reply.field("Date"));
    assertThat(reply.field("ETag")).startsWith("W/\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z", "1980-01-01T00:00:00Z"})
  void a_time_that_a_build_tool_has_written_tells_nothing(Instant time) throws Exception {
    Path file = write("built.txt", "built");
    Files.setLastModifiedTime(file, FileTime.from(time));
    Reply reply = get("/built.txt", "If-None-Match: \"5-0\"");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.has("ETag") || reply.has("Last-Modified")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 234, bytes 2-4/10",
    "bytes=-3, 789, bytes 7-9/10",
    "bytes=8-, 89, bytes 8-9/10",
    "bytes=0-, 0123456789, bytes 0-9/10",
    "'bytes=0-3,2-5', 012345, bytes 0-5/10"
  })
  void a_part_of_a_file_can_be_had(String range, String text, String place) throws Exception {
    Reply reply = get("/page.txt", "Range: " + range);
    assertThat(reply.status()).isEqualTo(206);
    assertThat(reply.text()).isEqualTo(text);
    assertThat(reply.field("Content-Range")).isEqualTo(place);
    assertThat(reply.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.field("ETag")).isEqualTo(get("/page.txt").field("ETag"));
  }

  @Test
  void several_parts_come_in_one_message() throws Exception {
    Reply reply = get("/page.txt", "Range: bytes=8-9,0-1,4-4");
    assertThat(reply.status()).isEqualTo(206);
    assertThat(reply.has("Content-Range")).isFalse();
    Matcher type =
        Pattern.compile("multipart/byteranges; boundary=(\\S+)")
            .matcher(reply.field("Content-Type"));
    assertThat(type.matches()).isTrue();
    String line = "--" + type.group(1);
    String head = "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ";
    assertThat(reply.text())
        .isEqualTo(
            line
                + head
                + "8-9/10\r\n\r\n89\r\n"
                + line
                + head
                + "0-1/10\r\n\r\n01\r\n"
                + line
                + head
                + "4-4/10\r\n\r\n4\r\n"
                + line
                + "--\r\n");
    assertThat(get("/page.txt", "Range: bytes=8-9,0-1").field("Content-Type"))
        .isNotEqualTo(reply.field("Content-Type"));
  }

  @Test
  void bytes_that_are_not_there_are_refused_with_the_length() throws Exception {
    Reply reply = get("/page.txt", "Range: bytes=10-");
    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.field("Content-Range")).isEqualTo("bytes */10");
  }

  @Test
  void a_range_on_a_condition_is_of_the_same_file_or_the_whole() throws Exception {
    String tag = get("/page.txt").field("ETag");
    String range = "Range: bytes=2-4";
    assertThat(get("/page.txt", range, "If-Range: " + tag).text()).isEqualTo("234");
    assertThat(get("/page.txt", range, "If-Range: " + DATE).text()).isEqualTo("234");
    assertThat(get("/page.txt", range, "If-Range: \"other\"").text()).isEqualTo("0123456789");
    assertThat(get("/page.txt", range, "If-Range: W/" + tag).text()).isEqualTo("0123456789");
    assertThat(get("/page.txt", "Range: bytes=99-", "If-Range: \"other\"").status()).isEqualTo(200);
    assertThat(get("/page.txt", range, "If-None-Match: " + tag).status()).isEqualTo(304);
  }

  @Test
  void an_empty_file_is_sent_whole() throws Exception {
    write("empty.txt", "");
    Reply reply = get("/empty.txt", "Range: bytes=0-");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("Content-Length")).isEqualTo("0");
    assertThat(reply.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                      | gzip | zipped",
        "br, gzip                  | br   | brotli",
        "gzip, br                  | br   | brotli",
        "gzip;q=1, br;q=0.5        | gzip | zipped",
        "gzip;q=0, br;q=0          | ''   | plain",
        "*                         | br   | brotli",
        "*;q=0                     | ''   | plain",
        "identity, *;q=0           | ''   | plain",
        "identity;q=1, gzip;q=0.5  | ''   | plain",
        "deflate                   | ''   | plain",
        "zstd                      | ''   | plain",
      })
  void a_compressed_file_beside_is_sent_to_who_accepts_it(
      String accepted, String coding, String text) throws Exception {
    write("app.js", "plain");
    write("app.js.gz", "zipped");
    write("app.js.br", "brotli");
    Reply reply = get("/app.js", "Accept-Encoding: " + accepted);
    assertThat(reply.text()).isEqualTo(text);
    assertThat(reply.field("Content-Encoding")).isEqualTo(coding);
    assertThat(reply.field("Vary")).isEqualTo("Accept-Encoding");
    assertThat(reply.field("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
  }

  @Test
  void each_form_of_a_file_has_a_tag_of_its_own() throws Exception {
    write("app.js", "12345");
    write("app.js.gz", "abcde");
    String plain = get("/app.js").field("ETag");
    Reply zipped = get("/app.js", "Accept-Encoding: gzip");
    assertThat(zipped.field("ETag")).isNotEqualTo(plain);
    assertThat(get("/app.js", "Accept-Encoding: gzip", "If-None-Match: " + plain).status())
        .isEqualTo(200);
    Reply same = get("/app.js", "Accept-Encoding: gzip", "If-None-Match: " + zipped.field("ETag"));
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.field("Vary")).isEqualTo("Accept-Encoding");
    assertThat(get("/app.js", "Accept-Encoding: gzip", "Range: bytes=1-2").text()).isEqualTo("bc");
    assertThat(get("/app.js.gz").field("Content-Type")).isEqualTo("application/gzip");
  }

  @Test
  void an_older_compressed_file_and_a_link_are_left_alone() throws Exception {
    write("app.js", "new");
    Files.setLastModifiedTime(write("app.js.gz", "old"), FileTime.from(MODIFIED.minusSeconds(1)));
    Files.createSymbolicLink(root.resolve("app.js.br"), outside.resolve("secret.txt"));
    Files.createDirectory(root.resolve("app.js.zst"));
    Reply reply = get("/app.js", "Accept-Encoding: gzip, br, zstd");
    assertThat(reply.text()).isEqualTo("new");
    assertThat(reply.has("Vary") || reply.has("Content-Encoding")).isFalse();
  }

  @Test
  void how_long_a_file_may_be_kept_can_be_said() throws Exception {
    files = files.withCacheControl("public, max-age=60");
    assertThat(get("/page.txt").field("Cache-Control")).isEqualTo("public, max-age=60");
    files = files.withCacheControl("");
    assertThat(get("/page.txt").has("Cache-Control")).isFalse();
    assertThatThrownBy(() -> files.withCacheControl("a\r\nb")).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> files.withIndex("../a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void folders_are_listed_only_when_that_is_wanted() throws Exception {
    assertThat(get("/").status()).isEqualTo(404);
    files = files.withListing(true);
    Reply reply = get("/");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(reply.field("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(reply.field("Vary")).isEqualTo("Accept");
    assertThat(reply.text())
        .contains("href=\"./page.txt\"", "href=\"./docs/\"", "href=\"./.well-known/\"")
        .doesNotContain(".hidden", ".git", "../");
    assertThat(get("/docs/").text()).isEqualTo("<p>docs");
  }

  @Test
  void a_list_has_just_what_can_be_asked_for() throws Exception {
    files = files.withListing(true);
    write("many/b<b>.txt", "22");
    write("many/a.txt", "333");
    write("many/.dot", "");
    Files.createDirectory(root.resolve("many/sub"));
    Files.createSymbolicLink(root.resolve("many/out"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("many/dead"), root.resolve("missing"));
    Files.createSymbolicLink(root.resolve("many/link"), root.resolve("page.txt"));
    Reply page = get("/many/?sort=size&order=desc");
    assertThat(page.text())
        .containsSubsequence("href=\"../\"", "./sub/", "./link", "./a.txt", "b&lt;b&gt;.txt")
        .contains("href=\"./b%3Cb%3E.txt\"")
        .doesNotContain("out", "dead", ".dot", "<b>");
    Reply json = get("/many/?sort=size", "Accept: application/json, text/html;q=0.5");
    assertThat(json.field("Content-Type")).isEqualTo("application/json");
    assertThat(json.text())
        .containsSubsequence("\"sub\"", "\\u003cb", "\"a.txt\", \"type\": \"file\", \"size\": 3")
        .contains("\"modified\": \"2026-11-01T10:00:00Z\"");
  }
}
