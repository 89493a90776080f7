package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.http.Status;
import io.godwit.http.Violation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What goes into a problem response (RFC 9457). The server's own are made here: the status and a
 * line that says what, without repeating anything the client sent.
 *
 * @param type a URI reference; empty for none
 * @param title empty for the status's own phrase
 * @param detail empty for none
 * @param headers further fields of the response
 * @param members further members of the JSON form
 */
record Problem(
    Status status,
    String type,
    String title,
    String detail,
    Headers headers,
    Map<String, Object> members) {
  private static final Set<String> OWN_MEMBERS = Set.of("type", "title", "status", "detail");

  static Problem of(Status status, String detail) {
    return new Problem(status, "", "", detail, Headers.empty(), Map.of());
  }

  Problem withTitle(String title) {
    return new Problem(status, type, title, detail, headers, members);
  }

  Problem withType(String type) {
    return new Problem(status, type, title, detail, headers, members);
  }

  Problem withHeader(String name, String value) {
    return new Problem(status, type, title, detail, headers.with(name, value), members);
  }

  /** With further fields, but for those that are there. */
  Problem completed(Headers more) {
    return more.isEmpty()
        ? this
        : new Problem(status, type, title, detail, completed(headers, more), members);
  }

  /** These fields, and those of the others whose names they lack; all of Vary. */
  static Headers completed(Headers own, Headers more) {
    Headers.Builder all = own.toBuilder();
    for (Headers.Field field : more) {
      if (field.name().equalsIgnoreCase("Vary") || !own.has(field.name())) {
        all.add(field.name(), field.value());
      }
    }
    return all.build();
  }

  /** Says that the form was chosen by Accept (RFC 9110 section 12.5.5). */
  Problem withVary() {
    return new Problem(status, type, title, detail, headers.withAdded("Vary", "Accept"), members);
  }

  Problem withMember(String name, Object value) {
    if (OWN_MEMBERS.contains(name)) {
      throw new IllegalArgumentException("a problem has its own member " + name);
    }
    switch (value) {
      case String _, Boolean _, Integer _, Long _ -> {}
      default ->
          throw new IllegalArgumentException(
              "no value of a problem's member: " + value.getClass().getName());
    }
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(status, type, title, detail, headers, Collections.unmodifiableMap(more));
  }

  /** What kind of problem it is; empty for a status without a phrase. */
  String shownTitle() {
    return title.isEmpty() ? status.reason() : title;
  }

  /** The status, and what is said about it. */
  String described() {
    String shown = (status.code() + " " + shownTitle()).strip();
    return detail.isEmpty() ? shown : shown + ": " + detail;
  }

  static Problem of(Violation violation) {
    return of(violation.status(), violation.text() + " (" + violation.section() + ")");
  }

  static Problem of(InvalidUri failure) {
    return of(Status.BAD_REQUEST, "the request target is not allowed: " + failure.reason());
  }

  /** The answer to a request whose content could not be read for that reason. */
  static Problem ofUnreadable(HttpFailure failure) {
    return switch (failure) {
      case HttpFailure.Protocol protocol -> of(protocol.violation());
      case HttpFailure.Timeout _ -> contentTooSlow();
      default -> of(Status.BAD_REQUEST, "the content of the request did not arrive");
    };
  }

  static Problem tlsWanted() {
    return of(Status.BAD_REQUEST, "this port speaks TLS, and is to be asked by https");
  }

  static Problem headTooSlow() {
    return of(Status.REQUEST_TIMEOUT, "the request head took too long");
  }

  static Problem contentTooSlow() {
    return of(Status.REQUEST_TIMEOUT, "the content of the request took too long");
  }

  static Problem contentTooLarge() {
    return of(Status.CONTENT_TOO_LARGE, "the content of the request is too large");
  }

  static Problem unknownExpectation() {
    return of(Status.EXPECTATION_FAILED, "the only expectation known here is 100-continue");
  }

  static Problem noTunnel() {
    return of(Status.NOT_IMPLEMENTED, "this server opens no tunnels");
  }

  static Problem handlerTooSlow() {
    return of(Status.SERVICE_UNAVAILABLE, "the request could not be answered in time");
  }

  static Problem tooManyConnections() {
    return of(Status.SERVICE_UNAVAILABLE, "there are too many connections from this address")
        .withHeader("Retry-After", "1");
  }

  static Problem handlerFailed() {
    return of(Status.INTERNAL_SERVER_ERROR, "the request could not be answered");
  }
}
