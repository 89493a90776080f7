package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The receiving half that both roles share: the input, its end, and the body being read. */
final class Inbound {
  private final H1Settings settings;
  private final HeadBuffer head;
  private final FieldLines fields;
  private final Input input = new Input();

  private boolean eof;
  private boolean expired;
  private @Nullable BodyReader body;

  Inbound(H1Settings settings, StartLine startLine) {
    this.settings = settings;
    this.head = HeadBuffer.heads(settings, startLine);
    this.fields = new FieldLines(head, settings);
  }

  void receive(ByteBuffer received) {
    input.receive(received);
  }

  void receiveEof() {
    eof = true;
  }

  /**
   * The driver waits no longer. From here on the end of the input says nothing: it may be the
   * driver's own doing, and must not end a body that lasts until close.
   */
  void expire() {
    expired = true;
  }

  boolean expired() {
    return expired;
  }

  HeadBuffer head() {
    return head;
  }

  boolean hasInput() {
    return input.hasRemaining();
  }

  /** Whether the peer has ended its side and everything it sent was taken. */
  boolean atEnd() {
    return eof && !expired && !input.hasRemaining();
  }

  /** Collects the head; true when it is whole. */
  boolean fillHead() {
    return head.fill(input.buffer());
  }

  /** The fields of the head, once it is whole. */
  Headers headFields() {
    return fields.read(1);
  }

  /** Whether these are the fields of the head just before, byte by byte. */
  boolean repeated() {
    return head.repeated();
  }

  /** What to say when there is no whole head: more, or nothing more, or it broke off. */
  HttpEvent headMissing() {
    if (!atEnd()) {
      return HttpEvent.NEED_INPUT;
    }
    if (head.isEmpty()) {
      return HttpEvent.CLOSED;
    }
    throw new Broken(H1Violation.TRUNCATED_HEAD, "");
  }

  void beginBody(Framing framing) {
    head.clear();
    body = BodyReader.of(framing, settings);
  }

  boolean inBody() {
    return body != null;
  }

  /** The next of the body; ends the body with its end. */
  HttpEvent readBody(long stream) {
    if (body == null) {
      throw new IllegalStateException("no body is being read");
    }
    HttpEvent event = body.read(stream, input, eof && !expired);
    if (event instanceof HttpEvent.End) {
      body = null;
    }
    return event;
  }

  /** See {@link io.godwit.wire.HttpMachine#passThrough}: only when nothing is buffered. */
  long passThrough() {
    boolean buffered = input.hasRemaining();
    return body == null || buffered || eof || expired ? 0 : body.passThrough();
  }

  void passed(long bytes) {
    if (body == null || bytes < 0 || bytes > body.passThrough()) {
      throw new IllegalArgumentException(bytes + " bytes cannot have gone past");
    }
    body.passed(bytes);
  }

  /** Everything from here on is not HTTP; what is left of the input. */
  HttpEvent.Switched switched(long stream) {
    head.clear();
    return new HttpEvent.Switched(stream, input.takeRest());
  }
}
