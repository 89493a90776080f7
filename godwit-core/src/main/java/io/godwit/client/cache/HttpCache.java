package io.godwit.client.cache;

import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where responses are kept for the next time: the store of a private cache (RFC 9111). A client
 * uses one when it is told to; several clients may share it. Safe between threads.
 *
 * <pre>{@code
 * HttpCache cache = HttpCache.inMemory(64L * 1024 * 1024);
 * try (HttpClient cached = HttpClient.builder().cache(cache).build()) {
 *   show(cached.get(url).send().header("Cache-Status").orElse(""));
 * }
 * show(cache.statistics().toString());
 * }</pre>
 *
 * <p>Nothing here fails a call: a store that cannot be written keeps nothing, and one that cannot
 * be read has nothing. {@link #statistics()} counts that, and the first time is logged.
 *
 * <p>A private cache keeps what is meant for one person. Responses to requests with Authorization
 * are used for the same credentials only; those that depend on cookies alone are not told apart
 * unless their server says so by {@code Vary: Cookie}. So let no cache serve several people that a
 * server tells apart by cookies.
 */
public interface HttpCache {
  /**
   * A cache in memory, which ends with the process.
   *
   * @param bytes how much it may take, of content and fields; the least recently used responses
   *     make room. A response of more than a quarter of it is not kept.
   * @throws IllegalArgumentException when it is not positive
   */
  static HttpCache inMemory(long bytes) {
    return new MemoryCache(bytes);
  }

  /**
   * A cache in a directory, which is made when it is missing, for its owner alone where the file
   * system knows owners. What was stored before is used again. A process that dies leaves nothing
   * behind that would be taken for a response. Several processes may use one directory; each sees
   * what was there when it began, and what it has stored itself.
   *
   * @param bytes as in memory; it counts what lies in the files
   * @throws IllegalArgumentException when it is not positive
   * @throws IOException when the directory cannot be made or read
   */
  static HttpCache onDisk(Path directory, long bytes) throws IOException {
    return DiskCache.open(directory, bytes);
  }

  /** All that is stored under that key. */
  List<StoredResponse> find(CacheKey key);

  /**
   * The content of a stored response; empty when it is gone. Reading it fails with an {@link
   * IOException} when it turns out to be damaged, at its end at the latest.
   */
  Optional<InputStream> open(StoredResponse stored);

  /**
   * Begins to store a response.
   *
   * @param length of its content in bytes; -1 when it is not known
   * @return empty when it will not be stored: it is too large, or there is no room
   */
  Optional<Writing> begin(StoredResponse response, long length);

  /** Puts these fields in place of those of the stored response of the same id, if it is there. */
  void update(StoredResponse response);

  /** Removes a stored response, if it is there. */
  void remove(StoredResponse stored);

  /** Removes all that is stored of that URI. */
  void invalidate(Uri uri);

  /** Removes everything. */
  void clear();

  /** What the cache holds and has done. */
  CacheStatistics statistics();

  /** A response on its way into the store. Used by one thread. */
  interface Writing {
    /** The next piece of content. Past the largest size the response is given up in silence. */
    void write(byte[] bytes, int offset, int length);

    /**
     * The content was complete: from now on the response is found.
     *
     * @param replaced removed at the same time
     */
    void commit(List<StoredResponse> replaced);

    /** The content was not complete: nothing is kept. Does nothing after a commit. */
    void abandon();
  }
}
