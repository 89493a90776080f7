package io.godwit.bench.bare;

import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.Trust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * The least that makes TLS of an {@link SSLEngine} and a blocking {@link SocketChannel}. It reads
 * as much as is there, decrypts all whole records that fit, and writes as many records at once as
 * its buffer holds. It says no goodbye and renegotiates nothing.
 */
public final class EngineChannel implements ByteChannel {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel lower;
  private final SSLEngine engine;

  /** What has come and is not decrypted, between position and limit. */
  private final ByteBuffer incoming;

  private final ByteBuffer outgoing;

  private EngineChannel(
      SocketChannel lower, SSLEngine engine, ByteBuffer incoming, ByteBuffer outgoing) {
    this.lower = lower;
    this.engine = engine;
    this.incoming = incoming.flip();
    this.outgoing = outgoing;
  }

  /**
   * Connects and makes the handshake.
   *
   * @param capacity of the buffers for what is encrypted, in bytes; a record must fit
   */
  public static EngineChannel onHeap(Target target, int capacity) throws IOException {
    return open(target, ByteBuffer.allocate(capacity), ByteBuffer.allocate(capacity));
  }

  /** As {@link #onHeap}, with direct buffers. */
  public static EngineChannel direct(Target target, int capacity) throws IOException {
    return open(target, ByteBuffer.allocateDirect(capacity), ByteBuffer.allocateDirect(capacity));
  }

  private static EngineChannel open(Target target, ByteBuffer incoming, ByteBuffer outgoing)
      throws IOException {
    Trust trust = target.trust().orElseThrow();
    SSLEngine engine = trust.context().createSSLEngine(target.host(), target.port());
    engine.setUseClientMode(true);
    SocketChannel lower = BareChannel.connect(target);
    EngineChannel channel = new EngineChannel(lower, engine, incoming, outgoing);
    try {
      channel.shake();
      return channel;
    } catch (IOException e) {
      lower.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int start = into.position();
    while (true) {
      SSLEngineResult result = engine.unwrap(incoming, into);
      switch (result.getStatus()) {
        case OK -> {
          runTasks();
          if (into.position() > start && !incoming.hasRemaining()) {
            return into.position() - start;
          }
        }
        case BUFFER_OVERFLOW -> {
          if (into.position() == start) {
            throw new SSLException("a record does not fit into " + into);
          }
          return into.position() - start;
        }
        case BUFFER_UNDERFLOW -> {
          if (into.position() > start) {
            return into.position() - start;
          }
          if (fill() < 0) {
            return -1;
          }
        }
        case CLOSED -> {
          return into.position() > start ? into.position() - start : -1;
        }
      }
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int count = from.remaining();
    while (from.hasRemaining()) {
      switch (engine.wrap(from, outgoing).getStatus()) {
        case OK -> {}
        case BUFFER_OVERFLOW -> flush();
        case BUFFER_UNDERFLOW, CLOSED -> throw new ClosedChannelException();
      }
    }
    flush();
    return count;
  }

  @Override
  public boolean isOpen() {
    return lower.isOpen();
  }

  @Override
  public void close() throws IOException {
    lower.close();
  }

  private void shake() throws IOException {
    engine.beginHandshake();
    while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          engine.wrap(NOTHING, outgoing);
          flush();
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          var status = engine.unwrap(incoming, NOTHING).getStatus();
          if (status == SSLEngineResult.Status.BUFFER_UNDERFLOW && fill() < 0) {
            throw new SSLException("the origin hung up during the handshake");
          }
        }
        case FINISHED, NOT_HANDSHAKING -> throw new IllegalStateException("the handshake is over");
      }
    }
  }

  /** A session ticket is looked at by a task. */
  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private int fill() throws IOException {
    incoming.compact();
    int count = lower.read(incoming);
    incoming.flip();
    return count;
  }

  private void flush() throws IOException {
    outgoing.flip();
    while (outgoing.hasRemaining()) {
      lower.write(outgoing);
    }
    outgoing.clear();
  }
}
