package io.godwit.client.cache;

import static io.godwit.client.cache.Kept.content;
import static io.godwit.client.cache.Kept.key;
import static io.godwit.client.cache.Kept.only;
import static io.godwit.client.cache.Kept.query;
import static io.godwit.client.cache.Kept.response;
import static io.godwit.client.cache.Kept.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What any cache does, in memory and on disk. */
@Timeout(60)
class HttpCacheTest {
  private static final long ROOMY = 1024 * 1024;

  @TempDir Path folder;

  enum Kind {
    MEMORY,
    DISK
  }

  private HttpCache cache(Kind kind, long bytes) throws IOException {
    return switch (kind) {
      case MEMORY -> HttpCache.inMemory(bytes);
      case DISK -> HttpCache.onDisk(folder.resolve("cache"), bytes);
    };
  }

  @ParameterizedTest
  @EnumSource
  void what_arrived_whole_is_found_with_its_content(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    StoredResponse response = response(key("a"), "X", "1", "Y", "gr\u00fc\u00dfe", "X", "2");
    store(cache, response, "hello");
    StoredResponse found = only(cache, key("a"));
    assertThat(found.id()).isNotEmpty();
    assertThat(found).isEqualTo(response.stored(found.id(), 5));
    assertThat(content(cache, found)).contains("hello");
    assertThat(content(cache, found)).contains("hello");
    assertThat(cache.find(key("b"))).isEmpty();
    assertThat(cache.statistics().responses()).isEqualTo(1);
    assertThat(cache.statistics().stored()).isEqualTo(1);
    assertThat(cache.statistics().bytes()).isBetween(50L, 1000L);
  }

  @ParameterizedTest
  @EnumSource
  void content_without_a_byte_is_content(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    store(cache, response(key("a")), "");
    assertThat(content(cache, only(cache, key("a")))).contains("");
  }

  @ParameterizedTest
  @EnumSource
  void what_did_not_arrive_whole_is_not_kept(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    HttpCache.Writing writing = cache.begin(response(key("a")), 10).orElseThrow();
    writing.write(new byte[5], 0, 5);
    assertThat(cache.find(key("a"))).isEmpty();
    writing.abandon();
    writing.commit(List.of());
    writing.write(new byte[5], 0, 5);
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.statistics().responses()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void after_a_commit_nothing_is_taken_back(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    HttpCache.Writing writing = cache.begin(response(key("a")), -1).orElseThrow();
    writing.write("abc".getBytes(StandardCharsets.UTF_8), 1, 2);
    writing.commit(List.of());
    writing.abandon();
    writing.commit(List.of());
    assertThat(content(cache, only(cache, key("a")))).contains("bc");
    assertThat(cache.statistics().stored()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_response_of_more_than_a_quarter_is_not_kept(Kind kind) throws Exception {
    HttpCache cache = cache(kind, 40_000);
    assertThat(cache.begin(response(key("a")), 10_001)).isEmpty();
    assertThat(cache.begin(response(key("a")), 9_000)).isPresent();
    store(cache, response(key("a")), new byte[10_001], List.of());
    assertThat(cache.find(key("a"))).isEmpty();
    store(cache, response(key("a")), new byte[9_000], List.of());
    assertThat(cache.find(key("a"))).hasSize(1);
    assertThat(cache.begin(response(key("b"), "X", "x".repeat(10_000)), -1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_was_used_least_recently_makes_room(Kind kind) throws Exception {
    HttpCache cache = cache(kind, 40_000);
    for (String path : List.of("a", "b", "c", "d")) {
      store(cache, response(key(path)), new byte[9_000], List.of());
    }
    assertThat(cache.find(key("a"))).hasSize(1); // a use
    store(cache, response(key("e")), new byte[9_000], List.of());
    assertThat(cache.find(key("b"))).isEmpty();
    assertThat(cache.find(key("a"))).hasSize(1);
    assertThat(cache.statistics().responses()).isEqualTo(4);
    assertThat(cache.statistics().evicted()).isEqualTo(1);
    assertThat(cache.statistics().bytes()).isBetween(36_000L, 40_000L);
  }

  @ParameterizedTest
  @EnumSource
  void under_one_key_the_oldest_of_too_many_go(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    for (int i = 0; i < 33; i++) {
      store(cache, response(key("a"), "X", "" + i), "" + i);
    }
    List<StoredResponse> found = cache.find(key("a"));
    assertThat(found).hasSize(32);
    assertThat(found).noneMatch(one -> one.headers().first("X").orElse("").equals("0"));
    for (StoredResponse one : found) {
      assertThat(content(cache, one)).isEqualTo(one.headers().first("X"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_replaced_goes_when_the_new_one_is_there(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    store(cache, response(key("a")), "old");
    StoredResponse old = only(cache, key("a"));
    HttpCache.Writing writing = cache.begin(response(key("a")), -1).orElseThrow();
    assertThat(cache.find(key("a"))).containsExactly(old);
    writing.commit(List.of(old));
    assertThat(only(cache, key("a")).id()).isNotEqualTo(old.id());
    assertThat(cache.open(old)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void an_update_changes_the_head_and_not_the_content(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    store(cache, response(key("a"), "X", "1"), "hello");
    StoredResponse old = only(cache, key("a"));
    StoredResponse updated = response(key("a"), "X", "2", "Y", "more").stored(old.id(), 5);
    long before = cache.statistics().bytes();
    cache.update(updated);
    assertThat(only(cache, key("a"))).isEqualTo(updated);
    assertThat(content(cache, updated)).contains("hello");
    assertThat(cache.statistics().bytes()).isGreaterThan(before);
    cache.remove(updated);
    cache.update(old);
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.statistics().bytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_uri_is_forgotten_under_all_its_keys(Kind kind) throws Exception {
    HttpCache cache = cache(kind, ROOMY);
    store(cache, response(key("a")), "get");
    store(cache, response(query("a", "1")), "one");
    store(cache, response(query("a", "2")), "two");
    store(cache, response(key("ab")), "other");
    assertThat(content(cache, only(cache, query("a", "2")))).contains("two");
    cache.invalidate(key("a").uri());
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.find(query("a", "1"))).isEmpty();
    assertThat(cache.find(query("a", "2"))).isEmpty();
    assertThat(cache.find(key("ab"))).hasSize(1);
    cache.clear();
    assertThat(cache.find(key("ab"))).isEmpty();
    assertThat(cache.statistics().bytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void many_threads_never_see_a_head_with_the_content_of_another(Kind kind) throws Exception {
    HttpCache cache = cache(kind, 60_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int number = thread;
        all.add(threads.submit(() -> hammer(cache, number)));
      }
      for (Future<?> one : all) {
        one.get(50, TimeUnit.SECONDS);
      }
    }
    assertThat(cache.statistics().bytes()).isLessThanOrEqualTo(60_000);
    assertThat(cache.statistics().failures()).isZero();
    cache.clear();
    assertThat(cache.statistics().bytes()).isZero();
  }

  private static Void hammer(HttpCache cache, int number) throws IOException {
    for (int i = 0; i < 150; i++) {
      String path = "p" + (i % 7);
      String text = number + "/" + i;
      List<StoredResponse> found = cache.find(key(path));
      for (StoredResponse one : found) {
        String said = one.headers().first("X").orElse("");
        content(cache, one).ifPresent(content -> assertThat(content).isEqualTo(said.repeat(300)));
      }
      switch (i % 5) {
        case 0 -> found.forEach(cache::remove);
        case 1 -> cache.invalidate(key(path).uri());
        case 2 -> found.forEach(cache::update);
        default -> {
          byte[] content = text.repeat(300).getBytes(StandardCharsets.UTF_8);
          store(cache, response(key(path), "X", text), content, found);
        }
      }
    }
    return null;
  }

  @Test
  void content_on_its_way_counts_so_that_many_calls_cannot_take_any_amount() {
    HttpCache cache = HttpCache.inMemory(40_000);
    List<HttpCache.Writing> writings = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      HttpCache.Writing writing = cache.begin(response(key("" + i)), -1).orElseThrow();
      writing.write(new byte[9_000], 0, 9_000);
      writings.add(writing);
    }
    writings.getLast().commit(List.of());
    assertThat(cache.statistics().responses()).isZero();
    writings.getFirst().abandon();
    HttpCache.Writing later = cache.begin(response(key("x")), -1).orElseThrow();
    later.write(new byte[9_000], 0, 9_000);
    later.commit(List.of());
    assertThat(cache.statistics().responses()).isEqualTo(1);
  }

  @Test
  void a_cache_has_room() {
    assertThatThrownBy(() -> HttpCache.inMemory(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 bytes");
    assertThatThrownBy(() -> HttpCache.onDisk(folder, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
