package io.godwit.client.cache;

import io.godwit.http.Uri;
import io.godwit.net.Clock;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Responses in files, two for each: the content, written once, and the head, replaced when the
 * origin confirms it. A response is there when its head is; that comes last, under another name,
 * and is renamed. Both files say when they are whole.
 *
 * <p>The index in memory says what there is and what goes first; files are read and written outside
 * of its lock. A file that another process has removed is a response that is gone.
 */
final class DiskCache implements HttpCache {
  private final CacheFiles files;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final EntryIndex<CacheFiles.Name> index;
  private long stored;
  private long evicted;
  private long damaged;
  private long failures;

  private DiskCache(CacheFiles files, long bytes) {
    this.files = files;
    this.index = new EntryIndex<>(bytes);
  }

  static DiskCache open(Path directory, long bytes) throws IOException {
    DiskCache cache = new DiskCache(new CacheFiles(directory), bytes);
    List<EntryIndex.Slot<CacheFiles.Name>> gone = new ArrayList<>();
    for (CacheFiles.Found found : cache.files.scan(Clock.system().wall())) {
      gone.addAll(cache.index.put(slot(found.name(), found.bytes())));
    }
    gone.forEach(slot -> cache.delete(slot.entry()));
    return cache;
  }

  @Override
  public List<StoredResponse> find(CacheKey key) {
    List<StoredResponse> found = new ArrayList<>();
    for (CacheFiles.Name name : named(key)) {
      read(name).filter(response -> response.key().equals(key)).ifPresent(found::add);
    }
    return found;
  }

  private List<CacheFiles.Name> named(CacheKey key) {
    lock.lock();
    try {
      return index.under(EntryIndex.name(key)).stream().map(EntryIndex.Slot::entry).toList();
    } finally {
      lock.unlock();
    }
  }

  private Optional<StoredResponse> read(CacheFiles.Name name) {
    try {
      Optional<StoredResponse> response =
          files.readHead(name).filter(head -> head.id().equals(name.id()));
      if (response.isEmpty()) {
        removeDamaged(name);
      }
      return response;
    } catch (NoSuchFileException e) {
      forget(name);
    } catch (IOException e) {
      failed(e);
    }
    return Optional.empty();
  }

  @Override
  public Optional<InputStream> open(StoredResponse response) {
    CacheFiles.Name name = CacheFiles.Name.of(response);
    try {
      Optional<InputStream> content = StoredBody.open(files.body(name), response.length());
      if (content.isEmpty()) {
        removeDamaged(name);
      }
      return content;
    } catch (NoSuchFileException e) {
      forget(name);
      delete(name);
    } catch (IOException e) {
      failed(e);
    }
    return Optional.empty();
  }

  @Override
  public Optional<Writing> begin(StoredResponse response, long length) {
    long most = index.most() - response.headers().encodedSize() - StoredBody.TRAILER;
    if (Math.max(0, length) > most) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DiskWriting(this, files.begin(), response, most));
    } catch (IOException e) {
      failed(e);
      return Optional.empty();
    }
  }

  @Override
  public void update(StoredResponse response) {
    CacheFiles.Name name = CacheFiles.Name.of(response);
    if (!has(name)) {
      return;
    }
    try {
      long bytes = files.writeHead(name, response) + response.length() + StoredBody.TRAILER;
      resize(slot(name, bytes));
    } catch (IOException e) {
      failed(e);
      remove(response); // what is there is not what the origin says any more
    }
  }

  /** The new head may take more or less room; gone meanwhile, it stays gone. */
  private void resize(EntryIndex.Slot<CacheFiles.Name> slot) {
    List<EntryIndex.Slot<CacheFiles.Name>> gone;
    lock.lock();
    try {
      gone = index.remove(slot.id()).isPresent() ? index.put(slot) : List.of(slot);
    } finally {
      lock.unlock();
    }
    gone.forEach(old -> delete(old.entry()));
  }

  private boolean has(CacheFiles.Name name) {
    lock.lock();
    try {
      return index.use(name.id()).isPresent();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(StoredResponse response) {
    CacheFiles.Name name = CacheFiles.Name.of(response);
    forget(name);
    delete(name);
  }

  @Override
  public void invalidate(Uri uri) {
    List<CacheFiles.Name> names;
    lock.lock();
    try {
      names = index.of(uri).stream().map(EntryIndex.Slot::entry).toList();
      names.forEach(name -> index.remove(name.id()));
    } finally {
      lock.unlock();
    }
    names.forEach(this::delete);
  }

  @Override
  public void clear() {
    List<EntryIndex.Slot<CacheFiles.Name>> all;
    lock.lock();
    try {
      all = index.drain();
    } finally {
      lock.unlock();
    }
    all.forEach(slot -> delete(slot.entry()));
  }

  @Override
  public CacheStatistics statistics() {
    lock.lock();
    try {
      return new CacheStatistics(index.size(), index.used(), stored, evicted, damaged, failures);
    } finally {
      lock.unlock();
    }
  }

  /** A response is complete: its files get their names, the content first. */
  void commit(CacheFiles.Part part, StoredResponse response, List<StoredResponse> replaced)
      throws IOException {
    CacheFiles.Name name = CacheFiles.Name.of(response);
    files.keep(part, name);
    long head;
    try {
      head = files.writeHead(name, response);
    } catch (IOException e) {
      delete(name);
      throw e;
    }
    List<EntryIndex.Slot<CacheFiles.Name>> gone = new ArrayList<>();
    lock.lock();
    try {
      for (StoredResponse old : replaced) {
        index.remove(old.id()).ifPresent(gone::add);
      }
      List<EntryIndex.Slot<CacheFiles.Name>> pushed =
          index.put(slot(name, head + response.length() + StoredBody.TRAILER));
      evicted += pushed.size();
      gone.addAll(pushed);
      stored++;
    } finally {
      lock.unlock();
    }
    gone.forEach(slot -> delete(slot.entry()));
  }

  /** Counts a failure; the first one is logged, since the cache goes on without. */
  void failed(IOException reason) {
    boolean first;
    lock.lock();
    try {
      first = failures++ == 0;
    } finally {
      lock.unlock();
    }
    if (first) {
      System.getLogger(HttpCache.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "the cache cannot use its directory: {0}",
              reason.toString());
    }
  }

  private void removeDamaged(CacheFiles.Name name) {
    forget(name);
    delete(name);
    lock.lock();
    try {
      damaged++;
    } finally {
      lock.unlock();
    }
  }

  private void forget(CacheFiles.Name name) {
    lock.lock();
    try {
      index.remove(name.id());
    } finally {
      lock.unlock();
    }
  }

  private void delete(CacheFiles.Name name) {
    try {
      files.delete(name);
    } catch (IOException e) {
      failed(e);
    }
  }

  private static EntryIndex.Slot<CacheFiles.Name> slot(CacheFiles.Name name, long bytes) {
    return new EntryIndex.Slot<>(name.id(), name.key(), bytes, name);
  }
}
