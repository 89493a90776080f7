package io.godwit.server;

import io.godwit.net.Watch;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How long the handlers of one connection may take: interrupts the connection's thread when one
 * takes longer. The time does not run while a client is waited for, and begins anew with each piece
 * of content that has come. So nobody is interrupted within I/O on the connection, which would
 * close it; and who has used up his time gets no further I/O.
 *
 * <p>Begun and ended by the thread of the connection; {@link #suspend} and {@link #resume} come
 * from whoever reads the content or sends interim responses.
 */
final class HandlerLimit {
  private final ServerSettings settings;
  private final Thread thread = Thread.currentThread();
  private @Nullable Watch watch;

  /** Guards {@link #waits}, and the watch while a handler is at work. */
  private final ReentrantLock lock = new ReentrantLock();

  /** How many threads wait for the client; seldom more than one. */
  private int waits;

  /** Whether a handler is at work. */
  private volatile boolean active;

  /** Whether the watch has fired, and done what it does. */
  private volatile boolean struck;

  /** For the connection of the calling thread. */
  HandlerLimit(ServerSettings settings) {
    this.settings = settings;
  }

  /**
   * A handler begins.
   *
   * @param now of the server's clock
   */
  void begin(long now) {
    Watch armed = watch;
    if (armed == null || struck) { // a watch that has fired stays so
      release();
      struck = false;
      armed = settings.watchdog().watch(this::strike);
      watch = armed;
    }
    active = true;
    armed.arm(settings.handlerDeadline(now));
  }

  /** The handler has ended; whether it took too long. No interrupt comes after this. */
  boolean end() {
    active = false;
    return stop();
  }

  /** Whether the watch has fired, now or before; then it has done all that it does. */
  private boolean stop() {
    Watch armed = watch;
    if (armed == null || !armed.disarm()) {
      return false;
    }
    while (!struck) {
      Thread.onSpinWait(); // the watchdog is about to interrupt
    }
    return true;
  }

  /**
   * The client is waited for, up to {@link #resume}; until then nobody is interrupted.
   *
   * @throws InterruptedIOException when the handler has taken too long already: nobody waits then
   */
  void suspend() throws InterruptedIOException {
    lock.lock();
    try {
      if (active && stop()) {
        throw new InterruptedIOException("the handler has taken too long, and gets nothing more");
      }
      waits++;
    } finally {
      lock.unlock();
    }
  }

  /** The client has sent something, or has taken it. */
  void resume() {
    lock.lock();
    try {
      waits--;
      Watch armed = watch;
      if (waits == 0 && active && armed != null) {
        armed.arm(settings.handlerDeadline(settings.clock().nanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the watch, when the connection is gone. */
  void release() {
    if (watch != null) {
      watch.release();
      watch = null;
    }
  }

  private void strike() {
    if (active) {
      thread.interrupt();
    }
    struck = true;
  }
}
