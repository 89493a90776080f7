package io.godwit.net;

import io.godwit.http.HttpFailure;
import io.godwit.wire.tls.TlsEvent;
import io.godwit.wire.tls.TlsMachine;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over another channel: a {@link TlsMachine} between two byte pipes.
 *
 * <p>One thread may read while another writes. The two meet in the machine only, under a lock that
 * is held while a few records are encrypted or decrypted and never over I/O (the JDK's engine has
 * such a lock of its own, so this one costs no concurrency). Only the writing side fills and writes
 * the machine's output, so bytes leave in the order they were encrypted without a lock over the
 * write, and a thread that reads never waits for the peer to take something.
 *
 * <p>{@link #read} returns -1 after the peer's close_notify, and throws when the connection ends
 * without one: what was received may have been cut short by someone in between (RFC 8446 section
 * 6.1). {@link #close} ends at once; {@link #shutdownOutput} before it says goodbye to the peer,
 * and so does {@link #leave}.
 */
public final class TlsChannel implements Channel {
  /** For a connection that receives a lot; all others make do with one record. */
  private static final int BULK_BYTES = 64 * 1024;

  /** Enough for most greetings of clients, and for what most of them ask. */
  private static final int FIRST_BYTES = 2 * 1024;

  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  /** The mark on a session that was used, see {@link #remember}. */
  private static final String SEEN = "io.godwit.seen";

  private final Channel lower;
  private final TlsMachine machine;
  private final TlsFailures failures;
  private final boolean bulk;
  private final ReentrantLock lock = new ReentrantLock();

  /** Ciphertext that was read, between position and limit. Belongs to the reading thread. */
  private ByteBuffer incoming;

  private boolean ended;
  private boolean resumed;

  /** Whether it is one that rests between messages, see {@link #rest}. */
  private volatile boolean rested;

  /** The machine's output, as the lower channel wants it. Belongs to the writing thread. */
  private final ByteBuffer[] outgoing = new ByteBuffer[1];

  private volatile boolean inputShut;
  private volatile boolean closed;

  private TlsChannel(Channel lower, SSLEngine engine, TlsFailures failures, boolean bulk) {
    this.lower = lower;
    this.failures = failures;
    this.bulk = bulk;
    this.machine = new TlsMachine(engine, bulk);
    this.incoming = ByteBuffer.allocate(machine.recordSize()).flip();
  }

  /**
   * Makes the handshake of a client, on the calling thread. It ends early when the lower channel is
   * closed from elsewhere. After any failure the lower channel is closed.
   *
   * @param host as in the URI: a DNS name in ASCII or an IP literal
   * @throws HttpFailure.Tls when the handshake fails or the peer's certificate is refused
   * @throws ClosedChannelException when the lower channel was closed meanwhile
   */
  public static Channel client(Channel lower, TlsSettings settings, String host, int port)
      throws IOException {
    return client(lower, settings, host, port, true);
  }

  /**
   * As {@link #client(Channel, TlsSettings, String, int)}.
   *
   * @param bulk whether the channel may take larger buffers once much is sent or received;
   *     otherwise it makes do with a record or two each way
   */
  public static Channel client(
      Channel lower, TlsSettings settings, String host, int port, boolean bulk) throws IOException {
    TlsFailures failures = TlsFailures.ofClient(settings, host, port);
    return handshake(
        lower,
        () -> settings.clientEngine(host, port),
        session -> settings.check(host, session, failures),
        failures,
        bulk);
  }

  /**
   * Makes the handshake of a server, on the calling thread; otherwise as {@link #client}.
   *
   * @param context holds the server's certificate and key
   */
  public static Channel server(Channel lower, SSLContext context) throws IOException {
    return handshake(
        lower,
        () -> TlsSettings.serverEngine(context),
        session -> {},
        TlsFailures.ofServer(lower.remote()),
        true);
  }

  /**
   * Makes the handshake of a server with these settings; otherwise as {@link #client}.
   *
   * @throws PlainText when the client does not speak TLS; then the lower channel stays open
   */
  public static Channel server(Channel lower, ServerTls tls) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(FIRST_BYTES);
    boolean read = false;
    try {
      if (lower.read(first) < 0) {
        throw new ClosedChannelException();
      }
      read = true;
    } finally {
      if (!read) {
        lower.close();
      }
    }
    first.flip();
    if (isLetter(first.get(0))) {
      throw new PlainText();
    }
    return handshake(
        new EarlyBytesChannel(lower, first),
        tls::engine,
        session -> {},
        TlsFailures.ofServer(lower.remote()),
        true);
  }

  /** A method of HTTP begins with one; a record of TLS has a small number there. */
  private static boolean isLetter(byte octet) {
    return octet >= 'A' && octet <= 'z';
  }

  /** A client talks to a TLS port without TLS. */
  public static final class PlainText extends IOException {
    private static final long serialVersionUID = 1L;

    private PlainText() {
      super("the client does not speak TLS");
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return read(into, true);
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    return read(into, false);
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    boolean all = false;
    while (!all) {
      all = writeSome(from, count);
    }
  }

  @Override
  public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
    boolean all = false;
    lock.lock();
    try {
      if (rested && machine.output().capacity() == 0) {
        machine.lend(BufferPool.RECORD.take());
      }
      all = machine.send(from, count);
    } finally {
      lock.unlock();
    }
    return flushSome() && all;
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShut = true; // before the end is seen, so that it is not taken for the peer's doing
    lower.shutdownInput();
  }

  /** Sends close_notify, and ends the connection's output below. */
  @Override
  public void shutdownOutput() throws IOException {
    lock.lock();
    try {
      machine.closeOutput();
    } finally {
      lock.unlock();
    }
    flush();
    lower.shutdownOutput();
  }

  /** A peer that gets no close_notify must take the end for a failure (RFC 8446 section 6.1). */
  @Override
  public void leave() {
    lock.lock();
    try {
      if (!closed && !machine.output().hasRemaining()) { // not in the middle of a record
        machine.closeOutput();
        lower.writeNow(machine.output());
      }
    } catch (IOException e) {
      // the peer has left first
    } finally {
      lock.unlock();
      closed = true;
      lower.leave(); // there may be TLS below, with a proxy
    }
  }

  /** A record, unless another one waits to be written; what is left of it goes with the next. */
  @Override
  public int writeNow(ByteBuffer from) throws IOException {
    int before = from.position();
    lock.lock();
    try {
      if (!machine.output().hasRemaining()) {
        machine.send(new ByteBuffer[] {from}, 1);
        lower.writeNow(machine.output());
      }
    } finally {
      lock.unlock();
    }
    return from.position() - before;
  }

  /** A session ticket (RFC 8446 section 4.6.1) that waits to be read is taken in on the way. */
  @Override
  public boolean quiet() {
    try {
      return !closed && advance(NO_ROOM, false) == TlsEvent.NEED_INPUT && !incoming.hasRemaining();
    } catch (IOException e) {
      return false; // broken or closed: not usable, whatever the reason
    }
  }

  /** A record's room each way is more than all else that belongs to an idle connection. */
  @Override
  public void rest() {
    rested = true;
    lock.lock();
    try {
      ByteBuffer free = machine.rest();
      if (BufferPool.RECORD.fits(free)) {
        BufferPool.RECORD.give(free);
      }
    } finally {
      lock.unlock();
    }
    if (!incoming.hasRemaining() && incoming.capacity() > FIRST_BYTES) {
      incoming = ByteBuffer.allocate(FIRST_BYTES).flip();
    }
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
    return Optional.of(machine.session());
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public void close() {
    closed = true;
    lower.close();
  }

  @Override
  public String toString() {
    return "TLS over " + lower;
  }

  /** Makes an engine, which may fail. */
  private interface EngineSource {
    SSLEngine engine() throws SSLException;
  }

  /** Looks at whom the handshake was made with. */
  private interface SessionCheck {
    void check(SSLSession session) throws IOException;
  }

  private static Channel handshake(
      Channel lower, EngineSource source, SessionCheck check, TlsFailures failures, boolean bulk)
      throws IOException {
    boolean done = false;
    try {
      TlsChannel channel = new TlsChannel(lower, source.engine(), failures, bulk);
      channel.shake();
      check.check(channel.machine.session());
      channel.remember();
      done = true;
      return channel;
    } catch (HttpFailure.Tls | ClosedChannelException e) {
      throw e; // closed: by a deadline or a cancel, which the caller knows about
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      if (!done) {
        lower.close();
      }
    }
  }

  /**
   * Sees whether the session was there before. The JDK does not say it, but what is attached to a
   * session is still there when that, or one that was derived from it, is resumed.
   */
  private void remember() {
    SSLSession session = machine.session();
    resumed = session.getValue(SEEN) != null;
    session.putValue(SEEN, SEEN);
  }

  private int read(ByteBuffer into, boolean wait) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    int start = into.position();
    if (!into.hasRemaining()) {
      return 0;
    }
    return advance(into, wait) == TlsEvent.END ? -1 : into.position() - start;
  }

  /** DATA, END, or NEED_INPUT when the caller does not want to wait. */
  private TlsEvent advance(ByteBuffer into, boolean wait) throws IOException {
    while (!inputShut) {
      TlsEvent event = step(into);
      switch (event) {
        case DATA, END -> {
          return event;
        }
        case NEED_INPUT -> {
          if (fill(wait) == 0) {
            return event;
          }
        }
        case TRUNCATED ->
            throw new SSLException(
                "the connection ended without close_notify: data may be missing");
        case FAILED -> {
          throw failures.later(Objects.requireNonNull(machine.failure()));
        }
        case NEED_OUTPUT, NEED_TASK, OPEN ->
            throw new IllegalStateException("the handshake is over");
      }
    }
    return TlsEvent.END;
  }

  private TlsEvent step(ByteBuffer into) {
    lock.lock();
    try {
      machine.receive(incoming);
      if (ended) {
        machine.receiveEof();
      }
      return machine.poll(into);
    } finally {
      lock.unlock();
    }
  }

  /** Reads more ciphertext behind what is left; a read that filled the buffer makes it grow. */
  private int fill(boolean wait) throws IOException {
    int size = incoming.limit() < incoming.capacity() ? incoming.capacity() : sizeWhenFull();
    incoming =
        size > incoming.capacity() ? ByteBuffer.allocate(size).put(incoming) : incoming.compact();
    try {
      int count = wait ? lower.read(incoming) : lower.readNow(incoming);
      ended = count < 0 && !inputShut;
      return count;
    } finally {
      incoming.flip();
    }
  }

  private int sizeWhenFull() {
    int record = machine.recordSize();
    return incoming.capacity() < record || !bulk ? record : Math.max(BULK_BYTES, record);
  }

  private void flush() throws IOException {
    boolean all = false;
    while (!all) {
      all = flushSome();
    }
  }

  /** Whether all of the machine's output is gone. */
  private boolean flushSome() throws IOException {
    ByteBuffer output = machine.output();
    if (!output.hasRemaining()) {
      return true;
    }
    outgoing[0] = output;
    return lower.writeSome(outgoing, 1);
  }

  private void shake() throws IOException {
    while (true) {
      switch (step(NO_ROOM)) {
        case NEED_INPUT -> fill(true);
        case NEED_OUTPUT -> flush();
        case NEED_TASK -> machine.runTasks();
        case OPEN -> {
          return;
        }
        case FAILED -> {
          SSLException failure = Objects.requireNonNull(machine.failure());
          sendAlert(failure);
          throw failure;
        }
        case DATA, END, TRUNCATED -> throw new IllegalStateException("the handshake is not over");
      }
    }
  }

  private void sendAlert(SSLException failure) {
    try {
      flush();
    } catch (IOException e) {
      failure.addSuppressed(e); // the peer does not hear why; the caller does
    }
  }
}
