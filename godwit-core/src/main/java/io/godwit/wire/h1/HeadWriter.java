package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import java.nio.ByteBuffer;

/** Writes heads (RFC 9112 sections 3 to 5). */
final class HeadWriter {
  /** Room for the fields that the machine itself adds. */
  private static final int OWN_FIELDS = 128;

  private final OutputQueue output;

  HeadWriter(OutputQueue output) {
    this.output = output;
  }

  /** Which framing field is written. */
  enum LengthField {
    NONE,
    LENGTH,
    CHUNKED
  }

  void request(RequestHead head, LengthField field, String connection) {
    String target = head.target();
    checkTarget(head.method(), target);
    String method = head.method().name();
    ByteBuffer into = room(method.length() + target.length() + 16, head.headers());
    text(into, method);
    into.put((byte) ' ');
    text(into, target);
    into.put((byte) ' ');
    text(into, head.version().toString());
    lineEnd(into);
    finish(into, head.headers(), field, head.length(), connection);
  }

  void response(ResponseHead head, LengthField field, String connection) {
    start(
        head.version(),
        head.status(),
        checkedReason(head.status(), head.reason()),
        head.headers(),
        field,
        head.length(),
        connection);
  }

  void interim(Status status, Headers headers) {
    start(Version.HTTP_1_1, status, status.reason(), headers, LengthField.NONE, 0, "");
  }

  private void start(
      Version version,
      Status status,
      String reason,
      Headers headers,
      LengthField field,
      long length,
      String connection) {
    ByteBuffer into = room(reason.length() + 16, headers);
    text(into, version.toString());
    into.put((byte) ' ');
    decimal(into, status.code());
    into.put((byte) ' ');
    text(into, reason);
    lineEnd(into);
    finish(into, headers, field, length, connection);
  }

  private ByteBuffer room(int startLine, Headers headers) {
    return output.room(startLine + headers.encodedSize() + OWN_FIELDS);
  }

  private void finish(
      ByteBuffer into, Headers headers, LengthField field, long length, String connection) {
    fields(into, headers);
    switch (field) {
      case NONE -> {}
      case CHUNKED -> text(into, "Transfer-Encoding: chunked\r\n");
      case LENGTH -> {
        text(into, "Content-Length: ");
        decimal(into, length);
        lineEnd(into);
      }
    }
    if (!connection.isEmpty()) {
      text(into, "Connection: ");
      text(into, connection);
      lineEnd(into);
    }
    lineEnd(into);
  }

  static void fields(ByteBuffer into, Headers headers) {
    int end = headers.encode(into.array(), into.arrayOffset() + into.position());
    into.position(end - into.arrayOffset());
  }

  @SuppressWarnings("deprecation") // Latin-1 without a detour; every text here was checked
  static void text(ByteBuffer into, String text) {
    text.getBytes(0, text.length(), into.array(), into.arrayOffset() + into.position());
    into.position(into.position() + text.length());
  }

  static void decimal(ByteBuffer into, long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int end = into.position() + digits;
    into.position(end);
    long rest = number;
    for (int at = end - 1; at >= end - digits; at--) {
      into.put(at, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }

  static void lineEnd(ByteBuffer into) {
    into.put((byte) '\r').put((byte) '\n');
  }

  private static void checkTarget(Method method, String target) {
    if (!RequestLine.targetAllowed(method, target)) {
      throw new InvalidMessage(
          "request target " + Grammar.quoted(target) + " is not allowed for " + method);
    }
  }

  private static String checkedReason(Status status, String reason) {
    if (reason.equals(status.reason())) {
      return reason; // nearly always
    }
    for (int i = 0; i < reason.length(); i++) {
      if (!Grammar.isFieldChar(reason.charAt(i))) {
        throw new InvalidMessage("reason phrase " + Grammar.quoted(reason) + " is not allowed");
      }
    }
    return reason;
  }
}
