package io.godwit.client;

import io.godwit.net.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSession;

/**
 * A connection without a network: answers each request with the same text, or takes none, and knows
 * whether it was closed.
 */
final class ScriptedChannel implements Channel {
  private final byte[] answer;
  private final boolean takesAll;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Runnable> whenClosed = new AtomicReference<>(() -> {});

  private ScriptedChannel(String answer, boolean takesAll) {
    this.answer = answer.getBytes(StandardCharsets.US_ASCII);
    this.takesAll = takesAll;
  }

  static ScriptedChannel answering(String answer) {
    return new ScriptedChannel(answer, true);
  }

  /** The same channel, which runs that when it is closed for the first time. */
  ScriptedChannel whenClosed(Runnable action) {
    whenClosed.set(action);
    return this;
  }

  /** Its peer reads nothing, so that a write lasts until the channel is closed. */
  static ScriptedChannel deaf() {
    return new ScriptedChannel("", false);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Waits like an operation that only a close or an interrupt can end. */
  IOException awaitClose() {
    try {
      closed.await();
      return new AsynchronousCloseException();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      return new ClosedByInterruptException();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (isClosed()) {
      throw new AsynchronousCloseException();
    }
    into.put(answer);
    return answer.length;
  }

  @Override
  public int readNow(ByteBuffer into) {
    return 0;
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    if (!takesAll) {
      throw awaitClose();
    }
    for (int i = 0; i < count; i++) {
      from[i].position(from[i].limit());
    }
  }

  @Override
  public void shutdownInput() {}

  @Override
  public void shutdownOutput() {}

  @Override
  public boolean quiet() {
    return !isClosed();
  }

  @Override
  public SocketAddress remote() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
  }

  @Override
  public Optional<SSLSession> tls() {
    return Optional.empty();
  }

  @Override
  public void close() {
    whenClosed.getAndSet(() -> {}).run();
    closed.countDown();
  }
}
