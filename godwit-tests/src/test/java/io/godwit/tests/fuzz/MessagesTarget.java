package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Limits;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Client machine against server machine: whatever the one agrees to send, the other reads as just
 * that, and what is refused leaves no byte behind.
 *
 * <p>The payload is exchanges, as many as there are. Each is a request and a response of these
 * lines: method and target, or status and reason; fields; an empty line; content in pieces parted
 * by a bar, where {@code ;name<} in front of a piece is a chunk extension; trailer fields; an empty
 * line. Two options each say the version and how the length is told.
 */
public final class MessagesTarget {
  private static final Limits AMPLE =
      Limits.defaults()
          .withStartLine(1 << 20)
          .withHeaderSection(1 << 20)
          .withFields(1 << 16)
          .withTrailerSection(1 << 20)
          .withChunkLine(1 << 20);
  private static final H1Settings SETTINGS =
      H1Settings.server().withLimits(AMPLE).tolerating(Set.of());

  private final FuzzInput input;
  private final HttpMachine client = H1Machine.client(SETTINGS);
  private final HttpMachine server = H1Machine.server(SETTINGS);
  private Method method = Method.GET;
  private Headers lastFields = Headers.empty();

  private MessagesTarget(FuzzInput input) {
    this.input = input;
  }

  /** Fails if the machines do not understand each other. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    MessagesTarget target = new MessagesTarget(new FuzzInput(bytes));
    boolean goesOn = true;
    while (goesOn && target.input.hasPayload()) {
      goesOn = target.exchange();
    }
  }

  /** Whether another exchange can follow. */
  private boolean exchange() {
    if (!request() || !response()) {
      return false;
    }
    HttpEvent after = server.poll();
    boolean again = client.reusable();
    require(again == server.reusable(), "one end goes on and the other does not");
    require(after == (again ? HttpEvent.NEED_INPUT : HttpEvent.CLOSED), "server says " + after);
    return again;
  }

  private boolean request() {
    String[] line = input.line().split(" ", 2);
    Message message = Message.read(input);
    Version version = input.option(4) == 3 ? Version.HTTP_1_0 : Version.HTTP_1_1;
    long length = message.length(input.option());
    long stream = client.nextStream();
    try {
      method = Method.of(line[0]);
      Headers headers = fields(message, version);
      String target = line.length == 1 ? "/" : line[1];
      RequestHead head = new RequestHead(stream, method, target, version, headers, length);
      send(client, head, message);
    } catch (InvalidMessage refused) {
      return false;
    }
    carry(client, server);
    if (!(server.poll() instanceof RequestHead read)) {
      throw new AssertionError("no request but " + server.poll());
    }
    require(read.method().equals(method), "another method");
    require(line.length == 1 || read.target().equals(line[1]), "another target");
    require(read.version() == version, "another version");
    require(read.length() == length, "another length: " + read.length());
    message.requireSameFields(read.headers());
    message.requireSameContent(server, stream);
    return true;
  }

  /** The same object for the same fields: the machine may remember what it has checked. */
  private Headers fields(Message message, Version version) {
    Headers headers = message.headers();
    if (!headers.has("Host") && version == Version.HTTP_1_1) {
      headers = headers.withAdded("Host", "a");
    }
    boolean same = headers.equals(lastFields) && headers.toString().equals(lastFields.toString());
    lastFields = same ? lastFields : headers; // equal is not enough: names have cases
    return lastFields;
  }

  private boolean response() {
    String[] line = input.line().split(" ", 2);
    Message message = Message.read(input);
    long stream = server.nextStream();
    int kind = input.option();
    long length = message.length(input.option());
    boolean switched;
    Status status;
    String reason = line.length == 1 ? "" : line[1];
    try {
      status = Status.of(Integer.parseInt(line[0]));
      if (kind % 4 == 1) {
        server.send(new HttpEvent.Interim(stream, Status.of(103), message.headers()));
      }
      ResponseHead head =
          new ResponseHead(stream, Version.HTTP_1_1, status, reason, message.headers(), length);
      send(server, head, message);
      boolean tunnel = method.equals(Method.CONNECT) && status.success();
      switched = status.code() == 101 || tunnel;
    } catch (IllegalArgumentException refused) { // InvalidMessage, or no number
      return false;
    }
    carry(server, client);
    if (!switched && server.poll() == HttpEvent.CLOSED) {
      client.receiveEof();
    }
    HttpEvent event = client.poll();
    if (event instanceof HttpEvent.Interim interim) {
      require(kind % 4 == 1, "an interim response that nobody sent");
      message.requireSameFields(interim.headers());
      event = client.poll();
    }
    if (!(event instanceof ResponseHead read)) {
      throw new AssertionError("no response but " + event);
    }
    require(read.status().equals(status), "another status");
    require(read.reason().equals(reason), "another reason");
    message.requireSameFields(read.headers());
    if (switched) {
      require(client.poll() instanceof HttpEvent.Switched, "the client does not switch");
      require(server.poll() instanceof HttpEvent.Switched, "the server does not switch");
      return false;
    }
    boolean none = method.equals(Method.HEAD) || status.contentless();
    (none ? Message.EMPTY : message).requireSameContent(client, stream);
    return true;
  }

  /** Sends all of a message or, when a part of it is refused, nothing more. */
  private static void send(HttpMachine machine, HttpEvent head, Message message) {
    long stream = machine.nextStream();
    List<HttpEvent> parts = new ArrayList<>();
    parts.add(head);
    parts.addAll(message.content(stream));
    parts.add(new End(stream, message.trailers()));
    for (HttpEvent part : parts) {
      int before = size(machine);
      try {
        machine.send(part);
      } catch (InvalidMessage refused) {
        require(size(machine) == before, "refused, and some of it is sent");
        throw refused;
      }
    }
  }

  private static int size(HttpMachine machine) {
    ByteBuffer[] buffers = new ByteBuffer[1 << 12];
    int count = machine.pending(buffers);
    int size = 0;
    for (int i = 0; i < count; i++) {
      size += buffers[i].remaining();
    }
    return size;
  }

  private static void carry(HttpMachine from, HttpMachine to) {
    StringBuilder bytes = new StringBuilder();
    ByteBuffer[] buffers = new ByteBuffer[3];
    for (int count = from.pending(buffers); count > 0; count = from.pending(buffers)) {
      for (int i = 0; i < count; i++) {
        bytes.append(StandardCharsets.ISO_8859_1.decode(buffers[i]));
      }
    }
    to.receive(ByteBuffer.wrap(bytes.toString().getBytes(StandardCharsets.ISO_8859_1)));
  }
}
