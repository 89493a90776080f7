package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.net.blocking.WriteTimeout;
import io.godwit.wire.HttpEvent.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request body on a virtual thread while the caller reads: a peer that answers before it
 * has read everything would otherwise stop both sides for good. The thread is its own, or that of a
 * {@link HeldConnection}, for which it writes the head as well. How the content gets to the
 * connection is {@link BodyOutlet}'s; here is what comes of it.
 *
 * <p>The caller's body that fails ends the exchange at once. A connection that fails does not: what
 * the peer said before it hung up is still to be read.
 */
final class BodyPump {
  /**
   * How long a body waits for 100 (Continue) before it is sent anyway (RFC 9110 section 10.1.1).
   */
  private static final long CONTINUE_SECONDS = 1;

  /** More than a thread needs to leave a write whose channel is closed. */
  private static final Duration VERDICT = Duration.ofSeconds(1);

  /** More than a thread needs to leave a write that is done, for the peer has answered all. */
  private static final Duration LAST_WRITE = Duration.ofMillis(100);

  private final BlockingDriver driver;
  private final Body body;
  private final BodyOutlet outlet;
  private final Timeouts timeouts;
  private final Clock clock;
  private final CountDownLatch go;
  private final CountDownLatch done = new CountDownLatch(1);

  /** What comes before the body; null when that was written already. */
  private final @Nullable RequestHead head;

  /** All of a small body, which leaves with its head; otherwise null. */
  private final @Nullable ByteBuffer small;

  /** Whose turn it is; null before that. */
  private volatile @Nullable Thread thread;

  private volatile boolean opened;

  /** False as long as the body waits to be asked for. */
  private volatile boolean begun;

  private volatile boolean finished;
  private volatile @Nullable HttpFailure failure;
  private volatile @Nullable IOException writeFailure;

  private BodyPump(
      BlockingDriver driver,
      Body body,
      BodyOutlet outlet,
      boolean waitsForContinue,
      @Nullable RequestHead head,
      @Nullable ByteBuffer small,
      ClientOptions options) {
    this.driver = driver;
    this.body = body;
    this.outlet = outlet;
    this.timeouts = options.timeouts();
    this.clock = options.clock();
    this.go = new CountDownLatch(waitsForContinue ? 1 : 0);
    this.begun = !waitsForContinue;
    this.head = head;
    this.small = small;
    this.opened = head == null;
  }

  static BodyPump start(
      BlockingDriver driver,
      Body body,
      BodyOutlet outlet,
      boolean waitsForContinue,
      ClientOptions options) {
    BodyPump pump = new BodyPump(driver, body, outlet, waitsForContinue, null, null, options);
    ContextCarrier.Context context = options.context().capture();
    Thread own = Thread.ofVirtual().name("godwit-body").unstarted(() -> pump.run(context));
    pump.thread = own;
    own.start();
    return pump;
  }

  /**
   * For a request that is not begun; {@link #run} then writes it, head and all.
   *
   * @param small all of a small body, which was read already; null for one that is still to be read
   */
  static BodyPump queued(
      BlockingDriver driver,
      RequestHead head,
      Body body,
      @Nullable ByteBuffer small,
      boolean waitsForContinue,
      ClientOptions options) {
    SendProgress progress = new SendProgress(Audience.NONE, options.clock(), head.length());
    BodyOutlet outlet = new BodyOutlet(driver, head.stream(), options, progress);
    return new BodyPump(driver, body, outlet, waitsForContinue, head, small, options);
  }

  /** Whether a part of the request may have been written. */
  boolean opened() {
    return opened;
  }

  /** Whether the body was asked for something; false when nobody has wanted it. */
  boolean begun() {
    return begun;
  }

  /** The peer has said 100 (Continue). */
  void proceed() {
    go.countDown();
  }

  /** The peer has its final answer: a body that still waits to be asked for is not wanted. */
  void answered(boolean success) {
    if (!success || !begun) {
      stop();
    }
  }

  /** No more of the body is wanted: stops before the next piece. */
  void stop() {
    outlet.stop();
    go.countDown();
  }

  /** Wakes the thread from the caller's stream. Only when the connection is closed already. */
  void interrupt() {
    Thread writing = thread;
    if (writing != null && !finished) {
      writing.interrupt();
    }
  }

  /** Whether nothing will be written any more. */
  boolean finished() {
    return finished;
  }

  /** Whether all was written. When the peer has answered all that takes a moment at most. */
  boolean ended() {
    try {
      return outlet.whole()
          && (outlet.ended() || !outlet.stopped()) // one that was refused may never get there
          && done.await(LAST_WRITE.toNanos(), TimeUnit.NANOSECONDS)
          && outlet.ended()
          && writeFailure == null
          && failure == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits a moment for {@link #failure}, when the connection was closed under this thread. */
  void awaitVerdict() {
    try {
      done.await(VERDICT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why the caller's own body failed, or that writing took too long. */
  @Nullable HttpFailure failure() {
    return failure;
  }

  /** Why the connection took no more. */
  @Nullable IOException writeFailure() {
    return writeFailure;
  }

  /** Writes the request, or what is left of it, on the calling thread. */
  void run(ContextCarrier.Context context) {
    thread = Thread.currentThread();
    Throwable why = null;
    try {
      context.run(this::run);
    } catch (RuntimeException | Error e) {
      why = e;
    }
    if (!finished) {
      failure = new HttpFailure.CallerBody("its context has not run it", Sent.MAYBE, why);
      finished = true;
      driver.abort();
    }
    done.countDown();
  }

  private void run() {
    try {
      if (open() && awaitContinue()) {
        if (small == null) {
          body.writeTo(outlet);
        }
        outlet.end();
      }
    } catch (IOException | RuntimeException | Error e) {
      judge(e);
    } finally {
      finished = true;
      driver.limitRead(Clock.after(clock.nanos(), timeouts.firstByte().toNanos()));
    }
  }

  /** Writes the head if that is still to be done; false when nobody wants it any more. */
  private boolean open() throws IOException {
    if (head != null && !outlet.stopped()) {
      opened = true;
      outlet.begin(head, small);
    }
    return !outlet.stopped();
  }

  /** Whether to begin; a peer that never says 100 gets the body after a while all the same. */
  private boolean awaitContinue() {
    try {
      go.await(CONTINUE_SECONDS, TimeUnit.SECONDS);
      begun = begun || !outlet.stopped();
      return !outlet.stopped(); // who stops it first and then sees that it has not begun is right
    } catch (InterruptedException e) {
      return false; // the exchange is over
    }
  }

  /** Whatever the caller's code makes of it: what the connection has said comes first. */
  private void judge(Throwable thrown) {
    IOException lost = outlet.lost();
    if (lost instanceof WriteTimeout) {
      failure = new HttpFailure.Timeout(Phase.REQUEST, timeouts.request(), Sent.MAYBE);
    } else if (lost != null) {
      writeFailure = lost;
    } else if (!outlet.stopped()) { // otherwise the answer is there, and counts
      failure = new HttpFailure.CallerBody(Failures.reason(thrown), Sent.MAYBE, thrown);
      driver.abort();
    }
  }
}
