package io.godwit.server;

import io.godwit.http.RequestTarget;
import io.godwit.net.Channel;
import io.godwit.net.EarlyBytesChannel;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection: reads one, lets it be answered, and so on until one side has
 * enough. All of that happens on the connection's thread.
 */
final class ExchangeLoop {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private static final int LONGEST_ASKED = 256;

  private final ServerConnection connection;
  private final HoldBack holdBack = new HoldBack();
  final ServerSettings settings;
  final BlockingDriver driver;
  final ResponseWriter writer;
  final Peer peer;
  final HandlerLimit handlerLimit;

  /** By the clock, as of the last look at it. */
  private long now;

  /** The path and query asked for last, unless they are long. */
  private String asked = "/";

  private RequestTarget askedFor = new RequestTarget.OriginForm(asked, Optional.empty());

  ExchangeLoop(Channel channel, Peer peer, ServerConnection connection, ServerSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.peer = peer;
    this.driver =
        new BlockingDriver(
            H1Machine.server(settings.h1()), channel, settings.clock(), settings.watchdog());
    this.handlerLimit = new HandlerLimit(settings);
    this.writer = new ResponseWriter(driver, settings, holdBack, handlerLimit);
  }

  /** Serves until the connection has ended in one way or another; the channel is closed then. */
  void run() throws IOException {
    try {
      serve();
    } catch (RuntimeException | Error e) {
      driver.reset();
      throw e;
    } finally {
      handlerLimit.release();
      driver.close();
    }
  }

  /** Answers whatever was sent with that, and ends the connection. */
  void refuse(Problem problem) throws IOException {
    try {
      HttpEvent late = driver.expire();
      if (late instanceof HttpEvent.Expired expired) {
        answer(expired.stream(), problem);
      }
      part();
    } finally {
      driver.close();
    }
  }

  private void serve() throws IOException {
    while (true) {
      HttpEvent event = driver.pollPastEnd();
      boolean arrivedBefore = event instanceof RequestHead;
      // The content of a request may be long in coming, or not come before the answer to the last.
      boolean whole = event instanceof RequestHead next && next.length() == 0;
      if (!whole || !holdBack.allowed()) {
        writer.flush();
        now = settings.clock().nanos();
        if (event == HttpEvent.NEED_INPUT) {
          event = awaitHead();
        }
      }
      if (!(event instanceof RequestHead head)) {
        end(event);
        return;
      }
      long began = now;
      Exchange exchange = new Exchange(head, began, this);
      if (!exchange.run()) {
        Takeover takeover = exchange.takeover();
        if (takeover == null) {
          part();
        } else {
          handOver(takeover);
        }
        return;
      }
      // Without content and listeners the answer was the last that took time.
      boolean last = head.length() == 0 && !settings.answering().watched();
      now = last ? writer.answeredAt() : settings.clock().nanos();
      if (arrivedBefore) {
        holdBack.answered(now - began);
      }
    }
  }

  /** Reads until a request head is whole; what came of that. */
  private HttpEvent awaitHead() throws IOException {
    if (driver.reusable()) {
      if (!connection.rest()) {
        return HttpEvent.CLOSED;
      }
      HttpEvent event = readIdle();
      // A request that was read when the server began to stop is answered, as the last one.
      if (!(connection.wake() || event instanceof RequestHead)
          || event instanceof HttpEvent.Expired) {
        return HttpEvent.CLOSED;
      }
      if (event != HttpEvent.NEED_INPUT) {
        return event;
      }
    }
    HttpEvent event = driver.next(settings.headDeadline());
    now = settings.clock().nanos();
    return event;
  }

  /**
   * Reads once, with all the time that a connection may be idle. Others run first: on a busy server
   * the request has come by then, and the read need not wait for it, so no poller is asked and
   * nobody has to be woken; where nobody else has anything to do that costs next to nothing.
   */
  @SuppressWarnings("ThreadPriorityCheck") // an optimisation; nothing depends on who runs first
  private HttpEvent readIdle() throws IOException {
    Thread.yield();
    HttpEvent event = driver.advance(settings.idleDeadline(now));
    now = settings.clock().nanos();
    return event;
  }

  /** Answers what is not a request, if there is something to answer, and ends the connection. */
  private void end(HttpEvent event) throws IOException {
    switch (event) {
      case HttpEvent.Violated violated when violated.violation() == H1Violation.TRUNCATED_HEAD ->
          LOG.log(System.Logger.Level.DEBUG, "{0} ended within a request head", connection);
      case HttpEvent.Violated violated -> {
        LOG.log(
            System.Logger.Level.DEBUG,
            "{0} refused: {1} {2}",
            connection,
            violated.violation(),
            violated.detail());
        answer(violated.stream(), Problem.of(violated.violation()));
      }
      case HttpEvent.Expired expired -> answer(expired.stream(), Problem.headTooSlow());
      default -> {}
    }
    part();
  }

  private void answer(long stream, Problem problem) throws IOException {
    writer.begin(stream);
    long began = settings.answering().watched() ? settings.clock().nanos() : 0;
    try {
      writer.write(ProblemForm.TEXT.response(problem));
    } catch (BodyFailure e) {
      throw new IllegalStateException("a problem's text cannot fail", e);
    }
    if (settings.answering().watched()) {
      report(null, began, null);
    }
  }

  /** Tells the listeners what has become of an exchange. */
  void report(@Nullable ServerRequest request, long began, @Nullable Throwable failure) {
    settings
        .answering()
        .tell(
            new ExchangeReport(
                Optional.ofNullable(request),
                writer.sentStatus(),
                writer.contentSent(),
                Duration.ofNanos(settings.clock().nanos() - began),
                Optional.ofNullable(failure)));
  }

  /**
   * Both sides have left HTTP. What has arrived beyond that point belongs to what follows; that
   * begins also when the client has gone, so that it can close what was opened for it.
   */
  private void handOver(Takeover takeover) throws IOException {
    try {
      writer.flush();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> connection + " was lost before it switched", e);
      driver.abort();
    }
    if (!(driver.pollPastEnd() instanceof HttpEvent.Switched switched)) {
      throw new IllegalStateException("the machine did not switch");
    }
    ByteBuffer early = switched.leftOver();
    ByteBuffer kept = ByteBuffer.allocate(early.remaining()).put(early).flip();
    Channel channel = driver.channel();
    driver.handOver();
    connection.handOver(
        kept.hasRemaining() ? new EarlyBytesChannel(channel, kept) : channel, takeover);
  }

  /** Sends what is left and ends the connection so that the client can still read it. */
  private void part() throws IOException {
    writer.flush();
    driver.part(settings.lingerDeadline());
  }

  /**
   * What a request asks for, taken apart; a path that is asked for again is not.
   *
   * @throws io.godwit.http.InvalidUri when it is no target
   */
  RequestTarget target(RequestHead head) {
    if (head.target().equals(asked)) {
      return askedFor;
    }
    RequestTarget target = RequestTarget.parse(head.method().name(), head.target());
    if (target instanceof RequestTarget.OriginForm && head.target().length() <= LONGEST_ASKED) {
      asked = head.target();
      askedFor = target;
    }
    return target;
  }

  boolean stopping() {
    return connection.stopping();
  }

  /** See {@link ServerConnection#keepCut}. */
  void keepCut() {
    connection.keepCut();
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
