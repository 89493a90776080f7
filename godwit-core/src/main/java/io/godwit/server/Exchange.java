package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.MediaType;
import io.godwit.http.Method;
import io.godwit.http.RequestTarget;
import io.godwit.http.Response;
import io.godwit.http.Version;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent.RequestHead;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on the thread of the connection. */
final class Exchange {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final RequestHead head;
  private final long began;
  private final ExchangeLoop connection;
  private final BlockingDriver driver;
  private final ResponseWriter writer;
  private final @Nullable RequestBody content;
  private @Nullable ServerRequest request;
  private @Nullable Takeover takeover;
  private @Nullable Throwable failure;

  /** Whether the handler was interrupted, since it took too long. */
  private boolean tooLate;

  /** Whether the connection ends with this exchange, whatever else allows. */
  private boolean last;

  /**
   * Begins with a head.
   *
   * @param began when it was there and nothing else was to be done, by the clock
   */
  Exchange(RequestHead head, long began, ExchangeLoop connection) {
    this.head = head;
    this.began = began;
    this.connection = connection;
    this.driver = connection.driver;
    this.writer = connection.writer;
    this.content = content();
  }

  private @Nullable RequestBody content() {
    if (head.length() == 0) {
      return null;
    }
    boolean waits = head.version() == Version.HTTP_1_1 && head.headers().has("Expect");
    return new RequestBody(
        driver, writer, connection.settings, connection.handlerLimit, head.length(), waits);
  }

  /**
   * Answers the request.
   *
   * @return whether the connection goes on
   * @throws IOException when the client is gone, or was cut off
   */
  boolean run() throws IOException {
    if (!connection.settings.answering().watched()) {
      return exchange();
    }
    try {
      return exchange();
    } catch (IOException | RuntimeException | Error e) {
      failure = failure == null ? e : failure;
      throw e;
    } finally {
      connection.report(request, began, failure);
    }
  }

  private boolean exchange() throws IOException {
    boolean done = false;
    try {
      respond();
      boolean goesOn = content == null || content.finish();
      done = true;
      return goesOn && takeover == null;
    } finally {
      if (!done && content != null) {
        content.abandon();
      }
      if (request != null) {
        request.end(); // when nobody reads any more: an interrupt would close the connection
      }
    }
  }

  private void respond() throws IOException {
    writer.begin(head);
    Response response = answer();
    try {
      send(response);
    } catch (BodyFailure | RuntimeException | Error e) {
      Throwable reason = e instanceof BodyFailure failure ? failure.reason() : e;
      if (writer.committed()) {
        failure = reason;
        throw cut(reason);
      }
      takeover = null;
      sendInstead(answerTo(reason));
    }
  }

  private Response answer() {
    try {
      RequestTarget target = connection.target(head);
      Handler handler = connection.settings.answering().requests();
      if (head.method().equals(Method.CONNECT)) {
        handler = connection.settings.answering().tunnels();
        if (handler == null) {
          return refused(Problem.noTunnel());
        }
      }
      if (unknownExpectation()) {
        return refused(Problem.unknownExpectation());
      }
      return handled(target, handler);
    } catch (InvalidUri e) {
      return refused(Problem.of(e));
    }
  }

  private Response refused(Problem problem) {
    last = true;
    return shown(problem);
  }

  /**
   * What a filter wants to be there is there once: should that be what no response may have, the
   * answer to that goes without.
   */
  private Response shown(Problem problem) {
    Headers wanted = request == null ? Headers.empty() : request.takeFailureFields();
    return ProblemForm.answer(problem.completed(wanted), head.headers());
  }

  /** A client of HTTP/1.0 has none that count (RFC 9110 section 10.1.1). */
  private boolean unknownExpectation() {
    int at = head.headers().find("Expect", 0);
    return at >= 0
        && head.version() == Version.HTTP_1_1
        && !head.headers().combined("Expect").orElse("").equalsIgnoreCase("100-continue");
  }

  private Response handled(RequestTarget target, Handler handler) {
    ServerRequest asked =
        new ServerRequest(
            head, target, connection.peer, body(), connection.settings.requests(), writer);
    request = asked;
    Response response;
    try {
      response = Objects.requireNonNull(limited(handler, asked), "the handler gave no response");
    } catch (Exception | Error e) {
      return tooLate && !(e instanceof HttpProblem) ? tooSlow(e) : answerTo(e);
    }
    if (switches(response)) {
      try {
        prepareSwitch(asked);
      } catch (InvalidMessage e) {
        ResponseWriter.discard(response.body());
        return answerTo(e);
      }
    }
    return response;
  }

  private Response limited(Handler handler, ServerRequest asked) throws Exception {
    connection.handlerLimit.begin(began);
    try {
      return handler.handle(asked);
    } finally {
      tooLate = connection.handlerLimit.end();
      Thread.interrupted(); // a flag that is left would close the channel at the next write
      connection.keepCut(); // that of a connection that was cut stays
    }
  }

  private Response tooSlow(Throwable reason) {
    failure = reason;
    LOG.log(
        System.Logger.Level.WARNING,
        () -> described() + ": took longer than " + connection.settings.timeouts().handler());
    return shown(Problem.handlerTooSlow());
  }

  private boolean switches(Response response) {
    return response.status().code() == 101
        || (head.method().equals(Method.CONNECT) && response.status().success());
  }

  private void prepareSwitch(ServerRequest asked) {
    Takeover prepared = asked.takeover();
    if (prepared == null) {
      throw new InvalidMessage("who switches to another protocol says what goes on with it");
    }
    if (content != null && !content.ended()) { // RFC 9110 section 7.8
      throw new InvalidMessage("another protocol begins after the content, which was not read");
    }
    takeover = prepared;
  }

  /** What goes on with the connection after a response that has switched; null if none has. */
  @Nullable Takeover takeover() {
    return takeover;
  }

  private Body body() {
    if (content == null) {
      return Body.empty();
    }
    Optional<MediaType> type = head.headers().first("Content-Type").flatMap(MediaType::received);
    return new Body.Stream(
        content::open, head.length(), false, type, Optional.of(content::trailers));
  }

  /** What the client is told when its request could not be answered because of that. */
  private Response answerTo(Throwable reason) {
    failure = reason;
    if (reason instanceof HttpProblem thrown) {
      boolean ours = thrown.status().serverError() && thrown.getCause() != null;
      LOG.log(
          ours ? System.Logger.Level.ERROR : System.Logger.Level.DEBUG,
          () -> described() + ": " + thrown.getMessage(),
          thrown);
      return shown(thrown.problem());
    }
    HttpFailure unreadable = content == null ? null : content.failure();
    if (unreadable != null && isOrHas(reason, unreadable)) {
      LOG.log(System.Logger.Level.DEBUG, () -> described() + ": " + unreadable.getMessage());
      return refused(Problem.ofUnreadable(unreadable));
    }
    if (reason instanceof HttpFailure.LimitExceeded && content != null && !content.ended()) {
      return shown(Problem.contentTooLarge());
    }
    InvalidUri noUri = request == null ? null : request.uriFailure();
    if (noUri != null && isOrHas(reason, noUri)) {
      return refused(Problem.of(noUri));
    }
    log(": cannot be answered", reason);
    last |= reason instanceof Error;
    return shown(Problem.handlerFailed());
  }

  /** A client that has gone is no failure of the server's. */
  private void log(String what, Throwable reason) {
    HttpFailure unreadable = content == null ? null : content.failure();
    IOException lost = writer.lost();
    boolean clientGone =
        (unreadable != null && isOrHas(reason, unreadable))
            || (lost != null && isOrHas(reason, lost));
    LOG.log(
        clientGone ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
        described() + what,
        reason);
  }

  private void send(Response response) throws IOException, BodyFailure {
    boolean readsOn =
        switch (response.body()) {
          case Body.Bytes _, Body.File _ -> false;
          case Body.Stream _, Body.Produced _, Body.Parts _ -> true;
        };
    boolean leavesTooMuch = content != null && !readsOn && content.leavesTooMuch();
    if (last || leavesTooMuch || connection.stopping()) {
      driver.drain();
    }
    writer.write(response);
  }

  private void sendInstead(Response problem) throws IOException {
    try {
      send(problem);
    } catch (InvalidMessage e) {
      // What was thrown has fields that no response may have.
      sendLast(answerTo(e));
    } catch (BodyFailure e) {
      throw new IllegalStateException("a problem's text cannot fail", e);
    }
  }

  private void sendLast(Response problem) throws IOException {
    try {
      send(problem);
    } catch (BodyFailure e) {
      throw new IllegalStateException("a problem's text cannot fail", e);
    }
  }

  /** The client has part of a response that cannot be finished: it must not take that for all. */
  private IOException cut(Throwable reason) {
    log(": the response broke off", reason);
    driver.reset();
    return new IOException("the response broke off", reason);
  }

  /** Whether that is what was thrown, or what a handler has wrapped. */
  private static boolean isOrHas(Throwable thrown, Throwable cause) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < 16; t = t.getCause()) {
      if (t == cause) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /** Enough to find the request; without the query, which may hold secrets. */
  private String described() {
    String target = head.target();
    int question = target.indexOf('?');
    return head.method()
        + " "
        + (question < 0 ? target : target.substring(0, question))
        + ", exchange "
        + head.stream()
        + " of "
        + connection;
  }
}
