package io.godwit.server;

import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.ServerTls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of one source and starts a thread for each. Nothing but {@link #stop}
 * ends it: what goes wrong with one connection is that connection's affair, and when the system has
 * no file handles left it waits until one may be there.
 */
final class Acceptor {
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /** At the limit each connection that ends lets one in, and the next fails: one line is enough. */
  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

  private final ConnectionSource source;
  private final @Nullable ServerTls tls;
  private final Connections connections;
  private final ServerSettings settings;
  private final Thread thread;
  private long pause;
  private long quietUntil;

  Acceptor(
      ConnectionSource source,
      @Nullable ServerTls tls,
      Connections connections,
      ServerSettings settings) {
    this.source = source;
    this.tls = tls;
    this.connections = connections;
    this.settings = settings;
    // Not a daemon: a program whose main method has started a server goes on serving.
    this.thread =
        Thread.ofPlatform().name("godwit-accept " + source).daemon(false).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends it; no connection is accepted after this has returned. */
  void stop() {
    source.close();
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the thread ends at once, so this wait is short
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (source.open()) {
      try {
        connections.awaitRoom();
        acceptOne();
        pause = 0;
      } catch (InterruptedException e) {
        return; // by stop() alone
      } catch (IOException | RuntimeException | Error e) {
        if (source.open() && !waitAfter(e)) {
          return;
        }
      }
    }
  }

  private void acceptOne() throws IOException {
    boolean started = false;
    Channel channel = null;
    try {
      channel = source.accept();
      started =
          new ServerConnection(channel, source.authority(), tls, connections, settings).start();
    } finally {
      if (!started) {
        connections.giveRoom();
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /** Says so, and waits, longer after each failure in a row; false when it is to end. */
  private boolean waitAfter(Throwable failure) {
    long now = settings.clock().nanos();
    if (now >= quietUntil && tell(failure)) {
      quietUntil = Clock.after(now, QUIET);
    }
    pause = Math.clamp(pause * 2, FIRST_PAUSE, LONGEST_PAUSE);
    try {
      connections.awaitEnd(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** False when not even that was possible: a logger may need a file handle for its first line. */
  private boolean tell(Throwable failure) {
    try {
      LOG.log(System.Logger.Level.WARNING, source + " cannot accept, and tries again", failure);
      return true;
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
