package io.godwit.server.files;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is in a folder.
 *
 * @param more whether there is more than could be listed
 */
record Listing(List<Entry> entries, boolean more) {
  /**
   * A file or folder.
   *
   * @param size in bytes; that of a folder says nothing
   */
  record Entry(String name, boolean folder, long size, Optional<Instant> modified) {
    static Entry of(String name, StoredFile found) {
      return new Entry(
          name, found.isFolder(), found.isFolder() ? 0 : found.size(), found.modified());
    }
  }

  /** By what it can be sorted. */
  enum Order {
    NAME("name", Comparator.comparing(Entry::name, byName())),
    SIZE("size", Comparator.comparingLong(Entry::size)),
    DATE("date", Comparator.comparing(entry -> entry.modified().orElse(Instant.MIN)));

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // comparators of accessors, without state
    private final Comparator<Entry> comparator;

    Order(String word, Comparator<Entry> comparator) {
      this.word = word;
      this.comparator = comparator;
    }

    /** The one of that word; by name when there is none. */
    static Order of(String word) {
      for (Order order : values()) {
        if (order.word.equals(word)) {
          return order;
        }
      }
      return NAME;
    }

    String word() {
      return word;
    }

    /** As a person looks for it; names that differ in case alone are still told apart. */
    private static Comparator<String> byName() {
      return String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());
    }
  }

  Listing {
    entries = List.copyOf(entries);
  }

  /** Folders first; what is equal otherwise stands in the order of its names. */
  Listing sorted(Order order, boolean descending) {
    Comparator<Entry> comparator = descending ? order.comparator.reversed() : order.comparator;
    return new Listing(
        entries.stream()
            .sorted(
                Comparator.comparing(Entry::folder)
                    .reversed()
                    .thenComparing(comparator)
                    .thenComparing(Order.NAME.comparator))
            .toList(),
        more);
  }
}
