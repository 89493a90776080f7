package io.godwit.client.cache;

import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.StoredResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Responses in memory. Content is written once and shared by all who read it. */
final class MemoryCache implements HttpCache {
  /** What an entry takes besides its texts, roughly. */
  private static final int OVERHEAD = 512;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final EntryIndex<Entry> index;
  private final long capacity;

  /** Content that is being collected: it counts as well, or many calls could take any amount. */
  private long pending;

  private long lastId;
  private long stored;
  private long evicted;

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Entry(StoredResponse response, byte[] content) {}

  MemoryCache(long bytes) {
    this.index = new EntryIndex<>(bytes);
    this.capacity = bytes;
  }

  @Override
  public List<StoredResponse> find(CacheKey key) {
    lock.lock();
    try {
      return index.under(EntryIndex.name(key)).stream()
          .map(slot -> slot.entry().response())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<InputStream> open(StoredResponse response) {
    lock.lock();
    try {
      return index.use(response.id()).map(slot -> new ByteArrayInputStream(slot.entry().content()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Writing> begin(StoredResponse response, long length) {
    long head = cost(response, 0);
    return head + Math.max(0, length) > index.most()
        ? Optional.empty()
        : Optional.of(new Collecting(response, index.most() - head));
  }

  @Override
  public void update(StoredResponse response) {
    lock.lock();
    try {
      index.use(response.id()).ifPresent(slot -> put(response, slot.entry().content(), slot.id()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(StoredResponse response) {
    lock.lock();
    try {
      index.remove(response.id());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void invalidate(Uri uri) {
    lock.lock();
    try {
      index.of(uri).forEach(slot -> index.remove(slot.id()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void clear() {
    lock.lock();
    try {
      index.drain();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CacheStatistics statistics() {
    lock.lock();
    try {
      return new CacheStatistics(index.size(), index.used(), stored, evicted, 0, 0);
    } finally {
      lock.unlock();
    }
  }

  private void put(StoredResponse response, byte[] content, String id) {
    long bytes = cost(response, content.length);
    String key = EntryIndex.name(response.key());
    Entry entry = new Entry(response.stored(id, content.length), content);
    evicted += index.put(new EntryIndex.Slot<>(id, key, bytes, entry)).size();
  }

  private static long cost(StoredResponse response, long length) {
    return OVERHEAD
        + response.headers().encodedSize()
        + response.key().uri().text().length()
        + length;
  }

  private boolean reserve(int bytes) {
    lock.lock();
    try {
      boolean room = pending + bytes <= capacity;
      pending += room ? bytes : 0;
      return room;
    } finally {
      lock.unlock();
    }
  }

  /** Content that arrives. */
  private final class Collecting implements Writing {
    private final StoredResponse response;
    private final long most;
    private @Nullable ByteArrayOutputStream content = new ByteArrayOutputStream();

    Collecting(StoredResponse response, long most) {
      this.response = response;
      this.most = most;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (content == null) {
        return;
      }
      if (content.size() + (long) length > most || !reserve(length)) {
        abandon();
        return;
      }
      content.write(bytes, offset, length);
    }

    @Override
    public void commit(List<StoredResponse> replaced) {
      if (content == null) {
        return;
      }
      byte[] whole = content.toByteArray();
      lock.lock();
      try {
        replaced.forEach(old -> index.remove(old.id()));
        put(response, whole, Long.toString(++lastId));
        stored++;
      } finally {
        lock.unlock();
      }
      abandon();
    }

    @Override
    public void abandon() {
      if (content != null) {
        lock.lock();
        try {
          pending -= content.size();
        } finally {
          lock.unlock();
        }
        content = null;
      }
    }
  }
}
