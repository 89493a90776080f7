package io.godwit.testkit;

import io.godwit.net.Channel;
import io.godwit.testkit.Answer.Cut;
import io.godwit.testkit.Answer.Drip;
import io.godwit.testkit.Answer.End;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which what is written meets the faults of an {@link Answer}. One thread writes;
 * {@link #begin} comes from the same one. Whoever waits here is let go when the channel is closed.
 */
final class FaultyChannel implements Channel {
  private final Channel lower;
  private final int number;
  private final Consumer<FaultyChannel> ended;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int exchanges;
  private @Nullable Answer answer;
  private boolean begun;
  private long written;

  /** What {@code ended} does happens once at least, when the channel is closed. */
  FaultyChannel(Channel lower, int number, Consumer<FaultyChannel> ended) {
    this.lower = lower;
    this.number = number;
    this.ended = ended;
  }

  /** Which connection of the server this is, from 1. */
  int number() {
    return number;
  }

  /** Counts a request, and says which one of this connection it is, from 1. */
  int nextExchange() {
    return ++exchanges;
  }

  /** What is written from here on belongs to this answer. */
  void begin(Answer answer) {
    this.answer = answer;
    this.begun = false;
    this.written = 0;
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    Answer faults = answer;
    if (faults == null) {
      lower.write(from, count);
      return;
    }
    if (!begun) {
      begun = true;
      pause(faults.delay().toNanos());
    }
    if (faults.silent()) {
      pause(Long.MAX_VALUE);
    }
    if (faults.raw().isPresent()) {
      put(ByteBuffer.wrap(faults.raw().get()), faults);
      throw end(End.CLOSE);
    }
    for (int i = 0; i < count; i++) {
      put(from[i], faults);
    }
  }

  private void put(ByteBuffer bytes, Answer faults) throws IOException {
    while (bytes.hasRemaining()) {
      Optional<Cut> cut = faults.cut();
      long room = cut.map(Cut::bytes).orElse(Long.MAX_VALUE) - written;
      if (cut.isPresent() && room <= 0) {
        throw end(cut.get().end());
      }
      Optional<Drip> drip = faults.drip();
      int most = drip.map(Drip::bytes).orElse(Integer.MAX_VALUE);
      int size = (int) Math.min(Math.min(room, most), bytes.remaining());
      lower.write(new ByteBuffer[] {bytes.slice(bytes.position(), size)}, 1);
      bytes.position(bytes.position() + size);
      written += size;
      if (drip.isPresent()) {
        pause(drip.get().pause().toNanos());
      }
    }
  }

  /** Waits for so long, or until the channel is closed, which is a failure. */
  private void pause(long nanos) throws IOException {
    try {
      if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new IOException("closed while the answer was held back");
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the answer was held back", e);
    }
  }

  private IOException end(End end) throws IOException {
    if (end == End.RESET) {
      reset();
    } else {
      lower.shutdownOutput();
      close();
    }
    return new IOException("ended here by the answer that was set up");
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return lower.read(into);
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    return lower.readNow(into);
  }

  @Override
  public void shutdownInput() throws IOException {
    lower.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    lower.shutdownOutput();
  }

  @Override
  public boolean quiet() {
    return lower.quiet();
  }

  @Override
  public SocketAddress remote() {
    return lower.remote();
  }

  @Override
  public Optional<SocketAddress> local() {
    return lower.local();
  }

  @Override
  public Optional<SSLSession> tls() {
    return lower.tls();
  }

  @Override
  public boolean resumed() {
    return lower.resumed();
  }

  @Override
  public void reset() {
    closed.countDown();
    lower.reset();
    ended.accept(this);
  }

  @Override
  public void leave() {
    closed.countDown();
    lower.leave();
    ended.accept(this);
  }

  @Override
  public void close() {
    closed.countDown();
    lower.close();
    ended.accept(this);
  }
}
