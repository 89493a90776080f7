package io.godwit.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The listeners of one client, in the order in which they were bound. Safe between threads. */
final class Listeners {
  /** Guards changes. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile List<ListenerHandle> bound = List.of();

  Listeners(List<CallListener> first) {
    first.forEach(this::bind);
  }

  ListenerHandle bind(CallListener listener) {
    ListenerHandle handle = new ListenerHandle(listener, this::unbind);
    lock.lock();
    try {
      bound = Stream.concat(bound.stream(), Stream.of(handle)).toList();
    } finally {
      lock.unlock();
    }
    return handle;
  }

  private void unbind(ListenerHandle handle) {
    lock.lock();
    try {
      bound = bound.stream().filter(other -> other != handle).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Who is told of a call that has these listeners of its own. */
  List<ListenerHandle> with(List<CallListener> own) {
    List<ListenerHandle> ofClient = bound;
    if (own.isEmpty()) {
      return ofClient;
    }
    List<ListenerHandle> all = new ArrayList<>(ofClient);
    own.forEach(listener -> all.add(new ListenerHandle(listener, _ -> {})));
    return List.copyOf(all);
  }

  /** Whether anybody would hear. */
  boolean present() {
    return !bound.isEmpty();
  }

  void opened(Connection connection) {
    tell("opened", connection, CallListener::opened);
  }

  void reused(Connection connection) {
    tell("reused", connection, CallListener::reused);
  }

  void closed(Connection connection) {
    tell("closed", connection, CallListener::closed);
  }

  private void tell(
      String what, Connection connection, BiConsumer<CallListener, ConnectionEvent> how) {
    if (present()) { // otherwise each lease would cost an iterator
      ConnectionEvent event = connection.event();
      for (ListenerHandle handle : bound) {
        handle.tell(what, listener -> how.accept(listener, event));
      }
    }
  }
}
