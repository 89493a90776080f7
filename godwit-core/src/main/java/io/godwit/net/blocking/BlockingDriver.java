package io.godwit.net.blocking;

import io.godwit.net.BufferPool;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a machine over a channel on the calling threads. One thread receives ({@link #next}, {@link
 * #readPast}), the same or one other sends ({@link #send}, {@link #flush}).
 *
 * <p>A read that is late ends by {@code shutdownInput}, so that the machine can still answer; a
 * write that is late, or does not go on, ends by resetting the channel, because bytes may be half
 * out.
 *
 * <p>A connection that waits for the first byte of a message holds a buffer of 2 KiB, which most
 * heads fit in; a larger one is borrowed when more comes, and given back at the next such wait.
 *
 * <p>Longer than other files: all that happens under the one lock, and without it, stands here.
 */
public final class BlockingDriver {
  private static final int BATCH = 16;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final HttpMachine machine;
  private final Channel channel;
  private final Clock clock;
  private final Watch reading;
  private final Watch writing;

  /** Guards the machine and what is known of reads. */
  private final ReentrantLock lock = new ReentrantLock();

  /** For the first bytes of a message, which may be long in coming. */
  private @Nullable ByteBuffer first;

  /** For everything else; borrowed while it is needed. */
  private @Nullable ByteBuffer rest;

  private final ByteBuffer[] batch = new ByteBuffer[BATCH];
  private boolean readUnderWay;
  private long readDeadline = Clock.NEVER;
  private boolean limitExpected;
  private long readLimit = Clock.NEVER;
  private volatile boolean closed;

  /** Set and used by the thread that receives. */
  private @Nullable Consumer<ByteBuffer> tap;

  /** A driver over a connected channel. */
  public BlockingDriver(HttpMachine machine, Channel channel, Clock clock, Watchdog watchdog) {
    this.machine = machine;
    this.channel = channel;
    this.clock = clock;
    this.reading = watchdog.watch(this::shutdownInput);
    this.writing = watchdog.watch(channel::reset);
  }

  /**
   * The next event but {@link HttpEvent.NeedInput}; reads as often as that takes. {@link
   * HttpEvent.Expired} when the deadline came first.
   *
   * @param deadline of {@link Clock#nanos()}
   * @throws IOException when the connection is broken or was closed
   */
  public HttpEvent next(long deadline) throws IOException {
    lock.lock();
    try {
      HttpEvent event = machine.poll();
      while (event == HttpEvent.NEED_INPUT) {
        receive(deadline);
        event = machine.poll();
      }
      readLimit = Clock.NEVER;
      return event;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads once, whatever that takes, and says what came of it: an event, or {@link
   * HttpEvent.NeedInput} when it takes more. For a first byte that has another deadline than the
   * rest. Only when {@link #poll} has just said that input is needed.
   *
   * @param deadline of {@link Clock#nanos()}
   * @throws IOException when the connection is broken or was closed
   */
  public HttpEvent advance(long deadline) throws IOException {
    lock.lock();
    try {
      receive(deadline);
      return machine.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Reads once, without the lock, and hands over what came. */
  private void receive(long deadline) throws IOException {
    ByteBuffer input = machine.reusable() ? first() : rest();
    input.clear();
    try {
      readOnce(input, deadline);
    } finally {
      input.flip(); // also when nothing came: the machine has the buffer and would read it again
    }
    machine.receive(input);
  }

  private ByteBuffer first() {
    giveRestBack();
    channel.rest();
    if (first == null) {
      first = BufferPool.TINY.take();
    }
    return first;
  }

  private ByteBuffer rest() {
    if (rest == null) {
      rest = BufferPool.SMALL.take();
    }
    return rest;
  }

  private void giveRestBack() {
    if (rest != null) {
      machine.receive(NOTHING); // the buffer will hold what another connection receives
      BufferPool.SMALL.give(rest);
      rest = null;
    }
  }

  /**
   * Lets the lock go over the read. What the watch has to say is told to the machine; -1 stands for
   * the end of the input or for being late.
   */
  private int readOnce(ByteBuffer into, long deadline) throws IOException {
    readUnderWay = true;
    readDeadline = deadline;
    reading.arm(Math.min(deadline, readLimit));
    lock.unlock();
    int count = -1;
    boolean late = false;
    try {
      count = channel.read(into);
    } finally {
      lock.lock();
      readUnderWay = false;
      late = reading.disarm();
      if (late) {
        machine.expire(clock.nanos());
      }
    }
    if (count < 0 && !late) {
      machine.receiveEof();
    }
    if (count > 0 && tap != null) {
      show(into.slice(into.position() - count, count).asReadOnlyBuffer(), tap);
    }
    return count;
  }

  /** Without the lock, as everything that is not ours. */
  private void show(ByteBuffer received, Consumer<ByteBuffer> to) {
    lock.unlock();
    try {
      to.accept(received);
    } finally {
      lock.lock();
    }
  }

  /**
   * Shows what is received from here on, before the machine gets it: read-only, and only good until
   * the consumer returns. Null ends that. Only by the receiving thread.
   */
  public void tap(@Nullable Consumer<ByteBuffer> consumer) {
    tap = consumer;
  }

  /** Announces {@link #limitRead} by another thread. */
  public void expectLimit() {
    lock.lock();
    try {
      limitExpected = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Limits the read that another thread waits in, or is about to, up to its next event; the read's
   * own deadline stays. For the one case in which the time a response may take begins while it is
   * already awaited: a request whose body is written by another thread. Does nothing before {@link
   * #expectLimit} and after {@link #liftLimit}, for the response may be there already.
   */
  public void limitRead(long deadline) {
    lock.lock();
    try {
      if (!limitExpected) {
        return;
      }
      limitExpected = false;
      readLimit = deadline;
      if (readUnderWay) {
        reading.rearm(Math.min(deadline, readDeadline));
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was awaited is there: forgets the limit, and one that is still to come. */
  public void liftLimit() {
    lock.lock();
    try {
      limitExpected = false;
      readLimit = Clock.NEVER;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the machine that its time is over, see {@link HttpMachine#expire}; what it says. */
  public HttpEvent expire() {
    lock.lock();
    try {
      machine.expire(clock.nanos());
      return machine.poll();
    } finally {
      lock.unlock();
    }
  }

  /** What can be said without reading: an event, or that input is needed. */
  public HttpEvent poll() {
    lock.lock();
    try {
      return machine.poll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #poll}, for who is through with one message: its {@link HttpEvent.End} is skipped.
   */
  public HttpEvent pollPastEnd() {
    lock.lock();
    try {
      HttpEvent event = machine.poll();
      return event instanceof HttpEvent.End ? machine.poll() : event;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads content past the machine, see {@link HttpMachine#passThrough}.
   *
   * @return how many bytes were put into the buffer; 0 when the machine must see what comes next
   * @throws IOException when the connection is broken or was closed
   */
  public int readPast(ByteBuffer into, long deadline) throws IOException {
    int limit = into.limit();
    lock.lock();
    try {
      long past = machine.passThrough();
      if (past == 0) {
        return 0;
      }
      if (past < into.remaining()) {
        into.limit(into.position() + (int) past);
      }
      int count = readOnce(into, deadline);
      readLimit = Clock.NEVER;
      if (count > 0) {
        machine.passed(count);
      }
      return Math.max(count, 0);
    } finally {
      into.limit(limit);
      lock.unlock();
    }
  }

  /**
   * Gives the machine a part of a message; nothing is written before {@link #flush}.
   *
   * @throws io.godwit.http.InvalidMessage when the machine refuses it
   */
  public void send(HttpEvent event) {
    lock.lock();
    try {
      machine.send(event);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the machine a whole message, as {@link #send(HttpEvent)} does for each of its parts.
   *
   * @throws io.godwit.http.InvalidMessage when the machine refuses one; it has those before then,
   *     and none behind
   */
  public void send(HttpEvent head, HttpEvent.Data content, HttpEvent.End end) {
    lock.lock();
    try {
      machine.send(head);
      machine.send(content);
      machine.send(end);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes all that the machine wants written.
   *
   * @param deadline of {@link Clock#nanos()}; when it comes first the channel is reset
   * @throws WriteTimeout when the deadline came first
   * @throws IOException when the connection is broken or was closed
   */
  public void flush(long deadline) throws IOException {
    flush(Clock.NEVER, 0, deadline);
  }

  /**
   * The same for a peer that may be slow, but not stand still. What it takes is what the system's
   * buffers take, which report room in lumps: the slower it is, and the larger they are, the rarer.
   * On a platform thread in the clear they report what was given to them at once as a whole.
   *
   * @param stall the nanoseconds in which the peer has to take something
   * @param rate the bytes that it has to take per second, on average over what is pending and after
   *     the first {@code stall}; 0 for any
   * @param latest of {@link Clock#nanos()}, for all of it
   * @throws WriteTimeout when one of these comes first; the channel is reset then
   * @throws IOException when the connection is broken or was closed
   */
  public void flush(long stall, int rate, long latest) throws IOException {
    int count = pending();
    if (count == 0) {
      return;
    }
    try {
      while (count > 0) {
        long now = clock.nanos();
        writing.arm(Math.min(latest, Clock.after(now, stall)));
        long size = rate == 0 ? 0 : size(count);
        if (!channel.writeSome(batch, count)) {
          writeOn(count, stall, Math.min(latest, slowest(now, stall, rate, size)));
        }
        Arrays.fill(
            batch, 0, count, null); // content must not stay referenced while nothing is sent
        count = pending();
      }
    } catch (IOException e) {
      throw writing.disarm() ? new WriteTimeout(e) : e;
    }
    requireInTime();
  }

  /** Writes what is left, as long as it goes on. */
  private void writeOn(int count, long stall, long latest) throws IOException {
    do {
      writing.arm(Math.min(latest, Clock.after(clock.nanos(), stall)));
    } while (!channel.writeSome(batch, count));
  }

  private long size(int count) {
    long size = 0;
    for (int i = 0; i < count; i++) {
      size += batch[i].remaining();
    }
    return size;
  }

  /**
   * When so many bytes have to be taken by a peer that may be as slow as that.
   *
   * @param began of {@link Clock#nanos()}
   */
  public static long slowest(long began, long stall, int rate, long bytes) {
    if (rate == 0) {
      return Clock.NEVER;
    }
    double earned = (double) bytes / rate * TimeUnit.SECONDS.toNanos(1);
    return Clock.after(Clock.after(began, stall), (long) earned);
  }

  /**
   * Writes content from a file past the machine, see {@link HttpMachine#passOut}; what is pending
   * is to be flushed before.
   *
   * @param position where in the file
   * @param count how many bytes at most
   * @param stall as for {@link #flush(long, int, long)}
   * @param rate as there, for what this call takes
   * @param latest of {@link Clock#nanos()}, for what this call does not take any more
   * @return how many bytes were written; 0 when the machine must see what comes next, or the file
   *     ends there
   * @throws WriteTimeout when one of these comes first; the channel is reset then
   * @throws IOException when the file cannot be read, or the connection is broken or was closed
   */
  public long writePast(
      FileChannel from, long position, long count, long stall, int rate, long latest)
      throws IOException {
    long most = Math.min(count, passOut());
    if (most == 0) {
      return 0;
    }
    long written = 0;
    writing.arm(Math.min(latest, Clock.after(clock.nanos(), stall)));
    try {
      written = channel.transfer(from, position, most);
      if (!channel.writeSome(batch, 0)) {
        writeOn(0, stall, rate == 0 ? latest : slowest(latest, 0, rate, written));
      }
    } catch (IOException e) {
      throw writing.disarm() ? new WriteTimeout(e) : e;
    }
    requireInTime();
    lock.lock();
    try {
      machine.passedOut(written);
    } finally {
      lock.unlock();
    }
    return written;
  }

  /** What was written may have been cut off after all. */
  private void requireInTime() throws WriteTimeout {
    if (writing.disarm()) {
      throw new WriteTimeout(null);
    }
  }

  /** How much content may be sent now; see {@link HttpMachine#sendable}. */
  public long sendable(long stream) {
    lock.lock();
    try {
      return machine.sendable(stream);
    } finally {
      lock.unlock();
    }
  }

  /** How much content may be written past the machine now; see {@link HttpMachine#passOut}. */
  public long passOut() {
    lock.lock();
    try {
      return machine.passOut();
    } finally {
      lock.unlock();
    }
  }

  private int pending() {
    lock.lock();
    try {
      return machine.pending(batch);
    } finally {
      lock.unlock();
    }
  }

  /** The number for the message that is begun next, see {@link HttpMachine#nextStream}. */
  public long nextStream() {
    lock.lock();
    try {
      return machine.nextStream();
    } finally {
      lock.unlock();
    }
  }

  /** Whether another exchange may begin, see {@link HttpMachine#reusable}. */
  public boolean reusable() {
    lock.lock();
    try {
      return !closed && machine.reusable();
    } finally {
      lock.unlock();
    }
  }

  /** Begins no further exchange, see {@link HttpMachine#drain}. */
  public void drain() {
    lock.lock();
    try {
      machine.drain();
    } finally {
      lock.unlock();
    }
  }

  /** The connection below. */
  public Channel channel() {
    return channel;
  }

  /**
   * Ends the connection so that the peer can read to its end what was written (RFC 9112 section
   * 9.6): tells it that nothing follows, and throws away what it still sends until it has ended its
   * side, too. Closing at once would make the peer's system forget what it has received. To be
   * followed by {@link #close()}.
   *
   * @param deadline of {@link Clock#nanos()}, for all of that
   * @throws WriteTimeout when the peer takes nothing any more, not even the end
   * @throws IOException when the connection is broken or was closed
   */
  public void part(long deadline) throws IOException {
    endOutput(deadline);
    reading.arm(deadline);
    ByteBuffer input = rest();
    int count = 0;
    while (count >= 0) {
      count = channel.read(input.clear());
    }
    reading.disarm();
  }

  /** With TLS that writes a goodbye, which waits until the peer has taken what came before. */
  private void endOutput(long deadline) throws IOException {
    writing.arm(deadline);
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw writing.disarm() ? new WriteTimeout(e) : e;
    }
    requireInTime();
  }

  /** Ends reading from any thread: who reads sees the end of the input, and writing goes on. */
  public void stopReading() {
    shutdownInput();
  }

  /** Ends the connection so that the peer cannot take what it has received for the whole. */
  public void reset() {
    channel.reset();
  }

  /** Ends the connection from any thread; what waits in it fails. */
  public void abort() {
    channel.close();
  }

  /**
   * Ends the connection and gives its resources back. Only by the receiving thread, or when nothing
   * receives any more.
   */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    channel.close();
    release();
  }

  /**
   * Gives the resources back and leaves the channel open, for who goes on with it by himself, after
   * the machine has switched. Only by the receiving thread, when nobody else uses the driver.
   */
  public void handOver() {
    closed = true;
    release();
  }

  private void release() {
    reading.release();
    writing.release();
    giveRestBack();
    if (first != null) {
      machine.receive(NOTHING);
      BufferPool.TINY.give(first);
      first = null;
    }
  }

  /**
   * Like {@link #close}, for a connection that neither receives nor sends: the peer is told goodbye
   * where that is usual, see {@link Channel#leave}.
   */
  public void leave() {
    if (!closed) {
      channel.leave();
    }
    close();
  }

  private void shutdownInput() {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      channel.close(); // not connected any more: nothing is lost by closing it
    }
  }
}
