package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.h1.H1Machine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one origin, held by the program: requests leave in the order in which they are
 * sent, without waiting for answers (pipelining, RFC 9112 section 9.3.2), and the responses are
 * taken in the same order. Made by {@link HttpClient#connect}.
 *
 * <pre>{@code
 * try (HeldConnection held = client.connect("https://example.org/")) {
 *   held.get("/a");
 *   held.send(held.request(Method.PUT, "/b").withBody(Body.text("on")));
 *   try (HeldResponse a = held.next()) {
 *     a.body().transferTo(out);
 *   }
 *   HeldResponse b = held.next();
 * }
 * }</pre>
 *
 * <p>What is sent is what travels: the client's default fields are added, but no redirect is
 * followed, no cookie kept or sent, no credentials shown, nothing cached, retried or decoded, and
 * listeners hear of the connection alone. The connection takes a place within the limits of the
 * pool until it is closed, and serves no other call.
 *
 * <p>At most {@value #MOST_IN_FLIGHT} requests may wait for their response. They are written by a
 * virtual thread, so that {@link #send} never waits, and a server that reads on only when its
 * answers are taken stops nobody. RFC 9112 asks not to send anything behind a request that is not
 * idempotent, such as POST, before its answer is there: if the connection is lost, nobody knows
 * what was done. Nor does a program know that a server can do it at all. Neither is checked.
 *
 * <p>After a failure, a timeout included, the connection has ended: each later call fails, with the
 * first failure as the cause. The same is so when a response was closed before its end and much of
 * it was left, and when a final response came before the server had the whole request.
 *
 * <p>One thread may send while another takes responses; {@link #close} may come from any.
 */
public final class HeldConnection implements AutoCloseable {
  /** How many requests may wait for their response. */
  public static final int MOST_IN_FLIGHT = 64;

  private final HttpClient client;
  private final Target target;
  private final Connection connection;
  private final Lease lease = new Holding();

  /** Held by the thread that takes a response, also while it waits. */
  private final ReentrantLock taking = new ReentrantLock();

  /** Guards everything below, and is never held over I/O. */
  private final ReentrantLock lock = new ReentrantLock();

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ArrayDeque<BodyPump> unwritten = new ArrayDeque<>();
  private long sent;
  private boolean writing;
  private boolean returned;
  private boolean closed;

  /** The response that was taken last, once its head was there, and its exchange. */
  private @Nullable HeldResponse response;

  private @Nullable Exchange taken;

  /** Writes, or was the last to do so: none follows one that failed. */
  private @Nullable BodyPump writer;

  private @Nullable HttpFailure failure;

  /** A request without its response. */
  private record Waiting(Request request, BodyPump writer) {}

  HeldConnection(HttpClient client, Target target, Connection connection) {
    this.client = client;
    this.target = target;
    this.connection = connection;
  }

  /**
   * A request to be sent here, after more was said of it.
   *
   * @param uri may be relative to the URI that the connection was opened for
   * @throws io.godwit.http.InvalidUri when it is none
   */
  public Request request(Method method, String uri) {
    return Request.of(method, target.uri().resolve(uri));
  }

  /** Sends a GET, see {@link #send} and {@link #request}. */
  public void get(String uri) throws HttpFailure {
    send(request(Method.GET, uri));
  }

  /**
   * Sends a request, or puts it behind those that are not written yet.
   *
   * @param request for this origin; Host and the client's default fields are added where it has
   *     none
   * @throws InvalidMessage when it is for another origin, cannot be sent as it is, or would change
   *     the protocol (CONNECT, Upgrade)
   * @throws IllegalStateException when {@value #MOST_IN_FLIGHT} wait for their response, or this
   *     was closed
   * @throws HttpFailure when a small body cannot be read, or the connection has ended
   */
  public void send(Request request) throws HttpFailure {
    Request whole = complete(request);
    RequestContent content = RequestContent.of(whole);
    H1Machine.check(content.head(1, whole, connection.route));
    requireUsable(); // before a body is read for nothing
    boolean waits = content.waits(whole);
    boolean read = content.touched() && client.options().boundedMemory(); // 64 KiB for each
    ByteBuffer small = !waits && !read && content.small() ? content.whole() : null;
    lock.lock();
    try {
      requireUsable();
      if (waiting.size() == MOST_IN_FLIGHT) {
        throw new IllegalStateException(
            MOST_IN_FLIGHT + " requests wait for their response; take one with next()");
      }
      if (connection.tap != null) {
        connection.tap.learns(whole.headers());
      }
      RequestHead head = content.head(++sent, whole, connection.route);
      ClientOptions options = client.options();
      BodyPump writer =
          BodyPump.queued(connection.driver, head, content.body(), small, waits, options);
      waiting.add(new Waiting(whole, writer));
      unwritten.add(writer);
      if (!writing) {
        writing = true;
        ContextCarrier.Context context = options.context().capture();
        Thread.ofVirtual().name("godwit-held").start(() -> write(context));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next response, within the client's timeout for a whole call. */
  public HeldResponse next() throws HttpFailure {
    return next(client.options().timeouts().total());
  }

  /**
   * The next response: that to the oldest request without one. Returns when its head is there; its
   * content is read from it.
   *
   * @param limit how long to wait for the head at most; the client's timeout for the first byte
   *     ends it, too, from when the request was written
   * @throws IllegalStateException when no request waits for a response, the content of the response
   *     before is unread (read it to its end, or close it), or this was closed
   * @throws HttpFailure when there is none; the connection has ended then
   */
  public HeldResponse next(Duration limit) throws HttpFailure {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("not a time to wait: " + limit);
    }
    taking.lock();
    try {
      return take(limit);
    } finally {
      taking.unlock();
      if (isClosed()) {
        endUnlessTaking(); // who has closed it meanwhile has left that to us
      }
    }
  }

  private HeldResponse take(Duration limit) throws HttpFailure {
    CallClock time = new CallClock(client.options().clock(), limit);
    Exchange exchange;
    Waiting first;
    lock.lock();
    try {
      if (taken != null && !taken.ended()) {
        throw new IllegalStateException(
            "the content of the response before is unread: read it to its end, or close it");
      }
      requireUsable();
      if (waiting.isEmpty()) {
        throw new IllegalStateException("no request waits for a response");
      }
      first = waiting.remove();
      exchange = new Exchange(client.options(), lease, connection, time);
      taken = exchange;
    } finally {
      lock.unlock();
    }
    try {
      return answer(exchange, first, time);
    } catch (HttpFailure thrown) {
      throw told(thrown);
    }
  }

  private HeldResponse answer(Exchange exchange, Waiting asked, CallClock time) throws HttpFailure {
    exchange.follow(asked.request(), asked.writer());
    List<Response> interims = new ArrayList<>();
    HttpEvent event = exchange.awaitHead();
    while (event instanceof Interim interim) {
      interims.add(Response.of(interim.status()).withHeaders(interim.headers()));
      event = exchange.awaitHead();
    }
    time.liftDeadline();
    if (exchange.length() == 0) {
      exchange.endedWithoutReading(); // there is nothing to read, so nobody has to
    }
    HeldResponse answer = new HeldResponse(asked.request(), exchange, interims);
    lock.lock();
    try {
      response = answer;
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /**
   * Closes the connection. Requests that are not answered may or may not have been served; who
   * waits for a response, or for its content, fails.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    endUnlessTaking();
  }

  private void endUnlessTaking() {
    if (!taking.tryLock()) {
      connection.driver.abort();
      return;
    }
    try {
      end();
    } finally {
      taking.unlock();
    }
  }

  /** Nobody waits for a head; somebody may read content, and then the end is left to him. */
  private void end() {
    HeldResponse open;
    lock.lock();
    try {
      open = response;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.cancel();
    }
    if (open == null || open.ended()) {
      giveUp(noneWaits());
    }
  }

  private boolean noneWaits() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the lease, once. */
  private void giveUp(boolean atRest) {
    List<BodyPump> pumps;
    lock.lock();
    try {
      if (returned) {
        return;
      }
      returned = true;
      pumps = new ArrayList<>(unwritten);
      unwritten.clear();
      waiting.forEach(left -> pumps.add(left.writer()));
    } finally {
      lock.unlock();
    }
    pumps.forEach(BodyPump::stop);
    if (atRest) {
      client.pool().part(connection);
    } else {
      client.pool().discard(connection);
    }
    pumps.forEach(BodyPump::interrupt);
  }

  /** Writes what there is to write, and ends. */
  private void write(ContextCarrier.Context context) {
    for (BodyPump next = unwritten(); next != null; next = unwritten()) {
      next.run(context);
    }
  }

  private @Nullable BodyPump unwritten() {
    lock.lock();
    try {
      BodyPump next = ofBody() == null ? unwritten.poll() : null;
      if (next == null) {
        writing = false;
      } else {
        writer = next;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Why a request could not be written, when that is not the peer's doing. */
  private @Nullable HttpFailure ofBody() {
    return writer == null ? null : writer.failure();
  }

  /** The failure of the connection: that of a body that could not be written, before others. */
  private HttpFailure told(HttpFailure thrown) {
    lock.lock();
    try {
      if (failure == null) {
        HttpFailure ofBody = ofBody();
        failure = ofBody != null ? ofBody : closed ? cancelled(thrown) : thrown;
      }
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private static HttpFailure cancelled(HttpFailure thrown) {
    return new HttpFailure.Cancelled(thrown.sent());
  }

  private void requireUsable() throws HttpFailure {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the connection was closed");
      }
      HttpFailure first = failure;
      HttpFailure untold = first == null ? ofBody() : null;
      if (untold != null) {
        failure = untold;
        throw untold;
      }
      if (first == null && taken != null) {
        first = taken.failure(); // while its content was read
      }
      boolean idle = waiting.isEmpty() && (taken == null || taken.ended());
      if (first == null && !returned && !(idle && !writing && !connection.driver.reusable())) {
        return;
      }
      String why =
          first == null
              ? "the connection has ended with the response before"
              : "the connection has failed before: " + first.getMessage();
      throw new HttpFailure.ConnectionLost(why, Sent.NO, first);
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private Request complete(Request request) throws HttpFailure {
    Uri uri = request.uri();
    if (!uri.origin().equals(target.uri().origin())) {
      throw new InvalidMessage(
          "the connection leads to " + target.uri().origin() + ", and not to " + uri.origin());
    }
    if (request.headers().has("Upgrade")) {
      throw new InvalidMessage("a held connection does not change its protocol");
    }
    Request whole = client.call(request).decompress(false).unusualContent().call().request();
    return whole.withHeaders(whole.headers().without(Forwarding.FIELD)); // not for an origin
  }

  /** What the exchanges of this connection give it back to. */
  private final class Holding implements Lease {
    @Override
    public boolean canGoOn(Connection connection) {
      return true; // whether there is a next one shows when that is sent
    }

    @Override
    public void giveBack(Connection connection) {
      // it stays here
    }

    @Override
    public void discard(Connection connection) {
      giveUp(false);
    }

    @Override
    public boolean isClosed() {
      return client.pool().isClosed();
    }
  }
}
