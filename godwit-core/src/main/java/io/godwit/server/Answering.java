package io.godwit.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers on the connections of a server, and who is told of it.
 *
 * @param requests every method but CONNECT
 * @param tunnels CONNECT; null when there are no tunnels
 * @param raw has whole connections, in place of HTTP; null nearly always
 * @param listeners in the order in which they are told
 */
record Answering(
    Handler requests,
    @Nullable Handler tunnels,
    @Nullable RawHandler raw,
    List<ExchangeListener> listeners) {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  static Answering by(Handler requests) {
    return new Answering(requests, null, null, List.of());
  }

  /** Whether anybody wants to be told. */
  boolean watched() {
    return !listeners.isEmpty();
  }

  /** Tells all listeners, whatever one of them does. */
  void tell(ExchangeReport report) {
    for (ExchangeListener listener : listeners) {
      try {
        listener.ended(report);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "a listener has failed and is called again", e);
      }
    }
  }
}
