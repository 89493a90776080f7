package io.godwit.client.cache;

import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is in a store: found by key and by URI, bounded by bytes, the least recently used first to
 * go. Not safe between threads: who owns it holds a lock.
 *
 * @param <E> what an entry holds
 */
final class EntryIndex<E> {
  /** Responses under one key; a server that varies more than this is cached in part. */
  private static final int MOST_VARIANTS = 32;

  private final long capacity;
  private final LinkedHashMap<String, Slot<E>> slots = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * The ids under each key, in the order they came; sorted, so that those of a URI are together.
   */
  private final TreeMap<String, Set<String>> keys = new TreeMap<>();

  private long used;

  EntryIndex(long capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("a cache of " + capacity + " bytes holds nothing");
    }
    this.capacity = capacity;
  }

  /**
   * An entry.
   *
   * @param key as {@link #name}
   * @param bytes that it takes
   */
  record Slot<E>(String id, String key, long bytes, E entry) {}

  /** The name of a key: that of the URI, and of the content. */
  static String name(CacheKey key) {
    return name(key.uri()) + "-" + (key.content().isEmpty() ? "0" : key.content());
  }

  static String name(Uri uri) {
    return Hash.of(uri.text());
  }

  /** The largest entry. */
  long most() {
    return Math.max(1, capacity / 4);
  }

  /** Adds an entry, or takes the place of that with the same id; what had to go is returned. */
  List<Slot<E>> put(Slot<E> slot) {
    remove(slot.id());
    slots.put(slot.id(), slot);
    Set<String> variants = keys.computeIfAbsent(slot.key(), _ -> new LinkedHashSet<>());
    variants.add(slot.id());
    used += slot.bytes();
    List<Slot<E>> gone = new ArrayList<>();
    while (variants.size() > MOST_VARIANTS) {
      remove(variants.iterator().next()).ifPresent(gone::add);
    }
    while (used > capacity) {
      remove(slots.firstEntry().getKey()).ifPresent(gone::add);
    }
    return gone;
  }

  /** The entry of that id, which counts as a use. */
  Optional<Slot<E>> use(String id) {
    return Optional.ofNullable(slots.get(id));
  }

  Optional<Slot<E>> remove(String id) {
    Slot<E> slot = slots.remove(id);
    if (slot == null) {
      return Optional.empty();
    }
    used -= slot.bytes();
    Set<String> variants = keys.get(slot.key());
    if (variants != null) {
      variants.remove(id);
      if (variants.isEmpty()) {
        keys.remove(slot.key());
      }
    }
    return Optional.of(slot);
  }

  /** What is stored under that key, which counts as a use. */
  List<Slot<E>> under(String key) {
    return slots(keys.getOrDefault(key, Set.of()));
  }

  /** What is stored of that URI, under any key. */
  List<Slot<E>> of(Uri uri) {
    String name = name(uri);
    List<Slot<E>> all = new ArrayList<>();
    for (Set<String> ids : keys.subMap(name + "-", name + ".").values()) {
      all.addAll(slots(ids));
    }
    return all;
  }

  /** Everything, and the index is empty then. */
  List<Slot<E>> drain() {
    List<Slot<E>> all = List.copyOf(slots.sequencedValues());
    slots.clear();
    keys.clear();
    used = 0;
    return all;
  }

  int size() {
    return slots.size();
  }

  long used() {
    return used;
  }

  private List<Slot<E>> slots(Collection<String> ids) {
    List<Slot<E>> found = new ArrayList<>(ids.size());
    for (String id : ids) {
      Slot<E> slot = slots.get(id);
      if (slot != null) {
        found.add(slot);
      }
    }
    return found;
  }
}
