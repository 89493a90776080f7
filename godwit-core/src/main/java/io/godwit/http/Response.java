package io.godwit.http;

import java.util.Optional;

/**
 * A response as a value: what a server sends and what a client has received, final or interim.
 * Immutable.
 *
 * <pre>{@code
 * Response response = Response.text("hello").withHeader("Cache-Control", "no-store");
 * }</pre>
 *
 * @param version the protocol version of the message as received; a server answers in that of the
 *     request
 * @param status the status code
 * @param reason the reason phrase as received or to be sent; may be empty
 * @param headers the header fields
 * @param body the content
 */
public record Response(Version version, Status status, String reason, Headers headers, Body body) {
  /**
   * Checks the reason phrase.
   *
   * @throws InvalidMessage when it has a line break or another character that is not allowed
   */
  public Response {
    FieldCheck.reason(reason);
  }

  /** A response of that status without content. */
  public static Response of(Status status) {
    return new Response(Version.HTTP_1_1, status, status.reason(), Headers.empty(), Body.empty());
  }

  /** A response of that status without content. */
  public static Response of(int status) {
    return of(Status.of(status));
  }

  /** 200 with a text in UTF-8. */
  public static Response text(String text) {
    return of(Status.OK).withBody(Body.text(text));
  }

  /** 200 with that content. */
  public static Response ok(Body body) {
    return of(Status.OK).withBody(body);
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** A copy with this as the only field of its name. */
  public Response withHeader(String name, String value) {
    return withHeaders(headers.with(name, value));
  }

  /** A copy with these header fields. */
  public Response withHeaders(Headers headers) {
    return new Response(version, status, reason, headers, body);
  }

  /** A copy of that status with its registered reason phrase. */
  public Response withStatus(Status status) {
    return new Response(version, status, status.reason(), headers, body);
  }

  /** A copy with that content. */
  public Response withBody(Body body) {
    return new Response(version, status, reason, headers, body);
  }

  /** The status code and the reason phrase, such as {@code 404 Not Found}. */
  @Override
  public String toString() {
    return reason.isEmpty() ? Integer.toString(status.code()) : status.code() + " " + reason;
  }
}
