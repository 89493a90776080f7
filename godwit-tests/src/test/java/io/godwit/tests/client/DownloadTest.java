package io.godwit.tests.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.Downloaded;
import io.godwit.client.HttpClient;
import io.godwit.client.PoolLimits;
import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Downloads into files, from a server that hangs up when the test says so. */
@Timeout(60)
final class DownloadTest {
  private static final String CONTENT = "0123456789".repeat(10_000);
  private static final String ETAG = "ETag: \"v1\"\r\n";

  @TempDir Path folder;

  /** What the server answers in turn; each is the whole of a connection's output. */
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private RawServer server;
  private HttpClient client;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    server =
        RawServer.start(
            peer -> {
              asked.add(peer.head());
              peer.out.write(answers.take().getBytes(US_ASCII));
            });
    client = HttpClient.create();
    file = folder.resolve("film.mp4");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private static String whole(String fields, int sent) {
    return "HTTP/1.1 200 OK\r\n"
        + fields
        + "Content-Length: "
        + CONTENT.length()
        + "\r\nConnection: close\r\n\r\n"
        + CONTENT.substring(0, sent);
  }

  private static String rest(String fields, int from, int to) {
    return "HTTP/1.1 206 Partial\r\n"
        + fields
        + "Content-Length: "
        + (CONTENT.length() - from)
        + "\r\nContent-Range: bytes "
        + from
        + "-"
        + (CONTENT.length() - 1)
        + "/"
        + CONTENT.length()
        + "\r\nConnection: close\r\n\r\n"
        + CONTENT.substring(from, to);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void content_goes_into_the_file_and_its_progress_is_told() throws IOException {
    answers.add(whole("", CONTENT.length()));
    Files.writeString(file, "what was there before");
    List<Long> progress = new ArrayList<>();
    Downloaded done =
        client
            .get(server.uri("/film.mp4"))
            .download(file)
            .onProgress(
                (count, total) -> {
                  assertThat(total).isEqualTo(CONTENT.length());
                  progress.add(count);
                })
            .run();
    assertThat(file).hasContent(CONTENT);
    assertThat(done.length()).isEqualTo(CONTENT.length());
    assertThat(done.continued()).isZero();
    assertThat(done.response().status().code()).isEqualTo(200);
    assertThat(progress).isSorted().endsWith((long) CONTENT.length());
    assertThat(files()).containsExactly("film.mp4");
    assertThat(asked.getFirst()).contains("Accept-Encoding: identity\r\n").doesNotContain("Range");
  }

  @Test
  void a_failure_leaves_what_was_there_and_nothing_else() throws IOException {
    Files.writeString(file, "what was there before");
    answers.add(whole(ETAG, 5000));
    assertThatThrownBy(() -> client.get(server.uri("/film.mp4")).download(file).run())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    answers.add("HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone");
    assertThatThrownBy(() -> client.get(server.uri("/film.mp4")).download(file).run())
        .isInstanceOf(HttpFailure.UnexpectedStatus.class);
    assertThat(file).hasContent("what was there before");
    assertThat(files()).containsExactly("film.mp4");
    answers.add(whole("", 100));
    Path nowhere = folder.resolve("missing").resolve("file");
    assertThatThrownBy(() -> client.get(server.uri("/film.mp4")).download(nowhere).run())
        .isInstanceOf(HttpFailure.CallerBody.class);
    assertThat(client.connections().leased()).isZero();
  }

  @Test
  void a_broken_download_goes_on_where_it_broke_off() throws IOException {
    answers.add(whole(ETAG, 30_000));
    answers.add(rest("", 30_000, 70_001));
    answers.add(rest("", 70_001, CONTENT.length()));
    Downloaded done = client.get(server.uri("/film.mp4")).download(file).resume(2).run();
    assertThat(file).hasContent(CONTENT);
    assertThat(done.continued()).isZero();
    assertThat(asked.get(1)).contains("Range: bytes=30000-\r\n", "If-Range: \"v1\"\r\n");
    assertThat(asked.get(2)).contains("Range: bytes=70001-\r\n");
    assertThat(files()).containsExactly("film.mp4");
  }

  @Test
  void one_break_more_is_a_failure_that_a_later_run_continues() throws IOException {
    answers.add(whole(ETAG, 30_000));
    answers.add(rest(ETAG, 30_000, 40_000));
    assertThatThrownBy(() -> client.get(server.uri("/f?secret=s")).download(file).resume(1).run())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    assertThat(files()).containsExactly("film.mp4.part", "film.mp4.part.state");
    assertThat(folder.resolve("film.mp4.part.state")).content().doesNotContain("secret");
    answers.add(rest(ETAG, 40_000, CONTENT.length()));
    Downloaded done = client.get(server.uri("/f?secret=s")).download(file).resume(1).run();
    assertThat(file).hasContent(CONTENT);
    assertThat(done.continued()).isEqualTo(40_000);
    assertThat(done.length()).isEqualTo(CONTENT.length());
    assertThat(files()).containsExactly("film.mp4");
  }

  @Test
  void a_part_of_another_resource_or_without_its_state_is_not_continued() throws IOException {
    answers.add(whole(ETAG, 30_000));
    assertThatThrownBy(() -> client.get(server.uri("/a")).download(file).resume(0).run())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    answers.add(whole(ETAG, 20_000));
    assertThatThrownBy(() -> client.get(server.uri("/b")).download(file).resume(0).run())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    assertThat(asked.get(1)).doesNotContain("Range");
    Files.delete(folder.resolve("film.mp4.part.state"));
    answers.add(whole(ETAG, CONTENT.length()));
    client.get(server.uri("/b")).download(file).resume(0).run();
    assertThat(asked.get(2)).doesNotContain("Range");
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void what_has_changed_meanwhile_begins_anew() throws IOException {
    answers.add(whole(ETAG, 30_000));
    answers.add(whole("ETag: \"v2\"\r\n", CONTENT.length()));
    client.get(server.uri("/film.mp4")).download(file).resume(1).run();
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void without_a_strong_validator_nothing_is_continued() throws IOException {
    for (String fields :
        List.of(
            "",
            "ETag: W/\"v1\"\r\n",
            "Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n",
            "Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n"
                + "Date: Sat, 21 Nov 2026 10:00:59 GMT\r\n")) {
      answers.add(whole(fields, 30_000));
      assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(3).run())
          .as(fields)
          .isInstanceOf(HttpFailure.ConnectionLost.class);
      assertThat(files()).isEmpty();
    }
    String modified = "Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n";
    answers.add(whole(modified + "Date: Sat, 21 Nov 2026 10:01:00 GMT\r\n", 30_000));
    answers.add(rest("", 30_000, CONTENT.length()));
    client.get(server.uri("/x")).download(file).resume(1).run();
    assertThat(asked.getLast()).contains("If-Range: Sat, 21 Nov 2026 10:00:00 GMT\r\n");
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void a_server_that_sends_another_part_is_not_believed() throws IOException {
    answers.add(whole(ETAG, 30_000));
    answers.add(rest("", 29_999, CONTENT.length()));
    assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(1).run())
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("asked for what follows byte 30000, the server sent bytes 29999-");
  }

  @Test
  void all_that_was_there_already_is_all() throws IOException {
    Path part = folder.resolve("film.mp4.part");
    answers.add(whole(ETAG, CONTENT.length() - 1));
    assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(0).run())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    Files.writeString(part, CONTENT);
    String none = "HTTP/1.1 416 No\r\nContent-Range: bytes */%d\r\nContent-Length: 4\r\n\r\nnone";
    answers.add(none.formatted(CONTENT.length()));
    Downloaded done = client.get(server.uri("/x")).download(file).resume(0).run();
    assertThat(done.continued()).isEqualTo(CONTENT.length());
    assertThat(file).hasContent(CONTENT);
    answers.add(whole(ETAG, 30_000));
    answers.add(none.formatted(20_000));
    answers.add(whole(ETAG, CONTENT.length()));
    client.get(server.uri("/x")).download(file).resume(1).run();
    assertThat(asked.getLast()).doesNotContain("Range");
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void a_file_that_came_in_parts_is_checked_against_its_digest() throws IOException {
    answers.add(whole(ETAG + digest(CONTENT), 30_000));
    answers.add(rest("", 30_000, CONTENT.length()));
    client.get(server.uri("/x")).download(file).resume(1).run();
    assertThat(file).hasContent(CONTENT);
    answers.add(whole(ETAG + digest("something else"), 30_000));
    answers.add(rest("", 30_000, CONTENT.length()));
    assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(1).run())
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("Repr-Digest SHA-256");
    assertThat(files()).containsExactly("film.mp4");
  }

  @Test
  void two_downloads_do_not_write_one_part() throws Exception {
    answers.add(whole(ETAG, CONTENT.length()));
    answers.add(whole(ETAG, CONTENT.length()));
    client
        .get(server.uri("/x"))
        .download(file)
        .onProgress(
            (done, total) -> {
              if (!answers.isEmpty()) { // the first time
                assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).run())
                    .isInstanceOf(HttpFailure.CallerBody.class)
                    .hasMessageContaining("another download");
              }
            })
        .run();
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void a_rest_of_something_else_is_not_put_behind_what_was_there() throws IOException {
    for (String other :
        List.of("ETag: \"v2\"\r\n", "ETag: W/\"v1\"\r\n", "HTTP/1.1 416 No\r\nETag: \"v2\"\r\n")) {
      asked.clear();
      answers.add(whole(ETAG, 30_000));
      answers.add(
          other.startsWith("HTTP")
              ? other + "Content-Range: bytes */30000\r\nContent-Length: 0\r\n\r\n"
              : rest(other, 30_000, CONTENT.length()));
      answers.add(whole("ETag: \"v2\"\r\n", CONTENT.length()));
      try (HttpClient narrow =
          HttpClient.builder().pool(PoolLimits.defaults().withPerOrigin(1)).build()) {
        narrow.get(server.uri("/x")).download(file).resume(1).run();
      }
      assertThat(asked).as(other).hasSize(3);
      assertThat(asked.getLast()).doesNotContain("Range");
      assertThat(file).hasContent(CONTENT);
      assertThat(files()).containsExactly("film.mp4");
    }
  }

  @Test
  void a_part_that_nobody_asked_for_is_not_the_whole() throws IOException {
    answers.add(rest(ETAG, 30_000, CONTENT.length()));
    assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(1).run())
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("asked for the whole, the server sent bytes 30000-");
    assertThat(files()).isEmpty();
    answers.add(rest(ETAG, 0, CONTENT.length()));
    client.get(server.uri("/x")).download(file).run();
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  void what_an_earlier_run_has_left_does_not_count_when_it_begins_anew() throws IOException {
    answers.add(whole(ETAG, 30_000));
    assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(0).run())
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    answers.add(whole("ETag: \"v2\"\r\n", 40_000));
    answers.add(rest("ETag: \"v2\"\r\n", 40_000, CONTENT.length()));
    Downloaded done = client.get(server.uri("/x")).download(file).resume(1).run();
    assertThat(done.continued()).isZero();
    assertThat(file).hasContent(CONTENT);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nothing_is_written_by_way_of_a_link() throws IOException {
    for (String name : List.of("film.mp4.part", "film.mp4.part.state")) {
      Path precious = Files.writeString(folder.resolve("precious"), "precious");
      Path link = Files.createSymbolicLink(folder.resolve(name), precious);
      answers.add(whole(ETAG, CONTENT.length()));
      assertThatThrownBy(() -> client.get(server.uri("/x")).download(file).resume(1).run())
          .as(name)
          .isInstanceOf(HttpFailure.CallerBody.class);
      assertThat(precious).hasContent("precious");
      Files.deleteIfExists(link);
    }
  }

  private static String digest(String content) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(content.getBytes(US_ASCII));
      return "Repr-Digest: sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
