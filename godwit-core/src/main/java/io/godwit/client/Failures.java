package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import io.godwit.wire.HttpEvent.Violated;
import io.godwit.wire.h1.H1Violation;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Makes the client's failures of what sockets throw, and of rules that the server broke. */
final class Failures {
  private Failures() {}

  /** What an I/O error on a leased connection means for the call. */
  static HttpFailure of(IOException cause, Sent sent) {
    return switch (cause) {
      case HttpFailure failure -> failure;
      case ClosedByInterruptException interrupt -> new HttpFailure.Interrupted(sent, interrupt);
      default -> new HttpFailure.ConnectionLost("connection lost: " + reason(cause), sent, cause);
    };
  }

  /** What a broken rule in a response means for the call. */
  static HttpFailure of(Violated event) {
    if (event.violation() == H1Violation.TRUNCATED_HEAD
        || event.violation() == H1Violation.TRUNCATED_BODY) {
      String detail = event.detail().isEmpty() ? "" : ": " + event.detail();
      return new HttpFailure.ConnectionLost(event.violation().text() + detail, Sent.YES, null);
    }
    return new HttpFailure.Protocol(event.violation(), event.detail(), Sent.YES);
  }

  static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
