package io.godwit.client.cache;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.Selection;
import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Responses to store, and what is needed to store them. */
final class Kept {
  static final Instant THEN = Instant.parse("2026-11-21T12:00:00.123456789Z");

  private Kept() {}

  static CacheKey key(String path) {
    return new CacheKey(Uri.of("http://a.example/" + path), "");
  }

  static CacheKey query(String path, String content) {
    return new CacheKey(Uri.of("http://a.example/" + path), Hash.of(content));
  }

  static StoredResponse response(CacheKey key, String... fields) {
    Headers.Builder headers = Headers.builder().latin1();
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    Headers request = Headers.of("A", "1", "Authorization", "Basic x");
    Headers all = headers.build();
    Response head = new Response(Version.HTTP_1_1, Status.OK, "Fine", all, Body.empty());
    Selection selection = Selection.of(request, all).orElseThrow();
    return new StoredResponse("", key, selection, head, THEN, THEN.plusMillis(7), 0);
  }

  static void store(HttpCache cache, StoredResponse response, String content) {
    store(cache, response, content.getBytes(StandardCharsets.UTF_8), List.of());
  }

  static void store(
      HttpCache cache, StoredResponse response, byte[] content, List<StoredResponse> replaced) {
    HttpCache.Writing writing = cache.begin(response, -1).orElseThrow();
    int half = content.length / 2;
    writing.write(content, 0, half);
    writing.write(content, half, content.length - half);
    writing.commit(replaced);
  }

  static StoredResponse only(HttpCache cache, CacheKey key) {
    List<StoredResponse> found = cache.find(key);
    if (found.size() != 1) {
      throw new AssertionError("found " + found);
    }
    return found.getFirst();
  }

  /** The content as text; empty when it is gone. */
  static Optional<String> content(HttpCache cache, StoredResponse response) throws IOException {
    Optional<InputStream> opened = cache.open(response);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = opened.get()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
