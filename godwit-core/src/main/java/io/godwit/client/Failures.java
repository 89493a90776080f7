package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Makes the client's failures of what sockets throw. */
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

  static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
