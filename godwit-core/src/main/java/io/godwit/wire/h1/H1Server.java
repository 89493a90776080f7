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
import org.jspecify.annotations.Nullable;

/**
 * The server's end of an HTTP/1.x connection: reads one request at a time; the next one, which a
 * pipelining client may have sent already, stays in the driver's buffer until the response has
 * ended.
 */
final class H1Server implements HttpMachine {
  private enum In {
    HEAD,
    BODY,
    DONE
  }

  private enum Out {
    IDLE,
    BODY,
    DONE
  }

  /** What answers share has a few fields; what one of them has alone is not to be kept. */
  private static final int LARGEST_SILENT = 256;

  private final H1Settings settings;
  private final RequestLine line = new RequestLine();
  private final Inbound inbound;
  private final OutputQueue output = new OutputQueue();
  private final HeadWriter writer = new HeadWriter(output);

  private long stream = 1;
  private In in = In.HEAD;
  private Out out = Out.IDLE;
  private @Nullable RequestHead request;

  /** What the last head has said about its connection and its content. */
  private @Nullable Meaning meaning;

  /** The client waits for 100 before it sends content, and may never send it without. */
  private boolean continueAwaited;

  /** The fields of a response that were found to say nothing of connection and length. */
  private Headers silentFields = Headers.empty();

  private @Nullable BodyWriter responseBody;
  private boolean persistent = true;
  private boolean switching;
  private @Nullable HttpEvent last;

  H1Server(H1Settings settings) {
    this.settings = settings;
    this.inbound = new Inbound(settings, line);
  }

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
        event = new HttpEvent.Expired(stream);
        last = event;
      } else if (event == HttpEvent.CLOSED) {
        last = event;
      }
      return event;
    } catch (Broken broken) {
      last = new HttpEvent.Violated(stream, broken.violation, broken.detail);
      return last;
    }
  }

  private HttpEvent next() {
    return switch (in) {
      case HEAD -> inbound.fillHead() ? head() : inbound.headMissing();
      case BODY -> {
        HttpEvent event = inbound.readBody(stream);
        if (event instanceof Data) {
          continueAwaited = false;
        } else if (event instanceof End) {
          in = In.DONE;
          settle();
        }
        yield event;
      }
      case DONE -> done();
    };
  }

  private HttpEvent head() {
    Headers headers = inbound.headFields();
    Meaning known = meaning;
    if (known == null || !inbound.repeated() || !known.isOf(line)) {
      known = Meaning.of(line, headers, settings);
      meaning = known;
    }
    persistent = persistent && known.persistent();
    inbound.beginBody(known.framing());
    in = In.BODY;
    continueAwaited = known.continueAwaited();
    request =
        new RequestHead(
            stream,
            line.method(),
            line.target(),
            line.version(),
            headers,
            known.framing().length());
    return request;
  }

  /**
   * What a head says to the machine, whatever its target. Clients repeat their fields from request
   * to request, so it is kept for the next head.
   */
  private record Meaning(
      Method method,
      Version version,
      Framing framing,
      boolean persistent,
      boolean continueAwaited) {

    static Meaning of(RequestLine line, Headers headers, H1Settings settings) {
      HostField.check(line.version(), headers);
      Framing framing = Framing.ofRequest(line.method(), line.version(), headers, settings);
      return new Meaning(
          line.method(),
          line.version(),
          framing,
          ConnectionFields.persistent(line.version(), headers),
          framing.length() != 0
              && line.version() == Version.HTTP_1_1
              && headers.hasToken("Expect", "100-continue"));
    }

    /** Whether that holds for this line, too, when the fields are the same. */
    boolean isOf(RequestLine line) {
      return line.version() == version && line.method().equals(method);
    }
  }

  private HttpEvent done() {
    if (out != Out.DONE) {
      return HttpEvent.PAUSED;
    }
    if (switching) {
      last = HttpEvent.CLOSED;
      return inbound.switched(stream);
    }
    return HttpEvent.CLOSED;
  }

  /** The rule that joins both halves: when both are done the next exchange begins, or none does. */
  private void settle() {
    if (in != In.DONE || out != Out.DONE || !persistent || switching) {
      return;
    }
    stream++;
    in = In.HEAD;
    out = Out.IDLE;
    request = null;
    continueAwaited = false;
  }

  @Override
  public long nextStream() {
    return stream;
  }

  @Override
  public void send(HttpEvent event) {
    if (last == HttpEvent.CLOSED) {
      throw new InvalidMessage("the connection has ended");
    }
    switch (event) {
      case Interim interim when interim.stream() == stream && out == Out.IDLE ->
          sendInterim(interim);
      case ResponseHead head when head.stream() == stream && out == Out.IDLE -> sendHead(head);
      case Data data when data.stream() == stream -> responseBody().data(data, output);
      case End end when end.stream() == stream -> {
        responseBody().end(end.trailers(), output);
        responseBody = null;
        out = Out.DONE;
        settle();
      }
      default ->
          throw new InvalidMessage(
              "a server cannot send this now: " + event.getClass().getSimpleName());
    }
  }

  private BodyWriter responseBody() {
    if (responseBody == null) {
      throw new InvalidMessage("no response is under way");
    }
    return responseBody;
  }

  private void sendInterim(Interim interim) {
    if (request == null || !interim.status().informational() || interim.status().code() == 101) {
      throw new InvalidMessage("status " + interim.status() + " is not interim here");
    }
    ConnectionFields.checkSent(interim.headers());
    ConnectionFields.refuseLength(interim.status(), interim.headers());
    continueAwaited &= !interim.status().equals(Status.CONTINUE);
    if (request.version() == Version.HTTP_1_1) { // RFC 9110 section 15.2: never to HTTP/1.0
      writer.interim(interim.status(), interim.headers());
    }
  }

  private void sendHead(ResponseHead head) {
    boolean answersFailure =
        last instanceof HttpEvent.Violated || last instanceof HttpEvent.Expired;
    if (request == null && !answersFailure) {
      throw new InvalidMessage("there is no request to answer");
    }
    boolean silent = silent(head.headers());
    if (!silent || head.length() < HttpEvent.UNKNOWN_LENGTH) {
      ConnectionFields.checkSent(head.headers());
      ConnectionFields.checkLength(head.headers(), head.length());
    }
    boolean switches = switches(head);
    BodyWriter body = framed(head, switches);
    boolean delimited = !(body instanceof BodyWriter.UntilClose);
    boolean persists =
        persistent
            && delimited
            && !answersFailure
            && !(continueAwaited && in == In.BODY) // content may follow or not (RFC 9110 10.1.1)
            && (silent || !head.headers().hasToken("Connection", "close"));
    ResponseHead echoed = inVersionOfRequest(head);
    writer.response(
        echoed, lengthField(head, body, silent), switches ? "" : connection(head, persists));
    responseBody = body;
    switching = switches;
    persistent = persists;
    out = Out.BODY;
  }

  /** Whether fields say nothing of connection and length; answers often share theirs. */
  @SuppressWarnings("ReferenceEquality") // to compare what is in them would cost as much again
  private boolean silent(Headers headers) {
    if (headers == silentFields) {
      return true;
    }
    boolean silent = ConnectionFields.silent(headers);
    if (silent && headers.encodedSize() <= LARGEST_SILENT) {
      silentFields = headers;
    }
    return silent;
  }

  private boolean switches(ResponseHead head) {
    if (head.status().code() == 101) {
      if (request == null || !ConnectionFields.upgrades(request.version(), request.headers())) {
        throw new InvalidMessage("101 needs a request to upgrade");
      }
      if (!ConnectionFields.upgrades(request.version(), head.headers())) {
        throw new InvalidMessage("101 needs the fields Upgrade and Connection: upgrade");
      }
      if (continueAwaited && in == In.BODY) { // RFC 9110 section 7.8
        throw new InvalidMessage(
            "101 needs 100 before it: the client waits for that with its content");
      }
      return true;
    }
    if (head.status().informational()) {
      throw new InvalidMessage("status " + head.status() + " is interim");
    }
    return toConnect() && head.status().success();
  }

  private BodyWriter framed(ResponseHead head, boolean switches) {
    if (switches || head.status().code() == 204) {
      ConnectionFields.refuseLength(head.status(), head.headers());
    }
    if (request != null && request.method().equals(Method.HEAD)) {
      return new BodyWriter.Dropped();
    }
    if (switches || head.status().contentless()) {
      if (head.length() != 0 && head.status().code() != 304) {
        throw new InvalidMessage("a response " + head.status() + " to this has no content");
      }
      return BodyWriter.fixed(0);
    }
    if (head.status().code() == 205 && head.length() != 0) { // RFC 9110 section 15.3.6
      throw new InvalidMessage("a response 205 has no content");
    }
    if (head.length() != HttpEvent.UNKNOWN_LENGTH) {
      return BodyWriter.fixed(head.length());
    }
    return http10() ? new BodyWriter.UntilClose() : new BodyWriter.Chunked();
  }

  private LengthField lengthField(ResponseHead head, BodyWriter body, boolean silent) {
    if (body instanceof BodyWriter.Chunked) {
      return LengthField.CHUNKED;
    }
    boolean never =
        head.status().informational()
            || head.status().code() == 204
            || (toConnect() && head.status().success());
    boolean silent304 = head.status().code() == 304 && head.length() <= 0;
    boolean none = never || silent304 || head.length() < 0;
    return none || (!silent && head.headers().has("Content-Length"))
        ? LengthField.NONE
        : LengthField.LENGTH;
  }

  /** Says what the peer cannot know: the end in HTTP/1.1, the continuation in HTTP/1.0. */
  private String connection(ResponseHead head, boolean goesOn) {
    if (!goesOn) {
      return head.headers().hasToken("Connection", "close") ? "" : "close";
    }
    return http10() && !head.headers().hasToken("Connection", "keep-alive") ? "keep-alive" : "";
  }

  private ResponseHead inVersionOfRequest(ResponseHead head) {
    if (request == null || head.version() == request.version()) {
      return head;
    }
    return new ResponseHead(
        head.stream(),
        request.version(),
        head.status(),
        head.reason(),
        head.headers(),
        head.length());
  }

  private boolean http10() {
    return request != null && request.version() == Version.HTTP_1_0;
  }

  private boolean toConnect() {
    return request != null && request.method().equals(Method.CONNECT);
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
    if (in == In.HEAD && inbound.head().isEmpty() && last == null && !inbound.hasInput()) {
      last = HttpEvent.CLOSED;
    }
  }

  @Override
  public void close() {
    persistent = false;
    output.clear();
    last = HttpEvent.CLOSED;
  }

  @Override
  public long sendable(long stream) {
    boolean open = stream == this.stream && responseBody != null && last != HttpEvent.CLOSED;
    return open ? Long.MAX_VALUE : 0;
  }

  @Override
  public int pending(ByteBuffer[] into) {
    return output.fill(into);
  }

  @Override
  public long passThrough() {
    return last != null ? 0 : inbound.passThrough();
  }

  @Override
  public void passed(long bytes) {
    inbound.passed(bytes);
    continueAwaited = false;
  }

  @Override
  public long passOut() {
    boolean open = last != HttpEvent.CLOSED && output.isEmpty();
    return open && responseBody != null ? responseBody.passOut() : 0;
  }

  @Override
  public void passedOut(long bytes) {
    responseBody().passedOut(bytes);
  }

  @Override
  public boolean reusable() {
    return last == null
        && persistent
        && in == In.HEAD
        && inbound.head().isEmpty()
        && !inbound.expired()
        && !inbound.atEnd();
  }

  @Override
  public long deadline() {
    return Long.MAX_VALUE;
  }
}
