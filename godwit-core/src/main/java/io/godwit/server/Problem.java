package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Violation;

/**
 * The server's own answers to what went wrong: the status and a line of plain text that says what,
 * without repeating anything the client sent.
 */
final class Problem {
  private Problem() {}

  static Response of(Status status, String text) {
    return Response.of(status).withBody(Body.text(text + "\n"));
  }

  static Response of(Violation violation) {
    return of(violation.status(), violation.text() + " (" + violation.section() + ")");
  }

  static Response of(InvalidUri failure) {
    return of(Status.BAD_REQUEST, "the request target is not allowed: " + failure.reason());
  }

  /** The answer to a request whose content could not be read for that reason. */
  static Response ofUnreadable(HttpFailure failure) {
    return switch (failure) {
      case HttpFailure.Protocol protocol -> of(protocol.violation());
      case HttpFailure.Timeout _ -> contentTooSlow();
      default -> of(Status.BAD_REQUEST, "the content of the request did not arrive");
    };
  }

  static Response headTooSlow() {
    return of(Status.REQUEST_TIMEOUT, "the request head took too long");
  }

  static Response contentTooSlow() {
    return of(Status.REQUEST_TIMEOUT, "the content of the request took too long");
  }

  static Response contentTooLarge() {
    return of(Status.CONTENT_TOO_LARGE, "the content of the request is too large");
  }

  static Response unknownExpectation() {
    return of(Status.EXPECTATION_FAILED, "the only expectation known here is 100-continue");
  }

  static Response noTunnel() {
    return of(Status.NOT_IMPLEMENTED, "this server opens no tunnels");
  }

  static Response handlerFailed() {
    return of(Status.INTERNAL_SERVER_ERROR, "the request could not be answered");
  }
}
