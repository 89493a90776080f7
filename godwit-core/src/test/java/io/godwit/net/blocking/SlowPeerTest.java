package io.godwit.net.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Watchdog;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes to a peer that takes a byte at a time. The clock of the driver is turned by the channel;
 * it begins so long before the watchdog's that a time of an hour is over in a moment, unless it
 * begins anew.
 */
@Timeout(60)
class SlowPeerTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(500);

  private static final class TurnedClock implements Clock {
    private long behind = HOUR - MOMENT;

    @Override
    public Instant wall() {
      return Clock.system().wall();
    }

    @Override
    public long nanos() {
      return Clock.system().nanos() - behind;
    }
  }

  /** Takes one byte with each call; what it does at the second is its own affair. */
  private abstract static class SlowChannel implements Channel {
    final CountDownLatch reset = new CountDownLatch(1);
    private int calls;

    /** The peer has taken a byte. */
    abstract void taken(int calls) throws IOException;

    @Override
    public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
      int left = 0;
      for (int i = 0; i < count; i++) {
        if (left == 0 && from[i].hasRemaining()) {
          from[i].get();
        }
        left += from[i].remaining();
      }
      if (count > 0) {
        taken(++calls);
      }
      return left == 0;
    }

    /** Until the watchdog has acted, or has had the time to. */
    void awaitReset(long nanos) throws IOException {
      try {
        if (reset.await(nanos, TimeUnit.NANOSECONDS)) {
          throw new ClosedChannelException();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void write(ByteBuffer[] from, int count) throws IOException {
      boolean all = false;
      while (!all) {
        all = writeSome(from, count);
      }
    }

    @Override
    public void reset() {
      reset.countDown();
    }

    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public int readNow(ByteBuffer into) {
      return -1;
    }

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean quiet() {
      return true;
    }

    @Override
    public SocketAddress remote() {
      return InetSocketAddress.createUnresolved("peer", 1);
    }

    @Override
    public Optional<SSLSession> tls() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private final TurnedClock clock = new TurnedClock();

  /** Goes on at the last moment, and is then as slow as before. */
  private final SlowChannel goingOn =
      new SlowChannel() {
        @Override
        void taken(int calls) throws IOException {
          if (calls == 1) {
            clock.behind = 0; // the hour is nearly over
          } else if (calls == 2) {
            awaitReset(3 * MOMENT);
          }
        }
      };

  private BlockingDriver driver(Channel channel) {
    return new BlockingDriver(
        H1Machine.client(H1Settings.client()), channel, clock, Watchdog.system());
  }

  private static void begin(BlockingDriver driver, int length) {
    long stream = driver.nextStream();
    Headers host = Headers.of("Host", "test");
    driver.send(new RequestHead(stream, Method.POST, "/", Version.HTTP_1_1, host, length));
  }

  @Test
  void a_peer_that_goes_on_is_not_late_however_long_all_of_it_takes() throws Exception {
    BlockingDriver driver = driver(goingOn);
    begin(driver, 10);
    driver.flush(HOUR, 0, Clock.NEVER);
    assertThat(goingOn.reset.getCount()).isOne();
    driver.close();
  }

  @Test
  void who_has_said_a_deadline_gains_none_by_going_on() {
    BlockingDriver driver = driver(goingOn);
    begin(driver, 10);
    long deadline = clock.nanos() + HOUR;
    assertThatThrownBy(() -> driver.flush(deadline)).isInstanceOf(WriteTimeout.class);
    driver.close();
  }

  @Test
  void a_peer_that_goes_on_too_slowly_is_late() {
    SlowChannel dripping =
        new SlowChannel() {
          @Override
          void taken(int calls) throws IOException {
            if (calls == 1) {
              clock.behind -= HOUR / 2;
            } else {
              awaitReset(20 * MOMENT);
            }
          }
        };
    BlockingDriver driver = driver(dripping);
    begin(driver, 10);
    assertThatThrownBy(() -> driver.flush(HOUR, 1000, Clock.NEVER))
        .isInstanceOf(WriteTimeout.class);
    driver.close();
  }

  @Test
  void what_goes_past_the_machine_has_the_same_time(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    SlowChannel holding =
        new SlowChannel() {
          private int held = 3;

          @Override
          public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
            if (count > 0) {
              return super.writeSome(from, count);
            }
            if (held == 3) {
              clock.behind = 0;
            } else if (held == 2) {
              awaitReset(3 * MOMENT);
            }
            return --held == 0;
          }

          @Override
          void taken(int calls) {}
        };
    BlockingDriver driver = driver(holding);
    clock.behind = 0;
    begin(driver, 10);
    driver.flush(HOUR, 0, Clock.NEVER);
    clock.behind = HOUR - MOMENT;
    try (FileChannel from = FileChannel.open(file)) {
      assertThat(driver.writePast(from, 0, 10, HOUR, 0, Clock.NEVER)).isOne();
    }
    driver.close();
  }
}
