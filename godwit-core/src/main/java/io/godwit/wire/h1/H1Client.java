package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.HeadWriter.LengthField;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of an HTTP/1.x connection: sends requests, any number before the first answer,
 * and reads the responses in the same order.
 */
final class H1Client implements HttpMachine {
  private final H1Settings settings;
  private final StatusLine line = new StatusLine();
  private final Inbound inbound;
  private final OutputQueue output = new OutputQueue();
  private final HeadWriter writer = new HeadWriter(output);

  /** Requests whose response has not ended, oldest first. */
  private final ArrayDeque<Outstanding> outstanding = new ArrayDeque<>(2);

  private long lastStream;
  private @Nullable BodyWriter requestBody;
  private int interims;

  /** What was checked last: requests to one origin often have the same fields, as one object. */
  private Headers checkedHeaders = Headers.empty();

  private Version checkedVersion = Version.HTTP_1_0;
  private boolean persistent = true;
  private boolean switching;

  /** The response being read is the last on this connection: its sender said so. */
  private boolean lastResponse;

  private @Nullable HttpEvent last;

  H1Client(H1Settings settings) {
    this.settings = settings;
    this.inbound = new Inbound(settings, line);
  }

  /** What has to be known of a request to read its response. */
  private record Outstanding(long stream, Method method, boolean upgrades) {}

  @Override
  public void receive(ByteBuffer input) {
    inbound.receive(input);
  }

  @Override
  public void receiveEof() {
    inbound.receiveEof();
  }

  @Override
  public void expire(long now) {
    inbound.expire();
  }

  @Override
  public HttpEvent poll() {
    if (last != null) {
      return last;
    }
    try {
      HttpEvent event = next();
      if (event == HttpEvent.NEED_INPUT && inbound.expired()) {
        event = new HttpEvent.Expired(answeredStream());
        last = event;
      } else if (event == HttpEvent.CLOSED) {
        last = event;
      }
      return event;
    } catch (Broken broken) {
      last = new HttpEvent.Violated(answeredStream(), broken.violation, broken.detail);
      return last;
    }
  }

  private HttpEvent next() {
    if (inbound.inBody()) {
      return body();
    }
    if (lastResponse) {
      return HttpEvent.CLOSED; // requests behind it are not answered (RFC 9112 section 9.6)
    }
    Outstanding request = outstanding.peekFirst();
    if (request == null) {
      return idle();
    }
    return inbound.fillHead() ? head(request) : inbound.headMissing();
  }

  /** No request waits for an answer: whatever comes was not asked for. */
  private HttpEvent idle() {
    if (!persistent && requestBody == null) {
      return HttpEvent.CLOSED; // whatever follows: it may come now or too late to be seen
    }
    if (inbound.hasInput()) {
      throw new Broken(H1Violation.UNSOLICITED_RESPONSE, "");
    }
    return inbound.headMissing();
  }

  private HttpEvent head(Outstanding request) {
    Headers headers = inbound.headFields();
    Status status = line.status();
    Framing framing =
        Framing.ofResponse(request.method(), line.version(), status, headers, settings);
    if (status.informational() && status.code() != 101) {
      return interim(request, status, headers);
    }
    if (status.code() == 101 && !maySwitch(request)) {
      throw new Broken(H1Violation.UNEXPECTED_SWITCH, "");
    }
    switching =
        status.code() == 101 || (request.method().equals(Method.CONNECT) && status.success());
    if (!ConnectionFields.persistent(line.version(), headers)
        || framing instanceof Framing.UntilClose) {
      persistent = false;
      lastResponse = true;
    }
    inbound.beginBody(framing);
    return new ResponseHead(
        request.stream(), line.version(), status, line.reason(), headers, framing.length());
  }

  /** Not before the request is whole: what follows it belongs to the other protocol. */
  private boolean maySwitch(Outstanding request) {
    return request.upgrades() && requestBody == null;
  }

  private HttpEvent interim(Outstanding request, Status status, Headers headers) {
    if (++interims > settings.limits().interim()) {
      throw new Broken(H1Violation.TOO_MANY_INTERIM, "limit " + settings.limits().interim());
    }
    inbound.head().clear();
    return new Interim(request.stream(), status, headers);
  }

  private HttpEvent body() {
    long stream = answeredStream();
    if (switching) {
      last = HttpEvent.CLOSED;
      outstanding.clear();
      return inbound.switched(stream);
    }
    HttpEvent event = inbound.readBody(stream);
    if (event instanceof End) {
      outstanding.removeFirst();
      interims = 0;
    }
    return event;
  }

  private long answeredStream() {
    Outstanding request = outstanding.peekFirst();
    return request == null ? lastStream : request.stream();
  }

  @Override
  public long nextStream() {
    return lastStream + 1;
  }

  @Override
  public void send(HttpEvent event) {
    switch (event) {
      case RequestHead head -> sendHead(head);
      case Data data when data.stream() == lastStream -> requestBody().data(data, output);
      case End end when end.stream() == lastStream -> {
        requestBody().end(end.trailers(), output);
        requestBody = null;
      }
      default ->
          throw new InvalidMessage(
              "a client cannot send this now: " + event.getClass().getSimpleName());
    }
  }

  private BodyWriter requestBody() {
    if (last == HttpEvent.CLOSED) {
      throw new InvalidMessage("the connection has ended");
    }
    if (requestBody == null) {
      throw new InvalidMessage("the request has ended");
    }
    return requestBody;
  }

  private void sendHead(RequestHead head) {
    Outstanding before = outstanding.peekLast();
    if (requestBody != null) {
      throw new InvalidMessage("request " + lastStream + " has not ended");
    }
    if (head.stream() != lastStream + 1) {
      throw new InvalidMessage(
          "request " + head.stream() + " is out of turn, the next is " + (lastStream + 1));
    }
    if (!persistent || last != null) {
      throw new InvalidMessage("the connection takes no further request");
    }
    if (before != null && (before.upgrades() || before.method().equals(Method.CONNECT))) {
      throw new InvalidMessage("request " + lastStream + " may change the protocol");
    }
    checkFields(head.version(), head.headers());
    checkContent(head);
    BodyWriter body = framed(head);
    writer.request(head, lengthField(head), connection(head));
    requestBody = body;
    lastStream = head.stream();
    persistent = !head.headers().hasToken("Connection", "close");
    outstanding.addLast(
        new Outstanding(
            head.stream(),
            head.method(),
            ConnectionFields.upgrades(head.version(), head.headers())));
  }

  /** What of a head can be wrong whatever was sent before it. */
  static void check(RequestHead head) {
    ConnectionFields.checkSent(head.headers());
    HostField.checkSent(head.version(), head.headers());
    checkContent(head);
    framed(head);
  }

  private static void checkContent(RequestHead head) {
    ConnectionFields.checkLength(head.headers(), head.length());
    if (head.length() == 0 && head.headers().hasToken("Expect", "100-continue")) {
      throw new InvalidMessage( // RFC 9110 section 10.1.1
          "field Expect says 100-continue, but there is no content to wait with");
    }
  }

  @SuppressWarnings("ReferenceEquality") // to compare what is in them would cost as much again
  private void checkFields(Version version, Headers headers) {
    if (headers != checkedHeaders || version != checkedVersion) {
      ConnectionFields.checkSent(headers);
      HostField.checkSent(version, headers);
      checkedHeaders = headers;
      checkedVersion = version;
    }
  }

  private static BodyWriter framed(RequestHead head) {
    boolean contentless =
        head.method().equals(Method.CONNECT) || head.method().equals(Method.TRACE);
    if (head.length() != 0 && contentless) { // RFC 9110 sections 9.3.6 and 9.3.8
      throw new InvalidMessage("a " + head.method() + " request has no content");
    }
    if (head.length() != HttpEvent.UNKNOWN_LENGTH) {
      return BodyWriter.fixed(head.length());
    }
    if (head.version() == Version.HTTP_1_0) {
      throw new InvalidMessage("content of unknown length cannot be sent in HTTP/1.0");
    }
    return new BodyWriter.Chunked();
  }

  private static LengthField lengthField(RequestHead head) {
    if (head.length() == HttpEvent.UNKNOWN_LENGTH) {
      return LengthField.CHUNKED;
    }
    boolean tells = head.length() > 0 || head.method().expectsContent();
    return tells && !head.headers().has("Content-Length") ? LengthField.LENGTH : LengthField.NONE;
  }

  /** What has to be said about the connection and is not said yet. */
  private static String connection(RequestHead head) {
    if (head.headers().has("Connection")) {
      return "";
    }
    if (head.version() == Version.HTTP_1_0) {
      return "keep-alive";
    }
    return head.headers().has("TE") ? "TE" : ""; // RFC 9110 section 10.1.4
  }

  @Override
  public void consumed(long stream, long bytes) {
    // HTTP/1.1 has no credit: what is not read stays in the socket
  }

  @Override
  public void reset(long stream, long code) {
    close();
  }

  @Override
  public void drain() {
    persistent = false;
  }

  @Override
  public void close() {
    persistent = false;
    output.clear();
    last = HttpEvent.CLOSED;
  }

  @Override
  public long sendable(long stream) {
    boolean open = stream == lastStream && requestBody != null && last != HttpEvent.CLOSED;
    return open ? Long.MAX_VALUE : 0;
  }

  @Override
  public int pending(ByteBuffer[] into) {
    return output.fill(into);
  }

  @Override
  public long passThrough() {
    return switching || last != null ? 0 : inbound.passThrough();
  }

  @Override
  public void passed(long bytes) {
    inbound.passed(bytes);
  }

  @Override
  public long passOut() {
    boolean open = last != HttpEvent.CLOSED && output.isEmpty();
    return open && requestBody != null ? requestBody.passOut() : 0;
  }

  @Override
  public void passedOut(long bytes) {
    requestBody().passedOut(bytes);
  }

  @Override
  public boolean reusable() {
    return last == null
        && persistent
        && outstanding.isEmpty()
        && requestBody == null
        && output.isEmpty()
        && !inbound.expired()
        && !inbound.hasInput()
        && !inbound.atEnd();
  }

  @Override
  public long deadline() {
    return Long.MAX_VALUE;
  }
}
