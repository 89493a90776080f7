package io.godwit.wire.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One end of one TLS connection without any I/O, around an {@link SSLEngine}. The same machine
 * serves both roles.
 *
 * <p>A driver hands in what it read ({@link #receive}), calls {@link #poll} and does what that
 * says; it encrypts by {@link #send} and writes what {@link #output} holds. Any split of the input
 * gives the same plaintext. The machine keeps no ciphertext that is not a whole record: the rest
 * stays in the driver's buffer, which needs room for {@link #recordSize()} bytes.
 *
 * <pre>{@code
 * TlsMachine tls = new TlsMachine(sslEngine);
 * tls.receive(ciphertext);
 * switch (tls.poll(plaintext)) {
 *   case NEED_INPUT -> read(ciphertext);      // more, behind what is left of it
 *   case NEED_OUTPUT -> write(tls.output());
 *   case NEED_TASK -> tls.runTasks();
 *   case OPEN -> log("the handshake is complete");
 *   case DATA -> use(plaintext);
 *   case END, TRUNCATED, FAILED -> close();   // no more plaintext will come
 * }
 * }</pre>
 *
 * <p>After the handshake only {@link #send} and {@link #closeOutput} fill the output. What the
 * peer's messages call for (the answer to a KeyUpdate, an alert) waits in the engine until then:
 * RFC 8446 section 4.6.3 wants that answer before the next application data and no sooner. So a
 * thread that reads never has to write, and the output belongs to the writing side alone.
 *
 * <p>Not safe between threads: one driver at a time. Only the bytes of {@link #output} may be
 * written to the network while another thread polls.
 */
public final class TlsMachine {
  /**
   * How many records without a byte of plaintext may follow each other. Honest peers send a few
   * session tickets, or an empty record now and then; the limit keeps others from burning our time.
   */
  static final int MAX_IDLE_RECORDS = 256;

  /**
   * How many times the peer may ask us for new keys while we have nothing to say. The engine keeps
   * an answer for each until something is sent.
   */
  static final int MAX_UNANSWERED = 256;

  /** A driver that sends a lot gets so many records into one write. */
  private static final int BULK_RECORDS = 4;

  /** A last one, such as close_notify, has to fit behind another. */
  private static final int FEW_RECORDS = 2;

  private static final int CONTENT_ALERT = 21; // RFC 8446 section 5.1
  private static final int CONTENT_HANDSHAKE = 22;
  private static final int RECORD_HEADER = 5;

  private static final String GIVEN_UP = "the peer gave the handshake up";

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
  private static final ByteBuffer[] NO_PLAINTEXT = {};

  private enum Inbound {
    NEW,
    HANDSHAKE,
    OPEN,
    ENDED,
    TRUNCATED,
    FAILED
  }

  private final SSLEngine engine;
  private final int mostRecords;

  private Inbound inbound = Inbound.NEW;
  private ByteBuffer input = EMPTY;
  private boolean inputEnded;
  private boolean talksTls;
  private int idleRecords;
  private int unanswered;
  private @Nullable SSLException failure;

  /** Plaintext of a record that was larger than the driver's buffer; empty nearly always. */
  private ByteBuffer aside = EMPTY;

  /** Ciphertext to be written stands between position and limit. */
  private ByteBuffer output = EMPTY;

  private boolean outputClosed;

  /**
   * A machine over that engine, which is configured but has not begun its handshake. Engines of the
   * JDK work twice as fast on heap buffers, so ciphertext is best read into one.
   */
  public TlsMachine(SSLEngine engine) {
    this(engine, true);
  }

  /**
   * As {@link #TlsMachine(SSLEngine)}.
   *
   * @param bulk whether the output may take many records at once when much is sent, or two
   */
  public TlsMachine(SSLEngine engine, boolean bulk) {
    this.engine = engine;
    this.mostRecords = bulk ? BULK_RECORDS : FEW_RECORDS;
  }

  /**
   * Hands in ciphertext that was read. The machine keeps the reference until the next call and
   * moves the position as it takes records; bytes it has not taken are to be handed in again, with
   * more behind them. The bytes it takes are overwritten.
   */
  public void receive(ByteBuffer ciphertext) {
    input = ciphertext;
  }

  /** The connection has ended; nothing follows what was received. */
  public void receiveEof() {
    inputEnded = true;
  }

  /**
   * Does the next thing there is to do with what was received.
   *
   * @param into takes plaintext; a record goes straight into it when it has room for the whole of
   *     it. May be without room, during the handshake or to see whether something is there.
   */
  public TlsEvent poll(ByteBuffer into) {
    return switch (inbound) {
      case NEW, HANDSHAKE -> handshake();
      case OPEN -> open(into);
      case ENDED -> TlsEvent.END;
      case TRUNCATED -> TlsEvent.TRUNCATED;
      case FAILED -> TlsEvent.FAILED;
    };
  }

  /**
   * Runs the engine's slow tasks (verifying certificates, signing). The caller's thread does it.
   */
  public void runTasks() {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
  }

  /**
   * Encrypts as much as fits into the output.
   *
   * @return whether all was taken; if not, the output has to be written first, and the call made
   *     again
   * @throws SSLException when nothing can be sent any more: the connection failed, or this side of
   *     it was closed, by {@link #closeOutput} or with TLS 1.2 by the peer (RFC 5246 section 7.2.1)
   */
  public boolean send(ByteBuffer[] from, int count) throws SSLException {
    requireOpen();
    int first = 0;
    while (true) {
      while (first < count && !from[first].hasRemaining()) {
        first++;
      }
      if (first == count) {
        return true;
      }
      if (!makeRoom()) {
        return false;
      }
      encrypt(from, first, count - first);
    }
  }

  /**
   * Ends this side: close_notify goes to the output, or the alert that says why the connection
   * failed. The output must have been written before. A second call does nothing.
   *
   * @throws SSLException when the engine cannot even do that
   */
  public void closeOutput() throws SSLException {
    if (outputClosed && inbound != Inbound.FAILED) {
      return;
    }
    outputClosed = true;
    engine.closeOutbound();
    drainEngine();
  }

  /**
   * The ciphertext that is to be written, between position and limit. The driver advances the
   * position by writing; the reference is good until the next call of {@link #send}, {@link
   * #closeOutput} or, during the handshake, {@link #poll}.
   */
  public ByteBuffer output() {
    return output;
  }

  /**
   * Lends the machine a buffer for its output, while it has none with something in it. One that has
   * no room for a record is replaced as if it had not been lent.
   */
  public void lend(ByteBuffer buffer) {
    output = buffer.limit(0);
  }

  /**
   * Lets go of the buffers that hold nothing, for a connection that may be idle for long.
   *
   * @return that of the output, which belongs to the caller from here on; without capacity when
   *     there is none, or something in it
   */
  public ByteBuffer rest() {
    if (!aside.hasRemaining()) {
      aside = EMPTY;
    }
    if (output.hasRemaining()) {
      return EMPTY;
    }
    ByteBuffer free = output;
    output = EMPTY;
    return free;
  }

  /** How many bytes the largest record may have, so that the driver has room for it. */
  public int recordSize() {
    return engine.getSession().getPacketBufferSize();
  }

  /** Why it failed, when the last event was {@link TlsEvent#FAILED}; otherwise null. */
  public @Nullable SSLException failure() {
    return failure;
  }

  /** The session; complete when the handshake is. */
  public SSLSession session() {
    return engine.getSession();
  }

  // ---- handshake

  private TlsEvent handshake() {
    try {
      if (inbound == Inbound.NEW) {
        inbound = Inbound.HANDSHAKE;
        engine.beginHandshake();
      }
      return shake();
    } catch (SSLException e) {
      return fail(e);
    }
  }

  private TlsEvent shake() throws SSLException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          return TlsEvent.NEED_TASK;
        }
        case NEED_WRAP -> {
          if (!makeRoom()) {
            return TlsEvent.NEED_OUTPUT;
          }
          if (wrap(NO_PLAINTEXT, 0, 0).getStatus() == Status.CLOSED) {
            throw new SSLHandshakeException(GIVEN_UP);
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!takeHandshakeRecord()) {
            return output.hasRemaining() ? TlsEvent.NEED_OUTPUT : handshakeNeedsInput();
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return output.hasRemaining() ? TlsEvent.NEED_OUTPUT : opened();
        }
      }
    }
  }

  private TlsEvent opened() {
    inbound = Inbound.OPEN;
    output = EMPTY; // it may have grown for the certificates
    return TlsEvent.OPEN;
  }

  private TlsEvent handshakeNeedsInput() {
    return inputEnded
        ? fail(new SSLHandshakeException("the peer ended the connection during the handshake"))
        : TlsEvent.NEED_INPUT;
  }

  /** Hands the engine one record. False when there is no whole one. */
  private boolean takeHandshakeRecord() throws SSLException {
    if (!talksTls) {
      if (input.remaining() < RECORD_HEADER) {
        return false;
      }
      requireTls();
      talksTls = true;
    }
    SSLEngineResult result = engine.unwrap(input, EMPTY);
    return switch (result.getStatus()) {
      case OK -> true;
      case BUFFER_UNDERFLOW -> false;
      case CLOSED, BUFFER_OVERFLOW -> throw new SSLHandshakeException(GIVEN_UP);
    };
  }

  /**
   * A handshake begins with a handshake record or, from a peer that refuses it, an alert. The
   * engine would say "unrecognized message"; what stands there instead tells more.
   */
  private void requireTls() throws SSLException {
    int type = input.get(input.position());
    if (type == CONTENT_HANDSHAKE || type == CONTENT_ALERT) {
      return;
    }
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < RECORD_HEADER; i++) {
      int octet = input.get(input.position() + i) & 0xFF;
      seen.append(octet > ' ' && octet < 0x7F ? (char) octet : ' ');
    }
    throw new SSLHandshakeException(
        seen.toString().equals("HTTP/")
            ? "the peer answers in plain HTTP, this is not a TLS port"
            : "the peer does not speak TLS, it begins with \"" + seen + "\"");
  }

  // ---- after the handshake, in

  private TlsEvent open(ByteBuffer into) {
    int start = into.position();
    try {
      return decrypt(into, start);
    } catch (SSLException e) {
      fail(e); // what came before is good, and may be needed to understand the end
      return into.position() > start ? TlsEvent.DATA : TlsEvent.FAILED;
    }
  }

  private TlsEvent decrypt(ByteBuffer into, int start) throws SSLException {
    while (inbound == Inbound.OPEN) {
      if (aside.hasRemaining()) {
        move(aside, into);
        return TlsEvent.DATA;
      }
      boolean fresh = into.position() == start;
      if (input.hasRemaining() && takeRecord(into, fresh)) {
        continue;
      }
      if (!fresh) {
        return TlsEvent.DATA;
      }
      if (!inputEnded) {
        return TlsEvent.NEED_INPUT;
      }
      inbound = Inbound.TRUNCATED;
    }
    return into.position() > start ? TlsEvent.DATA : poll(into);
  }

  /** False when there is no whole record, or no room for it behind what was decrypted before. */
  private boolean takeRecord(ByteBuffer into, boolean fresh) throws SSLException {
    SSLEngineResult result = engine.unwrap(input, into);
    if (result.getStatus() == Status.BUFFER_OVERFLOW && fresh) {
      result = decryptAside();
    }
    switch (result.getStatus()) {
      case OK -> check(result);
      case CLOSED -> inbound = Inbound.ENDED;
      case BUFFER_UNDERFLOW, BUFFER_OVERFLOW -> {
        return false;
      }
    }
    return true;
  }

  /** The driver's buffer has no room for the record; so it is decrypted aside and handed on. */
  private SSLEngineResult decryptAside() throws SSLException {
    int size = engine.getSession().getApplicationBufferSize();
    if (aside.capacity() < size) {
      aside = ByteBuffer.allocate(size);
    }
    aside.clear();
    try {
      return engine.unwrap(input, aside);
    } finally {
      aside.flip();
    }
  }

  private static void move(ByteBuffer from, ByteBuffer to) {
    int length = Math.min(from.remaining(), to.remaining());
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
  }

  /** What a record after the handshake may not bring. */
  private void check(SSLEngineResult result) throws SSLException {
    HandshakeStatus status = result.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      // Session tickets and KeyUpdate need no task; what does is another handshake.
      throw new SSLException("the peer asked for a renegotiation, which is refused");
    }
    if (result.bytesProduced() > 0) {
      idleRecords = 0;
      return;
    }
    if (status == HandshakeStatus.NEED_WRAP) {
      unanswered++;
    }
    if (++idleRecords > MAX_IDLE_RECORDS || unanswered > MAX_UNANSWERED) {
      throw new SSLException("the peer sends too many TLS messages that carry no data");
    }
  }

  private TlsEvent fail(SSLException why) {
    boolean early = inbound == Inbound.HANDSHAKE;
    inbound = Inbound.FAILED;
    failure = why;
    if (early) {
      try {
        drainEngine(); // the alert that tells the peer
      } catch (SSLException e) {
        if (e != why) {
          why.addSuppressed(e);
        }
      }
    }
    return TlsEvent.FAILED;
  }

  // ---- after the handshake, out

  private void requireOpen() throws SSLException {
    if (failure != null) {
      throw new SSLException("the TLS connection has failed: " + failure.getMessage(), failure);
    }
    if (outputClosed) {
      throw new SSLException("the TLS connection is closed for writing");
    }
    if (inbound == Inbound.NEW || inbound == Inbound.HANDSHAKE) {
      throw new IllegalStateException("the handshake is not complete");
    }
  }

  private void encrypt(ByteBuffer[] from, int first, int count) throws SSLException {
    unanswered = 0; // what the engine has to say leaves before the plaintext
    SSLEngineResult result = wrap(from, first, count);
    if (result.getStatus() == Status.CLOSED) {
      outputClosed = true;
      throw new SSLException("the peer has closed the TLS connection");
    }
    if (result.bytesProduced() == 0 && result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
      throw new IllegalStateException("the engine takes no plaintext: " + result);
    }
  }

  /** Takes what the engine has to say by itself: handshake messages, alerts. */
  private void drainEngine() throws SSLException {
    do {
      if (!makeRoom()) {
        throw new IllegalStateException("the output has to be written first");
      }
    } while (wrap(NO_PLAINTEXT, 0, 0).bytesProduced() > 0);
  }

  /** One record, or nothing, behind what the output holds. */
  private SSLEngineResult wrap(ByteBuffer[] from, int first, int count) throws SSLException {
    int start = output.position();
    int end = output.limit();
    output.limit(output.capacity()).position(end);
    try {
      SSLEngineResult result = engine.wrap(from, first, count, output);
      end = output.position();
      return result;
    } finally {
      output.position(start).limit(end);
    }
  }

  /**
   * Makes room for one more record behind what the output holds: one record is enough for a
   * connection with little to say, the first that has more gets the bulk size. False when the
   * driver has to write first.
   */
  private boolean makeRoom() {
    int record = recordSize();
    if (!output.hasRemaining()) {
      output.position(0).limit(0);
    }
    if (output.capacity() - output.limit() >= record) {
      return true;
    }
    if (output.capacity() >= mostRecords * record) {
      return false;
    }
    int size = output.hasRemaining() ? mostRecords * record : record;
    output = ByteBuffer.allocate(size).put(output).flip();
    return true;
  }
}
