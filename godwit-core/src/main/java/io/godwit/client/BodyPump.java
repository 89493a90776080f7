package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.net.blocking.WriteTimeout;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request body on a virtual thread of its own while the caller reads: a peer that answers
 * before it has read everything would otherwise stop both sides for good. How the content gets to
 * the connection is {@link BodyOutlet}'s; here is what comes of it.
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
  private final Thread thread;

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
      ClientOptions options) {
    ContextCarrier.Context context = options.context().capture();
    this.driver = driver;
    this.body = body;
    this.outlet = outlet;
    this.timeouts = options.timeouts();
    this.clock = options.clock();
    this.go = new CountDownLatch(waitsForContinue ? 1 : 0);
    this.begun = !waitsForContinue;
    this.thread = Thread.ofVirtual().name("godwit-body").unstarted(() -> run(context));
  }

  static BodyPump start(
      BlockingDriver driver,
      Body body,
      BodyOutlet outlet,
      boolean waitsForContinue,
      ClientOptions options) {
    BodyPump pump = new BodyPump(driver, body, outlet, waitsForContinue, options);
    pump.thread.start();
    return pump;
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
    thread.interrupt();
  }

  /** Whether nothing will be written any more. */
  boolean finished() {
    return finished;
  }

  /** Whether all was written. When the peer has answered all that takes a moment at most. */
  boolean ended() {
    try {
      return outlet.whole() && thread.join(LAST_WRITE) && writeFailure == null && failure == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits a moment for {@link #failure}, when the connection was closed under this thread. */
  void awaitVerdict() {
    try {
      thread.join(VERDICT);
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

  private void run(ContextCarrier.Context context) {
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
  }

  private void run() {
    try {
      if (awaitContinue()) {
        body.writeTo(outlet);
        outlet.end();
      }
    } catch (IOException | RuntimeException | Error e) {
      judge(e);
    } finally {
      finished = true;
      driver.limitRead(Clock.after(clock.nanos(), timeouts.firstByte().toNanos()));
    }
  }

  /** Whether to begin; a peer that never says 100 gets the body after a while all the same. */
  private boolean awaitContinue() {
    try {
      go.await(CONTINUE_SECONDS, TimeUnit.SECONDS);
      begun = true;
      return !outlet.stopped();
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
