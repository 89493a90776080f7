package io.godwit.client;

import io.godwit.http.Request;
import io.godwit.http.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of one call, in order. Used by the thread of the call; the end may come from another,
 * and how much of the body has left comes from the one that writes it.
 */
final class Audience {
  /** Of a call that nobody listens to. */
  static final Audience NONE = new Audience(List.of());

  private final List<ListenerHandle> listeners;
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable CallView call;

  private Audience(List<ListenerHandle> listeners) {
    this.listeners = listeners;
  }

  static Audience of(List<ListenerHandle> listeners) {
    return listeners.isEmpty() ? NONE : new Audience(listeners);
  }

  /** Says of which call they will be told, before they are told of anything. */
  void attend(CallView begun) {
    if (present()) {
      call = begun;
    }
  }

  boolean present() {
    return !listeners.isEmpty();
  }

  void sending(Request request, Connection connection) {
    if (present()) {
      Peer peer = connection.peer;
      ExchangeStart start =
          new ExchangeStart(request, peer.remote(), peer.tls(), connection.reused());
      tell("sending", (listener, view) -> listener.sending(view, start));
    }
  }

  /** Those who listen must not see each other's positions. */
  void received(ByteBuffer bytes) {
    tell("received", (listener, view) -> listener.received(view, bytes.asReadOnlyBuffer()));
  }

  void sent(long bytes, long total) {
    if (present()) {
      tell("sent", (listener, view) -> listener.sent(view, bytes, total));
    }
  }

  void interim(Response interim) {
    tell("interim", (listener, view) -> listener.interim(view, interim));
  }

  void responded(Response head) {
    if (present()) {
      tell("responded", (listener, view) -> listener.responded(view, head));
    }
  }

  void answered(Response head) {
    tell("answered", (listener, view) -> listener.answered(view, head));
  }

  void content(ByteBuffer content) {
    tell("content", (listener, view) -> listener.content(view, content.asReadOnlyBuffer()));
  }

  /** Only the first time: who closes a stream may meet who reads its end. */
  void ended(CallEnd end) {
    if (present() && over.compareAndSet(false, true)) {
      tell("ended", (listener, view) -> listener.ended(view, end));
    }
  }

  private void tell(String event, BiConsumer<CallListener, CallView> how) {
    for (ListenerHandle handle : listeners) {
      handle.tell(event, listener -> how.accept(listener, Objects.requireNonNull(call)));
    }
  }
}
