package io.godwit.server;

import io.godwit.net.Watch;
import org.jspecify.annotations.Nullable;

/**
 * How long the handlers of one connection may take: interrupts the connection's thread when one
 * takes longer. The time does not run while a client is waited for, and begins anew with each piece
 * of content that has come.
 *
 * <p>Begun and ended by the thread of the connection; {@link #suspend} and {@link #resume} come
 * from whoever reads the content.
 */
final class HandlerLimit {
  private final ServerSettings settings;
  private final Thread thread = Thread.currentThread();
  private @Nullable Watch watch;

  /** Whether a handler is at work. */
  private volatile boolean active;

  /** Whether the watch has fired, and done what it does. */
  private volatile boolean struck;

  /** For the connection of the calling thread. */
  HandlerLimit(ServerSettings settings) {
    this.settings = settings;
  }

  /** A handler begins. */
  void begin() {
    Watch armed = watch;
    if (armed == null || struck) { // a watch that has fired stays so
      release();
      struck = false;
      armed = settings.watchdog().watch(this::strike);
      watch = armed;
    }
    active = true;
    armed.arm(settings.handlerDeadline());
  }

  /** The handler has ended; whether it took too long. No interrupt comes after this. */
  boolean end() {
    Watch armed = watch;
    active = false;
    if (armed == null || !armed.disarm()) {
      return false;
    }
    while (!struck) {
      Thread.onSpinWait(); // the watchdog is about to interrupt this thread
    }
    return true;
  }

  /** The client is waited for. */
  void suspend() {
    Watch armed = watch;
    if (active && armed != null) {
      armed.disarm();
    }
  }

  /** The client has sent something. */
  void resume() {
    Watch armed = watch;
    if (active && armed != null) {
      armed.arm(settings.handlerDeadline());
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
