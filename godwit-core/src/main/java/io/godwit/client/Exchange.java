package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Sent;
import io.godwit.net.blocking.ArrivedContent;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.net.blocking.WriteTimeout;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.ResponseHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a leased connection. Owns the lease from the first call on: it
 * ends when the response was read to its end, when something fails, or by {@link #abandon}.
 *
 * <p>Used by one thread; a large request body is written by a {@link BodyPump} at the same time.
 */
final class Exchange implements Content {
  /** Content from this size on is read past the machine, in large pieces. */
  private static final int BULK = 16 * 1024;

  /** The content that is read for the sake of the connection when nobody wants it, in bytes. */
  private static final int SKIP_LIMIT = 64 * 1024;

  private static final Duration SKIP_TIME = Duration.ofSeconds(1);

  private final ClientOptions options;
  private final Lease lease;
  private final Connection connection;
  private final BlockingDriver driver;
  private final CallClock time;
  private final ArrivedContent content = new ArrivedContent();

  private long stream;
  private volatile Sent sent = Sent.NO;
  private boolean bodyTouched;

  /** Whether the content of both messages is a secret of its own, as that of a token is. */
  private boolean confidential;

  private @Nullable IOException writeFailure;
  private @Nullable BodyPump pump;
  private @Nullable ExchangeEvent recorded;
  private @Nullable ResponseHead head;
  private @Nullable Headers trailers;
  private @Nullable HttpFailure failure;
  private boolean ended;

  /** Null for content that nobody keeps. */
  private @Nullable Tee tee;

  /** Guarded by this, as {@link #ended} is where another thread has a say. */
  private boolean aborted;

  Exchange(ClientOptions options, Lease lease, Connection connection, CallClock time) {
    this.options = options;
    this.lease = lease;
    this.connection = connection;
    this.driver = connection.driver;
    this.time = time;
    connection.exchanges++;
  }

  /** To be said before it begins: what it carries is not to be written down. */
  void confidential() {
    confidential = true;
  }

  /**
   * Sends the request: all of it when it is small, otherwise its head, and the body follows.
   *
   * @param audience is told before, and of what is received
   * @throws HttpFailure when it cannot be sent; the lease is ended then
   */
  void begin(Request request, Audience audience) throws HttpFailure {
    if (connection.tap != null) {
      connection.tap.begins(request.headers(), confidential);
    }
    recorded = Flight.exchange(request, connection, time.timings());
    try {
      if (audience.present()) {
        audience.sending(request, connection);
        driver.tap(audience::received);
      }
      send(request, audience);
    } catch (HttpFailure why) {
      failure = why;
      abandon();
      throw why;
    } catch (RuntimeException | Error why) {
      abandon();
      throw why;
    }
  }

  private void send(Request request, Audience audience) throws HttpFailure {
    RequestContent sending = RequestContent.of(request);
    boolean waits = sending.waits(request);
    boolean small = !waits && sending.small();
    bodyTouched = small && sending.touched();
    ByteBuffer whole = small ? sending.whole() : RequestContent.NOTHING;
    stream = driver.nextStream();
    driver.send(sending.head(stream, request, connection.route));
    if (small) {
      if (whole.hasRemaining()) {
        driver.send(new Data(stream, whole));
      }
      driver.send(new End(stream, Headers.empty()));
    }
    sent = Sent.MAYBE;
    flush();
    if (small) {
      if (sending.length() > 0 && writeFailure == null) {
        audience.sent(sending.length(), sending.length());
      }
    } else if (writeFailure == null) {
      bodyTouched = !waits; // until it is begun, see bodyTouched()
      driver.expectLimit();
      SendProgress progress = new SendProgress(audience, options.clock(), sending.length());
      BodyOutlet outlet = new BodyOutlet(driver, stream, options, progress);
      pump = BodyPump.start(driver, sending.body(), outlet, waits, options);
    }
    time.mark(Phase.REQUEST);
  }

  /** Takes over a request that is written by somebody else, or was. */
  void follow(Request request, BodyPump writer) {
    recorded = Flight.exchange(request, connection, time.timings());
    pump = writer;
    bodyTouched = true;
    sent = Sent.MAYBE;
    driver.expectLimit(); // its end begins the time for the answer
  }

  /** A write that fails is not the end: the peer may have said why before it hung up. */
  private void flush() throws HttpFailure {
    try {
      driver.flush(options.timeouts().request().toNanos(), 0, time.deadline());
    } catch (WriteTimeout e) {
      throw time.timeout(Phase.REQUEST, options.timeouts(), sent);
    } catch (ClosedByInterruptException e) {
      throw new HttpFailure.Interrupted(sent, e);
    } catch (IOException e) {
      writeFailure = e;
    }
  }

  /**
   * The next head: interim, or the final one, after which the content can be read.
   *
   * @throws HttpFailure when there is none; the lease is ended then
   */
  HttpEvent awaitHead() throws HttpFailure {
    BodyPump writing = pump;
    boolean open = writing != null && !writing.finished();
    HttpEvent event = next(Phase.FIRST_BYTE, open ? time.deadline() : firstByteDeadline());
    sent = Sent.YES;
    switch (event) {
      case Interim interim -> {
        if (writing != null && interim.status().code() == 100) {
          writing.proceed();
        }
      }
      case ResponseHead response -> {
        time.mark(Phase.FIRST_BYTE);
        head = response;
        if (writing != null) {
          driver.liftLimit();
          writing.answered(response.status().success());
        }
      }
      default -> throw failed(new IllegalStateException("unexpected " + event));
    }
    return event;
  }

  private long firstByteDeadline() {
    return time.deadline(options.timeouts().firstByte());
  }

  @Override
  public long length() {
    return head().length();
  }

  /**
   * Reads content.
   *
   * @return the number of bytes; -1 at the end, after which the lease has ended
   * @throws HttpFailure when the content does not arrive; the lease is ended then
   */
  @Override
  public int read(byte[] into, int offset, int length) throws HttpFailure {
    if (!arrive()) {
      return -1;
    }
    int count = content.take(into, offset, length);
    if (tee != null) {
      tee.write(into, offset, count);
    }
    return count;
  }

  /**
   * Reads content into a buffer; a large direct one gets what is read in bulk straight from the
   * connection.
   *
   * @return as for an array
   * @throws HttpFailure as for an array
   */
  @Override
  public int read(ByteBuffer into) throws HttpFailure {
    boolean roomy = into.isDirect() && into.remaining() >= BULK;
    if (roomy && content.available() == 0 && readsInBulk()) {
      int from = into.position();
      int past = readPast(into);
      if (past > 0) {
        teed(into, from);
        return past;
      }
    }
    if (!arrive()) {
      return -1;
    }
    int from = into.position();
    int count = content.take(into);
    teed(into, from);
    return count;
  }

  private void teed(ByteBuffer into, int from) {
    if (tee != null) {
      tee.write(into, from);
    }
  }

  /**
   * Keeps the content of the response, too, whoever reads it. To be called between the head and the
   * content.
   */
  void keep(Tee keeper) {
    tee = keeper;
  }

  /** Waits until there is content; false at its end. */
  private boolean arrive() throws HttpFailure {
    while (content.available() == 0) {
      if (ended) {
        requireWhole();
        return false;
      }
      more();
    }
    return true;
  }

  /** Content that broke off has no end, however often somebody asks. */
  private void requireWhole() throws HttpFailure {
    if (failure != null) {
      throw failure;
    }
  }

  private void more() throws HttpFailure {
    if (readsInBulk() && fillBulk()) {
      return;
    }
    switch (next(Phase.BODY, bodyDeadline())) {
      case Data data -> content.set(data.bytes());
      case End end -> end(end.trailers());
      case HttpEvent.Switched _ ->
          throw failed(new HttpFailure.Unsupported("a change of protocol", Sent.YES));
      default -> throw failed(new IllegalStateException("unexpected event within the content"));
    }
  }

  private boolean readsInBulk() {
    return !options.boundedMemory()
        && !ended
        && head != null
        && (head.length() < 0 || head.length() > BULK);
  }

  private boolean fillBulk() throws HttpFailure {
    try {
      return content.readPast(driver, bodyDeadline()) > 0;
    } catch (IOException e) {
      throw failed(lost(e));
    }
  }

  /** Moves content past the machine and past all buffers; 0 when the machine must see more. */
  private int readPast(ByteBuffer into) throws HttpFailure {
    try {
      return driver.readPast(into, bodyDeadline());
    } catch (IOException e) {
      throw failed(lost(e));
    }
  }

  private long bodyDeadline() {
    return time.deadline(options.timeouts().body());
  }

  private HttpEvent next(Phase phase, long deadline) throws HttpFailure {
    HttpEvent event;
    try {
      event = driver.next(deadline);
    } catch (IOException e) {
      throw failed(lost(e));
    }
    return switch (event) {
      case HttpEvent.Expired _ -> throw failed(time.timeout(phase, options.timeouts(), sent()));
      case HttpEvent.Violated violated -> throw failed(Failures.of(violated));
      case HttpEvent.Closed _ -> throw failed(closedWithoutAnswer());
      default -> event;
    };
  }

  private Sent sent() {
    return sent == Sent.MAYBE && pump != null && !pump.opened() ? Sent.NO : sent;
  }

  private HttpFailure closedWithoutAnswer() {
    IOException cause = writeFailure;
    if (cause == null && pump != null) {
      cause = pump.writeFailure();
    }
    return new HttpFailure.ConnectionLost(
        "the server closed the connection without an answer", sent(), cause);
  }

  private HttpFailure lost(IOException cause) {
    if (lease.isClosed() && !(cause instanceof HttpFailure)) {
      return new HttpFailure.ClientClosed(sent());
    }
    if (pump != null && cause instanceof AsynchronousCloseException) {
      pump.awaitVerdict(); // closed for its sake, and it is about to say why
    }
    return Failures.of(cause, sent());
  }

  /** Ends the lease because of that; what the body's writer has to say comes first. */
  private <E extends Throwable> E failed(E reason) throws HttpFailure {
    HttpFailure cause = pump == null ? null : pump.failure();
    if (cause == null && reason instanceof HttpFailure own) {
      failure = own;
    } else {
      failure = cause;
    }
    abandon();
    if (cause != null) {
      throw cause;
    }
    return reason;
  }

  private void end(Headers trailers) {
    this.trailers = trailers;
    if (tee != null) {
      tee.commit();
    }
    time.mark(Phase.BODY);
    boolean written = writeFailure == null && (pump == null || pump.ended());
    release(written && lease.canGoOn(connection));
  }

  /** Takes what has arrived already; true when that was all, and the lease has ended. */
  @Override
  public boolean endedWithoutReading() {
    teeUntaken();
    while (!ended) {
      switch (driver.poll()) {
        case Data data -> {
          if (tee != null) { // nobody else wants it
            tee.write(data.bytes());
          }
        }
        case End end -> end(end.trailers());
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  /** What has arrived and was not taken is not wanted by the caller; the cache wants it all. */
  private void teeUntaken() {
    if (tee != null && content.available() > 0) {
      byte[] rest = new byte[content.available()];
      tee.write(rest, 0, content.take(rest, 0, rest.length));
    }
  }

  /**
   * Reads what is left and throws it away, when that is little and comes soon; otherwise gives the
   * exchange up. Does nothing once it has ended.
   */
  void skip() {
    if (endedWithoutReading()) {
      return;
    }
    long deadline = time.deadline(SKIP_TIME);
    long skipped = 0;
    try {
      while (!ended && head != null && head.length() <= SKIP_LIMIT && skipped <= SKIP_LIMIT) {
        switch (next(Phase.BODY, deadline)) {
          case Data data -> {
            skipped += data.bytes().remaining();
            if (tee != null) {
              tee.write(data.bytes());
            }
          }
          case End end -> end(end.trailers());
          default -> abandon();
        }
      }
    } catch (HttpFailure _) {
      // the connection is closed already, and nobody wanted what it had to say
    }
    abandon();
  }

  /** Gives the exchange up: the connection is closed, unless the lease has ended already. */
  @Override
  public void abandon() {
    if (!ended) {
      release(false);
    }
  }

  /**
   * Ends the connection from another thread; the one that reads then ends the lease. Does nothing
   * once that has happened: the connection may serve another call by now.
   */
  @Override
  public synchronized void abort() {
    if (!ended) {
      aborted = true;
      driver.abort();
    }
  }

  /** False when the connection was ended from another thread. */
  private synchronized boolean endLease() {
    ended = true;
    return !aborted;
  }

  private void release(boolean reusable) {
    boolean intact = endLease();
    content.release();
    if (tee != null) {
      tee.abandon();
    }
    driver.tap(null);
    if (recorded != null) {
      recorded.ended(time.timings(), head, trailers != null, failure);
      recorded = null;
    }
    if (intact && reusable) {
      lease.giveBack(connection);
    } else {
      if (pump != null) {
        pump.stop();
      }
      lease.discard(connection);
      if (pump != null) {
        pump.interrupt();
      }
    }
  }

  @Override
  public int available() {
    return content.available();
  }

  @Override
  public boolean ended() {
    return ended;
  }

  /** The final head; only after {@link #awaitHead} gave it. */
  ResponseHead head() {
    if (head == null) {
      throw new IllegalStateException("no response yet");
    }
    return head;
  }

  /** The trailer fields, once the content was read to its end. */
  @Override
  public Headers trailers() {
    if (trailers == null) {
      throw new IllegalStateException("trailers come after the content, which was not read");
    }
    return trailers;
  }

  Connection connection() {
    return connection;
  }

  /** Why it has failed; null when it has not. */
  @Nullable HttpFailure failure() {
    return failure;
  }

  /** Whether the caller's body was opened. */
  boolean bodyTouched() {
    return bodyTouched || (pump != null && pump.begun());
  }
}
