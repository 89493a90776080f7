package io.godwit.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a {@link WireLog} goes. Thread-safe. */
interface WireSink {
  void add(WireLog.Entry entry);

  default List<WireLog.Entry> entries() {
    return List.of();
  }

  default Optional<IOException> failure() {
    return Optional.empty();
  }
}
