package io.godwit.client;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A listener that is bound to a client. Safe between threads.
 *
 * <p>A call is told about to those who were bound when it was made.
 */
public final class ListenerHandle implements AutoCloseable {
  private final CallListener listener;
  private final Consumer<ListenerHandle> unbind;
  private final LongAdder told = new LongAdder();
  private volatile boolean closed;

  ListenerHandle(CallListener listener, Consumer<ListenerHandle> unbind) {
    this.listener = listener;
    this.unbind = unbind;
  }

  /** How many events the listener was told so far. */
  public long told() {
    return told.sum();
  }

  /**
   * Unbinds the listener, also from calls that are running. It is told nothing that happens from
   * here on. Closing again does nothing.
   */
  @Override
  public void close() {
    closed = true;
    unbind.accept(this);
  }

  void tell(String event, Consumer<CallListener> how) {
    if (closed) {
      return;
    }
    told.increment();
    try {
      how.accept(listener);
    } catch (Exception e) { // a checked one as well: not every language knows them
      log().log(System.Logger.Level.WARNING, "a listener failed when told of: " + event, e);
    }
  }

  /** Asked for when there is something to log, which is seldom: the JDK's logging starts slowly. */
  private static System.Logger log() {
    return System.getLogger(CallListener.class.getName());
  }
}
