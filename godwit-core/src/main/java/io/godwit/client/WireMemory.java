package io.godwit.client;

import io.godwit.client.WireLog.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The last bytes that were sent and received. */
final class WireMemory implements WireSink {
  /** What an entry costs besides its bytes: so many small ones take no more memory either. */
  private static final int ENTRY = 64;

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long held;

  WireMemory(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a log of " + most + " bytes holds nothing");
    }
    this.most = most;
  }

  @Override
  public void add(Entry entry) {
    Entry kept = last(entry);
    lock.lock();
    try {
      entries.addLast(kept);
      held += size(kept);
      while (held > most && entries.size() > 1) {
        held -= size(entries.removeFirst());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is too large by itself loses its beginning. */
  private Entry last(Entry entry) {
    ByteBuffer bytes = entry.bytes();
    int over = bytes.remaining() - most;
    if (over <= 0) {
      return entry;
    }
    ByteBuffer end = ByteBuffer.allocate(most); // not a slice, which would hold all of it
    end.put(bytes.position(bytes.position() + over)).flip();
    return new Entry(entry.connection(), entry.direction(), entry.time(), end);
  }

  private static int size(Entry entry) {
    return entry.bytes().remaining() + ENTRY;
  }

  @Override
  public List<Entry> entries() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }
}
