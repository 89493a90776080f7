package io.godwit.client.cache;

import static io.godwit.client.cache.Kept.content;
import static io.godwit.client.cache.Kept.key;
import static io.godwit.client.cache.Kept.only;
import static io.godwit.client.cache.Kept.response;
import static io.godwit.client.cache.Kept.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of responses on disk: all of them, or nothing, whatever happened to the files. */
@Timeout(60)
class DiskCacheTest {
  private static final long ROOMY = 64L * 1024 * 1024;
  private static final String PAGE = "a page of some length, but not too long";

  @TempDir Path folder;
  private HttpCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = HttpCache.onDisk(folder, ROOMY);
  }

  private Path file(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("godwit-1"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("godwit-1"))) {
      return files.count();
    }
  }

  @Test
  void what_was_stored_is_there_after_a_restart_and_the_oldest_goes_first() throws Exception {
    store(cache, response(key("a"), "X", "1"), PAGE);
    store(cache, response(key("b")), new byte[9_000], List.of());
    StoredResponse before = only(cache, key("a"));
    Path head = file(EntryIndex.name(key("a")) + "-" + before.id() + ".head");
    Files.setLastModifiedTime(head, FileTime.from(Instant.EPOCH));
    HttpCache again = HttpCache.onDisk(folder, ROOMY);
    assertThat(only(again, key("a"))).isEqualTo(before);
    assertThat(content(again, before)).contains(PAGE);
    assertThat(again.statistics().bytes()).isEqualTo(cache.statistics().bytes());
    HttpCache smaller = HttpCache.onDisk(folder, 9_400);
    assertThat(smaller.find(key("a"))).isEmpty();
    assertThat(smaller.find(key("b"))).hasSize(1);
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void content_that_was_cut_short_at_any_length_is_no_content() throws Exception {
    store(cache, response(key("a")), PAGE);
    StoredResponse stored = only(cache, key("a"));
    byte[] head = Files.readAllBytes(file(".head"));
    byte[] body = Files.readAllBytes(file(".body"));
    Path headFile = file(".head");
    Path bodyFile = file(".body");
    for (int length = 0; length < body.length; length++) {
      Files.write(headFile, head);
      Files.write(bodyFile, Arrays.copyOf(body, length));
      HttpCache again = HttpCache.onDisk(folder, ROOMY);
      assertThat(again.find(key("a"))).containsExactly(stored);
      assertThat(again.open(stored)).isEmpty();
      assertThat(again.find(key("a"))).isEmpty();
      assertThat(again.statistics().damaged()).isEqualTo(1);
      assertThat(files()).isZero();
    }
  }

  @Test
  void a_head_that_was_cut_short_at_any_length_is_no_response() throws Exception {
    store(cache, response(key("a"), "X", "1"), PAGE);
    byte[] head = Files.readAllBytes(file(".head"));
    byte[] body = Files.readAllBytes(file(".body"));
    Path headFile = file(".head");
    Path bodyFile = file(".body");
    for (int length = 0; length < head.length; length++) {
      Files.write(headFile, Arrays.copyOf(head, length));
      Files.write(bodyFile, body);
      HttpCache again = HttpCache.onDisk(folder, ROOMY);
      assertThat(again.find(key("a"))).isEmpty();
      assertThat(again.statistics().damaged()).isEqualTo(1);
      assertThat(files()).isZero();
    }
  }

  @Test
  void a_changed_byte_anywhere_is_noticed() throws Exception {
    store(cache, response(key("a"), "X", "1"), PAGE);
    StoredResponse stored = only(cache, key("a"));
    for (String end : List.of(".head", ".body")) {
      Path file = file(end);
      byte[] bytes = Files.readAllBytes(file);
      byte[] other = Files.readAllBytes(file(end.equals(".head") ? ".body" : ".head"));
      Path otherFile = file(end.equals(".head") ? ".body" : ".head");
      for (int at = 0; at < bytes.length; at++) {
        byte[] changed = bytes.clone();
        changed[at] ^= 0x10;
        Files.write(file, changed);
        Files.write(otherFile, other);
        HttpCache again = HttpCache.onDisk(folder, ROOMY);
        List<StoredResponse> found = again.find(key("a"));
        Optional<InputStream> content = again.open(stored);
        assertThat(found.isEmpty() || content.isEmpty()).isTrue();
      }
      Files.write(file, bytes);
      Files.write(otherFile, other);
    }
    assertThat(content(HttpCache.onDisk(folder, ROOMY), stored)).contains(PAGE);
  }

  @Test
  void large_content_is_checked_as_it_is_read_and_its_end_does_not_come_when_it_is_wrong()
      throws Exception {
    byte[] large = new byte[StoredBody.CHECKED_AT_ONCE + 1];
    Arrays.fill(large, (byte) 7);
    store(cache, response(key("a")), large, List.of());
    StoredResponse stored = only(cache, key("a"));
    try (InputStream in = cache.open(stored).orElseThrow()) {
      assertThat(in.skip(5)).isEqualTo(5);
      assertThat(in.read()).isEqualTo(7);
      assertThat(in.markSupported()).isFalse();
      assertThat(in.readAllBytes()).hasSize(large.length - 6);
      assertThat(in.read()).isEqualTo(-1);
    }
    Path file = file(".body");
    byte[] bytes = Files.readAllBytes(file);
    bytes[large.length / 2] ^= 1;
    Files.write(file, bytes);
    try (InputStream in = cache.open(stored).orElseThrow()) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("damaged");
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(cache.open(stored)).isEmpty();
  }

  @Test
  void the_largest_content_that_is_checked_at_once_is_whole() throws Exception {
    store(cache, response(key("a")), new byte[StoredBody.CHECKED_AT_ONCE], List.of());
    StoredResponse stored = only(cache, key("a"));
    Path file = file(".body");
    byte[] bytes = Files.readAllBytes(file);
    bytes[5] ^= 1;
    Files.write(file, bytes);
    assertThat(cache.open(stored)).isEmpty();
  }

  @Test
  void what_a_dead_process_left_behind_is_cleared_away_and_what_a_living_one_writes_is_not()
      throws Exception {
    HttpCache.Writing writing = cache.begin(response(key("a")), -1).orElseThrow();
    writing.write(new byte[100_000], 0, 100_000);
    HttpCache.onDisk(folder, ROOMY);
    Path part = file(".part");
    assertThat(part).exists();
    Instant old = Instant.now().minus(Duration.ofMinutes(61));
    Files.setLastModifiedTime(part, FileTime.from(old));
    HttpCache.onDisk(folder, ROOMY);
    assertThat(files()).isZero();

    store(cache, response(key("b")), PAGE);
    Files.delete(file(".head"));
    HttpCache.onDisk(folder, ROOMY);
    assertThat(file(".body")).exists();
    Files.setLastModifiedTime(file(".body"), FileTime.from(old));
    HttpCache.onDisk(folder, ROOMY);
    assertThat(files()).isZero();

    store(cache, response(key("c")), PAGE);
    Files.delete(file(".body"));
    HttpCache.onDisk(folder, ROOMY);
    assertThat(files()).isZero();
  }

  @Test
  void files_of_others_are_left_alone() throws Exception {
    Path other = Files.writeString(folder.resolve("godwit-1").resolve("README"), "mine");
    store(cache, response(key("a")), PAGE);
    HttpCache again = HttpCache.onDisk(folder, ROOMY);
    again.clear();
    assertThat(files()).isEqualTo(1);
    assertThat(other).hasContent("mine");
  }

  @Test
  void only_the_owner_may_read_it() throws Exception {
    store(cache, response(key("a")), PAGE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(".head"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(".body"))))
        .isEqualTo("rw-------");
    Path directory = folder.resolve("godwit-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void no_secret_stands_in_a_file() throws Exception {
    StoredResponse response = response(key("a"), "Vary", "A");
    store(cache, response, PAGE);
    String head =
        new String(Files.readAllBytes(file(".head")), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(head).contains("http://a.example/a", "Vary").doesNotContain("Authorization");
    assertThat(response.selection().credentials()).hasSize(32);
  }

  @Test
  void what_another_process_removes_is_gone_and_what_it_keeps_stays() throws Exception {
    store(cache, response(key("a")), PAGE);
    store(cache, response(key("b")), PAGE);
    StoredResponse gone = only(cache, key("a"));
    HttpCache other = HttpCache.onDisk(folder, ROOMY);
    other.invalidate(key("a").uri());
    assertThat(cache.open(gone)).isEmpty();
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.find(key("b"))).hasSize(1);
    assertThat(cache.statistics().responses()).isEqualTo(1);
    assertThat(cache.statistics().failures()).isZero();
  }

  @Test
  void a_head_under_the_name_of_another_is_damaged() throws Exception {
    store(cache, response(key("a")), PAGE);
    StoredResponse stored = only(cache, key("a"));
    byte[] bytes = StoredHead.encode(stored.stored("0".repeat(32), 5)).orElseThrow();
    Files.write(file(".head"), bytes);
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.statistics().damaged()).isEqualTo(1);
  }

  @Test
  void a_directory_that_cannot_be_written_keeps_nothing_and_fails_nothing() throws Exception {
    store(cache, response(key("a")), PAGE);
    StoredResponse stored = only(cache, key("a"));
    HttpCache.Writing begun = cache.begin(response(key("b")), -1).orElseThrow();
    try (Stream<Path> files = Files.list(folder.resolve("godwit-1"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.resolve("godwit-1"));
    assertThat(cache.begin(response(key("b")), -1)).isEmpty();
    begun.write(new byte[100_000], 0, 100_000);
    begun.commit(List.of());
    assertThat(cache.find(key("b"))).isEmpty();
    cache.update(stored);
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.statistics().failures()).isEqualTo(3);
    assertThat(cache.statistics().responses()).isZero();
  }

  @Test
  void an_interrupt_is_no_damage() throws Exception {
    store(cache, response(key("a")), PAGE);
    StoredResponse stored = only(cache, key("a"));
    Thread.currentThread().interrupt();
    List<StoredResponse> found = cache.find(key("a"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(found).hasSizeLessThan(2);
    assertThat(only(cache, key("a"))).isEqualTo(stored);
    assertThat(content(cache, stored)).contains(PAGE);
  }

  @Test
  void a_head_that_is_too_large_is_not_stored() throws Exception {
    String large = "x".repeat(StoredHead.MOST_BYTES);
    store(cache, response(key("a"), "X", large), PAGE);
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(files()).isZero();
    Path file =
        folder.resolve("godwit-1").resolve(EntryIndex.name(key("b")) + "-" + "1".repeat(32));
    Files.write(Path.of(file + ".head"), new byte[StoredHead.MOST_BYTES + 1]);
    Files.write(Path.of(file + ".body"), new byte[20]);
    HttpCache again = HttpCache.onDisk(folder, ROOMY);
    assertThat(again.find(key("b"))).isEmpty();
    assertThat(again.statistics().damaged()).isEqualTo(1);
  }
}
