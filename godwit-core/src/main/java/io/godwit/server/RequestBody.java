package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Clock;
import io.godwit.net.blocking.ArrivedContent;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.h1.H1Violation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request as it arrives. Read by one thread, which need not be the handler's; the
 * thread of the connection calls {@link #finish} when the response was sent, or {@link #abandon}
 * when it cannot be.
 */
final class RequestBody extends InputStream {
  /** Content of this size and more is read past the machine, in large pieces. */
  private static final int BULK = 32 * 1024;

  /** Unread content up to this size is read and thrown away, so that the connection can go on. */
  private static final int DRAINED = 64 * 1024;

  private final BlockingDriver driver;
  private final ResponseWriter writer;
  private final ServerSettings settings;
  private final HandlerLimit handlerLimit;
  private final ArrivedContent content = new ArrivedContent();

  /** Held while content is read, so that nobody is in the buffers when they are given back. */
  private final ReentrantLock reading = new ReentrantLock();

  /** What the head declared and did not arrive yet; negative when that is not known. */
  private long missing;

  /** What has come so far, and how long that was waited for, in nanoseconds. */
  private long received;

  private long waited;
  private long waitBegan;

  private boolean opened;
  private boolean clientWaits;
  private volatile @Nullable Headers trailers;
  private @Nullable HttpFailure failure;
  private volatile boolean over;

  RequestBody(
      BlockingDriver driver,
      ResponseWriter writer,
      ServerSettings settings,
      HandlerLimit handlerLimit,
      long length,
      boolean clientWaits) {
    this.driver = driver;
    this.writer = writer;
    this.settings = settings;
    this.handlerLimit = handlerLimit;
    this.missing = length;
    this.clientWaits = clientWaits;
  }

  /** The stream, once. */
  InputStream open() {
    if (opened) {
      throw new IllegalStateException("the content of a request can be read once");
    }
    opened = true;
    return this;
  }

  /** The trailer fields, when the content was read to its end. */
  Headers trailers() {
    Headers received = trailers;
    if (received == null) {
      throw new IllegalStateException("trailers come after the content, which was not read");
    }
    return received;
  }

  /** Why reading failed, if it did. */
  @Nullable HttpFailure failure() {
    return failure;
  }

  /** Whether all of it was read. */
  boolean ended() {
    return trailers != null;
  }

  /** Whether a handler that reads no further leaves too much to go on with the connection. */
  boolean leavesTooMuch() {
    return !ended() && (clientWaits || failure != null || missing > DRAINED);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    reading.lock();
    try {
      while (content.available() == 0) {
        if (over) {
          throw new IOException("the response was sent; what was not read is gone");
        }
        if (ended()) {
          return -1;
        }
        more();
      }
      return content.take(into, offset, length);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public int available() {
    return reading.tryLock() ? remaining() : 0;
  }

  private int remaining() {
    try {
      return content.available();
    } finally {
      reading.unlock();
    }
  }

  private void more() throws IOException {
    if (failure != null) {
      throw failure;
    }
    HttpEvent event = driver.poll();
    if (event != HttpEvent.NEED_INPUT) {
      accept(event);
      return;
    }
    handlerLimit.suspend();
    try {
      receive();
    } catch (HttpFailure e) {
      throw e;
    } catch (IOException e) {
      failure = new HttpFailure.ConnectionLost("the connection to the client", Sent.YES, e);
      throw failure;
    } finally {
      handlerLimit.resume();
    }
  }

  private void receive() throws IOException {
    askForContent();
    if ((missing < 0 || missing >= BULK) && readPast()) {
      return;
    }
    HttpEvent event = driver.next(beginWait());
    endWait();
    accept(event);
  }

  /**
   * The deadline of a wait: for the next piece its own time, and for all of it that time and as
   * much more as what has come may take at the minimum rate. What the handler takes to ask for more
   * is not the client's fault, and does not count.
   */
  private long beginWait() {
    long now = settings.clock().nanos();
    long body = settings.timeouts().body().toNanos();
    long deadline = Clock.after(now, body);
    int rate = settings.minimumRate();
    if (rate > 0) {
      waitBegan = now;
      double earned = (double) received / rate * TimeUnit.SECONDS.toNanos(1);
      long allowed = Clock.after(body, (long) earned);
      deadline = Math.min(deadline, Clock.after(now, Math.max(0, allowed - waited)));
    }
    return deadline;
  }

  private void endWait() {
    if (settings.minimumRate() > 0) {
      waited += settings.clock().nanos() - waitBegan;
    }
  }

  /**
   * The client waits to be told to go on, and nothing has arrived: tells it (RFC 9110 section
   * 10.1.1). Before the connection waits, everything written so far has to leave as well.
   */
  private void askForContent() throws IOException {
    if (clientWaits) {
      clientWaits = false;
      writer.proceed();
    }
  }

  /** Reads past the machine; false when the machine must see what comes next. */
  private boolean readPast() throws IOException {
    int count = content.readPast(driver, beginWait());
    endWait();
    if (count > 0) {
      arrived(count);
    }
    return count > 0;
  }

  private void accept(HttpEvent event) throws IOException {
    switch (event) {
      case Data data -> {
        content.set(data.bytes());
        arrived(content.available());
      }
      case End end -> trailers = end.trailers();
      default -> {
        failure = failureOf(event);
        throw failure;
      }
    }
  }

  private void arrived(int count) {
    clientWaits = false; // it did not
    received += count;
    if (missing >= 0) {
      missing -= count;
    }
  }

  private HttpFailure failureOf(HttpEvent event) {
    return switch (event) {
      case HttpEvent.Expired _ ->
          new HttpFailure.Timeout(Phase.BODY, settings.timeouts().body(), Sent.YES);
      case HttpEvent.Violated violated when violated.violation() == H1Violation.TRUNCATED_BODY ->
          new HttpFailure.ConnectionLost(
              "the client ended the connection within the content", Sent.YES, null);
      case HttpEvent.Violated violated ->
          new HttpFailure.Protocol(violated.violation(), violated.detail(), Sent.YES);
      default -> throw new IllegalStateException("unexpected within content: " + event);
    };
  }

  /**
   * Ends the content after the response was handed to the machine: throws away what was not read,
   * if that is little and arrives in time. Afterwards no other thread reads from the connection.
   *
   * @return whether another request can follow
   * @throws IOException when the connection is lost
   */
  boolean finish() throws IOException {
    over = true;
    if (!reading.tryLock()) { // another thread waits for content; it has to leave first
      writer.flush();
      driver.stopReading();
      reading.lock();
    }
    try {
      content.release();
      return ended() || (!leavesTooMuch() && drain());
    } finally {
      reading.unlock();
    }
  }

  /** Ends the content with the connection, which is lost, and lets no other thread stay in it. */
  void abandon() {
    over = true;
    driver.abort();
    reading.lock();
    try {
      content.release();
    } finally {
      reading.unlock();
    }
  }

  private boolean drain() throws IOException {
    long left = DRAINED;
    long deadline = settings.lingerDeadline();
    HttpEvent event = driver.poll();
    while (true) {
      switch (event) {
        case Data data -> left -= data.bytes().remaining();
        case End end -> {
          trailers = end.trailers();
          return true;
        }
        case HttpEvent.NeedInput _ -> writer.flush(); // the client may wait for the response
        default -> {
          return false;
        }
      }
      if (left < 0) {
        return false;
      }
      event = event == HttpEvent.NEED_INPUT ? driver.next(deadline) : driver.poll();
    }
  }
}
