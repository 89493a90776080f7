package io.godwit.client;

import io.godwit.http.BodyWriter;
import io.godwit.http.InvalidMessage;
import io.godwit.net.BufferPool;
import io.godwit.net.Clock;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.RequestHead;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of one request goes: to the connection, piece by piece, each written before the
 * next is asked for. Keeps what went wrong with the connection, so that it is told from what the
 * caller's body throws, whatever that makes of it.
 *
 * <p>For the thread that writes; {@link #stop} comes from another.
 */
final class BodyOutlet extends BodyWriter {
  private final BlockingDriver driver;
  private final long stream;
  private final Timeouts timeouts;
  private final SendProgress progress;
  private final boolean boundedMemory;

  private volatile boolean stopped;
  private volatile boolean whole;
  private volatile boolean ended;
  private volatile @Nullable IOException lost;

  BodyOutlet(BlockingDriver driver, long stream, ClientOptions options, SendProgress progress) {
    this.driver = driver;
    this.stream = stream;
    this.timeouts = options.timeouts();
    this.progress = progress;
    this.boundedMemory = options.boundedMemory();
  }

  /** No more is wanted: the next piece fails. */
  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /** Whether only what was taken already is still to be written, and the end to be said. */
  boolean whole() {
    return whole;
  }

  /** Whether the end was said. */
  boolean ended() {
    return ended;
  }

  /** Why the connection took no more. */
  @Nullable IOException lost() {
    return lost;
  }

  /**
   * Begins the request.
   *
   * @param small all of the content, which is to leave with the head and the end; null when more
   *     follows, for which the peer perhaps wants to be asked
   * @throws IOException when the connection takes no request any more
   */
  void begin(RequestHead head, @Nullable ByteBuffer small) throws IOException {
    try {
      driver.send(head);
    } catch (InvalidMessage e) { // it was looked at before: it is the connection that has ended
      throw lostBy(e);
    }
    if (small == null) {
      flushDriver();
    } else if (small.hasRemaining()) {
      driver.send(new Data(stream, small));
    }
  }

  /**
   * Ends the content.
   *
   * @throws IOException when the connection takes no more, or took no more before
   * @throws InvalidMessage when it is shorter than its declared length
   */
  void end() throws IOException {
    if (!whole) { // otherwise nobody can be spared anything
      requireWanted();
    }
    requireConnection();
    send(new End(stream, trailers()));
    whole = true;
    ended = true;
    flushDriver();
    progress.end();
  }

  @Override
  protected void piece(ByteBuffer bytes) throws IOException {
    requireWanted();
    int count = bytes.remaining();
    send(new Data(stream, bytes));
    whole = progress.isLast(count); // before a peer that knows the length can answer
    flushDriver();
    progress.sent(count);
  }

  /**
   * Through memory, in pieces that are large enough for the system calls not to count and small
   * enough to stay in a core's cache: sendfile took half as much CPU again (ADR-0007).
   */
  @Override
  protected void piece(Path path, long offset, long length) throws IOException {
    BufferPool pool = boundedMemory ? BufferPool.LARGE : BufferPool.BULK;
    ByteBuffer buffer = pool.take();
    try (FileChannel file = FileChannel.open(path)) {
      long end = offset + length;
      for (long at = offset; at < end; at += buffer.limit()) {
        requireWanted();
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
        if (file.read(buffer, at) <= 0) {
          throw new EOFException("the file became shorter while it was sent");
        }
        piece(buffer.flip());
      }
    } finally {
      pool.give(buffer);
    }
  }

  /** A body that has kept a failure to itself hears of it again. */
  private void requireWanted() throws IOException {
    requireConnection();
    if (stopped) {
      throw new IOException("no more of the body is wanted: the answer is there");
    }
  }

  /** What the machine refuses is the body's fault, unless the connection has ended meanwhile. */
  private void send(HttpEvent part) throws IOException {
    try {
      driver.send(part);
    } catch (InvalidMessage e) {
      if (driver.sendable(stream) > 0) {
        throw e;
      }
      throw lostBy(e);
    }
  }

  private IOException lostBy(InvalidMessage refusal) {
    IOException why = new IOException(refusal.getMessage(), refusal);
    lost = why;
    return why;
  }

  private void requireConnection() throws IOException {
    if (lost != null) {
      throw lost;
    }
  }

  private void flushDriver() throws IOException {
    try {
      driver.flush(timeouts.request().toNanos(), 0, Clock.NEVER);
    } catch (IOException e) {
      lost = e;
      throw e;
    }
  }
}
