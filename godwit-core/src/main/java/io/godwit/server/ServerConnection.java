package io.godwit.server;

import io.godwit.net.Channel;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Violation;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection: reads a request, lets it be answered, and so on until one side has enough. All of
 * that happens on the connection's own virtual thread; {@link #stop} and {@link #cut} come from
 * others.
 */
final class ServerConnection {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());
  private static final AtomicLong NUMBERS = new AtomicLong();

  private enum State {
    /** Waiting for the first byte of a request: may be closed at any time. */
    IDLE,
    /** An exchange is under way. */
    BUSY,
    /** To be ended with the exchange that is under way. */
    STOPPING
  }

  private final long number = NUMBERS.incrementAndGet();
  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
  private final Connections connections;
  private final HoldBack holdBack = new HoldBack();
  final ServerSettings settings;
  final BlockingDriver driver;
  final ResponseWriter writer;
  final Peer peer;
  private final Thread thread;

  /** Takes the channel over when {@link #start} has returned true. */
  ServerConnection(
      Channel channel, String authority, Connections connections, ServerSettings settings) {
    this.connections = connections;
    this.settings = settings;
    this.peer = new Peer(channel.remote(), "http", authority);
    this.driver =
        new BlockingDriver(
            H1Machine.server(settings.h1()), channel, settings.clock(), settings.watchdog());
    this.writer = new ResponseWriter(driver, settings, holdBack);
    this.thread =
        Thread.ofVirtual()
            .name("godwit-connection-", number)
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
  }

  /** Begins; false when the server ends, and this does not begin. */
  boolean start() {
    if (!connections.add(this)) {
      driver.close();
      return false;
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        driver.close();
        connections.forget(this);
      }
    }
    return true;
  }

  /** Ends an idle connection at once, and any other after its exchange. */
  void stop() {
    if (state.getAndSet(State.STOPPING) == State.IDLE) {
      driver.abort();
    }
  }

  /** Ends it at once. */
  void cut() {
    state.set(State.STOPPING);
    driver.reset();
    thread.interrupt();
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  private void run() {
    try {
      serve();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> this + " was lost", e);
    } catch (RuntimeException | Error e) {
      driver.reset();
      LOG.log(System.Logger.Level.ERROR, this + " failed", e);
    } finally {
      driver.close();
      connections.remove(this);
    }
  }

  private void serve() throws IOException {
    while (true) {
      HttpEvent event = driver.poll();
      boolean arrivedBefore = event instanceof RequestHead;
      // The content of a request may be long in coming, or not come before the answer to the last.
      boolean whole = event instanceof RequestHead next && next.length() == 0;
      if (!whole || !holdBack.allowed()) {
        writer.flush();
      }
      if (event == HttpEvent.NEED_INPUT) {
        event = awaitHead();
      }
      if (!(event instanceof RequestHead head)) {
        end(event);
        return;
      }
      long began = arrivedBefore ? settings.clock().nanos() : 0;
      if (!new Exchange(head, this).run()) {
        part();
        return;
      }
      if (arrivedBefore) {
        holdBack.answered(settings.clock().nanos() - began);
      }
    }
  }

  /** Reads until a request head is whole; what came of that. */
  private HttpEvent awaitHead() throws IOException {
    if (driver.reusable()) {
      if (!state.compareAndSet(State.BUSY, State.IDLE)) {
        return HttpEvent.CLOSED;
      }
      HttpEvent event = driver.advance(settings.idleDeadline());
      if (!state.compareAndSet(State.IDLE, State.BUSY) || event instanceof HttpEvent.Expired) {
        return HttpEvent.CLOSED;
      }
      if (event != HttpEvent.NEED_INPUT) {
        return event;
      }
    }
    return driver.next(settings.headDeadline());
  }

  /** Answers what is not a request, if there is something to answer, and ends the connection. */
  private void end(HttpEvent event) throws IOException {
    switch (event) {
      case HttpEvent.Violated violated when violated.violation() == H1Violation.TRUNCATED_HEAD ->
          LOG.log(System.Logger.Level.DEBUG, "{0} ended within a request head", this);
      case HttpEvent.Violated violated -> {
        LOG.log(
            System.Logger.Level.DEBUG,
            "{0} refused: {1} {2}",
            this,
            violated.violation(),
            violated.detail());
        refuse(violated.stream(), Problem.of(violated.violation()));
      }
      case HttpEvent.Expired expired -> refuse(expired.stream(), Problem.headTooSlow());
      default -> {}
    }
    part();
  }

  private void refuse(long stream, Problem problem) throws IOException {
    writer.begin(stream);
    try {
      writer.write(ProblemForm.TEXT.response(problem));
    } catch (BodyFailure e) {
      throw new IllegalStateException("a problem's text cannot fail", e);
    }
  }

  /** Sends what is left and ends the connection so that the client can still read it. */
  private void part() throws IOException {
    writer.flush();
    driver.part(settings.lingerDeadline());
  }

  boolean stopping() {
    return state.get() == State.STOPPING;
  }

  @Override
  public String toString() {
    return "connection " + number + " from " + peer.remote();
  }
}
