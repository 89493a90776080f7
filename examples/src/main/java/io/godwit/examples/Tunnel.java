package io.godwit.examples;

import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Two connections whose bytes go over to each other, until the origin has ended, or nothing has
 * moved for too long. Two threads copy; the calling one is one of them.
 */
final class Tunnel {
  private static final int PIECE = 64 * 1024;

  /**
   * How long a tunnel may be silent.
   *
   * @param open while both sides may still speak
   * @param halfClosed when the client has ended its side, and only the origin's last words are
   *     waited for
   */
  record Patience(Duration open, Duration halfClosed) {
    static final Patience USUAL = new Patience(Duration.ofMinutes(10), Duration.ofSeconds(30));
  }

  private final Channel client;
  private final Channel origin;
  private final Watch watch;
  private volatile Duration patience;

  private Tunnel(Channel client, Channel origin, Duration patience) {
    this.client = client;
    this.origin = origin;
    this.patience = patience;
    this.watch = Watchdog.system().watch(this::cut);
  }

  /**
   * Copies both ways. When the client has ended its side, what the origin still has to say is
   * passed on; when the origin has ended, the tunnel has.
   */
  static void join(Channel client, Channel origin, Patience patience) throws IOException {
    new Tunnel(client, origin, patience.open()).run(patience.halfClosed());
  }

  private void run(Duration halfClosed) throws IOException {
    moved();
    Thread back =
        Thread.ofVirtual()
            .start(
                () -> {
                  copy(origin, client);
                  endReading(client);
                });
    try {
      copy(client, origin);
      patience = halfClosed;
      moved();
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the proxy is closed");
    } finally {
      origin.close();
      watch.release();
    }
  }

  /** Something has happened: the time begins anew. */
  private void moved() {
    watch.rearm(Clock.after(Clock.system().nanos(), patience.toNanos()));
  }

  private void cut() {
    client.close();
    origin.close();
  }

  private static void endReading(Channel channel) {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      channel.close();
    }
  }

  private void copy(Channel from, Channel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    ByteBuffer[] pieces = {buffer};
    try {
      while (from.read(buffer.clear()) >= 0) {
        moved();
        buffer.flip();
        to.write(pieces, 1);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      cut(); // one side is broken: the other has nobody to talk to
    }
  }
}
