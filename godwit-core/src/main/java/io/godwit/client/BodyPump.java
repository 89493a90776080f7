package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.net.blocking.WriteTimeout;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request body on a virtual thread of its own while the caller reads: a peer that answers
 * before it has read everything would otherwise stop both sides for good.
 *
 * <p>The caller's stream that fails ends the exchange at once. A connection that fails does not:
 * what the peer said before it hung up is still to be read.
 */
final class BodyPump {
  private static final int PIECE = 64 * 1024;

  /**
   * How long a body waits for 100 (Continue) before it is sent anyway (RFC 9110 section 10.1.1).
   */
  private static final long CONTINUE_SECONDS = 1;

  /** More than a thread needs to leave a write whose channel is closed. */
  private static final Duration VERDICT = Duration.ofSeconds(1);

  /** More than a thread needs to leave a write that is done, for the peer has answered all. */
  private static final Duration LAST_WRITE = Duration.ofMillis(100);

  private final BlockingDriver driver;
  private final long stream;
  private final Body body;
  private final Timeouts timeouts;
  private final Clock clock;
  private final CountDownLatch go;
  private final Thread thread;

  private volatile boolean stopped;
  private volatile boolean whole;
  private volatile boolean finished;
  private volatile @Nullable HttpFailure failure;
  private volatile @Nullable IOException writeFailure;

  private BodyPump(
      BlockingDriver driver,
      long stream,
      Body body,
      boolean waitsForContinue,
      Timeouts timeouts,
      Clock clock,
      ContextCarrier.Context context) {
    this.driver = driver;
    this.stream = stream;
    this.body = body;
    this.timeouts = timeouts;
    this.clock = clock;
    this.go = new CountDownLatch(waitsForContinue ? 1 : 0);
    this.thread = Thread.ofVirtual().name("godwit-body").unstarted(() -> run(context));
  }

  static BodyPump start(
      BlockingDriver driver,
      long stream,
      Body body,
      boolean waitsForContinue,
      Timeouts timeouts,
      Clock clock,
      ContextCarrier.Context context) {
    BodyPump pump = new BodyPump(driver, stream, body, waitsForContinue, timeouts, clock, context);
    pump.thread.start();
    return pump;
  }

  /** The peer has said 100 (Continue). */
  void proceed() {
    go.countDown();
  }

  /** No more of the body is wanted: stops before the next piece. */
  void stop() {
    stopped = true;
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
      return whole && thread.join(LAST_WRITE) && writeFailure == null && failure == null;
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
        copy();
      }
    } catch (HttpFailure ofBody) {
      if (!stopped) { // otherwise the answer is there, and counts
        failure = ofBody;
        driver.abort();
      }
    } catch (WriteTimeout e) {
      failure = new HttpFailure.Timeout(Phase.REQUEST, timeouts.request(), Sent.MAYBE);
    } catch (IOException e) {
      writeFailure = e;
    } finally {
      finished = true;
      driver.limitRead(Clock.after(clock.nanos(), timeouts.firstByte().toNanos()));
    }
  }

  /** Whether to begin; a peer that never says 100 gets the body after a while all the same. */
  private boolean awaitContinue() {
    try {
      go.await(CONTINUE_SECONDS, TimeUnit.SECONDS);
      return !stopped;
    } catch (InterruptedException e) {
      return false; // the exchange is over
    }
  }

  private void copy() throws IOException {
    byte[] piece = new byte[PIECE];
    try (Source in = opened()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        if (stopped) {
          return;
        }
        send(new Data(stream, ByteBuffer.wrap(piece, 0, count)));
      }
    }
    Headers trailers = trailers();
    whole = true;
    send(new End(stream, trailers));
  }

  private void send(HttpEvent event) throws IOException {
    try {
      driver.send(event);
    } catch (InvalidMessage e) { // more or less than its declared length
      throw ofCaller(e);
    }
    driver.flush(Clock.after(clock.nanos(), timeouts.request().toNanos()));
  }

  /** The caller's stream; what it throws is told from what the connection throws. */
  private record Source(InputStream in) implements AutoCloseable {
    int read(byte[] piece) throws HttpFailure {
      try {
        return in.read(piece);
      } catch (IOException | RuntimeException | Error e) {
        throw ofCaller(e);
      }
    }

    @Override
    public void close() throws HttpFailure {
      try {
        in.close();
      } catch (IOException | RuntimeException | Error e) {
        throw ofCaller(e);
      }
    }
  }

  private Source opened() throws HttpFailure {
    try {
      return new Source(Objects.requireNonNull(body.open(), "the body gave no stream"));
    } catch (IOException | RuntimeException | Error e) {
      throw ofCaller(e);
    }
  }

  private Headers trailers() throws HttpFailure {
    try {
      return body.trailers();
    } catch (RuntimeException | Error e) {
      throw ofCaller(e);
    }
  }

  private static HttpFailure ofCaller(Throwable thrown) {
    return new HttpFailure.CallerBody(Failures.reason(thrown), Sent.MAYBE, thrown);
  }
}
