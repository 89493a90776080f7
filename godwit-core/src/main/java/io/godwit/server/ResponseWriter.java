package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.BodyWriter;
import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.net.BufferPool;
import io.godwit.net.Clock;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the responses of one connection. A head is not sent before the first piece of its content
 * is there, so that until then anything can still be answered with an error.
 *
 * <p>Small content stays in the machine until {@link #flush}; a stream is flushed piece by piece.
 * Used by the thread of the connection; interim responses may come from another.
 *
 * <p>Longer than other files: each kind of content has its own way out, and what fails on it, the
 * content or the connection, is told apart by what they share.
 */
final class ResponseWriter implements ServerRequest.Interims {
  /** Content in memory leaves in pieces of this size. */
  private static final int SLICE = 128 * 1024;

  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private static final long NONE = 0;
  private static final int FIRST_PIECE = 8 * 1024;
  private static final int LARGEST_PIECE = 64 * 1024;

  private final BlockingDriver driver;
  private final ServerSettings settings;
  private final HoldBack holdBack;
  private final HandlerLimit handlerLimit;

  /** So that no interim response is being written when the final one begins. */
  private final ReentrantLock interims = new ReentrantLock();

  private Version version = Version.HTTP_1_1;
  private boolean toHead;
  private long stream;

  /**
   * The stream whose final response has not begun, if there is one. Taken away under {@link
   * #interims}: who holds that and sees his own stream here may send to it.
   */
  private long unanswered = NONE;

  private long answeredAt;
  private long contentSent;
  private @Nullable Status sentStatus;

  private volatile @Nullable IOException lost;

  ResponseWriter(
      BlockingDriver driver,
      ServerSettings settings,
      HoldBack holdBack,
      HandlerLimit handlerLimit) {
    this.driver = driver;
    this.settings = settings;
    this.holdBack = holdBack;
    this.handlerLimit = handlerLimit;
  }

  /** Begins the answer to something that is not a request. */
  void begin(long stream) {
    begin(stream, Version.HTTP_1_1, false);
  }

  /** Begins the answer to a request. */
  void begin(RequestHead request) {
    begin(request.stream(), request.version(), request.method().equals(Method.HEAD));
  }

  private void begin(long stream, Version version, boolean toHead) {
    this.stream = stream;
    this.version = version;
    this.toHead = toHead;
    contentSent = 0;
    sentStatus = null;
    unanswered = stream;
  }

  /** Whether the final response has begun, so that nothing else can be answered. */
  boolean committed() {
    return unanswered == NONE;
  }

  /** The status of the final response, if that has begun. */
  Optional<Status> sentStatus() {
    return Optional.ofNullable(sentStatus);
  }

  /** When the last answer was there, by the clock. */
  long answeredAt() {
    return answeredAt;
  }

  /** How much content of it was sent. */
  long contentSent() {
    return contentSent;
  }

  /** Writes everything that was sent so far. */
  void flush() throws IOException {
    try {
      driver.flush(settings.timeouts().write().toNanos(), settings.minimumRate(), Clock.NEVER);
    } catch (IOException e) {
      lost = e;
      throw e;
    }
    holdBack.flushed();
  }

  /** Why nothing more can be written, if that is so. */
  @Nullable IOException lost() {
    return lost;
  }

  /** Tells a client that waits with its content to go on, unless it has its answer already. */
  void proceed() throws IOException {
    interims.lock();
    try {
      if (unanswered != NONE) {
        driver.send(new Interim(stream, Status.CONTINUE, Headers.empty()));
        flush();
      }
    } finally {
      interims.unlock();
    }
  }

  /**
   * Sends an interim response to that request.
   *
   * @throws InvalidMessage when it is none, or the final response has begun
   */
  @Override
  public void send(long to, Status status, Headers headers) throws IOException {
    handlerLimit.suspend();
    interims.lock();
    try {
      if (unanswered != to) {
        throw new InvalidMessage("the final response has begun: " + status + " is too late");
      }
      driver.send(new Interim(to, status, headers));
      flush();
    } finally {
      interims.unlock();
      handlerLimit.resume();
    }
  }

  /**
   * Writes a final response.
   *
   * @throws InvalidMessage when the response breaks a rule of HTTP
   * @throws BodyFailure when its content cannot be had
   * @throws IOException when the client is gone
   */
  void write(Response response) throws IOException, BodyFailure {
    boolean headOnly = toHead || response.status().code() == 304;
    boolean begun = false;
    try {
      answeredAt = settings.clock().nanos();
      ResponseHead head = head(response, headOnly);
      if (headOnly) {
        commit(head);
        end(Headers.empty());
        holdBack.held(0);
        answeredAt = settings.clock().nanos(); // the length may have been asked of a disk
        return;
      }
      if (!(response.body() instanceof Body.Bytes)) {
        flush(); // what is answered does not wait for content that may be long in coming
      }
      begun = true;
      write(head, response.body());
    } finally {
      if (!begun) {
        discard(response.body());
      }
    }
  }

  private ResponseHead head(Response response, boolean headOnly) throws BodyFailure {
    return new ResponseHead(
        stream,
        version,
        response.status(),
        response.reason(),
        settings.fields().of(response, version, answeredAt),
        length(response, headOnly));
  }

  private void write(ResponseHead head, Body body) throws IOException, BodyFailure {
    switch (body) {
      case Body.Bytes(byte[] content, _) when content.length <= SLICE -> {
        commit(head, content);
        holdBack.held(content.length);
        return;
      }
      case Body.Bytes bytes -> write(head, bytes.content());
      case Body.File file -> write(head, file);
      case Body.Stream source -> write(head, source);
      case Body.Produced _, Body.Parts _ -> writeByHand(head, body);
    }
    answeredAt = settings.clock().nanos(); // whatever did not lie ready may have taken its time
  }

  /**
   * The length to declare: the content's own, else what the response's Content-Length says. A
   * response without content, to a request that allows none, need not say what it would have had.
   */
  private static long length(Response response, boolean headOnly) throws BodyFailure {
    long own;
    try {
      own = response.body().size();
    } catch (IOException | RuntimeException e) {
      throw new BodyFailure(e);
    }
    boolean silent = headOnly && response.body().isEmpty();
    if (own >= 0 && !silent) {
      return own;
    }
    int at = response.headers().find("Content-Length", 0);
    return at < 0 ? silentLength(response, silent) : declared(response.headers().value(at));
  }

  private static long silentLength(Response response, boolean silent) {
    return silent && response.status().code() == 304 ? 0 : HttpEvent.UNKNOWN_LENGTH;
  }

  private static long declared(String value) {
    try {
      return Long.parseUnsignedLong(value);
    } catch (NumberFormatException e) {
      throw new InvalidMessage("field Content-Length is not a number: " + Grammar.quoted(value));
    }
  }

  private void write(ResponseHead head, byte[] content) throws IOException {
    commit(head);
    for (int at = 0; at < content.length; at += SLICE) {
      data(ByteBuffer.wrap(content, at, Math.min(SLICE, content.length - at)));
      flush();
    }
    end(Headers.empty());
  }

  /**
   * Sends as much of the file as was declared; what it grows by meanwhile is not sent. The first
   * piece leaves with the head, all else past the program.
   */
  private void write(ResponseHead head, Body.File body) throws IOException, BodyFailure {
    try (FileChannel file = open(body)) {
      long begun = begin(head, file);
      try {
        writePast(file, body.offset() + begun, head.length() - begun);
      } catch (IOException e) {
        if (lost == null) {
          throw new BodyFailure(e);
        }
        throw e;
      }
      end(Headers.empty());
    }
  }

  /** Sends the head and what can be read at once, and says how much that was. */
  private long begin(ResponseHead head, FileChannel file) throws IOException, BodyFailure {
    ByteBuffer piece = BufferPool.LARGE.take();
    try {
      int count = head.length() == 0 ? 0 : fill(piece, file, head.length());
      commit(head);
      if (count > 0) {
        data(piece.flip());
        flush();
      }
      return count;
    } finally {
      BufferPool.LARGE.give(piece);
    }
  }

  /**
   * Writes content from a file past the machine, which must have nothing pending: a client that
   * reads slowly holds no buffer meanwhile (ADR-0007).
   *
   * @throws IOException that is {@link #lost} when it is the connection's; otherwise the file's
   */
  private void writePast(FileChannel file, long from, long count) throws IOException {
    long began = settings.clock().nanos();
    long end = from + count;
    long at = from;
    while (at < end) {
      long written = piecePast(file, at, end - at, latest(began, at - from));
      if (written == 0) {
        throw new EOFException("the file became shorter while it was sent");
      }
      at += written;
      contentSent += written;
    }
  }

  /** Until when a client has to take more, that has taken so much and may be that slow. */
  private long latest(long began, long taken) {
    return BlockingDriver.slowest(
        began, settings.timeouts().write().toNanos(), settings.minimumRate(), taken);
  }

  private long piecePast(FileChannel file, long at, long most, long latest) throws IOException {
    try {
      return driver.writePast(
          file, at, most, settings.timeouts().write().toNanos(), settings.minimumRate(), latest);
    } catch (IOException e) {
      if (isReadable(file, at)) {
        lost = e;
      }
      throw e;
    }
  }

  /** A file that can still be read is not what has failed. */
  private static boolean isReadable(FileChannel file, long at) {
    try {
      return file.read(ByteBuffer.allocate(1), at) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static FileChannel open(Body.File body) throws BodyFailure {
    try {
      return FileChannel.open(body.path()).position(body.offset());
    } catch (IOException | RuntimeException e) {
      throw new BodyFailure(e);
    }
  }

  private static int fill(ByteBuffer piece, FileChannel file, long most) throws BodyFailure {
    piece.clear().limit((int) Math.min(piece.capacity(), most));
    try {
      int count = file.read(piece);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was sent");
      }
      return count;
    } catch (IOException e) {
      throw new BodyFailure(e);
    }
  }

  private void write(ResponseHead head, Body.Stream body) throws IOException, BodyFailure {
    try (Content in = new Content(open(body))) {
      byte[] piece = new byte[FIRST_PIECE];
      int count = in.read(piece);
      if (count < 0) { // then nothing needs to leave before the trailers are there
        Headers trailers = trailers(head, body);
        commit(head);
        end(trailers);
        return;
      }
      commit(head);
      while (count >= 0) {
        if (count > 0) {
          data(ByteBuffer.wrap(piece, 0, count));
          flush();
        }
        if (count == piece.length && count < LARGEST_PIECE) {
          piece = new byte[count * 2];
        }
        count = in.read(piece);
      }
      end(trailers(head, body));
    }
  }

  private void writeByHand(ResponseHead head, Body body) throws IOException, BodyFailure {
    ByHand to = new ByHand(head);
    try {
      body.writeTo(to);
    } catch (IOException | RuntimeException e) {
      if (lost != null) {
        throw lost;
      }
      if (to.refused != null) {
        throw to.refused;
      }
      throw new BodyFailure(e);
    }
    if (lost != null) { // the producer has kept it to itself
      throw lost;
    }
    to.end();
  }

  /** Takes what a producer writes; the head leaves with its first piece. */
  private final class ByHand extends BodyWriter {
    private final ResponseHead head;
    private boolean begun;

    /** What the machine would not send: more than the declared length. */
    private @Nullable InvalidMessage refused;

    ByHand(ResponseHead head) {
      this.head = head;
    }

    @Override
    protected void piece(ByteBuffer bytes) throws IOException {
      commitHead();
      try {
        data(bytes);
      } catch (InvalidMessage e) {
        refused = e;
        throw e;
      }
      ResponseWriter.this.flush();
    }

    /** Of content of known length, past the machine; whatever is too long the machine refuses. */
    @Override
    protected void piece(Path path, long offset, long length) throws IOException {
      try (FileChannel file = FileChannel.open(path)) {
        commitHead();
        ResponseWriter.this.flush();
        if (length <= driver.passOut()) {
          writePast(file, offset, length);
          return;
        }
      }
      super.piece(path, offset, length);
    }

    /** A client may wait for the head alone, as one of server-sent events does. */
    @Override
    protected void head() throws IOException {
      if (!begun) {
        commitHead();
        ResponseWriter.this.flush();
      }
    }

    void end() {
      commitHead();
      boolean chunked = head.length() < 0 && version == Version.HTTP_1_1;
      ResponseWriter.this.end(chunked ? trailers() : Headers.empty());
    }

    private void commitHead() {
      if (!begun) {
        begun = true;
        commit(head);
      }
    }
  }

  private static InputStream open(Body.Stream body) throws BodyFailure {
    try {
      return body.open();
    } catch (IOException | RuntimeException e) {
      throw new BodyFailure(e);
    }
  }

  /** The handler's stream; what it throws is told from what the connection throws. */
  private record Content(InputStream in) implements AutoCloseable {
    int read(byte[] piece) throws BodyFailure {
      try {
        return in.read(piece);
      } catch (IOException | RuntimeException e) {
        throw new BodyFailure(e);
      }
    }

    /** A failure changes nothing any more: all of it was sent, or what failed before counts. */
    @Override
    public void close() {
      closeQuietly(in);
    }
  }

  /** Trailers need the chunked coding; a client of HTTP/1.0 gets the content without them. */
  private Headers trailers(ResponseHead head, Body.Stream body) throws BodyFailure {
    if (head.length() >= 0 || version == Version.HTTP_1_0) {
      return Headers.empty();
    }
    try {
      return body.trailers();
    } catch (RuntimeException e) {
      throw new BodyFailure(e);
    }
  }

  /** Lets go of content that is not sent. */
  static void discard(Body body) {
    try {
      body.discard();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "content that was not sent cannot be discarded", e);
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the content of a response cannot be closed", e);
    }
  }

  private void commit(ResponseHead head) {
    interims.lock();
    try {
      driver.send(head);
      unanswered = NONE;
      sentStatus = head.status();
    } finally {
      interims.unlock();
    }
  }

  /** A whole response at once. */
  private void commit(ResponseHead head, byte[] content) {
    interims.lock();
    try {
      driver.send(
          head, new Data(stream, ByteBuffer.wrap(content)), new End(stream, Headers.empty()));
      unanswered = NONE;
      sentStatus = head.status();
    } finally {
      interims.unlock();
    }
    contentSent = content.length;
  }

  private void data(ByteBuffer bytes) {
    int length = bytes.remaining();
    driver.send(new Data(stream, bytes));
    contentSent += length;
  }

  private void end(Headers trailers) {
    driver.send(new End(stream, trailers));
  }
}
